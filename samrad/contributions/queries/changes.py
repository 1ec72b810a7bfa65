"""Changes in the plan's text that replies have made: what rests on them, and what nothing does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from samrad.consultations.models import Consultation
from samrad.contributions.models import ContributionReply, Reply, ReplyCorrection, ReplyRevision
from samrad.plans.models import PassageRevision, PlacedPassage


@dataclass(frozen=True)
class MadeChange:
    """What a reply changed in a passage: the wording before it, and where the passage stands."""

    placed: PlacedPassage
    before: PassageRevision
    after: PassageRevision

    @property
    def changed_further(self) -> bool:
        """Tell whether the passage reads otherwise now than the reply left it."""
        now = self.placed.revision
        return (now.heading, now.text) != (self.after.heading, self.after.text)


def made_with_a_reply() -> Q:
    """Return what is true of wordings that came with a reply or a correction, in one breath."""
    same = {"passage_revision": OuterRef("pk"), "made_at": OuterRef("made_at")}
    return Q(previous__isnull=False) & (
        Q(Exists(ReplyRevision.objects.filter(**same)))
        | Q(Exists(ReplyCorrection.objects.filter(**same)))
    )


def _named_by(revision: PassageRevision, reply: Reply) -> bool:
    return (
        Reply.objects.filter(passage_revision=revision).exclude(pk=reply.pk).exists()
        or ReplyCorrection.objects.filter(
            passage_revision=revision, batch__isnull=True, withdrawn_at__isnull=True
        )
        .exclude(reply=reply)
        .exists()
    )


def _with_origins(reply: Reply) -> list[int]:
    """Return the reply and those it was once a part of."""
    found: list[int] = []
    at: Reply | None = reply
    while at is not None:
        found.append(at.pk)
        at = at.separated_from
    return found


def change_made_by(reply: Reply) -> MadeChange | None:
    """Return the change that would have no reply behind it if this one did not name it.

    None when the reply changed no words, when another reply rests on the same words, and when the
    draft they stand in is no longer being worked on.
    """
    after = reply.passage_revision
    if after is None or _named_by(after, reply):
        return None
    made = PassageRevision.objects.filter(made_with_a_reply(), passage=after.passage_id)
    family = _with_origins(reply)
    own = {
        row.pk: row
        for row in made.select_related("previous")
        if row.pk == after.pk
        or ReplyRevision.objects.filter(
            reply__in=family, passage_revision=row, made_at=row.made_at
        ).exists()
    }
    first = own.get(after.pk)
    if first is None:
        return None
    # The reply may have changed the passage several times: back to what stood before the first.
    while (earlier := own.get(first.previous_id or 0)) and not _named_by(earlier, reply):
        first = earlier
    placed = (
        PlacedPassage.objects.filter(passage=after.passage_id, version__frozen_at__isnull=True)
        .select_related("revision", "passage", "version")
        .first()
    )
    if placed is None or first.previous is None:
        return None
    return MadeChange(placed=placed, before=first.previous, after=after)


def others_resting_on(reply: Reply) -> list[int]:
    """Return the numbers of other contributions whose reply names the same wording."""
    if reply.passage_revision_id is None:
        return []
    links = ContributionReply.objects.filter(reply__passage_revision=reply.passage_revision_id)
    numbers = links.exclude(reply=reply.pk).values_list("contribution__number", flat=True)
    return sorted(numbers)


def _orphans(consultation: Consultation) -> QuerySet[PassageRevision]:
    """Return wordings that came with a reply in the consultation and that no reply names now."""
    about = {"passage_revision": OuterRef("pk")}
    told = ReplyRevision.objects.filter(reply__consultation=consultation, **about)
    proposed = ReplyCorrection.objects.filter(reply__consultation=consultation, **about)
    waiting = proposed.filter(batch__isnull=True, withdrawn_at__isnull=True)
    placed = PlacedPassage.objects.filter(
        passage=OuterRef("passage"), version__frozen_at__isnull=True
    )
    return PassageRevision.objects.filter(
        made_with_a_reply(),
        Exists(told) | Exists(proposed),
        Exists(placed),
        ~Exists(Reply.objects.filter(**about)),
        ~Exists(waiting),
        passage__plan=consultation.process.plan_id,
    )


def _left_at(
    orphan: PassageRevision, history: dict[int, list[ReplyRevision]], withdrawn: dict[int, datetime]
) -> datetime | None:
    """Return when the last reply left the wording; None when one went on to change it further."""
    moments = [withdrawn[orphan.pk]] if orphan.pk in withdrawn else []
    for revisions in history.values():
        naming = [row.number for row in revisions if row.passage_revision_id == orphan.pk]
        if not naming:
            continue
        last = revisions[-1].passage_revision
        if last is not None and last.passage_id == orphan.passage_id:
            return None
        moments += [row.made_at for row in revisions if row.number == max(naming) + 1]
    return max(moments, default=None)


def loose_changes(consultation: Consultation) -> list[PlacedPassage]:
    """Return the passages of the draft that a reply changed and that no reply answers for now.

    One is mended when it gets another wording after the reply left it, or is kept with a reason.
    """
    orphans = list(_orphans(consultation))
    if not orphans:
        return []
    keys = [row.pk for row in orphans]
    history: dict[int, list[ReplyRevision]] = {}
    namers = ReplyRevision.objects.filter(passage_revision__in=keys).values("reply")
    for row in (
        ReplyRevision.objects.filter(reply__in=namers)
        .select_related("passage_revision")
        .order_by("reply", "number")
    ):
        history.setdefault(row.reply_id, []).append(row)
    withdrawn = {
        row.passage_revision_id or 0: row.withdrawn_at
        for row in ReplyCorrection.objects.filter(
            passage_revision__in=keys, withdrawn_at__isnull=False
        ).order_by("withdrawn_at")
        if row.withdrawn_at is not None
    }
    mending = _by_hand([row.passage_id for row in orphans])
    loose = set()
    for orphan in orphans:
        left_at = _left_at(orphan, history, withdrawn)
        if left_at is not None and not any(
            row.passage_id == orphan.passage_id
            and row.number > orphan.number
            and row.made_at >= left_at
            for row in mending
        ):
            loose.add(orphan.passage_id)
    return list(
        PlacedPassage.objects.filter(passage__in=loose, version__frozen_at__isnull=True)
        .select_related("revision", "passage", "version__plan")
        .order_by("position")
    )


def _by_hand(passages: Sequence[int]) -> list[PassageRevision]:
    return list(PassageRevision.objects.filter(~made_with_a_reply(), passage__in=passages))
