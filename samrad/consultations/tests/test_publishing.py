"""Publishing, calling off and taking up again."""

from datetime import timedelta

import pytest

from samrad.consultations.models import Consultation
from samrad.consultations.queries import description_of, missing_to_publish
from samrad.consultations.services.activities import (
    MeetingChangedMeanwhile,
    cancel_meeting,
    change_meeting,
    plan_meeting,
    resume_meeting,
)
from samrad.consultations.services.publishing import (
    AlreadyPublished,
    HasAnswers,
    IsCancelled,
    NotReadyToPublish,
    ReasonIsMissing,
    cancel_consultation,
    publish_consultation,
    resume_consultation,
    unpublish_consultation,
)
from tests import make


@pytest.fixture
def officer(db):
    return make.principal(make.officer())


@pytest.fixture
def ready(officer):
    consultation = make.consultation(published_at=None, at_stake="Stödet till lokaler.")
    make.question(consultation=consultation)
    make.influence_item(consultation=consultation)
    return consultation


def publish(consultation, officer):
    return publish_consultation(consultation=consultation, actor=officer, now=make.NOW)


def test_what_is_missing_is_named_and_nothing_is_published(officer):
    consultation = make.consultation(published_at=None, purpose="", heard_on=None)

    with pytest.raises(NotReadyToPublish) as refused:
        publish(consultation, officer)

    assert refused.value.codes == (
        "PURPOSE_MISSING",
        "AT_STAKE_MISSING",
        "NOTHING_TO_INFLUENCE",
        "QUESTIONS_MISSING",
        "HEARD_DATE_MISSING",
    )
    assert Consultation.objects.get(pk=consultation.pk).published_at is None


def test_a_last_day_that_has_passed_is_wrong_before_publishing_and_never_after(officer, ready):
    closing = ready.closes_at
    facts = {"consultation": ready, "actor": officer}

    with pytest.raises(NotReadyToPublish) as refused:
        publish_consultation(now=closing, **facts)
    publish_consultation(now=closing - timedelta(microseconds=1), **facts)
    ready.refresh_from_db()

    assert refused.value.codes == ("LAST_DAY_PASSED",)
    assert missing_to_publish(ready, description_of(ready), now=closing) == ()


def test_a_complete_consultation_is_published_once(officer, ready):
    publish(ready, officer)

    with pytest.raises(AlreadyPublished):
        publish(ready, officer)
    assert Consultation.objects.get(pk=ready.pk).published_at == make.NOW


def test_it_is_taken_back_only_while_nobody_has_answered(officer, ready):
    published = publish(ready, officer)
    facts = {"consultation": published, "actor": officer, "now": make.NOW}

    with pytest.raises(HasAnswers):
        unpublish_consultation(answers=1, **facts)
    unpublish_consultation(answers=0, **facts)

    assert Consultation.objects.get(pk=ready.pk).published_at is None


def test_calling_off_takes_a_reason_and_can_be_undone(officer, ready):
    facts = {"consultation": ready, "actor": officer, "now": make.NOW}

    with pytest.raises(ReasonIsMissing):
        cancel_consultation(reason="  ", **facts)
    cancelled = cancel_consultation(reason="Planen skjuts upp.", **facts)
    with pytest.raises(IsCancelled):
        publish(ready, officer)
    resumed = resume_consultation(**facts)

    assert (cancelled.cancelled_at, cancelled.cancel_reason) == (make.NOW, "Planen skjuts upp.")
    assert (resumed.cancelled_at, resumed.cancel_reason) == (None, "")


def meeting_values(**given):
    return {
        "title": "Möte i Påhittköping",
        "starts_at": make.NOW,
        "ends_at": None,
        "form": "PHYSICAL",
        "venue": "Exempelgården",
        "address": "",
        "municipality": None,
        "link": "",
        "phone_in": "",
        "access_note": "",
        "note": "",
    } | given


def test_a_meeting_is_planned_changed_called_off_and_taken_up(officer, ready):
    facts = {"actor": officer, "now": make.NOW}
    meeting = plan_meeting(consultation=ready, values=meeting_values(), **facts)

    changed = change_meeting(
        meeting=meeting, values=meeting_values(venue="Låtsasgården"), expected=1, **facts
    )
    cancelled = cancel_meeting(meeting=meeting, **facts)
    resumed = resume_meeting(meeting=meeting, **facts)

    assert (changed.venue, changed.version) == ("Låtsasgården", 2)
    assert (cancelled.cancelled_at, resumed.cancelled_at) == (make.NOW, None)


def test_two_officers_on_one_meeting_both_learn_of_it(officer, ready):
    facts = {"actor": officer, "now": make.NOW}
    meeting = plan_meeting(consultation=ready, values=meeting_values(), **facts)
    change_meeting(meeting=meeting, values=meeting_values(venue="A"), expected=1, **facts)

    with pytest.raises(MeetingChangedMeanwhile) as refused:
        change_meeting(meeting=meeting, values=meeting_values(venue="B"), expected=1, **facts)

    assert refused.value.current.venue == "A"
