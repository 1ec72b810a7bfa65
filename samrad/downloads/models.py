"""The file that an order became."""

from django.db import models

from samrad.files.models import StoredFile
from samrad.jobs.models import Job


class Download(models.Model):
    """A finished file, until its time is out."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="download")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    kept_until = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.stored_id)
