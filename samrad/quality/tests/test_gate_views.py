"""The page of the gates, the head's way through, and where the gates stop something."""

from datetime import timedelta

import pytest
from django.urls import reverse

from samrad.consultations.enums import Matter, ProcessState
from samrad.consultations.gates import GateIsShut, standing_reasons
from samrad.consultations.services.publishing import publish_consultation
from samrad.core.clock import local_date
from samrad.invitations.enums import LetterKind, MailingState
from samrad.invitations.services.mailings import change_segment, release_mailing, start_mailing
from samrad.planning.services.processes import change_process
from samrad.quality.enums import Gate
from samrad.quality.models import GateOverride
from samrad.quality.services.gates import override_gate
from samrad.reporting.services.publishing import publish_statement
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _real(settings):
    settings.SAMRAD_GATEKEEPER = "samrad.quality.queries.gates.gatekeeper"


@pytest.fixture
def consultation():
    return make.consultation(
        published_at=make.NOW, closes_at=make.NOW + timedelta(days=60), case_number="KULT 1"
    )


def _at(name, consultation, *more):
    return reverse(name, args=[consultation.region.slug, consultation.slug, *more])


def test_the_page_names_each_reason_with_a_way_to_mend_it(client, consultation) -> None:
    client.force_login(make.officer(email="lo@exempel.invalid"))
    make.officer(role="head", name="Bo Chefsson", email="bo@exempel.invalid")

    page = client.get(_at("quality_gates:gates", consultation))

    invite = page.context["gates"][0]
    urls = [reason["url"] for reason in invite["reasons"]]
    assert _at("planning:pre_gate", consultation) in urls
    assert _at("planning:duties", consultation) in urls
    assert all(reason["url"] for reason in invite["reasons"] if reason["code"])
    assert b"mailto:bo@exempel.invalid" in page.content
    assert b"slapp-igenom" not in page.content


def test_the_head_goes_on_with_a_motive_and_takes_it_back(client, consultation) -> None:
    client.force_login(make.officer(role="head", name="Bo Chefsson"))
    address = _at("quality_gates:override", consultation, "bjuda-in")
    seen = client.get(address).context["form"]["seen"].value()

    assert client.post(address, {"seen": seen, "motive": " "}).status_code == 422
    assert client.post(address, {"seen": "", "motive": "Vi hinner inte."}).status_code == 409
    assert client.post(address, {"seen": seen, "motive": "Vi hinner inte."}).status_code == 302

    override = GateOverride.objects.get()
    page = client.get(_at("quality_gates:gates", consultation))
    assert page.context["gates"][0]["state"].is_overridden
    assert b"Vi hinner inte." in page.content
    client.post(_at("quality_gates:withdraw", consultation, override.pk))
    assert (
        not client.get(_at("quality_gates:gates", consultation))
        .context["gates"][0]["state"]
        .is_open
    )


def test_no_first_letter_leaves_past_a_shut_gate(client, consultation) -> None:
    make.organisation(email="foreningen@exempel.invalid")
    make.letter(consultation=consultation)
    mailing = start_mailing(
        consultation=consultation,
        kind=LetterKind.INVITATION,
        actor=make.principal(),
        now=make.NOW,
    )
    mailing = change_segment(mailing=mailing, filters={}, actor=make.principal(), now=make.NOW)

    with pytest.raises(GateIsShut) as shut:
        release_mailing(
            mailing=mailing,
            letter_version=1,
            seen=1,
            sent_at=make.NOW,
            actor=make.principal(),
            now=make.NOW,
        )
    assert "PRE_GATE_UNANSWERED" in [reason.key for reason in shut.value.reasons]

    client.force_login(make.officer())
    page = client.get(_at("invitations:send", consultation, mailing.uuid))
    assert b"beh\xc3\xb6ver vara p\xc3\xa5 plats innan inbjudan skickas" in page.content
    assert _at("planning:pre_gate", consultation).encode() in page.content


def _ready_to_send(consultation):
    """Prepare an invitation, and let the head through all that stands in the way today."""
    make.organisation(email="foreningen@exempel.invalid")
    make.letter(consultation=consultation)
    actor = make.principal()
    mailing = start_mailing(
        consultation=consultation, kind=LetterKind.INVITATION, actor=actor, now=make.NOW
    )
    mailing = change_segment(mailing=mailing, filters={}, actor=actor, now=make.NOW)
    _let_through(consultation)
    return mailing


def _let_through(consultation):
    actor = make.principal(make.officer(role="head", email="bo@exempel.invalid"))
    override_gate(
        consultation=consultation,
        gate=Gate.INVITE,
        motive="Vi hinner inte med resten.",
        seen=frozenset(
            each.key for each in standing_reasons(consultation, Gate.INVITE, now=make.NOW)
        ),
        actor=actor,
        now=make.NOW,
    )


@pytest.mark.parametrize("kind", ["in-time", "late"])
def test_a_letter_is_judged_by_the_day_it_leaves(consultation, kind) -> None:
    starts = make.NOW + timedelta(days=59)
    make.meeting(consultation=consultation, starts_at=starts, ends_at=starts + timedelta(hours=2))
    mailing = _ready_to_send(consultation)
    leaves = {"in-time": make.NOW + timedelta(days=1), "late": starts - timedelta(days=5)}
    facts = {
        "mailing": mailing,
        "letter_version": 1,
        "seen": 1,
        "sent_at": leaves[kind],
        "actor": make.principal(),
        "now": make.NOW,
    }

    if kind == "in-time":
        assert release_mailing(**facts).sent_at == leaves[kind]
        return
    with pytest.raises(GateIsShut) as shut:
        release_mailing(**facts)
    assert "ITEM_NOT:I01" in [reason.key for reason in shut.value.reasons]
    mailing.refresh_from_db()
    assert (mailing.state, mailing.sent_at) == (MailingState.DRAFT, None)


def test_the_send_page_keeps_the_day_that_was_too_late_and_takes_another(
    client, consultation, monkeypatch
) -> None:
    monkeypatch.setattr("samrad.invitations.views.dispatch.now", lambda: make.NOW)
    starts = make.NOW + timedelta(days=59)
    make.meeting(consultation=consultation, starts_at=starts, ends_at=starts + timedelta(hours=2))
    mailing = _ready_to_send(consultation)
    client.force_login(make.officer(email="lo@exempel.invalid"))
    address = _at("invitations:send", consultation, mailing.uuid)
    fields = {"letter_version": 1, "seen": 1}

    late = local_date(starts) - timedelta(days=5)
    page = client.post(address, {**fields, "send_on": late.isoformat()})
    assert page.status_code == 409
    assert "den dagen" in page.content.decode()
    assert "I01" in [reason["code"] for reason in page.context["gate"]]
    assert f'value="{late.isoformat()}"' in page.content.decode()

    page = client.post(address, {**fields, "send_on": local_date(make.NOW).isoformat()})
    assert page.status_code == 302


def test_a_statement_is_not_published_before_its_time(client, consultation) -> None:
    statement = make.statement(consultation=consultation)

    with pytest.raises(GateIsShut) as shut:
        publish_statement(statement=statement, actor=make.principal(), now=make.NOW)
    keys = [reason.key for reason in shut.value.reasons]
    assert "STILL_OPEN" in keys
    assert "NO_STATEMENT" not in keys


def test_a_process_is_not_closed_around_what_is_not_finished(client, consultation) -> None:
    process = consultation.process
    client.force_login(make.officer())
    page = client.post(
        reverse("planning:edit_process", args=[process.region.slug, process.slug]),
        {
            "version": process.version,
            "title": process.title,
            "takes_effect_on": process.takes_effect_on.isoformat(),
            "deciding_body": process.deciding_body,
            "state": ProcessState.CLOSED,
        },
    )

    assert page.status_code == 422
    assert _at("quality_gates:gates", consultation).encode() in page.content
    with pytest.raises(GateIsShut):
        change_process(
            process=process,
            title=process.title,
            takes_effect_on=process.takes_effect_on,
            deciding_body=process.deciding_body,
            state=ProcessState.CLOSED,
            expected=process.version,
            actor=make.principal(),
            now=make.NOW,
        )


def _written(**given):
    consultation = make.consultation(
        published_at=None,
        at_stake="Stödet till lokaler.",
        closes_at=make.NOW + timedelta(days=60),
        decision_on=local_date(make.NOW) + timedelta(days=300),
        heard_on=local_date(make.NOW) + timedelta(days=85),
        **given,
    )
    make.question(consultation=consultation)
    make.influence_item(consultation=consultation)
    return consultation


def _publish(consultation):
    return publish_consultation(
        consultation=consultation, actor=make.principal(make.officer()), now=make.NOW
    )


@pytest.mark.parametrize(
    ("nos", "reason"), [(None, "PRE_GATE_UNANSWERED"), (["INFLUENCE"], "PRE_GATE_NO")]
)
@pytest.mark.parametrize("open_to_all", [True, False])
def test_nothing_is_public_before_it_is_settled_that_one_asks(nos, reason, open_to_all) -> None:
    consultation = _written(open_to_all=open_to_all)
    make.duties(consultation)
    if nos is not None:
        make.pre_gate(*nos, consultation=consultation)

    with pytest.raises(GateIsShut) as shut:
        _publish(consultation)
    assert [each.key for each in shut.value.reasons] == [reason]
    consultation.refresh_from_db()
    assert consultation.published_at is None


def test_an_open_one_is_not_public_while_its_grounds_are_wanting() -> None:
    consultation = _written(open_to_all=True)
    make.pre_gate(consultation=consultation)

    with pytest.raises(GateIsShut) as shut:
        _publish(consultation)
    assert [each.key for each in shut.value.reasons] == ["ITEM_NOT:F14", "ITEM_NOT:F15"]

    make.duties(consultation)
    assert _publish(consultation).published_at == make.NOW


def test_the_grounds_of_one_that_invites_are_judged_when_the_letter_leaves() -> None:
    consultation = _written(open_to_all=False)
    make.pre_gate(consultation=consultation)

    assert _publish(consultation).published_at == make.NOW


def test_an_information_asks_nothing_before_it_is_public() -> None:
    consultation = _written(open_to_all=True, matter=Matter.INFORMATION, level="INF")

    assert _publish(consultation).published_at == make.NOW


def test_the_head_lets_through_what_stops_publishing_too() -> None:
    consultation = _written(open_to_all=True)
    _let_through(consultation)

    assert _publish(consultation).published_at == make.NOW


def test_the_publish_page_names_what_stands_in_the_way(client, monkeypatch) -> None:
    monkeypatch.setattr("samrad.pages.views.publishing.now", lambda: make.NOW)
    consultation = _written(open_to_all=True, purpose="")
    client.force_login(make.officer())
    address = _at("pages:publish", consultation)

    page = client.get(address)
    for name in ("planning:pre_gate", "planning:duties", "quality_gates:gates"):
        assert _at(name, consultation) in page.content.decode()
    purpose = _at("planning:part", consultation, "syfte")  # is said once, though asked for twice
    assert sum(each["url"].startswith(purpose) for each in page.context["missing"]) == 1
    assert client.post(address).status_code == 422

    consultation.purpose = "Vi vill veta vad ni behöver."
    consultation.save(update_fields=["purpose"])
    assert client.post(address).status_code == 422
    make.pre_gate(consultation=consultation)
    make.duties(consultation)
    assert client.post(address).status_code == 302
