"""The method's codes and numbers in words, for its pages and its booklet."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from samrad.method.schema import Threshold

WORK_STEPS: Final[Mapping[str, Promise]] = {
    "PREPARE": _("Förbereda"),
    "PLAN": _("Planera"),
    "INVITE": _("Bjuda in"),
    "CARRY_OUT": _("Genomföra"),
    "FOLLOW_UP": _("Följa upp"),
}
COSTS: Final[Mapping[str, Promise]] = {
    "LOW": _("låg"),
    "MEDIUM": _("medel"),
    "HIGH": _("hög"),
}
JUDGED_BY: Final[Mapping[str, Promise]] = {
    "A": _("Uppgifter i verktyget visar det."),
    "H": _("Uppgifter i verktyget föreslår ett svar, och en person bekräftar det."),
    "M": _("En person visar det med en fil, en länk eller en anteckning, och sitt namn."),
}


def number_of(threshold: Threshold) -> str:
    """Return a recommended number with its unit, as it is said."""
    number = threshold.value
    said = {
        "days": ngettext("%(number)s dag", "%(number)s dagar", number),
        "weeks": ngettext("%(number)s vecka", "%(number)s veckor", number),
        "months": ngettext("%(number)s månad", "%(number)s månader", number),
        "sentences": ngettext("%(number)s mening", "%(number)s meningar", number),
        "week": gettext("vecka %(number)s"),
        "hour": gettext("klockan %(number)s"),
        "percent": gettext("%(number)s procent"),
    }
    return said.get(threshold.unit, "%(number)s") % {"number": number}
