"""What the next one needs to know about a region or one consultation: as many queries always."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, F, OuterRef, Q, Subquery

from samrad.consultations.enums import ActivityKind, Matter, Openness, ProcessState
from samrad.consultations.models import Activity, Consultation, InfluenceItem
from samrad.consultations.rules import periods
from samrad.core.clock import local_date
from samrad.invitations.enums import MailingState
from samrad.invitations.models import Letter, Mailing
from samrad.planning.models import Handover as HandoverRow
from samrad.planning.models import HandoverNote, Milestone
from samrad.plans.models import PlanVersion
from samrad.registry.models import Organisation, Region
from samrad.registry.queries import colleagues_in
from samrad.reporting.queries.figures import Figures, open_figures_of
from samrad.reporting.rules import handover as facts

MOST_ROUNDS: Final = 300  # consultations of plans still being made; a region has a handful
HORIZON: Final = timedelta(days=366)  # days ahead that the next one needs to know of now
_ENDING: Final = timedelta(days=90)
_SENT_LATELY: Final = timedelta(days=60)
_FIGURES: Final[Mapping[str, str]] = {
    facts.UNCLEAR: "unclear",
    facts.NOT_SENT: "not_sent",
    facts.PENDING: "pending",
    facts.UNANSWERED: "unanswered",
    facts.PROPOSED: "proposed",
    facts.SIGNED_OFF: "signed_off",
    facts.UNDELIVERED: "undelivered",
}


def handover_of(
    region: Region, consultation: Consultation | None = None, *, now: datetime
) -> facts.Handover:
    """Return what the next one needs to know about the consultation, or about all at work."""
    rows = _rounds(region, consultation)
    ids = [row.pk for row in rows]
    figures = open_figures_of(ids, now=now)
    today = local_date(now)
    notes = _notes(region, rows, consultation)
    last = _last_made(region, consultation)
    return facts.Handover(
        region=region.name,
        region_key=region.slug,
        on=today,
        consultation=consultation.title if consultation else "",
        consultation_key=consultation.slug if consultation else "",
        rounds=tuple(_round(row) for row in rows),
        colleagues=_colleagues(region),
        register=_register(region, today),
        promises=tuple(_promises(rows, figures, today)),
        ahead=_ahead(region, rows, consultation, today),
        open=tuple(_open(rows, figures)),
        sendings=_sendings(rows, now),
        drafts=_drafts(region, rows, consultation),
        notes=notes,
        last_made_on=local_date(last.made_at) if last else None,
        last_made_by=str(last.made_by) if last and last.made_by else "",
    )


def _rounds(region: Region, consultation: Consultation | None) -> list[Consultation]:
    at_work = Consultation.objects.filter(region=region).select_related("process__plan", "owner")
    if consultation is not None:
        return list(at_work.filter(pk=consultation.pk))
    open_ones = at_work.filter(cancelled_at__isnull=True, process__state=ProcessState.OPEN)
    return list(open_ones.order_by("closes_at", "pk")[:MOST_ROUNDS])


def _round(row: Consultation) -> facts.Round:
    return facts.Round(
        key=row.slug,
        title=row.title,
        reference=row.reference,
        case_number=row.case_number,
        process=row.process.title,
        owner=str(row.owner) if row.owner else "",
        contact=", ".join(part for part in (row.contact_name, row.contact_phone) if part),
        is_published=row.published_at is not None,
        asks=_asks(row),
    )


def _asks(row: Consultation) -> bool:
    return bool(row.matter != Matter.INFORMATION)


def _colleagues(region: Region) -> tuple[facts.Colleague, ...]:
    return tuple(
        facts.Colleague(
            name=str(each.user),
            email=each.user.email,
            roles=tuple(held.role for held in each.roles),
        )
        for each in colleagues_in(region)
        if each.user.is_active
    )


def _register(region: Region, today: date) -> facts.Register:
    ending = Q(contacts__retention_until__lte=today + _ENDING)
    counted = Organisation.objects.filter(region=region, pending_batch__isnull=True).aggregate(
        organisations=Count("pk", distinct=True),
        with_contact=Count("pk", filter=Q(contacts__isnull=False), distinct=True),
        contact_persons=Count("contacts"),
        contacts_ending=Count("contacts", filter=ending),
    )
    return facts.Register(**counted)


def _promises(
    rows: Sequence[Consultation], figures: Mapping[int, Figures], today: date
) -> Iterator[facts.Promise]:
    influence: dict[int, list[InfluenceItem]] = {}
    asking = [row.pk for row in rows if _asks(row)]
    promised = InfluenceItem.objects.filter(consultation__in=asking)
    for item in promised.exclude(openness=Openness.LOCKED).order_by("position", "pk"):
        influence.setdefault(item.consultation_id, []).append(item)
    for row in rows:
        yield from _dated(row, figures[row.pk], today)
        for item in influence.get(row.pk, []):
            yield facts.Promise(
                code=facts.INFLUENCE,
                consultation=row.slug,
                title=row.title,
                text=item.text,
                openness=item.openness,
            )
        if figures[row.pk].for_draft:
            yield facts.Promise(
                code=facts.FOR_DRAFT,
                consultation=row.slug,
                title=row.title,
                number=figures[row.pk].for_draft,
            )


def _dated(row: Consultation, figures: Figures, today: date) -> Iterator[facts.Promise]:
    is_over = bool(row.closes_at and periods.last_day(row.closes_at) < today)
    all_said = not (figures.unanswered or figures.proposed or figures.signed_off)
    kept = (
        (facts.HEARD, row.heard_on, bool(row.heard_published_at) or figures.heard),
        (facts.ANSWERED, row.answered_on, is_over and all_said and figures.published > 0),
        (facts.DECISION, row.decision_on, row.decided_on is not None),
    )
    for code, day, is_kept in kept:
        if day is not None and (_asks(row) or code == facts.DECISION):
            yield facts.Promise(
                code=code,
                consultation=row.slug,
                title=row.title,
                text=row.decision_maker if code == facts.DECISION else "",
                on=day,
                is_kept=is_kept,
                is_late=not is_kept and day < today,
            )


def _open(rows: Sequence[Consultation], figures: Mapping[int, Figures]) -> Iterator[facts.Open]:
    for row in rows:
        for code in facts.OPEN_CODES:
            number = getattr(figures[row.pk], _FIGURES[code])
            if number:
                yield facts.Open(code=code, consultation=row.slug, title=row.title, number=number)


def _ahead(
    region: Region, rows: Sequence[Consultation], consultation: Consultation | None, today: date
) -> tuple[facts.Ahead, ...]:
    found = [*_milestones(region, consultation, today), *_meetings(rows, today)]
    for row in rows:
        last = periods.last_day(row.closes_at) if row.closes_at else None
        named = (
            (facts.OPENS, row.opens_on),
            (facts.LAST_DAY, last),
            (facts.HEARD, row.heard_on),
            (facts.ANSWERED, row.answered_on),
            (facts.DECISION, row.decision_on if row.decided_on is None else None),
        )
        found.extend(
            facts.Ahead(on=day, code=code, about=row.title, consultation=row.slug)
            for code, day in named
            if day is not None and day >= today and (_asks(row) or code == facts.DECISION)
        )
    return tuple(
        sorted(
            (each for each in found if each.on <= today + HORIZON),
            key=lambda each: (each.on, each.code, each.about, each.text),
        )
    )


def _milestones(
    region: Region, consultation: Consultation | None, today: date
) -> Iterator[facts.Ahead]:
    left = Milestone.objects.filter(
        process__region=region, process__state=ProcessState.OPEN, done_on__isnull=True
    )
    if consultation is not None:
        left = left.filter(process=consultation.process_id)
    for row in left.select_related("process").order_by("starts_on", "pk"):
        yield facts.Ahead(
            on=row.starts_on,
            until=row.ends_on,
            code=facts.MILESTONE,
            text=row.title,
            about=row.process.title,
            responsible=row.responsible,
            is_late=(row.ends_on or row.starts_on) < today,
        )


def _meetings(rows: Sequence[Consultation], today: date) -> Iterator[facts.Ahead]:
    titles = {row.pk: row for row in rows}
    held = Activity.objects.filter(
        consultation__in=titles,
        kind=ActivityKind.MEETING,
        cancelled_at__isnull=True,
        starts_at__gte=periods.opens_at(today),
    )
    for row in held.order_by("starts_at", "pk"):
        if row.starts_at is not None:
            about = titles[row.consultation_id]
            yield facts.Ahead(
                on=local_date(row.starts_at),
                code=facts.MEETING,
                text=row.title,
                about=about.title,
                consultation=about.slug,
            )


def _sendings(rows: Sequence[Consultation], now: datetime) -> tuple[facts.Sending, ...]:
    titles = {row.pk: row for row in rows}
    leaving = Q(state=MailingState.FILLING) | Q(
        state=MailingState.RELEASED, sent_at__gte=now - _SENT_LATELY
    )
    found = Mailing.objects.filter(leaving | Q(state=MailingState.DRAFT), consultation__in=titles)
    return tuple(
        facts.Sending(
            consultation=titles[row.consultation_id].slug,
            title=titles[row.consultation_id].title,
            kind=row.kind,
            subject=row.subject,
            state=row.state,
            on=local_date(row.sent_at) if row.sent_at else None,
            is_ahead=row.sent_at is not None and row.sent_at > now,
        )
        for row in found.defer("body", "segment").order_by("sent_at", "pk")
    )


def _drafts(
    region: Region, rows: Sequence[Consultation], consultation: Consultation | None
) -> tuple[facts.Draft, ...]:
    titles = {row.pk: row for row in rows}
    found = [
        facts.Draft(
            code=facts.UNPUBLISHED,
            title=row.title,
            consultation=row.slug,
            on=local_date(row.created_at),
        )
        for row in rows
        if row.published_at is None and row.cancelled_at is None
    ]
    used = Mailing.objects.filter(
        consultation=OuterRef("consultation"),
        kind=OuterRef("kind"),
        state__in=[MailingState.FILLING, MailingState.RELEASED],
    )
    letters = Letter.objects.filter(consultation__in=titles).alias(
        used=Subquery(used.values("pk")[:1])
    )
    for letter in letters.filter(used__isnull=True).defer("body").order_by("updated_at", "pk"):
        about = titles[letter.consultation_id]
        found.append(
            facts.Draft(
                code=facts.LETTER,
                title=about.title,
                consultation=about.slug,
                kind=letter.kind,
                text=letter.subject,
                on=local_date(letter.updated_at),
            )
        )
    return (*found, *_working_versions(region, rows, consultation))


def _working_versions(
    region: Region, rows: Sequence[Consultation], consultation: Consultation | None
) -> Iterator[facts.Draft]:
    working = PlanVersion.objects.filter(plan__region=region, frozen_at__isnull=True)
    if consultation is not None:
        working = working.filter(plan__in=[row.process.plan_id for row in rows])
    for version in working.select_related("plan").order_by("plan", "pk"):
        yield facts.Draft(
            code=facts.PLAN_VERSION,
            title=version.plan.title,
            plan=version.plan.slug,
            text=version.label,
            on=local_date(version.created_at),
        )


def _notes(
    region: Region, rows: Sequence[Consultation], consultation: Consultation | None
) -> tuple[facts.Note, ...]:
    titles = {row.pk: row for row in rows}
    about = Q(consultation__in=titles)
    if consultation is None:
        about |= Q(consultation__isnull=True)
    found = HandoverNote.objects.filter(about, region=region).exclude(text="")
    return tuple(
        facts.Note(
            text=row.text,
            on=local_date(row.updated_at),
            by=str(row.updated_by) if row.updated_by else "",
            consultation=titles[row.consultation_id].slug if row.consultation_id else "",
            title=titles[row.consultation_id].title if row.consultation_id else "",
        )
        for row in found.select_related("updated_by").order_by(
            F("consultation").asc(nulls_first=True), "pk"
        )
    )


def _last_made(region: Region, consultation: Consultation | None) -> HandoverRow | None:
    made = HandoverRow.objects.filter(region=region, consultation=consultation)
    return made.select_related("made_by").order_by("-made_at", "-pk").first()
