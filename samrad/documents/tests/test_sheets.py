"""Spreadsheets hold everything, and nothing in them is a formula."""

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from samrad.documents.sheets import CELL_LIMIT, Column, Sheet, guarded, to_xlsx

COLUMNS = (Column("Nr", 6), Column("Text", 60))


def read(packed: bytes, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(packed)).get_sheet_by_name(name).to_python()


def write(*rows: tuple[object, ...]) -> bytes:
    return to_xlsx([Sheet("Inspel", COLUMNS, rows)], created=date(2026, 3, 2))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+46",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",  # noqa: RUF001 -- the point of it
        "＋1",  # noqa: RUF001 -- the point of it
        "－1",  # noqa: RUF001 -- the point of it
        "＠a",  # noqa: RUF001 -- the point of it
        " =1",
        "﹦1",
        "|cmd",
        "%0A",
    ],
)
def test_a_text_that_could_be_a_formula_is_held_back(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Vi = ni", "a", "1+1", "–", "’citat"])
def test_a_common_text_is_left_alone(text):
    assert guarded(text) == text


def test_the_file_holds_no_formula_at_all():
    packed = write((1, '=HYPERLINK("http://example.org")'), (2, "http://example.org"), (3, "{=1}"))

    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        assert "<f>" not in file.read("xl/worksheets/sheet1.xml").decode()


def test_a_text_longer_than_a_cell_goes_on_in_another_sheet():
    text = "".join(chr(97 + n % 26) for n in range(CELL_LIMIT * 2 + 10))

    packed = write((1, text))

    first = str(read(packed, "Inspel")[1][1]).split(" … (fortsätter")[0]
    rest = read(packed, "Långa texter")
    assert rest[0] == ["Cell", "Del", "Text"]
    assert [row[0] for row in rest[1:]] == ["Inspel B2", "Inspel B2"]
    assert first + "".join(str(row[2]) for row in rest[1:]) == text


def test_dates_are_dates_and_moments_are_in_local_time():
    rows = read(write((date(2026, 3, 2), datetime(2026, 3, 2, 9, 0, tzinfo=UTC))), "Inspel")

    assert rows[1] == [date(2026, 3, 2), datetime(2026, 3, 2, 10, 0)]  # noqa: DTZ001 -- a cell has no zone


def test_the_same_rows_are_the_same_bytes():
    assert write((1, "a"), (2, None)) == write((1, "a"), (2, None))


def test_work_stopped_half_way_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def stopped():
        yield (1, "a")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        to_xlsx(
            [Sheet("Inspel", [Column("Nr"), Column("Text")], stopped())], created=date(2026, 3, 2)
        )

    assert list(tmp_path.iterdir()) == []
