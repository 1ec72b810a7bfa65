"""The calendar of the regions one works in, and a meeting as a calendar file for everyone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import POLICY, Action
from samrad.access.roles import HasRoles, Role, get_platform, roles_on
from samrad.consultations.models import Activity
from samrad.consultations.queries import get_public_meeting
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.core.red_days import red_days
from samrad.pages.forms import CalendarFilter
from samrad.pages.queries.calendar import Chosen, choices_in, entries_of, quiet_days
from samrad.pages.rules import calendar as rules
from samrad.pages.rules.calendar import Entry
from samrad.pages.wording import CLASHES, KINDS
from samrad.planning.views.meetings import calendar_file
from samrad.registry.models import Region
from samrad.registry.queries import get_region, regions_of

LIST: Final = "lista"
LIST_MONTHS: Final = 6
_COLOURS: Final[Mapping[str, str]] = {
    rules.MEETING: "brand1",
    rules.LAST_DAY: "warning",
    rules.SEND_BY: "warning",
    rules.HEARD: "success",
    rules.ANSWERED: "success",
    rules.DECISION: "brand2",
    rules.MILESTONE: "neutral",
}
_PLACES: Final[Mapping[str, str]] = {
    rules.SEND_BY: "invitations:mailings",
    rules.MAILING: "invitations:mailings",
    rules.MEETING: "planning:meetings",
}


@dataclass(frozen=True)
class Shown:
    """An entry as the page shows it."""

    entry: Entry
    label: str
    text: str
    color: str
    url: str
    clashes: bool


@require_safe
@requires(Action.CONSULTATION_VIEW, on=get_public_meeting)
def meeting_calendar(_request: Request, meeting: Activity) -> HttpResponse:
    """Give the meeting as a calendar file."""
    return calendar_file(meeting)


def seeing_letters(regions: Sequence[Region], held: Mapping[int, set[Role]]) -> list[int]:
    """Return the ids of the regions where one with these roles may see what is sent."""
    may = POLICY[Action.INVITATION_VIEW]
    return [region.pk for region in regions if held[region.pk] & may]


def filter_of(request: HttpRequest, regions: Sequence[Region]) -> CalendarFilter:
    """Return what is asked for of the calendar."""
    consultations, processes = choices_in(regions)
    return CalendarFilter(request.GET or {}, consultations=consultations, processes=processes)


def chosen_of(form: CalendarFilter, *, first: date, last: date, letters: Collection[int]) -> Chosen:
    """Return which dates are asked for."""
    return Chosen(
        first=first,
        last=last,
        consultation=form.chosen("samrad"),
        process=form.chosen("process"),
        kind=form.chosen("slag"),
        letters=letters,
    )


def _address(entry: Entry) -> str:
    if entry.kind == rules.MILESTONE:
        return reverse("planning:process", args=[entry.region, entry.process])
    name = _PLACES.get(entry.kind, "pages:overview")
    return reverse(name, args=[entry.region, entry.consultation])


def _shown(entry: Entry, in_the_way: Collection[str]) -> Shown:
    return Shown(
        entry=entry,
        label=str(KINDS[entry.kind]),
        text=entry.title or entry.about,
        color=_COLOURS.get(entry.kind, ""),
        url=_address(entry),
        clashes=entry.uid in in_the_way,
    )


def _around(request: HttpRequest, first: date, today: date) -> dict[str, str]:
    """Return the addresses of the month before, the month after and this one, all else kept."""
    months = {
        "previous": rules.next_month(first, -1),
        "next": rules.next_month(first),
        "today": today.replace(day=1),
    }
    found = {name: _asked(request, manad=f"{day:%Y-%m}") for name, day in months.items()}
    here = f"{first:%Y-%m}"
    return {
        **found,
        "grid": _asked(request, manad=here, vy=""),
        "list": _asked(request, manad=here, vy=LIST),
    }


def _asked(request: HttpRequest, **other: str) -> str:
    query = request.GET.copy()
    for name, value in other.items():
        query[name] = value
    for name in [name for name, value in query.items() if not value]:
        del query[name]
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _calendar(request: Request, regions: Sequence[Region], region: Region | None) -> HttpResponse:
    today = local_date(now())
    form = filter_of(request, regions)
    first = rules.month_of(form.chosen("manad"), today=today)
    is_list = form.chosen("vy") == LIST
    held = {each.pk: roles_on(request.principal, each) for each in regions}
    letters = seeing_letters(regions, held)
    days = _days_shown(first, is_list=is_list)
    entries = entries_of(regions, chosen_of(form, first=days[0], last=days[1], letters=letters))
    red, quiet = red_days(*days), quiet_days(*days)
    ahead = [entry for entry in entries if entry.last >= today]
    clashes = rules.clashes(ahead, red_days=red, quiet_days=quiet)
    in_the_way = {entry.uid for clash in clashes for entry in clash.entries}
    shown = {entry.uid: _shown(entry, in_the_way) for entry in entries}
    context = {
        "region": region,
        "regions": regions,
        "form": form,
        "first": first,
        "last": days[1],
        "today": today,
        "is_list": is_list,
        "around": _around(request, first, today),
        "weeks": _weeks(
            rules.grid(entries, first=first, today=today, red_days=red, quiet_days=quiet), shown
        ),
        "through": [
            shown[each.uid] for each in entries if each.on < days[0] and each.last > days[1]
        ],
        "shown": [shown[each.uid] for each in entries if is_list or _touches(each, first)],
        "clashes": [
            {"text": CLASHES[clash.code], "entries": [shown[e.uid] for e in clash.entries]}
            for clash in clashes
        ],
        "is_filtered": any(form.chosen(name) for name in ("slag", "samrad", "process")),
        "query": request.GET.urlencode(),
        "weekdays": [_("mån"), _("tis"), _("ons"), _("tors"), _("fre"), _("lör"), _("sön")],
    }
    return render_page(request, "pages/work/calendar.html", context, part="days")


def _days_shown(first: date, *, is_list: bool) -> tuple[date, date]:
    if is_list:
        return first, rules.next_month(first, LIST_MONTHS) - timedelta(days=1)
    weeks = rules.month_days(first)
    return weeks[0][0], weeks[-1][-1]


def _touches(entry: Entry, first: date) -> bool:
    """Tell whether an entry has a day in the month."""
    return entry.on < rules.next_month(first) and entry.last >= first


def _weeks(grid: Sequence[Sequence[rules.Day]], shown: Mapping[str, Shown]) -> list[dict[str, Any]]:
    return [
        {
            "number": week[0].on.isocalendar().week,
            "days": [
                {
                    "day": day,
                    "entries": [shown[each.uid] for each in day.entries],
                    "ending": [shown[each.uid] for each in day.ending],
                }
                for day in week
            ],
        }
        for week in grid
    ]


@require_safe
@requires(Action.WORKSPACE_VIEW, on=get_region)
def region_calendar(request: Request, region: Region) -> HttpResponse:
    """Show a region's dates, a month or half a year at a time."""
    return _calendar(request, [region], region)


@require_safe
@requires(Action.WORK_VIEW, on=get_platform)
def my_calendar(request: Request, _platform: HasRoles) -> HttpResponse:
    """Show the dates of all the regions one has a role in."""
    user = request.principal.user
    assert user is not None  # noqa: S101 -- WORK_VIEW is for those who have signed in
    regions = list(regions_of(user))
    if not regions:
        return render_page(request, "pages/work/no_region.html", {})
    return _calendar(request, regions, regions[0] if len(regions) == 1 else None)
