"""The 21 regions and 290 municipalities, from the data that ships with the code."""

import json
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parents[1] / "data"


def load(apps, _schema_editor):
    region_of, municipality_of = (
        apps.get_model("registry", name) for name in ("Region", "Municipality")
    )
    regions = {}
    for row in json.loads((DATA / "regions.json").read_text(encoding="utf-8")):
        code = row.pop("code")
        regions[code], _created = region_of.objects.get_or_create(code=code, defaults=row)
    municipality_of.objects.bulk_create(
        (
            municipality_of(code=row["code"], name=row["name"], region=regions[row["region"]])
            for row in json.loads((DATA / "municipalities.json").read_text(encoding="utf-8"))
        ),
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
