"""Files are kept by content, named by rows, and handed out so that no browser runs them."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from samrad.contributions.models import SubmissionFile
from samrad.files.models import Blob, StoredFile
from samrad.files.queries import open_file, owners_of_files, path_of
from samrad.files.responses import attachment
from samrad.files.services import (
    TURN,
    UNATTACHED,
    FileEmpty,
    FileTooLarge,
    folder_in_turn,
    largest_upload,
    read_upload,
    store_file,
    sweep_files,
)
from samrad.users.models import FormDraft
from tests import make

TICK = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def nothing_from_other_tests(settings):
    """Begin with no content kept: the sweep finds what others left in the same folder, too."""
    settings.STORAGES = dict(settings.STORAGES)


def store(content=b"hej", name="brev.html"):
    return store_file(
        content=content, name=name, content_type="text/html", tenant="region:07", now=make.NOW
    )


@pytest.mark.parametrize(("size", "said"), [(20 << 20, "20\xa0MB"), (2_621_440, "2,5\xa0MB")])
def test_the_limit_is_said_without_needless_decimals(settings, size, said):
    settings.SAMRAD_MAX_UPLOAD = size

    assert largest_upload() == said


def test_the_same_content_is_kept_once_under_its_hash(db):
    first, second = store(), store(name="annat.html")

    assert first.blob_id == second.blob_id == hashlib.sha256(b"hej").hexdigest()
    assert Blob.objects.get().size == 3
    with open_file(second) as content:
        assert content.read() == b"hej"


def test_a_name_with_folders_is_only_a_name(db):
    assert store(name="../../etc/passwd").name == "passwd"


def test_a_file_is_handed_out_as_a_download_that_cannot_run(db):
    answer = attachment(store())

    assert answer["Content-Disposition"] == 'attachment; filename="brev.html"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    answer.close()


def test_an_upload_that_is_too_large_is_refused_while_it_is_read(settings):
    settings.SAMRAD_MAX_UPLOAD = 10

    with pytest.raises(FileTooLarge):
        read_upload(iter([b"0" * 6, b"0" * 6]))


def test_an_empty_upload_is_refused():
    with pytest.raises(FileEmpty):
        read_upload(iter([]))


# --- Sweeping ------------------------------------------------------------------------------------

LATER = make.NOW + UNATTACHED


def sweep(stored, now):
    return sweep_files(folder=stored.blob_id[:2], now=now)


def lies(sha256):
    return storages["blobs"].exists(path_of(sha256))


def test_a_file_nobody_attached_goes_with_its_content_after_a_day(db):
    stored = store(b"aldrig bifogad")

    assert sweep(stored, LATER) == 0
    assert sweep(stored, LATER + TICK) == 2
    assert not StoredFile.objects.exists()
    assert not Blob.objects.exists()
    assert not lies(stored.blob_id)


@pytest.fixture
def owners(db):
    """Return a row of every kind that may name a file, and the name it has for it."""
    consultation = make.consultation()
    submission = make.submission(consultation=consultation)
    letters = make.paper_batch(mailing=make.mailing(consultation=consultation))
    statement = make.statement(consultation=consultation)
    return [
        (SubmissionFile.objects.create(submission=submission, stored=store(b"0")), "stored"),
        (make.placed_passage(plan=consultation.process.plan).version, "source_file"),
        (statement, "data_file"),
        (statement.files.all()[0], "stored"),
        (letters, "docx"),
        (letters, "pdf"),
        (make.import_batch(), "file"),
        (make.download(kind="x", place="region:1"), "stored"),
        (make.attestation(), "stored"),
        (make.document_template(), "stored"),
    ]


def test_an_attached_file_is_never_taken_whoever_holds_it(owners):
    for number, (row, name) in enumerate(owners):
        stored = store(f"bifogad {number}".encode())
        type(row).objects.filter(pk=row.pk).update(**{name: stored})

        sweep(stored, LATER + timedelta(days=400))

        assert StoredFile.objects.filter(pk=stored.pk).exists(), (row, name)
        assert lies(stored.blob_id)
    assert sorted((type(row).__name__, name) for row, name in owners) == sorted(
        (model.__name__, name) for model, name in owners_of_files()
    )


def test_a_file_in_a_form_somebody_has_not_saved_is_kept(db):
    stored = store(b"i ett utkast")
    FormDraft.objects.create(
        user=make.officer(),
        form="arrival",
        object_key="1",
        fields={"kept": f"{stored.uuid},"},
        updated_at=make.NOW,
    )

    assert sweep(stored, LATER + TICK) == 0


def test_content_that_another_file_holds_stays(db):
    loose = store(b"samma")
    held = store(b"samma", name="annan.html")
    SubmissionFile.objects.create(submission=make.submission(), stored=held)

    assert sweep(loose, LATER + TICK) == 1
    assert lies(held.blob_id)


def test_content_whose_row_was_never_committed_goes_after_a_day(db):
    sha256 = hashlib.sha256(b"strandad").hexdigest()
    storages["blobs"].save(path_of(sha256), ContentFile(b"strandad"))
    written = storages["blobs"].get_modified_time(path_of(sha256))

    assert sweep_files(folder=sha256[:2], now=written + UNATTACHED) == 0
    assert lies(sha256)
    assert sweep_files(folder=sha256[:2], now=written + UNATTACHED + TICK) == 1
    assert not lies(sha256)


def test_what_is_stored_while_the_same_is_swept_is_there(db, monkeypatch):
    stored = store(b"samtidigt")
    look = storages["blobs"].exists
    looked: list[str] = []

    def swept_after_the_first_look(name):
        found = look(name)
        if not looked:
            looked.append(name)
            sweep(stored, LATER + TICK)
        return found

    monkeypatch.setattr(storages["blobs"], "exists", swept_after_the_first_look)

    again = store(b"samtidigt")

    with open_file(again) as content:
        assert content.read() == b"samtidigt"


def test_only_its_own_folder_is_swept(db):
    stored = store(b"annan mapp")
    other = f"{(int(stored.blob_id[:2], 16) + 1) % 256:02x}"

    assert sweep_files(folder=other, now=LATER + TICK) == 0


def test_every_folder_has_its_turn():
    turns = {folder_in_turn(make.NOW + n * TURN) for n in range(256)}

    assert turns == {f"{n:02x}" for n in range(256)}
