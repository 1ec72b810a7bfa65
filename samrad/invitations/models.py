"""Letters, the sendings of them, each recipient as it was when sent, and disputed findings."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from samrad.access.roles import Role
from samrad.consultations.models import Consultation, Participation
from samrad.core.fields import CodeField
from samrad.files.models import StoredFile
from samrad.invitations.enums import LetterKind, MailingState, RecipientChannel
from samrad.outbox.models import Message
from samrad.users.models import User
from samrad.users.principal import Principal


class Letter(models.Model):
    """A letter in Markdown with named gaps, filled for each recipient. One of a kind."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="letters")
    kind = CodeField(LetterKind)
    subject = models.CharField(_("ämne"), max_length=160)
    body = models.TextField(_("brevets text"))
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "kind"], name="one_letter_a_kind")
        ]

    def __str__(self) -> str:
        return self.subject

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.consultation.roles_of(principal)


class Mailing(models.Model):
    """One sending: the letter's text as it was, the segment that chose the recipients, and when.

    A draft has only its segment. When it is released subject, body and chosen recipients are fixed;
    `sent_at` is the moment from which mails may leave and may lie ahead.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="mailings"
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = CodeField(LetterKind)
    state = CodeField(MailingState, default=MailingState.DRAFT)
    subject = models.CharField(max_length=160, blank=True)
    body = models.TextField(blank=True)
    segment = models.JSONField(default=dict)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    created_at = models.DateTimeField()
    released_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    released_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d}"

    @property
    def event(self) -> str:
        """Return what the outbox calls this sending."""
        return f"mailing:{self.pk}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.consultation.roles_of(principal)


class PaperBatch(models.Model):
    """Letters printed together. The files hold codes, so they are sealed and go once posted."""

    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, related_name="paper_batches")
    number = models.PositiveIntegerField()
    letters = models.PositiveIntegerField(default=0)
    pdf = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    docx = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    posted_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["mailing", "number"]
        constraints = [
            models.UniqueConstraint(fields=["mailing", "number"], name="one_paper_batch_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.mailing_id}/{self.number}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.mailing.roles_of(principal)


class Recipient(models.Model):
    """Who was chosen and how they would be reached, as it was at the sending.

    A mail has its `message` in the outbox, a letter on paper the batch it was printed in.
    `reached_on` says that somebody was reached in another way, and `reached_how` how.
    """

    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, related_name="recipients")
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="receipts"
    )
    channel = CodeField(RecipientChannel)
    email = models.EmailField(blank=True)
    postal_address = models.TextField(blank=True)
    message = models.OneToOneField(
        Message, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    paper_batch = models.ForeignKey(
        PaperBatch, on_delete=models.PROTECT, related_name="recipients", null=True, blank=True
    )
    reached_on = models.DateField(null=True, blank=True)
    reached_how = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "participation"], name="one_letter_a_recipient"
            )
        ]
        indexes = [models.Index(fields=["mailing", "channel"])]

    def __str__(self) -> str:
        return f"{self.mailing_id} {self.participation_id}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.mailing.roles_of(principal)


class ReviewDispute(models.Model):
    """That a finding about a letter does not hold, and why; it stays hidden while its quote does.

    `quote_hash` is of the words the finding is about; empty words where something is missing.
    `method_version` is that of the rules. A dispute that was taken back is kept, to be counted.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="review_disputes"
    )
    letter_kind = CodeField(LetterKind)
    rule = models.CharField(max_length=8)
    quote_hash = models.CharField(max_length=64)
    reason = models.CharField(_("varför"), max_length=500)
    method_version = models.PositiveIntegerField()
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    made_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "letter_kind", "rule", "quote_hash"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_live_dispute_a_finding",
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter_kind} {self.rule}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.consultation.roles_of(principal)
