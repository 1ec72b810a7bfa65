"""Addresses of a consultation's checklist run in the workspace."""

from django.urls import path

from samrad.quality.views import items, runs

_ITEM = "punkter/<slug:item>/"
_SAID = _ITEM + "<int:attestation>/"

app_name = "quality"
urlpatterns = [
    path("", runs.profile, name="profile"),
    path("starta/", runs.start, name="start"),
    path("storlek/", runs.size, name="size"),
    path("visa-oppet/", runs.publish, name="publish"),
    path("ta-tillbaka/", runs.withdraw, name="withdraw"),
    path(_ITEM, items.item, name="item"),
    path(_ITEM + "sag/", items.say, name="say"),
    path(_SAID + "ta-tillbaka/", items.withdraw_said, name="withdraw_attestation"),
    path(_SAID + "fil/", items.evidence, name="evidence"),
]
