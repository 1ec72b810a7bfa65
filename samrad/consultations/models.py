"""Plan processes, consultations, what can be influenced, activities and those who take part."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samrad.access.roles import Role
from samrad.consultations.enums import (
    ActivityKind,
    Audience,
    Level,
    Matter,
    MeetingForm,
    Openness,
    Origin,
    ParticipationKind,
    ProcessState,
    StatedKind,
)
from samrad.core.fields import CodeField
from samrad.plans.models import CulturePlan, PlanVersion
from samrad.registry.enums import Channel
from samrad.registry.models import Municipality, Organisation, Region
from samrad.users.models import User
from samrad.users.principal import Principal


class PlanProcess(models.Model):
    """The making of a plan, counted back from T0: the day the plan takes effect."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="processes")
    plan = models.ForeignKey(CulturePlan, on_delete=models.PROTECT, related_name="processes")
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("namn"), max_length=160)
    takes_effect_on = models.DateField(_("planen börjar gälla"))
    deciding_body = models.CharField(_("beslutande organ"), max_length=120)
    state = CodeField(ProcessState, default=ProcessState.OPEN)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-takes_effect_on", "pk"]
        verbose_name = _("planprocess")
        verbose_name_plural = _("planprocesser")

    def __str__(self) -> str:
        return self.title

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.region.roles_of(principal)


class Consultation(models.Model):
    """One round of asking: why, what can be influenced, who decides, and until when.

    `closes_at` is exclusive: the local midnight after the last day to answer. The question readers
    meet as heading is `title`. `plan_version` is the draft that passages can be commented in.
    A `matter` that is INFORMATION asks for nothing, and is never called a consultation.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="consultations")
    process = models.ForeignKey(PlanProcess, on_delete=models.PROTECT, related_name="consultations")
    slug = models.SlugField(max_length=80, unique=True)
    matter = CodeField(Matter, verbose_name=_("slag"), default=Matter.CONSULTATION)
    title = models.CharField(_("rubrik"), max_length=160)
    lead = models.CharField(_("en mening om varför"), max_length=300, blank=True)
    purpose = models.TextField(_("syfte"), blank=True)
    at_stake = models.TextField(_("vad står på spel"), blank=True)
    level = CodeField(Level, verbose_name=_("nivå"), default=Level.SAM)
    decision_maker = models.CharField(_("vem beslutar"), max_length=120, blank=True)
    decision_on = models.DateField(_("när beslutas det"), null=True, blank=True)
    decided_on = models.DateField(_("beslutat"), null=True, blank=True)
    decision_reference = models.CharField(_("protokoll och paragraf"), max_length=120, blank=True)
    opens_on = models.DateField(_("öppnar"), null=True, blank=True)
    closes_at = models.DateTimeField(_("stänger"), null=True, blank=True)
    heard_on = models.DateField(_("detta hörde vi"), null=True, blank=True)
    answered_on = models.DateField(_("du sa – vi gjorde"), null=True, blank=True)
    case_number = models.CharField(_("diarienummer"), max_length=60, blank=True)
    reference = models.CharField(_("egen beteckning"), max_length=40, unique=True)
    contact_name = models.CharField(_("kontaktperson"), max_length=120, blank=True)
    contact_title = models.CharField(_("kontaktpersonens titel"), max_length=120, blank=True)
    contact_phone = models.CharField(_("telefon"), max_length=40, blank=True)
    contact_email = models.EmailField(_("e-post"), blank=True)
    contact_hours = models.CharField(_("telefontid"), max_length=120, blank=True)
    plan_version = models.ForeignKey(
        PlanVersion, on_delete=models.PROTECT, related_name="consultations", null=True, blank=True
    )
    open_to_all = models.BooleanField(_("öppet även för dem som inte bjudits in"), default=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    published_at = models.DateTimeField(null=True, blank=True)
    heard_published_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)  # a letter released, an answer taken in
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("samråd")
        verbose_name_plural = _("samråd")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "case_number"],
                condition=~Q(case_number=""),
                name="one_case_number_a_region",
            )
        ]
        indexes = [models.Index(fields=["region", "published_at"])]

    def __str__(self) -> str:
        return self.title

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.region.roles_of(principal)


class ConsultationRevision(models.Model):
    """What one part of a consultation was changed from and to, by whom and when. Append-only.

    `changes` is {field: [before, after]}; participants may have read what stood before.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="revisions"
    )
    version = models.PositiveIntegerField()
    part = models.CharField(max_length=20)
    changes = models.JSONField()
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "version"], name="one_consultation_revision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} v{self.version} {self.part}"


class InfluenceItem(models.Model):
    """Something that can be influenced, partly or not, and why."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="influence_items"
    )
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("vad"), max_length=300)
    openness = CodeField(Openness, verbose_name=_("går det att påverka"))
    reason = models.CharField(_("varför"), max_length=300, blank=True)

    class Meta:
        ordering = ["consultation", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class Question(models.Model):
    """A question put to those who take part."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="questions"
    )
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("fråga"), max_length=300)
    hint = models.CharField(_("hjälptext"), max_length=400, blank=True)

    class Meta:
        ordering = ["consultation", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class Activity(models.Model):
    """Something done in a consultation: the written round, a referral, a meeting, another thing.

    `form_key` is the method's name for the form of consulting (a dialogue series, a survey), where
    one was chosen. `daytime_motive` says how we know that those asked prefer daytime. `done_on` is
    for what has no time of its own (kind OTHER); the others are done when their time has passed.
    `is_public` may be false only for kind OTHER. `evaluation_note` says what shows the evaluation.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="activities"
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = CodeField(ActivityKind)
    title = models.CharField(_("rubrik"), max_length=160)
    starts_at = models.DateTimeField(_("börjar"), null=True, blank=True)
    ends_at = models.DateTimeField(_("slutar"), null=True, blank=True)
    form = CodeField(MeetingForm, verbose_name=_("form"), blank=True, default="")
    venue = models.CharField(_("lokal"), max_length=160, blank=True)
    address = models.CharField(_("adress"), max_length=200, blank=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    link = models.URLField(_("länk till digitalt möte"), blank=True)
    phone_in = models.CharField(_("telefonnummer att ringa in på"), max_length=40, blank=True)
    access_note = models.TextField(_("tillgänglighet"), blank=True)
    note = models.TextField(_("annat deltagarna behöver veta"), blank=True)
    attended_organisations = models.PositiveIntegerField(
        _("antal organisationer på plats"), null=True, blank=True
    )
    attended_persons = models.PositiveIntegerField(_("antal personer"), null=True, blank=True)
    form_key = models.CharField(_("samrådsform"), max_length=60, blank=True)
    audience = CodeField(Audience, verbose_name=_("för vem"), default=Audience.CIVIL_SOCIETY)
    daytime_motive = models.CharField(_("varför dagtid"), max_length=300, blank=True)
    is_public = models.BooleanField(_("visas öppet"), default=True)
    rounds = models.PositiveSmallIntegerField(_("antal träffar eller omgångar"), default=1)
    done_on = models.DateField(_("gjort"), null=True, blank=True)
    evaluated_on = models.DateField(_("utvärderat"), null=True, blank=True)
    evaluation_note = models.CharField(
        _("vad som visar att det är utvärderat"), max_length=300, blank=True
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["consultation", "starts_at", "pk"]
        verbose_name = _("aktivitet")
        verbose_name_plural = _("aktiviteter")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="activity_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ActivityKind.MEETING) | Q(starts_at__isnull=False),
                name="meeting_has_time",
            ),
            models.CheckConstraint(
                condition=Q(is_public=True) | Q(kind=ActivityKind.OTHER),
                name="only_other_is_hidden",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.consultation.roles_of(principal)


class Participation(models.Model):
    """That someone takes part: an organisation, a named person or nobody.

    An organisation that came by the open form has only its name until an officer has linked it to
    the register.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="participations"
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = CodeField(ParticipationKind)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="participations", null=True, blank=True
    )
    display_name = models.CharField(max_length=200, blank=True)
    origin = CodeField(Origin)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "organisation"],
                condition=Q(organisation__isnull=False),
                name="an_organisation_takes_part_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="ORGANISATION", organisation__isnull=False)
                | (Q(kind="ORGANISATION", origin="OPEN_FORM") & ~Q(display_name=""))
                | Q(kind__in=["PERSON", "NOBODY"], organisation__isnull=True),
                name="participation_fits_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def reference(self) -> str:
        """Return what the outbox calls this recipient."""
        return f"participation:{self.pk}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.consultation.roles_of(principal)


class ParticipationContact(models.Model):
    """How to reach the one who takes part: personal data, kept apart and with an end date."""

    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, related_name="contact"
    )
    name = models.CharField(_("namn"), max_length=120, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    phone = models.CharField(_("telefon"), max_length=40, blank=True)
    postal_address = models.TextField(_("postadress"), blank=True)
    channel = CodeField(Channel, default=Channel.EMAIL, max_length=10)
    retention_until = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["retention_until"])]

    def __str__(self) -> str:
        return self.name or self.email


class StatedSender(models.Model):
    """What someone who came by the open form says of themselves. Nothing of it has been checked.

    `entry_key` is the form's own, so that pressing twice lets one in.
    """

    participation = models.OneToOneField(
        Participation, on_delete=models.CASCADE, related_name="stated"
    )
    kind = CodeField(StatedKind, verbose_name=_("vem"))
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    org_number = models.CharField(_("organisationsnummer"), max_length=10, blank=True)
    entry_key = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.participation_id}"


class WrongRecipientReport(models.Model):
    """That a personal link reached someone it was not meant for. The link itself stays as it is."""

    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="wrong_recipient_reports"
    )
    note = models.TextField(_("vem länken borde gå till"), blank=True)
    reported_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-reported_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.participation_id} {self.reported_at:%Y-%m-%d}"


class PersonalLink(models.Model):
    """A way in for one participation, which may have many. The token itself is nowhere."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    minted_for = models.CharField(max_length=40)  # what made it: invitation, code, receipt …
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.minted_for} {self.participation_id}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return LINK_HOLDER to the one who presents the live link."""
        alive = self.revoked_at is None and principal.at < self.expires_at
        return {Role.LINK_HOLDER} if alive and principal.token_hash == self.token_hash else set()


class PaperCode(models.Model):
    """A short code for paper, that opens a participation. Kept as a keyed hash."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"code {self.participation_id}"
