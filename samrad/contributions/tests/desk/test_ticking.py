"""Points ticked in the list: one reply to them all, theme and owner for them all."""

import pytest

from samrad.contributions.enums import ReplyState
from samrad.contributions.models import Coding, Contribution, Reply
from samrad.contributions.services.coding import code_contributions
from samrad.contributions.services.replying import publish_replies, sign_off_replies
from samrad.users.models import FormDraft
from tests import make

NO = {"outcome": "NOT_ADOPTED", "reason": "Pengarna räcker inte.", "version": "0", "do": "save"}


def ticks(*contributions, **more):
    return {"vald": [str(each.number) for each in contributions], **more}


def shown_in_form(response):
    form = response.context["form"]
    return [value for value, _label in form["also"].field.choices], form["also"].value()


def test_the_ticked_ones_are_named_in_the_form_of_the_first(officer, at, said):
    first, second, third, _other = said("Ett."), said("Två."), said("Tre."), said("Fyra.")

    page = officer.get(at("together"), ticks(third, first, second, channel="WEB"), follow=True)

    numbers = [str(second.number), str(third.number)]
    assert page.redirect_chain[-1][0].startswith(at("contribution", first.number) + "?channel=WEB")
    assert shown_in_form(page) == (numbers, numbers)
    assert f"Ett svar till inspel {first.number} och 2 till" in page.content.decode()


def test_one_reply_answers_those_ticked_and_each_stays_as_it_was(officer, at, said):
    first, second, third = said("Ett."), said("Två."), said("Tre.")

    officer.post(
        at("write_reply", first.number),
        NO | {"also": [str(second.number), str(third.number)]},
    )

    [reply] = Reply.objects.all()
    assert reply.revisions.get().contribution_numbers == [
        first.number,
        second.number,
        third.number,
    ]
    assert [row.text for row in Contribution.objects.order_by("number")] == ["Ett.", "Två.", "Tre."]


def test_one_of_them_is_separated_again(officer, at, said):
    first, second = said("Ett."), said("Två.")
    officer.post(at("write_reply", first.number), NO | {"also": [str(second.number)]})
    shared = Reply.objects.get()

    officer.post(
        at("separate", shared.pk), {"contribution": str(second.number), "version": shared.version}
    )

    second.refresh_from_db()
    assert second.reply_link.reply.separated_from == shared


def test_those_of_another_consultation_are_refused_in_words(officer, at, said, undrafted):
    here = said()
    there = make.contribution(submission=make.submission(consultation=undrafted))

    response = officer.get(at("together"), ticks(here, there))

    assert response.status_code == 422
    assert (
        f"Inspel {there.number} finns inte att svara på i det här samrådet."
        in response.content.decode()
    )


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ReplyState.PROPOSED, "Inspel %s har redan ett förslag till svar."),
        (ReplyState.PUBLISHED, "Svaret på inspel %s är redan publicerat."),
    ],
)
def test_those_that_have_a_reply_are_refused_in_words(
    officer, at, consultation, said, state, words
):
    free, taken = said(), said()
    make.reply(contribution=taken)
    if state == ReplyState.PUBLISHED:
        sign_off_replies(
            consultation=consultation,
            replies=Reply.objects.all(),
            actor=make.principal(),
            now=make.NOW,
        )
        publish_replies(consultation=consultation, message="", actor=make.principal(), now=make.NOW)

    response = officer.get(at("together"), ticks(free, taken))

    assert response.status_code == 422
    assert words % taken.number in response.content.decode()
    assert response.context["ticked"] == [free.number, taken.number]


def test_a_posted_form_that_names_what_is_published_changes_nothing(officer, at, said):
    free, taken = said(), said()
    make.reply(contribution=taken, reason="Redan sagt.")

    response = officer.post(at("write_reply", free.number), NO | {"also": [str(taken.number)]})

    assert response.status_code == 422
    assert f"Inspel {taken.number} har redan svar." in response.content.decode()
    assert [reply.reason for reply in Reply.objects.all()] == ["Redan sagt."]


@pytest.mark.parametrize("sent", [{}, {"vald": ["x", "", "9" * 30]}])
def test_nothing_ticked_is_said(officer, at, said, sent):
    said()

    response = officer.get(at("together"), sent)

    assert response.status_code == 422
    assert "Kryssa för minst ett inspel i listan." in response.content.decode()


def test_more_than_a_hundred_are_too_many(officer, at, said):
    said()

    response = officer.get(at("together"), {"vald": [str(number) for number in range(1, 102)]})

    assert "Ta högst 100 inspel åt gången." in response.content.decode()


def test_ticks_stay_while_the_list_is_narrowed_and_paged(officer, at, said):
    first, second = said("Lokaler."), said("Bussar.")

    page = officer.get(at("desk"), ticks(first, second, q="bussar"))

    assert (page.context["ticked"], page.context["ticked_elsewhere"]) == (
        [first.number, second.number],
        [first.number],
    )
    assert f"vald={first.number}&vald={second.number}" in page.context["query"]
    assert "vald" not in page.context["query_unticked"]


def test_whoever_may_not_reply_sees_no_boxes(client, at, said):
    said()
    client.force_login(make.officer(role="reader"))

    assert 'name="vald"' not in client.get(at("desk")).content.decode()


def test_what_is_chosen_just_now_goes_before_what_was_kept(officer, at, consultation, said):
    first, second, third = said("Ett."), said("Två."), said("Tre.")
    FormDraft.objects.create(
        user=officer.person,
        form="reply",
        object_key=f"{consultation.pk}-{first.number}",
        fields={"reason": ["Halvskrivet"], "also": [str(second.number)]},
        updated_at=make.NOW,
    )

    page = officer.get(at("together"), ticks(first, third), follow=True)

    assert shown_in_form(page)[1] == [str(third.number)]
    assert page.context["form"]["reason"].value() == "Halvskrivet"


def test_theme_and_owner_are_settled_for_all_that_are_ticked(officer, at, said):
    first, second, other = said(), said(), said()

    officer.post(at("code_many"), ticks(first, second, theme="LOK", owner=str(officer.person.pk)))

    assert sorted(Coding.objects.values_list("contribution__number", "theme", "owner")) == [
        (first.number, "LOK", officer.person.pk),
        (second.number, "LOK", officer.person.pk),
    ]
    assert not hasattr(Contribution.objects.get(pk=other.pk), "coding")


def test_what_is_not_chosen_stays_with_each(officer, at, said):
    first, second = said(), said()
    code_contributions(
        contributions=[first], theme="LOK", owner=None, actor=make.principal(), now=make.NOW
    )

    officer.post(at("code_many"), ticks(first, second, theme="", owner=str(officer.person.pk)))

    assert sorted(Coding.objects.values_list("contribution__number", "theme", "owner")) == [
        (first.number, "LOK", officer.person.pk),
        (second.number, "", officer.person.pk),
    ]


def test_a_theme_can_be_taken_away_from_many(officer, at, said):
    one = said()
    code_contributions(
        contributions=[one],
        theme="LOK",
        owner=officer.person,
        actor=make.principal(),
        now=make.NOW,
    )

    officer.post(at("code_many"), ticks(one, theme="-", owner=""))

    assert Coding.objects.values_list("theme", "owner").get() == ("", officer.person.pk)


def test_choosing_neither_theme_nor_owner_is_said(officer, at, said):
    response = officer.post(at("code_many"), ticks(said(), theme="", owner=""))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["theme"]
