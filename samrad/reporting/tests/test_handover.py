"""What the next one needs to know: the facts, and who they are about."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samrad.consultations.enums import Openness, ProcessState
from samrad.contributions.enums import ModerationState, Outcome
from samrad.contributions.models import Moderation
from samrad.core.clock import local_date
from samrad.invitations.enums import LetterKind, MailingState
from samrad.planning.models import Handover, HandoverNote
from samrad.planning.services.handovers import (
    LONGEST,
    NoteChangedMeanwhile,
    NoteIsTooLong,
    record_handover,
    save_note,
)
from samrad.registry.models import RegionRole
from samrad.reporting.queries.handover import handover_of
from samrad.reporting.rules import handover as facts
from tests import make

pytestmark = pytest.mark.django_db
TODAY = local_date(make.NOW)


@pytest.fixture
def region():
    return make.region()


def of(region, consultation=None):
    return handover_of(region, consultation, now=make.NOW)


def test_an_empty_region_has_nothing_to_hand_over(region):
    assert of(region) == facts.Handover(region=region.name, region_key="kronoberg", on=TODAY)


def test_colleagues_are_told_with_their_roles_and_contacts_only_counted(region):
    person = make.officer(name="Kim Exempel", email="kim@exempel.invalid")
    RegionRole.objects.create(region=region, user=person, role="head")
    make.officer(name="Slutat Exempel", is_active=False)
    reached = make.organisation()
    make.contact_person(organisation=reached, name="Hemlig Person")
    make.contact_person(organisation=reached, retention_until=TODAY + timedelta(days=90))
    make.organisation()
    make.organisation(region=make.region("blekinge"))

    found = of(region)

    assert found.colleagues == (
        facts.Colleague(name="Kim Exempel", email="kim@exempel.invalid", roles=("head", "officer")),
    )
    assert found.register == facts.Register(
        organisations=2, with_contact=1, contact_persons=2, contacts_ending=1
    )
    assert "Hemlig" not in repr(found)


def test_promises_are_what_was_said_would_be_done_and_whether_it_was():
    row = make.consultation(
        heard_on=TODAY - timedelta(days=1),
        answered_on=TODAY,
        decision_on=TODAY + timedelta(days=1),
        decided_on=TODAY,
    )
    make.influence_item(consultation=row, text="Stödets form", openness=Openness.PARTLY)
    make.influence_item(consultation=row, openness=Openness.LOCKED, reason="Lag")
    make.reply(contribution=make.contribution(consultation=row), outcome=Outcome.FOR_DRAFT)

    found = of(row.region).promises

    assert [
        (each.code, each.on, each.text, each.number, each.is_kept, each.is_late) for each in found
    ] == [
        (facts.HEARD, TODAY - timedelta(days=1), "", 0, False, True),
        (facts.ANSWERED, TODAY, "", 0, False, False),
        (facts.DECISION, TODAY + timedelta(days=1), "Regionfullmäktige", 0, True, False),
        (facts.INFLUENCE, None, "Stödets form", 0, False, False),
        (facts.FOR_DRAFT, None, "", 1, False, False),
    ]


def test_days_ahead_stand_in_order_with_what_is_late_first():
    row = make.consultation(opens_on=TODAY - timedelta(days=9))
    process = row.process
    make.milestone(process=process, title="Sen", starts_on=TODAY - timedelta(days=1))
    make.milestone(process=process, title="Klar", done_on=TODAY)
    make.meeting(consultation=row)
    make.meeting(consultation=row, title="Inställt", cancelled_at=make.NOW)
    make.meeting(
        consultation=row, title="Igår", starts_at=make.NOW - timedelta(days=1), ends_at=None
    )

    found = of(row.region).ahead

    assert [(each.code, each.is_late) for each in found] == [
        (facts.MILESTONE, True),
        (facts.MEETING, False),
        (facts.LAST_DAY, False),
        (facts.HEARD, False),
        (facts.ANSWERED, False),
        (facts.DECISION, False),
    ]
    assert [each.text for each in found][:2] == ["Sen", "Möte i Påhittköping"]


def test_what_is_open_is_counted_by_consultation():
    row = make.consultation()
    letter = make.submission(consultation=row)
    make.contribution(submission=letter)
    make.reply(contribution=make.contribution(submission=letter))
    Moderation.objects.filter(submission=letter).update(state=ModerationState.PENDING)

    found = of(row.region).open

    assert [(each.code, each.number) for each in found] == [
        (facts.PENDING, 1),
        (facts.UNANSWERED, 1),
        (facts.PROPOSED, 1),
    ]


def test_letters_that_leave_and_letters_that_wait_are_told_apart():
    row = make.consultation()
    make.letter(consultation=row, kind=LetterKind.INVITATION)
    make.letter(consultation=row, kind=LetterKind.REMINDER, subject="Påminnelse")
    make.mailing(
        consultation=row,
        state=MailingState.RELEASED,
        kind=LetterKind.INVITATION,
        sent_at=make.NOW + timedelta(days=2),
    )
    make.mailing(
        consultation=row,
        state=MailingState.RELEASED,
        kind=LetterKind.INVITATION,
        sent_at=make.NOW - timedelta(days=61),
    )
    make.plan_version(plan=row.process.plan, label="Utkast 1")
    unpublished = make.consultation(published_at=None, title="Nytt")

    found = of(row.region)

    assert [(each.state, each.on, each.is_ahead) for each in found.sendings] == [
        (MailingState.RELEASED, TODAY + timedelta(days=2), True)
    ]
    assert [(each.code, each.title, each.text) for each in found.drafts] == [
        (facts.UNPUBLISHED, unpublished.title, ""),
        (facts.LETTER, row.title, "Påminnelse"),
        (facts.PLAN_VERSION, row.process.plan.title, "Utkast 1"),
    ]


def test_one_consultation_holds_only_what_is_its_own(region):
    mine, other = make.consultation(title="Mitt"), make.consultation(title="Annat")
    make.milestone(process=other.process, title="Annans")
    make.plan_version(plan=other.process.plan)
    actor = make.principal(make.officer())
    for about, text in ((mine, "Om mitt"), (other, "Om annat"), (None, "Om allt")):
        save_note(
            region=region, consultation=about, text=text, expected=0, actor=actor, now=make.NOW
        )

    found, whole = of(region, mine), of(region)

    assert [each.title for each in found.rounds] == ["Mitt"]
    assert "Annans" not in repr(found)
    assert [note.text for note in found.notes] == ["Om mitt"]
    assert [note.text for note in whole.notes] == ["Om allt", "Om mitt", "Om annat"]


def test_finished_cancelled_and_the_neighbours_are_left_out(region):
    make.consultation(cancelled_at=make.NOW)
    make.consultation(process=make.process(state=ProcessState.CLOSED))
    make.consultation(region=make.region("blekinge"))

    assert of(region).rounds == ()


def test_the_last_time_is_told_by_region_and_by_consultation(region):
    row = make.consultation()
    person = make.officer(name="Kim Exempel")
    record_handover(region=region, consultation=row, actor=make.principal(person), now=make.NOW)

    assert of(region).last_made_on is None
    assert (of(region, row).last_made_on, of(region, row).last_made_by) == (TODAY, "Kim Exempel")
    assert Handover.objects.get().consultation == row


def test_a_note_is_not_written_over(region):
    first, second = make.principal(make.officer()), make.principal(make.officer())
    given = {"region": region, "consultation": None, "now": make.NOW}
    save_note(**given, text="Ring Kim", expected=0, actor=first)

    same = save_note(**given, text="Ring Kim", expected=0, actor=second)
    with pytest.raises(NoteChangedMeanwhile) as met:
        save_note(**given, text="Ring Bo", expected=0, actor=second)
    later = save_note(**given, text="Ring Bo", expected=1, actor=second)

    with pytest.raises(NoteIsTooLong):
        save_note(**given, text="å" * (LONGEST + 1), expected=2, actor=second)

    assert met.value.current.text == same.text == "Ring Kim"
    assert (later.version, HandoverNote.objects.count()) == (2, 1)


def test_many_consultations_take_as_many_queries_as_one(region):
    def counted():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            of(region)
        return len(asked)

    make.meeting(consultation=make.consultation())
    one = counted()
    for _each in range(200):
        make.meeting(consultation=make.consultation(process=make.process()))

    assert counted() == one
    assert one <= 16
