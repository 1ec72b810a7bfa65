"""Copying the whole installation to one file while it runs, and laying it out again.

A backup is a tar: the database, every stored file, and last a manifest with their hashes. The
database is copied first and the files after it, so every file the copy names is there. Keys are
not in it: whoever finds a backup must not be able to open the drafts.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Protocol

from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from samrad import __version__
from samrad.core.ids import keyed_hash
from samrad.files.models import Blob
from samrad.files.queries import path_of

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
FILES = "files/"


class BackupExists(Exception):
    """Something stands where the backup should be written; it is not overwritten."""


class CannotRestore(Exception):
    """The backup cannot be laid out here; nothing has been written."""


class NotABackup(CannotRestore):
    """The file is no backup of ours, or of a kind that this version cannot read."""


class BackupDamaged(CannotRestore):
    """Contents differ from the manifest; the argument names them."""


class BackupTooNew(CannotRestore):
    """The backup was made by a later version; the argument names its unknown migrations."""


class OtherDatabase(CannotRestore):
    """The backup is of the other kind of database; the argument says which."""


class NotEmpty(CannotRestore):
    """There is something already where the backup should be laid out."""


class ToolFailed(Exception):
    """pg_dump or pg_restore said no; the argument is what it said."""


@dataclass
class Manifest:
    """What a backup says of itself."""

    format: int
    version: str
    made_at: str
    database: str
    keys: str
    migrations: list[str]
    contents: dict[str, str] = field(default_factory=dict)  # name to SHA-256
    damaged: list[str] = field(default_factory=list)  # stored files that were gone or altered


class Readable(Protocol):
    """What can be read piece by piece: a file, or a stored file."""

    def read(self, size: int = -1, /) -> bytes:
        """Read on."""
        ...


class _Hashing:
    """A file to read from that notes the hash of what was read."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        piece = self._source.read(size)
        self.sha256.update(piece)
        return piece


def keys_fingerprint() -> str:
    """Return a hash that tells whether the same keys are in place, and nothing else."""
    return keyed_hash("\n".join(settings.SAMRAD_DRAFT_KEYS), purpose="backup keys")


def make_backup(*, path: Path, now: datetime) -> Manifest:
    """Write a backup to `path` and return its manifest. Raise `BackupExists` or `ToolFailed`."""
    if path.exists():
        raise BackupExists
    manifest = Manifest(
        format=FORMAT,
        version=__version__,
        made_at=now.isoformat(),
        database=connection.vendor,
        keys=keys_fingerprint(),
        migrations=_applied_migrations(),
    )
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        _write(part, manifest, now)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _write(part: Path, manifest: Manifest, now: datetime) -> None:
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as target, tarfile.open(fileobj=target, mode="w") as tar:
        with tempfile.TemporaryDirectory(dir=part.parent, prefix=".samrad-") as folder:
            copy = Path(folder) / "copy"
            _copy_database(copy)
            with copy.open("rb") as source:
                name = DATABASE[manifest.database]
                manifest.contents[name] = _add(tar, name, source, copy.stat().st_size, now)
        for sha256 in Blob.objects.order_by("sha256").values_list("sha256", flat=True).iterator():
            _add_blob(tar, sha256, manifest, now)
        with tempfile.TemporaryFile() as text:
            text.write(json.dumps(asdict(manifest), indent=1).encode())
            size = text.tell()
            text.seek(0)
            _add(tar, MANIFEST, text, size, now)
        tar.close()
        target.flush()
        os.fsync(target.fileno())


def _add(tar: tarfile.TarFile, name: str, source: Readable, size: int, now: datetime) -> str:
    """Put one thing in the tar and return its hash."""
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, int(now.timestamp()), 0o600
    hashing = _Hashing(source)
    tar.addfile(info, hashing)
    return hashing.sha256.hexdigest()


def _add_blob(tar: tarfile.TarFile, sha256: str, manifest: Manifest, now: datetime) -> None:
    """Put one stored file in the tar; one that is gone or altered is noted."""
    blobs, stored = storages["blobs"], path_of(sha256)
    if not blobs.exists(stored):
        manifest.damaged.append(sha256)
        return
    with blobs.open(stored, "rb") as source:
        found = _add(tar, FILES + stored, source, blobs.size(stored), now)
    manifest.contents[FILES + stored] = found
    if found != sha256:
        manifest.damaged.append(sha256)


def _applied_migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations)


def _copy_database(copy: Path) -> None:
    """Copy the database as it is at one moment; nobody waits for it. Not inside a transaction."""
    connection.validate_no_atomic_block()
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(copy)) as target:
            connection.connection.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        return
    _run_tool(["pg_dump", "--format=custom", "--no-owner", f"--file={copy}"])


def _run_tool(command: list[str]) -> None:
    """Run a PostgreSQL program against our database. Raise `ToolFailed`."""
    asked = connection.settings_dict
    variables = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    environment = {**os.environ, "PGDATABASE": str(asked["NAME"])}
    environment |= {pg: str(asked[name]) for name, pg in variables.items() if asked[name]}
    if not shutil.which(command[0]):
        raise ToolFailed(f"{command[0]} is not installed")
    done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603 -- fixed programs
    if done.returncode:
        raise ToolFailed(done.stderr.decode(errors="replace").strip())


def restore_backup(*, path: Path) -> Manifest:
    """Lay out the backup in this, empty, installation and return its manifest.

    Everything is checked before anything is written. Raise `NotABackup`, `BackupDamaged`,
    `BackupTooNew`, `OtherDatabase`, `NotEmpty` or `ToolFailed`.
    """
    try:
        with tarfile.open(path) as tar:
            manifest = _read_manifest(tar)
            _refuse_what_cannot_be(manifest)
            _verify(tar, manifest)
            _refuse_unless_empty()
            for name in manifest.contents:
                if name.startswith(FILES):
                    storages["blobs"].save(name.removeprefix(FILES), File(_open(tar, name)))
            _lay_out_database(_open(tar, DATABASE[manifest.database]))
    except tarfile.TarError as error:
        raise NotABackup from error
    return manifest


def _open(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    member = tar.extractfile(name)
    if member is None:
        raise NotABackup
    return member


def _read_manifest(tar: tarfile.TarFile) -> Manifest:
    try:
        told: dict[str, Any] = json.load(_open(tar, MANIFEST))
        manifest = Manifest(**told)
    except (KeyError, TypeError, ValueError) as error:
        raise NotABackup from error
    if manifest.format != FORMAT or manifest.database not in DATABASE:
        raise NotABackup
    return manifest


def _refuse_what_cannot_be(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        raise OtherDatabase(manifest.database)
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise BackupTooNew(", ".join(unknown))


def _verify(tar: tarfile.TarFile, manifest: Manifest) -> None:
    members = {member.name for member in tar.getmembers() if member.isfile()} - {MANIFEST}
    altered = [
        name
        for name in sorted(members & set(manifest.contents))
        if _hash_of(_open(tar, name)) != manifest.contents[name]
    ]
    if faults := sorted(members ^ set(manifest.contents)) + altered:
        raise BackupDamaged(", ".join(faults))


def _hash_of(source: Readable) -> str:
    hashing = _Hashing(source)
    while hashing.read(1 << 20):
        pass
    return hashing.sha256.hexdigest()


def _refuse_unless_empty() -> None:
    if any(_stored_files()):
        raise NotEmpty
    file = Path(connection.settings_dict["NAME"])
    if (connection.vendor != "sqlite" or file.exists()) and connection.introspection.table_names():
        raise NotEmpty


def _stored_files() -> Iterator[str]:
    try:
        folders, files = storages["blobs"].listdir("")
    except FileNotFoundError:
        return
    yield from (*folders, *files)


def _lay_out_database(source: IO[bytes]) -> None:
    connection.close()
    if connection.vendor == "sqlite":
        target = Path(connection.settings_dict["NAME"])
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        with part.open("wb") as file:
            shutil.copyfileobj(source, file)
        for left_over in ("-wal", "-shm"):
            target.with_name(target.name + left_over).unlink(missing_ok=True)
        part.replace(target)
        return
    with tempfile.NamedTemporaryFile() as file:
        shutil.copyfileobj(source, file)
        file.flush()
        _run_tool(["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction",
                   f"--dbname={connection.settings_dict['NAME']}", file.name])  # fmt: skip
