"""The facts of a statement are what the data holds, no more, in a number of queries that stands."""

from datetime import date

import pytest

from samrad.contributions.enums import ModerationState, SourceKind
from samrad.contributions.models import Moderation, Submission
from samrad.reporting.queries import around
from samrad.reporting.queries.gathering import gather
from samrad.reporting.queries.places import places_in
from samrad.reporting.queries.points import shown_name
from samrad.reporting.rules import facts
from samrad.reporting.rules.facts import Count
from samrad.reporting.tests import world
from samrad.reporting.wording.labels import moment
from tests import make

pytestmark = pytest.mark.django_db


def test_everyone_invited_is_counted_by_kind_place_area_and_channel():
    found = gather(world.full(), now=make.NOW).invited

    assert found.number == 7  # three by letter; each who answered was invited too
    assert found.by_municipality == (Count("", 4), Count("Påhittköping", 3))
    assert found.by_area == (Count("MUSIC", 3),)
    assert [(m.kind, m.sent_on, m.channels) for m in found.mailings] == [
        (
            "invitation",
            date(2026, 3, 2),
            (Count("EMAIL", 1), Count("NONE", 1), Count("PAPER", 1)),
        )
    ]


def test_who_took_part_and_which_municipalities_are_silent():
    found = gather(world.full(), now=make.NOW).took_part

    assert (found.submissions, found.withheld, found.invited_heard) == (4, 0, 4)
    # On migrated tables the real municipalities of the county are silent too.
    made = {"Tystkommun", "Påhittköping"}
    assert made & set(found.silent_municipalities) == {"Tystkommun"}
    assert found.by_municipality == (Count("", 3), Count("Påhittköping", 1))


def test_themes_come_with_what_they_led_to_and_voices():
    found = gather(world.full(), now=make.NOW).came_in

    assert [(t.code, t.number, t.outcomes) for t in found.themes] == [
        ("LOK", 2, (Count("ADOPTED", 2),)),
        ("RES", 1, (Count("NOT_ADOPTED", 1),)),
        ("", 1, (Count("", 1),)),
    ]
    assert [quote.text for quote in found.themes[0].quotes] == [
        world.VOICE,
        "Vi behöver också lokaler, och de får gärna ha en scen.",
    ]
    assert [(q.position, q.number) for q in found.questions] == [(1, 1)]
    assert [(p.heading, p.number) for p in found.passages] == [("Avsnitt 1", 1)]


def test_a_changed_passage_names_every_voice_behind_it():
    found = gather(world.full(), now=make.NOW).replies

    [change] = found.changes
    first, second, refused, _unanswered = found.rows
    assert (change.before, change.after) == (
        "Regionen stödjer lokaler.",
        "Regionen stödjer lokaler, också för övning.",
    )
    assert change.voices == (first.number, second.number)
    assert (first.shares_with, second.shares_with) == (None, first.number)
    assert [(no.outcome, no.voices) for no in found.refusals] == [
        ("NOT_ADOPTED", (refused.number,))
    ]
    assert (found.answered, found.unanswered, found.proposed) == (3, 1, 3)


def test_published_replies_are_no_longer_proposals():
    consultation = world.full()
    world.publish(consultation)

    found = gather(consultation, now=make.NOW)

    assert found.replies.proposed == 0
    assert [row.is_published for row in found.replies.rows] == [True, True, True, False]
    assert found.feedback.published_on == (date(2026, 3, 2),)


@pytest.mark.parametrize("state", [ModerationState.PENDING, ModerationState.WITHHELD])
def test_what_may_not_be_shown_is_counted_and_never_told(state):
    consultation = world.full()
    Moderation.objects.filter(submission__text__startswith="Vi vill ha mer pengar").update(
        state=state
    )

    found = gather(consultation, now=make.NOW)

    assert b"barnk" not in facts.to_json(facts.frozen(found, number=1, made_on=world.TODAY))
    assert (found.took_part.withheld, found.came_in.contributions) == (1, 3)


@pytest.mark.parametrize(("show", "who"), [(False, ""), (True, "Påhitt Persson")])
def test_a_person_is_named_only_by_their_own_choice(show, who):
    consultation = world.again(make.consultation())
    world.individual(consultation, show_name=show)

    found = gather(consultation, now=make.NOW)

    assert [row.who for row in found.replies.rows] == [who]
    assert found.took_part.speakers == ()
    kept = facts.to_json(facts.frozen(found, number=1, made_on=world.TODAY)).decode()
    assert ("Påhitt Persson" in kept) == show


@pytest.mark.parametrize("kind", SourceKind.values)
@pytest.mark.parametrize("show", [False, True])
def test_names_are_shown_as_on_the_portal(kind, show):
    submission = Submission(source_kind=kind, display_name="Påhitt Persson", show_name=show)

    name = shown_name(kind, "Påhitt Persson", show=show)

    assert submission.public_name == (name or submission.get_source_kind_display())


def test_a_replaced_submission_does_not_count():
    consultation = world.full()
    old = consultation.contributions.order_by("number")[0].submission
    make.submission(
        consultation=consultation,
        participation=old.participation,
        text="Nytt",
        supersedes=old,
    )

    found = gather(consultation, now=make.NOW)

    assert (found.took_part.submissions, found.came_in.contributions) == (4, 3)


def test_a_referral_tells_its_weeks_and_who_answered():
    consultation = world.full()
    activity = world.referral(consultation)
    world.point(consultation, source={"activity": activity})

    [found] = gather(consultation, now=make.NOW).referrals

    assert (found.starts_on, found.ends_on) == (date(2026, 5, 4), date(2026, 6, 14))
    assert (found.weeks, found.by_kind) == (6.0, (Count("LOCAL", 1),))


def test_an_empty_consultation_has_facts_too():
    found = gather(world.again(make.consultation()), now=make.NOW)

    assert (found.took_part.submissions, found.replies.rows, found.invited.number) == (0, (), 0)


def test_with_few_rows_everything_else_is_counted_just_the_same():
    consultation = world.full()

    whole, few = gather(consultation, now=make.NOW), gather(consultation, now=make.NOW, rows=1)

    assert few.replies.rows == whole.replies.rows[:1]
    assert few.came_in == whole.came_in
    assert few.took_part.speakers == whole.took_part.speakers[:1]
    assert few.took_part.organisations == whole.took_part.organisations == 4
    assert (few.replies.changes, few.replies.refusals) == (
        whole.replies.changes,
        whole.replies.refusals,
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_stands_however_much_came_in(rows, django_assert_num_queries):
    consultation = world.full()
    for _extra in range(rows):
        world.point(consultation, theme="KOM")
    consultation = world.again(consultation)

    with django_assert_num_queries(25):
        gather(consultation, now=make.NOW)


def test_the_same_facts_are_the_same_json_and_come_back_as_they_were():
    consultation = world.full()

    first = facts.frozen(gather(consultation, now=make.NOW), number=1, made_on=world.TODAY)
    second = facts.frozen(
        gather(world.again(consultation), now=make.NOW), number=1, made_on=world.TODAY
    )

    assert facts.to_json(first) == facts.to_json(second)
    assert facts.from_json(facts.to_json(first)) == first
    assert first.data_hash == facts.fingerprint(first.facts)


def test_organisations_stand_in_swedish_order():
    consultation = make.consultation()
    for name in ("Östra", "Ängens", "Årby", "Zeta", "alfa"):
        organisation = make.organisation(name=name)
        party = make.participation(consultation=consultation, organisation=organisation)
        make.submission(participation=party)

    found = gather(world.again(consultation), now=make.NOW).took_part.speakers

    assert [speaker.name for speaker in found] == ["alfa", "Zeta", "Årby", "Ängens", "Östra"]


def test_passages_stand_in_the_order_of_the_newest_version():
    plan = make.plan()
    version = make.plan_version("Ett.", "Två.", plan=plan)

    found = places_in(plan)

    assert [str(place) for place in found.values()] == ["1 Avsnitt 1", "2 Avsnitt 2"]
    assert list(found) == list(
        version.placed.order_by("position").values_list("passage", flat=True)
    )


def test_other_things_done_are_told_with_their_day_and_hidden_ones_are_not():
    consultation = make.consultation()
    make.other_activity(consultation=consultation, title="Enkät", done_on=date(2026, 3, 2))
    make.other_activity(consultation=consultation, title="Avstämning", is_public=False)

    _rows, told = around.activities(consultation, [])

    assert [(one.title, moment(one.starts_at, one.ends_at)) for one in told] == [
        ("Skriftliga svar", ""),
        ("Enkät", "måndag 2 mars 2026"),
    ]
