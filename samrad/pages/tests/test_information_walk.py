"""Every page of an information: none calls it a consultation, none lets it be answered."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from samrad.consultations.enums import Level, Matter
from samrad.consultations.models import Activity
from samrad.consultations.services.matters import AsksForNothing
from samrad.contributions.enums import SourceKind, SubmissionChannel
from samrad.contributions.services.intake import Arrival, take_in
from samrad.invitations.services.letters import save_letter
from samrad.quality.enums import RunSize
from samrad.quality.services.runs import start_run
from samrad.reporting.queries.word_templates import TELLING, templates_for
from samrad.reporting.services.making import order_statement, retry_statement
from samrad.reporting.services.publishing import publish_statement
from tests import make

# Where the word names the site, its section, a level of participation, the question whether to
# consult, or what the law asks.
ALLOWED = re.compile(
    r"Ska vi samråda( alls)?\?|är det ett samråd, och då går|så blir det ett samråd igen"
    r"|Är allt bestämt blir samrådet ett spel|Ett samråd utan tid blir en formalitet"
    r"|Utan dem finns inget att samråda om|ett eget ärende, inte ett samråd"
    r"|(ska )?(så )?långt det går samråda med dem|Alla samråd|Särskilt samråd"
    r"|Samråd i steg \d|Information\s+Samråd\s+Dialog|Börja ett nytt från"
    r"|I Samråd gäller|Inform \(informera\) Samråd Konsultation|Inget samråd[^<]*"
    r"|kallas aldrig samråd"
)
# Forms to choose among, and what the method says of each level in the matrix.
_METHOD = re.compile(
    r"<option.*?</option>|<details class=\"s-placing__tools.*?</details>|<thead.*?</thead>"
    r"|<p class=\"s-placing__level.*?</p>|<a class=\"small s-placing__add.*?</a>",
    re.DOTALL,
)
MORE = (
    *({"step": part} for part in ("syfte", "beslut", "kontakt", "datum")),
    *({"letter": "invitation"}, {"cell": "A2"}, {"gate": "bjuda-in"}),
)
CALM = "här finns inget att svara på"
PAGES = frozenset(
    {
        *("contributions:submissions", "contributions:take_in", "contributions:desk"),
        *("contributions:replies", "contributions:export", "contributions:publish"),
        *("contributions:batches", "invitations:mailings", "pages:participants"),
        *("quality:profile", "quality:start", "quality_gates:gates", "reporting:statements"),
        *("reporting:preview", "reporting:results"),
    }
)


@pytest.fixture
def information(db):
    row = make.consultation(
        matter=Matter.INFORMATION,
        level=Level.INF,
        title="Nya ljud i domkyrkan",
        published_at=make.NOW,
    )
    make.pre_gate("TIME", consultation=row)
    return row


@pytest.fixture
def meeting(information):
    starts = make.NOW + timedelta(days=60)
    return make.meeting(
        consultation=information, title="Vi berättar", starts_at=starts, ends_at=None
    )


def _names() -> Iterator[str]:
    """Yield the name of every address."""
    waiting = [("", get_resolver())]
    while waiting:
        below, resolver = waiting.pop()
        for each in resolver.url_patterns:
            if hasattr(each, "url_patterns"):
                space = getattr(each, "namespace", None)
                waiting.append((f"{below}{space}:" if space else below, each))
            elif each.name:
                yield below + each.name


def _pages(client, meeting: Activity) -> Iterator[tuple[str, str]]:
    """Yield every page that a reader or the head can open about the information, with its words."""
    where = {"consultation": meeting.consultation.slug}
    work = where | {"region": meeting.consultation.region.slug}
    below: list[dict[str, str]] = [{}, {"activity": str(meeting.uuid)}, *MORE]
    tries = [where, *(work | each for each in below)]
    for name in _names():
        for known in tries:
            try:
                page = client.get(reverse(name, kwargs=known))
            except NoReverseMatch:
                continue
            if page.status_code == 200 and "html" in page.get("Content-Type", ""):
                yield name, _words(page.content.decode())


def _words(text: str) -> str:
    main = re.search(r"<main.*</main>", text, re.DOTALL)
    found = _METHOD.sub(" ", main.group() if main else text)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", found)))


def test_no_page_calls_it_a_consultation_and_those_that_ask_say_why_they_do_not(
    client, meeting
) -> None:
    client.force_login(make.officer(meeting.consultation.region, role="head"))
    walked = dict(_pages(client, meeting))

    wrong = {
        name: re.findall(r".{0,40}[Ss]amråd.{0,40}", ALLOWED.sub(" ", words))
        for name, words in walked.items()
    }
    assert {name: found for name, found in wrong.items() if found} == {}
    assert {"pages:consultation", "pages:overview", "pages:matrix"} <= set(walked)
    assert {name for name, words in walked.items() if CALM in words} >= PAGES


@pytest.mark.parametrize("name", ["reporting:order", "quality:start", "contributions:take_in"])
def test_what_would_ask_answers_with_the_calm_page(client, information, name) -> None:
    client.force_login(make.officer(information.region, role="head"))
    page = client.post(reverse(name, args=[information.region.slug, information.slug]))

    assert page.status_code == 409
    assert CALM in page.content.decode()
    where = reverse("planning:pre_gate", args=[information.region.slug, information.slug])
    assert where in page.content.decode()


def test_a_reader_of_the_workspace_is_not_sent_where_they_may_not_go(client, information) -> None:
    client.force_login(make.officer(information.region, role="reader"))
    page = client.get(
        reverse("reporting:statements", args=[information.region.slug, information.slug])
    )

    assert CALM in page.content.decode()
    where = reverse("planning:pre_gate", args=[information.region.slug, information.slug])
    assert where not in page.content.decode()


def test_the_services_refuse_what_an_information_does_not_do(information) -> None:
    about = {"actor": make.principal(), "now": make.NOW}
    arrival = Arrival(
        source_kind=SourceKind.ANONYMOUS,
        channel=SubmissionChannel.LETTER,
        received_at=make.NOW,
        text="Hej.",
        idempotency_key="en",
    )
    refused = (
        lambda: take_in(consultation=information, arrival=arrival, **about),
        lambda: start_run(consultation=information, size=RunSize.SMALL, motive="Nu.", **about),
        lambda: order_statement(consultation=information, **about),
        lambda: retry_statement(consultation=information, **about),
        lambda: publish_statement(statement=make.statement(consultation=information), **about),
        lambda: save_letter(
            consultation=information, kind="invitation", subject="A", body="B", expected=0, **about
        ),
    )
    for each in refused:
        with pytest.raises(AsksForNothing):
            each()


def test_only_the_papers_that_fit_are_offered(client, information, meeting) -> None:
    assert templates_for(information, "consultation") == []
    fitting = templates_for(meeting, "activity")
    assert {one.key for one in fitting} == TELLING
    assert not [one.key for one in fitting if "samråd" in one.text.lower()]

    client.force_login(make.officer(information.region, role="head"))
    where = [information.region.slug, information.slug]
    page = client.get(
        reverse("documents:consultation_document", args=[*where, "formal-invitation"])
    )
    assert page.status_code == 404


def test_nobody_finds_replies_to_an_information(client, information) -> None:
    assert client.get(reverse("pages:replies", args=[information.slug])).status_code == 404


def test_the_matrix_does_not_ask_it_to_promise_more(client, meeting) -> None:
    client.force_login(make.officer(meeting.consultation.region, role="head"))
    make.placement(activity=meeting, cell="B2")
    consultation = meeting.consultation
    page = client.get(reverse("pages:matrix", args=[consultation.region.slug, consultation.slug]))

    assert "Ändra löftet" not in page.content.decode()
    assert page.context["warnings"] == []
