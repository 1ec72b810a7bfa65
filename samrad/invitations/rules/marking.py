"""Cutting a reviewed text into pieces, so that what a finding is about can be marked in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from samrad.invitations.rules.review.model import Finding, Severity, Span


@dataclass(frozen=True)
class Piece:
    """A stretch of the text, and the findings it belongs to, by number from 1 on.

    `begin` and `end` are those whose mark begins and ends with it; a piece without text is a
    place where what `missing` findings ask for could stand.
    """

    text: str = ""
    severity: Severity | None = None
    begin: tuple[int, ...] = ()
    end: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()


def pieces_of(text: str, findings: Sequence[Finding]) -> list[Piece]:
    """Return the text in pieces, in order; every character stands in exactly one of them."""
    marks = {n: span for n, one in enumerate(findings, start=1) if (span := _mark(one, len(text)))}
    gaps: dict[int, list[int]] = {}
    for number, one in enumerate(findings, start=1):
        if number not in marks and one.insertion is not None:
            gaps.setdefault(max(0, min(one.insertion.at, len(text))), []).append(number)
    ends = (place for span in marks.values() for place in (span.start, span.end))
    cuts = sorted({0, len(text), *ends, *gaps})
    pieces = []
    for start, stop in zip(cuts, [*cuts[1:], None], strict=True):
        if start in gaps:
            pieces.append(Piece(missing=tuple(gaps[start])))
        if stop is not None:
            pieces.append(_piece(text, Span(start, stop), marks, findings))
    return pieces


def _mark(finding: Finding, length: int) -> Span | None:
    """Return what is marked for a finding, kept inside the text; nothing where it is empty."""
    if finding.span is None:
        return None
    span = Span(max(0, finding.span.start), min(length, finding.span.end))
    return span if span.start < span.end else None


def _piece(text: str, at: Span, marks: dict[int, Span], findings: Sequence[Finding]) -> Piece:
    here = [n for n, span in marks.items() if span.start <= at.start and at.end <= span.end]
    return Piece(
        text=text[at.start : at.end],
        severity=min(
            (findings[n - 1].severity for n in here), key=lambda each: each.rank, default=None
        ),
        begin=tuple(n for n in here if marks[n].start == at.start),
        end=tuple(n for n in here if marks[n].end == at.end),
    )
