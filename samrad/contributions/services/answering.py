"""Sending an answer, beginning one uninvited, and saying that a link went astray."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction
from django.utils import translation

from samrad.consultations.enums import Matter, Origin, ParticipationKind, StatedKind
from samrad.consultations.models import (
    Consultation,
    Participation,
    Question,
    StatedSender,
    WrongRecipientReport,
)
from samrad.consultations.services.links import join_by_open_form, keep_contact, mint_link
from samrad.contributions.enums import (
    MandateKind,
    ModerationState,
    PartKind,
    SourceKind,
    SubmissionChannel,
)
from samrad.contributions.models import Submission
from samrad.contributions.queries.places import (
    passage_slot,
    question_slot,
    reply_address,
    standing_of,
)
from samrad.contributions.queries.progress import (
    DraftText,
    drafts_of,
    mark_now,
    mark_of,
    sent_answer,
)
from samrad.contributions.rules.answering import Standing, letters_over
from samrad.contributions.rules.segmentation import Part, canonical_text
from samrad.contributions.services.drafts import Mandate, discard_drafts
from samrad.contributions.services.receipts import (
    queue_link,
    queue_receipt,
    queue_wrong_recipient,
)
from samrad.contributions.services.receiving import (
    AlreadySuperseded,
    ConsultationNotOpen,
    NothingSaid,
    Prepared,
    Received,
    ReceivedPart,
    keep_prepared,
    prepared,
    written_activity,
)
from samrad.contributions.wording import NOTHING_TO_ADD, NOTHING_TO_ADD_ALONE
from samrad.core.clock import local_date
from samrad.core.ids import keyed_hash
from samrad.journal.services import record
from samrad.plans.models import PassageRevision, PlacedPassage
from samrad.plans.queries import passages_of
from samrad.registry.enums import Channel, OrganisationKind
from samrad.registry.models import Municipality
from samrad.users.principal import Principal

_LANGUAGE = "sv"  # the consultation's own


@dataclass(frozen=True, kw_only=True)
class Entrant:
    """What someone who comes by the open form says of themselves, and how to reach them."""

    kind: StatedKind
    key: str
    name: str = ""
    municipality: Municipality | None = None
    org_number: str = ""
    contact_name: str = ""
    email: str = ""
    phone: str = ""


class AnswerTooLong(Exception):
    """One of the answers is longer than what can be received. The drafts stay."""


class AnswerChangedMeanwhile(Exception):
    """Somebody changed a draft after it was read through; nothing has been sent."""


@dataclass(frozen=True)
class _Piece:
    """One part of an answer on its way to being sent."""

    part: Part
    kind: PartKind
    nothing_to_add: bool = False
    question: Question | None = None
    revision: PassageRevision | None = None


def send_answer(
    *,
    participation: Participation,
    key: str,
    mandate: Mandate,
    language: str,
    actor: Principal,
    now: datetime,
    read: str | None = None,
) -> Submission:
    """Send the participant's drafts as one answer, which replaces an earlier one, and delete them.

    The same `key` again returns what was sent with it. `read` is the mark of the drafts as they
    were read through. Raise `ConsultationNotOpen` from the closing moment on (the drafts stay),
    `NothingSaid` when there is nothing to send, `AnswerTooLong` when there is too much and
    `AnswerChangedMeanwhile` when `read` is stale.
    """
    whole_key = f"web:{participation.pk}:{key}"
    while True:
        there = Submission.objects.filter(idempotency_key=whole_key).first()
        if there is not None:
            return there
        # Opened and put together before anybody has to wait, and looked at again when they do.
        letter = _letter(participation, mandate, language, whole_key, actor, now, read)
        with suppress(_DraftsChanged, AlreadySuperseded):
            return _send(letter, actor, now)


@dataclass(frozen=True)
class _Letter:
    """An answer put together, the mark of the drafts it was made of, and where the receipt goes."""

    participation: Participation
    ready: Prepared
    mark: str
    language: str
    receipt_to: str


class _DraftsChanged(Exception):
    """The drafts, or what the answer replaces, are no longer what the answer was made of."""


def _letter(
    participation: Participation,
    mandate: Mandate,
    language: str,
    key: str,
    actor: Principal,
    now: datetime,
    read: str | None,
) -> _Letter:
    activity = written_activity(_open_consultation(participation, now))
    drafts = drafts_of(participation)
    pieces = _pieces(participation, drafts)
    if not pieces:
        raise NothingSaid
    if any(letters_over(piece.part.text) for piece in pieces):
        raise AnswerTooLong
    mark = mark_of(drafts.values())
    if read is not None and read != mark:
        raise AnswerChangedMeanwhile
    received = _received(participation, pieces, mandate, language, key, now)
    return _Letter(
        participation=participation,
        ready=prepared(activity=activity, received=received, actor=actor, now=now),
        mark=mark,
        language=language,
        receipt_to=reply_address(participation, local_date(now)),
    )


def _open_consultation(participation: Participation, now: datetime) -> Consultation:
    """Return the consultation as it is stored now. Raise `ConsultationNotOpen`."""
    rows = Consultation.objects.select_related("region").filter(pk=participation.consultation_id)
    consultation = rows[0]
    if standing_of(consultation, now) is not Standing.OPEN:
        raise ConsultationNotOpen
    return consultation


@transaction.atomic
def _send(letter: _Letter, actor: Principal, now: datetime) -> Submission:
    participation, ready = letter.participation, letter.ready
    Participation.objects.select_for_update(no_key=True).values_list("pk").get(pk=participation.pk)
    there = Submission.objects.filter(idempotency_key=ready.submission.idempotency_key).first()
    if there is not None:
        return there
    _open_consultation(participation, now)
    if letter.mark != mark_now(participation):
        raise _DraftsChanged
    submission = keep_prepared(ready=ready, actor=actor, now=now)
    discard_drafts(participation=participation)
    queue_receipt(
        submission=submission, to_address=letter.receipt_to, language=letter.language, now=now
    )
    return submission


def _received(
    participation: Participation,
    pieces: Sequence[_Piece],
    mandate: Mandate,
    language: str,
    key: str,
    now: datetime,
) -> Received:
    text, parts = _composed(pieces)
    organisation = participation.organisation
    is_open_form = participation.origin == Origin.OPEN_FORM
    return Received(
        source_kind=_source_kind(participation),
        channel=SubmissionChannel.WEB,
        text=text,
        parts=parts,
        received_at=now,
        idempotency_key=key,
        participation=participation,
        organisation=organisation,
        display_name=participation.display_name,
        show_name=mandate.show_name,
        municipality=_municipality(participation),
        language=language,
        mandate=_decided_by(mandate),
        mandate_on=mandate.decided_on,
        supersedes=sent_answer(participation),
        moderation=ModerationState.PENDING if is_open_form else ModerationState.APPROVED,
    )


def _municipality(participation: Participation) -> Municipality | None:
    if participation.organisation is not None:
        return participation.organisation.municipality
    stated: StatedSender | None = getattr(participation, "stated", None)
    return stated.municipality if stated else None


def _source_kind(participation: Participation) -> SourceKind:
    if participation.kind != ParticipationKind.ORGANISATION:
        return SourceKind.INDIVIDUAL
    organisation = participation.organisation
    if organisation is not None and organisation.kind == OrganisationKind.ALLIANCE:
        return SourceKind.ALLIANCE
    return SourceKind.ORGANISATION


def _decided_by(mandate: Mandate) -> str:
    if mandate.kind == MandateKind.OTHER:
        return mandate.decided_by
    with translation.override(_LANGUAGE):
        return str(MandateKind(mandate.kind).label) if mandate.kind else ""


def _pieces(participation: Participation, drafts: Mapping[str, DraftText]) -> list[_Piece]:
    """Return what is written, questions first, then comments in the order of the draft."""
    questions = participation.consultation.questions.all()
    pieces = [
        _question_piece(place, question, draft, participation)
        for place, question in enumerate(questions, start=1)
        if (draft := drafts.get(question_slot(question))) and (draft.text or draft.nothing_to_add)
    ]
    return [*pieces, *_comment_pieces(participation.consultation, drafts)]


def _question_piece(
    place: int, question: Question, draft: DraftText, participation: Participation
) -> _Piece:
    is_many = participation.kind == ParticipationKind.ORGANISATION
    with translation.override(_LANGUAGE):
        nothing = str(NOTHING_TO_ADD if is_many else NOTHING_TO_ADD_ALONE)
    return _Piece(
        part=Part(
            key=draft.slot,
            heading=f"{place}. {question.text}",
            text=draft.text or nothing,
            is_point=bool(draft.text),
        ),
        kind=PartKind.QUESTION,
        nothing_to_add=not draft.text,
        question=question,
    )


def _comment_pieces(consultation: Consultation, drafts: Mapping[str, DraftText]) -> list[_Piece]:
    comments = {slot: draft for slot, draft in drafts.items() if slot.startswith("passage:")}
    written = [int(slot.partition(":")[2]) for slot, draft in comments.items() if draft.text]
    if not written:
        return []
    placed = _places(consultation)
    revisions = PassageRevision.objects.filter(pk__in=written)
    ordered = sorted(
        revisions, key=lambda one: _position(placed.get(one.passage_id), one.passage_id)
    )
    return [
        _Piece(
            part=Part(
                key=passage_slot(revision.pk),
                heading=_heading(placed.get(revision.passage_id), revision),
                text=comments[passage_slot(revision.pk)].text,
            ),
            kind=PartKind.PASSAGE,
            revision=revision,
        )
        for revision in ordered
    ]


def _places(consultation: Consultation) -> dict[int, PlacedPassage]:
    version = consultation.plan_version
    return {row.passage_id: row for row in passages_of(version)} if version else {}


def _position(placed: PlacedPassage | None, passage: int) -> tuple[bool, int]:
    return (placed is None, placed.position if placed else passage)


def _heading(placed: PlacedPassage | None, revision: PassageRevision) -> str:
    number = placed.number if placed else ""
    return f"{number} {revision.heading}".strip()


def _composed(pieces: Sequence[_Piece]) -> tuple[str, list[ReceivedPart]]:
    """Return the canonical text, and where in it each part's own words stand."""
    canonical = canonical_text([piece.part for piece in pieces])
    by_key = {piece.part.key: piece for piece in pieces}
    parts = [
        ReceivedPart(
            kind=by_key[placed.key].kind,
            start=placed.span.start,
            end=placed.span.end,
            question=by_key[placed.key].question,
            passage_revision=by_key[placed.key].revision,
            nothing_to_add=by_key[placed.key].nothing_to_add,
        )
        for placed in canonical.parts
    ]
    return canonical.text, parts


def _entry_key(consultation: Consultation, entrant: Entrant) -> str:
    """Return what is the same only for the same form, filled in the same way.

    On a shared computer the next person may go back to the form of the one before.
    """
    said = [str(consultation.pk), *(str(getattr(entrant, one.name)) for one in fields(entrant))]
    return keyed_hash("\n".join(said), purpose="open form")[:40]


@transaction.atomic
def start_open_answer(
    *, consultation: Consultation, entrant: Entrant, language: str, actor: Principal, now: datetime
) -> str:
    """Let someone who was not invited begin; return the token of their own personal link.

    The form's `key` again gives a new link to the same participation.
    Raise `ConsultationNotOpen` when answers are not received or only the invited may answer.
    """
    lets_in = consultation.open_to_all and consultation.matter != Matter.INFORMATION
    if standing_of(consultation, now) is not Standing.OPEN or not lets_in:
        raise ConsultationNotOpen
    participation = join_by_open_form(
        consultation=consultation,
        kind=entrant.kind,
        display_name=entrant.name,
        municipality=entrant.municipality,
        org_number=entrant.org_number,
        entry_key=_entry_key(consultation, entrant),
        actor=actor,
        now=now,
    )
    if entrant.email or entrant.phone:
        keep_contact(
            participation=participation,
            actor=actor,
            now=now,
            name=entrant.contact_name,
            email=entrant.email,
            phone=entrant.phone,
            channel=Channel.EMAIL if entrant.email else Channel.PHONE,
        )
    if entrant.email:
        queue_link(participation=participation, language=language, now=now)
    return mint_link(participation=participation, minted_for="open_form", actor=actor, now=now)


@transaction.atomic
def report_wrong_recipient(
    *, participation: Participation, note: str, actor: Principal, now: datetime
) -> WrongRecipientReport:
    """Note that a link reached the wrong one and tell the officer. Nothing else changes."""
    report = WrongRecipientReport.objects.create(
        participation=participation, note=note, reported_at=now
    )
    queue_wrong_recipient(report=report, now=now)
    record(
        chain=participation.consultation.region.chain,
        kind="participation.wrong_recipient",
        about=participation,
        actor=actor.reference,
        now=now,
    )
    return report
