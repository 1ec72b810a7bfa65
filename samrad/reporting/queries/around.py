"""What was planned, sent and held: everything of a statement but what was said and answered."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Count as CountRows
from django.db.models import F

from samrad.consultations.enums import Origin
from samrad.consultations.models import Activity, Consultation, Participation
from samrad.consultations.rules import periods
from samrad.contributions.models import Delivery, PublicationBatch, SubmissionPart
from samrad.core.clock import local_date
from samrad.invitations.models import Mailing, Recipient
from samrad.method import library
from samrad.planning.rules.timeline import Limits, effective_weeks
from samrad.registry.models import OrganisationArea
from samrad.registry.rules.names import alphabetical
from samrad.reporting.queries.points import BODIES, Source, counted
from samrad.reporting.rules import facts


def _day(moment: datetime | None) -> date | None:
    return local_date(moment) if moment else None


def weeks_between(first: date | None, last: date | None) -> float | None:
    """Return the weeks there were to answer, without those in summer and at Christmas."""
    if first is None or last is None:
        return None
    limits = Limits.from_thresholds(library.threshold_values())
    return effective_weeks(first, last, limits=limits)


def about(consultation: Consultation) -> facts.About:
    """Return which consultation it is."""
    plan = consultation.process.plan
    last_day = periods.last_day(consultation.closes_at) if consultation.closes_at else None
    contact = (consultation.contact_name, consultation.contact_phone, consultation.contact_email)
    return facts.About(
        region=consultation.region.name,
        slug=consultation.slug,
        title=consultation.title,
        lead=consultation.lead,
        reference=consultation.reference,
        case_number=consultation.case_number,
        level=consultation.level,
        plan=plan.title,
        plan_kind=plan.kind,
        plan_from=plan.period_from,
        plan_to=plan.period_to,
        takes_effect_on=consultation.process.takes_effect_on,
        opens_on=consultation.opens_on,
        last_day=last_day,
        weeks=weeks_between(consultation.opens_on, last_day),
        cancelled_on=_day(consultation.cancelled_at),
        cancel_reason=consultation.cancel_reason,
        contact=", ".join(part for part in contact if part),
    )


def purpose(consultation: Consultation) -> facts.Purpose:
    """Return why it was held and what could be influenced."""
    return facts.Purpose(
        purpose=consultation.purpose,
        at_stake=consultation.at_stake,
        influence=tuple(
            facts.Influence(*row)
            for row in consultation.influence_items.values_list("text", "openness", "reason")
        ),
        goals=tuple(
            facts.Goal(*row) for row in consultation.goals.values_list("text", "target", "result")
        ),
        decision_maker=consultation.decision_maker,
        decision_on=consultation.decision_on,
        decided_on=consultation.decided_on,
        decision_reference=consultation.decision_reference,
    )


def costs(consultation: Consultation) -> tuple[facts.Cost, ...]:
    """Return the lines of the budget."""
    rows = consultation.budget_lines.values_list("text", "planned", "spent")
    return tuple(facts.Cost(*row) for row in rows)


def texts(consultation: Consultation) -> dict[str, str]:
    """Return what a person has written, by section."""
    rows = consultation.statement_texts.exclude(text="").order_by("section")
    return dict(rows.values_list("section", "text"))


def invited(consultation: Consultation) -> facts.Invited:
    """Return who was invited, in numbers."""
    asked = Participation.objects.filter(consultation=consultation, origin=Origin.INVITED)
    rows = asked.values_list("organisation__kind", "organisation__municipality__name")
    kinds, places = zip(*rows, strict=True) if rows else ((), ())
    areas = (
        OrganisationArea.objects.filter(
            organisation__participations__consultation=consultation,
            organisation__participations__origin=Origin.INVITED,
        )
        .order_by("area")
        .values_list("area")
        .annotate(n=CountRows("pk"))
    )
    return facts.Invited(
        number=len(kinds),
        by_kind=counted(kind or "" for kind in kinds),
        by_municipality=counted(place or "" for place in places),
        by_area=tuple(
            sorted((facts.Count(*row) for row in areas), key=lambda one: (-one.number, one.key))
        ),
        mailings=_mailings(consultation),
    )


def _mailings(consultation: Consultation) -> tuple[facts.Mailing, ...]:
    channels: dict[int, list[facts.Count]] = {}
    rows = (
        Recipient.objects.filter(mailing__consultation=consultation)
        .order_by("mailing", "channel")
        .values_list("mailing", "channel")
        .annotate(n=CountRows("pk"))
    )
    for mailing, channel, number in rows:
        channels.setdefault(mailing, []).append(facts.Count(channel, number))
    sent = Mailing.objects.filter(consultation=consultation, sent_at__isnull=False)
    return tuple(
        facts.Mailing(
            kind=kind,
            subject=subject,
            sent_on=local_date(sent_at),
            channels=tuple(channels.get(pk, ())),
        )
        for pk, kind, subject, sent_at in sent.order_by("sent_at", "pk").values_list(
            "pk", "kind", "subject", "sent_at"
        )
        if sent_at is not None
    )


def activities(
    consultation: Consultation, sources: Iterable[Source]
) -> tuple[list[Activity], tuple[facts.Activity, ...]]:
    """Return what was held, as rows and as facts, in order of time.

    What the region does not show on the public page is not told here either.
    """
    received = {one.key: one.number for one in counted(str(source.activity) for source in sources)}
    rows = list(
        Activity.objects.filter(consultation=consultation, is_public=True)
        .select_related("municipality")
        .order_by(F("starts_at").asc(nulls_first=True), "pk")
    )
    return rows, tuple(
        facts.Activity(
            kind=row.kind,
            title=row.title,
            starts_at=row.starts_at or (periods.opens_at(row.done_on) if row.done_on else None),
            ends_at=row.ends_at,
            form=row.form,
            place=", ".join(
                part
                for part in (row.venue, row.municipality.name if row.municipality else "")
                if part
            ),
            organisations=row.attended_organisations,
            persons=row.attended_persons,
            submissions=received.get(str(row.pk), 0),
            is_cancelled=row.cancelled_at is not None,
        )
        for row in rows
    )


def took_part(
    consultation: Consultation, sources: Mapping[int, Source], *, most: int | None = None
) -> facts.TookPart:
    """Return who took part and who was missing; at most `most` organisations by name."""
    everyone = list(sources.values())
    shown = [source for source in everyone if source.is_shown]
    bodies = {
        source.organisation or source.name: source
        for source in reversed(shown)
        if source.kind in BODIES
    }
    heard_places = {source.municipality for source in everyone if source.municipality}
    invited_parties = {s.participation for s in everyone if s.origin == Origin.INVITED}
    return facts.TookPart(
        submissions=len(everyone),
        withheld=len(everyone) - len(shown),
        nothing_to_add=_nothing_to_add(consultation),
        by_source=counted(source.kind for source in everyone),
        by_channel=counted(source.channel for source in everyone),
        by_kind=counted(source.organisation_kind for source in bodies.values()),
        by_municipality=counted(source.municipality for source in bodies.values()),
        organisations=len(bodies),
        speakers=tuple(
            facts.Speaker(source.name, source.organisation_kind, source.municipality)
            for source in sorted(bodies.values(), key=_by_name)[:most]
        ),
        invited_heard=len(invited_parties),
        came_by_themselves=sum(source.origin != Origin.INVITED for source in bodies.values()),
        silent_municipalities=tuple(
            name
            for name in consultation.region.municipalities.values_list("name", flat=True)
            if name not in heard_places
        ),
    )


def _by_name(source: Source) -> tuple[str, str]:
    return alphabetical(source.name), source.municipality


def _nothing_to_add(consultation: Consultation) -> int:
    return SubmissionPart.objects.filter(
        submission__consultation=consultation,
        submission__superseded_by__isnull=True,
        nothing_to_add=True,
    ).count()


def referrals(
    consultation: Consultation,
    rows: Iterable[Activity],
    sources: Iterable[Source],
    mailings: Iterable[facts.Mailing],
) -> tuple[facts.Referral, ...]:
    """Return what was sent out for comments in writing."""
    addressees = sum(
        channel.number
        for mailing in mailings
        if mailing.kind == "referral"
        for channel in mailing.channels
    )
    answered = list(sources)
    return tuple(
        _referral(consultation, row, addressees, answered)
        for row in rows
        if row.kind == "REFERRAL" and row.cancelled_at is None
    )


def _referral(
    consultation: Consultation, row: Activity, addressees: int, sources: list[Source]
) -> facts.Referral:
    version = consultation.plan_version
    closes = row.ends_at or consultation.closes_at
    first = _day(row.starts_at) or consultation.opens_on
    last = periods.last_day(closes) if closes else None
    return facts.Referral(
        title=row.title,
        version=version.label if version else "",
        starts_on=first,
        ends_on=last,
        addressees=addressees,
        weeks=weeks_between(first, last),
        by_kind=counted(
            source.organisation_kind or source.kind
            for source in sources
            if source.activity == row.pk and source.is_shown
        ),
    )


def feedback(consultation: Consultation) -> facts.Feedback:
    """Return when and how those who took part were told."""
    batches = PublicationBatch.objects.filter(consultation=consultation).order_by("published_at")
    deliveries = (
        Delivery.objects.filter(batch__consultation=consultation)
        .order_by("state")
        .values_list("state")
        .annotate(n=CountRows("pk"))
    )
    return facts.Feedback(
        heard_on=consultation.heard_on,
        heard_published_on=_day(consultation.heard_published_at),
        answered_on=consultation.answered_on,
        published_on=tuple(
            local_date(moment) for moment in batches.values_list("published_at", flat=True)
        ),
        deliveries=tuple(facts.Count(*row) for row in deliveries),
    )
