"""A copy of everything, and the way back."""

import io
import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.utils import ConnectionHandler

from samrad.files.queries import path_of
from samrad.files.services import store_file
from samrad.pages.services import backups
from samrad.pages.services.backups import make_backup, restore_backup
from tests import make

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def kept(transactional_db, settings, tmp_path):
    """Give the test a store on disk with two files in it, and return the first."""
    blobs = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "files", "base_url": None},
    }
    settings.STORAGES = {**settings.STORAGES, "blobs": blobs}
    make.organisation(name="Påhittade hembygdsföreningen")
    for text in (b"another", b"the letter as it came"):
        stored = store_file(
            content=text, name="brev.txt", content_type="text/plain", tenant="region:07", now=NOW
        )
    return stored


def stored_at(kept):
    return Path(storages["blobs"].path(path_of(kept.blob_id)))


def names_in(path):
    with tarfile.open(path) as tar:
        return tar.getnames()


def rewrite(path, changed):
    """Write the tar again with some contents changed."""
    with tarfile.open(path) as tar:
        contents = {member.name: tar.extractfile(member).read() for member in tar}
    with tarfile.open(path, "w") as tar:
        for name, content in {**contents, **changed}.items():
            if content is not None:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))


@pytest.fixture
def empty_place(monkeypatch, settings, tmp_path):
    """Move to an installation with nothing in it."""

    def _move():
        place = tmp_path / "new"
        blobs = FileSystemStorage(location=place / "files", base_url=None)
        monkeypatch.setitem(storages._storages, "blobs", blobs)  # noqa: SLF001 -- no door
        database = {**settings.DATABASES["default"], "NAME": place / "samrad.sqlite3"}
        there = ConnectionHandler({"default": database})["default"]
        monkeypatch.setattr(backups, "connection", there)
        return place, there

    return _move


def test_the_copy_holds_the_database_every_file_and_a_manifest(kept, tmp_path):
    manifest = make_backup(path=tmp_path / "copy.tar", now=NOW)

    names = names_in(tmp_path / "copy.tar")
    assert names[0] == backups.DATABASE[connection.vendor]
    assert names[-1] == "manifest.json"
    assert f"files/{path_of(kept.blob_id)}" in names
    assert len(names) == 4
    assert set(manifest.contents) == set(names[:-1])
    assert manifest.damaged == []


def test_the_copy_holds_no_key(kept, settings, tmp_path):
    make_backup(path=tmp_path / "copy.tar", now=NOW)

    content = (tmp_path / "copy.tar").read_bytes()
    assert settings.SAMRAD_DRAFT_KEYS[0].encode() not in content
    assert settings.SECRET_KEY.encode() not in content


def test_only_the_owner_may_read_the_copy(kept, tmp_path):
    make_backup(path=tmp_path / "copy.tar", now=NOW)

    assert (tmp_path / "copy.tar").stat().st_mode & 0o777 == 0o600


def test_what_stands_there_is_not_overwritten(kept, tmp_path):
    (tmp_path / "copy.tar").write_text("older")

    with pytest.raises(backups.BackupExists):
        make_backup(path=tmp_path / "copy.tar", now=NOW)

    assert (tmp_path / "copy.tar").read_text() == "older"


def test_a_stored_file_that_was_altered_is_told_and_the_rest_is_copied(kept, tmp_path):
    stored_at(kept).write_bytes(b"altered")

    with pytest.raises(SystemExit) as ended:
        call_command("backup", tmp_path / "copy.tar")

    with tarfile.open(tmp_path / "copy.tar") as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
    assert ended.value.code == 1
    assert manifest["damaged"] == [kept.blob_id]
    assert len(manifest["contents"]) == 3


def test_in_a_folder_the_copy_is_named_by_its_moment(kept, tmp_path, capsys):
    (tmp_path / "copies").mkdir()

    call_command("backup", tmp_path / "copies", format="json")

    told = json.loads(capsys.readouterr().out)
    assert [str(path) for path in (tmp_path / "copies").iterdir()] == [told["path"]]
    assert (told["files"], told["damaged"]) == (2, [])


@pytest.mark.sqlite
def test_laid_out_in_an_empty_place_everything_is_back(
    kept, tmp_path, empty_place, django_db_blocker
):
    make_backup(path=tmp_path / "copy.tar", now=NOW)
    place, there = empty_place()

    restore_backup(path=tmp_path / "copy.tar")

    with django_db_blocker.unblock(), there.cursor() as cursor:
        cursor.execute("SELECT name FROM registry_organisation")
        names = [row[0] for row in cursor.fetchall()]
    there.close()
    assert names == ["Påhittade hembygdsföreningen"]
    assert (place / "files" / path_of(kept.blob_id)).read_bytes() == b"the letter as it came"


@pytest.mark.sqlite
def test_nothing_is_written_over(kept, tmp_path, empty_place):
    make_backup(path=tmp_path / "copy.tar", now=NOW)
    _place, there = empty_place()
    restore_backup(path=tmp_path / "copy.tar")

    with pytest.raises(backups.NotEmpty):
        restore_backup(path=tmp_path / "copy.tar")

    there.close()


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"manifest.json": None}, backups.NotABackup),
        ({"manifest.json": b"{}"}, backups.NotABackup),
        ({"manifest.json": b"not json"}, backups.NotABackup),
        ({"files/extra": b"put in afterwards"}, backups.BackupDamaged),
        ({"DATABASE": b"altered"}, backups.BackupDamaged),
        ({"DATABASE": None}, backups.BackupDamaged),
    ],
)
def test_a_damaged_copy_is_refused_before_anything_is_written(
    kept, tmp_path, empty_place, changed, refused
):
    make_backup(path=tmp_path / "copy.tar", now=NOW)
    name = backups.DATABASE[connection.vendor]
    rewrite(tmp_path / "copy.tar", {key.replace("DATABASE", name): v for key, v in changed.items()})
    if connection.vendor == "sqlite":
        empty_place()

    with pytest.raises(refused):
        restore_backup(path=tmp_path / "copy.tar")

    assert not (tmp_path / "new").exists()


def altered_manifest(path, **told):
    with tarfile.open(path) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
    rewrite(path, {"manifest.json": json.dumps({**manifest, **told}).encode()})


def test_a_copy_from_a_later_version_is_refused(kept, tmp_path):
    make_backup(path=tmp_path / "copy.tar", now=NOW)
    altered_manifest(tmp_path / "copy.tar", migrations=["registry.9999_later"])

    with pytest.raises(CommandError, match="nyare version"):
        call_command("restore", tmp_path / "copy.tar")


def test_a_copy_of_the_other_database_is_refused(kept, tmp_path):
    make_backup(path=tmp_path / "copy.tar", now=NOW)
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    altered_manifest(tmp_path / "copy.tar", database=other)

    with pytest.raises(CommandError, match=f"{other}-databas"):
        call_command("restore", tmp_path / "copy.tar")


def test_any_other_file_is_no_copy(tmp_path):
    (tmp_path / "text.tar").write_text("not a tar at all")

    with pytest.raises(CommandError, match="ingen säkerhetskopia"):
        call_command("restore", tmp_path / "text.tar")


@pytest.fixture
def empty_database(transactional_db):
    """Make an empty PostgreSQL database beside the test's own, and return its connection."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE samrad_laid_out")
    asked = {**connection.settings_dict, "NAME": "samrad_laid_out"}
    there = ConnectionHandler({"default": asked})["default"]
    yield there
    there.close()
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE samrad_laid_out")


@pytest.mark.postgres
def test_laid_out_in_an_empty_postgresql_database_everything_is_back(
    kept, settings, tmp_path, monkeypatch, empty_database
):
    make_backup(path=tmp_path / "copy.tar", now=NOW)
    blobs = FileSystemStorage(location=tmp_path / "new" / "files", base_url=None)
    monkeypatch.setitem(storages._storages, "blobs", blobs)  # noqa: SLF001 -- no door
    monkeypatch.setattr(backups, "connection", empty_database)

    restore_backup(path=tmp_path / "copy.tar")

    with empty_database.cursor() as cursor:
        cursor.execute("SELECT name FROM registry_organisation")
        names = [row[0] for row in cursor.fetchall()]
    assert names == ["Påhittade hembygdsföreningen"]
    laid_out = tmp_path / "new" / "files" / path_of(kept.blob_id)
    assert laid_out.read_bytes() == b"the letter as it came"
