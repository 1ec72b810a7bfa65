"""A change in the plan that its reply leaves: taken back, kept with a reason, or listed."""

from datetime import timedelta

import pytest

from samrad.contributions.enums import Outcome, ReplyState
from samrad.contributions.models import PublicationBatch, Reply
from samrad.contributions.queries.changes import loose_changes
from samrad.contributions.services.correcting import propose_correction, withdraw_correction
from samrad.contributions.services.replying import (
    ChangeLeftBehind,
    ChangesWithoutReply,
    Leaving,
    PassageChange,
    ReplyIsIncomplete,
    ReplyText,
    change_reply,
    publish_replies,
    sign_off_replies,
    write_reply,
)
from samrad.contributions.services.sharing import separate_contribution
from samrad.plans.models import Passage, PassageRevision, PlacedPassage
from samrad.plans.services import freeze_version, keep_wording, revise_passage
from tests import make

BEFORE = "Regionen stödjer lokaler."
AFTER = "Regionen stödjer lokaler, också för övning."
LATER = "Regionen stödjer lokaler, också för övning och dans."
YES, NO = Outcome.ADOPTED, Outcome.NOT_ADOPTED
BACK = Leaving(takes_back=True, motive="Inspel 1 införs inte längre")


@pytest.fixture
def minutes():
    """Return a clock that goes on a minute for each look."""
    moments = (make.NOW + timedelta(minutes=n) for n in range(1, 100))
    return lambda: next(moments)


@pytest.fixture
def adopt(placed, minutes):
    """Return a function that answers with a change of the passage's words."""

    def adopted(*contributions, text=AFTER):
        placed.refresh_from_db()
        return write_reply(
            contributions=contributions,
            text=ReplyText(YES, "Övning hör till."),
            change=PassageChange(placed, "", text, "Inspel", placed.revision.number),
            actor=make.principal(),
            now=minutes(),
        )

    return adopted


@pytest.fixture
def decline(minutes):
    """Return a function that lets a reply say no instead."""

    def declined(reply, leaving=None):
        return change_reply(
            reply=reply,
            expected=Reply.objects.get(pk=reply.pk).version,
            text=ReplyText(NO, "Pengarna räcker inte."),
            leaving=leaving,
            actor=make.principal(),
            now=minutes(),
        )

    return declined


def words(placed):
    placed.refresh_from_db()
    return placed.revision.text


def listed(consultation):
    return [placed.passage_id for placed in loose_changes(consultation)]


def test_a_reply_does_not_leave_its_change_without_a_word(adopt, decline, placed, said):
    reply = adopt(said())

    with pytest.raises(ChangeLeftBehind) as asked:
        decline(reply)

    change = asked.value.change
    assert (change.before.text, change.after.text) == (BEFORE, AFTER)
    assert Reply.objects.get().outcome == YES
    assert words(placed) == AFTER


def test_the_change_is_taken_back_by_a_new_revision(adopt, decline, placed, said, consultation):
    decline(adopt(said()), BACK)

    assert words(placed) == BEFORE
    assert [row.text for row in PassageRevision.objects.order_by("number")] == [
        BEFORE,
        AFTER,
        BEFORE,
    ]
    assert placed.revision.motive == BACK.motive
    assert listed(consultation) == []


@pytest.mark.parametrize("reason", ["", "  ", "…"])
def test_the_change_is_not_kept_without_a_reason(adopt, decline, placed, said, reason):
    reply = adopt(said())

    with pytest.raises(ReplyIsIncomplete) as refused:
        decline(reply, Leaving(takes_back=False, motive=reason))

    assert refused.value.faults == ("LEAVING_REASON_MISSING",)
    assert Reply.objects.get().outcome == YES


def test_the_change_is_kept_with_a_reason(adopt, decline, placed, said, consultation):
    decline(adopt(said()), Leaving(takes_back=False, motive="Nämnden har bett om det."))

    assert words(placed) == AFTER
    assert placed.revision.motive == "Nämnden har bett om det."
    assert listed(consultation) == []


def test_several_changes_of_one_reply_are_taken_back_together(
    adopt, decline, placed, said, minutes
):
    reply = adopt(said())
    placed.refresh_from_db()
    change_reply(
        reply=reply,
        expected=1,
        text=ReplyText(YES, "Mer."),
        change=PassageChange(placed, "", LATER, "Inspel", placed.revision.number),
        actor=make.principal(),
        now=minutes(),
    )

    decline(reply, BACK)

    assert words(placed) == BEFORE


def test_a_separated_reply_holds_the_change_up_until_it_leaves_too(
    adopt, decline, placed, said, consultation, minutes
):
    first, second = said(), said()
    reply = adopt(first, second)
    alone = separate_contribution(
        link=reply.links.get(contribution=second),
        expected=1,
        actor=make.principal(),
        now=minutes(),
    )

    decline(reply)
    assert (words(placed), listed(consultation)) == (AFTER, [])

    with pytest.raises(ChangeLeftBehind):
        decline(alone)
    decline(alone, BACK)
    assert (words(placed), listed(consultation)) == (BEFORE, [])


def test_what_was_changed_further_is_kept_and_listed_until_mended(
    adopt, decline, placed, said, consultation, minutes
):
    reply = adopt(said())
    adopt(said(), text=LATER)
    assert listed(consultation) == []

    decline(reply, BACK)
    assert (words(placed), listed(consultation)) == (LATER, [placed.passage_id])

    keep_wording(placed=placed, motive="Sett över.", actor=make.principal(), now=minutes())
    assert (words(placed), listed(consultation)) == (LATER, [])


def test_an_earlier_change_by_hand_does_not_mend_what_came_loose_later(
    adopt, decline, placed, said, consultation, minutes
):
    reply = adopt(said())
    placed.refresh_from_db()
    revise_passage(
        placed=placed,
        heading="",
        text=LATER,
        motive="",
        expected=placed.revision.number,
        actor=make.principal(),
        now=minutes(),
    )

    decline(reply)

    assert listed(consultation) == [placed.passage_id]


def test_a_reply_that_moves_to_another_passage_leaves_the_first(adopt, placed, said, minutes):
    reply = adopt(said())
    passage = Passage.objects.create(plan=placed.version.plan)
    other = PlacedPassage.objects.create(
        version=placed.version,
        passage=passage,
        revision=passage.revisions.create(number=1, level=1, text="Två.", made_at=make.NOW),
        position=2,
    )
    text = ReplyText(YES, "Hör hemma där.", passage_revision=other.revision)
    given = {"reply": reply, "expected": 1, "text": text, "actor": make.principal()}

    with pytest.raises(ChangeLeftBehind):
        change_reply(**given, now=minutes())
    change_reply(**given, now=minutes(), leaving=BACK)

    assert words(placed) == BEFORE


def test_what_a_reply_only_pointed_at_is_not_its_change(decline, placed, said, minutes):
    revise_passage(
        placed=placed,
        heading="",
        text=AFTER,
        motive="",
        expected=placed.revision.number,
        actor=make.principal(),
        now=minutes(),
    )
    placed.refresh_from_db()
    reply = make.reply(contribution=said(), outcome=YES, passage_revision=placed.revision)

    decline(reply)

    assert words(placed) == AFTER


def test_a_frozen_draft_is_left_as_it_is(adopt, decline, placed, said, consultation):
    reply = adopt(said())
    freeze_version(version=placed.version, actor=make.principal(), now=make.NOW)

    decline(reply)

    assert (words(placed), listed(consultation)) == (AFTER, [])


def test_nothing_is_published_while_the_plan_is_changed_without_a_reply(
    adopt, decline, placed, said, consultation, head, at, minutes
):
    reply = adopt(said())
    adopt(said(), text=LATER)
    decline(reply)
    sign_off_replies(
        consultation=consultation,
        replies=list(Reply.objects.all()),
        actor=make.principal(),
        now=minutes(),
    )

    with pytest.raises(ChangesWithoutReply):
        publish_replies(
            consultation=consultation, message="", actor=make.principal(), now=minutes()
        )
    page = head.post(at("publish"), {"message": ""})

    assert page.status_code == 422
    assert "är ändrat utan svar" in page.content.decode()
    assert f"/avsnitt/{placed.passage.uuid}/" in page.content.decode()
    assert "är ändrat utan svar" in head.get(at("batches")).content.decode()


def test_a_withdrawn_correction_does_not_hide_the_change_it_made(
    placed, said, consultation, minutes
):
    reply = make.reply(contribution=said())
    batch = PublicationBatch.objects.create(consultation=consultation, published_at=minutes())
    Reply.objects.update(state=ReplyState.PUBLISHED, batch=batch)
    correction = propose_correction(
        reply=reply,
        expected=1,
        text=ReplyText(YES, "Ja, ändå."),
        motive="Nytt beslut.",
        change=PassageChange(placed, "", AFTER, "Rättelse", placed.revision.number),
        actor=make.principal(),
        now=minutes(),
    )
    assert listed(consultation) == []

    withdraw_correction(correction=correction, actor=make.principal(), now=minutes())

    assert listed(consultation) == [placed.passage_id]


def test_a_correction_that_leaves_a_change_says_so_beforehand(
    officer, at, adopt, said, consultation, minutes
):
    reply = adopt(said())
    batch = PublicationBatch.objects.create(consultation=consultation, published_at=minutes())
    Reply.objects.update(state=ReplyState.PUBLISHED, batch=batch)

    page = officer.post(
        at("correct_reply", reply.pk), declines(1, motive="Nytt beslut."), follow=True
    ).content.decode()

    assert "listas under Publicera som ändrad utan svar" in page


def declines(version, **more):
    said = {"outcome": "NOT_ADOPTED", "reason": "Nej.", "version": str(version), "do": "save"}
    return said | more


def test_the_form_asks_and_takes_back_unless_told_otherwise(officer, at, adopt, placed, said):
    one = said()
    reply = adopt(one)

    asked = officer.post(at("write_reply", one.number), declines(reply.version))
    page = asked.content.decode()

    assert asked.status_code == 422
    assert "Ändringen i avsnittet tas tillbaka" in page
    assert asked.context["form"]["leaving"].value() == "TAKE_BACK"
    assert asked.context["form"]["reason"].value() == "Nej."
    assert words(placed) == AFTER

    done = officer.post(at("write_reply", one.number), declines(1, leaving="TAKE_BACK"))

    assert done.status_code == 302
    assert words(placed) == BEFORE
    assert placed.revision.motive == f"Inspel {one.number} införs inte längre"


def test_the_form_wants_a_reason_to_keep_the_change(officer, at, adopt, placed, said):
    one = said()
    adopt(one)

    refused = officer.post(at("write_reply", one.number), declines(1, leaving="KEEP"))
    officer.post(
        at("write_reply", one.number), declines(1, leaving="KEEP", leaving_reason="Beslutat.")
    )

    assert list(refused.context["form"].errors) == ["leaving_reason"]
    assert 'name="leaving"' in refused.content.decode()
    assert (words(placed), placed.revision.motive) == (AFTER, "Beslutat.")


def test_the_page_says_that_a_change_stands_since_others_rest_on_it(
    officer, at, adopt, placed, said, minutes
):
    first, second = said(), said()
    reply = adopt(first, second)
    separate_contribution(
        link=reply.links.get(contribution=second),
        expected=1,
        actor=make.principal(),
        now=minutes(),
    )

    page = officer.post(at("write_reply", first.number), declines(2), follow=True).content.decode()

    assert f"svaret på inspel {second.number} vilar på den" in page


def test_the_page_says_that_a_change_was_built_upon(officer, at, adopt, said):
    one = said()
    adopt(one)
    adopt(said(), text=LATER)

    page = officer.post(at("write_reply", one.number), declines(1), follow=True).content.decode()

    assert "har ändrats vidare sedan svaret skrevs" in page


def test_the_passage_page_keeps_the_same_words_for_a_reason(officer, placed):
    plan = placed.version.plan
    where = f"/arbete/{plan.region.slug}/planer/{plan.slug}/avsnitt/{placed.passage.uuid}/"

    officer.post(
        where,
        {"expected": "1", "heading": "", "text": BEFORE, "motive": "Sett över."}
        | {"heading": placed.revision.heading},
    )

    assert words(placed) == BEFORE
    assert (placed.revision.number, placed.revision.motive) == (2, "Sett över.")


@pytest.mark.parametrize("region", ["kronoberg", "blekinge"])
def test_a_reply_names_no_wording_of_another_plan(said, region):
    other = make.placed_passage(plan=make.plan(region=make.region(region)))

    with pytest.raises(ReplyIsIncomplete) as refused:
        write_reply(
            contributions=[said()],
            text=ReplyText(YES, "Ja.", passage_revision=other.revision),
            actor=make.principal(),
            now=make.NOW,
        )

    assert refused.value.faults == ("REVISION_MISSING",)
    assert Reply.objects.count() == 0
