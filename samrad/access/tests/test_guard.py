"""Who asks, from where, how often, and what the guard lets through."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from samrad.access.guard import address_of
from samrad.access.models import Attempt
from samrad.access.roles import PLATFORM, Role, roles_on
from samrad.access.services import (
    Limit,
    TooManyAttempts,
    check_attempts,
    count_attempt,
    forget_attempts,
    give_back_attempt,
    take_attempt,
)
from samrad.consultations.models import PersonalLink
from samrad.core.ids import token_hash
from tests import make

TWICE = Limit("test", 2, 600)


@pytest.mark.parametrize(
    ("trusted", "forwarded", "address"),
    [
        (0, "203.0.113.9", "198.51.100.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "198.51.100.1"),
        (1, "", "198.51.100.1"),
    ],
)
def test_only_the_proxies_we_trust_are_believed(settings, trusted, forwarded, address):
    settings.SAMRAD_TRUSTED_PROXIES = trusted
    request = RequestFactory().get("/", REMOTE_ADDR="198.51.100.1", HTTP_X_FORWARDED_FOR=forwarded)

    assert address_of(request) == address


def test_the_third_of_two_attempts_is_refused_and_another_place_is_not(db):
    for _attempt in range(2):
        check_attempts(limit=TWICE, where="a", now=make.NOW)
        count_attempt(limit=TWICE, where="a", now=make.NOW)

    with pytest.raises(TooManyAttempts):
        check_attempts(limit=TWICE, where="a", now=make.NOW)
    check_attempts(limit=TWICE, where="b", now=make.NOW)
    check_attempts(limit=TWICE, where="a", now=make.NOW + timedelta(seconds=601))


def test_an_attempt_that_is_given_back_can_be_taken_again(db):
    given = {"limit": TWICE, "where": "a", "now": make.NOW}
    for _attempt in range(2):
        take_attempt(**given)
    with pytest.raises(TooManyAttempts):
        take_attempt(**given)

    give_back_attempt(**given)

    take_attempt(**given)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_at_once_take_no_more_attempts_than_there_are():
    def take(_number):
        try:
            take_attempt(limit=TWICE, where="a", now=make.NOW)
        except TooManyAttempts:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(take, range(16)))

    assert taken.count(True) == TWICE.count


def test_attempts_are_kept_without_the_address_and_forgotten(db):
    count_attempt(limit=TWICE, where="203.0.113.9", now=make.NOW)
    assert "203.0.113.9" not in str(list(Attempt.objects.values()))

    assert forget_attempts(now=make.NOW + timedelta(days=1)) == 1


def test_roles_are_asked_of_the_object(db):
    officer = make.officer()
    theirs = make.region("blekinge")

    assert roles_on(make.principal(officer), make.region()) >= {Role.OFFICER, Role.SIGNED_IN}
    assert Role.OFFICER not in roles_on(make.principal(officer), theirs)
    assert roles_on(make.principal(), PLATFORM) == {Role.ANYONE}


def test_a_link_holder_must_present_the_link_while_it_lives(db):
    token = make.token()
    link = PersonalLink.objects.get(token_hash=token_hash(token))
    presented = make.principal(token_hash=token_hash(token))
    late = make.principal(token_hash=token_hash(token), at=link.expires_at)

    assert link.roles_of(presented) == {Role.LINK_HOLDER}
    assert link.roles_of(make.principal(token_hash="0" * 64)) == set()
    assert link.roles_of(late) == set()


def test_a_revoked_link_says_so_and_where_to_ring(db):
    party = make.participation()
    token = make.token(party)
    party.links.update(revoked_at=make.NOW)

    answer = Client().get(reverse("answers:first", args=[token]))

    assert answer.status_code == 410
    assert "010-000 00 01" in answer.content.decode()


def test_guessing_links_is_slowed_down(db):
    client = Client()

    codes = [
        client.get(reverse("answers:first", args=[f"{'x' * 25}{n:02d}"])).status_code
        for n in range(32)
    ]

    assert codes == [404] * 30 + [429] * 2


def test_personal_pages_are_not_kept_by_anyone(db):
    answer = Client().get(reverse("answers:first", args=[make.token()]))

    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "same-origin"
