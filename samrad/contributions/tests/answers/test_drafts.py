"""Drafts: sealed, versioned, and their writer's own."""

from datetime import timedelta

import pytest
from django.db import connection

from samrad.contributions.models import AnswerDraft
from samrad.contributions.queries.places import passage_slot, question_slot
from samrad.contributions.queries.progress import drafts_of, sent_answer
from samrad.contributions.rules.answering import MAX_ANSWER
from samrad.contributions.services.answering import send_answer
from samrad.contributions.services.drafts import (
    DraftChangedMeanwhile,
    Mandate,
    Written,
    discard_drafts,
    forget_drafts,
    kept_mandate,
    reopen_answer,
    save_draft,
    save_mandate,
)
from samrad.contributions.services.receiving import ConsultationNotOpen
from samrad.core.clock import now
from samrad.journal.models import Entry
from tests import make

WORDS = "Hemligt tills vi skickar: åäö"


@pytest.fixture
def slot(consultation):
    """Return the slot of the first question."""
    return question_slot(consultation.questions.get(position=1))


def save(party, slot, text, **more):
    """Save words in a slot."""
    return save_draft(participation=party, slot=slot, written=Written(text=text, **more), now=now())


def every_cell():
    """Return every value in every table as one byte string."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- our own tables
            rows += [bytes(v) if isinstance(v, memoryview) else v for r in cursor for v in r]
    return b"\n".join(v if isinstance(v, bytes) else str(v).encode() for v in rows)


def test_a_draft_is_read_back_by_its_writer(party, slot):
    save(party, slot, WORDS)

    assert drafts_of(party)[slot].text == WORDS


def test_nothing_in_the_database_holds_the_words_of_a_draft(party, slot):
    save(party, slot, WORDS)
    save_mandate(
        participation=party, mandate=Mandate(kind="OTHER", decided_by=WORDS), seen=0, writer="a",
        now=now(),
    )  # fmt: skip

    cells = every_cell()

    assert b"Hembygdsf" in cells  # the walk sees what is in the open
    assert [part for part in ("Hemligt", "tills vi", "åäö") if part.encode() in cells] == []


def test_saving_a_draft_leaves_no_trace_in_the_journal(party, slot):
    before = Entry.objects.count()

    save(party, slot, WORDS)

    assert Entry.objects.count() == before


def test_a_draft_that_never_held_anything_is_not_made(party, slot):
    assert save(party, slot, "") is None
    assert not AnswerDraft.objects.exists()


def test_a_draft_that_is_emptied_stays_empty_and_counts_on(party, slot):
    save(party, slot, WORDS)

    emptied = save(party, slot, "", seen=1)

    assert (emptied.version, drafts_of(party)[slot].text) == (2, "")


def test_the_second_writer_sees_what_the_first_wrote(party, slot):
    save(party, slot, "Först", seen=0, writer="a")

    with pytest.raises(DraftChangedMeanwhile) as refused:
        save(party, slot, "Sedan", seen=0, writer="b")

    assert refused.value.current.text == "Först"
    assert drafts_of(party)[slot].text == "Först"


def test_a_page_does_not_get_in_its_own_way(party, slot):
    save(party, slot, "Först", seen=0, writer="a")

    save(party, slot, "Först och sedan", seen=0, writer="a")

    assert drafts_of(party)[slot].text == "Först och sedan"


def test_pages_without_a_mark_are_never_the_same_page(party, slot):
    save(party, slot, "Först")

    with pytest.raises(DraftChangedMeanwhile):
        save(party, slot, "Sedan")


def test_the_same_words_twice_are_no_conflict(party, slot):
    save(party, slot, "Samma", writer="a")

    assert save(party, slot, "Samma", writer="b").version == 1


def test_fifty_thousand_letters_are_kept_to_the_last(party, slot):
    words = "å" * MAX_ANSWER

    save(party, slot, words)

    assert drafts_of(party)[slot].text == words


def test_a_comment_moves_to_the_wording_that_was_read(party):
    save(party, passage_slot(7), "Om den gamla texten")

    moved = save_draft(
        participation=party,
        slot=passage_slot(8),
        earlier_slots=[passage_slot(7), passage_slot(8)],
        written=Written(text="Om den nya texten", seen=1),
        now=now(),
    )

    assert moved == AnswerDraft.objects.get(slot=passage_slot(8))
    assert AnswerDraft.objects.count() == 1


def test_the_mandate_is_kept_as_it_was_filled_in(party):
    mandate = Mandate(kind="BOARD", decided_on=make.NOW.date(), show_name=True)

    save_mandate(participation=party, mandate=mandate, seen=0, writer="a", now=now())

    assert kept_mandate(party)[0] == mandate


def test_a_participant_without_a_mandate_has_an_empty_one(party):
    assert kept_mandate(party) == (Mandate(), None)


def sent(party, slot):
    """Send one answer."""
    save(party, slot, "Vi behöver lokaler.")
    return send_answer(
        participation=party, key="1", mandate=Mandate(kind="NOT_YET"), language="sv",
        actor=make.principal(), now=now(),
    )  # fmt: skip


def test_a_sent_answer_opens_as_drafts_and_still_stands(party, slot, consultation):
    other = question_slot(consultation.questions.get(position=2))
    save(party, other, "", nothing_to_add=True)
    submission = sent(party, slot)

    made = reopen_answer(participation=party, submission=submission, now=now())

    drafts = drafts_of(party)
    assert made == 2
    assert (drafts[slot].text, drafts[slot].nothing_to_add) == ("Vi behöver lokaler.", False)
    assert (drafts[other].text, drafts[other].nothing_to_add) == ("", True)
    assert sent_answer(party) == submission


def test_changes_that_are_under_way_are_not_written_over(party, slot):
    submission = sent(party, slot)
    save(party, slot, "Nytt")

    made = reopen_answer(participation=party, submission=submission, now=now())

    assert (made, drafts_of(party)[slot].text) == (0, "Nytt")


def test_a_sent_answer_cannot_be_opened_after_closing(party, slot, consultation):
    submission = sent(party, slot)

    with pytest.raises(ConsultationNotOpen):
        reopen_answer(participation=party, submission=submission, now=consultation.closes_at)


def test_drafts_are_forgotten_thirty_days_after_closing(party, slot, consultation):
    save(party, slot, WORDS)
    day = timedelta(days=1)

    assert forget_drafts(now=consultation.closes_at + 30 * day - timedelta(microseconds=1)) == 0
    assert forget_drafts(now=consultation.closes_at + 30 * day) == 1
    assert not AnswerDraft.objects.exists()


def test_one_participants_drafts_are_thrown_away_and_nobody_elses(party, slot, consultation):
    other = make.participation(consultation=consultation)
    save(party, slot, WORDS)
    save(other, slot, WORDS)

    assert discard_drafts(participation=party) == 1
    assert drafts_of(other)[slot].text == WORDS
