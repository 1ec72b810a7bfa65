"""The page about the checklist says what the table does."""

from pathlib import Path

from samrad.method import library
from samrad.method.schema import ChecklistItem
from samrad.quality.rules.table import TABLE

DOC = Path(__file__).parents[3] / "docs" / "checklist.md"


def table() -> list[list[str]]:
    """Return the rows that the page must hold, in the checklist's order."""
    return [_row(item) for item in library.checklist().head.items]


def _row(item: ChecklistItem) -> list[str]:
    row = TABLE[item.id]
    facts = ", ".join(f"`{name}`" for name in row.reads)
    if row.rule is not None:
        rule = f"`{row.rule.__module__.rpartition('.')[2]}.{row.rule.__name__}`"
    elif row.lacks is not None:
        facts, rule = f"not yet: {row.lacks.value.lower().replace('_', ' ')}", "by hand until then"
    else:
        facts, rule = "none: a person’s", "by hand"
    name = f"**{item.id}**" if item.critical else item.id
    return [name, item.mode.value, item.moment.value, facts, rule, row.mended_at.value]


def test_the_page_holds_the_table():
    lines = DOC.read_text(encoding="utf-8").splitlines()
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line[:1] == "|"
    ]

    assert rows[2:] == table()


def test_the_page_names_the_rules_that_see_a_part():
    for item in ("F19", "L01", "P19", "I04", "U01", "U02", "U10"):
        assert item in DOC.read_text(encoding="utf-8").split("## Numbers")[0]
