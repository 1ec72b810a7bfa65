"""Contributions and replies as a spreadsheet: written at once when few, else ordered."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from samrad.consultations.models import Consultation
from samrad.contributions.queries.export import (
    COLUMNS,
    CONTRIBUTIONS_FILE,
    contribution_rows,
    place_of,
    revision_rows,
    submission_rows,
)
from samrad.contributions.wording import EXPORT, SHEETS
from samrad.core.clock import local_date
from samrad.documents.sheets import XLSX, Column, Sheet, to_xlsx
from samrad.downloads.services import Made, Pace, make_download, order_download
from samrad.jobs.models import Job
from samrad.registry.wording import overflow
from samrad.users.principal import Principal

_SUBMISSIONS: Final = (("submission", 8), ("received_at", 16), ("channel", 12), ("source", 16),
                       ("display_name", 30), ("municipality", 16), ("whole_text", 100),
                       ("supersedes", 8), ("superseded_by", 8))  # fmt: skip
_REVISIONS: Final = (("reply", 8), ("version", 8), ("contributions", 16), ("outcome", 20),
                     ("reason", 70), ("referred_to", 24), ("changed_passage", 30), ("made_by", 20),
                     ("made_at", 16), ("published_at", 16))  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What somebody wants of the contributions: the columns, and whether replaced ones too."""

    columns: Sequence[str]
    everything: bool = False


def order_contributions(
    *, consultation: Consultation, wanted: Wanted, actor: Principal, now: datetime
) -> Job:
    """Queue the writing of what is wanted."""
    return order_download(
        kind=CONTRIBUTIONS_FILE,
        place=place_of(consultation),
        tenant=consultation.region.chain,
        choice={**asdict(wanted), "consultation": consultation.pk},
        actor=actor,
        now=now,
    )


def make_contributions(*, job: Job, clock: Callable[[], datetime]) -> None:
    """Write what was ordered."""
    choice = job.arguments["choice"]
    consultation = Consultation.objects.select_related("region", "process").get(
        pk=choice["consultation"]
    )
    wanted = Wanted(choice["columns"], everything=choice["everything"])
    pace = Pace(job, clock)
    make_download(
        job=job,
        write=lambda: contributions_file(consultation, wanted, now=clock(), pace=pace),
        clock=clock,
    )


def contributions_file(
    consultation: Consultation, wanted: Wanted, *, now: datetime, pace: Pace | None = None
) -> Made:
    """Write three sheets: contributions with their replies, whole submissions, replies' history."""
    heads = [(column.key, column.width) for column in COLUMNS if column.key in wanted.columns]
    rows = (
        list(contribution_rows(consultation, wanted.columns, everything=wanted.everything)),
        list(submission_rows(consultation)),
        list(revision_rows(consultation)),
    )
    if pace:
        pace.total = sum(map(len, rows))
    sheets = [
        Sheet(str(name), _columns(columns), pace.over(one) if pace else one)
        for name, columns, one in zip(SHEETS, (heads, _SUBMISSIONS, _REVISIONS), rows, strict=True)
    ]
    today = local_date(now)
    content = to_xlsx(sheets, created=today, title=consultation.title, overflow=overflow())
    return Made(f"inspel-{consultation.slug}-{today.isoformat()}.xlsx", XLSX, content)


def _columns(heads: Sequence[tuple[str, int]]) -> list[Column]:
    return [Column(str(EXPORT[key]), width) for key, width in heads]
