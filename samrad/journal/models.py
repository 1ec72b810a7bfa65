"""Chains and their entries."""

from django.db import models


class Chain(models.Model):
    """The head of one chain: `platform`, `region:07` or `alliance:12`."""

    key = models.CharField(max_length=60, unique=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default="", blank=True)

    def __str__(self) -> str:
        return self.key


class Entry(models.Model):
    """One thing that happened. Written once; the hash covers the entry and the one before it."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    facts_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["chain", "number"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="one_entry_a_number")
        ]
        indexes = [models.Index(fields=["object_kind", "object_id"])]

    def __str__(self) -> str:
        return f"{self.chain_id}/{self.number} {self.kind}"
