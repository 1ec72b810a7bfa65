"""Every text for readers stands in English too, and the tool that says so tells the truth."""

import re

import pytest

from tools import translations

SOURCE = translations.extract()


def test_texts_are_found_in_python_and_in_templates():
    files = {file.rpartition(".")[2] for text in SOURCE for file, _line in text.locations}

    assert files == {"py", "html", "txt"}
    assert len(SOURCE) > 200


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_no_text_lacks_its_translation(language):
    assert translations.faults(language, SOURCE) == []


# Who reads a file's words (docs/glossary.md): two words for one thing never meet on one page.
OFFICERS = re.compile(
    r"contributions/(templates/contributions/(?!mail/(replies|withheld))|forms/desk|views/(?!answers|code|open))"
    r"|pages/(templates/pages/work|views/(overview|work|standing|publishing))"
    r"|planning/|registry/|consultations/wording|templates/base_work"
)
PARTICIPANTS = re.compile(
    r"contributions/(templates/(answers|contributions/mail/(replies|withheld))|views/answers|forms/(answers|doors))"
    r"|pages/templates/pages/[a-z_]+\.html|templates/base_(public|participant)"
)


def words_for(readers):
    """Return the Swedish texts in files these readers meet."""
    return [
        swedish
        for text in SOURCE
        if any(readers.search(file) for file, _line in text.locations)
        for swedish in ([text.id] if isinstance(text.id, str) else text.id)
    ]


@pytest.mark.parametrize(
    ("readers", "others_word"), [(OFFICERS, r"synpunkt"), (PARTICIPANTS, r"inspel|inlag(a|or)\b")]
)
def test_each_reader_meets_one_word_for_one_thing(readers, others_word):
    words = words_for(readers)

    assert len(words) > 100
    assert [text for text in words if re.search(others_word, text, re.IGNORECASE)] == []


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Work on a source and a language of the test's own."""
    template = tmp_path / "source" / "app" / "templates" / "page.html"
    template.parent.mkdir(parents=True)
    template.write_text(
        '{% load i18n %}\n  {% translate "Hej" %}\n'
        "{% blocktranslate trimmed with n=1 %}\n  Det är {{ n }} %\n{% endblocktranslate %}"
        '{% translate "Svar" context "verb" %}',
        encoding="utf-8",
    )
    (tmp_path / "source" / "app" / "views.py").write_text(
        'ngettext_lazy("%(n)s svar", "%(n)s svar i allt", n)\n_(name)\n', encoding="utf-8"
    )
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "SOURCE", tmp_path / "source")
    monkeypatch.setattr(translations, "LOCALE", tmp_path / "locale")
    return translations.extract()


def translate(pairs):
    path = translations.po_file("en")
    text = path.read_text(encoding="utf-8")
    for swedish, english in pairs.items():
        text = text.replace(
            f'msgid "{swedish}"\nmsgstr ""', f'msgid "{swedish}"\nmsgstr "{english}"'
        )
    path.write_text(text, encoding="utf-8")


def test_tags_calls_plurals_and_contexts_are_read(made):
    found = {(text.context, text.id) for text in made if text.id}

    assert found == {
        (None, "Hej"),
        (None, "Det är %(n)s %%"),
        ("verb", "Svar"),
        (None, ("%(n)s svar", "%(n)s svar i allt")),
    }


def test_what_is_missing_or_formatted_otherwise_is_told(made):
    translations.write("en", made)
    translate({"Hej": "Hello", "Det är %(n)s %%": "It is %(m)s %%"})

    told = translations.faults("en", made)

    assert told == [
        "en: unknown named placeholder 'm': 'Det är %(n)s %%'",
        "en: missing: 'Svar'",
        "en: missing: ('%(n)s svar', '%(n)s svar i allt')",
    ]


def test_writing_again_without_changes_changes_nothing(made):
    translations.write("en", made)
    translate({"Hej": "Hello"})
    before = translations.po_file("en").read_text(encoding="utf-8")

    translations.write("en", made)

    assert translations.po_file("en").read_text(encoding="utf-8") == before


def test_what_is_compiled_is_what_django_reads(made):
    translations.write("en", made)
    translate({"Hej": "Hello"})

    translations.compile_all()

    assert b"Hello" in translations.po_file("en").with_suffix(".mo").read_bytes()
