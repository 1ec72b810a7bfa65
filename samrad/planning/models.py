"""Milestones, goals, budget, matrix and duties; handing over, and one's own calendar."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samrad.access.roles import Role
from samrad.consultations.models import Activity, Consultation, PlanProcess
from samrad.core.fields import CodeField
from samrad.planning.enums import DutyKind, MilestoneChangeKind, SamiOutcome
from samrad.planning.rules.matrix import CELLS
from samrad.registry.models import Region
from samrad.users.models import User
from samrad.users.principal import Principal


class Milestone(models.Model):
    """A date in the process. `key` is the timeline's own code; added ones have none."""

    process = models.ForeignKey(PlanProcess, on_delete=models.CASCADE, related_name="milestones")
    key = models.CharField(max_length=40, blank=True)
    title = models.CharField(_("milstolpe"), max_length=160)
    starts_on = models.DateField(_("datum"))
    ends_on = models.DateField(_("till och med"), null=True, blank=True)
    planned_on = models.DateField(_("ursprungligt datum"))
    done_on = models.DateField(_("klart"), null=True, blank=True)
    responsible = models.CharField(_("ansvarig"), max_length=120, blank=True)
    is_public = models.BooleanField(_("visas öppet"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["process", "starts_on", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "key"],
                condition=~models.Q(key=""),
                name="one_milestone_a_key",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.process.roles_of(principal)


class MilestoneChange(models.Model):
    """What happened to a milestone. Append-only; kept when the milestone is taken away.

    `before_on` and `after_on` are its first day before and after, where that is what changed.
    """

    process = models.ForeignKey(
        PlanProcess, on_delete=models.CASCADE, related_name="milestone_changes"
    )
    kind = CodeField(MilestoneChangeKind)
    title = models.CharField(max_length=160)
    before_on = models.DateField(null=True, blank=True)
    after_on = models.DateField(null=True, blank=True)
    motive = models.CharField(_("varför"), max_length=200, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"


class Goal(models.Model):
    """Something measurable the consultation should reach."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="goals")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("mål"), max_length=200)
    target = models.CharField(_("hur vet vi att vi nått det"), max_length=200)
    result = models.CharField(_("så blev det"), max_length=200, blank=True)

    class Meta:
        ordering = ["consultation", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class BudgetLine(models.Model):
    """Money for the consultation, in whole kronor."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="budget_lines"
    )
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("vad"), max_length=160)
    planned = models.PositiveIntegerField(_("planerat, kr"))
    spent = models.PositiveIntegerField(_("använt, kr"), null=True, blank=True)

    class Meta:
        ordering = ["consultation", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class MatrixPlacement(models.Model):
    """That an activity stands in a cell of the Code's matrix: "B2" is consulting while drafting."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="placements")
    cell = models.CharField(_("ruta"), max_length=2)

    class Meta:
        ordering = ["activity", "cell"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "cell"], name="one_placement_a_cell"),
            models.CheckConstraint(condition=models.Q(cell__in=CELLS), name="cell_is_in_matrix"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.cell}"


class Handover(models.Model):
    """That somebody put together what the next one needs: for a consultation, or a whole region."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="handovers")
    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="handovers", null=True, blank=True
    )
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["region", "-made_at"])]

    def __str__(self) -> str:
        return f"{self.region_id} {self.made_at:%Y-%m-%d}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.region.roles_of(principal)


class HandoverNote(models.Model):
    """What no fact tells the next one: one text a consultation, and one a region."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="handover_notes")
    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="handover_notes", null=True, blank=True
    )
    text = models.TextField(_("det du behöver veta"), blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region"],
                condition=models.Q(consultation__isnull=True),
                name="one_handover_note_a_region",
            ),
            models.UniqueConstraint(
                fields=["consultation"], name="one_handover_note_a_consultation"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.region.roles_of(principal)


class CalendarFeed(models.Model):
    """A secret address at which a person's own calendar reads a region's dates.

    The token itself is nowhere. What it opens is asked anew each time: no role left, nothing read.
    """

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="calendar_feeds")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "user"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_live_calendar_feed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.region_id}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return LINK_HOLDER to the one who presents the live token of a person with a role."""
        is_theirs = principal.token_hash == self.token_hash and self.revoked_at is None
        return {Role.LINK_HOLDER} if is_theirs and self.roles_of_owner() else set()

    def roles_of_owner(self) -> set[Role]:
        """Return the roles that the person holds on the region now."""
        return self.region.roles_of(Principal(user=self.user)) if self.user.is_active else set()


class PreGate(models.Model):
    """The five answers to whether to consult at all. Append-only; the newest is the current.

    `answers` is {question: {"yes": bool, "reason": str}} with every `PreGateQuestion`. `all_yes`
    says the same at a glance: only then may the matter be a consultation.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="pre_gates"
    )
    answers = models.JSONField()
    all_yes = models.BooleanField()
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.made_at:%Y-%m-%d}"


class LegalDuty(models.Model):
    """That a duty was tried: whether it applies, and why. Append-only; the newest is the current.

    A duty of a kind that has no row has not been tried.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="legal_duties"
    )
    kind = CodeField(DutyKind)
    applies = models.BooleanField(_("berörs"))
    reason = models.TextField(_("varför"))
    decided_on = models.DateField(_("beslutat"))
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["consultation", "kind"])]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_duty_is_decided_for_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.applies}"


class SamiConsultation(models.Model):
    """A consultation under the act (2022:66): a matter of its own kind, never a `Consultation`.

    It has no invitations, open form or checklist. `outcome` is empty while it goes on; closing it
    takes an outcome, what was concluded and a reference to where it is documented.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="sami_consultations")
    process = models.ForeignKey(
        PlanProcess, on_delete=models.PROTECT, related_name="sami_consultations"
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("vad ärendet gäller"), max_length=200)
    parties = models.TextField(_("vilka ni konsulterar"))
    case_number = models.CharField(_("diarienummer"), max_length=60, blank=True)
    outcome = CodeField(SamiOutcome, verbose_name=_("hur det slutade"), blank=True, default="")
    conclusion = models.TextField(_("vad ni kom fram till"), blank=True)
    reference = models.CharField(_("var det är dokumenterat"), max_length=200, blank=True)
    closed_on = models.DateField(_("avslutat"), null=True, blank=True)
    started_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", closed_on__isnull=True)
                | (~Q(outcome="") & Q(closed_on__isnull=False) & ~Q(reference="")),
                name="closed_with_outcome_and_reference",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.region.roles_of(principal)


class SamiNote(models.Model):
    """What was done or said in such a consultation, on a day, and with whom. Append-only."""

    matter = models.ForeignKey(SamiConsultation, on_delete=models.PROTECT, related_name="notes")
    on = models.DateField(_("datum"))
    with_whom = models.CharField(_("med vem"), max_length=200)
    text = models.TextField(_("vad som gjordes eller sades"))
    reference = models.CharField(_("handling"), max_length=200, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on} {self.with_whom}"
