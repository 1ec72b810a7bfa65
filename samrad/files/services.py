"""Storing files: the content is on disk before the row that names it is committed."""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Final

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.template.defaultfilters import filesizeformat

from samrad.files.models import Blob, StoredFile
from samrad.files.queries import blobs_without_file, content_in, files_without_owner, path_of
from samrad.users.queries import is_named_in_a_draft

UNATTACHED: Final = timedelta(days=1)
TURN: Final = timedelta(seconds=20)  # about as often as what is due is done


class FileTooLarge(Exception):
    """The file is larger than this installation takes (`SAMRAD_MAX_UPLOAD`)."""


class FileEmpty(Exception):
    """The file holds nothing."""


def largest_upload() -> str:
    """Return how large a file may be, in words."""
    return re.sub(r"[.,]0(?=\xa0)", "", filesizeformat(settings.SAMRAD_MAX_UPLOAD))


def read_upload(chunks: Iterable[bytes]) -> bytes:
    """Return the content of an upload. Raise `FileTooLarge` or `FileEmpty`."""
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > settings.SAMRAD_MAX_UPLOAD:
            raise FileTooLarge
    if not content:
        raise FileEmpty
    return bytes(content)


def store_file(
    *, content: bytes, name: str, content_type: str, tenant: str, now: datetime
) -> StoredFile:
    """Store `content` and return the file that names it."""
    sha256 = hashlib.sha256(content).hexdigest()
    blobs = storages["blobs"]
    if not blobs.exists(path_of(sha256)):
        blobs.save(path_of(sha256), ContentFile(content))
    with transaction.atomic():
        blob, _created = Blob.objects.select_for_update().get_or_create(
            sha256=sha256, defaults={"size": len(content), "created_at": now}
        )
        if not blobs.exists(path_of(sha256)):  # swept since we looked; not again while we hold it
            blobs.save(path_of(sha256), ContentFile(content))
        return StoredFile.objects.create(
            blob=blob,
            tenant=tenant,
            name=PurePath(name).name[-200:] or "fil",
            content_type=content_type[:120],
            created_at=now,
        )


@transaction.atomic
def forget_file(*, stored: StoredFile) -> None:
    """Take a file away, and its content too when no other file holds it.

    Only for content that nobody can be storing anew at the same moment, such as sealed content.
    """
    sha256 = stored.blob_id
    stored.delete()
    if not StoredFile.objects.filter(blob_id=sha256).exists():
        Blob.objects.filter(pk=sha256).delete()
        transaction.on_commit(lambda: storages["blobs"].delete(path_of(sha256)))


def folder_in_turn(now: datetime) -> str:
    """Return the folder of the store that is looked over at this turn, of the 256 there are."""
    return f"{int(now.timestamp() // TURN.total_seconds()) % 256:02x}"


@transaction.atomic
def sweep_files(*, folder: str, now: datetime) -> int:
    """Take away files nobody attached and content no file holds, after a day; return how many.

    A file named in a form that somebody has not yet saved is kept as long as what they typed is.
    """
    before = now - UNATTACHED
    locked = files_without_owner(folder, before=before).select_for_update(
        of=("self",), skip_locked=True
    )
    keys = [one.pk for one in locked if not is_named_in_a_draft(str(one.uuid))]
    # Asked again: whoever attached one of them meanwhile was waited for.
    forgotten, _each = files_without_owner(folder, before=before).filter(pk__in=keys).delete()
    stray = [found for found in content_in(folder) if found[2] < before]
    for sha256, size, since in stray:
        Blob.objects.get_or_create(sha256=sha256, defaults={"size": size, "created_at": since})
    return forgotten + _sweep_content(folder, before)


def _sweep_content(folder: str, before: datetime) -> int:
    """Delete content and row while the row is locked, so that nobody can be storing the same."""
    locked = blobs_without_file(folder, before=before).select_for_update(
        of=("self",), skip_locked=True
    )
    keys = [blob.pk for blob in locked]
    unheld = list(blobs_without_file(folder, before=before).filter(pk__in=keys))
    for blob in unheld:
        storages["blobs"].delete(path_of(blob.pk))
        blob.delete()
    return len(unheld)
