"""Texts made to hurt, and texts that are none: answered in time, without a fault."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.invitations.rules.review.model import Band
from samrad.invitations.rules.review.review import review
from samrad.invitations.tests.review.texts import STRONG

LANGUAGES = Path(__file__).parents[4] / "tests" / "announcements" / "languages"
LONG, LONGEST = 30_000, 200_000
HOSTILE = {
    "one letter": "a" * LONG,
    "spaces": " " * LONG,
    "line breaks": "\n" * LONG,
    "figures": "1" * LONG,
    "dates": "3, " * (LONG // 3),
    "half dates": "den 3 och " * (LONG // 10),
    "real dates": "3 mars, " * (LONG // 8),
    "times": "18.00-" * (LONG // 6),
    "brackets": "[" * LONG,
    "gaps": "[… " * (LONG // 3),
    "words that begin": "vi vill " * (LONG // 8),
    "words that nearly fit": "synpunkterna " * (LONG // 13),
    "capitals": "Kim " * (LONG // 4),
    "mail": "a@" * (LONG // 2),
    "dots": "a.b" * (LONG // 3),
    "questions": "Hur? " * (LONG // 5),
    "phones": "010-000 " * (LONG // 8),
    "labels": "Plats:\n" * (LONG // 7),
    "bullets": "- 3 mars kl 18\n" * (LONG // 15),
    "hyphens": "a-" * (LONG // 2),
    "whole letters": STRONG * (LONG // len(STRONG)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_stalls_the_review(text):
    began = time.process_time()

    review(text)

    assert time.process_time() - began < 5


@pytest.mark.slow
def test_the_longest_text_is_reviewed_in_seconds():
    share = LONGEST // len(HOSTILE)
    text = "\n".join(each[: share - 1] for each in HOSTILE.values())
    began = time.process_time()

    review(text)

    assert time.process_time() - began < 20


@given(st.text(alphabet=st.sampled_from("aåö 1239.:,-/\n[]…?!#*@KLkl()\t\u00a0"), max_size=300))
def test_any_text_is_reviewed(text):
    found = review(text)

    assert 0 <= found.score <= 100
    for each in found.findings:
        assert each.span is None or 0 <= each.span.start <= each.span.end <= len(text)
        assert each.insertion is None or 0 <= each.insertion.at <= len(text)


@pytest.mark.parametrize("text", ["", " ", "Hej", "🎉🎉", "\x00", "<script>alert(1)</script>"])
def test_what_is_no_invitation_is_no_fault(text):
    assert review(text).findings == ()


@pytest.mark.parametrize("path", sorted(LANGUAGES.glob("*.txt")), ids=lambda path: path.stem)
def test_other_languages_are_told_and_not_judged(path):
    found = review(path.read_text(encoding="utf-8").split("\n", 1)[1])

    assert {"nb": "no"}.get(path.stem[-2:], path.stem[-2:]) == found.language
    assert (found.findings, found.band) == ((), Band.NOT_YET)


def test_a_text_in_two_languages_is_judged_for_its_swedish():
    english = "You are welcome to a meeting about the plan, and we want to hear what you think."

    assert review(f"{STRONG}\n\n{english}").language == "sv"
    assert review(f"{english}\n\n{STRONG}").language == "sv"
    assert review(f"{english * 9}\n\nVi ses i Norrby.").language == "en"
