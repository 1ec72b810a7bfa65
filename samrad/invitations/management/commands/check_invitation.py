"""Review an invitation from the command line, or a folder of them. Needs no database."""

import csv
import json
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from samrad.documents.sheets import guarded
from samrad.invitations import wording
from samrad.invitations.forms import reviewable, text_of_file
from samrad.invitations.rules.review.languages import SWEDISH
from samrad.invitations.rules.review.model import (
    Audience,
    Facts,
    Finding,
    Kind,
    Level,
    Meeting,
    Review,
    Severity,
)
from samrad.invitations.rules.review.review import review
from samrad.invitations.rules.verdicts import is_judged

STANDARD_INPUT: Final = "-"
READ: Final = (".txt", ".md", ".html", ".htm", ".docx", ".doc", ".pdf", ".eml")
FOUND, UNREAD = 1, 2
COLUMNS: Final = ("fil", "poäng", "omdöme", "slag", "LIX", "ord", "fel", "varningar", "tips")
MORE_COLUMNS: Final = ("regler", "anmärkning")


class Command(BaseCommand):
    """`samrad check_invitation FILE|-|FOLDER`.

    Exit 0 when nothing graver than a warning was found, 1 on any `fel`, 2 when a text cannot be
    read. A folder is reviewed whole, whatever cannot be read in it.
    """

    help = "Granska en inbjudan (txt, md, html, docx, pdf, eml), eller en mapp med --table."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the text, and what is known beside it."""
        parser.add_argument("file", metavar="FIL", help="en fil, en mapp, eller - för inklistrat")
        parser.add_argument("--sent", type=_day, metavar="DATUM", help="dagen den skickas")
        parser.add_argument("--kind", choices=[str(kind) for kind in Kind])
        parser.add_argument("--level", choices=[str(level) for level in Level])
        parser.add_argument("--audience", choices=[str(one) for one in Audience])
        parser.add_argument("--targeted", action="store_true", help="bara till särskilt inbjudna")
        parser.add_argument("--table", type=Path, metavar="UT.csv", help="för en mapp: en rad var")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Review and print; end with what was found."""
        facts = Facts(
            sent=options["sent"],
            kind=Kind(options["kind"]) if options["kind"] else None,
            level=Level(options["level"]) if options["level"] else None,
            audience=Audience(options["audience"]) if options["audience"] else None,
            targeted=options["targeted"],
        )
        path = Path(options["file"])
        if options["table"] or path.is_dir():
            self._folder(path, options["table"], facts)
            return
        try:
            text = _text_of(options["file"])
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages), returncode=UNREAD) from refused
        found = review(text, facts)
        if options["format"] == "json":
            self.stdout.write(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(as_text(found)))
        _end(has_errors=_has_error(found))

    def _folder(self, folder: Path, table: Path | None, facts: Facts) -> None:
        """Review every file of a folder that may hold a text; write a row each."""
        if not folder.is_dir():
            raise CommandError(f"--table gäller en mapp, och {folder} är ingen.", returncode=UNREAD)
        if table is None:
            raise CommandError(
                "Ange --table UT.csv: en mapp ger en tabell med en rad för varje text.",
                returncode=UNREAD,
            )
        rows, has_errors, unread = [], False, 0
        for path in sorted(each for each in folder.iterdir() if each.suffix.lower() in READ):
            try:
                found = review(_text_of(str(path)), facts)
            except ValidationError as refused:
                unread += 1
                self.stderr.write(f"{path.name}: {' '.join(refused.messages)}")
                rows.append(_unread_row(path.name, " ".join(refused.messages)))
                continue
            has_errors |= _has_error(found)
            rows.append(_row(path.name, found))
        try:
            with table.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file, delimiter=";").writerows([(*COLUMNS, *MORE_COLUMNS), *rows])
        except OSError as error:
            raise CommandError(
                f"Tabellen går inte att skriva: {error.strerror}.", returncode=UNREAD
            ) from error
        self.stdout.write(f"{len(rows)} texter, {unread} gick inte att läsa. Tabell: {table}")
        if unread:
            raise SystemExit(UNREAD)
        _end(has_errors=has_errors)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise ArgumentTypeError(f"{written} är ingen dag; skriv den som 2026-03-02") from error


def _text_of(name: str) -> str:
    """Return the text of a file or of standard input. Raise `ValidationError`."""
    if name == STANDARD_INPUT:
        return reviewable(text_of_file("inklistrat.txt", sys.stdin.buffer.read()))
    path = Path(name)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ValidationError(f"Filen går inte att öppna: {error.strerror}.") from error
    return reviewable(text_of_file(path.name, content))


def _has_error(found: Review) -> bool:
    return any(one.severity is Severity.ERROR for one in found.findings)


def _end(*, has_errors: bool) -> None:
    if has_errors:
        raise SystemExit(FOUND)


def as_json(found: Review) -> dict[str, object]:
    """Return a review as the command prints it. A day without a year reads --03-07 (ISO 8601).

    Score, band and LIX are null where there is nothing to judge: another language, too little text.
    """
    judged = is_judged(found)
    return {
        "language": found.language,
        "score": found.score if judged else None,
        "band": str(wording.BANDS[found.band]) if judged else None,
        "kinds": [str(kind) for kind in found.kinds],
        "meetings": [_meeting(each) for each in found.meetings],
        "reply_by": str(found.reply_by) if found.reply_by else None,
        "rsvp_by": str(found.rsvp_by) if found.rsvp_by else None,
        "lix": found.lix,
        "words": found.words,
        "findings": [_finding(each) for each in found.findings],
        "praise": [{"code": each.code, "message": each.message} for each in found.praise],
    }


def _meeting(each: Meeting) -> dict[str, str | None]:
    return {
        "date": str(each.day) if each.day else None,
        "start": f"{each.start:%H:%M}" if each.start else None,
        "end": f"{each.end:%H:%M}" if each.end else None,
        "place": each.place or None,
    }


def _finding(each: Finding) -> dict[str, object]:
    return {
        "rule": each.rule,
        "severity": str(each.severity),
        "points": each.points,
        "message": each.message,
        "reason": each.reason,
        "suggestion": each.suggestion,
        "quote": each.quote or None,
        "start": each.span.start if each.span else None,
        "end": each.span.end if each.span else None,
    }


def as_text(found: Review) -> Iterator[str]:
    """Yield the review in lines, gravest first."""
    if not is_judged(found):
        yield _why_not_judged(found)
        return
    yield f"{found.score} poäng: {wording.BANDS[found.band]}"
    for one in found.praise:
        yield f"  + {one.message}"
    for each in found.findings:
        yield f"  {each.severity} {each.rule} (-{each.points}): {each.message}"
        yield f"      {each.suggestion}"


def _why_not_judged(found: Review) -> str:
    if found.language != SWEDISH:
        spoken = wording.LANGUAGES.get(found.language, wording.ANOTHER_LANGUAGE)
        return f"Texten är på {spoken}. Granskningen kan bara svenska."
    return "Texten bjuder inte in till något möte eller svar, så det finns inget att granska."


def _row(name: str, found: Review) -> tuple[object, ...]:
    counts = [sum(one.severity is each for one in found.findings) for each in Severity]
    rules = " ".join(sorted(one.rule for one in found.findings))
    if not is_judged(found):
        return _unread_row(name, _why_not_judged(found))
    return (
        guarded(name),
        found.score,
        str(wording.BANDS[found.band]),
        " ".join(found.kinds),
        found.lix if found.lix is not None else "",
        found.words,
        *counts,
        rules,
        "",
    )


def _unread_row(name: str, why: str) -> tuple[object, ...]:
    empty = [""] * (len(COLUMNS) - 1)
    return (guarded(name), *empty, "", why)
