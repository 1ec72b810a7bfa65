"""For whom a letter is previewed: somebody in the register, or an invented recipient."""

from dataclasses import dataclass

from samrad.consultations.models import Consultation
from samrad.core.text import search_key
from samrad.method import library
from samrad.registry.models import Organisation
from samrad.registry.queries import organisations_in

SUGGESTIONS = 8


@dataclass(frozen=True)
class Example:
    """The one whose letter is shown, and others that fit what was searched for."""

    name: str
    address: tuple[str, ...]
    pk: int | None = None
    others: tuple[Organisation, ...] = ()
    found_nobody: bool = False


def example_for(consultation: Consultation, *, chosen: str, search: str) -> Example:
    """Return the organisation chosen by id, else the first whose name holds the words."""
    register = organisations_in(consultation.region).order_by("sort_name", "pk")
    others: tuple[Organisation, ...] = ()
    words = search_key(search)
    if words:
        others = tuple(register.filter(search_name__contains=words)[:SUGGESTIONS])
    one = register.filter(pk=int(chosen)).first() if _is_id(chosen) else None
    one = one or (others[0] if others else None)
    if one is None:
        name = library.placeholders().text.placeholders["recipient"].example
        return Example(name=name, address=(), found_nobody=bool(words))
    place = f"{one.postal_code} {one.city}".strip()
    return Example(
        name=one.name,
        address=tuple(line for line in (one.address, place) if line),
        pk=one.pk,
        others=others,
    )


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18  # noqa: PLR2004 -- fits a bigint
