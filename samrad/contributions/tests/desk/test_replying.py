"""Writing replies: reason, change in the plan, many at once, and two officers at once."""

import pytest

from samrad.contributions.enums import Outcome
from samrad.contributions.models import Reply, ReplyRevision
from samrad.contributions.services.replying import (
    NotAnswerable,
    ReplyChangedMeanwhile,
    ReplyIsIncomplete,
    ReplyText,
    change_reply,
    write_reply,
)
from samrad.contributions.tests.desk.conftest import browser
from samrad.plans.services import continue_from, freeze_version, revise_passage
from samrad.users.models import FormDraft
from samrad.users.queries import draft_of
from tests import make

NO = {"outcome": "NOT_ADOPTED", "reason": "Pengarna räcker inte.", "version": "0", "do": "save"}


@pytest.fixture
def yes(placed):
    """Return what the form says when something is adopted with a change in the plan."""
    return {
        "outcome": "ADOPTED",
        "reason": "Övning hör till.",
        "version": "0",
        "passage": str(placed.passage.uuid),
        "passage_number": str(placed.revision.number),
        "passage_text": "Regionen stödjer lokaler, också för övning.",
        "do": "save",
    }


def errors_of(response):
    return {name: list(texts) for name, texts in response.context["form"].errors.items()}


def test_a_reply_is_saved_and_the_next_one_comes(officer, at, said):
    first, second = said(), said()

    response = officer.post(at("write_reply", first.number) + "?theme=", NO)

    assert response["Location"] == at("contribution", second.number)
    first.refresh_from_db()
    assert (first.reply_link.reply.outcome, first.reply_link.reply.reason) == (
        "NOT_ADOPTED",
        "Pengarna räcker inte.",
    )


def test_the_next_one_is_taken_in_the_same_list(officer, at, said):
    first, _other, third = said(channel="PHONE"), said(), said(channel="PHONE")

    response = officer.post(at("write_reply", first.number) + "?channel=PHONE", NO)

    assert response["Location"] == at("contribution", third.number) + "?channel=PHONE"


def test_after_the_last_one_the_list_says_that_all_have_replies(officer, at, said):
    response = officer.post(at("write_reply", said().number), NO, follow=True)

    assert "Alla inspel har svar." in response.content.decode()


@pytest.mark.parametrize("reason", ["", "   ", "...", "–"])
def test_without_a_reason_nothing_is_saved_and_the_text_is_kept(officer, at, said, reason):
    one = said()

    response = officer.post(
        at("write_reply", one.number), NO | {"reason": reason, "referred_to": "Kvar"}
    )

    assert response.status_code == 422
    assert errors_of(response)["reason"] == [
        "Skriv varför. Den som har lämnat inspelet läser det här."
    ]
    assert response.context["form"]["referred_to"].value() == "Kvar"
    assert Reply.objects.count() == 0


@pytest.mark.parametrize("reason", ["", "  ", "…"])
def test_the_service_refuses_a_reply_without_reason_whoever_calls(consultation, said, reason):
    with pytest.raises(ReplyIsIncomplete) as refused:
        write_reply(
            contributions=[said()],
            text=ReplyText(Outcome.NOTED, reason),
            actor=make.principal(),
            now=make.NOW,
        )

    assert refused.value.faults == ("REASON_MISSING",)


def test_only_outcomes_that_are_possible_now_are_offered(officer, at, consultation, said):
    page = officer.get(at("contribution", said().number))

    assert [value for value, _label in page.context["form"]["outcome"].field.choices] == [
        "ADOPTED",
        "PARTLY",
        "NOT_ADOPTED",
        "REFERRED",
        "ONGOING",
        "OUT_OF_SCOPE",
        "NOTED",
    ]


def test_before_a_draft_a_point_is_taken_along_to_it(undrafted, client):
    client.force_login(make.officer())
    one = make.contribution(submission=make.submission(consultation=undrafted))
    url = f"/arbete/kronoberg/samrad/tidigt/inspel/{one.number}/svara/"

    refused = client.post(url, NO | {"outcome": "ADOPTED"})
    client.post(url, NO | {"outcome": "FOR_DRAFT"})

    assert refused.status_code == 422
    assert Reply.objects.get().outcome == "FOR_DRAFT"


def test_a_promise_for_the_draft_is_linked_once_the_draft_is_there(officer, at, placed, said, yes):
    one = said()
    reply = make.reply(contribution=one)
    Reply.objects.update(outcome="FOR_DRAFT")

    officer.post(at("write_reply", one.number), yes | {"version": str(reply.version)})

    reply.refresh_from_db()
    assert reply.outcome == "ADOPTED"
    assert reply.passage_revision.text == "Regionen stödjer lokaler, också för övning."


def test_referring_says_to_whom(officer, at, said):
    one = said()

    refused = officer.post(at("write_reply", one.number), NO | {"outcome": "REFERRED"})
    officer.post(
        at("write_reply", one.number),
        NO | {"outcome": "REFERRED", "referred_to": "Låtsas kommun"},
    )

    assert list(errors_of(refused)) == ["referred_to"]
    assert Reply.objects.get().referred_to == "Låtsas kommun"


def test_adopting_changes_the_passage_and_names_the_change_in_one_breath(
    officer, at, placed, said, yes
):
    one = said()

    officer.post(at("write_reply", one.number), yes)

    reply = Reply.objects.get()
    placed.refresh_from_db()
    assert reply.passage_revision == placed.revision
    assert (placed.revision.text, placed.revision.previous.text) == (
        "Regionen stödjer lokaler, också för övning.",
        "Regionen stödjer lokaler.",
    )
    assert placed.revision.motive == f"Inspel {one.number}"


def test_adopting_without_a_passage_is_refused(officer, at, said):
    response = officer.post(at("write_reply", said().number), NO | {"outcome": "ADOPTED"})

    assert errors_of(response) == {
        "passage_text": [
            "Visa var i planen det ändras: välj ett avsnitt och skriv den nya lydelsen."
        ]
    }


def test_adopting_without_changing_a_word_must_be_meant(officer, at, placed, said, yes):
    one = said()
    yes |= {"passage_text": placed.revision.text}

    refused = officer.post(at("write_reply", one.number), yes)
    officer.post(at("write_reply", one.number), yes | {"in_place": "on"})

    assert list(errors_of(refused)) == ["passage_text"]
    assert Reply.objects.get().passage_revision == placed.revision


def test_a_refused_reply_leaves_the_plan_as_it_was(officer, at, placed, said, yes):
    officer.post(at("write_reply", said().number), yes | {"reason": "!"})

    placed.refresh_from_db()
    assert placed.revision.text == "Regionen stödjer lokaler."


def test_new_words_are_not_lost_when_the_outcome_changes_nothing(officer, at, said, yes):
    response = officer.post(at("write_reply", said().number), yes | {"outcome": "NOT_ADOPTED"})

    assert list(errors_of(response)) == ["passage_text"]
    assert Reply.objects.count() == 0


def test_a_frozen_draft_is_said_in_words(officer, at, placed, said, yes):
    freeze_version(version=placed.version, actor=make.principal(), now=make.NOW)

    response = officer.post(at("write_reply", said().number), yes)

    assert response.status_code == 422
    assert list(errors_of(response)) == ["passage_text"]


def test_somebody_who_changed_the_passage_meanwhile_is_seen(officer, at, placed, said, yes):
    one = said()
    revise_passage(
        placed=placed,
        heading="",
        text="Någon annan skrev detta.",
        motive="",
        expected=placed.revision.number,
        actor=make.principal(),
        now=make.NOW,
    )

    response = officer.post(at("write_reply", one.number), yes)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Någon annan skrev detta." in page
    assert "Regionen stödjer lokaler, också för övning." in page
    assert Reply.objects.count() == 0


def test_two_officers_at_once_both_texts_are_kept(officer, at, said):
    one, other = said(), browser(make.officer())
    for client in (officer, other):
        client.get(at("contribution", one.number))

    officer.post(at("write_reply", one.number), NO)
    response = other.post(at("write_reply", one.number), NO | {"reason": "Min egen text."})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Pengarna räcker inte." in page
    assert response.context["form"]["reason"].value() == "Min egen text."
    assert Reply.objects.get().reason == "Pengarna räcker inte."


def test_the_same_officer_in_two_tabs_is_not_called_somebody_else(officer, at, said):
    one, other = said(), browser(make.officer(name="Robin Exempel"))
    officer.post(at("write_reply", one.number), NO)

    own = officer.post(at("write_reply", one.number), NO | {"reason": "Min andra text."})
    others = other.post(at("write_reply", one.number), NO | {"reason": "En tredje."})

    assert own.status_code == others.status_code == 409
    assert "Du har svarat i en annan flik" in own.content.decode()
    assert "Någon annan svarade" not in own.content.decode()
    assert own.context["form"]["reason"].value() == "Min andra text."
    assert "Någon annan svarade medan du skrev" in others.content.decode()


def test_after_a_conflict_one_may_save_knowingly_and_the_first_text_is_in_the_history(
    officer, at, said
):
    one, other = said(), browser(make.officer())
    officer.post(at("write_reply", one.number), NO)
    conflict = other.post(at("write_reply", one.number), NO | {"reason": "Min egen text."})

    version = conflict.context["form"]["version"].value()
    other.post(at("write_reply", one.number), NO | {"reason": "Min egen text.", "version": version})

    assert Reply.objects.get().reason == "Min egen text."
    assert [row.reason for row in ReplyRevision.objects.order_by("number")] == [
        "Pengarna räcker inte.",
        "Min egen text.",
    ]


def test_the_service_holds_two_officers_apart(said):
    one = said()
    reply = make.reply(contribution=one)

    with pytest.raises(ReplyChangedMeanwhile) as first:
        write_reply(
            contributions=[one],
            text=ReplyText(Outcome.NOTED, "Tack."),
            actor=make.principal(),
            now=make.NOW,
        )
    with pytest.raises(ReplyChangedMeanwhile):
        change_reply(
            reply=reply,
            expected=reply.version - 1,
            text=ReplyText(Outcome.NOTED, "Tack."),
            actor=make.principal(),
            now=make.NOW,
        )

    assert first.value.current == reply


def test_what_has_been_replaced_is_not_answered(consultation, said):
    old = said()
    make.submission(
        consultation=consultation,
        supersedes=old.submission,
        participation=old.submission.participation,
    )

    with pytest.raises(NotAnswerable) as refused:
        make.reply(contribution=old)

    assert refused.value.numbers == (old.number,)


def test_one_reply_to_many_keeps_each_of_them(officer, at, said):
    first, second, third = said("Samma sak."), said("Samma sak!"), said("Annat.")

    officer.post(
        at("write_reply", first.number),
        NO | {"also": [str(second.number)], "also_numbers": f"{third.number}"},
    )

    [reply] = Reply.objects.all()
    assert [link.contribution for link in reply.links.order_by("contribution__number")] == [
        first,
        second,
        third,
    ]
    assert reply.revisions.get().contribution_numbers == [
        first.number,
        second.number,
        third.number,
    ]


@pytest.mark.parametrize("written", ["abc", "9999", "1,,x"])
def test_numbers_that_make_no_sense_are_said(officer, at, said, written):
    response = officer.post(at("write_reply", said().number), NO | {"also_numbers": written})

    assert response.status_code == 422
    assert list(errors_of(response)) == ["also_numbers"]


def test_a_number_that_has_a_reply_is_said(officer, at, said):
    one, answered = said(), said()
    make.reply(contribution=answered)

    response = officer.post(
        at("write_reply", one.number), NO | {"also_numbers": str(answered.number)}
    )

    assert errors_of(response) == {"also_numbers": [f"Inspel {answered.number} har redan svar."]}


def test_an_equal_one_can_be_given_the_same_reply(officer, at, said):
    one, answered = said("Samma."), said("Samma!")
    reply = make.reply(contribution=answered)

    officer.post(at("write_reply", one.number), {"do": f"share:{reply.pk}:{reply.version}"})

    assert sorted(link.contribution.number for link in reply.links.all()) == [
        one.number,
        answered.number,
    ]


def test_a_reply_that_changed_meanwhile_is_not_shared(officer, at, said):
    one, answered = said("Samma."), said("Samma!")
    reply = make.reply(contribution=answered)

    officer.post(at("write_reply", one.number), {"do": f"share:{reply.pk}:{reply.version + 1}"})

    assert reply.links.count() == 1


def test_a_reply_can_begin_from_another(officer, at, said):
    one, answered = said("Samma."), said("Samma!")
    make.reply(contribution=answered, reason="Som vi svarat förut.")

    form = officer.get(at("contribution", one.number), {"fran": answered.number}).context["form"]

    assert form["reason"].value() == "Som vi svarat förut."


def test_the_change_is_shown_before_it_is_saved(officer, at, placed, said, yes):
    one = said()

    page = officer.post(at("write_reply", one.number), yes | {"do": "preview"})
    part = officer.post(
        at("write_reply", one.number), yes | {"do": "preview"}, headers={"HX-Request": "true"}
    )

    assert "<ins>" in page.content.decode()
    assert part.content.decode().lstrip().startswith("<section")
    placed.refresh_from_db()
    assert placed.revision.text == "Regionen stödjer lokaler."


def test_choosing_a_passage_keeps_what_is_typed(officer, at, placed, said):
    one = said()

    officer.post(at("write_reply", one.number), NO | {"do": "passage", "reason": "Halvskrivet"})
    officer.post(at("pick_passage", one.number), {"passage": str(placed.passage.uuid)})
    form = officer.get(at("contribution", one.number)).context["form"]

    assert form["reason"].value() == "Halvskrivet"
    assert form["passage_text"].value() == "Regionen stödjer lokaler."


def test_passages_are_searched_by_their_words(officer, at, said):
    one = said()

    found = officer.get(at("pick_passage", one.number), {"sok": "LOKALER"}).context["passages"]
    none = officer.get(at("pick_passage", one.number), {"sok": "rymdfärja"}).context["passages"]

    assert (len(found), none) == (1, [])


def test_the_draft_goes_when_the_reply_is_saved_or_dropped(officer, at, consultation, said):
    first, second = said(), said()
    for one in (first, second):
        FormDraft.objects.create(
            user=officer.person,
            form="reply",
            object_key=f"{consultation.pk}-{one.number}",
            fields={"reason": ["Halvskrivet"]},
            updated_at=make.NOW,
        )

    officer.post(at("write_reply", first.number), NO)
    officer.post(at("write_reply", second.number), {"do": "drop"})

    assert FormDraft.objects.count() == 0


def test_one_officers_draft_is_not_anothers(officer, at, consultation, said):
    one = said()
    officer.post(at("write_reply", one.number), NO | {"do": "passage", "reason": "Mitt"})

    other = make.officer()

    assert draft_of(other, form="reply", object_key=f"{consultation.pk}-{one.number}") is None
    assert browser(other).get(at("contribution", one.number)).context["form"]["reason"].value() in {
        None,
        "",
    }


def test_a_proposed_reply_is_changed_and_everything_it_said_is_kept(officer, at, said):
    one = said()
    reply = make.reply(contribution=one, reason="Först.")

    officer.post(at("write_reply", one.number), NO | {"reason": "Sedan.", "version": "1"})

    assert [row.reason for row in reply.revisions.order_by("number")] == ["Först.", "Sedan."]


def test_changing_only_the_reason_keeps_the_link_to_the_change(officer, at, placed, said, yes):
    one = said()
    officer.post(at("write_reply", one.number), yes)
    named = Reply.objects.get().passage_revision
    placed.refresh_from_db()
    revise_passage(
        placed=placed,
        heading="",
        text="Senare lydelse.",
        motive="",
        expected=placed.revision.number,
        actor=make.principal(),
        now=make.NOW,
    )
    placed.refresh_from_db()

    officer.post(
        at("write_reply", one.number),
        yes
        | {
            "version": "1",
            "reason": "Tydligare.",
            "passage_text": "Senare lydelse.",
            "passage_number": str(placed.revision.number),
            "in_place": "on",
        },
    )

    assert (Reply.objects.get().passage_revision, Reply.objects.get().reason) == (
        named,
        "Tydligare.",
    )


def test_the_next_version_of_the_draft_can_be_changed_too(officer, at, placed, said, yes):
    one = said()
    continue_from(
        version=placed.version,
        kind=placed.version.kind,
        label="Utkast 2",
        actor=make.principal(),
        now=make.NOW,
    )

    officer.post(at("write_reply", one.number), yes)

    assert Reply.objects.get().passage_revision.text == yes["passage_text"]


def test_history_tells_what_was_said_and_done(officer, at, said):
    one = said()
    officer.post(at("write_reply", one.number), NO)

    page = officer.get(at("history", one.number)).content.decode()

    assert "Pengarna räcker inte." in page
    assert "Kim Exempel" in page
