"""Give a person a role on a region: the way in for the first one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_email
from django.db.models import Q

from samrad.core.clock import now
from samrad.core.commands import DatabaseCommand
from samrad.registry.enums import RegionRoleCode
from samrad.registry.models import Region
from samrad.registry.services.colleagues import AlreadyHolds, add_colleague
from samrad.users.principal import SYSTEM


class Command(DatabaseCommand):
    """`samrad add_user EMAIL --name NAME --region 07 --role officer`."""

    help = (
        "Låt en person arbeta för en region. Personen loggar in med en kod som kommer med e-post."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take who, where and as what."""
        parser.add_argument("email", metavar="E-POST")
        parser.add_argument("--name", default="", help="personens namn")
        parser.add_argument("--region", required=True, help="länskod (07) eller namn i adressen")
        parser.add_argument("--role", choices=RegionRoleCode.values, default=RegionRoleCode.OFFICER)

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Make the user if there is none, and give the role."""
        try:
            validate_email(options["email"])
            region = Region.objects.get(Q(code=options["region"]) | Q(slug=options["region"]))
        except ValidationError as error:
            raise CommandError("E-postadressen ser inte ut att stämma.", returncode=2) from error
        except Region.DoesNotExist as error:
            raise CommandError(
                f"Det finns ingen region {options['region']}.", returncode=2
            ) from error
        role = RegionRoleCode(options["role"])
        label = str(role.label).lower()
        try:
            held = add_colleague(
                region=region,
                email=options["email"],
                name=options["name"].strip(),
                role=role,
                actor=SYSTEM,
                now=now(),
            )
        except AlreadyHolds:
            self.stdout.write(f"{options['email']} är redan {label} i {region.name}.")
            return
        self.stdout.write(f"{held.user.email} är {label} i {region.name} och får ett brev om det.")
