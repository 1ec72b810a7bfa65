"""Documents as JSON and back: how a document reaches the child process and the typesetter."""

import base64
import dataclasses
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from samrad.documents import blocks
from samrad.documents.blocks import Block, Document, Run, Text

_KINDS: Mapping[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        blocks.Heading,
        blocks.Paragraph,
        blocks.BulletList,
        blocks.NumberedList,
        blocks.Table,
        blocks.KeyValue,
        blocks.Quote,
        blocks.Note,
        blocks.Bar,
        blocks.BarChart,
        blocks.Image,
        blocks.AddressPage,
        blocks.Cover,
        blocks.Contents,
        blocks.PageBreak,
        Run,
    )
}
# Control characters, lone surrogates, non-characters and marks that turn the direction of what
# follows: none of them may stand in XML or can be seen by a reader.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069]"
    "|["
    + "".join(f"{chr(0x1FFFE + 0x10000 * n)}{chr(0x1FFFF + 0x10000 * n)}" for n in range(16))
    + "]"
)
_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029\x0b\x0c]")


def visible(text: str) -> str:
    r"""Return `text` without what no reader can see, with `\n` as the only line break."""
    if text.isprintable():
        return text
    return _UNSEEN.sub("", _BREAKS.sub("\n", text))


def _as_data(value: Any) -> Any:  # noqa: ANN401 -- walks any field
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, tuple):
        return [_as_data(item) for item in value]
    if dataclasses.is_dataclass(value):
        fields = {f.name: _as_data(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"kind": type(value).__name__, **fields}
    return value


def as_data(document: Document) -> dict[str, Any]:
    """Return the document as plain data for JSON, cleaned of what cannot be seen."""
    data: dict[str, Any] = {
        field.name: _as_data(getattr(document, field.name))
        for field in dataclasses.fields(Document)
        if field.name != "date"
    }
    return data | {"date": document.date.isoformat()}


def _from_data(value: Any) -> Any:  # noqa: ANN401 -- walks any field
    if isinstance(value, list):
        return tuple(_from_data(item) for item in value)
    if isinstance(value, dict):
        fields = {name: _from_data(item) for name, item in value.items() if name != "kind"}
        if value["kind"] == "Image":
            fields["png"] = base64.b64decode(fields["png"])
        return _KINDS[value["kind"]](**fields)
    return value


def from_data(data: Mapping[str, Any]) -> Document:
    """Return the document in `data`, as `as_data` wrote it."""
    fields = {name: _from_data(value) for name, value in data.items() if name != "date"}
    return Document(date=date.fromisoformat(data["date"]), **fields)


def cleaned(document: Document) -> Document:
    """Return the document as readers can see it."""
    return from_data(as_data(document))


__all__ = ["Block", "Text", "as_data", "cleaned", "from_data", "visible"]
