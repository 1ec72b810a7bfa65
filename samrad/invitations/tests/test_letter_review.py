"""The review of a letter: what it knows, where its findings are, and speaking against it."""

import json
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from samrad.consultations.enums import Level as PlannedLevel
from samrad.core.clock import local_date, now
from samrad.core.ids import digest
from samrad.invitations.enums import LetterKind, MailingState
from samrad.invitations.models import Letter, ReviewDispute
from samrad.invitations.queries.facts import consultation_values
from samrad.invitations.queries.reviews import (
    disputes_by_rule,
    facts_for,
    filled_letter,
    review_of,
)
from samrad.invitations.rules.review.model import Audience, Kind, Level, Planned
from samrad.invitations.services.disputes import dispute_finding, withdraw_dispute
from samrad.journal.models import Entry
from samrad.method import library
from samrad.users.models import FormDraft
from tests import make

WEAK = (
    "Region Exempel län bjuder in till dialog om kulturen. Tisdag 10 mars 2026 kl. 18.00, "
    "Exempelgården. 🎉 Ta chansen att tycka till! Föreningar och andra aktörer är välkomna. "
    "Anmäl er via länken."
)
SUBJECT = "Inbjudan till samråd"
TODAY = date(2026, 1, 12)


@pytest.fixture
def consultation(db):
    made = make.consultation(closes_at=datetime(2026, 3, 31, 22, tzinfo=UTC))
    make.meeting(consultation=made)
    return made


@pytest.fixture
def officer(client, consultation):
    client.force_login(make.officer(consultation.region, name="Kim Exempel"))
    return client


def letter(consultation, kind=LetterKind.INVITATION, body=WEAK):
    return Letter(consultation=consultation, kind=kind, subject="Samråd", body=body)


def reviewed(consultation, body=WEAK, kind=LetterKind.INVITATION, subject=SUBJECT):
    return review_of(
        letter(consultation, kind),
        subject=subject,
        body=body,
        values=consultation_values(consultation, kind=kind),
        today=TODAY,
    )


def at(name, consultation, *more):
    return reverse(
        f"invitations:{name}",
        args=[consultation.region.slug, consultation.slug, "invitation", *more],
    )


def page(response):
    return response.content.decode()


def ask(client, consultation, *, name="review_letter", more=(), htmx=False, **posted):
    values = {"subject": SUBJECT, "body": WEAK, "version": 0, **posted}
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(at(name, consultation, *more), values, headers=headers)


# --- One source of facts -------------------------------------------------------------------------


def test_an_invitation_knows_what_is_planned(consultation):
    facts = facts_for(consultation, kind=LetterKind.INVITATION, today=TODAY)

    assert facts.sent == TODAY
    assert facts.kind == Kind.MEETING
    assert facts.level == Level.CONSULT
    assert facts.audience == Audience.CIVIL_SOCIETY
    assert facts.reply_by == date(2026, 3, 31)
    assert facts.decision_on == date(2026, 11, 3)
    assert not facts.targeted
    assert facts.planned == (
        Planned(on=date(2026, 3, 10), start=time(18), end=time(20, 30), place="Exempelgården"),
    )


@pytest.mark.parametrize(
    ("kind", "expected", "targeted"),
    [
        (LetterKind.INVITATION, Kind.MEETING, False),
        (LetterKind.TARGETED, Kind.MEETING, True),
        (LetterKind.REFERRAL, Kind.REFERRAL, False),
        (LetterKind.HEARD, Kind.FEEDBACK, False),
    ],
)
def test_a_letters_kind_says_what_it_is(consultation, kind, expected, targeted):
    facts = facts_for(consultation, kind=kind, today=TODAY)

    assert (facts.kind, facts.targeted) == (expected, targeted)


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        (WEAK, (Kind.MEETING,)),
        ("Hej! Vi vill veta vad ni tycker om nästa plan för kulturen. Skriv till oss.", None),
        ("Hej! Välkomna till samråd om kulturen. Föreningar bjuds in att skriva till oss.", None),
        ("Hej! Vad tycker ni? Den 30 april 2026 får ni veta vad vi har hört, kl. 9–16.", None),
    ],
)
def test_where_no_meeting_is_planned_the_text_tells_else_it_asks_for_answers(db, body, kinds):
    made = make.consultation()

    assert facts_for(made, kind=LetterKind.INVITATION, today=TODAY).kind is None
    assert reviewed(made, body, subject="En fråga").review.kinds == (kinds or (Kind.REFERRAL,))


def test_a_cancelled_meeting_is_not_planned(consultation):
    consultation.activities.filter(kind="MEETING").update(cancelled_at=make.NOW)

    assert facts_for(consultation, kind=LetterKind.INVITATION, today=TODAY).planned == ()


def test_the_segment_and_the_release_are_known(consultation):
    make.mailing(
        consultation=consultation,
        state=MailingState.RELEASED,
        sent_at=datetime(2026, 1, 20, 7, tzinfo=UTC),
        segment={"civil_society_only": False},
    )

    facts = facts_for(consultation, kind=LetterKind.INVITATION, today=TODAY)

    assert (facts.sent, facts.audience) == (date(2026, 1, 20), Audience.ALL)


def test_every_level_of_the_plan_is_a_level_of_the_review():
    assert {level.value for level in PlannedLevel} == {level.value for level in Level}


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (WEAK.replace("10 mars", "11 mars").replace("Tisdag", "Onsdag"), "IX01"),
        (WEAK.replace("Exempelgården", "Påhittshuset, Storgatan 4"), "IX02"),
        (WEAK + " Svara senast den 15 mars 2026.", "IX04"),
    ],
)
def test_a_text_that_says_otherwise_than_the_data_is_told(consultation, body, rule):
    assert reviewed(consultation).about(rule) is None
    assert reviewed(consultation, body).about(rule) is not None


# --- The letter as it is read --------------------------------------------------------------------


def test_the_letter_is_reviewed_as_its_reader_meets_it(consultation):
    filled = filled_letter(
        consultation,
        kind=LetterKind.INVITATION,
        subject="Svara senast {{ svara senast }}",
        body="Hej {{ mottagare }},\n\n{{ så svarar ni }}",
        values=consultation_values(consultation, kind=LetterKind.INVITATION),
    ).text

    assert filled.startswith("Svara senast tisdag 31 mars 2026\n\nHej ")
    assert "{{" not in filled
    assert "Läs mer och svara: http" in filled
    assert "Hör av er till Kim Exempel, 010-000 00 01, kim@exempel.invalid." in filled


def test_the_methods_own_invitation_is_filled_and_judged(consultation):
    make.influence_item(consultation=consultation, text="Hur stödet till lokaler fördelas")
    make.influence_item(consultation=consultation, text="Statens pengar", openness="LOCKED")
    make.question(consultation=consultation, text="Vad fungerar i dag?")
    make.question(consultation=consultation, text="Vad hindrar er?")
    consultation.activities.filter(kind="MEETING").update(
        access_note="Lokalen är framkomlig med rullstol och har hörslinga."
    )
    proposed = library.letter("invitation").text
    judged = reviewed(consultation, proposed.body, subject=proposed.subject)

    assert judged.is_judged
    assert judged.review.score >= 85
    assert {one.key for one in judged.shown} & {"IA01", "IA02", "IA04", "IA17", "IA30"} == set()


@pytest.mark.parametrize("kind", [LetterKind.REMINDER, LetterKind.HEARD])
def test_what_invites_to_nothing_is_not_reviewed(officer, consultation, kind):
    address = reverse(
        "invitations:letter", args=[consultation.region.slug, consultation.slug, kind.value]
    )

    assert reviewed(consultation, kind=kind) is None
    assert "granskning" not in page(officer.get(address))


def test_a_finding_is_found_where_it_is_written_also_behind_a_picture_sign(consultation):
    found = [one for one in reviewed(consultation).shown if one.field]

    assert found
    for one in found:
        written = {"body": WEAK, "subject": SUBJECT}[one.field]
        units = written.encode("utf-16-le")
        words = units[2 * one.start : 2 * one.end].decode("utf-16-le")
        assert words in one.finding.quote or one.finding.quote in words


def test_what_is_missing_can_be_put_in_and_then_waits_for_its_gap(consultation):
    mend = reviewed(consultation).about("IA17").mend
    body = WEAK[: mend.at] + mend.words + WEAK[mend.at :]

    again = reviewed(consultation, body)

    for one in again.shown:
        if one.was_put_in:
            units = body.encode("utf-16-le")
            assert units[2 * one.start : 2 * one.end].decode("utf-16-le").startswith("[")
            assert one.mend is None
    assert again.about("IA17") is None or again.about("IA17").was_put_in


# --- Speaking against it -------------------------------------------------------------------------


def dispute(consultation, rule="IA17", reason="Det står i bilagan.", quote=""):
    return dispute_finding(
        consultation=consultation,
        kind=LetterKind.INVITATION,
        rule=rule,
        quote_hash=digest({"quote": quote}),
        reason=reason,
        actor=make.principal(make.officer(consultation.region)),
        now=make.NOW,
    )


def test_a_disputed_finding_is_hidden_and_costs_nothing(consultation):
    before = reviewed(consultation)
    points = before.about("IA17").finding.points

    made = dispute(consultation)
    after = reviewed(consultation)

    assert after.about("IA17") is None
    assert after.disputes == (made,)
    assert len(after.shown) == len(before.shown) - 1
    assert before.review.score <= after.review.score <= before.review.score + points
    assert made.method_version == library.review_rules().head.version


def test_it_holds_for_that_letter_alone(consultation):
    dispute(consultation)

    assert reviewed(consultation, kind=LetterKind.TARGETED).about("IA17") is not None


def test_it_holds_for_those_words_alone(consultation):
    one = next(one for one in reviewed(consultation).shown if one.finding.quote)
    dispute(consultation, rule=one.key, quote="andra ord")
    assert reviewed(consultation).about(one.key) is not None

    dispute(consultation, rule=one.key, quote=one.finding.quote)
    assert reviewed(consultation).about(one.key) is None


def test_saying_it_twice_keeps_it_once_and_taking_it_back_keeps_both_for_counting(consultation):
    first = dispute(consultation)
    assert dispute(consultation) == first

    withdraw_dispute(dispute=first, actor=make.principal(), now=make.NOW)
    withdraw_dispute(dispute=first, actor=make.principal(), now=make.NOW)
    second = dispute(consultation, reason="Det är fel.")

    (counted,) = disputes_by_rule(consultation)
    assert second != first
    assert (counted.rule, counted.live, counted.withdrawn) == ("IA17", 1, 1)
    assert counted.reasons == ("Det är fel.", "Det står i bilagan.")
    assert disputes_by_rule() == [counted]
    assert disputes_by_rule(make.consultation()) == []


def test_the_journal_says_that_it_was_disputed_and_taken_back_but_not_in_what_words(consultation):
    made = dispute(consultation)
    withdraw_dispute(dispute=made, actor=make.principal(), now=make.NOW)

    entries = Entry.objects.filter(object_kind="invitations.reviewdispute").order_by("number")
    assert [(entry.kind, entry.object_id) for entry in entries] == [
        ("review.disputed", str(made.pk)),
        ("review.dispute_withdrawn", str(made.pk)),
    ]


# --- The pages -----------------------------------------------------------------------------------


def test_the_letters_page_shows_its_review(officer, consultation):
    html = page(officer.get(at("letter", consultation)))

    assert 'id="granskning"' in html
    assert "av 100" in html
    assert f'hx-post="{at("review_letter", consultation)}"' in html
    assert "<noscript>" in html


def test_htmx_gets_the_review_alone_and_nothing_is_kept(officer, consultation):
    response = ask(officer, consultation, htmx=True)
    html = page(response)

    assert response.status_code == 200
    assert "<html" not in html
    assert "Poäng " in html
    assert 'id="lagg-in-IA17"' in html
    assert FormDraft.objects.count() == 0
    assert Letter.objects.count() == 0


def test_without_script_the_page_comes_back_with_all_that_was_typed(officer, consultation):
    response = ask(officer, consultation, body=WEAK + "\r\n\r\nMer.", version=3)
    html = page(response)

    assert "<html" in html
    assert response.context["form"]["body"].value() == WEAK + "\n\nMer."
    assert 'value="3"' in html
    assert FormDraft.objects.get().fields["body"] == [WEAK + "\n\nMer."]
    assert Letter.objects.count() == 0


def test_without_script_a_sentence_is_put_in_where_it_belongs(officer, consultation):
    mend = reviewed(consultation).about("IA17").mend

    response = ask(officer, consultation, insert="IA17")

    body = response.context["form"]["body"].value()
    assert body == WEAK[: mend.at] + mend.words + WEAK[mend.at :]
    assert "Meningen är inlagd" in page(response)
    assert FormDraft.objects.get().fields["body"] == [body]


@pytest.mark.parametrize("rule", ["IA99", "IA07", ""])
def test_what_cannot_be_put_in_changes_nothing(officer, consultation, rule):
    response = ask(officer, consultation, insert=rule)

    assert response.context["form"]["body"].value() == WEAK


@pytest.mark.parametrize("htmx", [True, False])
def test_a_finding_is_disputed_and_comes_back(officer, consultation, htmx):
    response = ask(
        officer,
        consultation,
        name="dispute",
        htmx=htmx,
        dispute="IA17",
        **{"reason-IA17": "Det står i bilagan."},
    )
    html = page(response)
    made = ReviewDispute.objects.get()

    assert "Anmärkningen är borttagen" in html
    assert 'id="anm-IA17"' not in html
    assert "Det står i bilagan." in html
    assert made.made_by.name == "Kim Exempel"

    html = page(ask(officer, consultation, name="withdraw_dispute", more=[made.pk], htmx=htmx))

    assert 'id="anm-IA17"' in html
    assert "Anmärkningen visas igen." in html


@pytest.mark.parametrize("reason", ["", "  \n ", "å" * 501])
def test_a_dispute_says_why_in_few_words(officer, consultation, reason):
    response = ask(officer, consultation, name="dispute", dispute="IA17", **{"reason-IA17": reason})

    assert response.status_code == 422
    assert "Skriv varför" in page(response)
    assert response.context["form"]["body"].value() == WEAK
    assert reason.strip() in page(response)
    assert ReviewDispute.objects.count() == 0


def test_a_finding_that_is_gone_cannot_be_disputed(officer, consultation):
    response = ask(officer, consultation, name="dispute", dispute="IA99", **{"reason-IA99": "Nej."})

    assert response.status_code == 200
    assert ReviewDispute.objects.count() == 0


def test_a_dispute_of_another_letter_is_not_found(officer, consultation):
    made = make.review_dispute(consultation=consultation, letter_kind=LetterKind.HEARD)
    elsewhere = make.review_dispute()

    for each in (made, elsewhere):
        response = ask(officer, consultation, name="withdraw_dispute", more=[each.pk])
        assert response.status_code == 404


def test_another_language_is_told_in_the_editor(officer, consultation):
    text = "The region invites you to a meeting about the plan for culture. You are welcome. " * 9

    html = page(ask(officer, consultation, body=text, htmx=True))

    assert "Texten är på engelska" in html


def test_the_review_asks_few_questions_however_many_disputes_there_are(
    officer, consultation, django_assert_max_num_queries
):
    for number in range(8):
        make.review_dispute(consultation=consultation, quote_hash=f"{number:064}")

    with django_assert_max_num_queries(20):
        ask(officer, consultation, htmx=True)


def test_the_list_of_letters_says_what_was_disputed_and_why(officer, consultation):
    address = reverse("invitations:mailings", args=[consultation.region.slug, consultation.slug])
    assert "sagt inte stämmer" not in page(officer.get(address))
    make.review_dispute(consultation=consultation)

    html = page(officer.get(address))

    assert "Anmärkningar som ni har sagt inte stämmer" in html
    assert "Det står på inbjudans baksida." in html


def test_the_operator_counts_disputes_rule_by_rule(consultation):
    make.review_dispute(consultation=consultation)
    make.review_dispute(withdrawn_at=make.NOW, reason="Ångrat.")
    text, data = StringIO(), StringIO()

    call_command("review_disputes", stdout=text)
    call_command("review_disputes", format="json", stdout=data)

    name = library.review_rules().text.rules["IA17"].name
    assert text.getvalue().splitlines() == [
        f"IA17 {name}: 1 gäller, 1 tillbakatagna",
        "  – Ångrat.",
        "  – Det står på inbjudans baksida.",
    ]
    assert json.loads(data.getvalue())[0]["live"] == 1


def test_without_disputes_the_operator_is_told_so(db):
    text = StringIO()

    call_command("review_disputes", stdout=text)

    assert text.getvalue() == "Ingen har sagt att en anmärkning inte stämmer.\n"


def send_page(officer, consultation, body):
    make.letter(consultation=consultation, body=body)
    mailing = make.mailing(consultation=consultation)
    place = [consultation.region.slug, consultation.slug, mailing.uuid]
    return page(officer.get(reverse("invitations:send", args=place)))


def test_the_last_look_says_score_and_errors_and_links_to_the_letter(officer, consultation):
    make.participation(consultation=consultation)
    html = send_page(officer, consultation, WEAK + " {{ så svarar ni }}")

    assert "Granskning: " in html
    assert "av dem är fel" in html
    assert f'href="{at("letter", consultation)}#granskning"' in html
    assert "Det är råd." in html


def test_errors_of_the_review_never_stop_a_sending(officer, consultation):
    consultation.closes_at = now() + timedelta(days=60)
    consultation.save()
    make.organisation(email="kor@exempel.invalid")

    html = send_page(officer, consultation, WEAK + " {{ så svarar ni }}")

    assert "av dem är fel" in html
    assert 'name="send_on"' in html
    assert "Brevet kan inte skickas än" not in html


def test_a_letter_on_its_way_is_dated_by_today(consultation):
    today = local_date(now())

    assert facts_for(consultation, kind=LetterKind.INVITATION, today=today).sent == today
    assert facts_for(
        consultation, kind=LetterKind.INVITATION, today=today - timedelta(days=3)
    ).sent == today - timedelta(days=3)
