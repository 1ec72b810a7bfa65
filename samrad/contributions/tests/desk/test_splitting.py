"""Cutting a letter into points: the proposal, the buttons, and what is kept."""

import pytest

from samrad.contributions.models import Contribution
from samrad.contributions.queries import live_contributions
from samrad.contributions.queries.live import get_contribution
from samrad.contributions.rules.segmentation import Span
from samrad.contributions.services.splitting import AlreadySplitOrAnswered, split_contribution
from tests import make

LETTER = "Hej.\n\nVi behöver en lokal. Den ska ha el.\n\nAnsökan är för lång."


@pytest.fixture
def letter(said):
    """Return a letter that says two things after a greeting."""
    return said(LETTER)


def texts_of(response):
    """Return the points that the page would make."""
    return [
        " ".join(sentence.text for sentence in point.sentences)
        for point in response.context["points"]
    ]


def test_the_proposal_follows_paragraphs(officer, at, letter):
    page = officer.get(at("split", letter.number))

    assert texts_of(page) == ["Hej.", "Vi behöver en lokal. Den ska ha el.", "Ansökan är för lång."]


@pytest.mark.parametrize(
    ("do", "points"),
    [
        ("cut:2", ["Hej.", "Vi behöver en lokal.", "Den ska ha el.", "Ansökan är för lång."]),
        ("join:1", ["Hej. Vi behöver en lokal. Den ska ha el.", "Ansökan är för lång."]),
        ("leave:0", ["Vi behöver en lokal. Den ska ha el.", "Ansökan är för lång."]),
        ("skräp:x", ["Hej.", "Vi behöver en lokal. Den ska ha el.", "Ansökan är för lång."]),
    ],
)
def test_a_button_moves_a_border_and_saves_nothing(officer, at, letter, do, points):
    page = officer.post(at("split", letter.number), {"do": do})

    assert texts_of(page) == points
    assert Contribution.objects.count() == 1


def test_the_borders_travel_with_the_form(officer, at, letter):
    page = officer.post(at("split", letter.number), {"do": "leave:0"})

    page = officer.post(
        at("split", letter.number),
        {"do": "take:0", "begins": page.context["begins"], "left": page.context["left"]},
    )

    assert texts_of(page) == ["Hej.", "Vi behöver en lokal. Den ska ha el.", "Ansökan är för lång."]


def test_saving_makes_contributions_of_the_points_and_keeps_the_whole(
    officer, at, consultation, letter
):
    officer.post(at("split", letter.number), {"do": "save", "begins": "0,1,3", "left": "0"})

    made = list(live_contributions(consultation))
    assert [each.text for each in made] == [
        "Vi behöver en lokal. Den ska ha el.",
        "Ansökan är för lång.",
    ]
    assert {each.split_from for each in made} == {letter}
    assert [letter.submission.text[each.start : each.end] for each in made] == [
        each.text for each in made
    ]
    assert Contribution.objects.get(pk=letter.pk).text == LETTER


def test_a_point_may_be_said_to_answer_a_question(officer, at, consultation, letter):
    question = make.question(consultation=consultation)

    officer.post(
        at("split", letter.number),
        {"do": "save", "begins": "0,1,3", "left": "0", "question-1": str(question.pk)},
    )

    asked = [each.question for each in live_contributions(consultation)]
    assert asked == [question, None]


def test_a_question_of_another_consultation_is_not_taken(officer, at, consultation, letter):
    other = make.question()

    officer.post(
        at("split", letter.number),
        {"do": "save", "begins": "0,1", "question-1": str(other.pk)},
    )

    assert {each.question for each in live_contributions(consultation)} == {None}


def test_leaving_everything_out_is_refused(officer, at, letter):
    page = officer.post(
        at("split", letter.number), {"do": "save", "begins": "0", "left": "0,1,2,3"}
    )

    assert page.status_code == 422
    assert Contribution.objects.count() == 1


def test_one_point_that_is_the_whole_changes_nothing(officer, at, letter):
    officer.post(at("split", letter.number), {"do": "save", "begins": "0", "left": ""})

    assert Contribution.objects.count() == 1


def test_what_has_a_reply_is_not_split(officer, at, letter):
    make.reply(contribution=letter)

    page = officer.post(at("split", letter.number), {"do": "save", "begins": "0,1"})

    assert page.status_code == 409
    assert Contribution.objects.count() == 1


def test_a_reply_that_came_after_the_row_was_read_is_seen(consultation, letter):
    read_before = get_contribution(consultation.region.slug, consultation.slug, letter.number)
    make.reply(contribution=letter)

    with pytest.raises(AlreadySplitOrAnswered):
        split_contribution(
            contribution=read_before, spans=[Span(0, 4)], actor=make.principal(), now=make.NOW
        )


def test_the_second_of_two_officers_sees_that_it_is_split(officer, at, letter):
    officer.post(at("split", letter.number), {"do": "save", "begins": "0,1"})

    page = officer.post(at("split", letter.number), {"do": "save", "begins": "0,3"})

    assert page.status_code == 409
    assert Contribution.objects.count() == 3


def test_points_can_be_found_by_their_words_and_their_speaker(letter, consultation):
    start = LETTER.index("Ansökan")

    [point] = split_contribution(
        contribution=letter,
        spans=[Span(start, len(LETTER))],
        actor=make.principal(),
        now=make.NOW,
    )

    assert "ansokan ar for lang" in point.index.search_text
    assert "latsasforeningen" in point.index.search_text


def test_fifty_thousand_signs_can_be_split(officer, at, said):
    long = said("Vi vill ha en lokal. " * 2400)

    page = officer.get(at("split", long.number))
    officer.post(at("split", long.number), {"do": "save", "begins": "0,1200"})

    assert page.status_code == 200
    assert Contribution.objects.count() == 3
