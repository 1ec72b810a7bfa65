"""What every story of the demo needs at hand: its days, people and organisations."""

from datetime import UTC, date, datetime, time, timedelta

from samrad.pages.services.demo.people import TROUBLED, make_people
from samrad.pages.services.demo.register import make_organisations
from samrad.registry.models import Municipality, Region

COUNTS = {"kronoberg": 500, "jonkoping": 480, "uppsala": 480, "blekinge": 420, TROUBLED: 160}


def evening_for_all(day: date) -> date:
    """Return the next Tuesday, Wednesday or Thursday that is not near Christmas."""
    while (
        day.weekday() not in {1, 2, 3}
        or (day.month, day.day) >= (12, 17)
        or (day.month, day.day) < (1, 9)
    ):
        day += timedelta(days=1)
    return day


def evenings_for_all(day: date, number: int) -> list[date]:
    """Return so many such evenings in a row, from `day`."""
    found = [evening_for_all(day)]
    while len(found) < number:
        found.append(evening_for_all(found[-1] + timedelta(days=1)))
    return found


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def make_troubled_region() -> Region:
    """Make a region that is not on any map."""
    region = Region.objects.create(
        code="99",
        letter="Ö",
        slug=TROUBLED,
        name="Region Låtsaslän",
        county="Låtsaslän",
        website="https://latsaslan.exempel.invalid",
    )
    Municipality.objects.bulk_create(
        Municipality(code=f"99{number:02d}", name=name, region=region)
        for number, name in enumerate(
            ("Påhittköping", "Fiktivåsa", "Exempelberga", "Låtsasholm"), start=80
        )
    )
    return region


def settle_regions() -> None:
    """Give each region of the demo an address to write to."""
    for region in Region.objects.filter(slug__in=COUNTS):
        region.postal_address = "Kulturenheten\nExempelgatan 1\n000 00 Exempelstad"
        region.sender_email = f"kultur.{region.slug}@exempel.invalid"
        region.registry_email = f"registrator.{region.slug}@exempel.invalid"
        region.case_number_pattern = "KULT ÅÅÅÅ-NNNN"
        if region.slug != TROUBLED:
            region.disposal_decision = "Dokumenthanteringsplan för kultur, § 12"
        region.save()


class World:
    """What every story needs at hand."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.people = make_people()
        self.regions = {region.slug: region for region in Region.objects.filter(slug__in=COUNTS)}
        self.organisations = {
            slug: make_organisations(region, count=COUNTS[slug], now=self.day(-400))
            for slug, region in self.regions.items()
        }

    def day(self, offset: int) -> datetime:
        """Return noon, `offset` days from today."""
        return _noon(self.today + timedelta(days=offset))

    def on(self, offset: int) -> date:
        """Return the date `offset` days from today."""
        return self.today + timedelta(days=offset)

    def next_year(self, years: int) -> date:
        """Return the first of January `years` from this year."""
        return date(self.today.year + years, 1, 1)
