"""Runs of a checklist, what people say of its items, a region's own items, and overridden gates."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samrad.access.roles import Role
from samrad.consultations.models import Consultation
from samrad.core.fields import CodeField
from samrad.files.models import StoredFile
from samrad.quality.enums import AttestationKind, ChangeKind, Gate, RunSize, State
from samrad.registry.models import Region
from samrad.users.models import User
from samrad.users.principal import Principal


class ChecklistRun(models.Model):
    """A consultation held against one version of a checklist; it keeps the version it began with.

    `published_at` is when the region chose to show its result openly; until then it is internal.
    `shown` is the result as it was shown (`rules.summary`).
    """

    consultation = models.OneToOneField(
        Consultation, on_delete=models.PROTECT, related_name="checklist_run"
    )
    checklist = models.CharField(max_length=60, default="consultation")
    checklist_version = models.PositiveIntegerField()
    size = CodeField(RunSize, verbose_name=_("storlek"))
    motive = models.CharField(_("varför den storleken"), max_length=300)
    started_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    started_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    shown = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.checklist} v{self.checklist_version} {self.size}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.consultation.roles_of(principal)


class RunChange(models.Model):
    """That a run's size was changed or its profile published or withdrawn, and why. Append-only."""

    run = models.ForeignKey(ChecklistRun, on_delete=models.CASCADE, related_name="changes")
    kind = CodeField(ChangeKind)
    before = models.CharField(max_length=24, blank=True)
    after = models.CharField(max_length=24, blank=True)
    motive = models.CharField(_("varför"), max_length=300, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.run_id}"


class Attestation(models.Model):
    """What a person says of one item, with evidence. Append-only but for being withdrawn.

    The current one of an item is the newest that is not withdrawn, contests apart. `proposed` is
    what the facts said at the time; where they have fallen below it since, they win. `digest` marks
    what was confirmed (`rules.confirming`); where something else stands there now, it waits anew.
    `item` is a checklist item's id or a region's own, `X-1`.
    """

    run = models.ForeignKey(ChecklistRun, on_delete=models.PROTECT, related_name="attestations")
    item = models.CharField(max_length=8)
    kind = CodeField(AttestationKind)
    state = CodeField(State)
    proposed = CodeField(State, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    text = models.TextField(_("vad som visar det"), blank=True)
    link = models.URLField(_("länk"), blank=True)
    stored = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    object_ref = models.CharField(max_length=80, blank=True)  # "meeting:<uuid>", "mailing:<uuid>" …
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["run", "item"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(link="") | Q(stored__isnull=False) | ~Q(object_ref=""),
                name="an_attestation_has_evidence",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.kind} {self.state}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.run.roles_of(principal)


class OwnItem(models.Model):
    """A region's own item, judged by people and reported apart from the method's."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="own_items")
    number = models.PositiveIntegerField()
    phase = models.CharField(_("skede"), max_length=1)
    principle = models.CharField(_("princip"), max_length=1, blank=True)
    statement = models.CharField(_("vad som ska vara sant"), max_length=300)
    weight = models.PositiveSmallIntegerField(_("vikt"), default=2)
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["region", "number"]
        constraints = [
            models.UniqueConstraint(fields=["region", "number"], name="own_items_are_numbered")
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def item(self) -> str:
        """Return the id it is attested under."""
        return f"X-{self.number}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.region.roles_of(principal)


class GateOverride(models.Model):
    """That the head of culture let a consultation through a gate that was shut, and why.

    `reasons` are what stood in the way at the time (`rules.gates.Standing.kept`): a new one, or one
    that has grown since, shuts the gate again.
    The motive stands in the statement.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="gate_overrides"
    )
    gate = CodeField(Gate)
    reasons = models.JSONField(default=list)
    motive = models.TextField(_("varför går ni vidare ändå"))
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(motive=""), name="an_override_has_a_motive")
        ]

    def __str__(self) -> str:
        return f"{self.gate} {self.consultation_id}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.consultation.roles_of(principal)
