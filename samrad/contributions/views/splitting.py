"""Cutting a contribution into single points: buttons between sentences, and nothing is lost.

The cuts travel in the form: sentence numbers where a point begins, and those that belong to none.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.contributions.models import Contribution
from samrad.contributions.queries.desk import questions_of
from samrad.contributions.queries.live import get_contribution
from samrad.contributions.rules.segmentation import Span, propose_points
from samrad.contributions.services.splitting import (
    AlreadySplitOrAnswered,
    CannotSplit,
    split_contribution,
)
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.core.ids import as_number
from samrad.core.text import sentence_spans
from samrad.method.library import turn_words

_ASKED: Final = "question-"


@dataclass(frozen=True)
class Sentence:
    """A sentence of the contribution, counted from zero, and where it stands in the submission."""

    index: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Point:
    """A point that would be made: its sentences, and the question it answers (a key, or empty)."""

    number: int
    sentences: list[Sentence]
    question: str = ""

    @property
    def first(self) -> int:
        """Return the sentence it begins with."""
        return self.sentences[0].index

    @property
    def span(self) -> Span:
        """Return the stretch of the submission it holds."""
        return Span(self.sentences[0].start, self.sentences[-1].end)


@dataclass(frozen=True)
class Cuts:
    """Where points begin, and which sentences belong to none."""

    begins: frozenset[int]
    left: frozenset[int]


def sentences_of(contribution: Contribution) -> list[Sentence]:
    """Return the sentences of the contribution."""
    return [
        Sentence(index, contribution.start + start, contribution.start + end,
                 contribution.text[start:end])
        for index, (start, end) in enumerate(sentence_spans(contribution.text))
    ]  # fmt: skip


def proposed(contribution: Contribution, sentences: list[Sentence]) -> Cuts:
    """Return the cuts that the rules suggest."""
    spans = propose_points(
        contribution.submission.text,
        Span(contribution.start, contribution.end),
        turns=turn_words().text.turns,
    )
    starts = [span.start for span in spans]
    begins = {next((each.index for each in sentences if each.end > start), 0) for start in starts}
    return Cuts(frozenset(begins | {0}), frozenset())


def _numbers(text: str) -> frozenset[int]:
    return frozenset(number for part in text.split(",") if (number := as_number(part)) is not None)


def changed(cuts: Cuts, do: str) -> Cuts:
    """Return the cuts after a button: `cut:3`, `join:3`, `leave:3` or `take:3`."""
    what, _colon, which = do.partition(":")
    numbers = _numbers(which)
    if what == "cut":
        return Cuts(cuts.begins | numbers, cuts.left)
    if what == "join":
        return Cuts(cuts.begins - numbers | {0}, cuts.left)
    if what == "leave":
        return Cuts(cuts.begins, cuts.left | numbers)
    return Cuts(cuts.begins, cuts.left - numbers) if what == "take" else cuts


def rows_of(
    sentences: list[Sentence], cuts: Cuts, questions: dict[int, str]
) -> list[Point | Sentence]:
    """Return, in the order of the text, the points and the sentences that belong to none."""
    rows: list[Point | Sentence] = []
    number = 0
    for sentence in sentences:
        if sentence.index in cuts.left:
            rows.append(sentence)
        elif rows and isinstance(rows[-1], Point) and sentence.index not in cuts.begins:
            rows[-1].sentences.append(sentence)
        else:
            number += 1
            rows.append(Point(number, [sentence], questions.get(sentence.index, "")))
    return rows


def _asked(request: Request) -> dict[int, str]:
    """Return, by the sentence a point begins with, the question that was chosen for it."""
    return {
        index: str(value)
        for name, value in request.POST.items()
        if name.startswith(_ASKED) and (index := as_number(name.removeprefix(_ASKED))) is not None
    }


def _page(
    request: Request,
    contribution: Contribution,
    rows: list[Point | Sentence],
    cuts: Cuts,
    *,
    status: int = 200,
    **more: Any,  # noqa: ANN401 -- what the page shows besides
) -> HttpResponse:
    points = [row for row in rows if isinstance(row, Point)]
    context = {
        "region": contribution.consultation.region,
        "consultation": contribution.consultation,
        "tab": "submissions",
        "contribution": contribution,
        "rows": [
            (isinstance(row, Point), row, at > 0 and isinstance(rows[at - 1], Point))
            for at, row in enumerate(rows)
        ],
        "points": points,
        "begins": ",".join(map(str, sorted(cuts.begins))),
        "left": ",".join(map(str, sorted(cuts.left))),
        "questions": (
            [] if contribution.question_id else list(questions_of(contribution.consultation))
        ),
        "answered": hasattr(contribution, "reply_link"),
        "children": list(contribution.split_into.order_by("number")),
        **more,
    }
    return render_page(request, "contributions/split.html", context, part="points", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONTRIBUTION_SPLIT, on=get_contribution)
def split(request: Request, contribution: Contribution) -> HttpResponse:
    """Show the proposed points, move the cuts, and make contributions of the points."""
    sentences = sentences_of(contribution)
    cuts = proposed(contribution, sentences)
    if request.method != "POST":
        return _page(request, contribution, rows_of(sentences, cuts, {}), cuts)
    if "begins" in request.POST:
        cuts = Cuts(_numbers(request.POST["begins"]) | {0}, _numbers(request.POST.get("left", "")))
    do = request.POST.get("do", "save")
    questions = _asked(request)
    if do != "save":
        cuts = changed(cuts, do)
        return _page(request, contribution, rows_of(sentences, cuts, questions), cuts)
    return _save(request, contribution, rows_of(sentences, cuts, questions), cuts)


def _save(
    request: Request, contribution: Contribution, rows: list[Point | Sentence], cuts: Cuts
) -> HttpResponse:
    points = [row for row in rows if isinstance(row, Point)]
    known = {str(each.pk): each for each in questions_of(contribution.consultation)}
    consultation = contribution.consultation
    if len(points) == 1 and len(rows) == 1:
        return redirect(
            "contributions:submission",
            consultation.region.slug,
            consultation.slug,
            contribution.submission.uuid,
        )
    try:
        made = split_contribution(
            contribution=contribution,
            spans=[point.span for point in points],
            questions=[known.get(point.question) for point in points],
            actor=request.principal,
            now=now(),
        )
    except CannotSplit:
        return _page(
            request,
            contribution,
            rows,
            cuts,
            status=422,
            fault=_("Minst en mening måste bli ett inspel."),
        )
    except AlreadySplitOrAnswered:
        return _page(
            request,
            contribution,
            rows,
            cuts,
            status=409,
            fault=_("Inspelet har redan delats eller fått svar. Öppna det och se."),
        )
    messages.success(
        request,
        ngettext("%(count)s inspel är sparat.", "%(count)s inspel är sparade.", len(made))
        % {"count": len(made)},
    )
    return redirect(
        "contributions:submission",
        consultation.region.slug,
        consultation.slug,
        contribution.submission.uuid,
    )
