"""Blobs, and the files that name them."""

import uuid

from django.db import models


class Blob(models.Model):
    """Content, stored once however many files hold it. The key is its SHA-256 in hex."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class StoredFile(models.Model):
    """A file as somebody gave it or the system made it. `tenant` is the chain key of its owner."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="files")
    tenant = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
