"""Sending: once, in time, with a mandate; and what replaces what."""

from datetime import timedelta

import pytest
from django.db import connection

from samrad.consultations.enums import Origin, ParticipationKind, StatedKind
from samrad.consultations.models import Participation, PersonalLink
from samrad.consultations.services.links import (
    NotAnOrganisation,
    OrganisationTakesPart,
    link_to_organisation,
)
from samrad.contributions.enums import ModerationState, SourceKind, SubmissionChannel
from samrad.contributions.models import AnswerDraft, Submission
from samrad.contributions.queries.places import passage_slot, question_slot
from samrad.contributions.queries.progress import drafts_of, mark_of, sent_answer
from samrad.contributions.services import answering, receiving
from samrad.contributions.services.answering import (
    AnswerChangedMeanwhile,
    Entrant,
    report_wrong_recipient,
    send_answer,
    start_open_answer,
)
from samrad.contributions.services.drafts import Mandate, Written, reopen_answer, save_draft
from samrad.contributions.services.indexing import index_row
from samrad.contributions.services.receiving import ConsultationNotOpen, NothingSaid, prepared
from samrad.core.clock import now
from samrad.core.ids import token_hash
from samrad.journal.models import Entry
from samrad.journal.queries import breaks
from samrad.outbox.models import Message
from samrad.plans.services import revise_passage
from samrad.registry.enums import OrganisationKind
from samrad.registry.models import Organisation
from tests import make

TICK = timedelta(microseconds=1)


def write(party, text, position=1, **more):
    """Write a draft of one answer."""
    question = party.consultation.questions.get(position=position)
    current = drafts_of(party).get(question_slot(question))
    seen = current.version if current else 0
    return save_draft(
        participation=party,
        slot=question_slot(question),
        written=Written(text=text, seen=seen, **more),
        now=now(),
    )


def send(party, key="1", **more):
    """Send what is written."""
    return send_answer(
        **{
            "participation": party,
            "key": key,
            "mandate": Mandate(kind="BOARD", decided_on=make.NOW.date()),
            "language": "sv",
            "actor": make.principal(),
            "now": now(),
        }
        | more
    )


def test_pressing_twice_sends_once(party):
    write(party, "Vi behöver lokaler.")

    first, second = send(party, "same"), send(party, "same")

    assert first == second
    assert (Submission.objects.count(), Message.objects.count()) == (1, 1)


def test_a_press_that_began_in_time_is_answered_after_closing(party, consultation):
    write(party, "Vi behöver lokaler.")
    first = send(party, "same", now=consultation.closes_at - TICK)

    assert send(party, "same", now=consultation.closes_at + TICK) == first


def test_the_last_microsecond_is_in_time(party, consultation):
    write(party, "Vi behöver lokaler.")

    submission = send(party, now=consultation.closes_at - TICK)

    assert submission.received_at == consultation.closes_at - TICK


def test_the_closing_moment_is_too_late_and_the_draft_stays(party, consultation):
    write(party, "Vi behöver lokaler.")

    with pytest.raises(ConsultationNotOpen):
        send(party, now=consultation.closes_at)

    assert (Submission.objects.count(), AnswerDraft.objects.count()) == (0, 1)


def test_what_is_written_while_the_answer_is_put_together_is_sent_too(party, monkeypatch):
    write(party, "Vi behöver lokaler.")
    rounds = []

    def write_more(**given):
        rounds.append(given)
        if len(rounds) == 1:
            write(party, "Och tid.", position=2)
        return prepared(**given)

    monkeypatch.setattr(answering, "prepared", write_more)

    submission = send(party)

    assert [point.text for point in submission.contributions.all()] == [
        "Vi behöver lokaler.",
        "Och tid.",
    ]
    assert (len(rounds), AnswerDraft.objects.count()) == (2, 0)


def test_an_answer_replaced_by_the_officer_meanwhile_is_replaced_in_its_new_form(
    party, consultation, monkeypatch
):
    write(party, "Vi behöver lokaler.")
    first = send(party)
    write(party, "Vi behöver tid.")
    newer: list[Submission] = []

    def correct_meanwhile(**given):
        if not newer:
            newer.append(
                make.submission(
                    consultation=consultation,
                    participation=party,
                    organisation=party.organisation,
                    supersedes=first,
                    channel=SubmissionChannel.WEB,
                )
            )
        return prepared(**given)

    monkeypatch.setattr(answering, "prepared", correct_meanwhile)

    assert send(party, "2").supersedes == newer[0]


def test_a_consultation_closed_while_the_answer_is_put_together_receives_nothing(
    party, consultation, monkeypatch
):
    write(party, "Vi behöver lokaler.")

    def close_meanwhile(**given):
        consultation.closes_at = make.NOW
        consultation.save()
        return prepared(**given)

    monkeypatch.setattr(answering, "prepared", close_meanwhile)

    with pytest.raises(ConsultationNotOpen):
        send(party)
    assert (Submission.objects.count(), AnswerDraft.objects.count()) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_what_takes_time_is_done_before_anybody_has_to_wait(party, monkeypatch):
    write(party, "Vi behöver lokaler.")
    inside = []

    def watched(*given):
        inside.append(connection.in_atomic_block)
        return index_row(*given)

    monkeypatch.setattr(receiving, "index_row", watched)

    send(party)

    assert inside == [False]


def test_the_closing_moment_is_read_when_sending_not_when_the_link_was_opened(party):
    write(party, "Vi behöver lokaler.")
    type(party.consultation).objects.filter(pk=party.consultation_id).update(closes_at=now() - TICK)

    with pytest.raises(ConsultationNotOpen):
        send(party)


def test_a_cancelled_consultation_receives_nothing(party, consultation):
    write(party, "Vi behöver lokaler.")
    consultation.cancelled_at = now()
    consultation.save()

    with pytest.raises(ConsultationNotOpen):
        send(party)


def test_an_empty_answer_is_not_sent(party):
    with pytest.raises(NothingSaid):
        send(party)


def test_nothing_to_add_is_an_answer_and_asks_for_no_reply(party):
    write(party, "", nothing_to_add=True)

    submission = send(party)

    assert submission.text == "1. Vad behöver ni?\nVi har inget att tillägga."
    assert submission.parts.get().nothing_to_add is True
    assert not submission.contributions.exists()


def test_the_span_of_every_point_is_its_words_in_the_whole(party):
    write(party, "  Vi behöver\n\nlokaler 🎭. ")
    write(party, "Tid.", position=2)

    submission = send(party)

    assert [
        (point.text, submission.text[point.start : point.end])
        for point in submission.contributions.all()
    ] == [("Vi behöver\n\nlokaler 🎭.",) * 2, ("Tid.",) * 2]


def test_after_sending_no_draft_is_left(party):
    write(party, "Vi behöver lokaler.")

    send(party)

    assert not AnswerDraft.objects.exists()


def test_a_new_version_replaces_the_one_sent_before_and_both_are_kept(party):
    write(party, "Vi behöver lokaler.")
    first = send(party, "1")
    reopen_answer(participation=party, submission=first, now=now())
    write(party, "Vi behöver lokaler och tid.")

    second = send(party, "2")

    assert second.supersedes == first
    assert sent_answer(party) == second
    assert Submission.objects.count() == 2


def test_an_answer_on_the_web_does_not_replace_a_letter(party, consultation):
    letter = make.submission(participation=party, consultation=consultation)
    write(party, "Vi behöver lokaler.")

    assert send(party).supersedes is None
    assert not hasattr(Submission.objects.get(pk=letter.pk), "superseded_by")


def test_two_colleagues_who_press_at_once_send_one_answer(party):
    write(party, "Vi behöver lokaler.")
    send(party, "hers")

    with pytest.raises(NothingSaid):
        send(party, "his")

    assert Submission.objects.count() == 1


def test_what_changed_after_it_was_read_through_is_not_sent(party):
    write(party, "Vi behöver lokaler.")
    read = mark_of(drafts_of(party).values())
    write(party, "Vi behöver ingenting.")

    with pytest.raises(AnswerChangedMeanwhile):
        send(party, read=read)

    assert send(party, read=mark_of(drafts_of(party).values())).contributions.count() == 1


@pytest.mark.parametrize(
    ("mandate", "decided_by"),
    [
        (Mandate(kind="BOARD"), "Styrelsen"),
        (Mandate(kind="MEMBERS"), "Medlemsmöte eller årsmöte"),
        (Mandate(kind="OTHER", decided_by="Programgruppen"), "Programgruppen"),
        (Mandate(kind="NOT_YET"), "Inte beslutat än"),
        (Mandate(), ""),
    ],
)
def test_the_answer_says_who_decided(party, mandate, decided_by):
    write(party, "Vi behöver lokaler.")

    assert send(party, mandate=mandate, language="en").mandate == decided_by


def test_an_alliance_speaks_as_an_alliance(consultation):
    party = make.participation(
        consultation=consultation,
        organisation=make.organisation(region=consultation.region, kind=OrganisationKind.ALLIANCE),
    )
    write(party, "Vi behöver lokaler.")

    assert send(party).source_kind == SourceKind.ALLIANCE


def test_a_comment_names_the_wording_that_was_read(party, consultation):
    placed = make.placed_passage(plan=consultation.process.plan)
    consultation.plan_version = placed.version
    consultation.save()
    read = placed.revision
    save_draft(
        participation=party,
        slot=passage_slot(read.pk),
        written=Written(text="Skriv om papper."),
        now=now(),
    )
    revise_passage(
        placed=placed, heading="Nytt", text="Ny text.", motive="", expected=read.number,
        actor=make.principal(), now=now(),
    )  # fmt: skip

    submission = send(party)

    assert submission.contributions.get().passage_revision == read
    assert submission.text == f"1 {read.heading}\nSkriv om papper."


def test_the_sending_stands_in_an_unbroken_journal_without_its_words(party):
    write(party, "Vi behöver lokaler.")

    submission = send(party)

    entry = Entry.objects.get(kind="submission.received")
    assert (entry.object_id, breaks()) == (str(submission.pk), [])


def entrant(**given):
    """Someone who comes by the open form."""
    defaults = {
        "kind": StatedKind.ORGANISATION,
        "name": "Nätverket Påhittet",
        "key": f"entry-{Participation.objects.count()}",
    }
    return Entrant(**defaults | given)


def came(consultation, **given):
    """Let someone in by the open form and return the participation."""
    token = start_open_answer(
        consultation=consultation, entrant=entrant(**given), language="sv",
        actor=make.principal(), now=now(),
    )  # fmt: skip
    return PersonalLink.objects.get(token_hash=token_hash(token)).participation


def test_an_uninvited_organisation_takes_part_under_its_own_name(consultation):
    before = Organisation.objects.count()

    party = came(consultation, municipality=make.municipality(), org_number="8024043716")

    assert (party.kind, party.origin, party.organisation) == (
        ParticipationKind.ORGANISATION,
        Origin.OPEN_FORM,
        None,
    )
    assert (party.stated.org_number, party.stated.municipality) == (
        "8024043716",
        make.municipality(),
    )
    assert Organisation.objects.count() == before


def test_what_an_uninvited_one_sends_waits_to_be_read(consultation):
    party = came(consultation, municipality=make.municipality())
    write(party, "Vi behöver lokaler.")

    submission = send(party)

    assert submission.moderation.state == ModerationState.PENDING
    assert (submission.source_kind, submission.organisation, submission.public_name) == (
        SourceKind.ORGANISATION,
        None,
        "Nätverket Påhittet",
    )
    assert (submission.channel, submission.municipality) == (
        SubmissionChannel.WEB,
        make.municipality(),
    )


@pytest.mark.parametrize(("shows", "seen"), [(False, "Privatperson"), (True, "Påhitt Person")])
def test_a_person_is_named_only_by_their_own_choice(consultation, shows, seen):
    party = came(consultation, kind=StatedKind.INDIVIDUAL, name="Påhitt Person")
    write(party, "Jag behöver lokaler.")

    submission = send(party, mandate=Mandate(show_name=shows))

    assert (submission.source_kind, submission.public_name) == (SourceKind.INDIVIDUAL, seen)


def test_a_person_need_not_give_a_name(consultation):
    party = came(consultation, kind=StatedKind.INDIVIDUAL, name="")
    write(party, "", nothing_to_add=True)

    submission = send(party, mandate=Mandate())

    assert submission.public_name == "Privatperson"
    assert submission.text.endswith("Jag har inget att tillägga.")


def test_an_uninvited_one_is_kept_out_when_only_the_invited_are_asked(consultation):
    consultation.open_to_all = False
    consultation.save()

    with pytest.raises(ConsultationNotOpen):
        came(consultation)

    assert not Participation.objects.exists()


def test_contact_details_are_kept_only_when_given(consultation):
    silent = came(consultation)
    reachable = came(consultation, email="a@exempel.invalid", contact_name="Påhitt Person")

    assert not hasattr(silent, "contact")
    assert (reachable.contact.email, reachable.contact.name) == (
        "a@exempel.invalid",
        "Påhitt Person",
    )
    assert list(Message.objects.values_list("kind", "to_address")) == [
        ("link", "a@exempel.invalid")
    ]


def test_an_officer_says_which_organisation_in_the_register_it_is(consultation):
    party = came(consultation)
    organisation = make.organisation(region=consultation.region)

    linked = link_to_organisation(
        participation=party, organisation=organisation, actor=make.principal(), now=now()
    )

    assert linked.organisation == organisation


def test_an_organisation_takes_part_once(consultation):
    organisation = make.organisation(region=consultation.region)
    there = make.participation(consultation=consultation, organisation=organisation)

    with pytest.raises(OrganisationTakesPart) as refused:
        link_to_organisation(
            participation=came(consultation),
            organisation=organisation,
            actor=make.principal(),
            now=now(),
        )

    assert refused.value.participation == there


def test_a_person_is_never_made_an_organisation(consultation):
    with pytest.raises(NotAnOrganisation):
        link_to_organisation(
            participation=came(consultation, kind=StatedKind.INDIVIDUAL),
            organisation=make.organisation(region=consultation.region),
            actor=make.principal(),
            now=now(),
        )


def test_a_link_gone_astray_is_told_to_the_officer_and_stays_open(party, token):
    report_wrong_recipient(
        participation=party, note="Ny ordförande: Exempel", actor=make.principal(), now=now()
    )

    assert list(Message.objects.values_list("kind", "to_address")) == [
        ("wrong_recipient", "kim@exempel.invalid")
    ]
    assert PersonalLink.objects.get(token_hash=token_hash(token)).revoked_at is None
