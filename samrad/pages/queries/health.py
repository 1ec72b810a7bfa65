"""What `samrad doctor` and /halsa/ need to see."""

import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.db import DatabaseError, connection, transaction
from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, Subquery, When

from samrad.contributions.models import AnswerDraft
from samrad.core.commands import unapplied_migrations
from samrad.core.crypto import CannotOpen, unseal
from samrad.jobs.models import WorkerHeartbeat
from samrad.journal.models import Chain, Entry
from samrad.outbox.enums import MessageState
from samrad.outbox.models import Message
from samrad.pages.rules.health import Facts

SHORTEST_SECRET = 32
NOWHERE = "django.core.mail.backends.console.EmailBackend"


def health_facts(now: datetime, *, try_writing: bool) -> Facts:
    """Look at everything. A database that does not answer is a fact too, not an error."""
    seen = _outside_the_database()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        seen["unapplied_migrations"] = unapplied_migrations()
        if not seen["unapplied_migrations"]:
            seen |= _inside_the_database(now)
            seen["database_takes_writes"] = _takes_writes(now) if try_writing else None
    except DatabaseError:
        return Facts(at=now, database_answers=False, **seen)
    return Facts(at=now, database_answers=True, **seen)


def _takes_writes(now: datetime) -> bool:
    """Write a row and take it back."""
    try:
        with transaction.atomic():
            WorkerHeartbeat.objects.create(name="doctor", started_at=now, beat_at=now)
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True


def _inside_the_database(now: datetime) -> dict[str, Any]:
    # A message that is set to leave later does not wait; one that was tried and put off does.
    waits = Q(state=MessageState.QUEUED) & (Q(attempts__gt=0) | Q(due_at__lte=now))
    since = Case(When(attempts=0, then=F("due_at")), default=F("created_at"))
    mail = Message.objects.aggregate(
        waiting=Count("pk", filter=waits),
        since=Min(since, filter=waits),
        sent=Max("ended_at", filter=Q(state=MessageState.SENT)),
        unclear=Count("pk", filter=Q(state=MessageState.UNCLEAR)),
    )
    return {
        "broken_chains": broken_heads(),
        "worker_beat_at": WorkerHeartbeat.objects.aggregate(latest=Max("beat_at"))["latest"],
        "mail_waiting": mail["waiting"],
        "mail_waiting_since": mail["since"],
        "mail_sent_at": mail["sent"],
        "mail_unclear": mail["unclear"],
        "draft_key_fits": _draft_key_fits(),
    }


def broken_heads() -> tuple[str, ...]:
    """Return the chains whose head is not their last entry; `verify_journal` reads every entry."""
    entries = Entry.objects.filter(chain=OuterRef("pk"))
    at_the_end = entries.filter(number=OuterRef("length")).values("hash")
    beyond = entries.filter(number__gt=OuterRef("length"))
    chains = Chain.objects.annotate(last=Subquery(at_the_end), more=Exists(beyond))
    whole = Q(more=False) & (Q(length=0, head="") | Q(last=F("head")))
    whole_chains = chains.filter(whole).values("pk")
    return tuple(
        Chain.objects.exclude(pk__in=whole_chains).order_by("key").values_list("key", flat=True)
    )


def _draft_key_fits() -> bool:
    """Return whether the newest draft can be opened with the keys that are here."""
    newest = AnswerDraft.objects.order_by("-pk").values_list("sealed", flat=True).first()
    try:
        if newest is not None:
            unseal(newest)
    except CannotOpen:
        return False
    return True


def _outside_the_database() -> dict[str, Any]:
    blobs = storages["blobs"]
    folder = Path(blobs.location) if isinstance(blobs, FileSystemStorage) else None
    return {
        "files_writable": folder is None or os.access(_existing(folder), os.W_OK),
        "disk_free": shutil.disk_usage(_existing(settings.SAMRAD_VAR)).free,
        "secret_key_is_own": len(settings.SECRET_KEY) >= SHORTEST_SECRET,
        "static_is_built": (Path(settings.STATIC_ROOT) / "staticfiles.json").exists(),
        "mail_goes_nowhere": settings.EMAIL_BACKEND == NOWHERE,
    }


def _existing(path: Path) -> Path:
    """Return the folder, or the nearest one above it that is there."""
    return next(folder for folder in (path, *path.parents) if folder.exists())
