"""Signing in with a code by mail: the pages, the mail, and what an unknown address learns."""

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests import make


def ask_for_code(client, email):
    return client.post(reverse("account_login"), {"email": email}, follow=True)


def test_the_mailed_code_signs_the_user_in_and_leads_on(client, db):
    user = make.user(email="kim@exempel.invalid")
    ask_for_code(client, user.email)
    code = mail.outbox[0].subject.split()[0]

    answer = client.post(reverse("account_confirm_login_code"), {"code": code, "next": "/arbete/"})

    assert answer.headers["Location"] == "/arbete/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_mail_says_what_the_code_is_for(client, db):
    ask_for_code(client, make.user(email="kim@exempel.invalid").email)

    [sent] = mail.outbox
    code = sent.subject.split()[0]

    assert code.isdigit()
    assert sent.subject == f"{code} är din kod till Samråd"
    assert sent.body.startswith("Hej!\n\nHär är koden som du loggar in med i Samråd:\n\n" + code)


def test_an_unknown_address_meets_the_same_page_and_gets_no_mail(client, db):
    known = ask_for_code(client, make.user(email="kim@exempel.invalid").email)
    client.cookies.clear()
    mail.outbox.clear()

    unknown = ask_for_code(client, "okand@exempel.invalid")

    assert unknown.redirect_chain == known.redirect_chain
    assert unknown.status_code == known.status_code
    assert mail.outbox == []


def test_a_wrong_code_is_refused_and_a_new_one_can_be_asked_for(client, db):
    ask_for_code(client, make.user(email="kim@exempel.invalid").email)

    page = client.post(reverse("account_confirm_login_code"), {"code": "fel"}).content.decode()

    assert "Felaktig kod." in page
    assert "Skicka en ny kod" in page
    assert "_auth_user_id" not in client.session


def is_refused(answer):
    """Return whether the page asks for the address again, with a reason not to send a code."""
    return bool(answer.context["form"].errors)


@pytest.fixture
def limited(settings):
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "2/m/ip"}


def test_whoever_asks_for_too_many_codes_is_told_to_wait(db, limited):
    asked = [is_refused(ask_for_code(Client(), f"okand{n}@exempel.invalid")) for n in range(3)]

    assert asked == [False, False, True]


def test_asking_for_codes_is_counted_in_all_server_processes_together(db, limited):
    for number in range(2):
        ask_for_code(Client(), f"okand{number}@exempel.invalid")

    # Another process has nothing of this one's but the database.
    del caches["default"]
    assert is_refused(ask_for_code(Client(), "okand@exempel.invalid"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM samrad_cache")
        kept = str(cursor.fetchall())
    assert kept != "[]"
    assert "127.0.0.1" not in kept


def test_signing_in_sees_the_same_address_behind_proxies_as_everything_else():
    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == settings.SAMRAD_TRUSTED_PROXIES
