"""Just starts."""

from samrad.consultations.services.starting import start_consultation
from samrad.pages.services.demo import stories
from samrad.pages.services.demo.world import World


def tell(world: World) -> None:
    """Just starts: a process laid out and a consultation with a title."""
    officer = world.people["lo"]
    process = stories.make_process(
        world.regions["blekinge"],
        takes_effect_on=world.next_year(3),
        actor=officer,
        now=world.day(-6),
    )
    consultation = start_consultation(
        process=process,
        title="Kulturen på öarna och i skogen",
        actor=officer,
        now=world.day(-2),
    )
    consultation.purpose = "Vi vill veta vad som krävs för kultur där det är långt till nästa scen."
    consultation.save(update_fields=["purpose"])
