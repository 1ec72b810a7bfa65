"""The parts of a consultation as an officer meets them, without any script."""

import pytest
from django.test import Client
from django.urls import reverse

from samrad.consultations.models import Consultation
from samrad.consultations.wording import PARTS
from samrad.contributions.enums import PartKind
from samrad.contributions.models import SubmissionPart
from samrad.planning.models import BudgetLine, Goal
from samrad.users.models import FormDraft
from samrad.users.services import keep_form_draft
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


@pytest.fixture
def consultation():
    return make.consultation(published_at=None)


def part(consultation, slug):
    return reverse("planning:part", args=[consultation.region.slug, consultation.slug, slug])


def form_of(client, address):
    """Return the fields the page would post."""
    context = client.get(address).context
    fields = {"seen": context["form"]["seen"].value()}
    for name, bound in ((name, context["form"][name]) for name in context["form"].fields):
        value = bound.value()
        if value not in (None, False, ""):
            fields[name] = "on" if value is True else value
    for name, rows in context["rows"].items():
        fields[f"{name}-count"] = len(rows.forms)
        for row in rows.forms:
            for field in row.fields:
                fields[f"{row.prefix}-{field}"] = row[field].value() or ""
    return fields


@pytest.mark.parametrize("slug", PARTS)
def test_every_part_opens_and_saves_as_it_stands(client, consultation, slug):
    address = part(consultation, slug)

    answer = client.post(address, form_of(client, address))

    assert answer.status_code == 302


def test_each_part_leads_to_the_next_and_the_last_to_the_review(client, consultation):
    where = [consultation.region.slug, consultation.slug]
    slugs = list(PARTS)

    reached = []
    for slug in slugs:
        address = part(consultation, slug)
        reached.append(client.post(address, form_of(client, address))["Location"])

    assert reached == [
        *(reverse("planning:part", args=[*where, slug]) for slug in slugs[1:]),
        reverse("pages:publish", args=where),
    ]


def test_coming_from_the_review_one_returns_to_it(client, consultation):
    address = f"{part(consultation, 'syfte')}?till=granska"

    answer = client.post(address, form_of(client, address))

    where = [consultation.region.slug, consultation.slug]
    assert answer["Location"] == reverse("pages:publish", args=where)


def test_goals_and_budget_are_saved_in_order(client, consultation):
    address = part(consultation, "mal")
    fields = form_of(client, address) | {
        "goals-count": 2,
        "goals-0-text": "Nå alla kommuner",
        "goals-0-target": "Minst två svar från varje",
        "goals-1-text": "Nå unga",
        "budget-0-text": "Lokaler",
        "budget-0-planned": "12000",
    }

    client.post(address, fields)

    assert list(Goal.objects.values_list("text", "target")) == [
        ("Nå alla kommuner", "Minst två svar från varje"),
        ("Nå unga", ""),
    ]
    assert list(BudgetLine.objects.values_list("text", "planned")) == [("Lokaler", 12000)]


def test_a_row_is_added_moved_and_removed_without_script_and_without_losing_a_word(
    client, consultation
):
    address = part(consultation, "fragor")
    typed = form_of(client, address) | {"questions-0-text": "Vad behöver ni?"}

    def press(action, fields):
        assert client.post(address, fields | {"row-action": action})["Location"].startswith(address)
        return form_of(client, address)

    after = press("questions:add", typed) | {"questions-1-text": "Vad hindrar er?"}
    after = press("questions:up:1", after)
    moved = [after["questions-0-text"], after["questions-1-text"]]
    after = press("questions:remove:1", after)

    assert moved == ["Vad hindrar er?", "Vad behöver ni?"]
    assert (after["questions-count"], after["questions-0-text"]) == (1, "Vad hindrar er?")
    assert consultation.questions.count() == 0


@pytest.mark.parametrize(
    "action", ["questions:up:0", "questions:down:99", "questions:remove:99", "x:add", "", "a:b:c:d"]
)
def test_an_impossible_change_of_rows_changes_nothing(client, consultation, action):
    address = part(consultation, "fragor")
    typed = form_of(client, address) | {"questions-0-text": "Vad behöver ni?"}

    client.post(address, typed | {"row-action": action})

    assert form_of(client, address)["questions-0-text"] == "Vad behöver ni?"


def test_what_was_typed_and_not_saved_comes_back_with_a_notice(client, officer, consultation):
    address = part(consultation, "syfte")
    fields = form_of(client, address) | {"purpose": "Halvfärdigt"}
    keep_form_draft(
        user=officer,
        form="samrad-syfte",
        object_key=str(consultation.pk),
        fields={name: [str(value)] for name, value in fields.items()},
        now=make.NOW,
    )

    answer = client.get(address)

    assert answer.context["form"]["purpose"].value() == "Halvfärdigt"
    assert "Det är inte sparat än" in answer.content.decode()


def test_saving_forgets_the_draft_and_throwing_it_away_shows_what_is_saved(
    client, officer, consultation
):
    address = part(consultation, "syfte")
    fields = form_of(client, address)

    def keep():
        keep_form_draft(
            user=officer,
            form="samrad-syfte",
            object_key=str(consultation.pk),
            fields={name: [str(value)] for name, value in (fields | {"purpose": "X"}).items()},
            now=make.NOW,
        )

    keep()
    client.post(address, {"discard-draft": "1"})
    thrown = (FormDraft.objects.count(), form_of(client, address)["purpose"])
    keep()
    client.post(address, form_of(client, address))

    assert thrown == (0, consultation.purpose)
    assert FormDraft.objects.count() == 0
    assert Consultation.objects.get(pk=consultation.pk).purpose == "X"


def test_two_officers_both_texts_are_shown_and_the_choice_is_saved(client, consultation):
    address = part(consultation, "syfte")
    mine = form_of(client, address) | {"purpose": "Min text."}
    colleague = Client()
    colleague.force_login(make.officer(name="Alva Exempel"))
    colleague.post(address, form_of(colleague, address) | {"purpose": "Hennes text."})

    refused = client.post(address, mine)

    page = refused.content.decode()
    assert refused.status_code == 409
    assert "En kollega hann före" in page
    assert "Alva Exempel" in page
    assert [field["text"] for field in refused.context["conflict"]["fields"]] == ["Hennes text."]
    assert refused.context["form"]["purpose"].value() == "Min text."
    seen = refused.context["form"]["seen"].value()
    assert client.post(address, mine | {"seen": seen}).status_code == 302
    assert Consultation.objects.get(pk=consultation.pk).purpose == "Min text."


def test_an_old_draft_meets_what_a_colleague_has_saved_since(client, officer, consultation):
    address = part(consultation, "fragor")
    fields = form_of(client, address) | {"questions-0-text": "Min fråga?"}
    client.post(address, fields | {"row-action": "questions:add"})
    colleague = Client()
    colleague.force_login(make.officer())
    hers = form_of(colleague, address) | {"questions-0-text": "Hennes fråga?"}
    colleague.post(address, hers)

    answer = client.get(address)

    assert answer.status_code == 200
    assert [field["text"] for field in answer.context["conflict"]["fields"]] == ["Hennes fråga?"]
    assert answer.context["rows"]["questions"].forms[0]["text"].value() == "Min fråga?"


def test_a_taken_case_number_is_named_and_the_text_is_kept(client, consultation):
    make.consultation(case_number="KULT 2026-1", title="Biblioteksplan", reference="G-2026-9")
    address = part(consultation, "kontakt")

    answer = client.post(
        address, form_of(client, address) | {"case_number": "KULT 2026-1", "contact_name": "Nytt"}
    )

    assert answer.status_code == 422
    assert "”Biblioteksplan” (G-2026-9)" in answer.content.decode()
    assert answer.context["form"]["contact_name"].value() == "Nytt"


def test_an_answered_question_cannot_be_left_out(client, consultation):
    question = make.question(consultation=consultation, text="Vad behöver ni?")
    SubmissionPart.objects.create(
        submission=make.submission(consultation=consultation),
        position=2,
        kind=PartKind.QUESTION,
        question=question,
        start=0,
        end=3,
    )
    address = part(consultation, "fragor")

    answer = client.post(address, form_of(client, address) | {"questions-count": 0})

    assert answer.status_code == 422
    assert "Frågan ”Vad behöver ni?” har fått svar" in answer.content.decode()


@pytest.mark.parametrize(
    ("slug", "typed", "field"),
    [
        ("syfte", {"title": " "}, "title"),
        ("syfte", {"purpose": "x" * 50_000}, "purpose"),
        ("datum", {"opens_on": "2027-03-10", "closes_at": "2027-03-01"}, "closes_at"),
        ("datum", {"heard_on": "9999-12-31"}, "heard_on"),
        ("datum", {"heard_on": "i morgon"}, "heard_on"),
        ("beslut", {"level": "ALLT"}, "level"),
        ("kontakt", {"contact_email": "inte en adress"}, "contact_email"),
        ("utkast", {"plan_version": "99"}, "plan_version"),
    ],
)
def test_bad_input_is_named_at_its_field_and_kept(client, consultation, slug, typed, field):
    address = part(consultation, slug)

    answer = client.post(address, form_of(client, address) | typed)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"][field].value() == typed[field]


def test_html_in_a_text_is_shown_as_text(client, consultation):
    address = part(consultation, "syfte")
    client.post(address, form_of(client, address) | {"title": "<script>alert(1)</script>"})

    page = client.get(address).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_sentences_are_counted_while_one_writes(client, consultation):
    address = reverse("planning:sentences", args=[consultation.region.slug, consultation.slug])

    few = client.post(address, {"purpose": "Ett. Två. Tre t.ex. så här."}).content.decode()
    many = client.post(address, {"purpose": "Ett. Två. Tre. Fyra. Fem. Sex."}).content.decode()

    assert "3 meningar av högst 5" in few
    assert "6 meningar. Korta till högst 5." in many


def test_what_is_published_says_so_in_every_part(client):
    consultation = make.consultation()

    page = client.get(part(consultation, "fragor")).content.decode()

    assert "Samrådet är publicerat sedan 1 mars 2026" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_a_part_takes_the_same_queries_however_many_rows(
    client, consultation, rows, django_assert_num_queries
):
    for position in range(1, rows + 1):
        make.question(consultation=consultation, position=position)
    address = part(consultation, "fragor")

    with django_assert_num_queries(9):
        client.get(address)


def test_the_history_tells_what_stood_before(client, consultation):
    address = part(consultation, "beslut")
    client.post(address, form_of(client, address) | {"level": "DIA"})

    told = client.get(
        reverse("planning:history", args=[consultation.region.slug, consultation.slug])
    ).context["told"]

    assert [(each["who"], each["changes"]) for each in told] == [
        ("Kim Exempel", [{"label": "Nivå", "before": "Samråd", "after": "Dialog"}])
    ]


def test_the_decision_is_entered_and_guarded(client, consultation):
    address = reverse("planning:decision", args=[consultation.region.slug, consultation.slug])
    seen = client.get(address).context["form"]["seen"].value()
    fields = {"seen": seen, "decided_on": "2026-11-03", "decision_reference": "RF § 112"}

    first = client.post(address, fields)
    second = client.post(address, fields | {"decision_reference": "RF § 113"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert Consultation.objects.get(pk=consultation.pk).decision_reference == "RF § 112"


def test_a_consultation_is_started_from_an_earlier_one(client):
    source = make.consultation(level="DIA", case_number="KULT 1")
    make.question(consultation=source, text="Vad behöver ni?")
    make.influence_item(consultation=source, text="Lokaler")
    address = reverse("planning:new_consultation", args=[source.region.slug])

    answer = client.post(
        address,
        {"title": "Andra omgången", "process": source.process.slug, "source": source.slug},
    )

    made = Consultation.objects.get(slug="andra-omgangen")
    assert answer["Location"] == part(made, "syfte")
    assert (made.level, made.purpose, made.case_number) == ("DIA", source.purpose, "")
    assert (made.opens_on, made.published_at) == (None, None)
    assert [question.text for question in made.questions.all()] == ["Vad behöver ni?"]
    assert [item.text for item in made.influence_items.all()] == ["Lokaler"]


def test_a_source_or_process_of_another_region_is_not_among_the_choices(client):
    theirs = make.consultation(region=make.region("blekinge"))
    make.process()
    address = reverse("planning:new_consultation", args=["kronoberg"])

    answer = client.post(
        address, {"title": "X", "process": theirs.process.slug, "source": theirs.slug}
    )

    assert answer.status_code == 422
    assert sorted(answer.context["form"].errors) == ["process", "source"]


def test_a_consultation_is_handed_over_to_a_colleague_of_the_region(client, consultation):
    colleague = make.officer(name="Alva Exempel", role="head")
    reader = make.officer(role="reader")
    address = part(consultation, "kontakt")
    fields = form_of(client, address)

    refused = client.post(address, fields | {"owner_id": reader.pk})
    client.post(address, fields | {"owner_id": colleague.pk})

    told = client.get(
        reverse("planning:history", args=[consultation.region.slug, consultation.slug])
    ).context["told"]
    assert list(refused.context["form"].errors) == ["owner_id"]
    assert Consultation.objects.get(pk=consultation.pk).owner == colleague
    assert told[0]["changes"] == [
        {"label": "Ansvarig", "before": "(inget)", "after": "Alva Exempel"}
    ]
