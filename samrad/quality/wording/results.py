"""States, scores, sizes and principles, as readers meet them."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samrad.method import library
from samrad.quality.enums import ScoreLevel, State
from samrad.quality.rules.score import CAP, Score
from samrad.quality.rules.sizing import Suggestion
from samrad.quality.rules.summary import Part

# A sign that says the same as the word, where colour cannot be seen.
SIGNS: Final[Mapping[str, str]] = {
    State.FULFILLED: "✓",
    State.PARTLY: "◐",
    State.NOT: "✕",
    State.NOT_APPLICABLE: "–",
    State.NOT_YET: "○",
    State.NO_FACTS: "?",
}
COLOURS: Final[Mapping[str, str]] = {
    State.FULFILLED: "success",
    State.PARTLY: "warning",
    State.NOT: "danger",
}
OWN_ITEMS: Final = gettext_lazy("Egna punkter")
SIZES_HOLD: Final[Mapping[str, Promise]] = {
    "SMALL": gettext_lazy("De punkter som alltid ska hålla. För ett enkelt samråd med ett möte."),
    "NORMAL": gettext_lazy("För de flesta samråd: flera möten, eller ett utskick och en remiss."),
    "FULL": gettext_lazy("Allt. För samrådet om hela planen, från förarbete till uppföljning."),
}


def principles() -> dict[str, str]:
    """Return the six principles by their code, in their order."""
    text = library.principles().text.principles
    return {str(each.code): text[each.code].name for each in library.principles().head.principles}


def level_text(level: str) -> str:
    """Return what a level is called, or that none is given."""
    return str(ScoreLevel(level).label) if level else _("Ingen nivå än")


def counts_text(part: Part | Score) -> str:
    """Return how many items lie behind a figure, the worst first. No mean stands alone."""
    told = [
        (
            part.missing,
            ngettext("%(n)s inte uppfylld", "%(n)s inte uppfyllda", part.missing),
        ),
        (part.partly, _("%(n)s delvis")),
        (part.fulfilled, ngettext("%(n)s uppfylld", "%(n)s uppfyllda", part.fulfilled)),
        (
            part.not_applicable,
            ngettext("%(n)s ej tillämplig", "%(n)s ej tillämpliga", part.not_applicable),
        ),
        (
            part.not_yet,
            ngettext("%(n)s ännu inte aktuell", "%(n)s ännu inte aktuella", part.not_yet),
        ),
        (part.no_facts, _("%(n)s utan underlag")),
    ]
    words = [text % {"n": number} for number, text in told if number]
    if part.critical_missing:
        critical = ngettext("varav %(n)s kritisk", "varav %(n)s kritiska", part.critical_missing)
        words[0] = f"{words[0]} ({critical % {'n': part.critical_missing}})"
    return ", ".join(words)


def points_text(points: int | None) -> str:
    """Return a score, or that there is none."""
    return _("inget att räkna") if points is None else _("%(points)s av 100") % {"points": points}


def withheld_text(percent: int) -> str:
    """Return why no level is given."""
    return _(
        "Ingen nivå visas än: punkter med %(percent)s procent av vikten är ännu inte aktuella "
        "eller saknar underlag. En nivå kräver att det är högst 20 procent."
    ) % {"percent": percent}


def capped_text(number: int) -> str:
    """Return why the score is no higher."""
    return ngettext(
        "%(n)s kritisk punkt är inte uppfylld. Så länge stannar poängen på %(cap)s.",
        "%(n)s kritiska punkter är inte uppfyllda. Så länge stannar poängen på %(cap)s.",
        number,
    ) % {"n": number, "cap": CAP}


def suggestion_text(suggestion: Suggestion) -> str:
    """Return why a size is suggested."""
    extent = suggestion.extent
    meetings = ngettext("%(n)s möte", "%(n)s möten", extent.meetings) % {"n": extent.meetings}
    invited = ngettext("%(n)s inbjuden", "%(n)s inbjudna", extent.invited) % {"n": extent.invited}
    why = {
        "ONLY_ONE_ON_A_DRAFT": _(
            "Samrådet gäller ett utkast till planen och är det enda i processen."
        ),
        "DRAFT_AND_MEETINGS": _("Samrådet gäller ett utkast till planen och har %(meetings)s."),
        "SMALL": _("Det finns %(meetings)s och %(invited)s, och inget utkast att yttra sig om."),
        "BETWEEN": _("Det finns %(meetings)s och %(invited)s."),
    }
    return why[suggestion.reason] % {"meetings": meetings, "invited": invited}
