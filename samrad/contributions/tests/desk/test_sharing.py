"""One of many on its own again, and corrections of what is public."""

import pytest

from samrad.contributions.enums import Outcome, ReplyState
from samrad.contributions.models import Contribution, Reply, ReplyCorrection
from samrad.contributions.queries.replies import replies_through_time
from samrad.contributions.services.correcting import (
    CorrectionIsOpen,
    ReplyIsNotPublished,
    propose_correction,
    sign_off_correction,
    withdraw_correction,
)
from samrad.contributions.services.replying import (
    NothingToPublish,
    ReplyIsPublished,
    ReplyText,
    change_reply,
    publish_replies,
    sign_off_replies,
)
from samrad.contributions.services.sharing import (
    OnlyOneAnswered,
    separate_contribution,
    share_reply,
)
from samrad.journal.queries import breaks
from tests import make

NEW = ReplyText(Outcome.NOTED, "Vi hade läst fel.")


@pytest.fixture
def pair(said):
    """Two contributions that share a reply."""
    return [said("Samma."), said("Samma!")]


@pytest.fixture
def shared(pair):
    """Their reply."""
    return make.reply(contributions=pair, reason="Gemensamt.")


def published(consultation, *replies):
    """Sign off and publish the replies."""
    for reply in replies:
        reply.refresh_from_db()
    sign_off_replies(
        consultation=consultation, replies=replies, actor=make.principal(), now=make.NOW
    )
    return publish_replies(
        consultation=consultation, message="", actor=make.principal(), now=make.NOW
    )


def test_one_of_many_gets_a_reply_of_its_own_with_the_same_words(officer, at, pair, shared):
    officer.post(
        at("separate", shared.pk),
        {"contribution": str(pair[1].number), "version": str(shared.version)},
    )

    first, second = (Contribution.objects.get(pk=each.pk).reply_link.reply for each in pair)
    assert (first, second.separated_from, second.reason) == (shared, shared, "Gemensamt.")
    assert [row.contribution_numbers for row in shared.revisions.order_by("number")] == [
        [pair[0].number, pair[1].number],
        [pair[0].number],
    ]


def test_the_one_on_its_own_keeps_its_history(pair, shared):
    alone = separate_contribution(
        link=pair[1].reply_link, expected=1, actor=make.principal(), now=make.NOW
    )
    change_reply(reply=alone, expected=1, text=NEW, actor=make.principal(), now=make.NOW)
    fresh = Contribution.objects.select_related("reply_link__reply__separated_from").get(
        pk=pair[1].pk
    )

    said_in_reply = sorted(
        (row.reply_id, row.number, row.reason) for row in replies_through_time(fresh)
    )

    assert said_in_reply == [
        (shared.pk, 1, "Gemensamt."),
        (alone.pk, 1, "Gemensamt."),
        (alone.pk, 2, "Vi hade läst fel."),
    ]


def test_the_last_one_cannot_be_separated(said):
    one = said()
    make.reply(contribution=one)

    with pytest.raises(OnlyOneAnswered):
        separate_contribution(link=one.reply_link, expected=1, actor=make.principal(), now=make.NOW)


def test_separating_from_a_public_reply_leaves_both_public(consultation, pair, shared):
    batch = published(consultation, shared)

    alone = separate_contribution(
        link=pair[1].reply_link, expected=1, actor=make.principal(), now=make.NOW
    )

    assert (alone.state, alone.batch) == (ReplyState.PUBLISHED, batch)


def test_a_public_reply_is_neither_changed_nor_shared(consultation, pair, shared, said):
    published(consultation, shared)
    shared.refresh_from_db()

    with pytest.raises(ReplyIsPublished):
        change_reply(reply=shared, expected=1, text=NEW, actor=make.principal(), now=make.NOW)
    with pytest.raises(ReplyIsPublished):
        share_reply(reply=shared, contributions=[said()], actor=make.principal(), now=make.NOW)


def test_a_correction_waits_beside_the_public_words_until_it_is_published(
    consultation, pair, shared
):
    first = published(consultation, shared)
    shared.refresh_from_db()
    correction = propose_correction(
        reply=shared,
        expected=1,
        text=NEW,
        motive="Fel avsnitt",
        actor=make.principal(),
        now=make.NOW,
    )
    shared.refresh_from_db()
    assert (shared.reason, shared.state) == ("Gemensamt.", ReplyState.PUBLISHED)

    sign_off_correction(correction=correction, actor=make.principal(), now=make.NOW)
    second = publish_replies(
        consultation=consultation, message="", actor=make.principal(), now=make.NOW
    )

    shared.refresh_from_db()
    assert (shared.reason, shared.batch, shared.version) == ("Vi hade läst fel.", second, 2)
    assert [(row.reason, row.batch) for row in shared.revisions.order_by("number")] == [
        ("Gemensamt.", first),
        ("Vi hade läst fel.", second),
    ]
    assert breaks() == []


def test_a_correction_not_signed_off_is_not_published(consultation, pair, shared):
    published(consultation, shared)
    shared.refresh_from_db()
    propose_correction(
        reply=shared, expected=1, text=NEW, motive="Fel", actor=make.principal(), now=make.NOW
    )

    with pytest.raises(NothingToPublish):
        publish_replies(consultation=consultation, message="", actor=make.principal(), now=make.NOW)


def test_only_one_correction_waits_at_a_time_and_it_can_be_withdrawn(consultation, pair, shared):
    published(consultation, shared)
    shared.refresh_from_db()
    asked = {
        "reply": shared,
        "expected": 1,
        "text": NEW,
        "motive": "Fel",
        "actor": make.principal(),
        "now": make.NOW,
    }
    first = propose_correction(**asked)

    with pytest.raises(CorrectionIsOpen) as open_one:
        propose_correction(**asked)
    withdraw_correction(correction=first, actor=make.principal(), now=make.NOW)
    second = propose_correction(**asked)

    assert open_one.value.current == first
    assert ReplyCorrection.objects.filter(withdrawn_at__isnull=True).get() == second


def test_what_is_not_public_is_changed_not_corrected(pair, shared):
    with pytest.raises(ReplyIsNotPublished):
        propose_correction(
            reply=shared, expected=1, text=NEW, motive="Fel", actor=make.principal(), now=make.NOW
        )


def test_the_page_proposes_a_correction_with_its_motive(officer, at, consultation, pair, shared):
    published(consultation, shared)
    form = {"outcome": "NOTED", "reason": "Nytt.", "version": "1", "do": "save"}

    refused = officer.post(at("correct_reply", shared.pk), form)
    officer.post(at("correct_reply", shared.pk), form | {"motive": "Vi läste fel."})

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["motive"]
    assert ReplyCorrection.objects.get().motive == "Vi läste fel."


def test_the_page_withdraws_a_correction(officer, at, consultation, pair, shared):
    published(consultation, shared)
    shared.refresh_from_db()
    propose_correction(
        reply=shared, expected=1, text=NEW, motive="Fel", actor=make.principal(), now=make.NOW
    )

    officer.post(at("correct_reply", shared.pk), {"do": "withdraw"})

    assert ReplyCorrection.objects.get().withdrawn_at is not None
    assert Reply.objects.get().reason == "Gemensamt."


def test_a_correction_may_change_the_plan(officer, at, consultation, placed, pair, shared):
    published(consultation, shared)

    officer.post(
        at("correct_reply", shared.pk),
        {
            "outcome": "PARTLY",
            "reason": "Vi tar in det.",
            "version": "1",
            "motive": "Nytt beslut",
            "passage": str(placed.passage.uuid),
            "passage_number": "1",
            "passage_text": "Regionen stödjer lokaler och övning.",
            "do": "save",
        },
    )

    assert ReplyCorrection.objects.get().passage_revision.text == (
        "Regionen stödjer lokaler och övning."
    )
