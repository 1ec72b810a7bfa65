"""What every page behind a personal link is given."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import get_language

from samrad.access.guard import Request
from samrad.contributions.queries.places import Answering, last_day_of, standing_of
from samrad.contributions.queries.progress import DraftText, Progress
from samrad.contributions.rules.answering import Standing
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.method.library import threshold


def framed(place: Answering, **facts: Any) -> dict[str, Any]:  # noqa: ANN401 -- a page's own facts
    """Return the context of a participant's page."""
    moment = now()
    return {
        "place": place,
        "token": place.token,
        "region": place.region,
        "consultation": place.consultation,
        "participation": place.participation,
        "standing": standing_of(place.consultation, moment),
        "last_day": last_day_of(place.consultation),
        "today": local_date(moment),
        **facts,
    }


def closed(
    request: Request, place: Answering, progress: Progress, *, typed: str = "", status: int = 200
) -> HttpResponse:
    """Say that nothing is received now, and show what has been written so that it is not lost."""
    closes = place.consultation.closes_at
    kept_for = timedelta(days=threshold("unsent-draft-days"))
    context = framed(
        place,
        progress=progress,
        typed=typed,
        forgotten_on=local_date(closes + kept_for)
        if closes and progress.standing is Standing.OVER
        else None,
    )
    return render_page(request, "answers/closed.html", context, status=status)


def saved_today(draft: DraftText | None) -> datetime | None:
    """Return when the draft was saved, if today: the sign on the page shows only a time."""
    if draft is None or local_date(draft.updated_at) != local_date(now()):
        return None
    return draft.updated_at


def go_to(name: str, place: Answering, *arguments: object) -> HttpResponseRedirect:
    """Return a redirect to another of the participant's pages."""
    return redirect(f"answers:{name}", place.token, *arguments)


def spoken_language() -> str:
    """Return the language the reader has chosen."""
    return get_language() or settings.LANGUAGE_CODE
