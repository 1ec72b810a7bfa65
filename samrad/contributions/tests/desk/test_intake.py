"""What arrives by letter, mail, telephone or at a meeting is taken in whole, once."""

import hashlib
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samrad.consultations.models import Participation
from samrad.contributions.models import Submission
from samrad.files.queries import open_file
from samrad.outbox.models import Message
from samrad.registry.models import Organisation
from samrad.users.models import FormDraft
from samrad.users.queries import draft_of
from tests import make

HOSTILE = "<script>alert(1)</script> =1+1 " + "x" * 300


@pytest.fixture
def choir(consultation):
    """Return an organisation in the register."""
    return make.organisation(name="Kören Låtsastonerna", municipality=make.municipality())


@pytest.fixture
def letter(choir):
    """Return what an officer types about a letter."""
    return {
        "key": "nyckel",
        "channel": "LETTER",
        "received_on": "2026-03-01",
        "received_time": "14.30",
        "source_kind": "ORGANISATION",
        "organisation": str(choir.pk),
        "text": "Vi behöver en lokal.",
        "mandate": "Styrelsen",
        "mandate_on": "2026-02-27",
        "do": "save",
    }


def errors_of(response):
    return {name: list(texts) for name, texts in response.context["form"].errors.items()}


def test_a_letter_becomes_a_submission_with_source_channel_date_and_mandate(
    officer, at, consultation, choir, letter
):
    officer.post(at("take_in"), letter)

    made = Submission.objects.get()
    assert (made.source_kind, made.channel, made.organisation, made.display_name) == (
        "ORGANISATION",
        "LETTER",
        choir,
        "Kören Låtsastonerna",
    )
    assert made.received_at == datetime(2026, 3, 1, 13, 30, tzinfo=UTC)
    assert (made.mandate, made.municipality, made.registered_by) == (
        "Styrelsen",
        choir.municipality,
        officer.person,
    )
    assert [point.text for point in made.contributions.all()] == ["Vi behöver en lokal."]
    assert made.participation.consultation == consultation


def test_what_is_taken_in_has_been_asked_for(officer, at, consultation, letter):
    officer.post(at("take_in"), letter | {"source_kind": "ANONYMOUS"})

    consultation.refresh_from_db()
    assert Submission.objects.get().participation_id is None
    assert consultation.asked_at is not None


def test_an_alliance_is_told_apart_by_the_register(officer, at, letter):
    Organisation.objects.update(kind="ALLIANCE")

    officer.post(at("take_in"), letter)

    assert Submission.objects.get().source_kind == "ALLIANCE"


def test_posting_twice_saves_once(officer, at, letter):
    officer.post(at("take_in"), letter)
    officer.post(at("take_in"), letter)

    assert Submission.objects.count() == 1


def test_posting_a_person_twice_makes_one_participation(officer, at, letter):
    letter |= {
        "source_kind": "INDIVIDUAL",
        "display_name": "Påhitt Person",
        "phone": "010-000 00 07",
    }

    officer.post(at("take_in"), letter)
    officer.post(at("take_in"), letter)

    assert [str(each) for each in Participation.objects.all()] == ["Påhitt Person"]
    assert Participation.objects.get().contact.phone == "010-000 00 07"


def test_what_says_several_things_goes_on_to_be_split(officer, at, letter):
    letter["text"] = "Vi behöver en lokal.\n\nDessutom är ansökan för lång."

    response = officer.post(at("take_in"), letter)

    assert response["Location"] == at("split", 1)


def test_what_says_one_thing_is_done(officer, at, letter):
    response = officer.post(at("take_in"), letter)

    assert response["Location"] == at("submission", Submission.objects.get().uuid)


def test_the_original_file_is_kept_with_its_hash(officer, at, letter):
    photo = b"\xff\xd8 ett foto"

    officer.post(
        at("take_in"), letter | {"uploads": SimpleUploadedFile("brev.jpg", photo, "image/jpeg")}
    )

    kept = Submission.objects.get().files.get().stored
    assert (kept.name, kept.blob_id) == ("brev.jpg", hashlib.sha256(photo).hexdigest())
    with open_file(kept) as content:
        assert content.read() == photo


def test_reading_a_file_offers_its_text_and_saves_nothing_yet(officer, at, letter):
    upload = SimpleUploadedFile("brev.txt", "Från filen: åäö.".encode("cp1252"))

    response = officer.post(at("take_in"), letter | {"do": "read", "uploads": upload})

    assert response.context["form"]["text"].value() == "Vi behöver en lokal.\n\nFrån filen: åäö."
    assert [each.name for each in response.context["files"]] == ["brev.txt"]
    assert Submission.objects.count() == 0


def test_a_file_that_was_read_comes_along_when_the_form_is_saved(officer, at, letter):
    upload = SimpleUploadedFile("brev.txt", b"Hej.")
    page = officer.post(at("take_in"), letter | {"do": "read", "uploads": upload})

    officer.post(at("take_in"), letter | {"kept": page.context["form"]["kept"].value()})

    assert [each.stored.name for each in Submission.objects.get().files.all()] == ["brev.txt"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("tom.txt", b"", "tom"),
        ("gammal.doc", b"\xd0\xcf\x11\xe0", ".doc"),
        ("brev.docx", b"PK\x03\x04 trasig", "ingen Word-fil"),
        ("bild.jpg", b"\xff\xd8", "kan vi inte l"),
        ("brev.pdf", b"%PDF-1.4 trasig", "PDF"),
        ("brev.eml", b"inget mejl alls", ".eml"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_in_words(officer, at, letter, name, content, says):
    upload = SimpleUploadedFile(name, content)

    response = officer.post(at("take_in"), letter | {"do": "read", "uploads": upload})

    [notice] = response.context["notices"]
    assert name in notice
    assert says in notice


def test_a_file_over_the_limit_is_refused_and_the_typed_text_stays(officer, at, letter, settings):
    settings.SAMRAD_MAX_UPLOAD = 10

    response = officer.post(
        at("take_in"), letter | {"uploads": SimpleUploadedFile("stor.bin", b"x" * 11)}
    )

    assert response.status_code == 422
    too_large = "stor.bin är för stor: en fil får vara högst 10\xa0byte."
    assert errors_of(response) == {"uploads": [f"{too_large} Dela den, eller spara den mindre."]}
    assert "Varje fil får vara högst 10\xa0byte." in response.content.decode()
    assert response.context["form"]["text"].value() == "Vi behöver en lokal."
    assert Submission.objects.count() == 0


def test_a_file_of_another_region_cannot_be_attached(officer, at, letter):
    theirs = make.stored_file(tenant=make.region("blekinge").chain)

    officer.post(at("take_in"), letter | {"kept": f"{theirs.uuid},skräp"})

    assert Submission.objects.get().files.count() == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"channel": ""}, "channel"),
        ({"text": "   "}, "text"),
        ({"text": "x" * 200_001}, "text"),
        ({"organisation": ""}, "words"),
        ({"organisation": "nonsens"}, "words"),
        ({"received_on": "2199-01-01"}, "received_on"),
        ({"received_on": "42"}, "received_on"),
        ({"received_time": "25.00"}, "received_time"),
        ({"source_kind": "MEETING_GROUP"}, "meeting"),
        ({"channel": "MEETING"}, "meeting"),
        ({"source_kind": "WEB"}, "source_kind"),
        ({"source_kind": "INDIVIDUAL", "email": "inte en adress"}, "email"),
    ],
)
def test_what_is_missing_or_wrong_is_said_by_the_field_and_all_text_kept(
    officer, at, letter, change, field
):
    response = officer.post(at("take_in"), letter | change)

    assert response.status_code == 422
    assert list(errors_of(response)) == [field]
    assert response.context["form"]["mandate"].value() == "Styrelsen"
    assert Submission.objects.count() == 0


def test_an_organisation_of_another_region_cannot_be_chosen(officer, at, letter):
    theirs = make.organisation(region=make.region("blekinge"))

    response = officer.post(at("take_in"), letter | {"organisation": str(theirs.pk)})

    assert list(errors_of(response)) == ["words"]


def test_searching_lists_organisations_without_saying_what_is_missing(officer, at, choir):
    response = officer.post(at("take_in"), {"do": "search", "words": "latsas", "text": "Kvar."})

    form = response.context["form"]
    assert [option.data["value"] for option in form["organisation"]] == [str(choir.pk)]
    assert form.errors == {}
    assert form["text"].value() == "Kvar."


def test_a_group_at_a_meeting_needs_no_participation(officer, at, consultation, letter):
    meeting = make.meeting(consultation=consultation)
    letter |= {
        "source_kind": "MEETING_GROUP",
        "channel": "MEETING",
        "meeting": str(meeting.uuid),
        "display_name": "Grupp 2",
    }

    officer.post(at("take_in"), letter)

    made = Submission.objects.get()
    assert (made.activity, made.participation, made.display_name) == (meeting, None, "Grupp 2")


def test_someone_unknown_is_taken_in_without_a_name(officer, at, letter):
    officer.post(at("take_in"), letter | {"source_kind": "ANONYMOUS", "display_name": "Rest"})

    made = Submission.objects.get()
    assert (made.source_kind, made.display_name, made.participation) == ("ANONYMOUS", "", None)


def test_hostile_text_is_kept_as_it_is_and_shown_as_text(officer, at, letter):
    officer.post(at("take_in"), letter | {"text": HOSTILE})

    made = Submission.objects.get()
    page = officer.get(at("submission", made.uuid)).content.decode()
    assert made.text == HOSTILE
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_what_was_typed_and_not_saved_stands_there_next_time(officer, at, consultation):
    FormDraft.objects.create(
        user=officer.person,
        form="intake",
        object_key=str(consultation.pk),
        fields={"text": ["Halvskrivet"], "channel": ["PHONE"], "key": ["samma"]},
        updated_at=make.NOW,
    )

    form = officer.get(at("take_in")).context["form"]

    assert (form["text"].value(), form["channel"].value(), form["key"].value()) == (
        "Halvskrivet",
        "PHONE",
        "samma",
    )


def test_saving_forgets_the_draft(officer, at, consultation, letter):
    key = str(consultation.pk)
    FormDraft.objects.create(
        user=officer.person, form="intake", object_key=key, fields={}, updated_at=make.NOW
    )

    officer.post(at("take_in"), letter)

    assert draft_of(officer.person, form="intake", object_key=key) is None


def test_going_to_the_register_keeps_what_is_typed(officer, at, consultation, letter):
    officer.post(at("take_in"), letter | {"do": "register"})

    draft = draft_of(officer.person, form="intake", object_key=str(consultation.pk))
    assert draft.fields["text"] == ["Vi behöver en lokal."]


def test_a_correction_is_a_new_submission_that_names_the_old(officer, at, letter):
    officer.post(at("take_in"), letter)
    old = Submission.objects.get()

    officer.post(
        at("correct_submission", old.uuid),
        letter | {"key": "ny", "text": "Vi behöver två lokaler."},
    )

    new = Submission.objects.get(supersedes=old)
    assert (new.text, new.participation) == ("Vi behöver två lokaler.", old.participation)
    assert Submission.objects.get(pk=old.pk).text == "Vi behöver en lokal."


def test_a_corrected_person_keeps_the_participation(officer, at, letter):
    letter |= {"source_kind": "INDIVIDUAL", "display_name": "Påhitt Person"}
    officer.post(at("take_in"), letter)
    old = Submission.objects.get()

    officer.post(at("correct_submission", old.uuid), letter | {"key": "ny", "text": "Annat."})

    assert Submission.objects.get(supersedes=old).participation == old.participation


def test_two_corrections_of_the_same_submission_do_not_both_stand(officer, at, letter):
    officer.post(at("take_in"), letter)
    old = Submission.objects.get()
    officer.post(at("correct_submission", old.uuid), letter | {"key": "ett", "text": "Ett."})

    response = officer.post(
        at("correct_submission", old.uuid), letter | {"key": "två", "text": "Två."}
    )

    assert response.status_code == 422
    assert Submission.objects.count() == 2


def test_the_registrar_gets_a_copy_in_the_same_breath(officer, at, consultation, letter):
    consultation.region.registry_email = "registrator@exempel.invalid"
    consultation.region.save()

    officer.post(at("take_in"), letter)

    message = Message.objects.get()
    assert (message.kind, message.to_address, message.recipient) == (
        "registrar_copy",
        "registrator@exempel.invalid",
        "registrar",
    )
    assert message.event == f"submission:{Submission.objects.get().pk}"


def test_without_a_registrars_mailbox_no_copy_is_queued(officer, at, letter):
    officer.post(at("take_in"), letter)

    assert Message.objects.count() == 0
