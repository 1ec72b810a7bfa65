"""`samrad check_invitation`: what it prints, how it ends, and that it needs no database."""

import csv
import json
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from samrad.documents.tests.test_received import blank_pdf, locked_pdf
from samrad.invitations.tests.review.texts import MEETING, STRONG, WEAK

KEYS = {"rule", "severity", "points", "message", "reason", "suggestion", "quote", "start", "end"}


def run(*arguments, **options):
    """Return what the command prints and the code it ends with."""
    out: StringIO = StringIO()
    code: str | int | None = 0
    try:
        call_command("check_invitation", *arguments, stdout=out, stderr=StringIO(), **options)
    except SystemExit as ended:
        code = ended.code
    return out.getvalue(), code


@pytest.fixture
def file(tmp_path):
    def written(content, name="brev.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return written


def test_json_has_the_shape_that_others_build_on(file):
    printed, code = run(file(WEAK), format="json")
    told = json.loads(printed)

    assert code == 1
    assert {"score", "band", "kinds", "meetings", "reply_by", "rsvp_by", "lix", "findings"} <= {
        *told
    }
    assert told["kinds"] == ["MOTE"]
    assert told["meetings"] == [
        {"date": "2025-10-14", "start": "10:00", "end": None, "place": "regionhuset"}
    ]
    for finding in told["findings"]:
        assert set(finding) == KEYS
        if finding["start"] is not None:
            assert WEAK[finding["start"] : finding["end"]]


def test_a_text_without_errors_ends_with_0(file):
    printed, code = run(file(STRONG))

    assert code == 0
    assert "Klar att skicka" in printed


def test_what_is_known_beside_the_text_is_taken_in(file):
    late = json.loads(run(file(MEETING), "--sent=2025-11-01", format="json")[0])
    known = json.loads(run(file(MEETING), kind="ATERK", format="json")[0])

    assert "IA12" in {each["rule"] for each in late["findings"]}
    assert known["kinds"] == ["ATERK"]


def test_a_folder_becomes_a_table(file, tmp_path):
    file(WEAK, "=a.txt")
    file(STRONG, "b.md")
    file("You are welcome to the meeting, and we want to hear what you think of it.", "c.txt")
    file(b"", "d.txt")
    table = tmp_path / "ut.csv"

    _printed, code = run(str(tmp_path), table=table)
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))

    assert code == 2
    assert [row[0] for row in rows] == ["fil", "'=a.txt", "b.md", "c.txt", "d.txt"]
    assert "IA01" in rows[1][-2]
    assert "engelska" in rows[3][-1]
    assert rows[4][-1].startswith("Filen är tom")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.txt", "tom"),
        (b"Hej", "a.txt", "lite text"),
        (b"ord " * 60_000, "a.txt", "lång"),
        (b"PK\x03\x04 trasig", "a.docx", "ingen Word-fil"),
        (blank_pdf(), "a.pdf", "bild av ett papper"),
        (locked_pdf(), "a.pdf", "lösenord"),
        (b"\x00\x01\x02" * 100, "a.txt", "ingen text"),
        (b"text", "a.exe", "sortens fil"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_says_why(file, content, name, said):
    with pytest.raises(CommandError, match=said) as refused:
        call_command("check_invitation", file(content, name))

    assert refused.value.returncode == 2


def test_a_file_that_is_not_there_is_named_in_words():
    with pytest.raises(CommandError, match="går inte att öppna"):
        call_command("check_invitation", "finns-inte.txt")


def test_it_reads_standard_input_without_a_database(tmp_path):
    nowhere = {**os.environ, "DATABASE_URL": "postgres://x@127.0.0.1:1/x", "PYTHONUTF8": "1"}
    ended = subprocess.run(
        [sys.executable, "-m", "samrad", "check_invitation", "-", "--format", "json"],
        input=STRONG.encode(),
        env={**nowhere, "DJANGO_SETTINGS_MODULE": "samrad.config.settings_test"},
        capture_output=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr.decode()
    assert json.loads(ended.stdout)["score"] >= 85
