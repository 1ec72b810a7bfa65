"""Changing organisations, contact persons, settings and colleagues."""

from datetime import date, timedelta

import pytest

from samrad.journal.models import Entry
from samrad.journal.queries import breaks
from samrad.outbox.models import Message
from samrad.registry.enums import RegionRoleCode
from samrad.registry.models import ContactPerson, RegionRole
from samrad.registry.services.colleagues import (
    AlreadyHolds,
    LastInCharge,
    OnlyHeadAppointsHead,
    add_colleague,
    remove_role,
    render_welcome,
)
from samrad.registry.services.contacts import (
    add_contact,
    change_contact,
    erase_contact,
    erase_expired_contacts,
)
from samrad.registry.services.organisations import (
    OrganisationChangedMeanwhile,
    change_organisation,
    create_organisation,
    undo_change,
    verify_organisation,
)
from samrad.registry.services.regions import (
    RegionChangedMeanwhile,
    change_region,
    fingerprint,
    settings_of,
)
from samrad.users.models import User
from samrad.users.principal import SYSTEM
from tests import make

pytestmark = pytest.mark.django_db


def change(organisation, expected=1, areas=(), **fields):
    return change_organisation(
        organisation=organisation,
        expected=expected,
        fields=fields,
        areas=areas,
        actor=make.principal(),
        now=make.NOW,
    )


def kinds():
    return [entry.kind for entry in Entry.objects.order_by("number")]


def test_a_new_organisation_is_found_by_its_folded_name_and_stands_in_the_journal():
    made = create_organisation(
        region=make.region(),
        fields={"name": "Åkers Kör", "org_number": "8024043716"},
        areas=["MUSIC", "DANCE"],
        actor=make.principal(),
        now=make.NOW,
    )

    assert (made.search_name, made.version) == ("akers kor", 1)
    assert [area.area for area in made.areas.all()] == ["DANCE", "MUSIC"]
    assert [(r.version, r.changes) for r in made.revisions.all()] == [(1, {})]
    assert kinds() == ["organisation.created"]
    assert breaks() == []


def test_a_change_is_kept_with_what_was_before():
    organisation = make.organisation(name="Gammal", email="")

    changed = change(organisation, name="Ny", email="ny@exempel.invalid", areas=["MUSIC"])

    assert (changed.name, changed.search_name, changed.version) == ("Ny", "ny", 2)
    assert changed.revisions.get().changes == {
        "name": ["Gammal", "Ny"],
        "email": ["", "ny@exempel.invalid"],
        "areas": [[], ["MUSIC"]],
    }
    assert kinds() == ["organisation.changed"]


def test_the_same_again_is_no_change():
    organisation = make.organisation(name="Samma")

    change(organisation, name="Samma")

    assert organisation.revisions.count() == 0
    assert kinds() == []


def test_the_second_of_two_writers_is_told_how_it_is_now():
    organisation = make.organisation(email="")
    change(organisation, email="forst@exempel.invalid")

    with pytest.raises(OrganisationChangedMeanwhile) as late:
        change(organisation, email="sist@exempel.invalid")

    assert late.value.current.email == "forst@exempel.invalid"


def test_one_change_is_taken_back_and_later_changes_of_other_fields_stand():
    place = make.municipality()
    organisation = make.organisation(name="Först", email="a@exempel.invalid")
    change(organisation, name="Sedan", municipality_id=place.pk, areas=["MUSIC"],
           verified_on=date(2026, 3, 2))  # fmt: skip
    change(organisation, expected=2, email="b@exempel.invalid", areas=["MUSIC", "DANCE"])

    undone = undo_change(
        revision=organisation.revisions.get(version=2),
        expected=3,
        actor=make.principal(),
        now=make.NOW,
    )

    assert (undone.name, undone.municipality_id, undone.verified_on) == ("Först", None, None)
    assert undone.email == "b@exempel.invalid"
    assert list(undone.areas.all()) == []
    assert undone.version == 4

    again = undo_change(
        revision=organisation.revisions.get(version=4),
        expected=4,
        actor=make.principal(),
        now=make.NOW,
    )
    assert (again.name, again.municipality, again.verified_on) == (
        "Sedan", place, date(2026, 3, 2),
    )  # fmt: skip


def test_taking_back_what_somebody_has_changed_meanwhile_is_refused():
    organisation = make.organisation()
    change(organisation, name="Ny")

    with pytest.raises(OrganisationChangedMeanwhile):
        undo_change(
            revision=organisation.revisions.get(), expected=1, actor=make.principal(), now=make.NOW
        )


def test_details_that_somebody_has_checked_carry_the_day():
    organisation = make.organisation()

    verify_organisation(
        organisation=organisation, today=date(2026, 3, 2), actor=make.principal(), now=make.NOW
    )

    organisation.refresh_from_db()
    assert (organisation.verified_on, organisation.version) == (date(2026, 3, 2), 2)


def test_a_contact_person_is_added_changed_and_erased_and_leaves_no_word_behind():
    organisation = make.organisation()
    fields = {
        "name": "Kim Exempel",
        "email": "kim@exempel.invalid",
        "reason": "Ordförande",
        "retention_until": date(2028, 3, 2),
    }

    made = add_contact(
        organisation=organisation, fields=fields, actor=make.principal(), now=make.NOW
    )
    change_contact(
        contact=made, fields={"phone": "010-000 00 01"}, actor=make.principal(), now=make.NOW
    )
    erase_contact(contact=made, actor=make.principal(), now=make.NOW)

    assert ContactPerson.objects.count() == 0
    assert kinds() == ["contact.added", "contact.changed", "contact.erased"]
    assert breaks() == []


@pytest.mark.parametrize(("decided", "left"), [(None, 2), (date(2026, 1, 1), 1)])
def test_contacts_whose_time_is_out_go_once_the_region_has_decided(decided, left):
    region = make.region()
    region.disposal_decided_on = decided
    region.save()
    organisation = make.organisation()
    make.contact_person(organisation=organisation, retention_until=date(2026, 3, 1))
    make.contact_person(organisation=organisation, retention_until=date(2026, 3, 2))

    erased = erase_expired_contacts(
        region=region, today=date(2026, 3, 2), actor=SYSTEM, now=make.NOW
    )

    assert (erased, ContactPerson.objects.count()) == (2 - left, left)


def test_settings_are_changed_by_whoever_saw_them_as_they_are():
    region = make.region()
    seen = fingerprint(region)
    fields = settings_of(region) | {"registry_email": "diarium@exempel.invalid"}

    change_region(region=region, seen=seen, fields=fields, actor=make.principal(), now=make.NOW)
    with pytest.raises(RegionChangedMeanwhile) as late:
        change_region(region=region, seen=seen, fields=fields, actor=make.principal(), now=make.NOW)

    assert late.value.current.registry_email == "diarium@exempel.invalid"
    assert kinds() == ["region.changed"]


def add(email="ny@exempel.invalid", role=RegionRoleCode.OFFICER, actor=SYSTEM):
    return add_colleague(
        region=make.region(), email=email, name="Ny Exempel", role=role, actor=actor, now=make.NOW
    )


def test_a_new_colleague_becomes_a_user_and_is_written_to():
    held = add(actor=make.principal(make.officer(email="kim@exempel.invalid")))

    user = User.objects.get(email="ny@exempel.invalid")
    message = Message.objects.get()
    assert (held.user, held.role, user.name) == (user, "officer", "Ny Exempel")
    assert (message.kind, message.to_address) == ("colleague.welcome", "ny@exempel.invalid")
    mail = render_welcome(message, make.NOW)
    assert mail.subject == "Du kan nu arbeta i Samråd för Region Kronoberg"
    assert "Handläggare" in mail.text
    assert "/logga-in/" in mail.text
    assert mail.reply_to == "kim@exempel.invalid"
    assert kinds() == ["colleague.added"]


def test_somebody_with_an_account_keeps_it_and_may_hold_several_roles():
    person = make.user(email="finns@exempel.invalid", name="Eget Namn")

    add(email="FINNS@exempel.invalid")
    add(email="finns@exempel.invalid", role=RegionRoleCode.REGISTRAR)

    assert User.objects.get().name == "Eget Namn"
    assert sorted(row.role for row in person.region_roles.all()) == ["officer", "registrar"]


def test_the_same_role_twice_is_refused():
    add()

    with pytest.raises(AlreadyHolds):
        add()


@pytest.mark.parametrize(("role", "may"), [("officer", False), ("reader", False), ("head", True)])
def test_only_a_head_of_culture_appoints_one(role, may):
    actor = make.principal(make.officer(role=role))

    if may:
        add(role=RegionRoleCode.HEAD, actor=actor)
    else:
        with pytest.raises(OnlyHeadAppointsHead):
            add(role=RegionRoleCode.HEAD, actor=actor)

    assert User.objects.filter(email="ny@exempel.invalid").exists() is may


def test_the_last_one_in_charge_cannot_be_removed():
    officer = RegionRole.objects.get(user=make.officer())
    make.officer(role="reader")

    with pytest.raises(LastInCharge):
        remove_role(held=officer, actor=SYSTEM, now=make.NOW)
    make.officer(role="head")
    remove_role(held=officer, actor=SYSTEM, now=make.NOW)

    assert RegionRole.objects.filter(role="officer").count() == 0


def test_an_officer_cannot_remove_a_head():
    head = RegionRole.objects.get(user=make.officer(role="head"))
    actor = make.principal(make.officer())

    with pytest.raises(OnlyHeadAppointsHead):
        remove_role(held=head, actor=actor, now=make.NOW + timedelta(hours=1))
