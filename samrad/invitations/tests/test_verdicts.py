"""The verdict on a text without what somebody says does not hold, and when there is none."""

import pytest

from samrad.invitations.rules.review.model import Band, Finding, Kind, Review, Severity
from samrad.invitations.rules.verdicts import Bands, is_judged, without

BANDS = Bands(ready=85, good=70, rework=50)


def finding(rule, points, severity=Severity.WARNING):
    return Finding(rule, severity, points, "", "", "")


def judged(*findings, plus=0, language="sv", kinds=(Kind.MEETING,)):
    score = min(100, max(0, 100 - sum(one.points for one in findings)) + plus)
    band = BANDS.band_of(score, findings)
    return Review(language, score, band, kinds, (), None, None, None, 99, findings)


@pytest.mark.parametrize(
    ("points", "plus", "score"),
    [
        ([10], 0, 100),
        ([10, 8], 0, 92),
        ([10, 8], 2, 94),
        ([10], 6, 100),  # never above 100
        ([10, 60, 60], 0, 0),  # nor above what the others leave
        ([30, 60, 35], 4, 9),
        ([4], 6, 100),
    ],
)
def test_the_first_of_the_findings_gives_its_points_back(points, plus, score):
    findings = [finding(f"IA{n:02}", each) for n, each in enumerate(points, start=1)]

    left = without(judged(*findings, plus=plus), findings[:1], bands=BANDS)

    assert left.score == score
    assert left.findings == tuple(findings[1:])


def test_without_its_error_a_good_text_is_ready():
    error, tip = finding("IA17", 6, Severity.ERROR), finding("IA19", 4, Severity.TIP)
    before = judged(error, tip)

    assert before.band == Band.GOOD
    assert without(before, [error], bands=BANDS).band == Band.READY
    assert without(before, [tip], bands=BANDS).band == Band.GOOD


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (100, Band.READY),
        (85, Band.READY),
        (84, Band.GOOD),
        (70, Band.GOOD),
        (69, Band.REWORK),
        (50, Band.REWORK),
        (49, Band.NOT_YET),
        (0, Band.NOT_YET),
    ],
)
def test_a_score_has_a_band(score, band):
    assert BANDS.band_of(score, []) == band


def test_nothing_disputed_is_the_review_itself():
    review = judged(finding("IA17", 6))

    assert without(review, [], bands=BANDS) is review


@pytest.mark.parametrize(
    ("language", "kinds", "answer"),
    [
        ("sv", (Kind.MEETING, Kind.REFERRAL), True),
        ("sv", (Kind.OTHER,), False),
        ("en", (), False),
    ],
)
def test_swedish_that_invites_is_judged(language, kinds, answer):
    assert is_judged(judged(language=language, kinds=kinds)) is answer
