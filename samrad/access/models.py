"""Counting attempts, so that guessing is slow."""

from django.db import models


class Attempt(models.Model):
    """How often something was tried from one place in one window. `key` is a keyed hash."""

    key = models.CharField(max_length=64)
    window = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="one_count_a_window")]

    def __str__(self) -> str:
        return f"{self.window}: {self.count}"
