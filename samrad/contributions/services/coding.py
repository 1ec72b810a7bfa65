"""What officers settle about contributions: theme, and who looks after them."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Any, Final

from django.db import transaction

from samrad.contributions.models import Coding, Contribution
from samrad.journal.services import record_each
from samrad.method.library import code_list
from samrad.users.models import User
from samrad.users.principal import Principal

THEMES: Final = "contribution-themes"


class _Unchanged(Enum):
    OWNER = "the owner each of them has"


UNCHANGED: Final = _Unchanged.OWNER


class UnknownTheme(Exception):
    """No theme has this code."""


@transaction.atomic
def code_contributions(
    *,
    contributions: Sequence[Contribution],
    theme: str | None = None,
    owner: User | _Unchanged | None = UNCHANGED,
    actor: Principal,
    now: datetime,
) -> None:
    """Settle theme (empty: none) and owner of contributions of one consultation.

    What is left out stays as it is with each of them.
    """
    if theme and theme not in code_list(THEMES).head.codes:
        raise UnknownTheme(theme)
    settled: dict[str, Any] = {"updated_by": actor.user, "updated_at": now}
    if theme is not None:
        settled["theme"] = theme
    if not isinstance(owner, _Unchanged):
        settled["owner"] = owner
    Coding.objects.bulk_create(
        [Coding(contribution=contribution, **settled) for contribution in contributions],
        update_conflicts=True,
        unique_fields=["contribution"],
        update_fields=list(settled),
    )
    record_each(
        chain=contributions[0].consultation.region.chain,
        kind="contribution.coded",
        happened=_settled(contributions),
        actor=actor.reference,
        now=now,
    )


def _settled(contributions: Sequence[Contribution]) -> list[tuple[Contribution, dict[str, Any]]]:
    """Return each contribution with what is settled about it now."""
    codings = Coding.objects.filter(contribution__in=contributions)
    now = {coding.contribution_id: coding for coding in codings}
    return [
        (each, {"theme": now[each.pk].theme, "owner": now[each.pk].owner_id})
        for each in contributions
    ]
