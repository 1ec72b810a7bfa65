"""Building the demo world, region by region. Days are counted from the day it is built."""

from datetime import date

from samrad.pages.services.demo import blekinge, jonkoping, kronoberg, troubled, uppsala
from samrad.pages.services.demo.world import World, make_troubled_region, settle_regions
from samrad.registry.services.geography import load_geography


def build_demo(today: date) -> None:
    """Build the whole world in an empty database."""
    load_geography()
    make_troubled_region()
    settle_regions()
    world = World(today)
    for story in (jonkoping, kronoberg, uppsala, blekinge, troubled):
        story.tell(world)
    # Last, so that the registrar's mailbox is not flooded with copies of what came long ago.
    for region in world.regions.values():
        region.registry_email = f"registrator.{region.slug}@exempel.invalid"
        region.save(update_fields=["registry_email"])
