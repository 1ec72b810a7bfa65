"""Reading registers in: what is new, known, changed or doubled; twice is harmless."""

from dataclasses import asdict
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core import serializers

from samrad.journal.models import Entry
from samrad.registry.enums import ImportState
from samrad.registry.models import (
    ContactPerson,
    ImportBatch,
    Organisation,
    OrganisationRevision,
    OrganisationSource,
)
from samrad.registry.queries import organisations_in
from samrad.registry.services import importing
from samrad.registry.services.importing import (
    AnotherImportRuns,
    TakenOver,
    abandon_import,
    rehearse,
    run_import,
    start_batch,
    tidy_imports,
)
from samrad.registry.services.organisations import change_organisation
from samrad.registry.services.registers import FileRefused, read_register
from tests import make

pytestmark = pytest.mark.django_db
HEADER = "Id;Namn;Orgnr;Kommun;E-post;Telefon;Kulturområde;Typ;Kontaktperson"
CHOIR = "1;Påhittskören;;Påhittköping;kor@exempel.invalid;;musik;;Kim Exempel"
VILLAGE = "2;Låtsas byalag;802404-3716;Påhittköping;;010-000 00 01;;byalag;"


class Stopped(Exception):
    """The worker died."""


def csv_of(*rows, header=HEADER):
    return "\n".join([header, *rows]).encode()


def register(*rows, region, header=HEADER):
    make.municipality(region=region)
    return read_register(name="r.csv", content=csv_of(*rows, header=header), region=region)


def read_in(*rows, region=None, source="Kommunens register", header=HEADER, **given):
    region = region or make.region()
    batch = given.pop("batch", None) or start_batch(
        region=region, source=source, file_name="r.csv", actor=make.principal(), now=make.NOW
    )
    outcome = run_import(
        batch=batch,
        register=register(*rows, region=region, header=header),
        actor=make.principal(),
        clock=lambda: make.NOW,
        progress=given.pop("progress", lambda _done, _total: None),
    )
    batch.refresh_from_db()
    return batch, outcome


def counts(outcome):
    return (outcome.created, outcome.updated, outcome.unchanged, outcome.duplicates)


def test_a_file_becomes_organisations_with_areas_sources_and_contacts():
    batch, outcome = read_in(CHOIR, VILLAGE)

    choir, village = organisations_in(batch.region).order_by("pk")
    assert counts(outcome) == (2, 0, 0, 0)
    assert (choir.name, choir.email, choir.kind) == ("Påhittskören", "kor@exempel.invalid", "LOCAL")
    assert (village.org_number, village.kind, village.phone) == (
        "8024043716", "VILLAGE", "010-000 00 01",
    )  # fmt: skip
    assert str(choir.municipality) == "Påhittköping"
    assert [area.area for area in choir.areas.all()] == ["MUSIC"]
    assert [source.source_key for source in choir.sources.all()] == ["1"]
    person = choir.contacts.get()
    assert (person.name, person.reason, person.retention_until) == (
        "Kim Exempel", "Kontaktperson enligt Kommunens register", date(2028, 3, 1),
    )  # fmt: skip
    assert (batch.state, batch.ended_at) == (ImportState.ACTIVE, make.NOW)
    assert batch.outcome == asdict(outcome)
    assert [entry.kind for entry in Entry.objects.all()] == ["organisation.imported"]


def test_the_same_file_again_changes_nothing():
    read_in(CHOIR, VILLAGE)

    _batch, outcome = read_in(CHOIR, VILLAGE)

    assert counts(outcome) == (0, 0, 2, 0)
    assert Organisation.objects.count() == 2
    assert OrganisationRevision.objects.count() == 0
    assert ContactPerson.objects.count() == 1


def test_a_file_without_ids_is_known_again_by_name_place_and_number():
    header, rows = "Förening;Kommun;Telefon", ["Påhittskören;Påhittköping;010-000 00 01", "Andra;;"]
    read_in(*rows, header=header)

    _batch, outcome = read_in(*rows, header=header)

    assert counts(outcome) == (0, 0, 2, 0)


def test_a_changed_row_changes_what_the_source_changed_and_keeps_what_people_wrote():
    batch, _outcome = read_in(CHOIR)
    choir = organisations_in(batch.region).get()
    change_organisation(
        organisation=choir,
        expected=1,
        fields={"email": "ny@exempel.invalid"},
        areas=["MUSIC", "OPERA"],
        actor=make.principal(),
        now=make.NOW,
    )

    _batch, outcome = read_in(
        "1;Påhittskören;;Påhittköping;kor@exempel.invalid;010-000 00 09;kör, dans;;"
    )

    choir.refresh_from_db()
    assert counts(outcome) == (0, 1, 0, 0)
    assert (choir.email, choir.phone, choir.version) == ("ny@exempel.invalid", "010-000 00 09", 3)
    assert [area.area for area in choir.areas.all()] == ["DANCE", "MUSIC", "OPERA"]
    assert choir.revisions.latest("version").changes == {
        "phone": ["", "010-000 00 09"],
        "areas": [["MUSIC", "OPERA"], ["DANCE", "MUSIC", "OPERA"]],
    }
    assert outcome.notes == []


def test_where_source_and_people_have_both_changed_a_field_ours_stands_and_is_told():
    batch, _outcome = read_in(CHOIR)
    choir = organisations_in(batch.region).get()
    change_organisation(
        organisation=choir, expected=1, fields={"email": "var@exempel.invalid"}, areas=["MUSIC"],
        actor=make.principal(), now=make.NOW,
    )  # fmt: skip

    _batch, outcome = read_in(CHOIR.replace("kor@", "deras@"))

    choir.refresh_from_db()
    assert choir.email == "var@exempel.invalid"
    assert outcome.notes == [
        {"row": 2, "column": "E-post", "value": "deras@exempel.invalid", "reason": "OURS_KEPT"}
    ]


def test_what_a_row_no_longer_says_stays():
    batch, _outcome = read_in(CHOIR)

    read_in("1;Påhittskören;;;;;;;")

    choir = organisations_in(batch.region).get()
    assert (choir.email, str(choir.municipality)) == ("kor@exempel.invalid", "Påhittköping")


def test_a_new_chair_takes_the_place_of_the_one_the_source_named_before():
    batch, _outcome = read_in(CHOIR)
    choir = organisations_in(batch.region).get()
    make.contact_person(organisation=choir, name="Egen Kontakt")

    read_in(CHOIR.replace("Kim Exempel", "Robin Exempel"))

    assert sorted(c.name for c in choir.contacts.all()) == ["Egen Kontakt", "Robin Exempel"]


@pytest.mark.parametrize(
    "row",
    [
        "9;PÅHITTSKÖREN, ideell förening;802404-3716;;ny@exempel.invalid;;;;",
        "9;Påhittskören;;Påhittköping;ny@exempel.invalid;;;;",
    ],
)
def test_another_source_finds_the_same_organisation_and_fills_in_only_what_is_empty(row):
    make.organisation(
        name="Påhittskören", org_number="8024043716", municipality=make.municipality(), phone="1"
    )

    _batch, outcome = read_in(row, source="Studieförbundet")

    choir = Organisation.objects.get()
    assert counts(outcome) == (0, 0, 0, 1)
    assert (choir.name, choir.phone, choir.email) == ("Påhittskören", "1", "ny@exempel.invalid")
    assert [(s.source, s.source_key) for s in choir.sources.all()] == [("Studieförbundet", "9")]


@pytest.mark.parametrize(
    "row",
    [
        "9;Påhittskören;556036-0793;Påhittköping;;;;;",
        "9;Påhittskören;;;;;;;",
        "9;Påhittskören sektion Syd;802404-3716;Påhittköping;;;;;",
    ],
)
def test_organisations_that_may_be_two_are_kept_as_two(row):
    make.organisation(
        name="Påhittskören", org_number="8024043716", municipality=make.municipality()
    )

    _batch, outcome = read_in(row)

    assert counts(outcome) == (1, 0, 0, 0)


def test_the_same_organisation_twice_in_one_file_becomes_one_also_the_next_time():
    rows = ["1;Påhittskören;;Påhittköping;;;;;", "2;Påhittskören;;Påhittköping;;010-000 00 02;;;"]

    _batch, first = read_in(*rows)
    _batch, second = read_in(*rows)

    assert (counts(first), counts(second)) == ((1, 0, 0, 1), (0, 0, 2, 0))
    assert Organisation.objects.get().phone == "010-000 00 02"


def test_the_same_row_twice_without_ids_becomes_one_also_the_next_time():
    header = "Namn;Kommun;Telefon"
    rows = ["Påhittskören;Påhittköping;", "Påhittskören;Påhittköping;010-000 00 02"]

    _batch, first = read_in(*rows, header=header)
    _batch, second = read_in(*rows, header=header)

    assert (counts(first), counts(second)) == ((1, 0, 0, 1), (0, 0, 1, 1))
    assert Organisation.objects.get().phone == "010-000 00 02"
    assert OrganisationSource.objects.count() == 1


def test_refused_rows_are_told_and_the_others_are_read_in():
    _batch, outcome = read_in("1;A förening;811218-9876;;;;;;", CHOIR.replace("1;", "2;", 1))

    assert counts(outcome) == (1, 0, 0, 0)
    assert outcome.rows == 2
    assert outcome.refused == [
        {"row": 2, "column": "Orgnr", "value": "••••••-••••", "reason": "PERSONAL_NUMBER"}
    ]


def test_no_personal_number_lies_anywhere_in_the_database_afterwards():
    read_in("1;A;811218-9876;;;;;;", "2;B 811218-9876;;;;;;;", "3;C;;;;;;;8112189876", CHOIR)

    everything = [row for model in apps.get_models() for row in model._base_manager.all()]  # noqa: SLF001 -- Django's own name
    assert "9876" not in serializers.serialize("json", everything)


def test_a_rehearsal_says_what_would_happen_and_does_nothing():
    rows = [CHOIR, VILLAGE, CHOIR.replace("1;", "3;", 1), "4;;;;;;;;"]
    region = make.region()
    rehearsed = rehearse(register=register(*rows, region=region), region=region, source="K")

    assert Organisation.objects.count() == 0
    _batch, outcome = read_in(*rows, source="K")
    assert asdict(rehearsed) == asdict(outcome)


def test_nothing_is_seen_until_the_whole_file_is_in():
    seen = []
    region = make.region()

    read_in(CHOIR, progress=lambda _d, _t: seen.append(organisations_in(region).count()))

    assert seen == [0]
    assert organisations_in(region).count() == 1


def test_a_dead_worker_is_taken_over_where_it_was(monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 1)
    region = make.region()
    batch = start_batch(
        region=region, source="K", file_name="r.csv", actor=make.principal(), now=make.NOW
    )
    rows = [CHOIR, VILLAGE, "3;Tredje;;;;;;;", "4;Påhittskören;;Påhittköping;;;;;"]

    def die(done, _total):
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        read_in(*rows, batch=batch, progress=die)
    batch.refresh_from_db()
    assert (batch.state, batch.rows_done) == (ImportState.RUNNING, 2)

    _batch, outcome = read_in(*rows, batch=batch)

    assert counts(outcome) == (3, 0, 0, 1)
    assert outcome.rows == 4
    assert organisations_in(region).count() == 3


def test_a_worker_that_was_given_up_writes_nothing_more(monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 1)
    batch = start_batch(
        region=make.region(), source="K", file_name="r.csv", actor=make.principal(), now=make.NOW
    )

    def another_worker_goes_on(done, _total):
        if done == 1:
            again = type(batch).objects.get(pk=batch.pk)
            read_in(CHOIR, VILLAGE, batch=again)

    with pytest.raises(TakenOver):
        read_in(CHOIR, VILLAGE, batch=batch, progress=another_worker_goes_on)

    assert organisations_in(make.region()).count() == 2


def test_an_abandoned_import_leaves_nothing_of_what_it_added(monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 1)
    batch = start_batch(
        region=make.region(), source="K", file_name="r", actor=make.principal(), now=make.NOW
    )

    def die(_done, _total):
        raise Stopped

    with pytest.raises(Stopped):
        read_in(CHOIR, batch=batch, progress=die)
    abandon_import(batch=batch, actor=make.principal(), now=make.NOW)
    tidy_imports()

    batch.refresh_from_db()
    assert batch.state == ImportState.CANCELLED
    assert Organisation.objects.count() == OrganisationSource.objects.count() == 0
    _batch, outcome = read_in(CHOIR, source="K")
    assert counts(outcome) == (1, 0, 0, 0)


def test_what_an_abandoned_import_left_is_not_in_the_way_of_the_next(monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 1)
    batch = start_batch(
        region=make.region(), source="K", file_name="r", actor=make.principal(), now=make.NOW
    )

    def die(_done, _total):
        raise Stopped

    with pytest.raises(Stopped):
        read_in(CHOIR, batch=batch, progress=die)
    abandon_import(batch=batch, actor=make.principal(), now=make.NOW)

    _batch, outcome = read_in(CHOIR, source="K")

    assert counts(outcome) == (1, 0, 0, 0)
    assert Organisation.objects.count() == OrganisationSource.objects.count() == 1


def test_a_worker_that_dies_when_all_is_in_leaves_the_showing_to_the_next(monkeypatch):
    monkeypatch.setattr(importing, "SHOWN", 1)
    turns = []

    def die_the_second_time():
        turns.append(1)
        if len(turns) == 2:
            raise Stopped

    with monkeypatch.context() as patched:
        patched.setattr(importing, "tidy_imports", die_the_second_time)
        with pytest.raises(Stopped):
            read_in(CHOIR, "K2;Påhittsteatern")
    batch = ImportBatch.objects.get()
    abandon_import(batch=batch, actor=make.principal(), now=make.NOW)  # too late

    assert organisations_in(make.region()).count() == 0
    assert tidy_imports() == 2
    assert organisations_in(make.region()).count() == 2


def test_two_imports_do_not_run_in_one_region_at_once():
    region = make.region()
    start_batch(
        region=region, source="K", file_name="r", actor=make.principal(), now=make.NOW
    ).__class__.objects.update(state=ImportState.RUNNING)

    with pytest.raises(AnotherImportRuns):
        read_in(CHOIR, region=region)


@pytest.mark.parametrize(
    ("header", "reason"),
    [("Kommun;Ort", "NO_NAME_COLUMN"), ("Namn;Namn", "DUPLICATE_HEADER")],
)
def test_a_structural_fault_refuses_the_whole_file(header, reason):
    with pytest.raises(FileRefused) as refused:
        register("a;b", region=make.region(), header=header)

    assert [fault.reason for fault in refused.value.faults] == [reason]


def test_a_title_above_the_header_is_passed_over_and_rows_keep_their_numbers():
    content = b"F\xc3\xb6reningsregister 2026\n\nNamn;Kommun\nEtt;\n;Ljungby\n"

    read = read_register(name="r.csv", content=content, region=make.region())

    assert [(row.number, row.clean is None) for row in read.rows] == [(4, False), (5, True)]


def test_a_chunk_costs_the_same_number_of_queries_for_one_row_and_three(
    django_assert_num_queries,
):
    region = make.region()

    def ready(*rows):
        batch = start_batch(
            region=region, source="K", file_name="r", actor=make.principal(), now=make.NOW
        )
        read = register(*rows, region=region)
        return {"batch": batch, "register": read, "actor": make.principal(),
                "clock": lambda: make.NOW + timedelta(days=1),
                "progress": lambda _d, _t: None}  # fmt: skip

    run_import(**ready("1;Första;;;;;;;A"))
    one, three = (
        ready("2;Andra;;;;;musik;;B"),
        ready(*(f"{n};F{n};;;;;musik;;C" for n in (3, 4, 5))),
    )
    with django_assert_num_queries(27):
        run_import(**one)
    with django_assert_num_queries(27):
        run_import(**three)
