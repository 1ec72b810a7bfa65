"""Sign-off, publishing all at once, and everyone hearing by their own channel."""

import io
from datetime import timedelta

import docx
import pytest
from django.core import mail

from samrad.consultations.models import PersonalLink
from samrad.consultations.services.links import keep_contact
from samrad.contributions.enums import DeliveryState, ReplyState
from samrad.contributions.models import Delivery, PublicationBatch, Reply, ReplyNote
from samrad.contributions.services.correcting import (
    propose_correction,
    sign_off_correction,
)
from samrad.contributions.services.delivery import KIND, queue_reply_mails, render_replies
from samrad.contributions.services.replying import (
    NotAllSignedOff,
    ReplyText,
    change_reply,
    publish_replies,
    return_reply,
    sign_off_replies,
)
from samrad.core.ids import token_hash
from samrad.journal.queries import breaks
from samrad.outbox.models import Message
from samrad.outbox.services import deliver_due
from tests import make


def told(consultation, name, *, said=("Vi behöver lokaler.",), **contact):
    """Make someone who took part, with points and a way to be reached."""
    party = make.participation(consultation=consultation, organisation=make.organisation(name=name))
    if contact:
        keep_contact(participation=party, actor=make.principal(), now=make.NOW, **contact)
    points = [
        make.contribution(
            submission=make.submission(consultation=consultation, participation=party, text=text)
        )
        for text in said
    ]
    return party, points


@pytest.fixture
def heard(consultation):
    """One by mail, one by letter, one by telephone, one who cannot be reached; all answered no."""
    people = {
        "mail": told(consultation, "Kören Låtsas", email="kor@exempel.invalid"),
        "letter": told(
            consultation,
            "Gillet Påhitt",
            postal_address="Gillet Påhitt\nGatan 1\n350 00 Exempelstad",
            channel="LETTER",
        ),
        "phone": told(consultation, "Klubben Fiktiv", phone="010-000 00 08", channel="PHONE"),
        "nobody": told(consultation, "Nätverket Exempel"),
    }
    for _party, points in people.values():
        for point in points:
            make.reply(contribution=point, reason=f"Nej till {point.number}.")
    return people


def sign_all(consultation):
    sign_off_replies(
        consultation=consultation,
        replies=list(Reply.objects.filter(consultation=consultation)),
        actor=make.principal(),
        now=make.NOW,
    )


@pytest.fixture
def batch(consultation, heard):
    """All replies, published."""
    sign_all(consultation)
    return publish_replies(
        consultation=consultation, message="Tack.", actor=make.principal(), now=make.NOW
    )


def test_the_head_signs_off_what_she_ticks(head, at, consultation, heard):
    first, *_rest = Reply.objects.order_by("pk")

    head.post(at("sign_off"), {"reply": f"{first.pk}:1", "do": "sign_off"})

    first.refresh_from_db()
    assert (first.state, first.signed_off_by) == (ReplyState.SIGNED_OFF, head.person)
    assert Reply.objects.filter(state=ReplyState.PROPOSED).count() == 3


def test_what_was_changed_since_she_read_it_is_left_for_another_look(head, at, heard):
    reply = Reply.objects.earliest("pk")
    change_reply(
        reply=reply,
        expected=1,
        text=ReplyText("NOTED", "Ändrat efteråt."),
        actor=make.principal(),
        now=make.NOW,
    )

    page = head.post(at("sign_off"), {"reply": f"{reply.pk}:1", "do": "sign_off"}, follow=True)

    reply.refresh_from_db()
    assert reply.state == ReplyState.PROPOSED
    assert "1 svar har ändrats sedan sidan öppnades" in page.content.decode()


def test_a_changed_reply_must_be_signed_off_again(consultation, heard):
    sign_all(consultation)
    reply = Reply.objects.earliest("pk")

    change_reply(
        reply=reply,
        expected=1,
        text=ReplyText("NOTED", "Ändrat efteråt."),
        actor=make.principal(),
        now=make.NOW,
    )

    reply.refresh_from_db()
    assert (reply.state, reply.signed_off_by) == (ReplyState.PROPOSED, None)


def test_all_are_signed_off_at_once_but_those_sent_back_and_those_written_later(
    head, at, consultation, heard
):
    first, second, *_rest = Reply.objects.order_by("pk")
    return_reply(reply=first, text="Skriv om.", actor=make.principal(), now=make.NOW)
    Reply.objects.filter(pk=second.pk).update(updated_at=make.NOW + timedelta(minutes=5))

    head.post(at("sign_off"), {"do": "all", "read_at": make.NOW.isoformat()})

    waiting = Reply.objects.filter(state=ReplyState.PROPOSED).order_by("pk")
    assert list(waiting) == [first, second]


def test_signing_off_all_without_having_read_anything_signs_nothing(head, at, heard):
    head.post(at("sign_off"), {"do": "all", "read_at": "nonsens"})

    assert Reply.objects.filter(state=ReplyState.SIGNED_OFF).count() == 0


def test_sending_back_needs_a_word_and_shows_it_to_the_officer(head, officer, at, heard):
    reply = Reply.objects.earliest("pk")
    number = reply.links.get().contribution.number

    refused = head.post(at("sign_off"), {"reply": f"{reply.pk}:1", "do": "return", "text": " "})
    head.post(
        at("sign_off"), {"reply": f"{reply.pk}:1", "do": "return", "text": "Säg varför så lite."}
    )

    assert refused.status_code == 422
    assert ReplyNote.objects.get().text == "Säg varför så lite."
    assert "Säg varför så lite." in officer.get(at("contribution", number)).content.decode()


def test_an_officer_neither_signs_off_nor_publishes(officer, at, heard):
    assert officer.post(at("sign_off"), {}).status_code == 403
    assert officer.post(at("publish"), {}).status_code == 403


def test_nothing_is_published_while_a_reply_waits(head, at, consultation, heard):
    response = head.post(at("publish"), {"message": ""})

    assert response.status_code == 422
    assert PublicationBatch.objects.count() == 0
    with pytest.raises(NotAllSignedOff) as waiting:
        publish_replies(consultation=consultation, message="", actor=make.principal(), now=make.NOW)
    assert len(waiting.value.numbers) == 4


def test_a_reply_to_what_was_replaced_does_not_stand_in_the_way(head, at, consultation, heard):
    sign_all(consultation)
    _party, [gone] = told(consultation, "Ersatta Exempel")
    make.reply(contribution=gone)
    make.submission(
        consultation=consultation,
        supersedes=gone.submission,
        participation=gone.submission.participation,
    )

    head.post(at("publish"), {"message": ""})

    assert PublicationBatch.objects.count() == 1


def test_the_page_says_to_how_many_by_which_way_and_who_is_not_reached(
    head, at, consultation, heard
):
    sign_all(consultation)

    plan = head.get(at("publish")).context["plan"]

    assert (plan.replies, plan.ways) == (
        4,
        {"MAIL": 1, "LETTER": 1, "PHONE": 1, "NO_ADDRESS": 1},
    )
    assert plan.unreached == ["Nätverket Exempel"]


def test_all_is_published_at_once_and_everyone_hears_also_after_a_no(batch, heard):
    states = {
        each.participation.display_name: each.state for each in Delivery.objects.filter(batch=batch)
    }

    assert set(Reply.objects.values_list("state", flat=True)) == {ReplyState.PUBLISHED}
    assert states == {
        "Kören Låtsas": DeliveryState.MAIL,
        "Gillet Påhitt": DeliveryState.LETTER,
        "Klubben Fiktiv": DeliveryState.PHONE,
        "Nätverket Exempel": DeliveryState.NO_ADDRESS,
    }
    assert breaks() == []


def test_someone_with_nothing_to_add_hears_too(consultation, heard):
    party = make.participation(consultation=consultation)
    make.submission(consultation=consultation, participation=party, text="")
    sign_all(consultation)

    batch = publish_replies(
        consultation=consultation, message="", actor=make.principal(), now=make.NOW
    )

    assert batch.deliveries.filter(participation=party).count() == 1


def test_someone_whose_points_have_no_reply_yet_hears_when_they_have(consultation, heard):
    party, [point] = told(consultation, "Sena Exempel", email="sen@exempel.invalid")
    sign_all(consultation)
    first = publish_replies(
        consultation=consultation, message="", actor=make.principal(), now=make.NOW
    )
    make.reply(contribution=point)
    sign_all(consultation)

    second = publish_replies(
        consultation=consultation, message="", actor=make.principal(), now=make.NOW
    )

    assert first.deliveries.filter(participation=party).count() == 0
    assert [each.participation for each in second.deliveries.all()] == [party]


def test_a_correction_is_told_to_those_it_concerns(consultation, batch, heard):
    party, [point] = heard["letter"]
    reply = Reply.objects.get(links__contribution=point)
    correction = propose_correction(
        reply=reply,
        expected=1,
        text=ReplyText("NOTED", "Vi hade läst fel."),
        motive="Fel",
        actor=make.principal(),
        now=make.NOW,
    )
    sign_off_correction(correction=correction, actor=make.principal(), now=make.NOW)

    second = publish_replies(
        consultation=consultation, message="", actor=make.principal(), now=make.NOW
    )

    assert [each.participation for each in second.deliveries.all()] == [party]


def test_the_second_time_only_those_concerned_hear(consultation, batch, heard):
    party, [point] = told(consultation, "Sena Exempel", email="sen@exempel.invalid")
    make.reply(contribution=point)
    sign_all(consultation)

    second = publish_replies(
        consultation=consultation, message="", actor=make.principal(), now=make.NOW
    )

    assert [each.participation for each in second.deliveries.all()] == [party]


def test_a_mail_is_queued_for_each_who_has_an_address_and_only_once(batch):
    queue_reply_mails(now=make.NOW)
    queue_reply_mails(now=make.NOW)

    assert [(each.kind, each.to_address) for each in Message.objects.all()] == [
        ("replies", "kor@exempel.invalid")
    ]


def test_a_sweep_takes_up_what_a_dead_process_left(batch):
    assert queue_reply_mails(now=make.NOW) == 1
    assert queue_reply_mails(now=make.NOW) == 0


def test_the_mail_tells_each_point_its_outcome_and_reason_with_a_link_of_ones_own(
    batch, heard, consultation
):
    queue_reply_mails(now=make.NOW)
    party, [point] = heard["mail"]

    letter = render_replies(Message.objects.get(), make.NOW)

    assert point.text in letter.text
    assert f"Nej till {point.number}." in letter.text
    assert "Förslag till svar: Inte infört" in letter.text
    [link] = PersonalLink.objects.filter(participation=party)
    token = letter.text.partition("/d/")[2].partition("/")[0]
    assert token_hash(token) == link.token_hash
    assert token not in letter.archived_text
    assert letter.subject == "Här är svaren på det ni sa: Lokaler"


def test_the_mail_leaves_through_the_outbox(batch):
    queue_reply_mails(now=make.NOW)

    deliver_due(renderers={KIND: render_replies}, clock=lambda: make.NOW)

    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (
        ["kor@exempel.invalid"],
        "Här är svaren på det ni sa: Lokaler",
    )
    assert Message.objects.get().state == "SENT"


def test_the_mail_holds_nobody_elses_points(batch, heard):
    queue_reply_mails(now=make.NOW)
    _party, [theirs] = heard["letter"]

    letter = render_replies(Message.objects.get(), make.NOW)

    assert f"Nej till {theirs.number}." not in letter.text


def test_hostile_words_are_text_in_the_html_mail(consultation, heard):
    Reply.objects.update(reason="<script>alert(1)</script>")
    sign_all(consultation)
    publish_replies(consultation=consultation, message="", actor=make.principal(), now=make.NOW)
    queue_reply_mails(now=make.NOW)

    letter = render_replies(Message.objects.get(), make.NOW)

    assert "<script>" not in letter.html
    assert "<script>alert(1)</script>" in letter.text


def test_letters_have_the_address_and_the_replies(officer, at, batch, heard):
    response = officer.get(at("letters", batch.pk), {"format": "docx"})

    text = "\n".join(
        paragraph.text for paragraph in docx.Document(io.BytesIO(response.content)).paragraphs
    )
    _party, [point] = heard["letter"]
    assert "350 00 Exempelstad" in text
    assert f"Nej till {point.number}." in text
    assert response["Content-Disposition"] == f'attachment; filename="brev-lokaler-{batch.pk}.docx"'


def test_letters_come_as_pdf(officer, at, batch):
    assert officer.get(at("letters", batch.pk)).content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("who", "how", "state"),
    [
        ("letter", "posted", "LETTER_SENT"),
        ("phone", "phoned", "PHONED"),
        ("nobody", "phoned", "PHONED"),
        ("mail", "phoned", "MAIL"),
        ("phone", "posted", "PHONE"),
        ("letter", "skräp", "LETTER"),
    ],
)
def test_an_officer_notes_what_was_done_by_hand(officer, at, batch, heard, who, how, state):
    party, _points = heard[who]

    officer.post(at("settle", batch.pk, party.uuid), {"do": how})

    assert Delivery.objects.get(participation=party).state == state


def test_all_letters_are_marked_as_posted_at_once(officer, at, batch):
    officer.post(at("post_letters", batch.pk))

    assert [each.settled_by for each in Delivery.objects.filter(state="LETTER_SENT")] == [
        officer.person
    ]


def test_the_list_of_deliveries_shows_the_mails_state(officer, at, batch):
    queue_reply_mails(now=make.NOW)

    page = officer.get(at("batch", batch.pk), {"visa": "MAIL"}).content.decode()

    assert "kor@exempel.invalid" in page
    assert "Väntar" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_deliveries_costs_the_same_however_long(
    officer, at, consultation, rows, django_assert_max_num_queries
):
    for number in range(rows):
        _party, [point] = told(
            consultation, f"Exempel {number}", email=f"e{number}@exempel.invalid"
        )
        make.reply(contribution=point)
    sign_all(consultation)
    batch = publish_replies(
        consultation=consultation, message="", actor=make.principal(), now=make.NOW
    )

    with django_assert_max_num_queries(10):
        officer.get(at("batch", batch.pk))


@pytest.mark.parametrize("rows", [1, 3])
def test_publishing_costs_the_same_however_many(consultation, rows, django_assert_max_num_queries):
    for number in range(rows):
        _party, [point] = told(
            consultation, f"Exempel {number}", email=f"e{number}@exempel.invalid"
        )
        make.reply(contribution=point)
    sign_all(consultation)

    with django_assert_max_num_queries(25):
        publish_replies(consultation=consultation, message="", actor=make.principal(), now=make.NOW)


def test_who_is_to_be_phoned_without_a_number_has_no_empty_link(officer, at, consultation):
    party, _points = told(consultation, "Klubben Utannummer", channel="PHONE")
    delivery = make.delivery(participation=party, state=DeliveryState.PHONE)

    page = officer.get(at("batch", delivery.batch_id)).content.decode()

    assert "telefonnummer saknas" in page
    assert 'href="tel:"' not in page
