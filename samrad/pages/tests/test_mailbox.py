"""The demo's post box."""

from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse

from samrad.pages.queries.mailbox import get_mailbox, read

BACKEND = "samrad.outbox.mailbox.EmailBackend"


@pytest.fixture
def box(settings, tmp_path, db):
    settings.SAMRAD_DEMO = True
    settings.SAMRAD_URL = "http://127.0.0.1:8000"
    settings.SAMRAD_VAR = Path(tmp_path)
    return get_mailbox()


def put(subject="Svara", to="koren@exempel.invalid", *, text="", html="", number=1):
    mail = EmailMultiAlternatives(
        subject,
        text or "Svara på http://127.0.0.1:8000/d/hemligt/",
        "Region Kronoberg <r@exempel.invalid>",
        [to],
        headers={"Message-ID": f"<{number}@exempel.invalid>"},
        connection=get_connection(BACKEND),
    )
    if html:
        mail.attach_alternative(html, "text/html")
    mail.send()


def page(response):
    return response.content.decode()


def opened(client, box, **query):
    return page(client.get(reverse("pages:demo_mail", args=[read(box.paths()[0]).uuid]), query))


def test_an_empty_box_says_what_comes_there(client, box):
    assert "Inga mejl än" in page(client.get(reverse("pages:mailbox")))


def test_mails_are_listed_and_read_and_their_links_lead_here(client, box):
    put(html='<p>Hej</p><a href="http://127.0.0.1:8000/d/hemligt/">Läs mer och svara</a>')

    listed = page(client.get(reverse("pages:mailbox")))
    shown = opened(client, box)

    assert "koren@exempel.invalid" in listed
    assert '<a href="/d/hemligt/"' in shown
    assert "Läs mer och svara" in shown


def test_the_plain_text_has_its_links_too(client, box):
    put()

    assert '<a href="/d/hemligt/"' in opened(client, box, form="text")


def test_hostile_mails_do_nothing(client, box):
    put(
        "<script>x()</script>",
        text="<script>x()</script>",
        html='<script>x()</script><p onclick="x()">Hej</p><img src="https://example.org/x.png">'
        '<a href="javascript:x()">y</a><style>p{color:red}</style>',
    )

    for html in (opened(client, box), opened(client, box, form="text")):
        assert not any(sign in html for sign in ("<script>x", "onclick", "x.png", "javascript:x"))


def test_a_search_looks_at_recipient_subject_and_text(client, box):
    put("Påminnelse", number=1)
    put("Kvitto", "dansen@exempel.invalid", number=2)

    html = page(client.get(reverse("pages:mailbox"), {"sok": "påminnelse"}))

    assert "koren@exempel.invalid" in html
    assert "dansen@exempel.invalid" not in html
    assert "Inget mejl innehåller" in page(client.get(reverse("pages:mailbox"), {"sok": "xyz"}))


def test_outside_a_demo_there_is_no_box(client, box, settings):
    put()
    address = reverse("pages:demo_mail", args=[read(box.paths()[0]).uuid])
    settings.SAMRAD_DEMO = False

    assert client.get(reverse("pages:mailbox")).status_code == 404
    assert client.get(address).status_code == 404


def test_a_mail_that_is_not_there_is_not_found(client, box):
    unknown = "00000000-0000-4000-8000-000000000000"

    assert client.get(reverse("pages:demo_mail", args=[unknown])).status_code == 404
