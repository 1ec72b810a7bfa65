"""The root of all addresses. Swedish paths, English names."""

from django.urls import include, path

_REGION = "arbete/<slug:region>/"
_CONSULTATION = _REGION + "samrad/<slug:consultation>/"

urlpatterns = [
    # First, so that samrad/nytt/ is not read as a consultation called "nytt".
    path(_REGION, include("samrad.planning.urls")),
    path("", include("samrad.pages.urls")),
    path("", include("samrad.contributions.urls.answers")),
    path("", include("samrad.invitations.urls.open")),
    path("", include("samrad.users.urls")),
    path(_REGION, include("samrad.reporting.urls.documents")),
    path(_REGION + "organisationer/", include("samrad.registry.urls")),
    path(_REGION + "planer/", include("samrad.plans.urls")),
    path(_CONSULTATION + "utskick/", include("samrad.invitations.urls.work")),
    path(_CONSULTATION, include("samrad.contributions.urls.desk")),
    path(_CONSULTATION + "grindar/", include("samrad.quality.urls.gates")),
    path(_CONSULTATION + "redogorelse/", include("samrad.reporting.urls.statements")),
    path(_REGION + "egna-punkter/", include("samrad.quality.urls.own")),
    path(_CONSULTATION + "kvalitet/", include("samrad.quality.urls.runs")),
]
