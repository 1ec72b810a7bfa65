"""An information is called so everywhere, and asks for nothing."""

import re
from html import unescape

import pytest
from django.urls import reverse

from samrad.consultations.enums import Level, Matter
from samrad.consultations.services.matters import AsksForNothing
from samrad.contributions.services.answering import ConsultationNotOpen, start_open_answer
from samrad.invitations.services.mailings import start_mailing
from samrad.pages.queries.work import standings_of
from tests import make

PUBLIC = ("pages:consultation", "pages:consultations", "pages:start")
WORK = (
    "pages:overview",
    "pages:publish",
    "pages:cancel",
    "pages:unpublish",
    "planning:history",
    "planning:meetings",
    "planning:decision",
)
PARTS = ("syfte", "beslut", "kontakt", "datum")
# Where the word names the section of the site, the question asked, or what it is not.
ALLOWED = re.compile(
    r"Ska vi samråda( alls)?\?|Alla samråd|Sök samråd|Sök bland samråd|kallas aldrig samråd"
    r"|Nytt samråd|Avslutade samråd|Inget samråd[^<]*|När en region öppnar ett samråd[^<]*"
)


@pytest.fixture
def information(db):
    row = make.consultation(
        matter=Matter.INFORMATION,
        level=Level.INF,
        title="Nya ljud i domkyrkan",
        published_at=make.NOW,
        purpose="Vi berättar vad som händer.",
        contact_name="Lo Exempel",
        contact_phone="010-000 00 00",
        decision_maker="Kulturnämnden",
    )
    make.pre_gate("TIME", consultation=row)
    return row


def _words(response) -> str:
    """Return what a reader meets in the page itself, without the site's own menu and foot."""
    text = response.content.decode()
    main = re.search(r"<main.*</main>", text, re.DOTALL)
    assert main is not None
    crumbs = re.sub(r"<option.*?</option>", " ", main.group(), flags=re.DOTALL)
    return ALLOWED.sub(" ", unescape(re.sub(r"<[^>]+>", " ", crumbs)))


def _names_itself_wrong(words: str) -> list[str]:
    return re.findall(r".{0,40}[Ss]amråd.{0,40}", words)


def test_the_public_pages_call_it_information(client, information) -> None:
    page = client.get(reverse("pages:consultation", args=[information.slug]))
    words = _words(page)

    assert _names_itself_wrong(words) == []
    assert "Information" in words
    assert "Svara" not in words.replace("Svarat", "")
    assert b"ansvarar f\xc3\xb6r informationen" in page.content
    listed = _words(client.get(reverse("pages:consultations")))
    assert "Information" in listed


def test_the_workspace_calls_it_information(client, information) -> None:
    client.force_login(make.officer(role="head"))
    where = [information.region.slug, information.slug]
    found = {}
    for name in WORK:
        found[name] = _names_itself_wrong(_words(client.get(reverse(name, args=where))))
    for part in PARTS:
        page = client.get(reverse("planning:part", args=[*where, part]))
        found[part] = _names_itself_wrong(_words(page))

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_nobody_can_be_invited_to_it_or_answer_it(client, information) -> None:
    with pytest.raises(AsksForNothing):
        start_mailing(
            consultation=information, kind="invitation", actor=make.principal(), now=make.NOW
        )
    assert client.get(reverse("answers:open", args=[information.slug])).status_code == 404
    with pytest.raises(ConsultationNotOpen):
        start_open_answer(
            consultation=information,
            entrant=None,
            language="sv",
            actor=make.principal(),
            now=make.NOW,
        )


def test_all_there_is_to_do_is_to_publish_it_and_enter_the_decision(information) -> None:
    (standing,) = standings_of([information], now=make.NOW)
    assert standing.where.next == "ENTER_DECISION"
    assert standing.missing == ()
