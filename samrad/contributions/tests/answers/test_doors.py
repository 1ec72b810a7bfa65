"""The two open doors: the code from a letter, and the form for those who were not invited."""

import logging
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from samrad.access.models import Attempt
from samrad.access.services import UNKNOWN_CODE, UNKNOWN_CODE_IN_REGION, take_attempt
from samrad.consultations.models import (
    PaperCode,
    Participation,
    ParticipationContact,
    PersonalLink,
    StatedSender,
)
from samrad.consultations.services.links import mint_code
from samrad.core.clock import now
from samrad.outbox.models import Message
from samrad.registry.models import Organisation
from tests import make

CODE = "/kod/kronoberg/"
PERSONAL = "640823-3234"


@pytest.fixture
def form_url(consultation):
    """Return the address of the open form."""
    return reverse("answers:open", args=[consultation.slug])


@pytest.fixture
def network(consultation):
    """Return what a network fills in."""
    return {
        "kind": "NETWORK",
        "name": "Nätverket Påhittet",
        "municipality": make.municipality(region=consultation.region).code,
    }


@pytest.mark.parametrize("spoil", [str, str.lower, lambda code: f" {code.replace('-', ' ')} "])
def test_a_code_opens_a_page_of_ones_own(client, party, spoil):
    code = mint_code(participation=party, now=now())

    opened = client.post(CODE, {"code": spoil(code)})

    link = PersonalLink.objects.get()
    assert (link.participation, link.minted_for) == (party, "code")
    assert client.get(opened.url).status_code == 200


def test_a_code_opens_nothing_at_another_regions_address(client, party):
    code = mint_code(participation=party, now=now())
    other = make.region("blekinge")

    refused = client.post(f"/kod/{other.slug}/", {"code": code})

    assert refused.status_code == 422
    assert not PersonalLink.objects.exists()
    assert client.post(CODE, {"code": code}).status_code == 302


def test_the_common_page_lets_one_choose_among_the_regions_that_have_written(client, party):
    there = make.participation(
        consultation=make.consultation(
            slug="annat",
            region=make.region("blekinge"),
            process=make.process(plan=make.plan(region=make.region("blekinge"), slug="annan")),
        )
    )
    make.region("uppsala")
    for one in (party, there):
        mint_code(participation=one, now=now())

    page = client.get("/kod/").content.decode()

    assert 'href="/kod/kronoberg/"' in page
    assert 'href="/kod/blekinge/"' in page
    assert 'href="/kod/uppsala/"' not in page
    assert client.post("/kod/", {"code": "7K4M-P2XW"}).status_code == 405


def test_where_one_region_has_written_the_common_page_leads_there(client, party):
    mint_code(participation=party, now=now())

    assert client.get("/kod/")["Location"] == CODE


def test_where_none_has_written_the_common_page_says_where_the_address_stands(client, db):
    assert "Adressen står i brevet" in client.get("/kod/").content.decode()


def test_a_wrong_code_says_what_to_do_and_stays_in_the_box(client, consultation):
    refused = client.post(CODE, {"code": "7K4M-P2XW"})

    assert refused.status_code == 422
    assert 'value="7K4M-P2XW"' in refused.content.decode()
    assert refused.context["form"].errors["code"].as_text() == (
        f"* {consultation.region.name} har ingen sådan kod, eller så har den slutat gälla. "
        "Jämför med brevet tecken för tecken, eller ring numret som står där."
    )


@pytest.mark.parametrize("typed", ["", "x" * 41, "' OR 1=1 --", "<script>", "7K4M\x00P2XW"])
def test_nonsense_is_answered_calmly(client, consultation, typed):
    refused = client.post(CODE, {"code": typed})

    assert refused.status_code == 422
    assert not PersonalLink.objects.exists()


@pytest.mark.parametrize("field", ["revoked_at", "expires_at"])
def test_a_code_that_no_longer_holds_opens_nothing(client, party, field):
    code = mint_code(participation=party, now=now())
    PaperCode.objects.update(**{field: now()})

    assert client.post(CODE, {"code": code}).status_code == 422
    assert not PersonalLink.objects.exists()


def test_guessing_codes_is_slow_also_for_the_one_who_then_is_right(client, party):
    code = mint_code(participation=party, now=now())
    guesses = [client.post(CODE, {"code": "7K4M-P2XW"}).status_code for _ in range(10)]

    assert guesses == [422] * 10
    assert client.post(CODE, {"code": code}).status_code == 429
    assert client.get(CODE).status_code == 200


def test_guesses_at_several_regions_are_counted_together_for_one_address(client, party):
    make.region("blekinge")

    guesses = [
        client.post(f"/kod/{slug}/", {"code": "7K4M-P2XW"}).status_code
        for slug in ["blekinge", "kronoberg"] * 6
    ]

    assert guesses == [422] * 10 + [429] * 2


def test_many_who_guess_a_little_each_are_slowed_at_the_region_they_guess_at(client, party):
    code = mint_code(participation=party, now=now())
    make.region("blekinge")
    moment = now()
    for _each in range(UNKNOWN_CODE_IN_REGION.count):
        take_attempt(limit=UNKNOWN_CODE_IN_REGION, where="kronoberg", now=moment)

    with patch("samrad.contributions.views.code.now", return_value=moment):
        assert client.post(CODE, {"code": code}).status_code == 429
        assert client.post("/kod/blekinge/", {"code": code}).status_code == 422


def test_right_codes_are_no_guesses(client, party):
    codes = [mint_code(participation=party, now=now()) for _ in range(UNKNOWN_CODE.count + 1)]

    assert {client.post(CODE, {"code": code}).status_code for code in codes} == {302}


def test_the_code_itself_is_stored_nowhere(party):
    code = mint_code(participation=party, now=now())

    assert code.replace("-", "") not in str(PaperCode.objects.values())


def test_an_uninvited_network_comes_in_and_answers(client, form_url, network):
    welcome = client.post(form_url, network)

    party = Participation.objects.get()
    assert party.display_name == "Nätverket Påhittet"
    assert party.stated.kind == "NETWORK"
    page = client.get(welcome.url)
    assert (page.status_code, page.context["address"]) == (200, "")
    question = page.context["link"] + "fraga/1/"
    assert client.get(question).status_code == 200


def test_the_register_gets_no_row_from_the_open_form(client, form_url, network):
    client.post(form_url, network | {"kind": "ORGANISATION", "org_number": "802404-3716"})

    assert not Organisation.objects.exists()
    assert StatedSender.objects.get().org_number == "8024043716"


def test_with_an_address_the_link_is_mailed(client, form_url, network):
    welcome = client.post(form_url, network | {"email": "natverket@exempel.invalid"}, follow=True)

    assert welcome.context["address"] == "na•••@exempel.invalid"
    assert Message.objects.get().kind == "link"


def test_a_person_may_stay_nameless_and_unreachable(client, form_url):
    client.post(form_url, {"kind": "INDIVIDUAL"})

    assert Participation.objects.get().display_name == ""
    assert not ParticipationContact.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, {"kind"}),
        ({"kind": "REGION"}, {"kind"}),
        ({"kind": "ORGANISATION"}, {"name", "municipality"}),
        ({"kind": "INDIVIDUAL", "email": "ingen adress"}, {"email"}),
        ({"kind": "INDIVIDUAL", "municipality": "9999"}, {"municipality"}),
        ({"kind": "INDIVIDUAL", "name": "x" * 201}, {"name"}),
        ({"kind": "INDIVIDUAL", "org_number": "802404-3717"}, {"org_number"}),
        ({"kind": "INDIVIDUAL", "website": "https://exempel.invalid"}, {"website"}),
    ],
)
def test_what_is_missing_or_wrong_is_named(client, form_url, fields, wrong):
    refused = client.post(form_url, fields)

    assert (refused.status_code, set(refused.context["form"].errors)) == (422, wrong)
    assert not Participation.objects.exists()


@pytest.mark.parametrize("field", ["org_number", "name", "contact_name", "email", "phone"])
@pytest.mark.parametrize("typed", [PERSONAL, "19640823-3234"])
def test_a_personal_number_is_refused_and_never_shown_logged_or_kept(
    client, form_url, network, field, typed, caplog
):
    caplog.set_level(logging.DEBUG)
    value = f"{typed}@exempel.invalid" if field == "email" else typed

    refused = client.post(form_url, network | {field: value})

    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {field})
    assert "3234" not in refused.content.decode()
    assert "3234" not in caplog.text
    assert not Participation.objects.exists()


def test_what_was_right_stays_in_the_form_when_something_is_wrong(client, form_url, network):
    refused = client.post(form_url, network | {"org_number": PERSONAL})

    assert 'value="Nätverket Påhittet"' in refused.content.decode()


def test_hostile_names_are_shown_as_text(client, form_url, network):
    welcome = client.post(form_url, network | {"name": "<script>alert(1)</script>"})

    page = client.get(welcome.url.replace("valkommen/", ""))
    assert b"<script>alert" not in page.content


def test_the_open_form_is_rate_limited(client, form_url, network):
    answers = [client.post(form_url, network).status_code for _ in range(11)]

    assert answers == [302] * 10 + [429]
    assert Participation.objects.count() == 10


def test_pressing_twice_lets_one_in(client, form_url, network):
    fields = network | {"key": client.get(form_url).context["form"].initial["key"]}

    first, second = client.post(form_url, fields), client.post(form_url, fields)

    party = Participation.objects.get()
    assert first.url != second.url
    assert [link.participation for link in PersonalLink.objects.all()] == [party, party]


def test_the_next_person_at_the_same_computer_does_not_meet_the_answer_before(
    client, form_url, network
):
    fields = network | {"key": client.get(form_url).context["form"].initial["key"]}
    client.post(form_url, fields)

    client.post(form_url, fields | {"name": "Nätverket Låtsas"})

    assert [party.display_name for party in Participation.objects.order_by("pk")] == [
        "Nätverket Påhittet",
        "Nätverket Låtsas",
    ]


def test_a_form_that_is_wrong_costs_no_attempt(client, form_url):
    client.post(form_url, {})

    assert not Attempt.objects.exists()


def test_looking_at_the_doors_changes_nothing(client, form_url):
    client.get(form_url)
    client.get(CODE)

    assert not Attempt.objects.exists()
    assert not Participation.objects.exists()


@pytest.mark.parametrize("change", ["closed", "not_yet", "cancelled", "invited_only"])
def test_where_nobody_is_let_in_the_page_says_why_and_whom_to_ring(
    client, consultation, form_url, network, change
):
    day = timedelta(days=1)
    fields: dict[str, dict[str, Any]] = {
        "closed": {"closes_at": now()},
        "not_yet": {"opens_on": localdate() + day},
        "cancelled": {"cancelled_at": now()},
        "invited_only": {"open_to_all": False},
    }
    type(consultation).objects.filter(pk=consultation.pk).update(**fields[change])

    page = client.get(form_url)
    refused = client.post(form_url, network)

    assert (page.status_code, refused.status_code) == (200, 422)
    assert b"010-000 00 01" in page.content
    assert not Participation.objects.exists()


def test_what_is_not_published_has_no_open_form(client, consultation, form_url):
    type(consultation).objects.update(published_at=None)

    assert client.get(form_url).status_code == 404
