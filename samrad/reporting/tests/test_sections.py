"""What is missing is told in order of weight, and never stops anybody."""

from dataclasses import replace

import pytest

from samrad.reporting.rules.sections import SECTIONS, Counts, Missing, missing
from samrad.reporting.wording.labels import HINTS, TITLES, missing_words

WHOLE = Counts(
    contributions=10,
    unanswered=0,
    proposed=0,
    pending=0,
    is_over=True,
    has_case_number=True,
    decision_is_due=False,
    meetings_without_attendance=0,
    goals_without_result=0,
    budget_lines_without_spent=0,
    written=frozenset(SECTIONS.values()),
)


def test_nothing_is_missing_when_all_is_there():
    assert missing(WHOLE) == ()


@pytest.mark.parametrize(
    ("change", "found", "words"),
    [
        ({"contributions": 0}, Missing("NOTHING_CAME_IN"), "Inga inspel har kommit in."),
        (
            {"is_over": False},
            Missing("STILL_OPEN"),
            "Samrådet är fortfarande öppet. Mer kan komma in.",
        ),
        ({"unanswered": 2}, Missing("UNANSWERED", 2), "2 inspel har inget svar."),
        ({"has_case_number": False}, Missing("CASE_NUMBER"), "Diarienummer saknas."),
        (
            {"meetings_without_attendance": 1},
            Missing("ATTENDANCE", 1),
            "1 möte saknar uppgift om hur många som kom.",
        ),
        ({"goals_without_result": 3}, Missing("RESULTS", 3), "3 mål saknar resultat."),
        ({"budget_lines_without_spent": 2}, Missing("SPENT", 2), "2 budgetposter saknar utfall."),
        ({"pending": 1}, Missing("PENDING", 1), "1 svar väntar på granskning och räknas inte med."),
        (
            {"decision_is_due": True},
            Missing("DECISION"),
            "Beslutets dag har passerat men inget beslut är infört.",
        ),
        (
            {"proposed": 4},
            Missing("PROPOSED", 4),
            "4 inspel har ett förslag till svar som inte är publicerat.",
        ),
        (
            {"written": frozenset(SECTIONS.values()) - {"summary"}},
            Missing("TEXT", section="summary"),
            "Texten ”Sammanfattning” är inte skriven.",
        ),
    ],
)
def test_each_thing_that_is_missing_is_found_and_worded(change, found, words):
    assert missing(replace(WHOLE, **change)) == (found,)
    assert missing_words(found) == words


def test_every_section_has_a_title_and_a_hint():
    assert set(SECTIONS.values()) == set(TITLES) == set(HINTS)
