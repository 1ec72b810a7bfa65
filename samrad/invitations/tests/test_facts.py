"""What letters are filled with, and what keeps a letter from being sent."""

from datetime import UTC, datetime

import pytest

from samrad.contributions.models import Coding
from samrad.core.markdown import letter_to_html
from samrad.invitations.enums import FIRST_LETTERS, LetterKind
from samrad.invitations.queries.facts import (
    allowed_in,
    consultation_values,
    faults_of,
    fill_letter,
    fill_subject,
    recipient_values,
    way_by_code,
    way_by_link,
)
from samrad.invitations.queries.letters import letter_of
from samrad.method import library
from tests import make


@pytest.fixture
def consultation(db):
    made = make.consultation(
        title="Vad ska planen innehålla?",
        lead="Vi skriver en ny plan.",
        at_stake="Stödet till lokaler.",
        closes_at=datetime(2026, 3, 31, 22, tzinfo=UTC),
        case_number="KULT 2026-17",
        contact_hours="vardagar 9–12",
    )
    make.question(consultation=made, text="Vad behöver ni?")
    make.influence_item(consultation=made, text="Hur stödet söks")
    make.influence_item(
        consultation=made, text="Statens pengar", openness="LOCKED", reason="Det beslutar staten."
    )
    return made


def values(consultation, kind=LetterKind.INVITATION):
    return dict(consultation_values(consultation, kind=kind))


def test_the_facts_are_said_in_swedish(consultation):
    said = values(consultation)

    assert said["last_day"] == "tisdag 31 mars 2026"
    assert said["case_number"] == "KULT 2026-17"
    assert said["locked_items"] == "- Statens pengar. Det beslutar staten."
    assert said["questions"] == "1. Vad behöver ni?"
    assert said["contact"] == ("Kim Exempel\n010-000 00 01 (vardagar 9–12)\n<kim@exempel.invalid>")


def test_without_partly_open_items_and_meetings_nothing_is_said_of_them(consultation):
    said = values(consultation)

    assert (said["partly_items"], said["meetings"]) == ("", "")


def test_a_meeting_is_told_with_day_time_and_place(consultation):
    make.meeting(
        consultation=consultation,
        municipality=make.municipality(),
        access_note="Hörslinga finns.",
        link="https://example.org/mote",
    )
    make.meeting(consultation=consultation, cancelled_at=make.NOW, venue="Inställt hus")

    assert values(consultation)["meetings"] == (
        "## Möten\n\n- **tisdag 10 mars 2026 kl. 18.00–20.30**. Exempelgården, Påhittköping. "
        "På plats. Tillgänglighet: Hörslinga finns. <https://example.org/mote>"
    )


def test_what_was_heard_is_counted_by_theme(consultation):
    for theme in ("LOK", "LOK", ""):
        contribution = make.contribution(consultation=consultation)
        Coding.objects.create(contribution=contribution, theme=theme, updated_at=make.NOW)

    said = values(consultation, LetterKind.HEARD)

    assert said["contribution_count"] == "3"
    assert said["heard_summary"].endswith(": 2")


@pytest.mark.parametrize("kind", LetterKind.values)
def test_every_letter_of_the_method_can_be_filled_and_sent(consultation, kind):
    letter = letter_of(consultation, kind)
    contribution = make.contribution(consultation=consultation)
    Coding.objects.create(contribution=contribution, theme="LOK", updated_at=make.NOW)
    said = values(consultation, kind)

    faults = faults_of(letter.subject, letter.body, kind=kind, values=said)
    own = said | dict(recipient_values(name="Kören", way_to_answer=way_by_link("abc")))
    filled = fill_letter(letter.body, kind=kind, values=own)

    assert faults.stops is False
    assert "{{" not in filled
    assert "\n" not in fill_subject(letter.subject, kind=kind, values=own)


@pytest.mark.parametrize("kind", LetterKind.values)
def test_every_name_a_letter_may_use_has_a_value(consultation, kind):
    own = values(consultation, kind) | dict(recipient_values(name="x", way_to_answer="y"))

    assert {one.key for one in allowed_in(kind)} <= set(own)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("{{ så svarar ni }} {{ motagare }}", {"unknown": ("motagare",)}),
        ("{{ så svarar ni }} {{ mottagare }", {"is_broken": True}),
        ("Hej", {"lacks_way_to_answer": True}),
        ("{{ så svarar ni }} {{ när det beslutas }}", {"empty": ("när det beslutas",)}),
        ("{{ så svarar ni }} {{ kan påverkas }}", {"empty": ("kan påverkas",)}),
    ],
)
def test_what_is_wrong_is_named(consultation, body, fault):
    consultation.decision_on = None
    said = values(consultation) | {"open_items": ""}

    faults = faults_of("", body, kind=LetterKind.INVITATION, values=said)

    assert {key: getattr(faults, key) for key in fault} == fault
    assert faults.stops is True


def test_a_block_that_may_be_empty_stops_nothing(consultation):
    faults = faults_of(
        "",
        "{{ så svarar ni }} {{ möten }}",
        kind=LetterKind.INVITATION,
        values=values(consultation),
    )

    assert faults.stops is False
    assert faults.usually_there == (
        "syfte",
        "kan påverkas",
        "redan bestämt",
        "svara senast",
        "kontakt",
    )


def test_hostile_facts_stay_text(consultation):
    consultation.title = (
        "[klicka](https://ond.example.org) <script>x()</script> {{ kontakt }} # *x*"
    )
    own = values(consultation) | dict(recipient_values(name="**O'Fel** <b>", way_to_answer="-"))

    filled = fill_letter("{{ rubrik }} {{ mottagare }}", kind=LetterKind.INVITATION, values=own)
    html = letter_to_html(filled)

    assert "<a" not in html
    assert "<script" not in html
    assert "<strong" not in html
    assert "kim@exempel.invalid" not in html


def test_a_code_is_told_with_the_regions_own_address(db, settings):
    settings.SAMRAD_URL = "https://samrad.example.org"

    told = way_by_code(make.region(), "ABCD-EFGH")

    assert "samrad.example.org/kod/kronoberg och skriv koden **ABCD-EFGH**" in told


@pytest.mark.parametrize("rows", [1, 3])
def test_the_facts_take_the_same_queries_however_many(db, django_assert_num_queries, rows):
    made = make.consultation()
    for position in range(rows):
        make.question(consultation=made, position=position)
        make.influence_item(consultation=made, position=position)
        make.meeting(consultation=made, municipality=make.municipality())

    with django_assert_num_queries(3):
        consultation_values(made, kind=LetterKind.INVITATION)


@pytest.mark.parametrize("kind", sorted(FIRST_LETTERS))
def test_every_letter_that_invites_names_the_level_and_its_promise(db, kind):
    key = "targeted-invitation" if kind == LetterKind.TARGETED else kind.lower()
    values = dict(consultation_values(make.consultation(level="DIA"), kind=kind))

    assert "{{ vårt löfte }}" in library.letter(key).text.body
    assert values["promise"].startswith("**Dialog:** Vi resonerar tillsammans")
