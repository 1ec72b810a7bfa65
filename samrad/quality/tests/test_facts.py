"""Facts are gathered whole, in a fixed number of queries."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_consultation
from samrad.contributions.enums import Outcome, ReplyState
from samrad.contributions.models import PublicationBatch, Reply
from samrad.contributions.services.delivery import KIND, event_of
from samrad.invitations.enums import LetterKind, MailingState
from samrad.outbox.models import Message
from samrad.outbox.services import queue_message
from samrad.planning.models import BudgetLine, Goal, Handover, LegalDuty, PreGate
from samrad.quality.queries.facts.gathering import facts_of
from samrad.quality.rules.facts import Facts
from tests import make

pytestmark = pytest.mark.django_db
MOST = 25
NOW = make.NOW


def read(consultation: Consultation) -> Consultation:
    """Return the consultation as views load it."""
    return get_consultation(consultation.region.slug, consultation.slug)


def facts(consultation: Consultation) -> Facts:
    """Return the facts of the consultation, read anew."""
    return facts_of(read(consultation), now=NOW)


def fill(consultation: Consultation, times: int) -> None:
    """Put `times` of everything in the consultation."""
    for step in range(times):
        meeting = make.meeting(
            consultation=consultation, starts_at=datetime(2026, 3, 10, 17, tzinfo=UTC),
            ends_at=None,
        )  # fmt: skip
        make.placement(activity=meeting)
        make.influence_item(consultation=consultation, position=step)
        make.question(consultation=consultation, position=step)
        contribution = make.contribution(consultation=consultation)
        make.reply(contribution=contribution)
        make.milestone(process=consultation.process)
        mailing = make.mailing(
            consultation=consultation, state=MailingState.RELEASED, sent_at=NOW, released_at=NOW
        )
        make.recipient(mailing=mailing)
        make.statement(consultation=consultation)


def test_the_number_of_queries_is_the_same_for_few_and_many():
    counted = []
    for times in (1, 3, 12):
        consultation = make.consultation()
        make.letter(consultation=consultation)
        fill(consultation, times)
        whole = read(consultation)
        with CaptureQueriesContext(connection) as asked:
            facts_of(whole, now=NOW)
        counted.append(len(asked))

    assert counted[0] == counted[1] == counted[2]
    assert counted[0] <= MOST


def test_an_empty_consultation_has_facts():
    found = facts(make.consultation(purpose="", owner=None))

    assert (found.meetings, found.letters, found.contributions.total) == ((), (), 0)
    assert found.pre_gate is None


def test_what_is_written_and_counted_is_read():
    consultation = make.consultation(case_number="RK 2026-1", owner=make.officer())
    make.influence_item(consultation=consultation, openness="OPEN")
    make.influence_item(consultation=consultation, openness="LOCKED", reason="Beslutat")
    make.influence_item(consultation=consultation, openness="LOCKED", reason="Beslutat")
    Goal.objects.create(consultation=consultation, position=1, text="Fler", target="60 svar")
    for text, planned in (("Lokal", 500), ("Tolk", 200), ("Tolk", 100)):
        BudgetLine.objects.create(consultation=consultation, position=1, text=text, planned=planned)
    found = facts(consultation)

    assert (found.open_items, found.partly_items, found.locked_items) == (1, 0, 2)
    assert (found.goals, found.budget_kinds, found.budget_total) == (1, 2, 800)
    assert (found.case_number, found.has_owner, found.last_day) == (
        "RK 2026-1", True, date(2026, 3, 31),
    )  # fmt: skip


def test_times_are_local_and_cancelled_meetings_are_left_out():
    consultation = make.consultation()
    make.meeting(
        consultation=consultation, municipality=make.municipality(), access_note="Ramp",
        starts_at=datetime(2026, 3, 10, 16, tzinfo=UTC),
    )  # fmt: skip
    make.meeting(consultation=consultation, cancelled_at=NOW)
    [meeting] = facts(consultation).meetings

    assert (meeting.starts_at.hour, meeting.municipality) == (17, "Påhittköping")
    assert meeting.has_access_note


def test_other_meetings_of_the_region_on_the_same_day_clash():
    consultation, other = make.consultation(), make.consultation()
    make.meeting(consultation=consultation, starts_at=datetime(2026, 3, 10, 17, tzinfo=UTC))
    make.meeting(
        consultation=other, title="Kulturting", starts_at=datetime(2026, 3, 10, 9, tzinfo=UTC),
        ends_at=None,
    )  # fmt: skip
    away = make.consultation(region=make.region("blekinge"))
    make.meeting(
        consultation=away, title="Blekinge", starts_at=datetime(2026, 3, 10, 9, tzinfo=UTC),
        ends_at=None,
    )  # fmt: skip

    assert facts(consultation).meetings[0].clashes == ("Kulturting",)


def test_placements_belong_to_their_activity():
    consultation = make.consultation()
    make.placement(activity=make.meeting(consultation=consultation), cell="C2")
    found = facts(consultation).activities

    assert sorted(each.cells for each in found) == [(), ("C2",)]


def test_the_newest_pre_gate_and_duty_hold():
    consultation = make.consultation()
    for at, answer in ((NOW, True), (NOW + timedelta(hours=1), False)):
        PreGate.objects.create(
            consultation=consultation, answers={}, all_yes=answer, made_by_name="Kim", made_at=at
        )
        LegalDuty.objects.create(
            consultation=consultation, kind="MIN", applies=answer, reason="Skäl",
            decided_on=at.date(), made_by_name="Kim", made_at=at,
        )  # fmt: skip
    found = facts(consultation)

    assert found.pre_gate is False
    assert found.duties["MIN"].applies is False


def test_the_register_counts_civil_society_at_work():
    where = make.region()
    make.organisation(region=where, verified_on=date(2026, 3, 1))
    make.organisation(region=where, verified_on=date(2025, 3, 1), kind="NETWORK")
    make.organisation(region=where, status="CLOSED", verified_on=date(2026, 3, 1))
    make.organisation(region=where, kind="MUNICIPALITY", verified_on=date(2026, 3, 1))
    register = facts(make.consultation(region=where)).register

    assert (register.active, register.verified, register.networks) == (2, 1, 1)


def test_a_letter_is_read_as_the_review_reads_it():
    consultation = make.consultation()
    make.letter(consultation=consultation, body="Hej! {{ vårt löfte }} {{ så svarar ni }}")
    make.letter(consultation=consultation, kind=LetterKind.TARGETED, body="Kom {{ okänt namn }} {{")
    by_kind = {each.kind: each for each in facts(consultation).letters}

    assert by_kind["invitation"].states_level
    assert not by_kind["targeted-invitation"].states_level
    assert 0 <= by_kind["invitation"].score <= 100


def test_sendings_and_recipients():
    consultation = make.consultation()
    make.mailing(consultation=consultation)
    sent = make.mailing(
        consultation=consultation, state=MailingState.RELEASED, sent_at=NOW, released_at=NOW
    )
    make.recipient(mailing=sent)
    make.recipient(mailing=sent, channel="NONE", email="")
    found = facts(consultation)

    assert [(each.kind, each.on, each.number) for each in found.sendings] == [
        ("invitation", NOW.date(), 2)
    ]
    reach = found.recipients
    assert (reach.total, reach.reached, reach.not_reached) == (2, 0, 1)  # one waits


def test_who_had_the_letter_before_is_not_counted_again():
    consultation = make.consultation()
    given = {"consultation": consultation, "released_at": NOW}
    first = make.mailing(**given, state=MailingState.RELEASED, sent_at=NOW - timedelta(days=9))
    again = make.mailing(**given, state=MailingState.RELEASED, sent_at=NOW + timedelta(days=1))
    make.mailing(**given, state=MailingState.FILLING, sent_at=NOW + timedelta(days=2))
    party = make.recipient(mailing=first).participation
    make.recipient(mailing=again, participation=party)
    make.recipient(mailing=again)

    sendings = sorted(facts(consultation).sendings, key=lambda each: each.on)
    assert [each.number for each in sendings] == [1, 1, None]


def test_contributions_are_counted_and_chapters_linked():
    version = make.plan_version("Om lokaler.", "Om resor.")
    process = make.process(plan=version.plan, region=version.plan.region)
    consultation = make.consultation(
        process=process, plan_version=version, region=version.plan.region
    )
    first, second = version.placed.order_by("position")
    one = make.contribution(consultation=consultation, passage_revision=first.revision)
    make.contribution(consultation=consultation, passage_revision=second.revision)
    make.reply(contribution=one, outcome=Outcome.NOT_ADOPTED)
    found = facts(consultation)

    assert (found.contributions.total, found.contributions.answered) == (2, 1)
    assert (found.plan_links.chapters, found.plan_links.linked) == (2, 0)
    assert found.plan_links.unlinked == (first.revision.heading, second.revision.heading)
    assert found.referral is not None


def test_a_replaced_answer_and_a_split_point_ask_for_no_chapter():
    version = make.plan_version("Om lokaler.", "Om resor.")
    process = make.process(plan=version.plan, region=version.plan.region)
    consultation = make.consultation(
        process=process, plan_version=version, region=version.plan.region
    )
    first, second = version.placed.order_by("position")
    old = make.contribution(consultation=consultation, passage_revision=first.revision)
    make.reply(contribution=old, outcome=Outcome.ADOPTED, passage_revision=first.revision)
    newer = make.submission(consultation=consultation, supersedes=old.submission)
    make.contribution(submission=newer, passage_revision=second.revision)
    found = facts(consultation)

    assert found.contributions.total == 1
    assert (found.plan_links.chapters, found.plan_links.linked) == (1, 0)
    assert found.plan_links.unlinked == (second.revision.heading,)


def test_a_reply_answers_when_it_has_been_signed_off():
    consultation = make.consultation()
    for state in ReplyState.values:
        reply = make.reply(contribution=make.contribution(consultation=consultation))
        out = PublicationBatch.objects.create(consultation=consultation, published_at=NOW)
        Reply.objects.filter(pk=reply.pk).update(
            state=state, batch=out if state == ReplyState.PUBLISHED else None
        )
    make.contribution(consultation=consultation)
    counted = facts(consultation).contributions

    assert (counted.total, counted.answered, counted.signed, counted.published) == (4, 3, 2, 1)
    assert counted.named == 4


@pytest.mark.parametrize(
    ("state", "counted"),
    [
        ("QUEUED", (3, 0, 0, 1)),
        ("SENDING", (3, 0, 0, 1)),
        ("UNCLEAR", (3, 0, 0, 1)),
        ("NOT_SENT", (3, 0, 1, 1)),
        ("CANCELLED", (3, 0, 1, 1)),
        ("SENT", (3, 1, 0, 1)),
    ],
)
def test_a_mail_with_replies_is_sent_when_the_outbox_says_so(state, counted):
    first = make.delivery(state="MAIL", queued_at=NOW)
    batch, consultation = first.batch, first.batch.consultation
    for how in ("MAIL", "NO_ADDRESS"):
        party = make.participation(consultation=consultation)
        make.delivery(batch=batch, participation=party, state=how)
    message = queue_message(
        tenant=consultation.region.chain, kind=KIND, event=event_of(batch),
        recipient=first.participation.reference, to_address="lats@exempel.invalid",
        context={"delivery": first.pk}, now=NOW,
    )  # fmt: skip
    Message.objects.filter(pk=message.pk).update(state=state)
    found = facts(consultation).deliveries

    assert (found.total, found.sent, found.failed, found.no_address) == counted


def test_letters_and_calls_with_replies_are_sent_when_somebody_says_so():
    batch = make.delivery().batch
    for how in ("LETTER_SENT", "PHONE", "PHONED"):
        party = make.participation(consultation=batch.consultation)
        make.delivery(batch=batch, participation=party, state=how)
    found = facts(batch.consultation).deliveries

    assert (found.total, found.sent, found.left) == (4, 2, 2)


def test_the_statement_comes_from_the_room_above():
    consultation = make.consultation()
    make.statement(consultation=consultation, case_number="RK 1", published_at=NOW)
    make.statement(consultation=consultation, completed_at=None)
    found = facts(consultation).statement

    assert (found.latest_on, found.published_on, found.without_case_number) == (
        NOW.date(), NOW.date(), 0,
    )  # fmt: skip


def test_what_is_done_in_the_process_before_the_draft_counts():
    process = make.process()
    early = make.consultation(process=process, region=process.region)
    make.meeting(consultation=early, starts_at=datetime(2025, 3, 10, 9, tzinfo=UTC), ends_at=None)
    later = make.consultation(process=process, region=process.region)
    make.milestone(process=process, key="draft-decided", starts_on=date(2026, 2, 1))
    found = facts(later)

    assert (found.first_activity_on, found.draft_on) == (date(2025, 3, 10), date(2026, 2, 1))


@pytest.mark.parametrize("given", [{"matter": "INFORMATION"}, {"published_at": None}])
def test_an_information_or_a_draft_of_another_proves_no_early_asking(given):
    process = make.process()
    early = make.consultation(process=process, region=process.region, **given)
    make.meeting(consultation=early, starts_at=datetime(2025, 3, 10, 9, tzinfo=UTC), ends_at=None)
    found = facts(make.consultation(process=process, region=process.region))

    assert found.first_activity_on is None or found.first_activity_on.year > 2025
    assert found.years_with_contact == ()


def test_years_are_counted_from_the_plan_before():
    where = make.region()
    make.plan(region=where, period_from=date(2023, 1, 1), period_to=date(2026, 12, 31))
    process = make.process(plan=make.plan(region=where), region=where)
    consultation = make.consultation(process=process, region=where)
    make.meeting(
        consultation=consultation, starts_at=datetime(2024, 3, 10, 9, tzinfo=UTC), ends_at=None
    )
    found = facts(consultation)

    assert found.years_since_plan == (2023, 2024, 2025)
    assert found.years_with_contact == (2024,)


@pytest.mark.parametrize(
    ("given", "on"),
    [
        ({"done_on": date(2026, 1, 7)}, date(2026, 1, 7)),
        ({"starts_on": date(2026, 6, 1)}, date(2026, 6, 1)),
        ({"starts_on": date(2026, 1, 1)}, None),
    ],
)
def test_a_pre_meeting_counts_when_held_or_to_come(given, on):
    consultation = make.consultation()
    make.milestone(process=consultation.process, key="pre-meeting", **given)

    assert facts(consultation).pre_meeting_on == on


def test_the_latest_handover_of_the_consultation_or_its_region_counts():
    consultation = make.consultation()
    where = consultation.region
    for days, about in ((9, consultation), (5, None), (1, make.consultation())):
        Handover.objects.create(
            region=where, consultation=about, made_at=NOW - timedelta(days=days)
        )

    assert facts(consultation).handover_on == (NOW - timedelta(days=5)).date()


def test_a_referral_has_its_own_days_or_those_to_answer():
    consultation = make.consultation()
    assert facts(consultation).referral is None
    make.other_activity(consultation=consultation, kind="REFERRAL")
    written = facts(consultation).referral
    make.other_activity(
        consultation=consultation,
        kind="REFERRAL",
        starts_at=datetime(2026, 2, 1, 23, tzinfo=UTC),
        ends_at=datetime(2026, 4, 30, 22, tzinfo=UTC),
    )
    own = facts(consultation).referral

    assert written is not None
    assert (written.first, written.last) == (date(2026, 3, 1), date(2026, 3, 31))
    assert own is not None
    assert (own.first, own.last) == (date(2026, 2, 2), date(2026, 4, 30))
