"""A profile as the pages show it: words for states, addresses for what mends them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from samrad.access.policy import POLICY, Action
from samrad.access.roles import Role
from samrad.consultations.models import Consultation
from samrad.documents.charts import parts_svg
from samrad.method import library
from samrad.quality.enums import AttestationKind, State
from samrad.quality.models import Attestation
from samrad.quality.queries.objects import MAILING, MEETING, Thing
from samrad.quality.queries.profile import Line, Profile
from samrad.quality.rules.score import Help, Score, is_much_left_out
from samrad.quality.views.places import way_to
from samrad.quality.wording.facts import sentences
from samrad.quality.wording.results import (
    COLOURS,
    SIGNS,
    capped_text,
    counts_text,
    level_text,
    points_text,
    principles,
    withheld_text,
)

_THINGS: Final = {MEETING: "planning:meeting", MAILING: "invitations:mailing"}


@dataclass(frozen=True)
class Looking:
    """Who looks at which consultation, and with what roles."""

    consultation: Consultation
    held: set[Role]

    @property
    def may_attest(self) -> bool:
        """Tell whether they may say something of an item."""
        return bool(POLICY[Action.QUALITY_ATTEST] & self.held)

    def address(self, name: str, *more: object) -> str:
        """Return an address of quality below the consultation."""
        where = (self.consultation.region.slug, self.consultation.slug)
        return reverse(f"quality:{name}", args=(*where, *more))


def state_of(state: str) -> dict[str, str]:
    """Return a state as a sign, a word and a colour."""
    return {
        "code": state,
        "sign": SIGNS[state],
        "word": str(State(state).label),
        "colour": COLOURS.get(state, "neutral"),
    }


def row_of(line: Line, looking: Looking, things: Mapping[str, Thing]) -> dict[str, Any]:
    """Return an item as a row of the page."""
    return {
        "line": line,
        "state": state_of(line.state),
        "principles": [name for key, name in principles().items() if key in line.principles],
        "seen": sentences(line.seen),
        "said": said_of(line.attestation, looking, things) if line.attestation else None,
        "contests": [said_of(one, looking, things) for one in line.contests],
        "url": looking.address("item", line.id),
        "mend": way_to(line.place, looking.consultation, looking.held) if _is_open(line) else {},
        "say": _say_label(line) if looking.may_attest else "",
        "guide": _guide(line.id) if _is_open(line) else {},
    }


def said_of(one: Attestation, looking: Looking, things: Mapping[str, Thing]) -> dict[str, Any]:
    """Return what was said, with addresses of what shows it."""
    thing = things.get(one.object_ref)
    return {
        "said": one,
        "kind": str(AttestationKind(one.kind).label),
        "state": state_of(one.state),
        "file_url": looking.address("evidence", one.item, one.pk) if one.stored_id else "",
        "thing": thing.title if thing else "",
        "thing_url": _thing_url(thing, looking.consultation) if thing else "",
    }


def overall(profile: Profile) -> dict[str, Any]:
    """Return the whole in words and figures."""
    total = profile.total
    return {
        "points": total.points,
        "level": level_text(total.level or ""),
        "has_level": bool(total.level),
        "counts": counts_text(total),
        "withheld": withheld_text(total.outside_percent) if total.is_withheld else "",
        "capped": capped_text(total.critical_missing) if total.critical_missing else "",
        "much_left_out": is_much_left_out(len(profile.left_out), total.items),
        "left_out": len(profile.left_out),
        "items": total.items,
        "contested": len(profile.contested),
    }


def parts(
    scores: Mapping[str, Score], names: Mapping[str, str], link: Callable[[str], str] | None = None
) -> list[dict[str, Any]]:
    """Return the profile by phase or principle: a picture, and words that say the same."""
    return [
        {
            "name": names[key],
            "url": link(key) if link else "",
            "points": points_text(score.points),
            "counts": counts_text(score),
            "svg": picture(score),
            "is_red": score.critical_missing > 0,
        }
        for key, score in scores.items()
    ]


def picture(score: Any) -> str:  # noqa: ANN401 -- a score, or a part that was kept
    """Return how many items are in each state, drawn; the words beside it say the same."""
    outside = score.not_yet + score.no_facts
    return parts_svg(
        [
            ("full", score.fulfilled),
            ("part", score.partly),
            ("none", score.missing),
            ("rest", outside),
        ]
    )


def helps_of(profile: Profile, looking: Looking) -> list[dict[str, Any]]:
    """Return what would help most next, why, and where it is done."""
    return [_help(one, profile.by_id[one.id], looking) for one in profile.helps]


def _help(one: Help, line: Line, looking: Looking) -> dict[str, Any]:
    way = way_to(line.place, looking.consultation, looking.held)
    return {
        "title": line.statement,
        "note": " ".join(filter(None, (*sentences(line.seen)[:2], _gain(one)))),
        "url": way.get("url") or looking.address("item", line.id),
        "state": state_of(line.state),
    }


def _gain(one: Help) -> str:
    if one.lifts_cap:
        text = ngettext(
            "Den är kritisk och håller nere poängen: ger %(n)s poäng.",
            "Den är kritisk och håller nere poängen: ger %(n)s poäng.",
            one.gain,
        )
    elif one.is_critical and not one.gain:
        text = _("Den är kritisk: poängen stannar på 69 tills alla kritiska är uppfyllda.")
    elif one.is_critical:
        text = _("Den är kritisk. Ger %(n)s poäng.")
    else:
        text = _("Ger %(n)s poäng.")
    return text % {"n": one.gain}


def chosen(lines: Iterable[Line], wanted: Mapping[str, Any]) -> list[Line]:
    """Return the lines that the filter asks for."""
    return [
        line
        for line in lines
        if wanted.get("skede", "") in {"", line.phase}
        and wanted.get("lage", "") in {"", line.state}
        and (not wanted.get("princip") or wanted["princip"] in line.principles)
        and (not wanted.get("kritiska") or line.critical)
    ]


def _is_open(line: Line) -> bool:
    return line.state not in {State.FULFILLED, State.NOT_APPLICABLE}


def _say_label(line: Line) -> str:
    """Return what somebody can say of the item now, as the words of a link."""
    if line.awaits_confirmation:
        return _("Bekräfta")
    if line.is_left_to_people:
        return _("Lägg till bevis") if line.attestation is None else _("Ändra bevis")
    return _("Visa mer")


@cache
def _guides(language: str) -> dict[str, tuple[str, str]]:
    """Return the guide that helps with each item: the first in the library's order."""
    found: dict[str, tuple[str, str]] = {}
    for guide in library.guides(language=language):
        for item in guide.head.items:
            found.setdefault(item, (guide.head.key, guide.text.title))
    return found


def _guide(item: str) -> dict[str, str]:
    """Return the guide that helps with an item, where the library has one and a page shows it."""
    key, title = _guides(get_language() or library.SOURCE_LANGUAGE).get(item, ("", ""))
    try:
        return {"title": title, "url": reverse("pages:method_guide", args=[key])} if key else {}
    except NoReverseMatch:
        return {}


def _thing_url(thing: Thing, consultation: Consultation) -> str:
    where = (consultation.region.slug, consultation.slug)
    return reverse(_THINGS[thing.kind], args=(*where, thing.uuid))
