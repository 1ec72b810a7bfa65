"""A faulty shelf stops the deployment, in words, and leaves what runs alone."""

import pytest

from samrad.method import freeze, library, reading
from samrad.method.checks import method_content_is_valid

HEAD = """key: tiny
version: 1
status: published
languages: [sv, en]
position: 1
cells: [B1, C2]
hours: {before: 1, during: 1, after: 1}
staff: 1
cost: LOW
"""
WORDS = """name: Litet möte
summary: Ett möte.
suits: [När ni är få.]
how:
  - Börja.
  - Sluta.
access: [Ring.]
cost: Inget.
pitfalls: [Inga.]
"""
GUIDE = """key: brief
version: 1
status: published
category: guide
position: 1
most_lix: 45
duration_minutes: 1
"""
BODY = """---
title: Kort
summary: Kort guide.
---
Skriv kort.
"""


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """Set up a small shelf of its own: one form in two languages and one guide, all sound."""
    sound = {
        "forms/tiny/v1.yaml": HEAD,
        "sv/forms/tiny/v1.yaml": WORDS,
        "en/forms/tiny/v1.yaml": WORDS.replace("Litet möte", "Small meeting"),
        "guides/brief/v1.yaml": GUIDE,
        "sv/guides/brief/v1.md": BODY,
    }
    for path, content in sound.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    monkeypatch.setattr(library, "CONTENT", tmp_path)
    monkeypatch.setattr(library, "LOCK", tmp_path / "published.lock")
    _forget()
    lock = "".join(f"{path} {digest}\n" for path, digest in library.published_files().items())
    library.LOCK.write_text(lock, encoding="utf-8")
    yield tmp_path
    _forget()


def _forget():
    library._structures.cache_clear()  # noqa: SLF001 -- the shelf is read once
    library._text.cache_clear()  # noqa: SLF001


def _spoil(path, old, new):
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")
    _forget()


def _told(error_id="method.E001"):
    return [error.msg for error in method_content_is_valid() if error.id == error_id]


def test_a_sound_shelf_raises_nothing():
    assert method_content_is_valid() == []


def test_the_small_shelf_is_sound(shelf):
    assert method_content_is_valid() == []
    assert library.read_everything() == 3


def test_a_published_file_that_changed_is_named(shelf):
    _spoil(shelf / "sv/guides/brief/v1.md", "Skriv kort.", "Skriv långt.")

    assert _told("method.E002") == ["sv/guides/brief/v1.md is not as it was published"]


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        ("forms/tiny/v1.yaml", "cells: [B1, C2]", "cells: [B1, C2", "7: while parsing a flow seq"),
        ("forms/tiny/v1.yaml", "staff: 1\n", "staff: 1\ncolour: blue\n", "9: colour: is not a k"),
        ("forms/tiny/v1.yaml", "staff: 1\n", "", "1: staff: is missing"),
        ("forms/tiny/v1.yaml", "after: 1}", "after: -1}", "7: hours.after: Input should be gre"),
        ("forms/tiny/v1.yaml", "[B1, C2]", "\n  - B1\n  - E9", "8: cells.1: String should match"),
        ("forms/tiny/v1.yaml", "staff: 1\n", "staff: 1\nstaff: 2\n", "9: staff is written twice"),
        ("forms/tiny/v1.yaml", "key: tiny", "key: other", "1: holds other version 1"),
        ("sv/forms/tiny/v1.yaml", "  - Sluta.", "  - 7", "6: how.1: Input should be a valid str"),
        ("sv/forms/tiny/v1.yaml", "  - Sluta.\n", "", "4: how: Tuple should have at least 2"),
        ("sv/guides/brief/v1.md", "---\ntitle", "title", "1: must begin with front matter"),
        ("sv/guides/brief/v1.md", "---\nSkriv", "Skriv", "1: must begin with front matter"),
        ("sv/guides/brief/v1.md", "title: Kort", "titel: Kort", "2: title: is missing"),
        ("sv/guides/brief/v1.md", "title: Kort", "title: a: b", "2: mapping values are not al"),
        ("sv/guides/brief/v1.md", "Skriv kort.\n", "", "5: body: String should have at least 1"),
        ("guides/brief/v1.yaml", "most_lix: 45", "most_lix: \x01", "6: unacceptable character"),
    ],
)
def test_a_fault_is_told_with_file_line_and_reason(shelf, path, old, new, told):
    _spoil(shelf / path, old, new)

    assert [each for each in _told() if each.startswith(f"{path}:{told}")]


def test_a_missing_file_of_words_is_named(shelf):
    (shelf / "sv/guides/brief/v1.md").unlink()

    assert _told() == ["sv/guides/brief/v1.md:1: the file is missing or unreadable"]


def test_words_without_a_structure_are_named(shelf):
    (shelf / "guides/brief/v1.yaml").unlink()

    assert _told() == ["sv/guides/brief/v1.md:1: has no structure to give words to"]


def test_a_file_that_is_not_utf_8_is_named_with_its_line(shelf):
    (shelf / "sv/forms/tiny/v1.yaml").write_bytes("name: a\nsummary: möte\n".encode("latin-1"))

    assert _told() == ["sv/forms/tiny/v1.yaml:2: is not written in UTF-8"]


def test_every_faulty_file_is_told_of_and_only_those_that_changed_differ_from_the_lock(shelf):
    _spoil(shelf / "forms/tiny/v1.yaml", "cost: LOW", "cost: FREE")
    _spoil(shelf / "sv/guides/brief/v1.md", "summary: Kort guide.", "sum: Kort guide.")

    assert [each.split(": ")[0] for each in _told()] == [
        "forms/tiny/v1.yaml:9",
        "sv/guides/brief/v1.md:2",
        "sv/guides/brief/v1.md:3",
    ]
    assert _told("method.E002") == [
        "forms/tiny/v1.yaml is not as it was published",
        "sv/guides/brief/v1.md is not as it was published",
    ]


def test_words_and_structure_that_do_not_fit_are_told_of_both_ways(shelf, monkeypatch):
    monkeypatch.setattr(reading.Form, "keys", lambda _form: ("open", "closed"))
    monkeypatch.setattr(reading.FormText, "keys", lambda _text: ("open", "cost"))

    assert "sv/forms/tiny/v1.yaml:1: has no words for closed, which the structure holds" in _told()
    assert "sv/forms/tiny/v1.yaml:8: cost has words but does not stand in the structure" in _told()


def test_what_runs_goes_on_in_swedish_where_a_translation_is_faulty(shelf):
    _spoil(shelf / "en/forms/tiny/v1.yaml", "cost: Inget.", "price: Inget.")

    found = library.form("tiny", language="en")

    assert (found.language, found.text.name) == ("sv", "Litet möte")


def test_what_runs_goes_on_with_the_version_before_a_faulty_one(shelf):
    (shelf / "forms/tiny/v2.yaml").write_text(HEAD.replace("version: 1", "version: 2"))
    (shelf / "sv/forms/tiny/v2.yaml").write_text("name: [", encoding="utf-8")
    _forget()

    assert library.form("tiny").head.version == 1
    with pytest.raises(LookupError, match="forms/tiny v2"):
        library.form("tiny", version=2)


def test_a_date_that_is_none_is_read_as_it_is_written(shelf):
    _spoil(shelf / "sv/forms/tiny/v1.yaml", "cost: Inget.", "cost: 2026-13-45")

    assert _told() == []
    assert library.form("tiny").text.cost == "2026-13-45"


def test_a_lock_with_a_conflict_left_in_it_is_told_of(shelf):
    entered = library.LOCK.read_text(encoding="utf-8")
    library.LOCK.write_text(f"<<<<<<< HEAD\n{entered}=======\n", encoding="utf-8")

    assert "<<<<<<< is not as it was published" in _told("method.E002")


def test_freezing_what_is_faulty_names_it_and_writes_nothing(shelf, capsys):
    (shelf / "schema").mkdir()
    before = library.LOCK.read_text(encoding="utf-8")
    _spoil(shelf / "forms/tiny/v1.yaml", "cost: LOW", "cost: FREE")

    assert freeze.main() == 1
    assert "forms/tiny/v1.yaml:9: cost: Input should be" in capsys.readouterr().err
    assert library.LOCK.read_text(encoding="utf-8") == before
    assert not list((shelf / "schema").iterdir())


def test_a_list_goes_on_without_what_is_faulty(shelf):
    _spoil(shelf / "sv/guides/brief/v1.md", "title: Kort", "titel: Kort")

    assert library.guides() == ()
    assert [each.head.key for each in library.forms()] == ["tiny"]
