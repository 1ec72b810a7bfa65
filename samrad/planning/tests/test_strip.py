"""The strip of years that milestones are drawn on."""

from datetime import date

from samrad.planning.rules.strip import WIDTH, Mark, Year, drawn


def test_nothing_is_drawn_of_nothing():
    assert drawn([], today=date(2026, 3, 2)).marks == ()


def test_the_strip_holds_whole_years_and_each_mark_in_its_place():
    strip = drawn(
        [(date(2026, 7, 1), None), (date(2027, 1, 1), date(2027, 12, 31))], today=date(2026, 1, 1)
    )

    assert strip.years == (Year(2026, 0), Year(2027, 500))
    assert strip.marks == (Mark(247, 0), Mark(500, 498))
    assert strip.today == 0


def test_today_is_left_out_when_it_lies_beside_the_strip():
    assert drawn([(date(2026, 7, 1), None)], today=date(2029, 1, 1)).today is None


def test_a_range_is_never_too_thin_to_see():
    (mark,) = drawn(
        [(date(2020, 1, 1), date(2020, 1, 2)), (date(2029, 12, 31), None)], today=date(2021, 1, 1)
    ).marks[:1]

    assert (mark.width > 0, mark.x + mark.width < WIDTH) == (True, True)
