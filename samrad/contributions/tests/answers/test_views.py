"""The participant's pages, as a browser without script meets them."""

from datetime import timedelta

import page as page_validation
import pytest
from django.apps import apps
from django.db.models import QuerySet
from django.urls import reverse

from samrad.consultations.enums import StatedKind
from samrad.consultations.models import PersonalLink
from samrad.contributions.models import AnswerDraft, Submission
from samrad.contributions.queries.places import question_slot
from samrad.contributions.queries.progress import drafts_of
from samrad.contributions.rules.answering import MAX_ANSWER
from samrad.contributions.services.answering import Entrant, start_open_answer
from samrad.contributions.services.drafts import Written, save_draft
from samrad.core.clock import now
from samrad.core.ids import token_hash
from samrad.outbox.models import Message
from tests import make

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)> "\' {{ 7*7 }} {% now "Y" %}'


def url(name, *arguments):
    """Return the address of a participant's page."""
    return reverse(f"answers:{name}", args=arguments)


def hidden(client, address):
    """Return the hidden values of the form on a page."""
    initial = client.get(address).context["form"].initial
    names = ("version", "writer", "key", "read", "revision")
    return {name: initial[name] or "" for name in names if name in initial}


def write(client, token, position, text, **more):
    """Write an answer as the page would."""
    address = url("question", token, position)
    return client.post(address, hidden(client, address) | {"text": text, "go": "next"} | more)


def send(client, token, **more):
    """Press the button on the last page."""
    address = url("send", token)
    decided = {"decided": "BOARD", "decided_on": "2026-01-12"}
    return client.post(address, hidden(client, address) | decided | more)


def row_counts():
    """Return how many rows every table holds."""
    return {model: QuerySet(model).count() for model in apps.get_models(include_auto_created=True)}


@pytest.fixture
def plan(consultation):
    """Make a plan draft of two passages that the consultation is about."""
    version = make.plan_version(
        "Regionen stödjer lokaler.", "Ansökan görs på nätet.", plan=consultation.process.plan
    )
    consultation.plan_version = version
    consultation.save()
    return list(version.placed.select_related("passage", "revision"))


def test_a_volunteer_answers_question_by_question_and_sends(client, token):
    assert client.get(url("first", token)).status_code == 200

    assert write(client, token, 1, "Vi behöver lokaler.").url == url("question", token, 2)
    assert write(client, token, 2, "", nothing_to_add="on").url == url("send", token)
    receipt = send(client, token)

    submission = Submission.objects.get()
    assert receipt.url == url("receipt", token, submission.uuid)
    assert submission.text == (
        "1. Vad behöver ni?\nVi behöver lokaler.\n\n2. Vad hindrar er?\nVi har inget att tillägga."
    )
    assert (submission.mandate, str(submission.mandate_on)) == ("Styrelsen", "2026-01-12")
    assert client.get(receipt.url).context["number"] == f"G-2026-1/{submission.number}"


def test_an_answer_is_kept_and_found_again_another_day(client, token):
    write(client, token, 1, "Vi behöver lokaler.", go="pause")

    page = client.get(url("question", token, 1))

    assert page.context["form"].initial["text"] == "Vi behöver lokaler."
    assert client.get(url("first", token)).context["progress"].go_on_at == 2


@pytest.mark.parametrize(
    ("go", "name"), [("overview", "first"), ("pause", "pause"), ("send", "send")]
)
def test_every_way_out_of_a_question_keeps_what_was_typed(client, token, party, go, name):
    away = write(client, token, 1, "Vi behöver lokaler.", go=go)

    assert away.url == url(name, token)
    assert [draft.text for draft in drafts_of(party).values()] == ["Vi behöver lokaler."]


def test_one_can_go_back_a_question(client, token):
    assert write(client, token, 2, "Tid.", go="back").url == url("question", token, 1)


def test_after_the_last_question_comes_the_plan_when_there_is_one(client, token, plan):
    assert write(client, token, 2, "Tid.").url == url("passages", token)


def test_words_win_over_the_tick_that_says_there_are_none(client, token, party):
    write(client, token, 1, "Vi behöver lokaler.", nothing_to_add="on")

    (draft,) = drafts_of(party).values()
    assert (draft.text, draft.nothing_to_add) == ("Vi behöver lokaler.", False)


def test_autosave_answers_with_the_version_to_go_on_from(client, token):
    address = url("question", token, 1)

    saved = client.post(url("keep_answer", token, 1), hidden(client, address) | {"text": "Vi"})

    assert saved.json() == {"version": 1}


def test_autosave_stops_when_somebody_else_has_written(client, token):
    fields = hidden(client, url("question", token, 1))
    write(client, token, 1, "Hennes text")

    refused = client.post(url("keep_answer", token, 1), fields | {"text": "Hans text"})

    assert refused.status_code == 409


def test_both_texts_are_shown_when_two_have_written(client, token, party):
    fields = hidden(client, url("question", token, 1))
    write(client, token, 1, "Hennes text")

    both = client.post(url("question", token, 1), fields | {"text": "Hans text"})

    assert both.status_code == 409
    assert both.context["theirs"].text == "Hennes text"
    assert both.context["form"].initial["text"] == "Hans text"
    assert both.context["together"] == "Hennes text\n\nHans text"
    chosen = both.context["form"].initial | {"text": both.context["together"], "go": "stay"}
    assert client.post(url("question", token, 1), chosen).url == url("question", token, 1)
    assert [draft.text for draft in drafts_of(party).values()] == ["Hennes text\n\nHans text"]


def test_a_text_that_is_too_long_is_refused_and_stays_on_the_page(client, token, party):
    refused = write(client, token, 1, "å" * (MAX_ANSWER + 7))

    assert refused.status_code == 422
    assert refused.context["form"].errors["text"] == [
        "Texten är 7 tecken för lång. Korta den, eller ring så tar vi emot resten."
    ]
    assert refused.content.decode().count("å" * (MAX_ANSWER + 7)) == 1
    assert [draft.text for draft in drafts_of(party).values()] == ["å" * (MAX_ANSWER + 7)]


def test_a_text_that_is_too_long_is_kept_while_it_is_typed_and_not_sent(client, token, party):
    long, page = "å" * (MAX_ANSWER + 600), url("send", token)
    kept = client.post(
        url("keep_answer", token, 1), hidden(client, url("question", token, 1)) | {"text": long}
    )

    assert kept.status_code == 200
    assert client.get(url("question", token, 1)).context["form"].initial["text"] == long
    assert "För lång med 600 tecken" in client.get(page).content.decode()
    refused = send(client, token)
    assert refused.status_code == 422
    assert Submission.objects.count() == 0
    assert [len(draft.text) for draft in drafts_of(party).values()] == [MAX_ANSWER + 600]

    write(client, token, 1, "Kortare.")
    assert send(client, token).status_code == 302


def test_fifty_thousand_letters_in_one_word_are_received_whole(client, token):
    word = "å" * MAX_ANSWER
    write(client, token, 1, word)
    receipt = send(client, token)

    assert [point.text for point in Submission.objects.get().contributions.all()] == [word]
    assert client.get(receipt.url).content.decode().count(word) == 1


def test_control_characters_are_dropped_and_lines_kept(client, token, party):
    write(client, token, 1, "Ett\x00\x07\r\nTvå\u202e")

    assert [draft.text for draft in drafts_of(party).values()] == ["Ett\nTvå"]


def test_hostile_text_is_shown_as_text_on_every_page(client, consultation, plan):
    consultation.title = consultation.lead = consultation.purpose = HOSTILE[:160]
    consultation.contact_name = HOSTILE
    consultation.save()
    consultation.questions.update(text=HOSTILE, hint=HOSTILE)
    make.influence_item(consultation=consultation, text=HOSTILE, reason=HOSTILE)
    party = make.participation(
        consultation=consultation,
        organisation=make.organisation(region=consultation.region, name=HOSTILE),
    )
    token = make.token(party)
    write(client, token, 1, HOSTILE)
    passage = url("passage", token, plan[0].passage.uuid)
    client.post(passage, hidden(client, passage) | {"text": HOSTILE})
    before = [client.get(address) for address in every_page(token, plan)]
    receipt = send(client, token, decided="OTHER", decided_by=HOSTILE)

    pages = [*before, *(client.get(address) for address in every_page(token, plan, receipt.url))]

    assert [page.status_code for page in pages] == [200] * len(pages)
    assert [page for page in pages if b"<script>alert" in page.content] == []
    assert [page for page in pages if b"<img" in page.content] == []
    assert [page for page in pages if b"49 20" in page.content] == []


def every_page(token, plan, *more):
    """Return every address of a participant that can be opened."""
    plain = ("first", "started", "print_questions", "pause", "wrong_recipient", "passages", "send")
    return [
        *(url(name, token) for name in (*plain, "outcome")),
        url("question", token, 1),
        url("question", token, 2),
        url("passages", token) + "?q=lokaler",
        *(url("passage", token, one.passage.uuid) for one in plan),
        *more,
    ]


@pytest.mark.parametrize("verb", ["get", "head"])
def test_opening_a_link_changes_nothing(client, token, plan, verb):
    write(client, token, 1, "Vi behöver lokaler.")
    receipt = send(client, token)
    client.post(url("reopen", token))
    before, drafts = row_counts(), list(AnswerDraft.objects.values())

    addresses = every_page(token, plan, receipt.url, f"{receipt.url}pdf/")
    answers = [getattr(client, verb)(address) for address in addresses]

    assert [answer.status_code for answer in answers] == [200] * len(addresses)
    assert row_counts() == before
    assert list(AnswerDraft.objects.values()) == drafts


def test_what_only_the_button_does_cannot_be_done_by_a_link(client, token):
    only_posted = ("reopen", "keep_sent", "keep_mandate")

    assert [client.get(url(name, token)).status_code for name in only_posted] == [405] * 3


def test_personal_pages_are_kept_by_nobody(client, token):
    page = client.get(url("first", token))

    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store", "noindex")
    assert page["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"decided": ""}, {"decided": ["Välj vem som har beslutat om svaret."]}),
        ({"decided_on": ""}, {"decided_on": ["Skriv vilken dag det beslutades."]}),
        (
            {"decided_on": "2999-01-01"},
            {
                "decided_on": [
                    "Dagen ligger framåt i tiden. Är det inte beslutat än, välj det alternativet."
                ]
            },
        ),
        (
            {"decided_on": "i går"},
            {"decided_on": ["Skriv dagen som år, månad och dag, till exempel 2026-03-18."]},
        ),
        ({"decided": "OTHER"}, {"decided_by": ["Skriv vilka som har beslutat."]}),
        (
            {"key": "påhittad"},
            {"key": ["Sidan gick inte att läsa. Ladda om den och skicka igen. Svaren finns kvar."]},
        ),
    ],
)
def test_what_stands_in_the_way_of_sending_is_named(client, token, fields, wrong):
    write(client, token, 1, "Vi behöver lokaler.")

    refused = send(client, token, **fields)

    assert (refused.status_code, refused.context["form"].errors) == (422, wrong)
    assert not Submission.objects.exists()


def test_an_answer_that_is_not_decided_needs_no_day(client, token):
    write(client, token, 1, "Vi behöver lokaler.")

    send(client, token, decided="NOT_YET", decided_on="")

    assert Submission.objects.get().mandate == "Inte beslutat än"


def test_pressing_twice_on_the_same_page_gives_the_same_receipt(client, token):
    write(client, token, 1, "Vi behöver lokaler.")
    address = url("send", token)
    fields = hidden(client, address) | {"decided": "NOT_YET"}

    first, second = client.post(address, fields), client.post(address, fields)

    assert first.url == second.url
    assert Submission.objects.count() == 1


def test_a_colleague_who_presses_after_the_other_is_led_to_the_receipt(client, token):
    write(client, token, 1, "Vi behöver lokaler.")
    hers, his = (hidden(client, url("send", token)) | {"decided": "NOT_YET"} for _ in range(2))

    receipt = client.post(url("send", token), hers)

    assert client.post(url("send", token), his).url == receipt.url


def test_an_answer_that_changed_after_it_was_read_is_shown_again(client, token):
    write(client, token, 1, "Vi behöver lokaler.")
    read = hidden(client, url("send", token)) | {"decided": "NOT_YET"}
    write(client, token, 1, "Vi behöver ingenting.")

    again = client.post(url("send", token), read)

    assert (again.status_code, again.context["is_changed"]) == (409, True)
    assert not Submission.objects.exists()


def test_an_empty_answer_says_what_is_missing(client, token):
    fields = hidden(client, url("send", token)) | {"decided": "NOT_YET"}

    refused = client.post(url("send", token), fields)

    assert (refused.status_code, refused.context["is_empty"]) == (422, True)


def test_a_sent_answer_can_be_changed_and_replaced(client, token):
    write(client, token, 1, "Vi behöver lokaler.")
    first = send(client, token)

    assert client.post(url("reopen", token)).url == url("send", token)
    write(client, token, 1, "Vi behöver tid.")
    second = send(client, token)

    assert first.url != second.url
    assert client.get(first.url).context["replaced_by"] == Submission.objects.latest("pk")
    assert Submission.objects.latest("pk").contributions.get().text == "Vi behöver tid."


def test_the_first_page_tells_what_was_sent_instead_of_what_it_takes(client, token):
    before = client.get(url("first", token)).content.decode()
    write(client, token, 1, "Vi behöver lokaler.")
    send(client, token)

    after = client.get(url("first", token)).content.decode()
    client.post(url("reopen", token))
    again = client.get(url("first", token)).content.decode()

    assert [" minuter" in page for page in (before, after, again)] == [True, False, True]
    assert "1 fråga är besvarad." in after
    assert "Ingenting mer behöver göras" in after
    assert "Ingenting mer behöver göras" not in before + again


def test_changes_can_be_thrown_away_and_the_sent_answer_stands(client, token):
    write(client, token, 1, "Vi behöver lokaler.")
    send(client, token)
    client.post(url("reopen", token))

    client.post(url("keep_sent", token))

    assert (AnswerDraft.objects.count(), Submission.objects.count()) == (0, 1)


def test_what_was_never_sent_is_not_thrown_away_by_mistake(client, token):
    write(client, token, 1, "Vi behöver lokaler.")

    client.post(url("keep_sent", token))

    assert AnswerDraft.objects.count() == 1


def closed(consultation):
    """Let the closing moment pass."""
    consultation.closes_at = now() - timedelta(seconds=1)
    consultation.save()


def test_after_closing_the_draft_is_shown_with_a_number_to_ring(client, token, consultation):
    write(client, token, 1, "Vi hann inte.")
    fields = hidden(client, url("send", token)) | {"decided": "NOT_YET"}
    closed(consultation)

    refused = client.post(url("send", token), fields)

    assert refused.status_code == 422
    assert [part for part in ("Svarstiden är slut", "010-000 00 01", "Vi hann inte.")
            if part not in refused.content.decode()] == []  # fmt: skip
    assert (Submission.objects.count(), AnswerDraft.objects.count()) == (0, 1)


def test_what_is_typed_as_the_time_runs_out_is_kept(client, token, consultation, party):
    fields = hidden(client, url("question", token, 1))
    closed(consultation)

    client.post(url("question", token, 1), fields | {"text": "Nästan klart", "go": "next"})

    assert [draft.text for draft in drafts_of(party).values()] == ["Nästan klart"]


def test_a_sent_answer_is_read_after_closing(client, token, consultation):
    write(client, token, 1, "Vi behöver lokaler.")
    receipt = send(client, token)
    closed(consultation)

    assert b"lokaler" in client.get(receipt.url).content
    assert client.post(url("reopen", token)).url == url("first", token)
    assert not AnswerDraft.objects.exists()


@pytest.mark.parametrize("name", ["first", "send", "outcome", "print_questions"])
def test_before_opening_the_pages_say_when(client, token, consultation, name):
    consultation.published_at = now() + timedelta(days=1)
    consultation.save()

    assert client.get(url(name, token)).status_code == 200
    assert client.get(url("question", token, 1)).templates[0].name == "answers/closed.html"


def test_a_cancelled_consultation_says_so_and_why(client, token, consultation):
    consultation.cancelled_at, consultation.cancel_reason = now(), "Vi börjar om i höst."
    consultation.save()

    assert b"Vi b\xc3\xb6rjar om i h\xc3\xb6st." in client.get(url("first", token)).content


def test_a_passage_is_found_by_its_words_and_commented(client, token, party, plan):
    found = client.get(url("passages", token), {"q": "ANSÖKAN nätet"})
    assert [row.placed for row in found.context["rows"]] == [plan[1]]

    address = url("passage", token, plan[1].passage.uuid)
    saved = client.post(address, hidden(client, address) | {"text": "Skriv om papper."})

    assert saved.url == url("passages", token)
    marked = [row.is_commented for row in client.get(saved.url).context["rows"]]
    assert marked == [False, True]
    listed = client.get(url("send", token)).context["comments"]
    assert [(row.placed, row.draft.text) for row in listed] == [(plan[1], "Skriv om papper.")]


def test_a_comment_on_another_passages_wording_is_refused(client, token, plan):
    address = url("passage", token, plan[1].passage.uuid)
    forged = hidden(client, address) | {"text": "x", "revision": plan[0].revision_id}

    assert client.post(address, forged).status_code == 422
    assert client.post(f"{address}spara/", forged).status_code == 422
    assert not AnswerDraft.objects.exists()


def test_two_who_comment_on_the_same_passage_see_both_texts(client, token, plan):
    address = url("passage", token, plan[0].passage.uuid)
    his = hidden(client, address)
    client.post(address, hidden(client, address) | {"text": "Hennes"})

    both = client.post(address, his | {"text": "Hans"})

    assert (both.status_code, both.context["together"]) == (409, "Hennes\n\nHans")
    assert client.post(f"{address}spara/", his | {"text": "Hans"}).status_code == 409


def test_without_a_plan_there_is_nothing_to_comment(client, token):
    assert client.get(url("passages", token)).status_code == 404


def test_a_person_chooses_whether_the_name_is_shown(client, consultation):
    token = start_open_answer(
        consultation=consultation,
        entrant=Entrant(kind=StatedKind.INDIVIDUAL, key="1", name="Påhitt Person"),
        language="sv",
        actor=make.principal(),
        now=now(),
    )
    write(client, token, 1, "Jag behöver lokaler.")
    address = url("send", token)

    client.post(address, hidden(client, address) | {"show_name": "on"})

    assert Submission.objects.get().public_name == "Påhitt Person"


def test_what_looks_like_a_personal_number_is_pointed_out_before_sending(client, token):
    write(client, token, 1, "Ring 640823-3234 Exempel")

    assert client.get(url("send", token)).context["holds_personal_number"] is True


def test_a_link_is_mailed_only_to_the_address_we_have(client, token):
    page = client.post(url("pause", token), {"email": "annan@exempel.invalid"}, follow=True)

    assert page.context["address"] == "la•••@exempel.invalid"
    assert list(Message.objects.values_list("kind", "to_address")) == [
        ("link", "latsas@exempel.invalid")
    ]


def test_a_wrong_recipient_tells_and_is_thanked(client, token):
    page = client.post(url("wrong_recipient", token), {"note": "Ny ordförande"}, follow=True)

    assert page.context["is_told"] is True
    assert client.get(url("first", token)).status_code == 200


def test_a_revoked_link_names_a_person_to_ring(client, token):
    PersonalLink.objects.update(revoked_at=now())

    gone = client.get(url("first", token))

    assert gone.status_code == 410
    assert b"010-000 00 01" in gone.content


def test_an_expired_link_names_a_person_to_ring_whatever_is_done_with_it(client, token):
    PersonalLink.objects.update(expires_at=now())

    assert client.get(url("first", token)).status_code == 410
    assert client.post(url("question", token, 1), {"text": "x"}).status_code == 410
    assert not AnswerDraft.objects.exists()


def test_a_guessed_link_finds_nothing_and_guessing_is_slow(client, db):
    answers = [client.get(url("first", f"{guess:027}")).status_code for guess in range(31)]

    assert answers == [404] * 30 + [429]


def test_somebody_elses_receipt_is_not_found(client, token, consultation):
    theirs = make.submission(
        consultation=consultation, participation=make.participation(consultation=consultation)
    )

    assert client.get(url("receipt", token, theirs.uuid)).status_code == 404
    assert client.get(url("receipt_pdf", token, theirs.uuid)).status_code == 404


@pytest.mark.parametrize("position", [0, 3, 99])
def test_a_question_that_is_not_asked_is_not_found(client, token, position):
    assert client.get(url("question", token, position)).status_code == 404


def test_drafts_are_not_shown_by_another_participants_link(client, consultation, party):
    question = consultation.questions.get(position=1)
    save_draft(
        participation=party,
        slot=question_slot(question),
        written=Written(text="Bara vårt"),
        now=now(),
    )
    other = make.token(make.participation(consultation=consultation))

    assert b"Bara v" not in client.get(url("question", other, 1)).content


def test_the_receipt_is_a_pdf_to_keep(client, token):
    write(client, token, 1, HOSTILE)
    receipt = send(client, token)

    paper = client.get(f"{receipt.url}pdf/")

    report = page_validation.validate_pdf_bytes(
        paper.content, profile=page_validation.ValidationProfile.PDF_UA_1
    )
    assert (paper["Content-Type"], list(report.failures)) == ("application/pdf", [])
    assert paper["Content-Disposition"] == (
        f'attachment; filename="kvitto-g-2026-1{Submission.objects.get().number}.pdf"'
    )


def test_the_pages_are_read_in_english_too(client, token):
    client.cookies["samrad_language"] = "en"

    assert b'<html lang="en">' in client.get(url("first", token)).content


def test_the_token_of_a_link_is_stored_nowhere(token):
    assert PersonalLink.objects.get().token_hash == token_hash(token)
