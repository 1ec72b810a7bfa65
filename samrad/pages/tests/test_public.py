"""The open pages: everything that is published, and nothing that is not."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from samrad.consultations.enums import Openness
from samrad.contributions.enums import ModerationState, Outcome, SourceKind
from samrad.contributions.models import Moderation, Reply
from samrad.contributions.services.replying import publish_replies, sign_off_replies
from samrad.pages.queries import public
from samrad.pages.rules import portal
from samrad.plans.models import CulturePlan
from samrad.plans.services import freeze_version, publish_plan, revise_passage
from tests import make

OPENS, CLOSES = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "answered", "cancelled", "status"),
    [
        (datetime(2026, 2, 28, tzinfo=UTC), False, False, portal.UPCOMING),
        (OPENS, False, False, portal.OPEN),
        (datetime(2026, 3, 31, 23, 59, tzinfo=UTC), False, False, portal.OPEN),
        (CLOSES, False, False, portal.CLOSED),
        (CLOSES, True, False, portal.ANSWERED),
        (OPENS, True, False, portal.OPEN),
        (OPENS, False, True, portal.CANCELLED),
    ],
)
def test_where_a_consultation_stands(now, answered, cancelled, status):
    found = portal.public_status(
        opens=OPENS,
        closes=CLOSES,
        has_published_replies=answered,
        is_cancelled=cancelled,
        now=now,
    )

    assert found == status


def publish(consultation):
    head = make.principal(make.officer(role="head"))
    replies = list(Reply.objects.filter(consultation=consultation))
    sign_off_replies(consultation=consultation, replies=replies, actor=head, now=make.NOW)
    return publish_replies(consultation=consultation, message="", actor=head, now=make.NOW)


@pytest.fixture
def answered(db):
    """Make a published consultation where one voice changed the plan and one got a no."""
    # A region of its own: on migrated tables the real ones have their municipalities.
    consultation = make.consultation(region=make.region("pahittslan"))
    placed = make.placed_passage(plan=consultation.process.plan)
    wish = make.contribution(consultation=consultation, text="Ge stöd till övning.")
    other = make.contribution(consultation=consultation, text="Sänk hyran.")
    revision = revise_passage(
        placed=placed,
        heading=placed.revision.heading,
        text="Regionen stödjer lokaler och övning.",
        motive="",
        expected=1,
        actor=make.principal(),
        now=make.NOW,
    )
    make.reply(contribution=wish, outcome=Outcome.ADOPTED, reason="Ja.", passage_revision=revision)
    make.reply(contribution=other, reason="Pengarna räcker inte.")
    publish(consultation)
    version = freeze_version(version=placed.version, actor=make.principal(), now=make.NOW)
    publish_plan(plan=version.plan, actor=make.principal(), now=make.NOW)
    return consultation, wish, other, placed


def test_nothing_is_shown_before_it_is_published(db):
    consultation = make.consultation()
    make.reply(contribution=make.contribution(consultation=consultation))

    assert list(public.public_contributions(consultation)) == []


def test_after_what_we_heard_the_points_are_shown_but_no_proposed_reply(client, db):
    consultation = make.consultation(heard_published_at=make.NOW)
    contribution = make.contribution(consultation=consultation)
    make.reply(contribution=contribution, reason="Hemligt förslag.")

    page = client.get(reverse("pages:replies", args=[consultation.slug])).content.decode()

    assert contribution.text in page
    assert "Hemligt förslag." not in page


@pytest.mark.parametrize("state", [ModerationState.PENDING, ModerationState.WITHHELD])
def test_what_is_not_approved_is_not_shown(db, state):
    consultation = make.consultation(heard_published_at=make.NOW)
    contribution = make.contribution(consultation=consultation)
    Moderation.objects.filter(submission=contribution.submission).update(state=state)

    assert list(public.public_contributions(consultation)) == []


def test_a_person_is_named_only_by_choice(db):
    party = make.participation(kind="PERSON", display_name="Inga Påhittsson")
    shy = make.submission(
        participation=party, source_kind=SourceKind.INDIVIDUAL, display_name="Inga Påhittsson"
    )
    open_ = make.submission(
        participation=party,
        source_kind=SourceKind.INDIVIDUAL,
        display_name="Inga Påhittsson",
        show_name=True,
    )

    assert (shy.public_name, open_.public_name) == ("Privatperson", "Inga Påhittsson")


def test_the_trace_shows_voice_reply_and_the_words_before_and_after(client, answered):
    consultation, wish, _other, _placed = answered

    page = client.get(reverse("pages:trace", args=[consultation.slug, wish.number]))

    shown = page.content.decode()
    assert "Ge stöd till övning." in shown
    assert "<ins> och övning</ins>" in shown
    assert "Infört" in shown


def test_from_the_sentence_one_reaches_the_voice(client, answered):
    _consultation, wish, _other, placed = answered

    plan = client.get(reverse("pages:plan", args=[placed.version.plan.slug])).content.decode()
    passage = client.get(
        reverse("pages:passage", args=[placed.version.plan.slug, placed.passage.uuid])
    ).content.decode()

    assert "1 röst ligger bakom" in plan
    assert wish.text in passage


def test_from_the_voice_one_reaches_the_sentence_and_back(client, answered):
    consultation, wish, _other, placed = answered
    trace = reverse("pages:trace", args=[consultation.slug, wish.number])
    passage = reverse("pages:passage", args=[placed.version.plan.slug, placed.passage.uuid])
    plan = reverse("pages:plan", args=[placed.version.plan.slug])
    place = f"a{placed.passage.uuid}"

    voice, sentence, whole = (client.get(at).content.decode() for at in (trace, passage, plan))

    assert f'href="{passage}"' in voice
    assert f'href="{plan}#{place}"' in voice
    assert f'href="{trace}"' in sentence
    assert f'href="{plan}#{place}"' in sentence
    assert f'id="{place}"' in whole


def test_a_voice_links_to_no_sentence_of_a_plan_that_is_not_published(client, answered):
    consultation, wish, _other, placed = answered
    CulturePlan.objects.update(published_at=None)

    page = client.get(reverse("pages:trace", args=[consultation.slug, wish.number]))

    assert "<ins> och övning</ins>" in page.content.decode()
    assert str(placed.passage.uuid) not in page.content.decode()


def test_search_finds_words_in_points_and_in_replies(answered):
    consultation, wish, other, _placed = answered

    assert list(public.search_public(consultation, words="övning")) == [wish]
    assert list(public.search_public(consultation, words="pengarna")) == [other]
    assert list(public.search_public(consultation, outcome=Outcome.ADOPTED)) == [wish]


def test_who_was_not_heard_is_told(answered):
    consultation, *_rest = answered
    make.municipality(region=consultation.region)

    reach = public.reach_of(consultation)

    assert (reach.organisations_heard, reach.silent_municipalities) == (2, ["Påhittköping"])


@pytest.mark.parametrize("rows", [1, 3])
def test_a_long_list_costs_as_many_queries_as_a_short_one(
    client, db, django_assert_max_num_queries, rows
):
    consultation = make.consultation()
    for _row in range(rows):
        make.reply(contribution=make.contribution(consultation=consultation))
    publish(consultation)

    with django_assert_max_num_queries(7):
        client.get(reverse("pages:replies", args=[consultation.slug]))


def test_an_unpublished_consultation_has_no_open_page(client, db):
    consultation = make.consultation(published_at=None)

    answer = client.get(reverse("pages:consultation", args=[consultation.slug]))

    assert answer.status_code == 404


LATE = "Svaren är försenade. De skulle ha kommit 30 juni 2026."


@pytest.fixture
def heard(db):
    """Make a consultation that is over, where a point can be read and has no reply."""
    consultation = make.consultation(heard_published_at=make.NOW, answered_on=date(2026, 6, 30))
    return make.contribution(consultation=consultation, text="Ge stöd till övning.")


@pytest.mark.parametrize(
    ("moment", "is_late"),
    [
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), False),  # a minute to midnight in Sweden
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), True),
    ],
)
@pytest.mark.parametrize("name", ["consultations", "consultation", "replies", "trace"])
def test_a_broken_promise_is_told_wherever_it_was_made(
    client, heard, monkeypatch, moment, is_late, name
):
    for views in ("public", "portal"):
        monkeypatch.setattr(f"samrad.pages.views.{views}.now", lambda: moment)
    slug = heard.consultation.slug
    given = {"consultation": [slug], "replies": [slug], "trace": [slug, heard.number]}

    shown = client.get(reverse(f"pages:{name}", args=given.get(name))).content.decode()

    assert (LATE in shown) is is_late
    assert ("senast 30 juni 2026" in shown) is (not is_late and name != "consultation")


def test_nothing_is_called_late_once_it_is_answered(client, answered, monkeypatch):
    moment = datetime(2026, 12, 1, tzinfo=UTC)
    for views in ("public", "portal"):
        monkeypatch.setattr(f"samrad.pages.views.{views}.now", lambda: moment)
    consultation, wish, *_rest = answered
    slug = consultation.slug
    pages = [
        reverse("pages:consultations"),
        reverse("pages:consultation", args=[slug]),
        reverse("pages:trace", args=[slug, wish.number]),
    ]

    assert not [at for at in pages if "försenade" in client.get(at).content.decode()]


def _influence(consultation):
    for position, openness in enumerate(Openness, start=1):
        make.influence_item(
            consultation=consultation, position=position, text=f"Sak {position}", openness=openness
        )


@pytest.mark.parametrize(
    ("moment", "said", "unsaid"),
    [
        (
            datetime(2026, 3, 31, 21, 59, tzinfo=UTC),
            ["Varför vi frågar", "Det här kan ni påverka", "Det här är redan bestämt"],
            ["Varför vi frågade", "Det här gick att påverka", "Det här var redan bestämt"],
        ),
        (
            datetime(2026, 3, 31, 22, 0, tzinfo=UTC),
            ["Varför vi frågade", "Det här gick att påverka", "Det här var redan bestämt"],
            ["Varför vi frågar", "Det här kan ni påverka", "Det här är redan bestämt"],
        ),
    ],
)
def test_a_consultation_that_is_over_is_told_in_the_past(
    client, db, monkeypatch, moment, said, unsaid
):
    consultation = make.consultation()
    _influence(consultation)
    monkeypatch.setattr("samrad.pages.views.public.now", lambda: moment)

    shown = client.get(reverse("pages:consultation", args=[consultation.slug])).content.decode()

    assert [words for words in said if words not in shown] == []
    assert [words for words in unsaid if words in shown] == []


def test_an_information_says_what_is_decided_and_of_nothing_that_it_can_be_influenced(client, db):
    consultation = make.consultation(matter="INFORMATION", decided_on=date(2026, 3, 2))
    address = reverse("pages:consultation", args=[consultation.slug])
    bare = client.get(address).content.decode()
    _influence(consultation)

    told = client.get(address).content.decode()
    assert "redan bestämt" not in bare
    assert "Det här är redan bestämt" in told
    assert "beslutade" in told
    assert "påverka" not in bare + told


@pytest.mark.parametrize(
    ("moment", "can_be_noted"),
    [
        (datetime(2026, 3, 10, 16, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 10, 17, 0, tzinfo=UTC), False),
    ],
)
def test_a_meeting_that_has_begun_is_not_for_the_calendar(
    client, db, monkeypatch, moment, can_be_noted
):
    meeting = make.meeting()
    monkeypatch.setattr("samrad.pages.views.public.now", lambda: moment)

    page = client.get(reverse("pages:consultation", args=[meeting.consultation.slug]))

    assert meeting.title in page.content.decode()
    assert ("Lägg i kalendern" in page.content.decode()) is can_be_noted
