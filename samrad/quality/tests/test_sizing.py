"""Which size is suggested, at the borders."""

import pytest

from samrad.quality.enums import RunSize
from samrad.quality.rules.sizing import FEW_INVITED, MANY_MEETINGS, Extent, suggest


@pytest.mark.parametrize(
    ("extent", "size", "reason"),
    [
        (Extent(), RunSize.SMALL, "SMALL"),
        (Extent(meetings=1, invited=FEW_INVITED), RunSize.SMALL, "SMALL"),
        (Extent(meetings=1, invited=FEW_INVITED + 1), RunSize.NORMAL, "BETWEEN"),
        (Extent(meetings=2), RunSize.NORMAL, "BETWEEN"),
        (Extent(has_draft=True), RunSize.FULL, "ONLY_ONE_ON_A_DRAFT"),
        (Extent(has_draft=True, consultations=2), RunSize.NORMAL, "BETWEEN"),
        (
            Extent(has_draft=True, consultations=2, meetings=MANY_MEETINGS),
            RunSize.FULL,
            "DRAFT_AND_MEETINGS",
        ),
    ],
)
def test_the_size_that_fits(extent, size, reason):
    suggestion = suggest(extent)

    assert (suggestion.size, suggestion.reason) == (size, reason)
