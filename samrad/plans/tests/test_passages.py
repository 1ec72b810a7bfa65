"""Plans become passages, and passages keep their identity when a version comes in anew."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.plans.rules.passages import (
    CHANGED,
    GONE,
    HEADING,
    KEPT,
    NEW,
    PARAGRAPH,
    Block,
    KnownPassage,
    Match,
    ParsedPassage,
    blocks_from_markdown,
    match,
    passages_from_blocks,
)

TEXTS = st.sampled_from(["", "a b", "c " * 30])
PLAN = """# Kulturplan för Låtsas

Inledande ord.

## Scenkonst ##

Regionen ska verka för fler scener.

- lokaler
- stöd

### Dans

Dansen når ut.

Bild och form
-------------

Konst i hela länet.
"""


def passages(text):
    return passages_from_blocks(blocks_from_markdown(text))


def as_known(parsed):
    return [KnownPassage(id=100 + i, heading=p.heading, text=p.text) for i, p in enumerate(parsed)]


def test_markdown_becomes_passages_under_their_headings():
    assert passages(PLAN) == [
        ParsedPassage(level=1, number="", heading="Kulturplan för Låtsas", text="Inledande ord."),
        ParsedPassage(
            level=2,
            number="1",
            heading="Scenkonst",
            text="Regionen ska verka för fler scener.\n\n- lokaler\n- stöd",
        ),
        ParsedPassage(level=3, number="1.1", heading="Dans", text="Dansen når ut."),
        ParsedPassage(level=2, number="2", heading="Bild och form", text="Konst i hela länet."),
    ]


def test_written_numbers_are_kept_and_taken_out_of_the_heading():
    found = passages("# 1 Inledning\n\nText.\n\n# 2. Mål\n\n## 2.1 Barn och unga\n\n# Bilaga")

    assert [(p.number, p.heading) for p in found] == [
        ("1", "Inledning"),
        ("2", "Mål"),
        ("2.1", "Barn och unga"),
        ("", "Bilaga"),
    ]


def test_plain_text_with_numbered_headings_is_understood():
    found = passages(
        "Förord.\n\n1 Inledning\n\nText här.\n\n1.1 Syfte\n\nMer text.\n\n2026 är målet."
    )

    assert [(p.level, p.number, p.heading, p.text) for p in found] == [
        (1, "", "", "Förord."),
        (1, "1", "Inledning", "Text här."),
        (2, "1.1", "Syfte", "Mer text.\n\n2026 är målet."),
    ]


def test_capitals_alone_on_a_line_are_a_heading_in_plain_text():
    assert [p.heading for p in passages("INLEDNING\n\nText.\n\nMÅL\n\nText.")] == [
        "INLEDNING",
        "MÅL",
    ]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        ("#\n\n#hashtag", [Block(HEADING, "", 1), Block(PARAGRAPH, "#hashtag")]),
        ("## **Mål**", [Block(HEADING, "Mål", 2)]),
        ("a\nb\n---", [Block(PARAGRAPH, "a\nb\n---")]),
        ("| a |\n---", [Block(PARAGRAPH, "| a |\n---")]),
        ("```\n# inte rubrik\n\n```", [Block(PARAGRAPH, "```\n# inte rubrik\n\n```")]),
        ("# Mål\r\nText", [Block(HEADING, "Mål", 1), Block(PARAGRAPH, "Text")]),
    ],
)
def test_the_corners_of_markdown(text, blocks):
    assert blocks_from_markdown(text) == blocks


def test_levels_begin_at_one_whatever_the_file_said():
    found = passages_from_blocks([Block(HEADING, "A", 3), Block(HEADING, "B", 4)])

    assert [p.level for p in found] == [1, 2]


@given(st.text(alphabet=st.sampled_from("#aB.1 \n-=*|`å"), max_size=200))
def test_no_word_is_lost_on_the_way(text):
    blocks = blocks_from_markdown(text)

    found = passages_from_blocks(blocks)

    said = "".join(p.number + p.heading + p.text for p in found) if found else ""
    assert [s for s in "".join(b.text for b in blocks) if s in "aBå"] == [
        s for s in said if s in "aBå"
    ]


def test_the_same_plan_again_keeps_every_passage():
    parsed = passages(PLAN)

    assert match(as_known(parsed), parsed) == [
        Match(kind=KEPT, known=100 + i, parsed=i) for i in range(4)
    ]


def test_a_passage_is_known_again_by_its_heading_when_it_was_rewritten():
    known = as_known(passages(PLAN))
    parsed = passages(PLAN.replace("Konst i hela länet.", "Allting är nytt och annorlunda här."))

    assert match(known, parsed)[3] == Match(kind=CHANGED, known=103, parsed=3)


def test_a_passage_is_known_again_by_its_text_when_it_was_renamed():
    known = as_known(passages(PLAN))
    parsed = passages(PLAN.replace("## Scenkonst ##", "## Teater, dans och scen"))

    assert match(known, parsed)[1] == Match(kind=CHANGED, known=101, parsed=1)


def test_what_came_and_what_went_is_told():
    known = as_known(passages(PLAN))
    parsed = passages(PLAN.replace("### Dans\n\nDansen når ut.", "### Cirkus\n\nCirkus för unga."))

    assert match(known, parsed) == [
        Match(kind=KEPT, known=100, parsed=0),
        Match(kind=KEPT, known=101, parsed=1),
        Match(kind=NEW, known=None, parsed=2),
        Match(kind=KEPT, known=103, parsed=3),
        Match(kind=GONE, known=102, parsed=None),
    ]


def test_passages_that_moved_keep_their_identity():
    parsed = passages(PLAN)
    moved = [parsed[0], parsed[3], parsed[1], parsed[2]]

    assert [m.known for m in match(as_known(parsed), moved)] == [100, 103, 101, 102]


def test_equal_headings_in_several_chapters_are_told_apart_by_what_stands_before():
    before = passages("# A\n\nEtt.\n\n## Mål\n\nGammalt a.\n\n# B\n\nTvå.\n\n## Mål\n\nGammalt b.")
    after = passages("# A\n\nEtt.\n\n## Mål\n\nNytt.\n\n# B\n\nTvå.\n\n## Mål\n\nNyskrivet.")

    assert [m.known for m in match(as_known(before), after)] == [100, 101, 102, 103]


@given(
    st.lists(st.tuples(st.sampled_from(["", "Mål", "Dans"]), TEXTS), max_size=6),
    st.lists(st.tuples(st.sampled_from(["", "Mål", "Film"]), TEXTS), max_size=6),
)
def test_every_passage_has_one_fate(old, new):
    known = [KnownPassage(id=i, heading=h, text=t) for i, (h, t) in enumerate(old)]
    parsed = [ParsedPassage(level=1, number="", heading=h, text=t) for h, t in new]

    found = match(known, parsed)

    assert [m.parsed for m in found if m.kind != GONE] == list(range(len(parsed)))
    assert sorted(m.known for m in found if m.known is not None) == list(range(len(known)))


def test_sixty_pages_are_recognised_quickly():
    text = "\n\n".join(
        f"## Avsnitt {n}\n\n" + " ".join(f"ord{(n * 37 + i) % 900}" for i in range(120))
        for n in range(200)
    )
    known = as_known(passages(text))
    parsed = passages(text.replace("ord5", "ord6"))

    begun = time.process_time()
    found = match(known, parsed)

    assert time.process_time() - begun < 2
    assert [m.known for m in found] == [passage.id for passage in known]
