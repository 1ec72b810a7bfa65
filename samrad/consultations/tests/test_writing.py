"""Starting a consultation and writing it part by part."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from samrad.consultations.enums import ActivityKind
from samrad.consultations.models import Consultation
from samrad.consultations.queries import (
    consultations_for_list,
    draft_values,
    events_of,
    fingerprint,
    influence_values,
    part_values,
    question_values,
)
from samrad.consultations.services.activities import VersionIsOfAnotherPlan, choose_plan_version
from samrad.consultations.services.parts import (
    CaseNumberIsTaken,
    PartChangedMeanwhile,
    QuestionHasAnswers,
    change_influence_items,
    change_part,
    change_questions,
)
from samrad.consultations.services.starting import start_consultation
from samrad.contributions.enums import PartKind
from samrad.contributions.models import SubmissionPart
from samrad.journal.queries import breaks
from tests import make

PURPOSE = {"title": "Vad behöver ni?", "lead": "", "purpose": "Vi frågar.", "at_stake": "Stödet."}


@pytest.fixture
def officer(db):
    return make.principal(make.officer(name="Kim Exempel"))


def start(officer, title="Vad behöver ni?", **given):
    process = given.get("process") or make.process()
    return start_consultation(process=process, title=title, actor=officer, now=make.NOW)


def write(consultation, officer, part="purpose", *, seen=None, **values):
    return change_part(
        consultation=consultation,
        part=part,
        values=values or PURPOSE,
        seen=seen or fingerprint(part_values(consultation, part)),
        actor=officer,
        now=make.NOW,
    )


def contact(**given):
    return {
        "case_number": "",
        "contact_name": "Kim Exempel",
        "contact_title": "",
        "contact_phone": "010-000 00 01",
        "contact_email": "",
        "contact_hours": "",
        "open_to_all": True,
        "owner_id": None,
    } | given


def ask(consultation, officer, *questions, seen=None):
    return change_questions(
        consultation=consultation,
        questions=[{"hint": "", **question} for question in questions],
        seen=seen or fingerprint(question_values(consultation)),
        actor=officer,
        now=make.NOW,
    )


def test_a_consultation_has_a_reference_an_address_and_an_activity_from_the_start(officer):
    made = start(officer)

    assert (made.reference, made.slug, made.owner) == ("G-2026-1", "vad-behover-ni", officer.user)
    assert [activity.kind for activity in made.activities.all()] == [ActivityKind.WRITTEN]
    assert (made.decision_maker, made.contact_name) == ("Regionfullmäktige", "Kim Exempel")
    assert made.published_at is None


def test_references_count_up_in_each_region_and_addresses_are_never_shared(officer):
    process = make.process()
    elsewhere = make.process(region=make.region("blekinge"))

    made = [
        start(officer, process=process),
        start(officer, process=process),
        start(officer, process=elsewhere),
        start(officer, process=process, title="Nytt"),
    ]

    assert [(each.reference, each.slug) for each in made] == [
        ("G-2026-1", "vad-behover-ni"),
        ("G-2026-2", "vad-behover-ni-2"),
        ("K-2026-1", "vad-behover-ni-3"),
        ("G-2026-3", "nytt-2"),
    ]


def test_a_part_is_saved_and_what_it_said_before_is_kept(officer):
    made = start(officer)

    write(made, officer)

    made.refresh_from_db()
    revision = made.revisions.get()
    assert (made.purpose, made.version) == ("Vi frågar.", 2)
    assert (revision.part, revision.made_by) == ("purpose", officer.user)
    assert revision.changes == {"purpose": ["", "Vi frågar."], "at_stake": ["", "Stödet."]}


def test_saving_what_already_stands_there_leaves_no_trace(officer):
    made = start(officer)
    write(made, officer)
    made.refresh_from_db()

    write(made, officer)

    assert made.revisions.count() == 1


def test_the_second_of_two_officers_sees_what_the_first_saved(officer):
    made = start(officer)
    seen = fingerprint(part_values(made, "purpose"))
    write(made, officer, seen=seen)

    with pytest.raises(PartChangedMeanwhile) as refused:
        write(made, officer, seen=seen, **PURPOSE | {"purpose": "Något annat."})

    assert refused.value.current["purpose"] == "Vi frågar."
    assert Consultation.objects.get(pk=made.pk).purpose == "Vi frågar."


def test_two_officers_in_different_parts_do_not_disturb_each_other(officer):
    made = start(officer)
    seen = fingerprint(part_values(made, "contact"))
    write(made, officer)

    write(made, officer, "contact", seen=seen, **contact())

    assert Consultation.objects.get(pk=made.pk).contact_phone == "010-000 00 01"


def test_a_case_number_is_used_once_in_a_region_and_freely_in_another(officer):
    first, second = start(officer), start(officer)
    elsewhere = start(officer, process=make.process(region=make.region("blekinge")))
    write(first, officer, "contact", **contact(case_number="KULT 2026-0417"))

    with pytest.raises(CaseNumberIsTaken) as refused:
        write(second, officer, "contact", **contact(case_number="KULT 2026-0417"))
    write(elsewhere, officer, "contact", **contact(case_number="KULT 2026-0417"))

    assert refused.value.by == first
    assert Consultation.objects.get(pk=elsewhere.pk).case_number == "KULT 2026-0417"


def test_rows_keep_their_identity_when_they_are_reworded_and_moved(officer):
    made = start(officer)
    change_influence_items(
        consultation=made,
        items=[
            {"text": "Lokaler", "openness": "OPEN", "reason": ""},
            {"text": "Budgeten", "openness": "LOCKED", "reason": "Beslutad."},
        ],
        seen=fingerprint(influence_values(made)),
        actor=officer,
        now=make.NOW,
    )
    halls, budget = made.influence_items.all()

    change_influence_items(
        consultation=made,
        items=[
            {"pk": budget.pk, "text": "Budgeten", "openness": "LOCKED", "reason": "Av nämnden."},
            {"pk": halls.pk, "text": "Lokaler", "openness": "PARTLY", "reason": ""},
            {"text": "Tiden", "openness": "OPEN", "reason": ""},
        ],
        seen=fingerprint(influence_values(made)),
        actor=officer,
        now=make.NOW,
    )

    rows = list(made.influence_items.values_list("pk", "text", "openness"))
    assert rows[:2] == [(budget.pk, "Budgeten", "LOCKED"), (halls.pk, "Lokaler", "PARTLY")]
    assert rows[2][1:] == ("Tiden", "OPEN")


def test_a_row_of_another_consultation_is_not_reached_by_its_id(officer):
    made, other = start(officer), start(officer)
    ask(other, officer, {"text": "Deras fråga"})
    theirs = other.questions.get()

    ask(made, officer, {"pk": theirs.pk, "text": "Vår fråga"})

    theirs.refresh_from_db()
    assert theirs.text == "Deras fråga"
    assert [question.text for question in made.questions.all()] == ["Vår fråga"]


def test_a_question_that_is_answered_is_reworded_but_never_removed(officer):
    made = make.consultation()
    answered = make.question(consultation=made, text="Vad behöver ni?")
    other = make.question(consultation=made, text="Vad mer?", position=2)
    letter = make.submission(consultation=made)
    SubmissionPart.objects.create(
        submission=letter, position=2, kind=PartKind.QUESTION, question=answered, start=0, end=3
    )

    with pytest.raises(QuestionHasAnswers) as refused:
        ask(made, officer, {"pk": other.pk, "text": "Vad mer?"})
    ask(made, officer, {"pk": answered.pk, "text": "Vad behöver ni mest?"})

    assert refused.value.texts == ("Vad behöver ni?",)
    assert [question.text for question in made.questions.all()] == ["Vad behöver ni mest?"]


def test_the_written_round_is_a_referral_while_there_is_a_version_to_comment_on(officer):
    made = start(officer)
    version = make.plan_version(plan=made.process.plan)

    def choose(chosen):
        made.refresh_from_db()
        choose_plan_version(
            consultation=made,
            version=chosen,
            seen=fingerprint(draft_values(made)),
            actor=officer,
            now=make.NOW,
        )
        return made.activities.get().kind

    assert [choose(version), choose(None)] == [ActivityKind.REFERRAL, ActivityKind.WRITTEN]


def test_something_else_keeps_its_kind_and_title_when_the_round_becomes_a_referral(officer):
    made = start(officer)
    other = make.other_activity(consultation=made, title="Arbetsgrupp")
    version = make.plan_version(plan=made.process.plan)
    made.refresh_from_db()

    choose_plan_version(
        consultation=made,
        version=version,
        seen=fingerprint(draft_values(made)),
        actor=officer,
        now=make.NOW,
    )

    other.refresh_from_db()
    assert (other.kind, other.title) == (ActivityKind.OTHER, "Arbetsgrupp")


def test_only_something_else_can_be_hidden(db):
    make.other_activity(is_public=False)

    with pytest.raises(IntegrityError), transaction.atomic():
        make.meeting(is_public=False)


def test_a_version_of_another_plan_is_refused(officer):
    made = start(officer)

    with pytest.raises(VersionIsOfAnotherPlan):
        choose_plan_version(
            consultation=made,
            version=make.plan_version(),
            seen=fingerprint(draft_values(made)),
            actor=officer,
            now=make.NOW,
        )


def test_what_happened_is_told_with_names(officer):
    made = start(officer)
    write(
        made,
        officer,
        "decision",
        level="DIA",
        decision_maker="Nämnden",
        decision_on=date(2027, 1, 1),
    )

    told = [(event.kind, event.who) for event in events_of(made)]

    assert told == [
        ("consultation.changed", "Kim Exempel"),
        ("consultation.started", "Kim Exempel"),
    ]
    assert breaks() == []


@pytest.mark.parametrize("words", ["ÖVNING", "övning", "Övning"])
def test_search_does_not_care_how_swedish_letters_are_written(officer, words):
    made = start(officer, "Övning och lokaler")

    found = consultations_for_list(made.region, words=words, now=make.NOW)

    assert list(found) == [made]
