"""The officer's first pages: the next step, the table, one consultation, publishing, search."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from samrad.access.roles import Role
from samrad.consultations.enums import Matter
from samrad.consultations.models import Consultation
from samrad.consultations.rules import steps
from samrad.consultations.wording import NEXT
from samrad.contributions.services.indexing import index_contributions
from samrad.core.clock import now
from samrad.invitations.enums import LetterKind, RecipientChannel
from samrad.invitations.models import Mailing, Recipient
from samrad.outbox.enums import MessageState
from samrad.outbox.models import Message
from samrad.pages.queries.work import reach_of, standings_of
from samrad.pages.rules import tasks
from samrad.pages.rules.due import Dates, due_on
from samrad.pages.views.standing import PLACES, address
from samrad.registry.models import RegionRole
from samrad.reporting.queries.figures import figures_of, last_working_day
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make.officer(name="Kim Exempel")


@pytest.fixture
def client(officer):
    client = Client()
    client.force_login(officer)
    return client


def at(name, consultation, *more):
    return reverse(name, args=[consultation.region.slug, consultation.slug, *more])


def complete(**given):
    """Make a consultation that lacks nothing and is open now."""
    moment = now()
    dates = {
        "opens_on": moment.date(),
        "closes_at": moment + timedelta(days=60),
        "heard_on": moment.date() + timedelta(days=120),
        "answered_on": moment.date() + timedelta(days=200),
        "decision_on": moment.date() + timedelta(days=300),
    }
    made = make.consultation(at_stake="Stödet till lokaler.", **dates | given)
    make.question(consultation=made)
    make.influence_item(consultation=made)
    return made


def invited(consultation, *channels):
    """Send a letter to as many as there are channels."""
    mailing = Mailing.objects.create(
        consultation=consultation,
        kind=LetterKind.INVITATION,
        subject="Välkommen",
        body="Svara gärna.",
        created_at=make.NOW,
        sent_at=make.NOW,
    )
    for channel in channels:
        Recipient.objects.create(
            mailing=mailing,
            participation=make.participation(consultation=consultation),
            channel=channel,
        )
    return mailing


def next_of(consultation):
    consultation = Consultation.objects.select_related("region", "process__plan").get(
        pk=consultation.pk
    )
    (standing,) = standings_of([consultation], now=make.NOW)
    return standing.where.next


def test_the_figures_are_counted_from_what_is_there():
    consultation = make.consultation()
    mailing = invited(
        consultation,
        RecipientChannel.EMAIL,
        RecipientChannel.EMAIL,
        RecipientChannel.PAPER,
        RecipientChannel.NONE,
    )
    for number, state in enumerate([MessageState.UNCLEAR, MessageState.NOT_SENT]):
        Message.objects.create(
            tenant="region:07",
            kind="invitation",
            event=mailing.event,
            recipient=f"participation:{number}",
            to_address="x@exempel.invalid",
            state=state,
            created_at=make.NOW,
        )
    letter = make.submission(consultation=consultation)
    answered, _waiting = (make.contribution(submission=letter) for _ in range(2))
    make.reply(contribution=answered)
    make.meeting(consultation=consultation, municipality=make.municipality())
    make.contribution(consultation=make.consultation())

    figures = figures_of([consultation.pk], now=make.NOW)[consultation.pk]

    assert (figures.invited_by_mail, figures.invited_by_letter, figures.unreachable) == (2, 1, 1)
    assert (figures.unclear, figures.not_sent) == (1, 1)
    assert (figures.submissions, figures.contributions, figures.unanswered) == (1, 2, 1)
    assert (figures.proposed, figures.meetings, figures.towns) == (1, 1, 1)
    assert figures.participations == 5


def test_what_has_been_split_or_replaced_is_not_counted():
    consultation = make.consultation()
    first = make.submission(consultation=consultation)
    make.contribution(submission=first)
    second = make.submission(consultation=consultation, supersedes=first)
    whole = make.contribution(submission=second)
    for _part in range(2):
        make.contribution(submission=second, split_from=whole)

    figures = figures_of([consultation.pk], now=make.NOW)[consultation.pk]

    assert (figures.submissions, figures.contributions, figures.unanswered) == (1, 2, 2)


def test_the_next_step_follows_the_work():
    consultation = complete(published_at=None, closes_at=make.NOW + timedelta(days=60))
    followed = [next_of(consultation)]
    consultation.published_at = make.NOW
    consultation.save()
    followed.append(next_of(consultation))
    invited(consultation, RecipientChannel.EMAIL)
    followed.append(next_of(consultation))
    consultation.closes_at = make.NOW
    consultation.heard_published_at = make.NOW
    consultation.save()
    contribution = make.contribution(consultation=consultation)
    followed.append(next_of(consultation))
    make.reply(contribution=contribution)
    followed.append(next_of(consultation))

    assert followed == [
        steps.PUBLISH,
        steps.CHOOSE_RECIPIENTS,
        steps.WAIT_FOR_ANSWERS,
        steps.ANSWER,
        steps.SIGN_OFF,
    ]


def test_every_next_step_has_words_and_most_a_day():
    dates = Dates(
        opens_on=date(2026, 3, 1),
        letters_by=date(2026, 2, 2),
        last_day=date(2026, 3, 31),
        heard_on=date(2026, 4, 30),
        answered_on=date(2026, 6, 30),
        decision_on=date(2026, 11, 3),
    )
    codes = list(NEXT)

    without = [code for code in codes if due_on(code, dates) is None]

    assert without == [steps.SETTLE_UNCLEAR, steps.MODERATE, steps.NOTHING]


def test_the_last_working_day_skips_weekends_and_holidays():
    assert last_working_day(date(2026, 11, 23)) == date(2026, 11, 20)
    assert last_working_day(date(2026, 4, 7)) == date(2026, 4, 2)


def test_who_has_not_been_heard_is_told_by_name():
    region = make.region("pahittslan")
    consultation = make.consultation(region=region)
    heard = make.municipality(region=region)
    make.municipality(region=region, code=f"{region.code}98", name="Låtsasby")
    body = make.organisation(region=region, municipality=heard)
    make.submission(
        consultation=consultation,
        participation=make.participation(consultation=consultation, organisation=body),
    )

    reach = reach_of(consultation)

    assert (reach.municipalities, reach.silent) == (2, ("Låtsasby",))


def test_the_first_page_has_one_next_step_and_the_table_by_date(client):
    later = complete(title="Senare", closes_at=now() + timedelta(days=90))
    sooner = complete(title="Snart")

    page = client.get(reverse("pages:work"))

    assert [row.consultation for row in page.context["rows"]] == [sooner, later]
    assert page.context["first"].about == "Snart"
    assert [task.about for task in page.context["rest"]] == ["Senare"]
    assert "Välj vilka som bjuds in" in page.content.decode()


def test_with_two_regions_both_are_shown_and_neither_is_chosen(client, officer):
    elsewhere = make.region("blekinge")
    RegionRole.objects.create(region=elsewhere, user=officer, role="officer")
    make.consultation()
    make.consultation(region=elsewhere)

    page = client.get(reverse("pages:work"))

    assert len(page.context["rows"]) == 2
    assert page.context["region"] is None
    assert [each.slug for each in client.get(reverse("pages:regions")).context["regions"]] == [
        "blekinge",
        "kronoberg",
    ]


def test_without_a_region_one_is_told_what_to_do():
    client = Client()
    client.force_login(make.user())

    page = client.get(reverse("pages:work"))

    assert "Du har ingen region att arbeta i än" in page.content.decode()


def test_an_empty_region_says_where_to_begin(client):
    page = client.get(reverse("pages:region", args=["kronoberg"])).content.decode()

    assert "Inget samråd pågår" in page
    assert reverse("planning:new_consultation", args=["kronoberg"]) in page


def test_one_who_only_looks_is_given_no_next_step():
    make.consultation()
    client = Client()
    client.force_login(make.officer(role="reader"))

    page = client.get(reverse("pages:region", args=["kronoberg"]))

    assert page.context["first"] is None
    assert "Nytt samråd" not in page.content.decode()


def first_page_of(role):
    client = Client()
    client.force_login(make.officer(role=role))
    return client.get(reverse("pages:region", args=["kronoberg"]))


def over(**given):
    """Make a consultation whose last day has passed, one reply proposed and one missing."""
    today = now().date()
    dates = {
        "opens_on": today - timedelta(days=90),
        "closes_at": now() - timedelta(days=9),
        "heard_on": today + timedelta(days=9),
        "answered_on": today + timedelta(days=60),
        "decision_on": today + timedelta(days=90),
    }
    consultation = complete(**dates | given)
    invited(consultation, RecipientChannel.EMAIL)
    make.reply(contribution=make.contribution(consultation=consultation))
    make.contribution(consultation=consultation)
    return consultation


@pytest.mark.parametrize(
    ("role", "codes"),
    [
        ("officer", [steps.PUBLISH_HEARD, steps.ANSWER]),
        ("head", [steps.SIGN_OFF, steps.PUBLISH_HEARD, steps.ANSWER]),
        ("politician", [tasks.READ_BEFORE_DECISION]),
        ("registrar", []),
        ("reader", []),
        ("expert", []),
    ],
)
def test_each_role_is_told_its_own_next_step(role, codes):
    over()

    page = first_page_of(role)

    first = page.context["first"]
    told = [task.code for task in (*([first] if first else []), *page.context["rest"])]
    assert told == codes
    assert ("Du behöver inte göra något just nu" in page.content.decode()) is (not codes)


def test_a_registrar_is_told_what_has_come_in():
    make.submission(consultation=complete(), received_at=now())

    first = first_page_of("registrar").context["first"]

    assert (first.code, first.title) == (tasks.LOOK_THROUGH, "Se över 1 ny inlaga")


def test_with_nothing_to_do_one_is_told_what_comes_and_when():
    consultation = over()

    following = first_page_of("reader").context["next"]

    assert (following["what"], following["about"]) == ("Detta hörde vi", consultation.title)


def test_a_milestone_whose_day_is_near_or_past_is_something_to_do(client):
    today = now().date()
    consultation = complete(closes_at=now() + timedelta(days=200))
    for title, days in (("Sen", -3), ("Snart", 14), ("Sedan", 20)):
        make.milestone(
            process=consultation.process, title=title, starts_on=today + timedelta(days=days)
        )

    page = client.get(reverse("pages:work"))

    assert (page.context["first"].title, page.context["first"].days_late) == ("Sen", 3)
    assert [task.title for task in page.context["rest"]][:1] == ["Snart"]
    assert "Sedan" not in {task.title for task in page.context["rest"]}
    assert "Det går bra att göra det nu" in page.content.decode()


def test_news_count_from_the_last_working_day(client):
    consultation = complete()
    make.submission(consultation=consultation, received_at=now())
    make.submission(consultation=consultation, received_at=now() - timedelta(days=30))

    page = client.get(reverse("pages:work"))

    assert [item["text"] for item in page.context["news"]] == ["1 inlaga har kommit in"]


def test_the_overview_shows_steps_figures_and_the_promise(client):
    consultation = complete(level="PAR", decision_maker="Kulturnämnden")
    make.contribution(consultation=consultation)

    page = client.get(at("pages:overview", consultation))

    states = [step["state"] for step in page.context["stepper"]]
    assert states == ["done", "done", "now", "", ""]
    assert page.context["promise"] == ("Vi tar fram förslaget tillsammans; Kulturnämnden beslutar.")
    assert [str(figure["number"]) for figure in page.context["figures"]][1:4] == [
        "0",
        "1",
        "0 av 1",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_take_the_same_queries_however_many_rows(
    client, rows, django_assert_max_num_queries
):
    for _row in range(rows):
        consultation = complete()
        invited(consultation, RecipientChannel.EMAIL)
        make.reply(contribution=make.contribution(consultation=consultation))
    counted = []
    for page in (
        reverse("pages:work"),
        reverse("pages:region_consultations", args=["kronoberg"]),
        at("pages:overview", consultation),
        at("pages:publish", consultation),
    ):
        with django_assert_max_num_queries(25) as queries:
            client.get(page)
        counted.append(len(queries))

    assert counted == [19, 20, 20, 13]


def test_the_list_is_searched_and_filtered(client):
    first = make.consultation(title="Övning och lokaler", case_number="KULT 7")
    make.consultation(title="Annat", published_at=None)
    address = reverse("pages:region_consultations", args=["kronoberg"])

    def listed(**chosen):
        return [row.consultation.title for row in client.get(address, chosen).context["rows"]]

    assert listed(q="ÖVNING") == [first.title]
    assert listed(q="kult 7") == [first.title]
    assert listed(process=first.process.slug) == [first.title]
    assert listed(state="unpublished") == ["Annat"]
    assert listed(q="finns inte") == []
    assert len(listed(state="nonsens")) == 2


@pytest.mark.parametrize(
    "lacking",
    [
        {"purpose": "", "heard_on": None, "contact_name": ""},
        {"heard_on": None, "closes_at": None},
        {"closes_at": now() - timedelta(days=1), "decision_maker": ""},
    ],
)
def test_the_next_step_and_the_page_that_publishes_name_the_same_things(client, lacking):
    consultation = complete(published_at=None, **lacking)

    page = client.get(at("pages:publish", consultation))
    overview = client.get(at("pages:overview", consultation))

    said = {str(each["title"]) for each in page.context["missing"]}
    assert said == {str(stop["title"]) for stop in overview.context["row"].stops}
    assert len(said) == len(page.context["missing"]) == len(overview.context["row"].stops) > 1


def test_what_is_missing_is_listed_with_a_way_to_it_and_nothing_is_published(client):
    consultation = complete(published_at=None, heard_on=None)
    address = at("pages:publish", consultation)

    page = client.get(address)
    refused = client.post(address)

    shown = page.content.decode()
    assert 'Skriv<span class="ds-sr-only">: Skriv när ni berättar vad ni hörde.</span>' in shown
    assert '<span class="s-code"></span>' in shown  # the parts' numbers say nothing here
    told = [(each["title"], each["url"]) for each in page.context["missing"]]
    place = at("planning:part", consultation, "datum") + "?till=granska"
    assert told == [("Skriv när ni berättar vad ni hörde.", place)]
    assert "1 sak saknas innan samrådet kan publiceras" in page.content.decode()
    assert refused.status_code == 422
    assert Consultation.objects.get(pk=consultation.pk).published_at is None


def test_a_complete_one_is_published_and_taken_back_until_the_first_answer(client):
    consultation = complete(published_at=None)

    client.post(at("pages:publish", consultation))
    consultation.refresh_from_db()
    published = consultation.published_at
    client.post(at("pages:unpublish", consultation))
    consultation.refresh_from_db()
    taken_back = consultation.published_at
    client.post(at("pages:publish", consultation))
    make.submission(consultation=consultation)
    answer = client.post(at("pages:unpublish", consultation), follow=True)
    consultation.refresh_from_db()

    assert (published is None, taken_back) == (False, None)
    assert "1 inlaga har kommit in. Då står samrådet kvar" in answer.content.decode()
    assert consultation.published_at is not None


def test_calling_off_takes_a_reason_that_is_shown(client):
    consultation = complete()
    address = at("pages:cancel", consultation)

    empty = client.post(address, {"reason": " "})
    client.post(address, {"reason": "Planen skjuts upp."})
    page = client.get(at("pages:overview", consultation)).content.decode()
    client.post(address)

    consultation.refresh_from_db()
    assert empty.status_code == 422
    assert "Planen skjuts upp." in page
    assert consultation.cancelled_at is None


def test_search_finds_each_kind_and_only_in_the_region(client):
    consultation = make.consultation(title="Vad behöver ni för att öva?")
    body = make.organisation(name="Låtsasföreningen Övarna")
    point = make.contribution(consultation=consultation, text="Vi vill ÖVA om kvällarna.")
    theirs = make.consultation(region=make.region("blekinge"), title="Öva mera")
    make.organisation(region=theirs.region, name="Övarna i grannregionen")
    neighbour = make.contribution(consultation=theirs, text="Öva, öva.")
    index_contributions([point], speaker="")
    index_contributions([neighbour], speaker="")

    found = client.get(reverse("pages:search", args=["kronoberg"]), {"q": "öva"}).context["found"]

    assert list(found.consultations) == [consultation]
    assert list(found.organisations) == [body]
    assert list(found.contributions) == [point]


@pytest.mark.parametrize("words", ["", "a", "%", "  ", "<script>"])
def test_too_little_to_search_for_finds_nothing(client, words):
    make.consultation()

    page = client.get(reverse("pages:search", args=["kronoberg"]), {"q": words})

    assert page.context["found"].is_empty
    assert b"<script>alert" not in page.content


def test_an_expert_finds_no_contributions(client):
    make.contribution(consultation=make.consultation(), text="Hemligt önskemål")
    expert = Client()
    expert.force_login(make.officer(role="expert"))

    found = expert.get(reverse("pages:search", args=["kronoberg"]), {"q": "önskemål"})

    assert found.context["found"].is_empty


def test_an_officer_is_not_sent_to_sign_off_what_the_head_must(client):
    consultation = complete(closes_at=make.NOW, heard_published_at=make.NOW)
    invited(consultation, RecipientChannel.EMAIL)
    make.reply(contribution=make.contribution(consultation=consultation))
    Consultation.objects.filter(pk=consultation.pk).update(
        heard_on="2026-04-01", answered_on="2026-05-01"
    )
    head = Client()
    head.force_login(make.officer(role="head"))

    (mine,) = client.get(reverse("pages:work")).context["rows"]
    (theirs,) = head.get(reverse("pages:work")).context["rows"]

    assert (mine.title, mine.waits) == ("Kulturchefen godkänner svaren", True)
    assert (theirs.title, theirs.waits) == ("Godkänn 1 svar", False)


def test_an_information_has_no_steps_that_ask_and_no_warnings_about_the_matrix(client):
    consultation = complete()
    asked = client.get(at("pages:overview", consultation)).context
    consultation.matter = Matter.INFORMATION
    consultation.save()

    told = client.get(at("pages:overview", consultation)).context
    assert [len(page["stepper"]) for page in (asked, told)] == [5, 3]
    assert [len(page["row"].mini) for page in (asked, told)] == [5, 3]
    assert [bool(page["matrix_warnings"]) for page in (asked, told)] == [True, False]


def test_one_is_shown_only_the_doors_that_open():
    consultation = complete()
    expert = Client()
    expert.force_login(make.officer(role="expert"))

    page = expert.get(at("pages:overview", consultation))

    doors = [way["url"] for step in page.context["ways"] for way in step["ways"]]
    assert doors == [
        at("planning:meetings", consultation),
        at("pages:matrix", consultation),
        at("quality_gates:gates", consultation),
        at("quality:profile", consultation),
        at("planning:history", consultation),
    ]
    assert {expert.get(door).status_code for door in doors} == {200}


@pytest.mark.parametrize("place", PLACES)
def test_every_door_of_a_consultation_opens_for_the_head(place):
    consultation = complete()
    head = make.officer(role="head")
    client = Client()
    client.force_login(head)

    url = address(place, consultation, {Role.HEAD})

    assert client.get(url).status_code == 200


def test_what_is_untried_stands_in_the_way_of_the_first_invitation(client):
    consultation = complete()
    make.participation(consultation=consultation)

    def stops():
        return [
            stop["url"]
            for stop in client.get(at("pages:overview", consultation)).context["row"].stops
        ]

    assert stops() == [at("planning:pre_gate", consultation), at("planning:duties", consultation)]
    make.pre_gate(consultation=consultation)
    make.duties(consultation)
    assert stops() == []
