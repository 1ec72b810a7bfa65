"""One text out of parts, and single points out of a text: nothing lost, nothing twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.contributions.rules.segmentation import (
    EMPTY,
    NO_SPANS,
    OUTSIDE_PARENT,
    OVERLAP,
    Part,
    Span,
    canonical_text,
    faults_in_split,
    left_out,
    propose_points,
    trimmed,
)
from samrad.method import library

PROSE = st.text(alphabet=st.sampled_from("aåB. \n-1)!?:👩‍🎤🎻́"), max_size=120)


def points(text, **kwargs):
    return [text[s.start : s.end] for s in propose_points(text, Span(0, len(text)), **kwargs)]


def test_parts_are_laid_out_one_after_the_other():
    canonical = canonical_text(
        [
            Part(key="question:1", heading="1. Vad fungerar?", text=" Kören.\r\n"),
            Part(key="question:2", heading="2. Vad hindrar er?", text="  \n"),
            Part(key="question:3", heading="3. Vad saknas?", text="Inget", is_point=False),
            Part(key="other", heading="", text="🎻 Tack."),
        ]
    )

    assert canonical.text == "1. Vad fungerar?\nKören.\n\n3. Vad saknas?\nInget\n\n🎻 Tack."
    assert [(p.key, p.is_point) for p in canonical.parts] == [
        ("question:1", True),
        ("question:3", False),
        ("other", True),
    ]


@given(st.lists(st.tuples(st.text(max_size=20), PROSE), max_size=5))
def test_every_part_is_found_again_by_its_span(written):
    parts = [Part(key=str(i), heading=h, text=t) for i, (h, t) in enumerate(written)]

    canonical = canonical_text(parts)

    for placed in canonical.parts:
        words = canonical.text[placed.span.start : placed.span.end]
        (alone,) = canonical_text(
            [Part(key="x", heading="", text=parts[int(placed.key)].text)]
        ).parts
        assert words == words.strip() != ""
        assert len(words) == alone.span.end


@given(st.lists(PROSE, max_size=4))
def test_the_same_parts_always_give_the_same_text(texts):
    parts = [Part(key=str(i), heading="H", text=t) for i, t in enumerate(texts)]

    assert canonical_text(parts) == canonical_text(list(parts))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("En enda punkt. Med två meningar.", ["En enda punkt. Med två meningar."]),
        ("Första stycket.\n\nAndra stycket.", ["Första stycket.", "Andra stycket."]),
        ("Första raden\nfortsätter här", ["Första raden\nfortsätter här"]),
        ("- Lokaler\n- Stöd\n  till unga\n* Film", ["- Lokaler", "- Stöd\n  till unga", "* Film"]),
        ("1. Lokaler\n2) Stöd\na) Film", ["1. Lokaler", "2) Stöd", "a) Film"]),
        (
            "Vi behöver:\n- Lokaler\n- Stöd",
            ["Vi behöver:\n- Lokaler", "- Stöd"],
        ),
        ("– ett tankstreck", ["– ett tankstreck"]),
    ],
)
def test_paragraphs_and_list_rows_are_proposed_as_points(text, found):
    assert points(text) == found


def test_a_sentence_that_takes_a_new_turn_begins_a_point():
    text = (
        "Vi saknar replokal. Den gamla brann. Dessutom är bidraget för lågt. För det andra: resor."
    )

    found = points(text, turns=library.turn_words().text.turns)

    assert found == [
        "Vi saknar replokal. Den gamla brann.",
        "Dessutom är bidraget för lågt.",
        "För det andra: resor.",
    ]


@given(PROSE, st.integers(0, 10), st.integers(0, 10))
def test_proposals_hold_all_but_white_space_once_and_in_order(text, from_start, from_end):
    within = Span(from_start, max(from_start, len(text) - from_end))

    spans = propose_points(text, within, turns=["B", "aåB"])

    assert "".join("".join(text[s.start : s.end].split()) for s in spans) == "".join(
        text[within.start : within.end].split()
    )
    assert faults_in_split(text, within, spans) == (() if spans else (NO_SPANS,))
    assert left_out(text, within, spans) == ()
    assert all(trimmed(text, s) == s for s in spans)


@pytest.mark.parametrize(
    ("spans", "faults"),
    [
        ([Span(2, 5), Span(6, 9)], ()),
        ([Span(6, 9), Span(2, 5)], ()),
        ([], (NO_SPANS,)),
        ([Span(5, 6)], (EMPTY,)),
        ([Span(4, 4)], (EMPTY,)),
        ([Span(1, 5)], (OUTSIDE_PARENT,)),
        ([Span(2, 11)], (OUTSIDE_PARENT,)),
        ([Span(-3, 5)], (OUTSIDE_PARENT,)),
        ([Span(2, 6), Span(4, 9)], (OVERLAP,)),
    ],
)
def test_spans_that_do_not_fit_are_named(spans, faults):
    assert faults_in_split("x abc def x", Span(2, 9), spans) == faults


def test_what_no_span_holds_is_shown():
    text = "ett två  tre"

    assert left_out(text, Span(0, len(text)), [Span(4, 7)]) == (Span(0, 3), Span(9, 12))


@given(PROSE, st.integers(-2, 20), st.integers(-2, 20))
def test_a_valid_split_always_gives_back_the_contributions_own_words(text, start, end):
    parent = Span(0, len(text))
    spans = [Span(start, end)]

    if faults_in_split(text, parent, spans) == ():
        point = trimmed(text, spans[0])
        assert text[point.start : point.end] == text[start:end].strip() != ""
