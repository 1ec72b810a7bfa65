"""Reading the statements that have been made, their files and their written parts."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet

from samrad.access.roles import Role
from samrad.consultations.enums import ActivityKind
from samrad.consultations.models import Activity, Consultation
from samrad.consultations.queries import get_consultation, get_public_consultation
from samrad.consultations.rules import periods
from samrad.contributions.enums import ModerationState, ReplyState
from samrad.contributions.models import Moderation
from samrad.contributions.queries import live_contributions
from samrad.core.clock import local_date
from samrad.jobs.models import Job
from samrad.jobs.queries import latest_job
from samrad.quality.rules.facts import StatementFact
from samrad.reporting.models import Statement, StatementFile, StatementText
from samrad.reporting.rules.sections import SECTIONS, Counts
from samrad.users.principal import Principal

KIND = "statement"


@dataclass(frozen=True)
class Section:
    """A written part of a consultation's statement, written or not."""

    consultation: Consultation
    name: str
    written: StatementText | None

    @property
    def object_key(self) -> str:
        """Return what a draft of this part is kept under."""
        return f"{self.consultation.pk}-{self.name}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.consultation.roles_of(principal)


def get_section(region: str, consultation: str, section: str) -> Section:
    """Return the part of the consultation's statement with this address."""
    found = get_consultation(region, consultation)
    if section not in SECTIONS:
        raise StatementText.DoesNotExist
    name = SECTIONS[section]
    return Section(found, name, found.statement_texts.filter(section=name).first())


def texts_by_section(consultation: Consultation) -> dict[str, StatementText]:
    """Return the written parts that are not empty, by section."""
    return {
        row.section: row
        for row in StatementText.objects.filter(consultation=consultation)
        if row.text
    }


def statements_of(consultation: Consultation) -> QuerySet[Statement]:
    """Return the consultation's statements with their files, the newest first."""
    return (
        Statement.objects.filter(consultation=consultation)
        .select_related("made_by", "job")
        .prefetch_related("files__stored__blob")
    )


def get_statement(region: str, consultation: str, statement: int) -> Statement:
    """Return the whole statement with this number."""
    return Statement.objects.select_related("consultation__region", "data_file").get(
        number=statement,
        completed_at__isnull=False,
        consultation__slug=consultation,
        consultation__region__slug=region,
    )


def get_statement_file(
    region: str, consultation: str, statement: int, document: str, volume: int
) -> StatementFile:
    """Return a file of a whole statement."""
    return StatementFile.objects.select_related(
        "statement__consultation__region", "stored__blob"
    ).get(
        format=document,
        volume=volume,
        statement__number=statement,
        statement__completed_at__isnull=False,
        statement__consultation__slug=consultation,
        statement__consultation__region__slug=region,
    )


def latest_order(consultation: Consultation) -> Job | None:
    """Return the latest job that makes a statement of the consultation."""
    return latest_job(KIND, order_key(consultation))


def order_key(consultation: Consultation) -> str:
    """Return what orders about the consultation are told apart by."""
    return f"consultation:{consultation.pk}"


def unfinished(consultation: Consultation) -> Statement | None:
    """Return the statement that was begun and is not whole, if there is one."""
    return Statement.objects.filter(consultation=consultation, completed_at__isnull=True).first()


def published_statements(consultation: Consultation) -> QuerySet[Statement]:
    """Return the statements of a consultation that everyone may read, the newest first."""
    return (
        Statement.objects.filter(consultation=consultation, published_at__isnull=False)
        .select_related("consultation__region")
        .prefetch_related("files__stored__blob")
    )


def has_published_statement(consultation: Consultation) -> bool:
    """Return whether everyone may read a statement of the consultation."""
    return Statement.objects.filter(consultation=consultation, published_at__isnull=False).exists()


def get_published_statement(consultation: str) -> Statement:
    """Return the newest published statement of the published consultation."""
    found = published_statements(get_public_consultation(consultation)).first()
    if found is None:
        raise Statement.DoesNotExist
    return found


def get_published_file(
    consultation: str, statement: int, document: str, volume: int
) -> StatementFile:
    """Return a file of a published statement."""
    return StatementFile.objects.select_related("statement", "stored__blob").get(
        format=document,
        volume=volume,
        statement__number=statement,
        statement__published_at__isnull=False,
        statement__consultation__slug=consultation,
        statement__consultation__published_at__isnull=False,
    )


def counts_of(consultation: Consultation, *, now: datetime) -> Counts:
    """Return what can be counted about the statement to be, without reading any text."""
    replied = Q(reply_link__isnull=False)
    points = live_contributions(consultation).filter(
        submission__moderation__state=ModerationState.APPROVED
    )
    found = points.order_by().aggregate(
        all=Count("pk"),
        answered=Count("pk", filter=replied),
        published=Count("pk", filter=Q(reply_link__reply__state=ReplyState.PUBLISHED)),
    )
    meetings = Activity.objects.filter(
        consultation=consultation,
        kind=ActivityKind.MEETING,
        cancelled_at__isnull=True,
        starts_at__lt=now,
        attended_persons__isnull=True,
        attended_organisations__isnull=True,
    )
    numbers = Consultation.objects.filter(pk=consultation.pk).aggregate(
        goals=Count("goals", filter=Q(goals__result=""), distinct=True),
        lines=Count("budget_lines", filter=Q(budget_lines__spent__isnull=True), distinct=True),
    )
    return Counts(
        contributions=found["all"],
        unanswered=found["all"] - found["answered"],
        proposed=found["answered"] - found["published"],
        pending=Moderation.objects.filter(
            submission__consultation=consultation,
            submission__superseded_by__isnull=True,
            state=ModerationState.PENDING,
        ).count(),
        is_over=periods.is_over(closes=consultation.closes_at, now=now),
        has_case_number=bool(consultation.case_number),
        decision_is_due=bool(
            consultation.decision_on
            and consultation.decided_on is None
            and consultation.decision_on < local_date(now)
        ),
        meetings_without_attendance=meetings.count(),
        goals_without_result=numbers["goals"],
        budget_lines_without_spent=numbers["lines"],
        written=frozenset(texts_by_section(consultation)),
    )


def find_consultation(name: str) -> Consultation | None:
    """Return the consultation with this slug or reference, for the command line."""
    rows = Consultation.objects.select_related("region", "process__plan", "plan_version")
    return rows.filter(slug=name).first() or rows.filter(reference__iexact=name).first()


def find_statement(consultation: Consultation, number: int) -> Statement | None:
    """Return the whole statement with this number, if there is one."""
    return Statement.objects.filter(
        consultation=consultation, number=number, completed_at__isnull=False
    ).first()


def statement_fact(consultation: Consultation) -> StatementFact:
    """Return what the checklist's rules ask of the statement: whole ones alone (one query)."""
    found = Statement.objects.filter(
        consultation=consultation, completed_at__isnull=False
    ).aggregate(
        first=Min("completed_at"),
        latest=Max("completed_at"),
        published=Max("published_at"),
        without=Count("pk", filter=Q(case_number="")),
    )
    return StatementFact(
        first_on=local_date(found["first"]) if found["first"] else None,
        latest_on=local_date(found["latest"]) if found["latest"] else None,
        published_on=local_date(found["published"]) if found["published"] else None,
        without_case_number=found["without"],
    )
