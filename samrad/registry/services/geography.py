"""The regions and municipalities that ship as data."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from samrad.registry.models import Municipality, Region

DATA = Path(__file__).resolve().parents[1] / "data"


def _rows(name: str) -> list[dict[str, Any]]:
    content = json.loads((DATA / name).read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = content["rows"] if isinstance(content, dict) else content
    return rows


@transaction.atomic
def load_geography() -> None:
    """Make the 21 regions and 290 municipalities that are missing; leave the rest as they are."""
    for row in _rows("regions.json"):
        Region.objects.get_or_create(
            code=row["code"],
            defaults={
                "letter": row["letter"],
                "slug": row["slug"],
                "name": row["name"],
                "county": row["county"],
                "in_model": row["in_model"],
            },
        )
    regions = dict(Region.objects.values_list("code", "pk"))
    Municipality.objects.bulk_create(
        (
            Municipality(code=row["code"], name=row["name"], region_id=regions[row["code"][:2]])
            for row in _rows("municipalities.json")
        ),
        ignore_conflicts=True,
    )
