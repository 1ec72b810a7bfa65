"""`samrad export_statement` writes the statement, or says why not, with the right exit code."""

import json

import pytest
from django.core.management import CommandError, call_command

from samrad.files.queries import open_file
from samrad.reporting.management.commands import export_statement
from samrad.reporting.rules import volumes
from samrad.reporting.tests import world
from samrad.reporting.tests.test_making import made
from tests import make

pytestmark = pytest.mark.django_db
STARTS = {"docx": b"PK", "pdf": b"%PDF-", "html": b"<!doctype html>", "json": b"{"}


def run(consultation, out, *more: str, kind: str = "json") -> None:
    call_command(
        "export_statement", consultation, "--format", kind, "--out", str(out), *more, verbosity=0
    )


@pytest.mark.parametrize("kind", export_statement.FORMATS)
def test_every_format_is_written(tmp_path, kind, capsys):
    out = tmp_path / f"redogorelse.{kind}"

    run(world.full().slug, out, kind=kind)

    assert out.read_bytes().startswith(STARTS[kind])
    assert capsys.readouterr().out == f"{out} ({out.stat().st_size} byte)\n"


def test_the_consultation_may_be_named_by_its_reference(tmp_path):
    run(world.full().reference.lower(), tmp_path / "a.json")

    assert json.loads((tmp_path / "a.json").read_text())["number"] == 0


def test_the_same_data_and_date_is_the_same_bytes(tmp_path):
    slug = world.full().slug

    for name in ("a.docx", "b.docx"):
        run(slug, tmp_path / name, "--date", "2026-04-02", kind="docx")

    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_a_frozen_version_is_fetched_as_it_is(tmp_path):
    consultation = world.full()
    statement = made(consultation)
    world.point(consultation, "Kom in efteråt.")

    run(consultation.slug, tmp_path / "v1.html", "--number", "1", kind="html")

    with open_file(statement.files.get(format="html").stored) as stored:
        assert (tmp_path / "v1.html").read_bytes() == stored.read()


def test_a_long_pdf_becomes_several_files(tmp_path, monkeypatch):
    monkeypatch.setattr(volumes.volumes, "__kwdefaults__", {"largest": 2, "heaviest": 10_000})

    run(world.full().slug, tmp_path / "r.pdf", kind="pdf")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["r-del-2.pdf", "r.pdf"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("finns-inte", "a.json"), "inget samråd"),
        (("{slug}", "a.json", "--number", "7"), "ingen färdig version 7"),
        (("{slug}", "saknas/a.json"), "finns inte"),
        (("{slug}", "."), "gick inte att skriva"),
    ],
)
def test_a_refusal_says_why(tmp_path, arguments, words):
    slug, out, *more = (one.format(slug=make.consultation().slug) for one in arguments)

    with pytest.raises(CommandError, match=words) as refused:
        run(slug, tmp_path / out, *more)

    assert refused.value.returncode == 2
