"""Who takes part, and closing links that reached the wrong person."""

from django.urls import reverse

from samrad.consultations.models import WrongRecipientReport
from samrad.journal.models import Entry
from tests import make


def address(name, party, *more):
    consultation = party.consultation
    return reverse(name, args=[consultation.region.slug, consultation.slug, *more])


def test_closing_the_ways_in_shuts_the_link_and_keeps_what_was_written(client, db):
    party = make.participation()
    token = make.token(party)
    client.force_login(make.officer())

    client.post(address("pages:close_ways", party, party.uuid))

    client.logout()
    assert client.get(reverse("answers:first", args=[token])).status_code == 410
    assert Entry.objects.filter(kind="participation.ways_in_revoked").count() == 1


def test_a_link_minted_afterwards_opens(client, db):
    party = make.participation()
    client.force_login(make.officer())
    client.post(address("pages:close_ways", party, party.uuid))
    client.logout()

    assert client.get(reverse("answers:first", args=[make.token(party)])).status_code == 200


def test_those_reported_wrong_stand_first_until_it_is_settled(client, db):
    party = make.participation(organisation=make.organisation(name="Öppna Påhittet"))
    make.participation(
        consultation=party.consultation, organisation=make.organisation(name="Alla Påhittet")
    )
    WrongRecipientReport.objects.create(
        participation=party, note="Skicka till ordföranden.", reported_at=make.NOW
    )
    client.force_login(make.officer())

    before = client.get(address("pages:participants", party)).content.decode()
    client.post(address("pages:settle_reports", party, party.uuid))
    after = client.get(address("pages:participants", party)).content.decode()

    assert before.index("Öppna Påhittet") < before.index("Alla Påhittet")
    assert after.index("Alla Påhittet") < after.index("Öppna Påhittet")


def test_the_list_asks_as_much_of_three_as_of_one(client, db, django_assert_max_num_queries):
    party = make.participation()
    for _number in range(2):
        make.token(make.participation(consultation=party.consultation))
    client.force_login(make.officer())

    with django_assert_max_num_queries(7):
        page = client.get(address("pages:participants", party))

    assert page.status_code == 200
