"""The segment as a query says the same as the segment as a rule."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samrad.consultations.services.links import keep_contact
from samrad.core.clock import local_date
from samrad.invitations.enums import Audience, LetterKind, MailingState
from samrad.invitations.models import Recipient
from samrad.invitations.queries.segments import (
    candidates_for,
    organisations_held,
    reach_of,
    with_reach,
)
from samrad.invitations.rules import segments
from samrad.invitations.rules.segments import Segment
from samrad.outbox.models import Message
from samrad.registry.enums import NOT_CIVIL_SOCIETY, Channel
from samrad.registry.models import Organisation, OrganisationArea
from tests import make

TODAY = local_date(make.NOW)


def populate():
    """Fill the register with every mixture of what a segment asks for."""
    towns = [make.municipality(code="0799"), make.municipality(code="0798", name="Låtsasby"), None]
    mixtures = [
        (kind, status, email, address, channel)
        for kind in ("LOCAL", "NETWORK", "MUNICIPALITY")
        for status in ("ACTIVE", "UNKNOWN", "DORMANT", "CLOSED")
        for email in ("", "a@exempel.invalid")
        for address in ("", "Storgatan 1")
        for channel in ("EMAIL", "LETTER")
    ]
    for number, (kind, status, email, address, channel) in enumerate(mixtures):
        organisation = make.organisation(
            kind=kind,
            status=status,
            email=email,
            address=address,
            city="Påhittköping" if number % 5 else "",
            channel=channel,
            municipality=towns[number % 3],
        )
        for area in ("MUSIC", "DANCE")[: number % 3]:
            OrganisationArea.objects.create(organisation=organisation, area=area)
        if number % 4 == 0:
            make.contact_person(organisation=organisation, email="b@exempel.invalid")


def facts_of(organisation):
    return segments.Recipient(
        id=organisation.pk,
        municipality=organisation.municipality_id or "",
        art_areas=frozenset(organisation.areas.values_list("area", flat=True)),
        organisation_kind=organisation.kind,
        is_civil_society=organisation.kind not in NOT_CIVIL_SOCIETY,
        has_email=bool(organisation.email) or organisation.contacts.exists(),
        has_postal_address=bool(
            organisation.address and (organisation.city or organisation.postal_code)
        ),
        prefers_paper=organisation.channel == Channel.LETTER,
        is_active=organisation.status in {"ACTIVE", "UNKNOWN"},
        is_dormant=organisation.status == "DORMANT",
    )


@pytest.fixture
def register(db):
    populate()
    return [facts_of(one) for one in Organisation.objects.order_by("pk")]


SEGMENTS: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    municipalities=st.sets(st.sampled_from(["0799", "0798"])),
    art_areas=st.sets(st.sampled_from(["MUSIC", "DANCE"])),
    organisation_kinds=st.sets(st.sampled_from(["LOCAL", "NETWORK", "MUNICIPALITY"])),
    civil_society_only=st.booleans(),
    include_dormant=st.booleans(),
    channel=st.sampled_from(["", "EMAIL", "PAPER", "NONE"]),
    added=st.sets(st.integers(0, 95), max_size=4),
    taken_out=st.sets(st.integers(0, 95), max_size=4),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(chosen=SEGMENTS)
def test_the_query_holds_whom_the_rule_holds_and_reaches_them_the_same_way(register, chosen):
    by_place = [one.id for one in register]
    hands = {key: [by_place[place] for place in chosen[key]] for key in ("added", "taken_out")}
    segment = Segment.from_dict(chosen | hands)

    rows = organisations_held(Organisation.objects.all(), segment, today=TODAY)

    assert dict(rows.values_list("pk", "reach")) == segments.select(segment, register).chosen


def test_a_segment_reads_back_as_it_was_kept():
    segment = Segment(municipalities=frozenset({"0799"}), added=frozenset({3, 1}), channel="EMAIL")

    assert Segment.from_dict(segment.as_dict()) == segment
    assert segment.as_dict()["added"] == [1, 3]


def test_a_hand_undoes_the_other_hand():
    segment = Segment().put_in(7).take_out(7)

    assert (segment.added, segment.taken_out) == (frozenset(), frozenset({7}))
    assert segment.put_in(7) == Segment(added=frozenset({7}))


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "b@exempel.invalid"),
        ({"do_not_contact": True}, ""),
        ({"retention_until": TODAY - timedelta(days=1)}, ""),
        ({"retention_until": TODAY}, "b@exempel.invalid"),
        ({"email": ""}, ""),
    ],
)
def test_a_contact_person_is_written_to_only_while_we_may(db, given, address):
    organisation = make.organisation()
    make.contact_person(
        organisation=organisation,
        **{"email": "b@exempel.invalid", "retention_until": date(2028, 1, 1)} | given,
    )

    assert with_reach(Organisation.objects.all(), today=TODAY).get().email_to == address


def test_the_organisations_own_address_comes_before_a_persons(db):
    organisation = make.organisation(email="kansli@exempel.invalid")
    make.contact_person(organisation=organisation, email="b@exempel.invalid")

    found = with_reach(Organisation.objects.all(), today=TODAY).get()

    assert found.email_to == "kansli@exempel.invalid"


def test_the_neighbours_organisations_are_never_chosen(db):
    mailing = make.mailing()
    mine = make.organisation()
    make.organisation(region=make.region("blekinge"))

    assert list(candidates_for(mailing, today=TODAY)) == [mine]


def test_those_written_to_before_are_not_written_to_again(db):
    mailing = make.mailing()
    fresh = make.organisation(name="Ny")
    before = make.mailing(consultation=mailing.consultation, state=MailingState.RELEASED)
    for state in ("SENT", "UNCLEAR", "NOT_SENT", "QUEUED", "CANCELLED"):
        party = make.participation(
            consultation=mailing.consultation, organisation=make.organisation(name=state)
        )
        message = Message.objects.create(
            tenant="x", kind="x", event="x", recipient=state, state=state, created_at=make.NOW
        )
        Recipient.objects.create(
            mailing=before, participation=party, channel="EMAIL", message=message
        )

    chosen = [one.name for one in candidates_for(mailing, today=TODAY)]

    assert chosen == ["CANCELLED", fresh.name]


def test_a_reminder_goes_to_the_invited_who_have_not_answered(db):
    mailing = make.mailing(kind=LetterKind.REMINDER)
    silent = make.participation(consultation=mailing.consultation)
    make.participation(consultation=mailing.consultation, origin="OTHER")
    answered = make.participation(consultation=mailing.consultation)
    make.submission(consultation=mailing.consultation, participation=answered)
    make.participation()

    assert list(candidates_for(mailing, today=TODAY)) == [silent]


@pytest.mark.parametrize(
    ("audience", "names"),
    [(Audience.ANSWERED, ["Svarade"]), (Audience.ALL, ["Svarade", "Teg"])],
)
def test_heard_goes_to_those_who_took_part_or_to_all(db, audience, names):
    mailing = make.mailing(kind=LetterKind.HEARD, segment={"audience": audience})
    where = mailing.consultation
    make.participation(consultation=where, display_name="Teg")
    answered = make.participation(consultation=where, display_name="Svarade")
    make.submission(consultation=where, participation=answered)

    assert [one.display_name for one in candidates_for(mailing, today=TODAY)] == names


def test_the_address_a_participant_gave_comes_before_the_register(db):
    mailing = make.mailing(kind=LetterKind.REMINDER)
    party = make.participation(
        consultation=mailing.consultation,
        organisation=make.organisation(email="gammal@exempel.invalid", channel="LETTER"),
    )
    keep_contact(
        participation=party, email="ny@exempel.invalid", actor=make.principal(), now=make.NOW
    )

    found = candidates_for(mailing, today=TODAY).get()

    assert (found.email_to, found.reach) == ("ny@exempel.invalid", "EMAIL")


@pytest.mark.parametrize("count", [1, 3])
def test_counting_takes_the_same_queries_however_many(db, django_assert_num_queries, count):
    mailing = make.mailing()
    for number in range(count):
        make.organisation(email=f"a{number}@exempel.invalid", municipality=make.municipality())

    with django_assert_num_queries(2):
        reach = reach_of(mailing, today=TODAY)

    assert (reach.email, reach.paper, reach.none, reach.total) == (count, 0, 0, count)
    assert (reach.places, reach.kinds) == ((("Påhittköping", count),), (("LOCAL", count),))
