"""Addresses of a consultation's gates in the workspace."""

from django.urls import path

from samrad.quality.views import gates

_OVERRIDE = "slapp-igenom/<int:override>/"

app_name = "quality_gates"
urlpatterns = [
    path("", gates.gates, name="gates"),
    path("slapp-igenom/<slug:gate>/", gates.override, name="override"),
    path(_OVERRIDE + "ta-tillbaka/", gates.withdraw, name="withdraw"),
]
