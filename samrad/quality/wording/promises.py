"""What was promised and delivered, in words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from samrad.quality.rules import delivered
from samrad.quality.rules.delivered import Reason

VERDICTS: Final[Mapping[str, Promise]] = {
    delivered.NOT_PROMISED: _("Inget lovat"),
    delivered.KEPT: _("Hållet"),
    delivered.LESS: _("Delvis hållet"),
    delivered.NOTHING: _("Inte hållet"),
    delivered.LATER: _("Återstår"),
}
_REASONS: Final[Mapping[str, Promise]] = {
    delivered.AHEAD: _("Dagen för det har inte kommit än."),
    delivered.NOT_DONE: _("Det som planerades på den nivån är inte gjort."),
    delivered.UNANSWERED: _(
        "%(unanswered)s av %(points)s inspel saknar ett publicerat svar med skäl."
    ),
    delivered.ANSWERS_COME: _(
        "%(unanswered)s av %(points)s inspel väntar på svar. Dagen ni har lovat har inte kommit."
    ),
    delivered.ALL_TOLD: _("Det som skulle berättas är berättat."),
    delivered.NOTHING_CAME: _("Föreningarna fick frågan. Inget kom in som behövde svar."),
    delivered.JOINT_WORK: _("Det gemensamma arbetet är gjort."),
}
_COUNTED: Final[Mapping[str, tuple[Promise, str]]] = {
    delivered.TOO_FEW_ROUNDS: (
        ngettext_lazy(
            "En dialog behöver minst %(wanted)s omgångar. %(rounds)s är genomförd.",
            "En dialog behöver minst %(wanted)s omgångar. %(rounds)s är genomförda.",
            "rounds",
        ),
        "rounds",
    ),
    delivered.ALL_ANSWERED: (
        ngettext_lazy(
            "Det enda inspelet har ett publicerat svar med skäl.",
            "Alla %(points)s inspel har ett publicerat svar med skäl.",
            "points",
        ),
        "points",
    ),
    delivered.ROUNDS_HELD: (
        ngettext_lazy(
            "%(rounds)s omgång av dialogen är genomförd.",
            "%(rounds)s omgångar av dialogen är genomförda.",
            "rounds",
        ),
        "rounds",
    ),
}


def reason_text(reason: Reason) -> str:
    """Return why a level holds or does not, in words."""
    if reason.code in _COUNTED:
        return str(_COUNTED[reason.code][0] % dict(reason.numbers))
    return str(_REASONS[reason.code]) % dict(reason.numbers)
