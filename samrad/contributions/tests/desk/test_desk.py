"""The desk: what is listed, in what order, what is alike, and how many queries it costs."""

from datetime import timedelta

import pytest

from samrad.contributions.enums import Outcome
from samrad.contributions.queries.desk import (
    DeskFilter,
    contributions_for_desk,
    desk_figures,
    next_to_take,
)
from samrad.contributions.queries.similar import similar_contributions
from samrad.contributions.services.coding import code_contributions
from samrad.contributions.services.replying import return_reply
from samrad.core.clock import local_date
from tests import make

TODAY = local_date(make.NOW)


def numbers(consultation, **chosen):
    rows = contributions_for_desk(consultation, DeskFilter(**chosen), today=TODAY)
    return [row.number for row in rows]


def test_unanswered_ones_come_first_by_number(consultation, said):
    first, second, third = said(), said(), said()
    make.reply(contribution=second)

    assert numbers(consultation) == [first.number, third.number]
    assert numbers(consultation, show="ANSWERED") == [second.number]
    assert numbers(consultation, show="ALL") == [first.number, second.number, third.number]


def test_search_looks_in_words_speaker_and_number(consultation, said):
    choir = make.participation(
        consultation=consultation, organisation=make.organisation(name="Kören Åskan")
    )
    lokal, el = said("Vi behöver LOKALER."), said("El saknas.", participation=choir)

    assert numbers(consultation, words="lokaler") == [lokal.number]
    assert numbers(consultation, words="askan el") == [el.number]
    assert numbers(consultation, words=str(el.number)) == [el.number]
    assert numbers(consultation, words=f"#{lokal.number}") == [lokal.number]
    assert numbers(consultation, words="100 %_") == []


@pytest.mark.parametrize(
    ("waited", "bucket"),
    [(0, "WEEK"), (7, "WEEK"), (8, "FORTNIGHT"), (14, "FORTNIGHT"), (15, "MONTH"), (30, "MONTH"),
     (31, "LONGER"), (400, "LONGER")],
)  # fmt: skip
def test_age_counts_local_days(consultation, said, waited, bucket):
    one = said(received_at=make.NOW - timedelta(days=waited))

    found = [code for code in ("WEEK", "FORTNIGHT", "MONTH", "LONGER")
             if numbers(consultation, age=code) == [one.number]]  # fmt: skip

    assert found == [bucket]


def test_each_choice_narrows_the_list(consultation, said, placed):
    place = make.municipality()
    question = make.question(consultation=consultation)
    person = make.officer()
    theirs = said(channel="PHONE", municipality=place)
    make.contribution(submission=said().submission)
    asked = make.contribution(
        submission=theirs.submission, question=question, passage_revision=placed.revision
    )
    code_contributions(
        contributions=[asked], theme="LOK", owner=person, actor=make.principal(), now=make.NOW
    )

    assert numbers(consultation, channel="PHONE") == [theirs.number, asked.number]
    assert numbers(consultation, municipality=place.code) == [theirs.number, asked.number]
    assert numbers(consultation, question=str(question.pk)) == [asked.number]
    assert numbers(consultation, passage=str(placed.passage.uuid)) == [asked.number]
    assert numbers(consultation, theme="LOK") == [asked.number]
    assert numbers(consultation, owner=str(person.pk)) == [asked.number]
    assert numbers(consultation, source="INDIVIDUAL") == []
    assert asked.number not in numbers(consultation, theme="-")


def test_nonsense_in_the_address_shows_everything_rather_than_fails(officer, at, said):
    one = said()

    page = officer.get(
        at("desk"), {"passage": "x", "owner": "x", "age": "x", "sida": "x", "show": "x"}
    )

    assert [row.number for row in page.context["page"]] == [one.number]


def test_what_was_promised_for_the_draft_is_listed_until_it_is_linked(undrafted):
    early = make.contribution(submission=make.submission(consultation=undrafted))
    make.reply(contribution=early, outcome=Outcome.FOR_DRAFT, reason="Det tar vi med.")

    assert numbers(undrafted, show="TO_LINK") == [early.number]
    assert desk_figures(undrafted, today=TODAY).to_link == 1


def test_what_was_sent_back_is_listed_until_it_is_changed(consultation, said):
    one = said()
    reply = make.reply(contribution=one)
    return_reply(reply=reply, text="Skriv tydligare.", actor=make.principal(), now=make.NOW)

    assert numbers(consultation, show="RETURNED") == [one.number]
    assert desk_figures(consultation, today=TODAY).returned == 1


def test_the_meter_counts_only_what_counts(consultation, said):
    one, _two = said(), said(received_at=make.NOW - timedelta(days=40))
    make.reply(contribution=one)
    old = said()
    make.submission(
        consultation=consultation,
        supersedes=old.submission,
        participation=old.submission.participation,
    )

    figures = desk_figures(consultation, today=TODAY)

    assert (figures.total, figures.answered, figures.unanswered) == (2, 1, 1)
    assert figures.ages == {"LONGER": 1, "MONTH": 0, "FORTNIGHT": 0, "WEEK": 0}


def test_next_is_the_one_after_and_then_from_the_start(consultation, said):
    first, second = said(), said()
    chosen = DeskFilter()

    assert next_to_take(consultation, chosen, after=first.number, today=TODAY) == second.number
    assert next_to_take(consultation, chosen, after=second.number, today=TODAY) == first.number
    make.reply(contribution=first)
    assert next_to_take(consultation, chosen, after=second.number, today=TODAY) is None


def test_near_equal_ones_are_found_and_the_unlike_are_not(consultation, said):
    one = said("Vi behöver en lokal att öva i på kvällarna.")
    near = said("Vi behöver en lokal att öva i på kvällarna!")
    said("Bussen går inte efter åtta.")

    assert similar_contributions(one) == [near]


def test_one_contribution_shows_voice_place_and_neighbours(officer, at, said):
    first, second, third = said("Ett."), said("Två."), said("Tre.")

    page = officer.get(at("contribution", second.number))

    assert (page.context["before"], page.context["after"]) == (first.number, third.number)
    assert "Två." in page.content.decode()


def test_the_list_shows_the_page_where_the_contribution_stands(officer, at, said):
    rows = [said(f"Nummer {n}.") for n in range(30)]

    page = officer.get(at("contribution", rows[-1].number))

    assert page.context["page"].number == 2


def test_theme_and_owner_are_settled_where_one_reads(officer, at, said):
    one = said()

    officer.post(at("code", one.number), {"kod-theme": "LOK", "kod-owner": str(officer.person.pk)})

    one.refresh_from_db()
    assert (one.coding.theme, one.coding.owner) == ("LOK", officer.person)


def test_a_theme_that_does_not_exist_or_a_stranger_is_refused(officer, at, said):
    one, stranger = said(), make.officer(make.region("blekinge"))

    for data in ({"kod-theme": "XYZ"}, {"kod-owner": str(stranger.pk)}):
        page = officer.post(at("code", one.number), data, headers={"HX-Request": "true"})
        assert page.status_code == 422

    assert not hasattr(type(one).objects.get(pk=one.pk), "coding")


def test_a_split_or_replaced_one_says_where_to_go_and_takes_no_reply(officer, at, said):
    old = said()
    new = make.submission(
        consultation=old.consultation,
        supersedes=old.submission,
        participation=old.submission.participation,
    )

    page = officer.get(at("contribution", old.number)).content.decode()

    assert at("submission", new.uuid) in page
    assert 'name="outcome"' not in page


def test_a_reader_sees_no_form(consultation, at, said, client):
    client.force_login(make.officer(role="reader"))

    page = client.get(at("contribution", said().number)).content.decode()

    assert 'name="outcome"' not in page


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("desk", 12), ("submissions", 8), ("replies", 14), ("batches", 15), ("export", 9)],
)
def test_lists_cost_the_same_however_long(
    officer, at, said, django_assert_max_num_queries, rows, name, queries
):
    for _row in range(rows):
        make.reply(contribution=said())
        said()

    with django_assert_max_num_queries(queries):
        officer.get(at(name))


@pytest.mark.parametrize("rows", [1, 3])
def test_one_contribution_costs_the_same_however_many_are_alike(
    officer, at, said, django_assert_max_num_queries, rows
):
    one = said()
    for _row in range(rows):
        said("Vi behöver en lokal att öva i.")
        make.reply(contribution=said("Vi behöver en lokal att öva i!"))

    with django_assert_max_num_queries(20):
        officer.get(at("contribution", one.number))


def test_changing_a_reply_that_changed_the_plan_costs_no_more(
    officer, at, said, placed, django_assert_max_num_queries
):
    one, other = said(), said()
    reply = make.reply(
        contributions=[one, other], outcome="ADOPTED", passage_revision=placed.revision
    )
    return_reply(reply=reply, text="Skriv om.", actor=make.principal(), now=make.NOW)

    with django_assert_max_num_queries(20):
        officer.get(at("contribution", one.number), {"andra": "1", "show": "RETURNED"})


@pytest.mark.parametrize("nonsense", ["²", "99999999999999999999", "-1", "1e9", "٣", ""])
def test_no_number_that_somebody_makes_up_breaks_a_page(officer, at, said, nonsense):
    one, mark = said(), f"{nonsense}:{nonsense}"
    reply = make.reply(contribution=said())
    asked = {
        at("desk"): {"question": nonsense, "owner": nonsense, "q": nonsense, "sida": nonsense},
        at("contribution", one.number): {"fran": nonsense, "also": nonsense},
        at("submissions"): {"q": nonsense},
        at("replies"): {"sida": nonsense},
    }
    posted = {
        at("write_reply", one.number): {
            "outcome": "NOTED", "reason": "Tack.", "version": nonsense, "also": nonsense,
            "also_numbers": nonsense, "passage": nonsense, "passage_number": nonsense,
        },
        at("write_reply", one.number) + "?": {"do": f"share:{mark}"},
        at("split", one.number): {
            "begins": nonsense, "left": nonsense, f"question-{nonsense}": "1",
        },
        at("take_in"): {"organisation": nonsense, "kept": nonsense, "key": "k", "do": "search"},
        at("separate", reply.pk): {"contribution": nonsense, "version": nonsense},
        at("code", one.number): {"kod-owner": nonsense},
    }  # fmt: skip

    answers = [officer.get(url, data).status_code for url, data in asked.items()]
    answers += [officer.post(url, data).status_code for url, data in posted.items()]

    assert set(answers) <= {200, 302, 422}


def test_the_keys_named_are_as_many_as_the_outcomes(officer, at, said):
    page = officer.get(at("contribution", said().number))

    shown = page.content.decode()
    number = shown.count('name="outcome"')
    assert number > 1
    assert f"<kbd>1</kbd>–<kbd>{number}</kbd> utfall" in shown
    assert "Spara tema</button>" in shown
