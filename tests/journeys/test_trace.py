"""The trace, through the services alone: from the purpose to the changed sentence and back."""

import pytest

from samrad.consultations.enums import Origin
from samrad.consultations.services.links import join_as_organisation
from samrad.contributions.enums import Outcome, PartKind, ReplyState, SourceKind, SubmissionChannel
from samrad.contributions.queries import live_contributions, unanswered_contributions
from samrad.contributions.rules.segmentation import Span
from samrad.contributions.services.receiving import Received, ReceivedPart, receive_submission
from samrad.contributions.services.replying import (
    ReplyIsIncomplete,
    ReplyText,
    publish_replies,
    sign_off_replies,
    write_reply,
)
from samrad.contributions.services.splitting import split_contribution
from samrad.journal.queries import breaks
from samrad.plans.services import revise_passage
from tests import make

LETTER = "Vi övar i en skola som stänger klockan 19.\n\nGe stöd till övningslokaler."


@pytest.fixture
def trace(db):
    """Make a letter from an organisation, split in two points, one of which changed the plan."""
    officer, head = make.principal(make.officer()), make.principal(make.officer(role="head"))
    consultation = make.consultation()
    placed = make.placed_passage(plan=consultation.process.plan)
    party = join_as_organisation(
        consultation=consultation,
        organisation=make.organisation(name="Kören Låtsastonerna"),
        origin=Origin.OTHER,
        actor=officer,
        now=make.NOW,
    )
    submission = receive_submission(
        activity=consultation.activities.get(),
        received=Received(
            source_kind=SourceKind.ORGANISATION,
            channel=SubmissionChannel.LETTER,
            text=LETTER,
            parts=[ReceivedPart(kind=PartKind.FREE, start=0, end=len(LETTER))],
            received_at=make.NOW,
            idempotency_key="brev-1",
            participation=party,
            organisation=party.organisation,
            display_name=party.display_name,
        ),
        actor=officer,
        now=make.NOW,
    )
    whole = submission.contributions.get()
    fact, wish = split_contribution(
        contribution=whole, spans=[Span(0, 43), Span(44, len(LETTER))], actor=officer, now=make.NOW
    )
    revision = revise_passage(
        placed=placed,
        heading=placed.revision.heading,
        text="Regionen stödjer lokaler, också för övning.",
        motive="Körens önskan",
        expected=placed.revision.number,
        actor=officer,
        now=make.NOW,
    )
    adopted = write_reply(
        contributions=[wish],
        text=ReplyText(Outcome.ADOPTED, "Övning hör till.", passage_revision=revision),
        actor=officer,
        now=make.NOW,
    )
    return consultation, officer, head, fact, wish, adopted, revision


def test_from_the_voice_one_reaches_the_sentence_and_back(trace):
    consultation, *_rest, wish, _adopted, revision = trace

    changed = wish.reply_link.reply.passage_revision

    assert (changed.previous.text, changed.text) == (
        "Regionen stödjer lokaler.",
        "Regionen stödjer lokaler, också för övning.",
    )
    voices = [link.contribution for reply in revision.replies.all() for link in reply.links.all()]
    assert voices == [wish]
    assert voices[0].submission.text[wish.start : wish.end] == wish.text
    assert voices[0].submission.participation.consultation == consultation


def test_what_was_split_is_kept_and_no_longer_waits_for_a_reply(trace):
    consultation, _officer, _head, fact, wish, *_rest = trace

    assert list(live_contributions(consultation)) == [fact, wish]
    assert list(unanswered_contributions(consultation)) == [fact]
    assert consultation.contributions.count() == 3


def test_adopted_without_a_change_in_the_plan_is_refused(trace):
    _consultation, officer, _head, fact, *_rest = trace

    with pytest.raises(ReplyIsIncomplete) as refused:
        write_reply(
            contributions=[fact],
            text=ReplyText(Outcome.ADOPTED, "Javisst."),
            actor=officer,
            now=make.NOW,
        )

    assert refused.value.faults == ("REVISION_MISSING",)


def test_all_is_published_at_once_and_the_journal_is_whole(trace):
    consultation, officer, head, fact, _wish, adopted, _revision = trace
    noted = write_reply(
        contributions=[fact],
        text=ReplyText(Outcome.NOTED, "Tack, det visar hur lokalerna används."),
        actor=officer,
        now=make.NOW,
    )
    sign_off_replies(consultation=consultation, replies=[adopted, noted], actor=head, now=make.NOW)

    batch = publish_replies(consultation=consultation, message="", actor=head, now=make.NOW)

    assert set(batch.replies.values_list("pk", "state")) == {
        (adopted.pk, ReplyState.PUBLISHED),
        (noted.pk, ReplyState.PUBLISHED),
    }
    assert breaks() == []
