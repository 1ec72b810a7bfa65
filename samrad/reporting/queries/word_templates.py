"""Reading a region's templates, and what is needed to fill one."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from samrad.access.roles import Role
from samrad.consultations.enums import Matter as Sort
from samrad.consultations.models import Activity, Consultation, PlanProcess
from samrad.consultations.queries import get_consultation, get_meeting, get_process
from samrad.core.clock import local_date
from samrad.documents.blocks import Document
from samrad.documents.fields import Filling, filled
from samrad.documents.templates.tags import count_gaps
from samrad.files.queries import open_file
from samrad.method import library
from samrad.method.documents import DocumentTemplate as TemplateHead
from samrad.method.documents import DocumentTemplateText, Group, Subject
from samrad.registry.models import Region
from samrad.registry.queries import get_region
from samrad.reporting.models import DocumentTemplate
from samrad.reporting.queries.contexts import Matter, Values
from samrad.reporting.queries.outcomes import values_of
from samrad.reporting.wording.word_templates import (
    LANGUAGE,
    default_document,
    default_text,
    examples,
    fields_of,
    named,
)
from samrad.users.principal import Principal

# What is of use where one only tells. The others invite, ask or answer.
TELLING: Final = frozenset({"attendance"})
DOES_THE_WORK: Final = frozenset({Role.OFFICER, Role.HEAD})
Edition = library.Edition[TemplateHead, DocumentTemplateText]


@dataclass(frozen=True)
class Template:
    """A template in a region: the method's own, and the region's in its place if there is one."""

    region: Region
    edition: Edition
    own: DocumentTemplate | None = None

    @property
    def key(self) -> str:
        """Return the method's name for it."""
        return self.edition.head.key

    @property
    def code(self) -> str:
        """Return the field's code."""
        return self.edition.head.code

    @property
    def title(self) -> str:
        """Return what it is called."""
        return self.edition.text.title

    @property
    def step(self) -> str:
        """Return when in the work it is used."""
        return self.edition.head.step

    @property
    def groups(self) -> tuple[Group, ...]:
        """Return the groups of facts that it may name."""
        return self.edition.head.groups

    @property
    def seen(self) -> int:
        """Return the number of the region's own that is in force; 0 where ours is."""
        return self.own.number if self.own else 0

    @property
    def text(self) -> str:
        """Return the words with their tags, as they are in force."""
        return self.own.text if self.own else default_text(self.key)

    def content(self) -> bytes | Document:
        """Return the template itself, as it is in force."""
        if self.own is None:
            return default_document(self.key)
        with open_file(self.own.stored) as file:
            return file.read()

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.region.roles_of(principal)


def templates_in(region: Region, about: Subject | None = None) -> list[Template]:
    """Return the templates of a region, or those about one sort of thing, in order of code."""
    own = {
        row.key: row
        for row in DocumentTemplate.objects.filter(
            region=region, ended_at__isnull=True
        ).select_related("stored", "made_by")
    }
    return [
        Template(region, edition, own.get(edition.head.key))
        for edition in library.document_templates(language=LANGUAGE)
        if about in {None, edition.head.about}
    ]


def templates_for(row: PlanProcess | Consultation | Activity, about: Subject) -> list[Template]:
    """Return the templates that fit the row, in order of code."""
    region = row.consultation.region if isinstance(row, Activity) else row.region
    return [one for one in templates_in(region, about) if _fits(one.key, row)]


def _fits(key: str, row: PlanProcess | Consultation | Activity) -> bool:
    if isinstance(row, PlanProcess):
        return True
    consultation = row.consultation if isinstance(row, Activity) else row
    return consultation.matter != Sort.INFORMATION or key in TELLING


def get_template(region: str, template: str) -> Template:
    """Return the template with this name, as it is in force in the region."""
    return _template(get_region(region), template)


def _template(region: Region, key: str) -> Template:
    try:
        edition = library.document_template(key, language=LANGUAGE)
    except LookupError as error:
        raise DocumentTemplate.DoesNotExist from error
    own = (
        DocumentTemplate.objects.filter(region=region, key=key, ended_at__isnull=True)
        .select_related("stored__blob", "made_by")
        .first()
    )
    return Template(region, edition, own)


def history_of(template: Template) -> QuerySet[DocumentTemplate]:
    """Return every template the region has had in its place, the newest first."""
    return (
        DocumentTemplate.objects.filter(region=template.region, key=template.key)
        .select_related("stored__blob", "made_by", "ended_by")
        .order_by("-number")
    )


def get_version(region: str, template: str, edition: int) -> DocumentTemplate:
    """Return one of the templates that the region has had."""
    return DocumentTemplate.objects.select_related("region", "stored__blob").get(
        region__slug=region, key=template, number=edition
    )


def matter_of(
    row: PlanProcess | Consultation | Activity, *, now: datetime, only_counts: bool = False
) -> Matter:
    """Return what a document about the row is filled from."""
    if isinstance(row, PlanProcess):
        return Matter(process=row, now=now, only_counts=only_counts)
    activity = row if isinstance(row, Activity) else None
    consultation = row.consultation if isinstance(row, Activity) else row
    return Matter(
        process=consultation.process,
        now=now,
        consultation=consultation,
        activity=activity,
        only_counts=only_counts,
    )


@dataclass(frozen=True)
class Wanted:
    """A template, and the row that a document about it is wanted for."""

    template: Template
    row: PlanProcess | Consultation | Activity

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region; a handover is for those who do the work."""
        held = self.row.roles_of(principal)
        return held & DOES_THE_WORK if "handover" in self.template.groups else held


def get_process_paper(region: str, process: str, process_template: str) -> Wanted:
    """Return the template that is wanted for the process."""
    return _wanted(get_process(region, process), "process", process_template)


def get_consultation_paper(region: str, consultation: str, template: str) -> Wanted:
    """Return the template that is wanted for the consultation."""
    return _wanted(get_consultation(region, consultation), "consultation", template)


def get_meeting_paper(
    region: str, consultation: str, activity: str, meeting_template: str
) -> Wanted:
    """Return the template that is wanted for the meeting."""
    return _wanted(get_meeting(region, consultation, activity), "activity", meeting_template)


def _wanted(row: PlanProcess | Consultation | Activity, about: Subject, key: str) -> Wanted:
    region = row.consultation.region if isinstance(row, Activity) else row.region
    template = _template(region, key)
    if template.edition.head.about != about or not _fits(key, row):
        raise DocumentTemplate.DoesNotExist
    return Wanted(template, row)


def filling_of(wanted: Wanted, *, now: datetime, with_help: bool) -> Filling:
    """Return what the wanted document is filled with."""
    template = wanted.template
    matter = replace(matter_of(wanted.row, now=now), with_help=with_help)
    values = named(values_of(matter, template.groups), template.groups)
    return Filling(
        fields=fields_of(template.groups),
        values=values,
        title=f"{template.title}: {wanted.row}",
        made_on=local_date(now),
    )


def example_filling(template: Template, *, now: datetime) -> Filling:
    """Return examples of everything the template may name."""
    return Filling(
        fields=fields_of(template.groups),
        values=examples(template.groups),
        title=template.title,
        made_on=local_date(now),
    )


def gaps_in(templates: list[Template], matter: Matter) -> dict[str, int]:
    """Return how many gaps each template leaves, by key. What they share is read once.

    Contributions without a reply leave the same gaps each, so one of them is enough to count with.
    """
    groups = {group for one in templates for group in one.groups}
    values = values_of(replace(matter, only_counts=True), sorted(groups))
    more = max(0, int(values.get("unanswered_count") or 0) - 1)
    without = values | {"replies": [], "chapters": []} if more else values
    counts: dict[str, int] = {}
    for one in templates:
        counts[one.key] = _gaps(one, values)
        if more:
            counts[one.key] += more * (counts[one.key] - _gaps(one, without))
    return counts


def _gaps(template: Template, values: Values) -> int:
    fields, known = fields_of(template.groups), named(values, template.groups)
    return count_gaps(template.text, filled(fields, known))
