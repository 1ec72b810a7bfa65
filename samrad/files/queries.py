"""Reading stored files."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Any

from django.core.files.storage import storages
from django.db.models import Exists, OuterRef, QuerySet

from samrad.files.models import Blob, StoredFile


def path_of(sha256: str) -> str:
    """Return where the blob lies in the store."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def open_file(stored: StoredFile) -> IO[bytes]:
    """Open the content for reading."""
    return storages["blobs"].open(path_of(stored.blob_id), "rb")


def owners_of_files() -> Iterator[tuple[type[Any], str]]:
    """Yield every model that names a stored file, and by which field, whichever app it is of."""
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete:
            yield relation.related_model, relation.field.name  # type: ignore[misc,union-attr]  # a reverse relation has both


def _after(folder: str) -> str:
    """Return what comes right after every hash in the folder: `g` follows the last hex digit."""
    return f"{folder}g"


def files_without_owner(folder: str, *, before: datetime) -> QuerySet[StoredFile]:
    """Return files in the folder that no row names, and that have been there since `before`."""
    rows = StoredFile.objects.filter(
        blob__gte=folder, blob__lt=_after(folder), created_at__lt=before
    )
    for model, name in owners_of_files():
        rows = rows.exclude(Exists(model.objects.filter(**{name: OuterRef("pk")})))
    return rows


def blobs_without_file(folder: str, *, before: datetime) -> QuerySet[Blob]:
    """Return content in the folder that no file holds, and that has been there since `before`."""
    rows = Blob.objects.filter(sha256__gte=folder, sha256__lt=_after(folder), created_at__lt=before)
    return rows.exclude(Exists(StoredFile.objects.filter(blob=OuterRef("pk"))))


def content_in(folder: str) -> Iterator[tuple[str, int, datetime]]:
    """Yield what lies in the folder of the store: its hash, its size and since when."""
    blobs = storages["blobs"]
    try:
        folders = blobs.listdir(folder)[0]
    except FileNotFoundError:
        return
    for below in folders:
        for sha256 in blobs.listdir(f"{folder}/{below}")[1]:
            name = path_of(sha256)
            yield sha256, blobs.size(name), blobs.get_modified_time(name).astimezone(UTC)
