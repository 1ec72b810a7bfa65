"""The register as a list: what a search finds, in which order, and how many can be reached."""

from datetime import timedelta

import pytest

from samrad.registry.enums import OrganisationStatus
from samrad.registry.models import Organisation, OrganisationArea
from samrad.registry.queries import municipalities_in, organisations_in
from samrad.registry.queries.register import Chosen, Reach, in_full, reach_of, register_rows
from samrad.registry.services.importing import start_batch
from tests import make

pytestmark = pytest.mark.django_db


def found(region=None, **chosen):
    return [one.name for one in register_rows(region or make.region(), Chosen(**chosen))]


@pytest.mark.parametrize(
    "words",
    ["åkers", "AKERS", "akers spel", "spelmän åkers", "802404-3716", "80240437", "@kor.invalid",
     "kor.invalid", "kor.example", "Åsa", "påhitt-person", "asa@", "Spelmän,"],
)  # fmt: skip
def test_an_organisation_is_found_by_what_people_know_of_it(words):
    known = make.organisation(
        name="Åkers spelmän",
        org_number="8024043716",
        email="info@kor.invalid",
        website="https://kor.example/om",
    )
    make.contact_person(organisation=known, name="Åsa Påhitt-Person", email="asa@privat.invalid")
    make.organisation(name="Något annat", email="x@y.invalid")

    assert found(words=words) == ["Åkers spelmän"]


@pytest.mark.parametrize("words", ["finnsinte", "åkers finnsinte", "100%", "_", "'; --"])
def test_words_that_stand_nowhere_find_nothing_or_are_passed_over(words):
    make.organisation(name="Åkers spelmän")

    assert found(words=words) in ([], ["Åkers spelmän"])
    assert found(words="finns%inte") == []


@pytest.mark.parametrize(
    "chosen",
    [
        {"municipality": "0799"},
        {"area": "MUSIC"},
        {"kind": "VILLAGE"},
        {"status": "DORMANT"},
        {"way": "LETTER"},
    ],
)
def test_each_choice_keeps_only_what_it_says(chosen):
    one = make.organisation(
        name="Den",
        municipality=make.municipality(),
        kind="VILLAGE",
        status=OrganisationStatus.DORMANT,
        address="Gatan 1",
        city="Orten",
    )
    OrganisationArea.objects.create(organisation=one, area="MUSIC")
    make.organisation(name="En annan")

    assert found(**chosen) == ["Den"]


def test_civil_society_alone_leaves_out_authorities_and_companies():
    make.organisation(name="Byalaget", kind="VILLAGE")
    make.organisation(name="Kommunen", kind="MUNICIPALITY")
    make.organisation(name="Bolaget", kind="COMPANY")

    assert found(civil_society=True) == ["Byalaget"]


def test_ways_to_reach_count_contact_persons_but_not_those_who_want_peace():
    by_mail = make.organisation(name="Egen adress", email="a@exempel.invalid")
    by_person = make.organisation(name="Genom person")
    make.contact_person(organisation=by_person, email="p@exempel.invalid", phone="010-000 00 01")
    make.contact_person(
        organisation=make.organisation(name="Vill inte"), email="n@x.invalid", do_not_contact=True
    )
    make.organisation(name="Bara brev", address="Gatan 1", postal_code="352 31")

    assert found(way="EMAIL") == ["Egen adress", "Genom person"]
    assert found(way="PHONE") == ["Genom person"]
    assert found(way="LETTER") == ["Bara brev"]
    assert found(way="NONE") == ["Vill inte"]
    region = make.region()
    assert reach_of(organisations_in(region), region) == Reach(
        total=4, email=2, only_letter=1, none=1
    )
    assert [one.has_person_with_email for one in in_full([by_person.pk, by_mail.pk])] == [
        True, False,
    ]  # fmt: skip


def test_the_alphabet_is_swedish():
    for name in ("Ödla", "Älv", "Zebra", "Ångest", "apa", "Épée"):
        make.organisation(name=name)

    assert found() == ["apa", "Épée", "Zebra", "Ångest", "Älv", "Ödla"]
    assert found(order="-namn") == ["Ödla", "Älv", "Ångest", "Zebra", "Épée", "apa"]


def test_municipalities_stand_in_swedish_order():
    region = make.region("exempelregionen")
    for number, name in enumerate(("Ödeby", "Alby", "Åby", "Zby", "Äby")):
        make.municipality(region=region, code=f"{region.code}0{number}", name=name)

    assert [one.name for one in municipalities_in(region)] == ["Alby", "Zby", "Åby", "Äby", "Ödeby"]


def test_rows_can_be_ordered_by_place_and_by_last_change():
    make.organisation(
        name="Ny", updated_at=make.NOW, municipality=make.municipality(code="0798", name="Bby")
    )
    make.organisation(
        name="Gammal",
        updated_at=make.NOW - timedelta(days=9),
        municipality=make.municipality(code="0797", name="Aby"),
    )

    assert found(order="kommun") == ["Gammal", "Ny"]
    assert found(order="-kommun") == ["Ny", "Gammal"]
    assert found(order="-andrad") == ["Ny", "Gammal"]
    assert found(order="andrad") == ["Gammal", "Ny"]


def test_neighbours_and_unfinished_imports_are_not_seen():
    region = make.region()
    batch = start_batch(
        region=region, source="K", file_name="r", actor=make.principal(), now=make.NOW
    )
    make.organisation(name="Väntar", pending_batch=batch)
    make.organisation(name="Grannens", region=make.region("blekinge"))
    make.organisation(name="Vår")

    assert found() == ["Vår"]


def test_a_page_of_rows_costs_the_same_for_one_and_three(django_assert_num_queries):
    region = make.region()
    for count in (1, 3):
        while Organisation.objects.count() < count:
            one = make.organisation(municipality=make.municipality())
            OrganisationArea.objects.create(organisation=one, area="MUSIC")
        with django_assert_num_queries(4):
            rows = register_rows(region, Chosen(words="låtsas"))
            reach_of(rows, region)
            page = in_full(list(rows.values_list("pk", flat=True)))
            assert [(str(o.municipality), len(o.areas.all())) for o in page] == [
                ("Påhittköping", 1)
            ] * count
