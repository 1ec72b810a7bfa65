"""Addresses of the workspace below /arbete/<region>/planer/."""

from django.urls import path

from samrad.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.plan_list, name="list"),
    path("ny/", views.new_plan, name="new"),
    path("<slug:plan>/", views.plan_detail, name="plan"),
    path("<slug:plan>/fil/", views.upload, name="upload"),
    path("<slug:plan>/las-in/<uuid:file>/", views.import_plan, name="import"),
    path("<slug:plan>/las/", views.freeze, name="freeze"),
    path("<slug:plan>/publicera/", views.publish, name="publish"),
    path("<slug:plan>/version/<int:version>/", views.version_detail, name="version"),
    path("<slug:plan>/version/<int:version>/fil/", views.version_file, name="version_file"),
    path("<slug:plan>/avsnitt/<uuid:passage>/", views.passage, name="passage"),
]
