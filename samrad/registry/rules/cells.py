"""Single cells of a register: what a spreadsheet meant, and addresses and numbers in good form.

Each reader returns the cleaned value and, if it cannot be believed, the code of a fault.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from samrad.core.text import clean, fold, one_line, search_key
from samrad.registry.rules import org_numbers

Cell = str | int | float | bool | date | datetime | None

BAD_EMAIL: Final = "BAD_EMAIL"
BAD_POSTCODE: Final = "BAD_POSTCODE"
BAD_PHONE: Final = "BAD_PHONE"
BAD_WEBSITE: Final = "BAD_WEBSITE"
_EMAIL: Final = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}",
    re.IGNORECASE,
)
_PHONE_SIGNS: Final = re.compile(r"[0-9\s()/.\-–+]+")
_FEWEST_DIGITS: Final = 6
_MOST_DIGITS: Final = 15
_POSTCODE: Final = re.compile(r"(?:SE?[- ]?)?([0-9]{3})[ -]?([0-9]{2})", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d{1,5})?(?:[/?#]\S*)?")
_SEPARATORS: Final = re.compile(r"\s*[;,/|\n]\s*")
_PERSONAL: Final = re.compile(
    r"(?<![\d-])((?:18|19|20)?)(\d{2})(\d{2})(\d{2})([-+–−\s]?)(\d{4})(?![\d-])"  # noqa: RUF001 -- dashes
)
_MASKED: Final = re.compile(r"•{6,8}[-+–−\s]?•{4}")  # noqa: RUF001 -- dashes
_COORDINATION: Final = 60  # is added to the day in a coordination number
_MONTHS: Final = 12
_DAYS: Final = 31
_SHOWN: Final = 60
_NOT_WORD: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Read:
    """A value in good form, or the code of what is wrong with it."""

    value: str = ""
    fault: str = ""


def as_text(cell: Cell) -> str:
    """Return a cell as text: whole numbers without decimals, dates as ISO, nothing as empty."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def email(typed: str) -> Read:
    """Return the first address of a cell, its host in lower case."""
    first = re.split(r"[;,\s]+", typed.removeprefix("mailto:").strip("<> "))[0].strip("<>")
    if not first:
        return Read()
    if not _EMAIL.fullmatch(first) or ".." in first:
        return Read(fault=BAD_EMAIL)
    name, _, host = first.rpartition("@")
    return Read(f"{name}@{host.lower()}")


def phone(typed: str) -> Read:
    """Return a telephone number as written, on one line; letters or too few digits are a fault."""
    line = one_line(typed)
    if not line:
        return Read()
    digits = sum(sign.isdigit() for sign in line)
    if not _PHONE_SIGNS.fullmatch(line) or not _FEWEST_DIGITS <= digits <= _MOST_DIGITS:
        return Read(fault=BAD_PHONE)
    return Read(_with_zero(line))


def postcode(typed: str) -> Read:
    """Return a Swedish postcode as NNN NN."""
    line = one_line(typed)
    if not line:
        return Read()
    found = _POSTCODE.fullmatch(line)
    return Read(f"{found[1]} {found[2]}") if found else Read(fault=BAD_POSTCODE)


def website(typed: str) -> Read:
    """Return a web address with https:// before it if it had nothing."""
    line = one_line(typed)
    if not line:
        return Read()
    scheme, mark, rest = line.partition("://")
    if not mark:
        scheme, rest = "https", line
    if scheme.lower() not in ("http", "https") or not _HOST.fullmatch(rest):
        return Read(fault=BAD_WEBSITE)
    return Read(f"{scheme.lower()}://{rest}")


def municipality_key(typed: str) -> str:
    """Return the key to look a municipality up by: a code of four digits, or the name, not folded.

    Some municipalities differ by nothing but the dots over a letter.
    """
    key = _NOT_WORD.sub(" ", clean(typed).casefold()).strip()
    key = key.removesuffix(" kommun").removesuffix(" stad")
    if key.isdigit():
        return key.zfill(4)
    digits, _, rest = key.partition(" ")
    return digits if digits.isdigit() and rest else key


def municipality_words(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return code by every key that municipalities (code, name) may be found under.

    Folded names are there too where they can mean one municipality only.
    """
    exact: dict[str, str] = {}
    folded: dict[str, set[str]] = {}
    for code, name in rows:
        for word in (code, municipality_key(name), municipality_key(f"{name}s")):
            exact[word] = code
            folded.setdefault(fold(word), set()).add(code)
    return {word: code for word, (code, *others) in folded.items() if not others} | exact


def several(typed: str, *, known: Mapping[str, str]) -> Iterator[str]:
    """Yield the words of a cell that lists several; a whole cell that is known is not divided."""
    if search_key(typed) in known:
        yield typed
        return
    yield from (word for word in _SEPARATORS.split(typed) if search_key(word))


def holds_personal_number(text: str, *, among_phones: bool = False) -> bool:
    """Tell whether `text` holds a personal or coordination number with the right check digit.

    Among telephone numbers only forms that no telephone number has count: with century or dash. A
    number that was masked before counts too.
    """
    return _MASKED.search(text) is not None or any(
        _is_dated(found)
        and _luhn_holds("".join(found.group(2, 3, 4, 6)))
        and not (among_phones and not found[1] and found[5] not in ("-", "+"))
        for found in _PERSONAL.finditer(text)
    )


def masked(text: str) -> str:
    """Return `text` with every personal number in it masked, the rest as it was."""
    return _PERSONAL.sub(_masked_if_dated, text)


def safe(text: str) -> str:
    """Return a cell's text for a list of faults: short, and masked where it may name a person.

    What is masked is wider than what is refused: a mistyped number is masked too.
    """
    line = masked(one_line(text))
    digits = re.sub(r"\D", "", line)
    if len(digits) in (10, 12) and org_numbers.may_be_personal(digits):
        return org_numbers.masked(line)
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _masked_if_dated(found: re.Match[str]) -> str:
    return org_numbers.masked(found[0]) if _is_dated(found) else found[0]


def _is_dated(found: re.Match[str]) -> bool:
    return 1 <= int(found[3]) <= _MONTHS and 1 <= int(found[4]) % _COORDINATION <= _DAYS


def _luhn_holds(digits: str) -> bool:
    doubled = [int(digit) * (2 - index % 2) for index, digit in enumerate(digits)]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0  # noqa: PLR2004 -- Luhn


def _with_zero(line: str) -> str:
    """Put back the leading zero that a spreadsheet took from a number kept as a number."""
    return f"0{line}" if line.isdigit() and line[0] != "0" and len(line) in (8, 9) else line
