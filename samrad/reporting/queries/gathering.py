"""Everything a statement is made from, gathered in a number of queries that does not grow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from samrad.consultations.models import Consultation
from samrad.contributions.enums import Outcome
from samrad.method import library
from samrad.quality.queries.summary import quality_summary
from samrad.reporting.queries import around
from samrad.reporting.queries.places import Place, changes_behind, places_in
from samrad.reporting.queries.points import (
    Answer,
    Point,
    answers_of,
    candidates,
    grouped,
    is_published,
    outcomes_of,
    points_of,
    quotes,
    reasons_of,
    sources_of,
    texts_of,
)
from samrad.reporting.rules import facts

NOS = frozenset({Outcome.NOT_ADOPTED, Outcome.OUT_OF_SCOPE, Outcome.REFERRED})
REFUSALS = 10
_EXAMPLE = 240


@dataclass(frozen=True)
class _Read:
    """What has been read and sorted, handed between the functions that count it."""

    points: Sequence[Point]
    answers: Mapping[int, Answer]
    places: Mapping[int, Place]
    by_theme: Mapping[str, Sequence[Point]]
    by_question: Mapping[int, Sequence[Point]]
    by_no: Mapping[int, Sequence[Point]]  # by the reply that says no
    texts: dict[int, str] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)


def gather(consultation: Consultation, *, now: datetime, rows: int | None = None) -> facts.Facts:
    """Return the facts of the consultation; at most `rows` lines in long tables."""
    sources = sources_of(consultation)
    points = points_of(consultation, sources)
    answers = answers_of(consultation)
    read = _Read(
        points=points,
        answers=answers,
        places=places_in(consultation.process.plan),
        by_theme=_by_theme(points),
        by_question=grouped((p for p in points if p.question), lambda point: point.question),
        by_no=_by_no(points, answers),
    )
    listed = points if rows is None else points[:rows]
    read.texts.update(texts_of(consultation, None if rows is None else _quoted(read, listed)))
    read.reasons.update(reasons_of(consultation, None if rows is None else _reasoned(read, listed)))
    invited = around.invited(consultation)
    held, activities = around.activities(consultation, sources.values())
    return facts.Facts(
        about=around.about(consultation),
        purpose=around.purpose(consultation),
        costs=around.costs(consultation),
        invited=invited,
        activities=activities,
        took_part=around.took_part(consultation, sources, most=rows),
        came_in=_came_in(consultation, read),
        replies=_replies(read, listed),
        referrals=around.referrals(consultation, held, sources.values(), invited.mailings),
        feedback=around.feedback(consultation),
        texts=around.texts(consultation),
        quality=quality_summary(consultation, now=now),
    )


def _by_theme(points: Sequence[Point]) -> dict[str, list[Point]]:
    groups = grouped(points, lambda point: point.theme)
    order = [*library.code_list("contribution-themes").head.codes, ""]
    rank = {code: place for place, code in enumerate(order)}
    return dict(
        sorted(groups.items(), key=lambda item: (not item[0], -len(item[1]), rank.get(item[0], 99)))
    )


def _by_no(points: Sequence[Point], answers: Mapping[int, Answer]) -> dict[int, list[Point]]:
    """Return the contributions that met a no, by reply, the reply to most of them first."""
    groups = grouped(
        (p for p in points if p.reply and answers[p.reply].outcome in NOS),
        lambda point: point.reply,
    )
    first = sorted(groups.items(), key=lambda item: (-len(item[1]), item[1][0].number))
    return dict(first[:REFUSALS])


def _quoted(read: _Read, listed: Sequence[Point]) -> set[int]:
    """Return the contributions whose texts are shown: listed, quoted or given as examples."""
    groups = [*read.by_theme.values(), *read.by_question.values()]
    chosen = [point for group in groups for point in candidates(group)]
    examples = [group[0] for group in read.by_no.values()]
    return {point.pk for point in (*listed, *chosen, *examples)}


def _reasoned(read: _Read, listed: Sequence[Point]) -> set[int]:
    """Return the replies whose reasons are shown."""
    return {point.reply for point in listed if point.reply} | set(read.by_no)


def _came_in(consultation: Consultation, read: _Read) -> facts.CameIn:
    by_passage = grouped((p for p in read.points if p.passage), lambda point: point.passage)
    return facts.CameIn(
        contributions=len(read.points),
        themes=tuple(
            facts.Theme(
                code=code,
                number=len(group),
                outcomes=outcomes_of(group, read.answers),
                quotes=quotes(group, read.texts),
            )
            for code, group in read.by_theme.items()
        ),
        questions=tuple(
            facts.Question(
                position=position,
                text=text,
                number=len(read.by_question.get(position, ())),
                quotes=quotes(read.by_question.get(position, ()), read.texts),
            )
            for position, text in consultation.questions.values_list("position", "text")
        ),
        passages=tuple(
            facts.Commented(place=place.number, heading=place.heading, number=len(by_passage[key]))
            for key, place in read.places.items()
            if key in by_passage
        ),
    )


def _replies(read: _Read, listed: Sequence[Point]) -> facts.Replies:
    answered = [point for point in read.points if point.reply]
    first_of: dict[int, int] = {}
    for point in answered:
        first_of.setdefault(point.reply or 0, point.number)
    return facts.Replies(
        answered=len(answered),
        unanswered=len(read.points) - len(answered),
        proposed=sum(not is_published(read.answers[point.reply or 0]) for point in answered),
        outcomes=outcomes_of(answered, read.answers),
        changes=changes_behind(answered, read.answers, read.places),
        refusals=tuple(
            facts.Refusal(
                outcome=read.answers[reply].outcome,
                reason=read.reasons.get(reply, ""),
                voices=tuple(point.number for point in group),
                example=_cut(read.texts.get(group[0].pk, "")),
            )
            for reply, group in read.by_no.items()
        ),
        rows=tuple(_row(point, read, first_of) for point in listed),
    )


def _cut(text: str) -> str:
    if len(text) <= _EXAMPLE:
        return text
    return f"{text[:_EXAMPLE].rsplit(None, 1)[0]} …"


def _row(point: Point, read: _Read, first_of: Mapping[int, int]) -> facts.Row:
    answer = read.answers[point.reply] if point.reply else None
    source, first = point.source, first_of.get(point.reply or 0)
    return facts.Row(
        number=point.number,
        text=read.texts.get(point.pk, ""),
        who=source.name,
        source=source.kind,
        kind=source.organisation_kind,
        municipality=source.municipality,
        channel=source.channel,
        question=point.question,
        theme=point.theme,
        passage=str(read.places.get(point.passage or 0, "")),
        outcome=answer.outcome if answer else "",
        reason=read.reasons.get(answer.pk, "") if answer else "",
        referred_to=answer.referred_to if answer else "",
        is_published=bool(answer and is_published(answer)),
        change=str(read.places.get(answer.passage or 0, "")) if answer else "",
        shares_with=first if first != point.number else None,
    )
