"""The demo's people: who they are, where they work, and how each is entered with one click."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samrad.registry.models import Region, RegionRole
from samrad.users.models import User
from samrad.users.principal import Principal

TROUBLED = "latsaslan"  # an invented region: the one where things go wrong


@dataclass(frozen=True)
class Persona:
    """Someone to be in the demo. `roles` are (region slug, role)."""

    key: str
    name: str
    what: str | Promise
    roles: tuple[tuple[str, str], ...]

    @property
    def email(self) -> str:
        """Return the address the persona signs in by."""
        return f"{self.key}@exempel.invalid"


PERSONAS = (
    Persona(
        "kim",
        "Kim Exempel",
        _("Handläggare i Region Kronoberg, mitt i ett samråd och ett som ska besvaras"),
        (("kronoberg", "officer"),),
    ),
    Persona(
        "alex",
        "Alex Påhittsson",
        _("Kulturchef i Region Kronoberg, godkänner svar"),
        (("kronoberg", "head"),),
    ),
    Persona(
        "jojo",
        "Jojo Låtsasdotter",
        _("Handläggare i Region Jönköpings län, där allt är besvarat"),
        (("jonkoping", "officer"),),
    ),
    Persona(
        "bo",
        "Bo Fiktivsson",
        _("Kulturchef i Region Jönköpings län"),
        (("jonkoping", "head"),),
    ),
    Persona(
        "robin",
        "Robin Exempelgren",
        _("Registrator i Region Kronoberg"),
        (("kronoberg", "registrar"),),
    ),
    Persona(
        "mika",
        "Mika Påhittberg",
        _("Politiker i Region Kronoberg, läser och följer"),
        (("kronoberg", "politician"),),
    ),
    Persona(
        "sam",
        "Sam Låtsaslund",
        _("Handläggare i Region Uppsala, mellan två möten"),
        (("uppsala", "officer"),),
    ),
    Persona(
        "lo",
        "Lo Exempelström",
        _("Handläggare i Region Blekinge, börjar från noll"),
        (("blekinge", "officer"), ("blekinge", "head")),
    ),
    Persona(
        "tove",
        "Tove Fiktivberg",
        _("Handläggare i Region Låtsaslän, där det gått snett"),
        ((TROUBLED, "officer"), (TROUBLED, "head")),
    ),
)


def make_people() -> dict[str, Principal]:
    """Make the personas with their roles; return them by key."""
    regions = {region.slug: region for region in Region.objects.all()}
    people = {}
    for persona in PERSONAS:
        user = User.objects.create_user(email=persona.email, name=persona.name)
        RegionRole.objects.bulk_create(
            RegionRole(region=regions[slug], user=user, role=role) for slug, role in persona.roles
        )
        people[persona.key] = Principal(user=user)
    return people
