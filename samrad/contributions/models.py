"""Submissions and their parts, contributions, replies and their history, and unsent drafts.

A submission and a contribution are written once. What is decided about them later (theme, owner,
moderation, reply) stands in tables of their own.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samrad.access.roles import Role
from samrad.consultations.models import Activity, Consultation, Participation, Question
from samrad.contributions.enums import (
    DeliveryState,
    ModerationState,
    Outcome,
    PartKind,
    ReplyState,
    SourceKind,
    SubmissionChannel,
)
from samrad.core.fields import CodeField
from samrad.files.models import StoredFile
from samrad.plans.models import PassageRevision
from samrad.registry.models import Municipality, Organisation
from samrad.users.models import User
from samrad.users.principal import Principal


class AnswerDraft(models.Model):
    """What a participant has written and not sent: one row a question or passage, sealed.

    `slot` is `question:ID`, `passage:ID` (a passage's revision) or `mandate`. `version` grows with
    each save, so that two writers see each other; `writer` is the mark of the page that saved last.
    """

    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="answer_drafts"
    )
    slot = models.CharField(max_length=40)
    sealed = models.BinaryField()
    nothing_to_add = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    writer = models.CharField(max_length=32, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participation", "slot"], name="one_draft_a_slot")
        ]

    def __str__(self) -> str:
        return f"{self.participation_id} {self.slot}"


class Submission(models.Model):
    """What arrived, whole: text, files, who, how, when and with what mandate. Never edited.

    `text` is the canonical text; spans count its code points. `supersedes` names the submission
    this one replaces or corrects. `idempotency_key` makes pressing twice send once.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="submissions"
    )
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="submissions")
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="submissions", null=True, blank=True
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField()
    source_kind = CodeField(SourceKind, verbose_name=_("vem"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="submissions", null=True, blank=True
    )
    display_name = models.CharField(_("namn"), max_length=200, blank=True)
    show_name = models.BooleanField(_("visa namnet"), default=False)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    channel = CodeField(SubmissionChannel, verbose_name=_("kanal"))
    text = models.TextField(_("text"))
    language = models.CharField(_("språk"), max_length=8, default="sv")
    mandate = models.CharField(_("vem har beslutat om svaret"), max_length=200, blank=True)
    mandate_on = models.DateField(_("när beslutades det"), null=True, blank=True)
    received_at = models.DateTimeField(_("kom in"))
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    idempotency_key = models.CharField(max_length=80, unique=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="superseded_by", null=True, blank=True
    )

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("svar som kommit in")
        verbose_name_plural = _("svar som kommit in")
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"], name="one_submission_a_number"
            ),
            models.CheckConstraint(
                condition=Q(
                    source_kind__in=["ORGANISATION", "ALLIANCE"],
                    organisation__isnull=False,
                    participation__isnull=False,
                )
                # By the open form: an organisation that is not in the register has only its name.
                | (
                    Q(
                        source_kind="ORGANISATION",
                        organisation__isnull=True,
                        participation__isnull=False,
                    )
                    & ~Q(display_name="")
                )
                | Q(
                    source_kind="INDIVIDUAL", organisation__isnull=True, participation__isnull=False
                )
                | Q(source_kind="MEETING_GROUP", organisation__isnull=True)
                | Q(
                    source_kind="ANONYMOUS",
                    organisation__isnull=True,
                    participation__isnull=True,
                    display_name="",
                ),
                name="submission_source_fits_participation",
            ),
        ]
        indexes = [models.Index(fields=["consultation", "-received_at"])]

    def __str__(self) -> str:
        return f"{self.consultation_id}/{self.number}"

    @property
    def public_name(self) -> str:
        """Return the name shown to all: the organisation's; a person's only by their own choice."""
        if self.source_kind in {SourceKind.ORGANISATION, SourceKind.ALLIANCE} or self.show_name:
            return self.display_name or str(self.get_source_kind_display())
        return str(self.get_source_kind_display())

    @property
    def place(self) -> Municipality | None:
        """Return the municipality it comes from: its own, else the organisation's."""
        return self.municipality or (self.organisation.municipality if self.organisation else None)

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.consultation.roles_of(principal)


class SubmissionFile(models.Model):
    """A file that came with a submission: the original letter, an attachment, a photograph."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="files")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.stored_id)

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.submission.roles_of(principal)


class SubmissionPart(models.Model):
    """Which stretch of the canonical text answers what. Written with the submission."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="parts")
    position = models.PositiveSmallIntegerField()
    kind = CodeField(PartKind)
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    passage_revision = models.ForeignKey(
        PassageRevision, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    nothing_to_add = models.BooleanField(default=False)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["submission", "position"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "position"], name="one_part_a_position"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="part_span_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}[{self.start}:{self.end}]"


class Moderation(models.Model):
    """Whether a submission may be shown, who said so and why. Only open ones start as pending."""

    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, related_name="moderation"
    )
    state = CodeField(ModerationState, default=ModerationState.PENDING)
    reason = models.CharField(_("skäl"), max_length=300, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.state)


class Contribution(models.Model):
    """One point in a submission; the unit that gets a reply. Written once.

    `text` equals `submission.text[start:end]` in code points. A split makes new rows that name the
    old by `split_from`; a row that has been split is kept and no longer answered.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="contributions"
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="contributions"
    )
    number = models.PositiveIntegerField()
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    passage_revision = models.ForeignKey(
        PassageRevision, on_delete=models.PROTECT, related_name="comments", null=True, blank=True
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    split_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="split_into", null=True, blank=True
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["consultation", "number"]
        verbose_name = _("inspel")
        verbose_name_plural = _("inspel")
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"], name="one_contribution_a_number"
            ),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")), name="contribution_span_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.text[:60]}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.consultation.roles_of(principal)


class ContributionIndex(models.Model):
    """What search and comparison need of a contribution. Computed from it, and can be made anew.

    `search_text` is the number, the speaker and the words, folded. `exact` and `sketch` are
    the fingerprint of the words (`rules.similarity`).
    """

    contribution = models.OneToOneField(
        Contribution, on_delete=models.CASCADE, related_name="index", primary_key=True
    )
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="+")
    search_text = models.TextField()
    exact = models.CharField(max_length=32)
    sketch = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["consultation", "exact"])]

    def __str__(self) -> str:
        return str(self.contribution_id)


class Coding(models.Model):
    """What officers have settled about a contribution: its theme and who looks after it."""

    contribution = models.OneToOneField(
        Contribution, on_delete=models.PROTECT, related_name="coding"
    )
    theme = models.CharField(_("tema"), max_length=12, blank=True, db_index=True)
    owner = models.ForeignKey(
        User, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    updated_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.theme


class PublicationBatch(models.Model):
    """Replies published at the same moment, by the one who may."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="publications"
    )
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    message = models.TextField(_("hälsning till dem som svarat"), blank=True)

    class Meta:
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.published_at:%Y-%m-%d}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.consultation.roles_of(principal)


class Reply(models.Model):
    """The reply as it reads now. `version` guards against two officers answering at once.

    Adopted or partly adopted names the revision of the passage that was changed.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="replies")
    outcome = CodeField(Outcome, verbose_name=_("utfall"))
    reason = models.TextField(_("motivering"))
    referred_to = models.CharField(_("hänvisat till"), max_length=160, blank=True)
    passage_revision = models.ForeignKey(
        PassageRevision, on_delete=models.PROTECT, related_name="replies", null=True, blank=True
    )
    state = CodeField(ReplyState, default=ReplyState.PROPOSED)
    signed_off_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    signed_off_at = models.DateTimeField(null=True, blank=True)
    batch = models.ForeignKey(
        PublicationBatch, on_delete=models.PROTECT, related_name="replies", null=True, blank=True
    )
    separated_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="separated", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("svar")
        verbose_name_plural = _("svar")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="reply_has_reason"),
            models.CheckConstraint(
                condition=~Q(outcome__in=["ADOPTED", "PARTLY"]) | Q(passage_revision__isnull=False),
                name="adopted_reply_names_the_change",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="REFERRED") | ~Q(referred_to=""),
                name="referred_reply_says_to_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="PUBLISHED") | Q(batch__isnull=False),
                name="published_reply_has_batch",
            ),
        ]
        indexes = [models.Index(fields=["consultation", "state"])]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.reason[:60]}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.consultation.roles_of(principal)


class ContributionReply(models.Model):
    """Which reply answers a contribution: one a contribution, many to a reply."""

    contribution = models.OneToOneField(
        Contribution, on_delete=models.PROTECT, related_name="reply_link"
    )
    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="links")
    linked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.contribution_id} -> {self.reply_id}"


class ReplyRevision(models.Model):
    """What a reply has said, and which contributions it answered, each time it was changed.

    `batch` is the publication in which these words were made public, if they were.
    """

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    outcome = CodeField(Outcome)
    reason = models.TextField()
    referred_to = models.CharField(max_length=160, blank=True)
    passage_revision = models.ForeignKey(
        PassageRevision, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    contribution_numbers = models.JSONField(default=list)
    batch = models.ForeignKey(
        PublicationBatch, on_delete=models.PROTECT, related_name="revisions", null=True, blank=True
    )
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["reply", "number"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "number"], name="one_reply_revision")
        ]

    def __str__(self) -> str:
        return f"{self.reply_id} v{self.number}"


class ReplyNote(models.Model):
    """Why the one who signs off sent a reply back. It stands until the reply is changed."""

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="notes")
    version = models.PositiveIntegerField()
    text = models.TextField(_("vad behöver ändras"))
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["reply", "made_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class ReplyCorrection(models.Model):
    """New words for a reply that is public. The old ones stand until these are published."""

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="corrections")
    outcome = CodeField(Outcome, verbose_name=_("utfall"))
    reason = models.TextField(_("motivering"))
    referred_to = models.CharField(_("hänvisat till"), max_length=160, blank=True)
    passage_revision = models.ForeignKey(
        PassageRevision, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    motive = models.CharField(_("varför svaret rättas"), max_length=300)
    state = CodeField(ReplyState, default=ReplyState.PROPOSED)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    made_at = models.DateTimeField()
    signed_off_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    signed_off_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    batch = models.ForeignKey(
        PublicationBatch,
        on_delete=models.PROTECT,
        related_name="corrections",
        null=True,
        blank=True,
    )

    class Meta:
        ordering = ["reply", "made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),
            models.CheckConstraint(
                condition=~Q(outcome__in=["ADOPTED", "PARTLY"]) | Q(passage_revision__isnull=False),
                name="adopted_correction_names_change",
            ),
            models.UniqueConstraint(
                fields=["reply"],
                condition=~Q(state="PUBLISHED") & Q(withdrawn_at__isnull=True),
                name="one_open_correction_a_reply",
            ),
            models.CheckConstraint(
                condition=~Q(state="PUBLISHED") | Q(batch__isnull=False),
                name="published_correction_has_batch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.reason[:60]}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.reply.roles_of(principal)


class Delivery(models.Model):
    """How the replies of a batch reach one who took part: everyone hears, also after a no."""

    batch = models.ForeignKey(PublicationBatch, on_delete=models.PROTECT, related_name="deliveries")
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="deliveries"
    )
    state = CodeField(DeliveryState)
    queued_at = models.DateTimeField(null=True, blank=True)  # when its mail was put in the outbox
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "participation"], name="one_delivery_a_participation"
            )
        ]
        indexes = [models.Index(fields=["state", "queued_at"])]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.participation_id} {self.state}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.batch.roles_of(principal)
