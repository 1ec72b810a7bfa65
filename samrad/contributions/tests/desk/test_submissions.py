"""What has arrived: the list, one whole, its files, moderation and the registrar's copy."""

import pytest

from samrad.consultations.services.links import join_by_open_form, keep_contact
from samrad.contributions.enums import ModerationState
from samrad.contributions.models import SubmissionFile
from samrad.contributions.queries.submissions import (
    SubmissionFilter,
    stretches,
    submissions_for_list,
)
from samrad.contributions.services.moderation import (
    NotPending,
    ReasonMissing,
    decide_moderation,
    render_withheld,
)
from samrad.contributions.services.registrar import (
    queue_registrar_copy,
    render_registrar_copy,
)
from samrad.outbox.models import Message
from samrad.outbox.services import NothingToSend
from tests import make


@pytest.fixture
def pending(consultation):
    """Return a submission from the open form that waits for moderation."""
    party = make.participation(consultation=consultation, kind="PERSON", organisation=None)
    keep_contact(
        participation=party, actor=make.principal(), now=make.NOW, email="person@exempel.invalid"
    )
    made = make.submission(
        consultation=consultation, participation=party, source_kind="INDIVIDUAL", channel="WEB"
    )
    made.moderation.state = ModerationState.PENDING
    made.moderation.save()
    return made


def found(consultation, **chosen):
    return list(submissions_for_list(consultation, SubmissionFilter(**chosen)))


def test_the_list_is_searched_by_name_words_and_number(consultation, said):
    choir = make.participation(
        consultation=consultation, organisation=make.organisation(name="Kören Åskan")
    )
    one, other = said("Vi behöver el.", participation=choir).submission, said().submission

    assert found(consultation, words="askan") == [one]
    assert found(consultation, words="el") == [one]
    assert found(consultation, words=str(other.number)) == [other]
    assert found(consultation, channel="PHONE") == []


def test_the_list_counts_points_that_are_not_split_further(consultation, said):
    whole = said()
    make.contribution(submission=whole.submission, split_from=whole)
    make.contribution(submission=whole.submission, split_from=whole)

    assert [row.points for row in found(consultation)] == [2]


def test_points_are_marked_where_they_stand_in_the_text(said):
    point = said("Hej. Vi vill. Tack.")
    point.start, point.end = 5, 13

    cut = stretches(point.submission.text, [point])

    assert [(each.text, each.contribution) for each in cut] == [
        ("Hej. ", None),
        ("Vi vill.", point),
        (" Tack.", None),
    ]


def test_a_file_is_handed_out_as_a_download(officer, at, said):
    stored = make.stored_file(tenant="region:07")
    one = said().submission
    SubmissionFile.objects.create(submission=one, stored=stored)

    response = officer.get(at("submission_file", one.uuid, stored.uuid))

    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_file_of_another_submission_is_not_found(officer, at, said):
    stored = make.stored_file(tenant="region:07")
    SubmissionFile.objects.create(submission=said().submission, stored=stored)

    response = officer.get(at("submission_file", said().submission.uuid, stored.uuid))

    assert response.status_code == 404


def test_approving_lets_it_be_shown(officer, at, pending):
    officer.post(at("moderate", pending.uuid), {"state": "APPROVED"})

    pending.moderation.refresh_from_db()
    assert (pending.moderation.state, pending.moderation.decided_by) == (
        "APPROVED",
        officer.person,
    )
    assert Message.objects.count() == 0


def test_withholding_needs_a_reason(officer, at, pending):
    response = officer.post(at("moderate", pending.uuid), {"state": "WITHHELD", "reason": " "})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["reason"]
    with pytest.raises(ReasonMissing):
        decide_moderation(
            submission=pending,
            state=ModerationState.WITHHELD,
            reason="",
            actor=make.principal(),
            now=make.NOW,
        )


def test_a_decision_is_yes_or_no(pending):
    with pytest.raises(NotPending):
        decide_moderation(
            submission=pending,
            state=ModerationState.PENDING,
            reason="",
            actor=make.principal(),
            now=make.NOW,
        )


def test_the_sender_is_told_why_it_is_withheld(officer, at, pending):
    officer.post(at("moderate", pending.uuid), {"state": "WITHHELD", "reason": "Pekar ut någon."})

    message = Message.objects.get()
    mail = render_withheld(message, make.NOW)
    assert message.to_address == "person@exempel.invalid"
    assert "Pekar ut någon." in mail.text


def test_a_changed_mind_stops_a_mail_that_has_not_left(officer, at, pending):
    officer.post(at("moderate", pending.uuid), {"state": "WITHHELD", "reason": "Fel."})
    officer.post(at("moderate", pending.uuid), {"state": "APPROVED"})

    with pytest.raises(NothingToSend):
        render_withheld(Message.objects.get(), make.NOW)


def test_those_that_wait_are_told_on_the_list(officer, at, pending):
    page = officer.get(at("submissions"))

    assert page.context["waiting"] == 1
    assert [
        row.pk for row in officer.get(at("submissions"), {"moderation": "PENDING"}).context["page"]
    ] == [pending.pk]


def test_the_registrars_copy_has_number_text_and_files(consultation, said):
    region = consultation.region
    region.registry_email = "registrator@exempel.invalid"
    region.save()
    consultation.case_number = "RK 2026/17"
    consultation.save()
    one = said("Vi behöver en lokal.").submission
    SubmissionFile.objects.create(
        submission=one, stored=make.stored_file(tenant=region.chain, name="brev.pdf")
    )
    one.refresh_from_db()
    one.consultation.refresh_from_db()

    mail = render_registrar_copy(queue_registrar_copy(submission=one, now=make.NOW), make.NOW)

    assert mail.subject.startswith("RK 2026/17: inlaga")
    assert "Vi behöver en lokal." in mail.text
    assert [name for name, _content, _kind in mail.attachments] == ["brev.pdf"]


def test_files_too_large_for_a_mail_are_named_instead(consultation, said, monkeypatch):
    monkeypatch.setattr("samrad.contributions.services.registrar.ATTACHED_AT_MOST", 0)
    consultation.region.registry_email = "registrator@exempel.invalid"
    one = said().submission
    SubmissionFile.objects.create(
        submission=one, stored=make.stored_file(tenant="region:07", name="stor.zip")
    )
    one.consultation.region.registry_email = "registrator@exempel.invalid"

    mail = render_registrar_copy(queue_registrar_copy(submission=one, now=make.NOW), make.NOW)

    assert mail.attachments == ()
    assert "stor.zip" in mail.text


@pytest.mark.parametrize("rows", [1, 3])
def test_one_submission_costs_the_same_however_many_points(
    officer, at, said, rows, django_assert_max_num_queries
):
    one = said()
    for _row in range(rows):
        make.reply(contribution=make.contribution(submission=one.submission))
        make.contribution(submission=one.submission)
        SubmissionFile.objects.create(
            submission=one.submission, stored=make.stored_file(tenant="region:07")
        )

    with django_assert_max_num_queries(11):
        officer.get(at("submission", one.submission.uuid))


def stated(consultation):
    """Return what a network sent through the open form."""
    party = join_by_open_form(
        consultation=consultation,
        kind="NETWORK",
        entry_key="prov",
        display_name="Nätverket Påhittet",
        municipality=None,
        org_number="",
        actor=make.principal(),
        now=make.NOW,
    )
    return make.submission(
        consultation=consultation, participation=party, source_kind="INDIVIDUAL", organisation=None
    )


def test_an_uninvited_organisation_is_linked_to_the_register(officer, at, consultation):
    theirs = make.organisation(name="Nätverket Påhittet")
    one = stated(consultation)

    page = officer.get(at("link_sender", one.uuid))
    officer.post(at("link_sender", one.uuid), {"organisation": str(theirs.pk)})

    assert page.context["found"] == [theirs]
    one.participation.refresh_from_db()
    assert one.participation.organisation == theirs


def test_one_that_takes_part_already_is_not_linked_twice(officer, at, consultation):
    theirs = make.organisation(name="Nätverket Påhittet")
    make.participation(consultation=consultation, organisation=theirs)
    one = stated(consultation)

    page = officer.post(at("link_sender", one.uuid), {"organisation": str(theirs.pk)})

    assert "deltar redan i samrådet" in page.content.decode()
    one.participation.refresh_from_db()
    assert one.participation.organisation is None


def test_a_person_is_not_asked_to_be_an_organisation(officer, at, pending):
    response = officer.get(at("link_sender", pending.uuid))

    assert response["Location"] == at("submission", pending.uuid)
