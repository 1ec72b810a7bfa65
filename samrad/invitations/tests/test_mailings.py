"""A mailing from its start to the mails that leave, and back."""

from datetime import timedelta

import pytest
from django.core import mail

from samrad.consultations.models import Participation, PersonalLink
from samrad.core.ids import token_hash
from samrad.invitations.enums import LetterKind, MailingState
from samrad.invitations.models import Letter, Mailing, Recipient
from samrad.invitations.queries.mailings import standings_of
from samrad.invitations.services import filling
from samrad.invitations.services.filling import fill_mailing
from samrad.invitations.services.letters import LetterChangedMeanwhile, save_letter
from samrad.invitations.services.mailings import (
    FILL,
    CannotSend,
    NotADraft,
    NothingToCallBack,
    SelectionChanged,
    call_back_mailing,
    change_segment,
    drop_mailing,
    put_in,
    release_mailing,
    start_mailing,
    take_out,
)
from samrad.invitations.services.rendering import RENDERERS
from samrad.jobs.models import Job
from samrad.jobs.services import claim_job, run_due_jobs
from samrad.journal.models import Entry
from samrad.journal.queries import breaks
from samrad.outbox.models import Message
from samrad.outbox.services import deliver_due
from tests import make

NOW = make.NOW


@pytest.fixture
def officer(db):
    return make.principal(make.officer())


@pytest.fixture
def consultation(db):
    return make.consultation(contact_email="kim@exempel.invalid")


def prepared(consultation, officer, kind=LetterKind.INVITATION, **letter):
    make.letter(consultation=consultation, kind=kind, **letter)
    return start_mailing(consultation=consultation, kind=kind, actor=officer, now=NOW)


def release(mailing, officer, seen, *, sent_at=NOW, version=1, now=NOW):
    return release_mailing(
        mailing=mailing,
        letter_version=version,
        seen=seen,
        sent_at=sent_at,
        actor=officer,
        now=now,
    )


def work(at=NOW):
    """Do what the worker does."""
    run_due_jobs(
        handlers={FILL: lambda job: fill_mailing(job=job, clock=lambda: at)}, clock=lambda: at
    )
    return deliver_due(renderers=RENDERERS, clock=lambda: at)


def test_everyone_chosen_gets_the_letter_by_mail_or_is_listed(consultation, officer):
    make.organisation(name="Kören", email="koren@exempel.invalid")
    make.organisation(name="Dansen", address="Storgatan 1", postal_code="123 45", city="Påhitt")
    make.organisation(name="Nätverket")
    mailing = prepared(consultation, officer)

    release(mailing, officer, 3)
    work()

    assert list(
        Recipient.objects.order_by("participation__display_name").values_list(
            "participation__display_name", "channel", "email", "postal_address"
        )
    ) == [
        ("Dansen", "PAPER", "", "Storgatan 1\n123 45 Påhitt"),
        ("Kören", "EMAIL", "koren@exempel.invalid", ""),
        ("Nätverket", "NONE", "", ""),
    ]
    mailing.refresh_from_db()
    assert mailing.state == MailingState.RELEASED
    assert standings_of(mailing) == {"SENT": 1, "TO_PRINT": 1, "NOT_REACHED": 1}
    assert breaks() == []


def test_the_mail_greets_by_name_and_holds_a_link_of_its_own(consultation, officer, settings):
    settings.SAMRAD_URL = "https://samrad.example.org"
    for name in ("Kören", "Dansen"):
        make.organisation(name=name, email=f"{name[0].lower()}@exempel.invalid")
    mailing = prepared(consultation, officer)

    release(mailing, officer, 2)
    work()

    tokens = []
    for sent in mail.outbox:
        assert sent.subject == "Svara senast tisdag 31 mars 2026"
        assert sent.reply_to == ["kim@exempel.invalid"]
        assert [content_type for _html, content_type in sent.alternatives] == ["text/html"]
        tokens.append(sent.body.partition("/d/")[2].partition("/")[0])
    names = [
        PersonalLink.objects.get(token_hash=token_hash(token)).participation.display_name
        for token in tokens
    ]
    assert [sent.body.partition(",")[0] for sent in mail.outbox] == [f"Hej {n}" for n in names]
    assert sorted(names) == ["Dansen", "Kören"]


def test_no_token_is_kept(consultation, officer):
    make.organisation(email="a@exempel.invalid")
    release(prepared(consultation, officer), officer, 1)
    work()

    token = mail.outbox[0].body.partition("/d/")[2].partition("/")[0]
    message = Message.objects.get()
    assert "/d/•••/" in message.archived_text
    assert token not in repr(Message.objects.values())


def test_releasing_twice_sends_once(consultation, officer):
    make.organisation(email="a@exempel.invalid")
    mailing = prepared(consultation, officer)
    release(mailing, officer, 1)

    with pytest.raises(NotADraft):
        release(mailing, officer, 1)
    work()
    work()

    assert len(mail.outbox) == 1


def test_what_was_confirmed_is_what_is_sent(consultation, officer):
    make.organisation(email="a@exempel.invalid")
    mailing = prepared(consultation, officer)
    make.organisation(email="b@exempel.invalid")

    with pytest.raises(SelectionChanged) as changed:
        release(mailing, officer, 1)

    assert changed.value.count == 2
    assert Job.objects.count() == 0


def test_a_letter_changed_after_the_confirmation_is_not_sent(consultation, officer):
    make.organisation(email="a@exempel.invalid")
    mailing = prepared(consultation, officer)
    save_letter(
        consultation=consultation,
        kind=mailing.kind,
        subject="Nytt",
        body="Nytt {{ så svarar ni }}",
        expected=1,
        actor=officer,
        now=NOW,
    )

    with pytest.raises(LetterChangedMeanwhile):
        release(mailing, officer, 1)


def test_a_letter_changed_after_the_release_leaves_as_it_was(consultation, officer):
    make.organisation(email="a@exempel.invalid")
    mailing = prepared(consultation, officer, subject="Först")
    release(mailing, officer, 1)
    Letter.objects.update(subject="Sedan")

    work()

    assert [sent.subject for sent in mail.outbox] == ["Först"]


@pytest.mark.parametrize(
    ("given", "stop"),
    [
        ({"published_at": None}, "NOT_PUBLISHED"),
        ({"cancelled_at": NOW}, "CANCELLED"),
        ({"closes_at": NOW}, "CLOSED"),
    ],
)
def test_nothing_leaves_for_a_consultation_that_cannot_be_answered(officer, given, stop):
    consultation = make.consultation(**given)
    make.organisation(email="a@exempel.invalid")
    mailing = prepared(consultation, officer)

    with pytest.raises(CannotSend) as refused:
        release(mailing, officer, 1)

    assert refused.value.stops == (stop,)


@pytest.mark.parametrize(
    ("letter", "stop"),
    [
        ({"body": "Hej"}, "NO_WAY_TO_ANSWER"),
        ({"body": "{{ så svarar ni }} {{ motagare }}"}, "UNKNOWN_NAMES"),
        ({"body": "{{ så svarar ni }} {{"}, "BROKEN_NAMES"),
        ({"body": "{{ så svarar ni }} {{ ingress }}"}, "EMPTY_FACTS"),
    ],
)
def test_a_faulty_letter_does_not_leave(consultation, officer, letter, stop):
    make.organisation(email="a@exempel.invalid")
    mailing = prepared(consultation, officer, **letter)

    with pytest.raises(CannotSend) as refused:
        release(mailing, officer, 1)

    assert refused.value.stops == (stop,)


def test_a_letter_nobody_wrote_and_an_empty_segment_do_not_leave(consultation, officer):
    mailing = start_mailing(
        consultation=consultation, kind=LetterKind.REMINDER, actor=officer, now=NOW
    )

    with pytest.raises(CannotSend) as refused:
        release(mailing, officer, 0, version=0)

    assert refused.value.stops == ("NO_LETTER", "NOBODY")


def test_a_mailing_for_a_later_day_waits_for_it(consultation, officer):
    make.organisation(email="a@exempel.invalid")
    later = NOW + timedelta(days=2)

    release(prepared(consultation, officer), officer, 1, sent_at=later)

    assert (work(), work(at=later)) == (0, 1)


def test_a_released_letter_has_asked_before_anybody_is_written_to(consultation, officer):
    make.organisation(email="a@exempel.invalid")

    release(prepared(consultation, officer), officer, 1)

    consultation.refresh_from_db()
    assert consultation.asked_at == NOW


def test_a_job_that_died_goes_on_where_it_stopped(consultation, officer, monkeypatch):
    monkeypatch.setattr(filling, "CHUNK", 2)
    for number in range(5):
        make.organisation(email=f"a{number}@exempel.invalid")
    release(prepared(consultation, officer), officer, 5)
    job = claim_job(kinds=[FILL], now=NOW)
    chunks = iter([None, None, RuntimeError("the worker died")])

    def clock():
        if (problem := next(chunks, None)) is not None:
            raise problem
        return NOW

    with pytest.raises(RuntimeError):
        fill_mailing(job=job, clock=clock)
    half_way = Recipient.objects.count()
    work(at=NOW + timedelta(hours=1))

    assert half_way == 2
    assert (Recipient.objects.count(), Message.objects.count(), len(mail.outbox)) == (5, 5, 5)


def test_what_has_not_left_can_be_called_back_and_sent_anew(consultation, officer):
    make.organisation(name="Kören", email="a@exempel.invalid")
    make.organisation(name="Dansen", email="b@exempel.invalid")
    mailing = prepared(consultation, officer)
    release(mailing, officer, 2)
    work_one = {FILL: lambda job: fill_mailing(job=job, clock=lambda: NOW)}
    run_due_jobs(handlers=work_one, clock=lambda: NOW)
    deliver_due(renderers=RENDERERS, clock=lambda: NOW, limit=1)

    called_back = call_back_mailing(mailing=mailing, actor=officer, now=NOW)
    work()
    anew = start_mailing(
        consultation=consultation, kind=LetterKind.INVITATION, actor=officer, now=NOW
    )
    release(anew, officer, 1)
    work()

    assert called_back == 1
    assert standings_of(mailing) == {"SENT": 1}
    assert sorted(sent.to[0] for sent in mail.outbox) == ["a@exempel.invalid", "b@exempel.invalid"]
    with pytest.raises(NothingToCallBack):
        call_back_mailing(mailing=mailing, actor=officer, now=NOW)


def test_a_mailing_called_back_while_recipients_are_written_stops(consultation, officer):
    make.organisation(email="a@exempel.invalid")
    mailing = prepared(consultation, officer)
    release(mailing, officer, 1)

    call_back_mailing(mailing=mailing, actor=officer, now=NOW)
    work()

    assert (Recipient.objects.count(), Job.objects.get().state, mail.outbox) == (0, "CANCELLED", [])


def test_a_reminder_leaves_out_the_one_who_answered_meanwhile(consultation, officer):
    silent = make.participation(
        consultation=consultation,
        organisation=make.organisation(name="Tyst", email="t@exempel.invalid"),
    )
    quick = make.participation(
        consultation=consultation,
        organisation=make.organisation(name="Snabb", email="s@exempel.invalid"),
    )
    mailing = prepared(consultation, officer, kind=LetterKind.REMINDER)
    release(mailing, officer, 2)
    make.submission(consultation=consultation, participation=quick)

    work()

    assert [sent.to for sent in mail.outbox] == [["t@exempel.invalid"]]
    assert Message.objects.get(recipient=quick.reference).error == "ANSWERED"
    assert Message.objects.get(recipient=silent.reference).state == "SENT"


def test_a_cancelled_consultation_sends_nothing_more(consultation, officer):
    make.organisation(email="a@exempel.invalid")
    release(prepared(consultation, officer), officer, 1)
    consultation.cancelled_at = NOW
    consultation.save()

    work()

    assert (mail.outbox, Message.objects.get().error) == ([], "CONSULTATION_CANCELLED")


def test_only_one_mailing_of_a_kind_is_prepared_at_a_time(consultation, officer):
    first = start_mailing(consultation=consultation, kind="invitation", actor=officer, now=NOW)

    assert (
        start_mailing(consultation=consultation, kind="invitation", actor=officer, now=NOW) == first
    )


def test_hands_stand_when_the_filters_change(consultation, officer):
    mailing = start_mailing(consultation=consultation, kind="invitation", actor=officer, now=NOW)
    put_in(mailing=mailing, candidate=7, actor=officer, now=NOW)
    take_out(mailing=mailing, candidate=8, actor=officer, now=NOW)

    changed = change_segment(
        mailing=mailing, filters={"municipalities": ["0799"]}, actor=officer, now=NOW
    )

    assert (changed.segment["added"], changed.segment["taken_out"]) == ([7], [8])
    assert changed.segment["municipalities"] == ["0799"]


def test_who_is_chosen_is_noted_each_time_it_changes(consultation, officer):
    mailing = start_mailing(consultation=consultation, kind="invitation", actor=officer, now=NOW)
    for _twice in range(2):
        put_in(mailing=mailing, candidate=7, actor=officer, now=NOW)
        take_out(mailing=mailing, candidate=8, actor=officer, now=NOW)
        change_segment(mailing=mailing, filters={"kinds": ["LOCAL"]}, actor=officer, now=NOW)

    noted = Entry.objects.filter(kind="mailing.segment_changed")
    assert {(one.actor, one.object_id) for one in noted} == {(officer.reference, str(mailing.pk))}
    assert noted.count() == 3  # the same again is no change
    assert list(breaks()) == []


def test_a_released_mailing_is_neither_changed_nor_dropped(consultation, officer):
    make.organisation(email="a@exempel.invalid")
    mailing = prepared(consultation, officer)
    release(mailing, officer, 1)

    with pytest.raises(NotADraft):
        change_segment(mailing=mailing, filters={}, actor=officer, now=NOW)
    with pytest.raises(NotADraft):
        drop_mailing(mailing=mailing, actor=officer, now=NOW)


def test_a_dropped_mailing_is_gone_and_the_journal_remembers(consultation, officer):
    mailing = start_mailing(consultation=consultation, kind="invitation", actor=officer, now=NOW)

    drop_mailing(mailing=mailing, actor=officer, now=NOW)

    assert (Mailing.objects.count(), breaks()) == (0, [])


def test_a_participation_is_made_once_for_each_organisation(consultation, officer):
    known = make.participation(
        consultation=consultation,
        organisation=make.organisation(email="a@exempel.invalid"),
        origin="OTHER",
    )
    make.organisation(email="b@exempel.invalid")
    release(prepared(consultation, officer), officer, 2)

    work()

    assert Participation.objects.filter(consultation=consultation).count() == 2
    assert Recipient.objects.filter(participation=known).count() == 1


def save(consultation, officer, body, expected):
    return save_letter(
        consultation=consultation,
        kind="invitation",
        subject="Ämne",
        body=body,
        expected=expected,
        actor=officer,
        now=NOW,
    )


def test_the_second_of_two_writers_sees_what_the_first_wrote(consultation, officer):
    save(consultation, officer, "Först", 0)

    with pytest.raises(LetterChangedMeanwhile) as conflict:
        save(consultation, officer, "Sedan", 0)

    assert conflict.value.current.body == "Först"


def test_the_same_text_again_makes_no_new_version(consultation, officer):
    save(consultation, officer, "Text", 0)

    assert save(consultation, officer, "Text", 0).version == 1
    assert save(consultation, officer, "Annan", 1).version == 2


def test_when_what_was_heard_goes_out_the_consultation_knows_it(consultation, officer):
    answered = make.participation(
        consultation=consultation, organisation=make.organisation(email="a@exempel.invalid")
    )
    make.submission(consultation=consultation, participation=answered)
    mailing = prepared(consultation, officer, kind=LetterKind.HEARD, body="Hej {{ mottagare }}")

    release(mailing, officer, 1)
    consultation.refresh_from_db()
    noted = consultation.heard_published_at
    call_back_mailing(mailing=mailing, actor=officer, now=NOW)
    consultation.refresh_from_db()

    assert (noted, consultation.heard_published_at) == (NOW, None)
    assert breaks() == []
