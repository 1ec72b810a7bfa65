"""Reading plans, versions and passages."""

from dataclasses import dataclass

from django.db.models import QuerySet

from samrad.access.roles import Role
from samrad.files.models import StoredFile
from samrad.plans.enums import VersionKind
from samrad.plans.models import CulturePlan, PassageRevision, PlacedPassage, PlanVersion
from samrad.registry.models import Region
from samrad.users.principal import Principal


def get_plan(region: str, plan: str) -> CulturePlan:
    """Return the plan with the slug `plan` in the region with the slug `region`."""
    return CulturePlan.objects.select_related("region").get(slug=plan, region__slug=region)


def get_public_plan(plan: str) -> CulturePlan:
    """Return the published plan with this slug."""
    return CulturePlan.objects.select_related("region").get(slug=plan, published_at__isnull=False)


def plans_in(region: Region) -> QuerySet[CulturePlan]:
    """Return the region's plans, the latest period first."""
    return CulturePlan.objects.filter(region=region)


def working_version(plan: CulturePlan) -> PlanVersion | None:
    """Return the version being worked on, if there is one."""
    return plan.versions.filter(frozen_at__isnull=True).first()


def draft_exists(plan: CulturePlan) -> bool:
    """Return whether there is a draft whose passages can be changed."""
    return plan.versions.exclude(kind=VersionKind.EARLIER).exists()


def passages_of(version: PlanVersion) -> QuerySet[PlacedPassage]:
    """Return the version's passages in order, with their wording."""
    return version.placed.select_related("revision", "passage").order_by("position")


def get_placed(version: PlanVersion, passage_uuid: str) -> PlacedPassage:
    """Return where a passage stands in the version."""
    return version.placed.select_related("revision", "passage", "version__plan__region").get(
        passage__uuid=passage_uuid
    )


def history_of(placed: PlacedPassage) -> QuerySet[PassageRevision]:
    """Return every wording of the passage, newest first."""
    return placed.passage.revisions.select_related("made_by", "previous").order_by("-number")


def free_slug(base: str) -> str:
    """Return `base`, with a number behind it if another plan has it."""
    taken = set(CulturePlan.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbered) if slug not in taken)


def get_version(region: str, plan: str, version: int) -> PlanVersion:
    """Return the version with this number of the plan."""
    return PlanVersion.objects.select_related("plan__region", "source_file").get(
        number=version, plan__slug=plan, plan__region__slug=region
    )


def get_working_passage(region: str, plan: str, passage: str) -> PlacedPassage:
    """Return where the passage stands in the version being worked on."""
    return PlacedPassage.objects.select_related("revision", "passage", "version__plan__region").get(
        passage__uuid=passage,
        version__frozen_at__isnull=True,
        version__plan__slug=plan,
        version__plan__region__slug=region,
    )


@dataclass(frozen=True)
class PlanFile:
    """A file given for a plan and not read in yet."""

    plan: CulturePlan
    stored: StoredFile

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.plan.roles_of(principal)


def get_plan_file(region: str, plan: str, file: str) -> PlanFile:
    """Return a file that the plan's region owns."""
    found = get_plan(region, plan)
    return PlanFile(found, StoredFile.objects.get(uuid=file, tenant=found.region.chain))
