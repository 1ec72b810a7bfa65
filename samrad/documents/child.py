"""The child process: `python -m samrad.documents.child ORDER FOLDER [CARE]` writes FOLDER/out."""

import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

from samrad.documents import pdf, word
from samrad.documents.codec import from_data
from samrad.documents.fields import fields_of
from samrad.documents.limits import limit
from samrad.documents.templates import checking, filling

SECONDS: Final = 60  # of work, for a template that somebody else may have made


def main(order: str, folder: Path, *care: str) -> None:
    """Do what is ordered with the files in `folder`, and write it to `folder`/out."""
    out = folder / "out"
    if order == "pdf":
        pdf.write(_read(folder, "document"), out, care=care[0])
    elif order == "docx":
        word.write(from_data(_read(folder, "document")), out)
    elif order == "fill":
        limit(seconds=SECONDS)
        out.write_bytes(_filled(folder))
    else:
        limit(seconds=SECONDS)
        out.write_text(json.dumps(_checked(folder)), encoding="utf-8")


def _read(folder: Path, name: str) -> Any:  # noqa: ANN401 -- any JSON
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def _filled(folder: Path) -> bytes:
    template = folder / "template.docx"
    if not template.exists():
        word.write(from_data(_read(folder, "document")), template)
    order = _read(folder, "order")
    return filling.fill(
        template.read_bytes(),
        fields=fields_of(order["fields"]),
        values=order["values"],
        title=order["title"],
        made_on=date.fromisoformat(order["made_on"]),
    )


def _checked(folder: Path) -> dict[str, Any]:
    order = _read(folder, "order")
    faults, text = checking.check(
        (folder / "template.docx").read_bytes(),
        fields=fields_of(order["fields"]),
        examples=order["values"],
        made_on=date.fromisoformat(order["made_on"]),
    )
    return {"faults": [asdict(fault) for fault in faults], "text": text}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
