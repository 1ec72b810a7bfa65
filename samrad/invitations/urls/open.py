"""The open page where anyone may have an invitation reviewed."""

from django.urls import path

from samrad.invitations.views import reviewing

app_name = "invitations_open"

urlpatterns = [path("granska/", reviewing.review_invitation, name="review")]
