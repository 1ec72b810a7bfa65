"""Putting a region's own template in place of ours, and going back to ours."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from samrad.documents.packages import refusals_of
from samrad.documents.templates.faults import Fault
from samrad.documents.writing import CouldNotWrite, check_template
from samrad.files.services import store_file
from samrad.journal.services import record
from samrad.registry.models import Region
from samrad.reporting.models import DocumentTemplate
from samrad.reporting.queries.word_templates import Template, example_filling
from samrad.users.principal import Principal

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class TemplateRefused(Exception):
    """The file cannot be used: why it is not taken at all, or all that is wrong inside it."""

    def __init__(self, refusals: tuple[str, ...] = (), faults: tuple[Fault, ...] = ()) -> None:
        super().__init__("template refused")
        self.refusals, self.faults = refusals, faults


class TemplateChangedMeanwhile(Exception):
    """Somebody else has changed which template is in force."""


def checked_text(*, template: Template, name: str, content: bytes, now: datetime) -> str:
    """Return the template's words with their tags. Raise `TemplateRefused` with all faults."""
    refusals = refusals_of(name, content)
    if refusals:
        raise TemplateRefused(refusals=refusals)
    try:
        faults, text = check_template(content, example_filling(template, now=now))
    except CouldNotWrite as error:
        raise TemplateRefused(faults=(Fault("BROKEN"),)) from error
    if faults:
        raise TemplateRefused(faults=faults)
    return text


def put_template(
    *,
    template: Template,
    name: str,
    content: bytes,
    expected: int,
    actor: Principal,
    now: datetime,
) -> DocumentTemplate:
    """Check a file and let it be the region's template. `expected`: the number that was seen."""
    text = checked_text(template=template, name=name, content=content, now=now)
    with transaction.atomic():
        _end_current(template, expected=expected, actor=actor, now=now)
        highest = DocumentTemplate.objects.filter(
            region=template.region, key=template.key
        ).aggregate(highest=Max("number"))["highest"]
        row = DocumentTemplate.objects.create(
            region=template.region,
            key=template.key,
            number=(highest or 0) + 1,
            stored=store_file(
                content=content,
                name=name,
                content_type=DOCX,
                tenant=template.region.chain,
                now=now,
            ),
            text=text,
            made_by=actor.user,
            made_at=now,
        )
        _tell("document_template.put", row, actor, now)
    return row


@transaction.atomic
def go_back(*, template: Template, expected: int, actor: Principal, now: datetime) -> None:
    """Let ours be in force again. The region's is kept among the earlier ones."""
    row = _end_current(template, expected=expected, actor=actor, now=now)
    if row is not None:
        _tell("document_template.ended", row, actor, now)


def _end_current(
    template: Template, *, expected: int, actor: Principal, now: datetime
) -> DocumentTemplate | None:
    Region.objects.select_for_update(no_key=True).get(pk=template.region.pk)
    row = DocumentTemplate.objects.filter(
        region=template.region, key=template.key, ended_at__isnull=True
    ).first()
    if (row.number if row else 0) != expected:
        raise TemplateChangedMeanwhile
    if row is not None:
        row.ended_at, row.ended_by = now, actor.user
        row.save(update_fields=["ended_at", "ended_by"])
    return row


def _tell(kind: str, row: DocumentTemplate, actor: Principal, now: datetime) -> None:
    record(
        chain=row.region.chain,
        kind=kind,
        about=row,
        actor=actor.reference,
        now=now,
        facts={"template": row.key, "number": row.number, "file": row.stored.blob_id},
    )
