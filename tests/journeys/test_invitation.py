"""From the officer's letter to the association's own page: by mail, on paper, and reminded."""

import re
from datetime import timedelta
from io import BytesIO

import pypdf
import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from samrad.core.clock import local_date, now
from samrad.pages.tasks import run_due
from tests import make

LINK = re.compile(r"/d/[\w-]+/")
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")


@pytest.fixture
def consultation(db):
    return make.consultation(
        title="Vad ska planen innehålla?",
        lead="Vi skriver en ny plan.",
        at_stake="Stödet till lokaler.",
        closes_at=now() + timedelta(days=60),
        opens_on=local_date(now()),
    )


def work():
    """Let the worker go round until nothing is due."""
    while any(run_due()[what] for what in ("jobs", "messages")):
        pass


def send(client, consultation, kind):
    """Write the letter as proposed, choose those proposed, send; return the mailing's page."""

    def at(name, *more):
        return reverse(
            f"invitations:{name}", args=[consultation.region.slug, consultation.slug, *more]
        )

    page = client.get(at("letter", kind))
    form = page.context["form"]
    client.post(at("letter", kind), {one.name: one.value() for one in form})
    selection = client.post(at("start", kind))["Location"]
    confirmation = client.get(selection.replace("urval", "skicka")).context["form"]
    sent = client.post(
        selection.replace("urval", "skicka"),
        {
            "send_on": local_date(now()).isoformat(),
            "letter_version": confirmation["letter_version"].value(),
            "seen": confirmation["seen"].value(),
        },
    )
    work()
    return sent["Location"]


def test_everyone_invited_reaches_their_own_page_and_only_the_silent_are_reminded(consultation):
    make.question(consultation=consultation)
    make.influence_item(consultation=consultation)
    make.influence_item(
        consultation=consultation, text="Statens pengar", openness="LOCKED", reason="Staten."
    )
    for name, address in (("Kören Låtsas", "koren"), ("Dansen Påhitt", "dansen")):
        make.organisation(name=name, email=f"{address}@exempel.invalid")
    make.organisation(
        name="Byalaget Exempel", address="Storgatan 1", postal_code="123 45", city="Påhittköping"
    )
    officer = Client()
    officer.force_login(make.officer(consultation.region))

    mailing = send(officer, consultation, "invitation")
    officer.post(f"{mailing}papper/")
    work()
    pdf = officer.get(f"{mailing}papper/1/brev.pdf").content

    by_mail = {sent.to[0]: LINK.search(sent.body).group() for sent in mail.outbox}
    assert sorted(by_mail) == ["dansen@exempel.invalid", "koren@exempel.invalid"]
    opened = Client().get(by_mail["koren@exempel.invalid"]).content.decode()
    assert "Kören Låtsas" in opened
    assert "Vad ska planen innehålla?" in opened

    code = CODE.search(pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text()).group()
    door = reverse("answers:code", args=[consultation.region.slug])
    entered = Client().post(door, {"code": code.lower()}, follow=True)
    assert "Byalaget Exempel" in entered.content.decode()

    answered = consultation.participations.get(organisation__name="Kören Låtsas")
    make.submission(consultation=consultation, participation=answered)
    mail.outbox.clear()
    send(officer, consultation, "reminder")
    assert [sent.to for sent in mail.outbox] == [["dansen@exempel.invalid"]]
