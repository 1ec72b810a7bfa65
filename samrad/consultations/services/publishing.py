"""Making a consultation public, taking it back before the first answer, calling it off."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from samrad.consultations.gates import PUBLISH, check_gate
from samrad.consultations.models import Consultation
from samrad.consultations.queries import description_of, missing_to_publish
from samrad.consultations.services.parts import locked
from samrad.journal.services import record
from samrad.users.principal import Principal


class NotReadyToPublish(Exception):
    """Something is missing; `codes` are those of `rules.purpose`."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = tuple(codes)


class AlreadyPublished(Exception):
    """The consultation is public already."""


class NotPublished(Exception):
    """The consultation is not public."""


class HasAnswers(Exception):
    """Answers have come in, so the consultation stays public; `count` is how many."""

    def __init__(self, count: int) -> None:
        super().__init__(str(count))
        self.count = count


class IsCancelled(Exception):
    """The consultation has been called off."""


class ReasonIsMissing(Exception):
    """Calling off takes a reason, which everyone can read."""


def _record(
    consultation: Consultation, kind: str, actor: Principal, now: datetime, **facts: object
) -> None:
    record(
        chain=consultation.region.chain,
        kind=f"consultation.{kind}",
        about=consultation,
        actor=actor.reference,
        now=now,
        facts=facts,
    )


@transaction.atomic
def publish_consultation(
    *, consultation: Consultation, actor: Principal, now: datetime
) -> Consultation:
    """Make the consultation public.

    Raise `AlreadyPublished`, `IsCancelled`, `NotReadyToPublish` with what is missing, or
    `GateIsShut` while it is not settled that there is something to ask about.
    """
    current = locked(consultation)
    if current.published_at is not None:
        raise AlreadyPublished
    if current.cancelled_at is not None:
        raise IsCancelled
    missing = missing_to_publish(current, description_of(current), now=now)
    if missing:
        raise NotReadyToPublish(missing)
    check_gate(current, PUBLISH, now=now)
    current.published_at = now
    current.save(update_fields=["published_at"])
    _record(current, "published", actor, now, version=current.version)
    return current


@transaction.atomic
def unpublish_consultation(
    *, consultation: Consultation, answers: int, actor: Principal, now: datetime
) -> Consultation:
    """Take the consultation back from the public pages. `answers` is how many have come in.

    The caller holds the consultation locked when counting. Raise `NotPublished`, `HasAnswers`.
    """
    if consultation.published_at is None:
        raise NotPublished
    if answers:
        raise HasAnswers(answers)
    consultation.published_at = None
    consultation.save(update_fields=["published_at"])
    _record(consultation, "unpublished", actor, now)
    return consultation


@transaction.atomic
def cancel_consultation(
    *, consultation: Consultation, reason: str, actor: Principal, now: datetime
) -> Consultation:
    """Call the consultation off, for a reason that everyone can read."""
    current = locked(consultation)
    if not reason.strip():
        raise ReasonIsMissing
    if current.cancelled_at is not None:
        raise IsCancelled
    current.cancelled_at, current.cancel_reason = now, reason.strip()
    current.save(update_fields=["cancelled_at", "cancel_reason"])
    _record(current, "cancelled", actor, now, reason=reason)
    return current


@transaction.atomic
def resume_consultation(
    *, consultation: Consultation, actor: Principal, now: datetime
) -> Consultation:
    """Take up a consultation that was called off."""
    current = locked(consultation)
    if current.cancelled_at is None:
        return current
    current.cancelled_at, current.cancel_reason = None, ""
    current.save(update_fields=["cancelled_at", "cancel_reason"])
    _record(current, "resumed", actor, now)
    return current
