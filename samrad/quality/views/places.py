"""Where each item is mended: an address in the workspace, and what the way there is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samrad.access.policy import POLICY, Action
from samrad.access.roles import Role
from samrad.consultations.models import Consultation
from samrad.quality.rules.table import Place


@dataclass(frozen=True)
class Where:
    """An address below a consultation, a process or the region, and what it takes to be let in."""

    name: str
    action: Action
    label: Promise
    below: str = "consultation"
    more: str = ""


_EDIT, _WORK = Action.CONSULTATION_EDIT, Action.CONSULTATION_WORK
WHERE: Final[Mapping[Place, Where]] = {
    Place.PURPOSE: Where("planning:part", _EDIT, _("Skriv syftet"), more="syfte"),
    Place.INFLUENCE: Where(
        "planning:part", _EDIT, _("Skriv vad som går att påverka"), more="paverka"
    ),
    Place.DECISION: Where("planning:part", _EDIT, _("Ange beslutet"), more="beslut"),
    Place.DATES: Where("planning:part", _EDIT, _("Ändra datum"), more="datum"),
    Place.CONTACT: Where(
        "planning:part", _EDIT, _("Ange ansvarig och diarienummer"), more="kontakt"
    ),
    Place.GOALS: Where("planning:part", _EDIT, _("Sätt mål och budget"), more="mal"),
    Place.PRE_GATE: Where("planning:pre_gate", _EDIT, _("Svara på de fem frågorna")),
    Place.DUTIES: Where("planning:duties", _EDIT, _("Pröva skyldigheterna")),
    Place.REGISTER: Where(
        "registry:organisations", Action.ORGANISATION_LIST, _("Öppna registret"), below="region"
    ),
    Place.TIMELINE: Where(
        "planning:process", Action.PROCESS_VIEW, _("Öppna tidplanen"), below="process"
    ),
    Place.MEETINGS: Where("planning:meetings", _WORK, _("Ändra mötena")),
    Place.MATRIX: Where("pages:matrix", _WORK, _("Öppna matrisen")),
    Place.LETTER: Where(
        "invitations:letter", Action.INVITATION_VIEW, _("Öppna inbjudan"), more="invitation"
    ),
    Place.MAILINGS: Where("invitations:mailings", Action.INVITATION_VIEW, _("Öppna utskicken")),
    Place.REGION: Where("pages:region", Action.WORKSPACE_VIEW, _("Öppna regionen"), below="region"),
    Place.HANDOVER: Where("pages:consultation_handover", _EDIT, _("Gör en överlämning")),
    Place.PUBLISH: Where(
        "pages:publish", Action.CONSULTATION_PUBLISH, _("Se vad som saknas på sidan")
    ),
    Place.HEARD: Where("invitations:mailings", Action.INVITATION_VIEW, _("Berätta vad ni hörde")),
    Place.DESK: Where("contributions:desk", Action.CONTRIBUTION_LIST, _("Öppna skrivbordet")),
    Place.REPLIES: Where("contributions:replies", Action.CONTRIBUTION_LIST, _("Öppna svaren")),
    Place.DELIVERIES: Where(
        "contributions:batches", Action.CONTRIBUTION_LIST, _("Öppna svarsutskicken")
    ),
    Place.PLAN: Where("planning:process", Action.PROCESS_VIEW, _("Öppna planen"), below="process"),
    Place.STATEMENT: Where(
        "reporting:statements", Action.STATEMENT_READ, _("Öppna samrådsredogörelsen")
    ),
}


def way_to(place: Place, consultation: Consultation, held: set[Role]) -> dict[str, str]:
    """Return address and label of where an item is mended, or nothing where it is by evidence."""
    where = WHERE.get(place)
    if where is None or not POLICY[where.action] & held:
        return {}
    arguments = {
        "consultation": [consultation.region.slug, consultation.slug, *filter(None, [where.more])],
        "process": [consultation.region.slug, consultation.process.slug],
        "region": [consultation.region.slug],
    }
    try:
        url = reverse(where.name, args=arguments[where.below])
    except NoReverseMatch:
        return {}
    return {"url": url, "label": str(where.label)}
