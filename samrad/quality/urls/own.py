"""Addresses of a region's own items."""

from django.urls import path

from samrad.quality.views import own

app_name = "quality_own"
urlpatterns = [
    path("", own.own_items, name="own_items"),
    path("ny/", own.new_own_item, name="new_own_item"),
    path("<int:own>/", own.own_item, name="own_item"),
    path("<int:own>/anvand/", own.retire, name="retire_own_item"),
]
