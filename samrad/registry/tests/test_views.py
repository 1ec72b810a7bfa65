"""The register's pages: what they show, keep, refuse and never repeat."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from samrad.downloads.models import Download
from samrad.downloads.services import Pace
from samrad.files.queries import open_file
from samrad.jobs.models import Job
from samrad.jobs.services import run_due_jobs
from samrad.journal.models import Entry
from samrad.outbox.models import Message
from samrad.registry.models import (
    ContactPerson,
    Organisation,
    OrganisationArea,
    OrganisationRevision,
    RegionRole,
)
from samrad.registry.services import spreadsheets
from samrad.registry.tasks import JOB_HANDLERS
from samrad.users.models import FormDraft
from tests import make

pytestmark = pytest.mark.django_db
PERSONAL = "811218-9876"


@pytest.fixture
def officer(client):
    person = make.officer()
    client.force_login(person)
    return client


def at(name, *arguments):
    return reverse(f"registry:{name}", args=["kronoberg", *arguments])


def new(officer, **fields):
    given = {"name": "Påhittskören", "kind": "AMATEUR", "channel": "EMAIL", "status": "ACTIVE"}
    return officer.post(at("organisation_new"), given | fields)


# --- The list ------------------------------------------------------------------------------------


def test_an_empty_register_says_how_to_begin(officer):
    page = officer.get(at("organisations"))

    assert "Registret är tomt" in page.content.decode()
    assert at("imports") in page.content.decode()


def test_the_list_shows_what_was_searched_for_and_how_many(officer):
    make.organisation(name="Åkers kör", email="a@exempel.invalid")
    make.organisation(name="Någon annan")

    page = officer.get(at("organisations"), {"q": "kör"})

    assert [one.name for one in page.context["page"]] == ["Åkers kör"]
    assert page.context["reach"].total == 1
    assert at("organisations_export") + "?q=k%C3%B6r" in page.content.decode()


def test_nothing_found_says_what_to_do(officer):
    make.organisation()

    assert (
        "Ingen organisation passar"
        in officer.get(at("organisations"), {"q": "x9"}).content.decode()
    )


def test_nonsense_in_the_address_shows_the_list_all_the_same(officer):
    make.organisation(name="Den")
    nonsense = {"kommun": "x", "typ": "y", "ordning": "z", "sida": "-4", "status": "<b>", "q": "  "}

    page = officer.get(at("organisations"), nonsense)

    assert [one.name for one in page.context["page"]] == ["Den"]


def test_htmx_gets_the_rows_and_they_are_what_the_page_shows(officer):
    make.organisation(name="Åkers kör")

    whole = officer.get(at("organisations"))
    part = officer.get(at("organisations"), headers={"HX-Request": "true"})

    assert part.content.decode().strip() in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part["Vary"]


def test_a_personal_number_is_neither_searched_for_nor_repeated(officer):
    page = officer.get(at("organisations"), {"q": PERSONAL, "kommun": ""}, follow=True)

    assert page.redirect_chain == [(at("organisations"), 302)]
    assert "9876" not in page.content.decode()
    assert "Det går inte att söka på personnummer" in page.content.decode()


def test_the_list_costs_the_same_for_one_organisation_and_three(officer, django_assert_num_queries):
    officer.get(at("organisations"))
    for count in (1, 3):
        while Organisation.objects.count() < count:
            OrganisationArea.objects.create(organisation=make.organisation(), area="MUSIC")
        with django_assert_num_queries(9):
            officer.get(at("organisations"))


def test_the_printed_list_says_what_was_chosen(officer):
    make.organisation(name="Åkers kör", municipality=make.municipality(), email="a@exempel.invalid")

    page = officer.get(at("organisations_print"), {"kommun": "0799", "civil": "on"})

    text = page.content.decode()
    assert "Kommun Påhittköping" in text
    assert "Bara civilsamhället" in text
    assert "a@exempel.invalid" in text


def test_the_spreadsheet_holds_every_field_and_no_formula(officer):
    known = make.organisation(
        name="=HYPERLINK(1)", org_number="8024043716", note="-1+1", email="a@exempel.invalid"
    )
    OrganisationArea.objects.create(organisation=known, area="MUSIC")
    make.contact_person(organisation=known, name="@Kim", do_not_contact=True)
    make.organisation(name="Inte med")

    answer = officer.get(at("organisations_export"), {"q": "hyperlink"})

    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    header, row = book.get_sheet_by_name("Organisationer").to_python()
    cells = dict(zip(header, row, strict=True))
    assert cells["Namn"] == "'=HYPERLINK(1)"
    assert cells["Organisationsnummer"] == "802404-3716"
    assert cells["Kulturområde"] == "Musik"
    assert cells["Anteckning"] == "'-1+1"
    assert len(header) == 18
    _header, person = book.get_sheet_by_name("Kontaktpersoner").to_python()
    assert person[1:3] == ["'=HYPERLINK(1)", "'@Kim"]
    assert person[-1] == "Ja"
    assert answer["Cache-Control"] == "private, no-store"


def test_the_spreadsheet_costs_the_same_for_one_organisation_and_three(
    officer, django_assert_num_queries
):
    officer.get(at("organisations"))
    for count in (1, 3):
        while Organisation.objects.count() < count:
            one = make.organisation(municipality=make.municipality())
            OrganisationArea.objects.create(organisation=one, area="MUSIC")
            make.contact_person(organisation=one)
        with django_assert_num_queries(9):
            officer.get(at("organisations_export"))


@pytest.fixture
def one_at_most(monkeypatch):
    """Let everything over one row be ordered."""
    monkeypatch.setattr("samrad.registry.views.lists.AT_ONCE", 1)


def make_what_was_ordered():
    return run_due_jobs(handlers=JOB_HANDLERS, clock=lambda: make.NOW)


def test_a_large_register_is_ordered_and_fetched(officer, one_at_most):
    make.organisation(name="Påhittskören", municipality=make.municipality())
    make.organisation(name="Påhittsteatern")
    make.organisation(name="Något annat")
    address = at("organisations_export") + "?q=p%C3%A5hitt"

    page = officer.get(address).content.decode()
    assert "2 organisationer" in page
    assert not Job.objects.exists()  # reading orders nothing

    assert officer.post(address)["Location"] == address
    assert "Väntar på att få börja" in officer.get(address).content.decode()
    make_what_was_ordered()

    (order,) = officer.get(address).context["orders"]
    answer = officer.get(order["file_url"])
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer)))
    _head, *rows = book.get_sheet_by_name("Organisationer").to_python()
    assert sorted(row[1] for row in rows) == ["Påhittskören", "Påhittsteatern"]
    assert answer["Cache-Control"] == "private, no-store"
    job = Job.objects.get()
    assert (job.state, job.done, job.total) == ("DONE", 2, 2)


def test_everything_is_read_before_the_first_word_of_how_far_it_is(
    officer, one_at_most, monkeypatch
):
    """SQLite refuses to write while a read is open and somebody else has written meanwhile."""
    make.organisation()
    make.organisation()
    happened: list[str] = []
    read = spreadsheets.rows_for_export

    def told(rows):
        yield from read(rows)
        happened.append("read")

    monkeypatch.setattr(spreadsheets, "rows_for_export", told)
    monkeypatch.setattr(Pace, "report", lambda _pace: happened.append("report"))
    officer.post(at("organisations_export"))

    make_what_was_ordered()

    assert happened == ["read", "report"]


def test_pressing_twice_orders_once_and_another_choice_is_another_order(officer, one_at_most):
    for query in ("", "", "?q=k%C3%B6r"):
        officer.post(at("organisations_export") + query)

    assert Job.objects.count() == 2
    assert Entry.objects.filter(kind="download.ordered").count() == 2


def test_what_is_ordered_is_written_in_the_language_it_was_ordered_in(officer, one_at_most):
    make.organisation()
    make.organisation()
    officer.post(at("organisations_export"))
    job = Job.objects.get()
    job.arguments["language"] = "en"
    job.save()

    make_what_was_ordered()

    with open_file(Download.objects.get().stored) as file:
        assert "Organisations" in CalamineWorkbook.from_filelike(file).sheet_names


def test_an_order_can_be_stopped(officer, one_at_most):
    make.organisation()
    make.organisation()
    officer.post(at("organisations_export"))
    (order,) = officer.get(at("organisations_export")).context["orders"]

    officer.post(order["cancel_url"])

    assert make_what_was_ordered() == 0
    assert "Filen avbröts" in officer.get(at("organisations_export")).content.decode()
    assert officer.get(order["file_url"]).status_code == 404


def test_somebody_elses_orders_are_not_listed(officer, client, one_at_most):
    make.organisation()
    make.organisation()
    officer.post(at("organisations_export"))
    client.force_login(make.officer(email="annan@exempel.invalid"))

    assert client.get(at("organisations_export")).context["orders"] == []


def test_while_it_is_written_the_page_asks_for_itself_anew(officer, one_at_most):
    make.organisation()
    make.organisation()
    officer.post(at("organisations_export"))

    part = officer.get(at("organisations_export"), headers={"hx-request": "true"}).content.decode()

    assert "hx-trigger" in part
    assert "<h1" not in part


# --- One organisation ----------------------------------------------------------------------------


def test_an_organisation_is_added_with_cleaned_fields(officer):
    make.municipality()

    answer = new(
        officer, name="  Påhitts \n kören ", org_number="16802404-3716", municipality="0799",
        areas=["MUSIC", "DANCE"], email="Info@EXEMPEL.invalid", phone=" 010-000 00 01",
        website="exempel.invalid", postal_code="35231", city="Växjö", note="Rad ett\r\nRad två",
    )  # fmt: skip

    made = Organisation.objects.get()
    assert answer["Location"] == at("organisation", made.pk)
    assert (made.name, made.org_number, made.email, made.phone, made.website, made.postal_code) == (
        "Påhitts kören", "8024043716", "Info@exempel.invalid", "010-000 00 01",
        "https://exempel.invalid", "352 31",
    )  # fmt: skip
    assert made.note == "Rad ett\nRad två"
    assert [area.area for area in made.areas.all()] == ["DANCE", "MUSIC"]
    assert "802404-3716" in officer.get(at("organisation", made.pk)).content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("name", "", "Skriv organisationens namn."),
        ("name", " .. ", "Skriv organisationens namn."),
        ("org_number", "802404-3717", "Kontrollsiffran stämmer inte."),
        ("org_number", "12", "Det här är inget organisationsnummer."),
        ("email", "info(at)exempel", "E-postadressen ser inte ut att stämma."),
        ("phone", "ring", "Telefonnumret ser inte ut att stämma."),
        ("website", "javascript:alert(1)", "Webbadressen ser inte ut att stämma."),
        ("postal_code", "123", "Postnumret ska ha fem siffror."),
        ("municipality", "9999", "finns inte"),
    ],
)
def test_what_cannot_be_believed_is_told_and_what_was_typed_is_kept(officer, field, typed, told):
    page = new(officer, city="Behållstad", **{field: typed})

    assert page.status_code == 422
    assert told in page.content.decode()
    assert "Behållstad" in page.content.decode()
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize(
    "field", ["org_number", "name", "email", "phone", "address", "note", "city", "municipality"]
)
@pytest.mark.parametrize("number", [PERSONAL, "19811218-9876"])
def test_a_personal_number_is_refused_masked_and_kept_nowhere(officer, field, number, caplog):
    page = new(officer, **{field: f"{number}"})

    text = page.content.decode()
    assert page.status_code == 422
    assert "Det här kan vara ett personnummer." in text
    assert "9876" not in text
    assert "9876" not in caplog.text
    assert (Organisation.objects.count(), FormDraft.objects.count(), Entry.objects.count()) == (
        0, 0, 0,
    )  # fmt: skip


def test_what_may_be_a_person_is_refused_as_organisation_number_even_with_a_wrong_digit(officer):
    page = new(officer, org_number="800101-1234")

    assert page.status_code == 422
    assert "1234" not in page.content.decode()


def test_scripts_and_very_long_words_are_text(officer):
    new(officer, name="<script>alert(1)</script>", note="å" * 2000)
    made = Organisation.objects.get()

    for name in ("organisation", "organisation_edit", "organisation_history"):
        text = officer.get(at(name, made.pk)).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


def test_too_long_a_text_is_told(officer):
    page = new(officer, note="å" * 50_000, name="x" * 201)

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"note", "name"}


def edit(officer, organisation, expected, **fields):
    given = {"name": organisation.name, "kind": "LOCAL", "channel": "EMAIL", "status": "ACTIVE"}
    return officer.post(
        at("organisation_edit", organisation.pk), {**given, "expected": expected, **fields}
    )


def test_the_second_of_two_writers_sees_both_texts_and_may_save_then(officer):
    organisation = make.organisation(name="Kören", email="", city="")
    edit(officer, organisation, 1, email="forst@exempel.invalid", city="Orten")

    page = edit(officer, organisation, 1, email="sist@exempel.invalid", city="")

    text = page.content.decode()
    assert page.status_code == 409
    assert "forst@exempel.invalid" in text
    assert "sist@exempel.invalid" in text
    organisation.refresh_from_db()
    assert organisation.email == "forst@exempel.invalid"
    # What the second writer had not touched comes along; what was typed stays in the form.
    form = page.context["form"]
    assert (form["email"].value(), form["city"].value(), form["expected"].value()) == (
        "sist@exempel.invalid", "Orten", "2",
    )  # fmt: skip
    edit(officer, organisation, 2, email="sist@exempel.invalid", city="Orten")
    organisation.refresh_from_db()
    assert (organisation.email, organisation.city) == ("sist@exempel.invalid", "Orten")


def test_the_form_opens_with_what_is_stored(officer):
    organisation = make.organisation(
        name="Kören", org_number="8024043716", municipality=make.municipality()
    )
    OrganisationArea.objects.create(organisation=organisation, area="MUSIC")

    form = officer.get(at("organisation_edit", organisation.pk)).context["form"]

    assert form["org_number"].value() == "802404-3716"
    assert form["municipality"].value() == "0799"
    assert form["areas"].value() == ["MUSIC"]
    assert form["expected"].value() == 1


def test_history_shows_before_and_after_and_a_change_can_be_taken_back(officer):
    organisation = make.organisation(name="Kören", email="a@exempel.invalid")
    edit(officer, organisation, 1, email="b@exempel.invalid", areas=["MUSIC"])

    page = officer.get(at("organisation_history", organisation.pk)).content.decode()
    assert "a@exempel.invalid" in page
    assert "b@exempel.invalid" in page
    undo = at("organisation_undo", organisation.pk, 2)
    assert "Blir igen" in officer.get(undo).content.decode()
    stale = officer.post(undo, {"expected": "1"}, follow=True)
    assert "Någon har ändrat organisationen" in stale.content.decode()
    officer.post(undo, {"expected": "2"})

    organisation.refresh_from_db()
    assert (organisation.email, organisation.version) == ("a@exempel.invalid", 3)


def test_history_costs_the_same_for_one_change_and_three(officer, django_assert_num_queries):
    organisation = make.organisation()
    officer.get(at("organisations"))
    for count in (1, 3):
        while OrganisationRevision.objects.count() < count:
            version = OrganisationRevision.objects.count() + 2
            make.organisation_revision(organisation=organisation, version=version, user=make.user())
        with django_assert_num_queries(7):
            officer.get(at("organisation_history", organisation.pk))


def test_the_page_of_an_organisation_costs_the_same_for_one_contact_and_three(
    officer, django_assert_num_queries
):
    organisation = make.organisation()
    officer.get(at("organisations"))
    for count in (1, 3):
        while ContactPerson.objects.count() < count:
            make.contact_person(organisation=organisation)
        with django_assert_num_queries(8):
            officer.get(at("organisation", organisation.pk))


def test_checked_details_are_noted(officer):
    organisation = make.organisation()

    officer.post(at("organisation_verify", organisation.pk))

    organisation.refresh_from_db()
    assert organisation.verified_on is not None


def test_what_is_a_neighbours_is_not_found_under_our_address(officer):
    theirs = make.organisation(region=make.region("blekinge"))
    person = make.contact_person(organisation=theirs)
    make.organisation_revision(organisation=theirs, version=2)
    batch = make.import_batch(region=theirs.region)
    held = RegionRole.objects.get(user=make.officer(theirs.region))
    ours = make.organisation()

    addresses = [
        *(at(name, theirs.pk) for name in ("organisation", "organisation_edit", "contact_new")),
        at("organisation_history", theirs.pk),
        at("organisation_undo", theirs.pk, 2),
        at("contact", theirs.pk, person.pk),
        at("contact", ours.pk, person.pk),
        at("contact_erase", ours.pk, person.pk),
        at("import", batch.uuid),
        at("import_refusals", batch.uuid),
        at("colleague_remove", held.pk),
    ]

    assert [officer.get(address).status_code for address in addresses] == [404] * 11


# --- Contact persons -----------------------------------------------------------------------------


def contact(officer, organisation, **fields):
    given = {"name": "Kim Exempel", "channel": "EMAIL", "reason": "Ordförande"}
    return officer.post(at("contact_new", organisation.pk), given | fields)


def test_a_contact_person_needs_a_reason_and_an_end(officer):
    organisation = make.organisation()

    page = contact(officer, organisation, reason="", retention_until="")

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"reason", "retention_until"}


@pytest.mark.parametrize("until", ["2020-01-01", "2099-01-01"])
def test_the_end_is_neither_past_nor_far_away(officer, until):
    page = contact(officer, make.organisation(), retention_until=until)

    assert set(page.context["form"].errors) == {"retention_until"}


def test_the_suggested_end_is_two_years_away(officer):
    form = officer.get(at("contact_new", make.organisation().pk)).context["form"]

    assert 725 < (form["retention_until"].value() - form.today).days < 735


def test_a_contact_person_is_changed_and_erased_after_a_question(officer):
    organisation = make.organisation()
    person = make.contact_person(organisation=organisation, name="Kim Exempel")
    there = at("contact", organisation.pk, person.pk)
    form = officer.get(there).context["form"]
    fields = {name: form[name].value() or "" for name in form.fields}

    officer.post(there, fields | {"role": "Kassör", "do_not_contact": "on"})
    person.refresh_from_db()
    assert (person.role, person.do_not_contact) == ("Kassör", True)
    question = officer.get(at("contact_erase", organisation.pk, person.pk)).content.decode()
    assert "Ta bort Kim Exempel" in question
    officer.post(at("contact_erase", organisation.pk, person.pk))

    assert ContactPerson.objects.count() == 0
    assert "Kim Exempel" not in officer.get(at("organisation", organisation.pk)).content.decode()


def test_a_personal_number_is_not_kept_about_a_person_either(officer):
    page = contact(officer, make.organisation(), phone=PERSONAL, retention_until="2027-01-01")

    assert page.status_code == 422
    assert "9876" not in page.content.decode()


# --- The region ----------------------------------------------------------------------------------


def settings(officer, **fields):
    form = officer.get(at("region")).context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    return officer.post(at("region"), given | fields)


def test_the_region_says_where_its_post_goes(officer):
    settings(
        officer, postal_address="Region Kronoberg\r\n351 88 Växjö", registry_email="d@x.invalid"
    )

    region = make.region()
    assert region.postal_address == "Region Kronoberg\n351 88 Växjö"
    assert region.registry_email == "d@x.invalid"


@pytest.mark.parametrize(
    ("decision", "day", "missing"),
    [("Nämnden § 7", "", "disposal_decided_on"), ("", "2026-01-01", "disposal_decision")],
)
def test_a_disposal_decision_has_both_a_name_and_a_day(officer, decision, day, missing):
    page = settings(officer, disposal_decision=decision, disposal_decided_on=day)

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {missing}


def test_the_second_to_change_the_settings_sees_what_stands_there(officer):
    form = officer.get(at("region")).context["form"]
    late = {name: form[name].value() or "" for name in form.fields}
    settings(officer, sender_email="forst@exempel.invalid")

    page = officer.post(at("region"), late | {"sender_email": "sist@exempel.invalid"})

    assert page.status_code == 409
    assert "forst@exempel.invalid" in page.content.decode()
    assert page.context["form"]["sender_email"].value() == "sist@exempel.invalid"


def test_a_colleague_is_added_written_to_and_removed(officer):
    answer = officer.post(
        at("colleagues"), {"email": "ny@exempel.invalid", "name": "Ny Exempel", "role": "reader"}
    )
    assert answer.status_code == 302
    held = RegionRole.objects.get(user__email="ny@exempel.invalid")
    assert Message.objects.get().to_address == "ny@exempel.invalid"
    assert "Ny Exempel" in officer.get(at("colleagues")).content.decode()
    assert "Ta bort Ny Exempel som läsare" in (
        officer.get(at("colleague_remove", held.pk)).content.decode()
    )

    officer.post(at("colleague_remove", held.pk))

    assert not RegionRole.objects.filter(pk=held.pk).exists()


def test_an_officer_is_not_offered_to_appoint_a_head(officer):
    page = officer.post(
        at("colleagues"), {"email": "ny@exempel.invalid", "name": "Ny", "role": "head"}
    )

    assert page.status_code == 422
    assert "Kulturchef" not in str(page.context["form"]["role"])


def test_the_last_one_in_charge_stays_and_is_told_why(officer):
    held = RegionRole.objects.get(role="officer")

    page = officer.post(at("colleague_remove", held.pk), follow=True)

    assert "måste finnas kvar" in page.content.decode()
    assert RegionRole.objects.filter(pk=held.pk).exists()


def test_colleagues_cost_the_same_for_one_and_three(officer, django_assert_num_queries):
    officer.get(at("organisations"))
    for count in (1, 3):
        while RegionRole.objects.count() < count:
            make.officer(role="reader")
        with django_assert_num_queries(5):
            officer.get(at("colleagues"))
