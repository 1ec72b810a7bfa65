"""Legal duties, and consulting Sámi representatives as a matter of its own kind."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from samrad.consultations.models import Consultation
from samrad.consultations.queries import fingerprint
from samrad.consultations.services.parts import PartChangedMeanwhile
from samrad.journal.models import Entry
from samrad.planning.enums import DutyKind, SamiOutcome
from samrad.planning.models import LegalDuty, SamiConsultation
from samrad.planning.queries.duties import duties_of, duty_values, tried_before
from samrad.planning.services import sami
from samrad.planning.services.duties import Decision, ReasonIsMissing, decide_duties
from tests import make


def _decide(consultation, kind=DutyKind.MIN, *, applies=True, reason="Det rör länet.", at=0):
    return decide_duties(
        consultation=consultation,
        decisions={kind: Decision(applies, reason, date(2026, 3, 2))},
        seen=fingerprint(duty_values(consultation)),
        actor=make.principal(),
        now=make.NOW + timedelta(minutes=at),
    )


@pytest.mark.django_db
def test_the_newest_decision_counts_and_the_earlier_is_kept() -> None:
    consultation = make.consultation()
    _decide(consultation)
    _decide(consultation, applies=False, reason="Frågan rör bara en lokal.", at=1)

    assert not duties_of(consultation)["MIN"].applies
    assert [
        row.applies for row in LegalDuty.objects.filter(consultation=consultation, kind="MIN")
    ] == [False, True]
    assert tried_before([consultation])[consultation.pk].duties_left == (
        "SAM",
        "CHILD",
        "DISABILITY",
    )
    assert Entry.objects.filter(kind="consultation.duty_decided").count() == 2


@pytest.mark.django_db
def test_a_duty_is_never_decided_without_a_reason() -> None:
    with pytest.raises(ReasonIsMissing):
        _decide(make.consultation(), reason="  ")


@pytest.mark.django_db
def test_deciding_the_same_again_leaves_no_trace_and_what_others_decided_is_not_lost() -> None:
    consultation = make.consultation()
    unseen = fingerprint(duty_values(consultation))
    _decide(consultation)

    assert _decide(consultation) == []
    with pytest.raises(PartChangedMeanwhile):
        decide_duties(
            consultation=consultation,
            decisions={},
            seen=unseen,
            actor=make.principal(),
            now=make.NOW,
        )


@pytest.mark.django_db
def test_the_page_tells_the_current_decision_and_those_before_it(django_assert_num_queries):
    consultation = make.consultation()
    _decide(consultation)
    _decide(consultation, applies=False, reason="Frågan rör bara en lokal.", at=1)
    client = Client()
    client.force_login(make.officer())
    address = reverse("planning:duties", args=["kronoberg", consultation.slug])

    page = client.get(address)
    rows = {row["kind"]: row for row in page.context["rows"]}
    assert rows["MIN"]["current"].reason == "Frågan rör bara en lokal."
    assert [old.reason for old in rows["MIN"]["history"]] == ["Det rör länet."]
    assert (rows["SAM"]["current"], list(rows["SAM"]["history"])) == (None, [])
    assert "Tidigare beslut" in page.content.decode()

    _decide(consultation, kind=DutyKind.CHILD, at=2)
    with django_assert_num_queries(8):
        client.get(address)


@pytest.fixture
def matter(db):
    return sami.start_sami_consultation(
        process=make.process(),
        title="Samiska avsnittet i kulturplanen",
        parties="Sametinget",
        actor=make.principal(),
        now=make.NOW,
    )


def _note(matter):
    return sami.note_in_sami_consultation(
        matter=matter,
        on=date(2026, 3, 3),
        with_whom="Sametinget",
        text="Vi berättade om förslaget.",
        actor=make.principal(),
        now=make.NOW,
    )


def _close(matter, **given):
    return sami.close_sami_consultation(
        matter=matter,
        **{
            "outcome": SamiOutcome.AGREED,
            "conclusion": "Avsnittet skrivs om.",
            "reference": "Dnr 2026-17, protokoll 3 mars",
            "closed_on": date(2026, 4, 1),
            "actor": make.principal(),
            "now": make.NOW,
        }
        | given,
    )


def test_a_sami_consultation_is_no_consultation(matter) -> None:
    assert not Consultation.objects.exists()
    assert not hasattr(SamiConsultation, "published_at")
    related = {field.related_model for field in SamiConsultation._meta.get_fields()}
    assert Consultation not in related


def test_it_is_closed_only_when_it_is_documented(matter) -> None:
    with pytest.raises(sami.NotDocumented):
        _close(matter)
    _note(matter)
    with pytest.raises(sami.NotDocumented):
        _close(matter, reference=" ")

    closed = _close(matter)

    assert closed.outcome == SamiOutcome.AGREED
    with pytest.raises(sami.SamiMatterIsClosed):
        _note(matter)
    with pytest.raises(sami.SamiMatterIsClosed):
        _close(matter)


def test_a_closed_matter_can_be_taken_up_again(matter) -> None:
    _note(matter)
    _close(matter)

    opened = sami.reopen_sami_consultation(matter=matter, actor=make.principal(), now=make.NOW)

    assert (opened.outcome, opened.closed_on) == ("", None)
    _note(matter)
    with pytest.raises(sami.SamiMatterIsOpen):
        sami.reopen_sami_consultation(matter=matter, actor=make.principal(), now=make.NOW)


def test_two_who_reword_it_do_not_overwrite_each_other(matter) -> None:
    def change(title):
        return sami.change_sami_consultation(
            matter=matter,
            title=title,
            parties="Sametinget",
            case_number="",
            expected=1,
            actor=make.principal(),
            now=make.NOW,
        )

    change("Först")
    with pytest.raises(sami.SamiMatterChangedMeanwhile) as changed:
        change("Sedan")
    assert changed.value.current.title == "Först"
