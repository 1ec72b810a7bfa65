"""Translations without GNU gettext: `python -m tools.translations extract|compile|missing`.

Swedish in the code is the source. `extract` brings locale/<language>/LC_MESSAGES/django.po up to
date with every string in Python and templates; `missing` lists what has no translation (exit 1);
`compile` makes the .mo files that Django reads (they are not committed).
"""

import argparse
import io
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as extract_from
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "samrad"
LOCALE = ROOT / "locale"
LANGUAGES = ("en",)
HEADER = "# Samråd in another language. The source is Swedish, in code and templates.\n#"
DATE = datetime(2026, 1, 1, tzinfo=UTC)  # fixed, so that a run without changes changes nothing
TEMPLATES = {".html", ".txt", ".md"}
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def source_files() -> Iterator[Path]:
    """Yield every file that may hold text for readers."""
    for path in sorted(SOURCE.rglob("*")):
        if {"tests", "migrations", "__pycache__", "static", "content"} & set(path.parts):
            continue
        if path.suffix == ".py" or (path.suffix in TEMPLATES and "templates" in path.parts):
            yield path


def as_python(path: Path) -> bytes:
    """Return the file as Python, template tags turned into gettext calls."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samrad.config.settings_test")
        from django.utils.translation.template import templatize  # noqa: PLC0415 -- needs settings

        # What is not a call has become rows of X; their indentation means nothing.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).split("\n"))
    return text.encode()


def extract() -> Catalog:
    """Return every text in the source, with the files it stands in."""
    catalog = Catalog(project="Samråd", version="", creation_date=DATE, fuzzy=False)
    for path in source_files():
        where = [(str(path.relative_to(ROOT)), 0)]
        found = extract_from("python", io.BytesIO(as_python(path)), KEYWORDS, ["Translators:"])
        for _line, text, comments, context in found:
            catalog.add(text, locations=where, context=context, auto_comments=comments)
    return catalog


def po_file(language: str) -> Path:
    """Return where a language's texts stand."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Return what is translated so far."""
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language, project="Samråd", version="")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(language: str, source: Catalog) -> None:
    """Bring a language's file up to date with the source; translations no longer used go."""
    catalog = read(language)
    catalog.update(source, no_fuzzy_matching=True)
    catalog.header_comment = HEADER
    catalog.fuzzy = False
    catalog.version = catalog.msgid_bugs_address = catalog.language_team = ""
    catalog.last_translator = "Samråd"
    catalog.creation_date = catalog.revision_date = DATE
    path = po_file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(
            file, catalog, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False
        )


def faults(language: str, source: Catalog) -> list[str]:
    """Return what is missing, doubtful or formatted otherwise than its source, in words."""
    catalog = read(language)
    return [
        f"{language}: {fault}: {message.id!r}"
        for message in source
        if message.id and (fault := _fault(catalog.get(message.id, message.context), catalog))
    ]


def _fault(translated: Message | None, catalog: Catalog) -> str | None:
    """Return what is wrong with one translation, or nothing."""
    texts = translated.string if translated is not None else ""
    if not all(texts if isinstance(texts, tuple | list) else [texts]):
        return "missing"
    assert translated is not None  # noqa: S101 -- it has a text
    errors = [str(error) for error in translated.check(catalog)]
    return "fuzzy" if translated.fuzzy else "; ".join(errors) or None


def compile_all() -> None:
    """Write the .mo file of every language."""
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        with path.open("rb") as source, path.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source, locale=path.parents[1].name))


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["extract", "compile", "missing"])
    what = parser.parse_args().what
    if what == "compile":
        compile_all()
        return
    source = extract()
    if what == "extract":
        for language in LANGUAGES:
            write(language, source)
    found = [fault for language in LANGUAGES for fault in faults(language, source)]
    print("\n".join(found) if what == "missing" else f"{len(source)} texts, {len(found)} to do")
    sys.exit(bool(found) and what == "missing")


if __name__ == "__main__":
    main()
