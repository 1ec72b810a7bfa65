"""The consultation statement, its written parts and versions; a region's own templates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samrad.access.roles import Role
from samrad.consultations.models import Consultation
from samrad.core.fields import CodeField
from samrad.files.models import StoredFile
from samrad.jobs.models import Job
from samrad.registry.models import Region
from samrad.reporting.enums import DocumentFormat
from samrad.users.models import User
from samrad.users.principal import Principal


class StatementText(models.Model):
    """A part of the statement that a person writes; everything else comes from the data."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="statement_texts"
    )
    section = models.CharField(max_length=40)
    text = models.TextField(_("text"), blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "section"], name="one_statement_text_a_section"
            )
        ]

    def __str__(self) -> str:
        return self.section


class Statement(models.Model):
    """A frozen statement: the data it was made from (as JSON, with its hash), when, what dnr.

    It is whole when `completed_at` is set: then every format has been written from that data.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="statements"
    )
    number = models.PositiveIntegerField()
    data_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    data_hash = models.CharField(max_length=64)
    case_number = models.CharField(max_length=60, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    made_at = models.DateTimeField()
    contributions = models.PositiveIntegerField(default=0)
    proposed = models.PositiveIntegerField(default=0)  # whose reply was not yet published
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="one_statement_number"),
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True)
                | models.Q(completed_at__isnull=False),
                name="published_statement_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} v{self.number}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.consultation.roles_of(principal)


class StatementFile(models.Model):
    """A statement written in one format; `volume` counts from 1 where a PDF is split."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="files")
    format = CodeField(DocumentFormat)
    volume = models.PositiveSmallIntegerField(default=1)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["statement", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "format", "volume"], name="one_file_a_format"
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.format}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.statement.roles_of(principal)


class DocumentTemplate(models.Model):
    """A region's own Word template, in place of ours (`key` is the method's name for it).

    The one without `ended_at` is in force; earlier ones are kept. `text` is the template's words
    with their tags, from which its gaps are counted.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="document_templates")
    key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["key", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "key", "number"], name="one_template_a_number"
            ),
            models.UniqueConstraint(
                fields=["region", "key"],
                condition=models.Q(ended_at__isnull=True),
                name="one_template_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.number}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.region.roles_of(principal)
