"""Contributions and replies as rows for a spreadsheet: every field, or a reason why not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet

from samrad.access.roles import Role
from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_consultation
from samrad.contributions.enums import (
    ModerationState,
    Outcome,
    ReplyState,
    SourceKind,
    SubmissionChannel,
)
from samrad.contributions.models import (
    Coding,
    Contribution,
    ContributionReply,
    Moderation,
    Reply,
    ReplyRevision,
    Submission,
    SubmissionFile,
)
from samrad.contributions.queries.live import live_contributions
from samrad.contributions.rules.numbering import reference
from samrad.core.clock import now
from samrad.downloads.queries import Order, get_order
from samrad.method.library import code_list
from samrad.plans.models import PassageRevision
from samrad.registry.models import Municipality, Organisation
from samrad.users.models import User
from samrad.users.principal import Principal

CONTRIBUTIONS_FILE: Final = "contributions_file"  # the kind of job
Cell = str | int | bool | date | datetime | None


@dataclass(frozen=True)
class Wording:
    """A wording of a passage: its heading, its text, and the text before it."""

    heading: str
    text: str
    before: str


@dataclass(frozen=True)
class Known:
    """What rows refer to by key, read once. Far quicker than joining it to each row."""

    reference: str
    themes: Mapping[str, str]
    labels: Mapping[str, str]  # of every code that stands in a row
    users: Mapping[int, str]
    places: Mapping[str, str]
    activities: Mapping[int, str]
    questions: Mapping[int, str]
    organisations: Mapping[int, tuple[str, str, str]]  # name, number, municipality's code
    wordings: Mapping[int, Wording]
    published: Mapping[int, datetime]
    numbers: Mapping[int, Sequence[int]]  # of the contributions that share a reply
    split: Mapping[int, int]  # number of the contribution by key
    submissions: Mapping[int, int]  # number of the submission by key
    files: Mapping[int, str]


@dataclass(frozen=True)
class ExportColumn:
    """A column: its key, the model fields it tells, and how a row gives its value."""

    key: str
    covers: tuple[str, ...]
    value: Callable[[Contribution, Known], Cell]
    width: int = 16


def _coding(row: Contribution) -> Coding | None:
    return getattr(row, "coding", None)


def _moderation(row: Contribution) -> Moderation | None:
    return getattr(row.submission, "moderation", None)


def _reply(row: Contribution) -> Reply | None:
    link = getattr(row, "reply_link", None)
    return link.reply if link else None


def _changed(row: Contribution, known: Known) -> Wording | None:
    reply = _reply(row)
    return known.wordings.get(reply.passage_revision_id or 0) if reply else None


def _others(row: Contribution, known: Known) -> str:
    reply = _reply(row)
    numbers = known.numbers.get(reply.pk, ()) if reply else ()
    return ", ".join(str(number) for number in numbers if number != row.number)


def _organisation(row: Contribution, known: Known) -> tuple[str, str, str]:
    return known.organisations.get(row.submission.organisation_id or 0, ("", "", ""))


def _place(row: Contribution, known: Known) -> str:
    code = row.submission.municipality_id or _organisation(row, known)[2]
    return known.places.get(code, "")


Value = Callable[[Contribution, Known], Cell]


def _of(part: Callable[[Contribution], object], name: str) -> Value:
    return lambda row, _known: getattr(part(row), name, None)


def _label(part: Callable[[Contribution], object], name: str) -> Value:
    return lambda row, known: known.labels.get(getattr(part(row), name, ""), "")


def _user(part: Callable[[Contribution], object], name: str) -> Value:
    return lambda row, known: known.users.get(getattr(part(row), f"{name}_id", None) or 0, "")


def _submission(row: Contribution) -> Submission:
    return row.submission


def _itself(row: Contribution) -> Contribution:
    return row


COLUMNS: Final[tuple[ExportColumn, ...]] = (
    ExportColumn("number", ("Contribution.number",), _of(_itself, "number"), 8),
    ExportColumn(
        "reference",
        ("Contribution.consultation", "Submission.consultation", "Reply.consultation"),
        lambda row, known: reference(consultation=known.reference, number=row.number),
    ),
    ExportColumn("text", ("Contribution.text",), _of(_itself, "text"), 70),
    ExportColumn("start", ("Contribution.start",), _of(_itself, "start"), 8),
    ExportColumn("end", ("Contribution.end",), _of(_itself, "end"), 8),
    ExportColumn(
        "question",
        ("Contribution.question",),
        lambda row, known: known.questions.get(row.question_id or 0, ""),
        30,
    ),
    ExportColumn(
        "commented_passage",
        ("Contribution.passage_revision",),
        lambda row, known: getattr(known.wordings.get(row.passage_revision_id or 0), "heading", ""),
        30,
    ),
    ExportColumn(
        "split_from",
        ("Contribution.split_from",),
        lambda row, known: known.split.get(row.split_from_id or 0),
        8,
    ),
    ExportColumn("created_at", ("Contribution.created_at",), _of(_itself, "created_at")),
    ExportColumn(
        "submission",
        ("Contribution.submission", "Submission.number"),
        _of(_submission, "number"),
        8,
    ),
    ExportColumn(
        "submission_uuid", ("Submission.uuid",), lambda row, _known: str(row.submission.uuid), 38
    ),
    ExportColumn(
        "activity",
        ("Submission.activity",),
        lambda row, known: known.activities.get(row.submission.activity_id, ""),
        24,
    ),
    ExportColumn("source", ("Submission.source_kind",), _label(_submission, "source_kind")),
    ExportColumn(
        "organisation",
        ("Submission.organisation",),
        lambda row, known: _organisation(row, known)[0],
        30,
    ),
    ExportColumn("org_number", (), lambda row, known: _organisation(row, known)[1], 14),
    ExportColumn(
        "display_name", ("Submission.display_name",), _of(_submission, "display_name"), 30
    ),
    ExportColumn("show_name", ("Submission.show_name",), _of(_submission, "show_name"), 8),
    ExportColumn("municipality", ("Submission.municipality",), _place),
    ExportColumn("channel", ("Submission.channel",), _label(_submission, "channel")),
    ExportColumn("language", ("Submission.language",), _of(_submission, "language"), 8),
    ExportColumn("mandate", ("Submission.mandate",), _of(_submission, "mandate"), 24),
    ExportColumn("mandate_on", ("Submission.mandate_on",), _of(_submission, "mandate_on")),
    ExportColumn("received_at", ("Submission.received_at",), _of(_submission, "received_at")),
    ExportColumn("registered_at", ("Submission.registered_at",), _of(_submission, "registered_at")),
    ExportColumn(
        "registered_by", ("Submission.registered_by",), _user(_submission, "registered_by")
    ),
    ExportColumn(
        "supersedes",
        ("Submission.supersedes",),
        lambda row, known: known.submissions.get(row.submission.supersedes_id or 0),
        8,
    ),
    ExportColumn("files", (), lambda row, known: known.files.get(row.submission_id, ""), 40),
    ExportColumn("moderation", ("Moderation.state",), _label(_moderation, "state")),
    ExportColumn("moderation_reason", ("Moderation.reason",), _of(_moderation, "reason"), 30),
    ExportColumn("moderated_by", ("Moderation.decided_by",), _user(_moderation, "decided_by")),
    ExportColumn("moderated_at", ("Moderation.decided_at",), _of(_moderation, "decided_at")),
    ExportColumn("theme_code", ("Coding.theme",), _of(_coding, "theme"), 8),
    ExportColumn(
        "theme", (), lambda row, known: known.themes.get(getattr(_coding(row), "theme", ""), ""), 24
    ),
    ExportColumn("owner", ("Coding.owner",), _user(_coding, "owner")),
    ExportColumn("coded_by", ("Coding.updated_by",), _user(_coding, "updated_by")),
    ExportColumn("coded_at", ("Coding.updated_at",), _of(_coding, "updated_at")),
    ExportColumn("reply", ("Reply.id",), _of(_reply, "pk"), 8),
    ExportColumn("outcome", ("Reply.outcome",), _label(_reply, "outcome"), 20),
    ExportColumn("reason", ("Reply.reason",), _of(_reply, "reason"), 70),
    ExportColumn("referred_to", ("Reply.referred_to",), _of(_reply, "referred_to"), 24),
    ExportColumn(
        "changed_passage",
        ("Reply.passage_revision",),
        lambda row, known: getattr(_changed(row, known), "heading", ""),
        30,
    ),
    ExportColumn(
        "passage_before", (), lambda row, known: getattr(_changed(row, known), "before", ""), 50
    ),
    ExportColumn(
        "passage_after", (), lambda row, known: getattr(_changed(row, known), "text", ""), 50
    ),
    ExportColumn("state", ("Reply.state",), _label(_reply, "state"), 20),
    ExportColumn("signed_off_by", ("Reply.signed_off_by",), _user(_reply, "signed_off_by")),
    ExportColumn("signed_off_at", ("Reply.signed_off_at",), _of(_reply, "signed_off_at")),
    ExportColumn(
        "published_at",
        ("Reply.batch",),
        lambda row, known: known.published.get(getattr(_reply(row), "batch_id", None) or 0),
    ),
    ExportColumn("separated_from", ("Reply.separated_from",), _of(_reply, "separated_from_id"), 8),
    ExportColumn("version", ("Reply.version",), _of(_reply, "version"), 8),
    ExportColumn("replied_at", ("Reply.updated_at",), _of(_reply, "updated_at")),
    ExportColumn("shared_with", (), _others, 16),
)
KEYS: Final = tuple(column.key for column in COLUMNS)
# What stands in no column, and why.
LEFT_OUT: Final[Mapping[str, str]] = {
    "Contribution.id": "an inner key; the number is what people see",
    "Submission.id": "an inner key; the number and the uuid are given",
    "Submission.participation": "leads to contact details, which are not exported",
    "Submission.text": "the whole text stands in the sheet of submissions",
    "Submission.idempotency_key": "a safeguard of ours that says nothing of the matter",
    "Moderation.id": "an inner key",
    "Moderation.submission": "given by the row",
    "Coding.id": "an inner key",
    "Coding.contribution": "given by the row",
}
EXPORTED: Final = (Contribution, Submission, Moderation, Coding, Reply)


def contributions_for_export(
    consultation: Consultation, *, everything: bool
) -> QuerySet[Contribution]:
    """Return the live contributions, or the split and the replaced ones too, by number."""
    rows = (
        Contribution.objects.filter(consultation=consultation).order_by("number")
        if everything
        else live_contributions(consultation)
    )
    return rows.select_related("submission__moderation", "coding", "reply_link__reply")


def _labels() -> dict[str, str]:
    """Return every code's label. ModerationState and ReplyState share no code with the others."""
    kinds = (SourceKind, SubmissionChannel, Outcome, ReplyState, ModerationState)
    return {code: str(label) for kind in kinds for code, label in kind.choices}


def _wordings(consultation: Consultation) -> dict[int, Wording]:
    rows = PassageRevision.objects.filter(passage__plan=consultation.process.plan_id).values_list(
        "pk", "heading", "text", "previous__text"
    )
    return {pk: Wording(heading, text, before or "") for pk, heading, text, before in rows}


def _numbers(consultation: Consultation) -> dict[int, list[int]]:
    numbers: dict[int, list[int]] = {}
    links = ContributionReply.objects.filter(reply__consultation=consultation)
    for reply, number in links.order_by("contribution__number").values_list(
        "reply", "contribution__number"
    ):
        numbers.setdefault(reply, []).append(number)
    return numbers


def _files(consultation: Consultation) -> dict[int, str]:
    files: dict[int, list[str]] = {}
    rows = SubmissionFile.objects.filter(submission__consultation=consultation).order_by("pk")
    for submission, name, sha256 in rows.values_list("submission", "stored__name", "stored__blob"):
        files.setdefault(submission, []).append(f"{name} (SHA-256 {sha256})")
    return {submission: "\n".join(lines) for submission, lines in files.items()}


def known_to_rows(consultation: Consultation) -> Known:
    """Read what rows refer to, in a fixed number of queries."""
    split = Contribution.objects.filter(consultation=consultation, split_into__isnull=False)
    organisations = Organisation.objects.filter(submissions__consultation=consultation)
    return Known(
        reference=consultation.reference,
        themes={
            code: text.label for code, text in code_list("contribution-themes").text.codes.items()
        },
        labels=_labels(),
        users={user.pk: str(user) for user in User.objects.all()},
        places=dict(Municipality.objects.values_list("code", "name")),
        activities=dict(consultation.activities.values_list("pk", "title")),
        questions=dict(consultation.questions.values_list("pk", "text")),
        organisations={
            pk: (name, number, place or "")
            for pk, name, number, place in organisations.values_list(
                "pk", "name", "org_number", "municipality"
            )
        },
        wordings=_wordings(consultation),
        published=dict(consultation.publications.values_list("pk", "published_at")),
        numbers=_numbers(consultation),
        split=dict(split.values_list("pk", "number")),
        submissions=dict(
            Submission.objects.filter(consultation=consultation).values_list("pk", "number")
        ),
        files=_files(consultation),
    )


def contribution_rows(
    consultation: Consultation, keys: Sequence[str], *, everything: bool
) -> Iterator[list[Cell]]:
    """Yield one row a contribution, with the chosen columns in their order."""
    known = known_to_rows(consultation)
    columns = [column for column in COLUMNS if column.key in keys]
    rows = contributions_for_export(consultation, everything=everything)
    for row in rows.iterator(chunk_size=1000):
        yield [column.value(row, known) for column in columns]


def submission_rows(consultation: Consultation) -> Iterator[list[Cell]]:
    """Yield one row a submission, with its whole text; also those that hold no point."""
    labels = _labels()
    places = dict(Municipality.objects.values_list("code", "name"))
    rows = Submission.objects.filter(consultation=consultation).order_by("number")
    for row in rows.values_list(
        "number", "received_at", "channel", "source_kind", "display_name", "municipality",
        "organisation__municipality", "text", "supersedes__number", "superseded_by__number",
    ).iterator(chunk_size=1000):  # fmt: skip
        number, at, channel, source, name, place, theirs, text, replaces, replaced_by = row
        yield [number, at, labels[channel], labels[source], name,
               places.get(place or theirs or "", ""), text, replaces, replaced_by]  # fmt: skip


def revision_rows(consultation: Consultation) -> Iterator[list[Cell]]:
    """Yield one row each time a reply was written or changed."""
    labels = _labels()
    users = {user.pk: str(user) for user in User.objects.all()}
    rows = ReplyRevision.objects.filter(reply__consultation=consultation).order_by(
        "reply", "number"
    )
    for row in rows.values_list(
        "reply", "number", "contribution_numbers", "outcome", "reason", "referred_to",
        "passage_revision__heading", "made_by", "made_at", "batch__published_at",
    ).iterator(chunk_size=1000):  # fmt: skip
        reply, number, numbers, outcome, reason, to, heading, user, made_at, published_at = row
        yield [reply, number, ", ".join(map(str, numbers)), labels[outcome], reason, to,
               heading or "", users.get(user or 0, ""), made_at, published_at]  # fmt: skip


@dataclass(frozen=True)
class OrderedContributions:
    """The contributions of a consultation, ordered as a spreadsheet."""

    consultation: Consultation
    order: Order

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.consultation.roles_of(principal)


def place_of(consultation: Consultation) -> str:
    """Return what orders of the consultation's contributions are kept under."""
    return f"consultation:{consultation.pk}"


def get_ordered_contributions(
    region: str, consultation: str, export_order: str
) -> OrderedContributions:
    """Return the order with this uuid in the consultation."""
    found = get_consultation(region, consultation)
    return OrderedContributions(
        found, get_order(CONTRIBUTIONS_FILE, place_of(found), export_order, now=now())
    )


def rows_in_file(consultation: Consultation, *, everything: bool) -> int:
    """Return how many rows the three sheets hold together."""
    contributions = (
        Contribution.objects.filter(consultation=consultation)
        if everything
        else live_contributions(consultation)
    )
    return (
        contributions.count()
        + Submission.objects.filter(consultation=consultation).count()
        + ReplyRevision.objects.filter(reply__consultation=consultation).count()
    )
