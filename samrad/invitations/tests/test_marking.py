"""What is marked in a reviewed text, and where what is missing could stand."""

import pytest

from samrad.invitations.rules.marking import Piece, pieces_of
from samrad.invitations.rules.review.model import Finding, Insertion, Severity, Span

TEXT = "Kom och tyck till!"


def finding(start=None, end=None, *, severity=Severity.TIP, at=None):
    return Finding(
        rule="IA25",
        severity=severity,
        points=2,
        message="",
        reason="",
        suggestion="",
        span=None if start is None else Span(start, end),
        insertion=None if at is None else Insertion(at, "Mer.", Span(0, 0)),
    )


def test_a_text_without_findings_is_one_piece():
    assert pieces_of(TEXT, []) == [Piece(TEXT)]


def test_an_empty_text_is_nothing():
    assert pieces_of("", [finding(0, 4)]) == []


def test_a_span_is_a_piece_of_its_own():
    assert pieces_of(TEXT, [finding(8, 17)]) == [
        Piece("Kom och "),
        Piece("tyck till", Severity.TIP, begin=(1,), end=(1,)),
        Piece("!"),
    ]


def test_where_two_overlap_the_gravest_shows_and_each_begins_and_ends_once():
    pieces = pieces_of(TEXT, [finding(0, 12), finding(8, 18, severity=Severity.ERROR)])

    assert pieces == [
        Piece("Kom och ", Severity.TIP, begin=(1,)),
        Piece("tyck", Severity.ERROR, begin=(2,), end=(1,)),
        Piece(" till!", Severity.ERROR, end=(2,)),
    ]


def test_what_is_missing_has_a_place_shared_by_all_that_could_stand_there():
    end = len(TEXT)
    pieces = pieces_of(TEXT, [finding(at=end), finding(at=3), finding(at=end)])

    assert pieces == [
        Piece("Kom"),
        Piece(missing=(2,)),
        Piece(" och tyck till!"),
        Piece(missing=(1, 3)),
    ]


@pytest.mark.parametrize("span", [(5, 5), (40, 50), (-4, 0), (9, 3)])
def test_a_span_outside_the_text_or_empty_marks_nothing(span):
    assert "".join(piece.text for piece in pieces_of(TEXT, [finding(*span)])) == TEXT
    assert all(piece.severity is None for piece in pieces_of(TEXT, [finding(*span)]))
