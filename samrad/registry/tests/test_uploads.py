"""Reading a register in through the browser: file, columns, what would happen, and the worker."""

import io
import json
import zipfile

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from samrad.files.models import Blob, StoredFile
from samrad.files.queries import path_of
from samrad.jobs.models import Job
from samrad.jobs.services import run_due_jobs
from samrad.registry.enums import ImportState
from samrad.registry.models import ImportBatch, Organisation
from samrad.registry.queries import organisations_in
from samrad.registry.services.uploads import (
    IMPORT,
    AnotherImportRuns,
    cancel_import,
    confirm_import,
    forget_uploads,
    let_go,
)
from samrad.registry.tasks import JOB_HANDLERS, SWEEPS, do_import, erase_what_is_due
from samrad.users.principal import SYSTEM
from tests import make

pytestmark = pytest.mark.django_db
FILE = (
    b"Klubb;Orgnr;Kommun;Bank\nP\xc3\xa5hittsk\xc3\xb6ren;;;123\nAndra;811218-9876;;\nTredje;x;;\n"
)


@pytest.fixture
def officer(client):
    client.force_login(make.officer(name="Kim Exempel"))
    return client


@pytest.fixture(autouse=True)
def _place(db):
    make.municipality()


def at(name, *arguments):
    return reverse(f"registry:{name}", args=["kronoberg", *arguments])


def upload(officer, content=FILE, name="register.csv", source="Kommunens register"):
    given = SimpleUploadedFile(name, content)
    return officer.post(at("imports"), {"file": given, "source": source})


def columns(officer, batch, **fields):
    """Choose the columns that the page suggests, but for those given by their number."""
    form = officer.get(at("import_columns", batch.uuid)).context["form"]
    chosen = {name: form[name].initial for name in form.fields}
    chosen |= {name.replace("_", "-"): field for name, field in fields.items()}
    return officer.post(at("import_columns", batch.uuid), chosen)


def work():
    return run_due_jobs(handlers=JOB_HANDLERS, clock=lambda: make.NOW)


def test_a_register_goes_from_file_to_list(officer):
    answer = upload(officer)
    batch = ImportBatch.objects.get()
    assert answer["Location"] == at("import_columns", batch.uuid)

    page = officer.get(answer["Location"]).content.decode()
    assert "Påhittskören" in page
    assert "2 kolumner känns inte igen och läses inte in: Klubb, Bank." in page

    answer = columns(officer, batch, column_0="name")
    assert answer["Location"] == at("import_review", batch.uuid)
    page = officer.get(answer["Location"])
    assert page.context["outcome"]["created"] == 1
    assert page.context["refused_rows"] == 2
    assert Organisation.objects.count() == 0

    answer = officer.post(at("import_review", batch.uuid))
    assert answer["Location"] == at("import", batch.uuid)
    assert "Inläsningen väntar på sin tur" in officer.get(answer["Location"]).content.decode()

    assert work() == 1
    page = officer.get(answer["Location"]).content.decode()
    assert "Registret är inläst" in page
    assert [one.name for one in organisations_in(make.region())] == ["Påhittskören"]
    assert "Kommunens register" in officer.get(at("imports")).content.decode()


def test_personal_numbers_are_nowhere_from_the_first_moment(officer):
    upload(officer)
    batch = ImportBatch.objects.get()
    columns(officer, batch, column_0="name")

    kept = b"".join(storages["blobs"].open(path_of(blob.pk)).read() for blob in Blob.objects.all())
    assert b"9876" not in kept
    for name in ("import_columns", "import_review", "import", "import_refusals"):
        assert b"9876" not in officer.get(at(name, batch.uuid)).content
    batch.refresh_from_db()
    assert "9876" not in json.dumps([batch.mapping, batch.rehearsal])
    assert batch.rehearsal["refused"][0] == {
        "row": 3, "column": "Orgnr", "value": "••••••-••••", "reason": "PERSONAL_NUMBER",
    }  # fmt: skip


def test_the_file_is_let_go_when_the_import_is_over(officer):
    upload(officer)
    batch = ImportBatch.objects.get()
    columns(officer, batch, column_0="name")
    officer.post(at("import_review", batch.uuid))

    work()

    batch.refresh_from_db()
    assert (batch.file, StoredFile.objects.count(), Blob.objects.count()) == (None, 0, 0)
    assert officer.get(at("import_columns", batch.uuid))["Location"] == at("import", batch.uuid)


def packed(**entries):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/"), data)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("tom.csv", b"", "Filen är tom"),
        ("tom.csv", b"\n;;\n", "Filen är tom"),
        ("bild.png", b"\x89PNG", "Filtypen går inte att läsa in"),
        ("gammal.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", "äldre Excelformat"),
        ("last.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", "låst med lösenord"),
        ("brev.xlsx", packed(word__document="x"), "Filtypen går inte att läsa in"),
        ("data.csv", b"\x00\x01\x00", "inte text som går att läsa"),
        ("dubbel.csv", "Namn\nFÃ¶rening\n".encode(), "trasiga i filen"),
        ("rubriker.csv", b"Namn;Ort;ort\na;b;c\n", "Två kolumner har samma rubrik. Byt namn"),
        ("utan.csv", b"Kim;811218-9876\n", "Första raden ser ut att innehålla uppgifter"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_by_name(officer, name, content, told):
    page = upload(officer, content, name)

    assert page.status_code == 422
    assert told in page.content.decode()
    assert "9876" not in page.content.decode()
    assert (ImportBatch.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_file_that_is_too_large_is_told(officer, settings):
    settings.SAMRAD_MAX_UPLOAD = 10

    assert "Filen är för stor" in upload(officer).content.decode()


def test_no_file_and_no_source_are_told(officer):
    page = officer.post(at("imports"), {})

    assert set(page.context["form"].errors) == {"file", "source"}


def test_a_column_for_the_name_must_be_chosen(officer):
    upload(officer)
    batch = ImportBatch.objects.get()

    page = columns(officer, batch)

    assert page.status_code == 422
    assert "Det finns ingen kolumn för organisationens namn" in page.content.decode()


def test_two_columns_for_the_name_must_be_chosen_between(officer):
    upload(officer, b"Namn;Kort namn\nA;B\n")
    batch = ImportBatch.objects.get()

    page = columns(officer, batch, column_1="name")

    assert page.status_code == 422
    assert "(Namn / Kort namn)" in page.content.decode()


def test_a_file_where_no_row_holds_offers_nothing_to_read_in(officer):
    upload(officer, b"Namn;Orgnr\nA;1\n")
    batch = ImportBatch.objects.get()
    columns(officer, batch)

    page = officer.get(at("import_review", batch.uuid)).content.decode()

    assert "Ingen rad går att läsa in" in page
    assert ">Läs in</button>" not in page


def test_every_refused_row_is_in_the_spreadsheet(officer):
    rows = "".join(f"F{number};1\n" for number in range(70))
    upload(officer, f"Namn;Orgnr\n{rows}".encode())
    batch = ImportBatch.objects.get()
    columns(officer, batch)

    page = officer.get(at("import_review", batch.uuid))
    answer = officer.get(at("import_refusals", batch.uuid))

    assert (len(page.context["refused"]), page.context["is_cut"]) == (50, True)
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    listed = book.get_sheet_by_name("Stoppade rader").to_python()
    assert len(listed) == 71
    assert listed[1][:2] == [2.0, "Orgnr"]


def ready(officer):
    upload(officer, b"Namn\nA\n")
    batch = ImportBatch.objects.get(state=ImportState.UPLOADED)
    columns(officer, batch)
    return batch


def test_pressing_twice_reads_the_file_in_once(officer):
    batch = ready(officer)

    officer.post(at("import_review", batch.uuid))
    officer.post(at("import_review", batch.uuid))

    assert Job.objects.count() == 1
    work()
    assert officer.post(at("import_review", batch.uuid)).status_code == 302
    assert (Job.objects.count(), Organisation.objects.count()) == (1, 1)


def test_htmx_asks_for_progress_until_it_is_over(officer):
    batch = ready(officer)
    officer.post(at("import_review", batch.uuid))

    part = officer.get(at("import", batch.uuid), headers={"HX-Request": "true"})
    assert "hx-trigger" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert "HX-Redirect" not in part
    work()

    over = officer.get(at("import", batch.uuid), headers={"HX-Request": "true"})
    assert over["HX-Redirect"] == at("import", batch.uuid)


def test_a_job_that_failed_can_be_taken_up_again(officer):
    batch = ready(officer)
    officer.post(at("import_review", batch.uuid))
    Job.objects.update(state="FAILED", error="OperationalError")

    page = officer.get(at("import", batch.uuid)).content.decode()
    assert "Inläsningen har stannat" in page
    officer.post(at("import_review", batch.uuid))
    work()

    batch.refresh_from_db()
    assert batch.state == ImportState.ACTIVE


@pytest.mark.parametrize("confirmed", [False, True])
def test_an_import_that_has_not_begun_can_be_cancelled(officer, confirmed):
    batch = ready(officer)
    if confirmed:
        officer.post(at("import_review", batch.uuid))

    page = officer.post(at("import_cancel", batch.uuid), follow=True)

    assert "Inläsningen avbröts" in page.content.decode()
    assert work() == 0
    assert (Organisation.objects.count(), StoredFile.objects.count()) == (0, 0)
    again = officer.post(at("import_cancel", batch.uuid), follow=True)
    assert "Inläsningen är redan klar" in again.content.decode()


def test_an_import_whose_worker_died_before_it_was_told_to_stop_is_taken_away(officer):
    batch = ready(officer)
    officer.post(at("import_review", batch.uuid))
    Job.objects.update(state="RUNNING", lease_until=make.NOW.replace(year=2020))

    cancel_import(batch=batch, actor=make.principal(), now=make.NOW)
    work()
    SWEEPS["cancelled imports"](make.NOW)

    batch.refresh_from_db()
    assert (batch.state, Job.objects.get().state) == (ImportState.CANCELLED, "CANCELLED")
    assert (Organisation.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_an_import_at_work_stops_at_the_next_chunk_and_leaves_nothing(officer):
    batch = ready(officer)
    confirm_import(batch=batch, actor=make.principal(), now=make.NOW)

    def cancelled_meanwhile(job):
        cancel_import(batch=batch, actor=make.principal(), now=make.NOW)
        do_import(job)

    run_due_jobs(handlers={IMPORT: cancelled_meanwhile}, clock=lambda: make.NOW)

    batch.refresh_from_db()
    assert (batch.state, Job.objects.get().state) == (ImportState.CANCELLED, "CANCELLED")
    assert (Organisation.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_second_register_waits_for_the_first(officer):
    first = ready(officer)
    confirm_import(batch=first, actor=make.principal(), now=make.NOW)
    second = ready(officer)

    with pytest.raises(AnotherImportRuns):
        confirm_import(batch=second, actor=make.principal(), now=make.NOW)
    page = officer.post(at("import_review", second.uuid), follow=True)

    assert "Ett annat register läses in just nu" in page.content.decode()


def test_uploads_that_nobody_goes_on_with_are_forgotten_after_a_week(officer):
    batch = ready(officer)
    ImportBatch.objects.update(started_at=make.NOW)

    kept = forget_uploads(actor=SYSTEM, now=make.NOW.replace(day=9))
    gone = SWEEPS["forgotten uploads"](make.NOW.replace(day=10))

    batch.refresh_from_db()
    assert (kept, gone, batch.state, StoredFile.objects.count()) == (
        0, 1, ImportState.CANCELLED, 0,
    )  # fmt: skip


def test_letting_go_twice_is_harmless(officer):
    batch = ready(officer)
    batch = ImportBatch.objects.select_related("file").get(pk=batch.pk)

    let_go(batch=batch)
    let_go(batch=batch)

    assert StoredFile.objects.count() == 0


def test_the_worker_erases_contacts_only_where_the_region_has_decided():
    region = make.region()
    make.contact_person(retention_until=make.NOW.date().replace(day=1))

    assert erase_what_is_due(make.NOW) == 0
    region.disposal_decided_on = make.NOW.date()
    region.save()
    assert erase_what_is_due(make.NOW) == 1


def test_earlier_imports_cost_the_same_for_one_and_three(officer, django_assert_num_queries):
    officer.get(at("imports"))
    for count in (1, 3):
        while ImportBatch.objects.count() < count:
            make.import_batch(actor=make.principal(make.user()))
        with django_assert_num_queries(7):
            officer.get(at("imports"))
