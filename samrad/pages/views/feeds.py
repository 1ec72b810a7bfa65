"""Calendar files: a region's dates, one's own secret address to them, and a consultation's own."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samrad.access.guard import Request, requires, too_many
from samrad.access.policy import POLICY, Action
from samrad.access.roles import roles_on
from samrad.access.services import CALENDAR_FEED, TooManyAttempts, take_attempt
from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_public_consultation
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.documents.calendar import CalendarDay, CalendarEvent, to_calendar
from samrad.pages.queries.calendar import (
    Chosen,
    entries_of,
    feed_of,
    get_feed,
    public_entries,
)
from samrad.pages.rules import calendar as rules
from samrad.pages.rules.calendar import Entry
from samrad.pages.views.calendar import chosen_of, filter_of, seeing_letters
from samrad.pages.wording import entry_text
from samrad.planning.models import CalendarFeed
from samrad.planning.services.feeds import mint_feed, revoke_feed
from samrad.registry.models import Region
from samrad.registry.queries import get_region

MONTHS: Final = 18  # ahead, in a file that somebody takes home
BEHIND, AHEAD = timedelta(days=180), timedelta(days=3 * 366)


def _for_calendar(entry: Entry) -> CalendarEvent | CalendarDay:
    """Return the entry as a calendar holds it: its date and title, nothing more."""
    assert entry.stamped_at is not None  # noqa: S101 -- every entry comes from a row with a moment
    address = f"{settings.SAMRAD_URL}/samrad/{entry.consultation}/" if entry.consultation else ""
    if entry.starts_at is not None:
        return CalendarEvent(
            uid=entry.uid,
            sequence=entry.sequence,
            summary=entry_text(entry),
            starts_at=entry.starts_at,
            ends_at=entry.ends_at,
            stamped_at=entry.stamped_at,
            url=address,
            is_cancelled=entry.is_cancelled,
        )
    return CalendarDay(
        uid=entry.uid,
        sequence=entry.sequence,
        summary=entry_text(entry),
        on=entry.on,
        until=entry.until,
        stamped_at=entry.stamped_at,
        url=address,
        is_cancelled=entry.is_cancelled,
    )


def _file(entries: Iterable[Entry], *, name: str, file_name: str) -> HttpResponse:
    content = to_calendar(map(_for_calendar, entries), name=name)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


@require_safe
@requires(Action.WORKSPACE_VIEW, on=get_region)
def calendar_file(request: Request, region: Region) -> HttpResponse:
    """Give what the calendar shows, from its month and a year and a half on."""
    form = filter_of(request, [region])
    first = rules.month_of(form.chosen("manad"), today=local_date(now()))
    letters = seeing_letters([region], {region.pk: roles_on(request.principal, region)})
    last = rules.next_month(first, MONTHS) - timedelta(days=1)
    entries = entries_of([region], chosen_of(form, first=first, last=last, letters=letters))
    return _file(entries, name=region.name, file_name="kalender.ics")


@require_safe
@requires(Action.CALENDAR_FEED, on=get_feed)
def feed(request: Request, feed: CalendarFeed) -> HttpResponse:
    """Give one's own calendar the region's dates, as the person's roles are now."""
    moment = now()
    try:
        take_attempt(limit=CALENDAR_FEED, where=f"feed:{feed.pk}", now=moment)
    except TooManyAttempts as error:
        return too_many(request, error)
    today = local_date(moment)
    may_see_letters = bool(feed.roles_of_owner() & POLICY[Action.INVITATION_VIEW])
    chosen = Chosen(
        first=today - BEHIND,
        last=today + AHEAD,
        letters=[feed.region_id] if may_see_letters else [],
    )
    return _file(entries_of([feed.region], chosen), name=feed.region.name, file_name="samrad.ics")


@require_safe
@requires(Action.CONSULTATION_VIEW, on=get_public_consultation)
def consultation_calendar(_request: Request, consultation: Consultation) -> HttpResponse:
    """Give everyone the consultation's meetings and days."""
    entries = public_entries(consultation)
    return _file(entries, name=consultation.title, file_name="samrad.ics")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.WORKSPACE_VIEW, on=get_region)
def subscribe(request: Request, region: Region) -> HttpResponse:
    """Give the person an address for their own calendar, shown once, or take it away."""
    user = request.principal.user
    assert user is not None  # noqa: S101 -- WORKSPACE_VIEW is for people with a role
    if request.method == "POST" and "revoke" in request.POST:
        if revoke_feed(region=region, actor=request.principal, now=now()):
            messages.success(request, _("Adressen är borttagen. Din kalender får inget mer."))
        return redirect(request.path)
    address = ""
    if request.method == "POST":
        token = mint_feed(region=region, actor=request.principal, now=now())
        address = settings.SAMRAD_URL + reverse("pages:calendar_feed", args=[token])
    context = {"region": region, "feed": feed_of(region, user), "address": address}
    response = render_page(request, "pages/work/subscribe.html", context)
    response["Cache-Control"] = "no-store"
    return response
