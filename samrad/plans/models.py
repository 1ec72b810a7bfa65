"""A plan, its versions, its passages and every revision of them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samrad.access.roles import Role
from samrad.core.fields import CodeField
from samrad.files.models import StoredFile
from samrad.plans.enums import PlanKind, VersionKind
from samrad.registry.models import Region
from samrad.users.models import User
from samrad.users.principal import Principal


class CulturePlan(models.Model):
    """A region's plan for some years."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="plans")
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("namn"), max_length=160)
    kind = CodeField(PlanKind, verbose_name=_("sort"), default=PlanKind.CULTURE_PLAN)
    period_from = models.DateField(_("gäller från"))
    period_to = models.DateField(_("gäller till och med"))
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-period_from", "pk"]
        verbose_name = _("plan")
        verbose_name_plural = _("planer")
        constraints = [
            models.CheckConstraint(
                condition=Q(period_to__gt=models.F("period_from")), name="plan_period_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.region.roles_of(principal)


class PlanVersion(models.Model):
    """The plan as it stood. At most one version a plan is being worked on; the others are frozen.

    `content_hash` covers order, heading and text of every passage (hex SHA-256).
    """

    plan = models.ForeignKey(CulturePlan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kind = CodeField(VersionKind, default=VersionKind.DRAFT)
    label = models.CharField(_("beteckning"), max_length=80)
    source_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(frozen_at__isnull=True),
                name="one_working_version_a_plan",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True) | ~Q(content_hash=""),
                name="frozen_version_has_hash",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.plan.roles_of(principal)


class Passage(models.Model):
    """A piece of the plan with an identity that survives every rewording and renumbering."""

    plan = models.ForeignKey(CulturePlan, on_delete=models.PROTECT, related_name="passages")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    def __str__(self) -> str:
        return str(self.uuid)

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.plan.roles_of(principal)


class PassageRevision(models.Model):
    """The wording of a passage from one moment on. Append-only."""

    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="next_revisions", null=True, blank=True
    )
    level = models.PositiveSmallIntegerField()  # 1 chapter, 2 section …, as the headings
    heading = models.CharField(_("rubrik"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    motive = models.TextField(_("varför"), blank=True)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["passage", "number"]
        constraints = [
            models.UniqueConstraint(fields=["passage", "number"], name="one_passage_revision")
        ]

    def __str__(self) -> str:
        return self.heading or self.text[:60]


class PlacedPassage(models.Model):
    """Where a passage stands in a version, and in which wording."""

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="placed")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="placed")
    revision = models.ForeignKey(PassageRevision, on_delete=models.PROTECT, related_name="placed")
    position = models.PositiveIntegerField()
    number = models.CharField(_("avsnittsnummer"), max_length=20, blank=True)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "passage"], name="a_passage_once_a_version"),
            models.UniqueConstraint(fields=["version", "position"], name="one_passage_a_position"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.passage_id}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.version.roles_of(principal)
