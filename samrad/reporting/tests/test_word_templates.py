"""Every template filled from a consultation, and opened again."""

import io
from functools import cache

import docx
import pytest

from samrad.consultations.models import Activity
from samrad.documents.templates import checking
from samrad.documents.templates.filling import fill
from samrad.documents.writing import to_docx
from samrad.method import library
from samrad.reporting.queries.word_templates import (
    Wanted,
    filling_of,
    gaps_in,
    matter_of,
    templates_in,
)
from samrad.reporting.tests import world
from samrad.reporting.wording.word_templates import default_document, fields_of
from tests import make

KEYS = [each.head.key for each in library.document_templates()]
CODES = {
    "T1", "T2", "T5", "T6", "T7", "T8", "T9", "T10", "T11", "T12", "T14", "T15", "T16", "T17",
    "T18", "T19", "T20", "T21", "T22", "T23", "T32",
}  # fmt: skip
pytestmark = pytest.mark.django_db


def _edges(file):
    section = file.sections[0]
    return [edge.paragraphs[0]._p for edge in (section.header, section.footer)]  # noqa: SLF001


def opened(content):
    return docx.Document(io.BytesIO(content))


def words(content):
    """Return all words of a document, those of tables, heads and feet too."""
    file = opened(content)
    lines = [paragraph.text for paragraph in file.element.body.iter() if hasattr(paragraph, "text")]
    edges = [*file.sections[0].header.paragraphs, *file.sections[0].footer.paragraphs]
    return "\n".join([*(line or "" for line in lines), *(edge.text for edge in edges)])


def marked(content):
    """Return the marked gaps."""
    file = opened(content)
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    parts = [file.element, *_edges(file)]
    return [
        "".join(text.text or "" for text in run.iter(f"{w}t"))
        for part in parts
        for run in part.iter(f"{w}r")
        if run.find(f"{w}rPr/{w}highlight") is not None
    ]


def subjects(consultation):
    meeting = Activity.objects.filter(kind="MEETING").select_related("consultation")[0]
    meeting.consultation = consultation
    return {"process": consultation.process, "consultation": consultation, "activity": meeting}


def made(consultation, key, *, with_help=False):
    row = subjects(consultation)[library.document_template(key).head.about]
    template = next(one for one in templates_in(consultation.region) if one.key == key)
    filling = filling_of(Wanted(template, row), now=make.NOW, with_help=with_help)
    return fill(  # as the child does, without starting one
        ours(key),
        fields=filling.fields,
        values=filling.values,
        title=filling.title,
        made_on=filling.made_on,
    )


@cache
def ours(key):
    """Return our own template as a Word file."""
    return to_docx(default_document(key))


def test_the_templates_are_those_that_were_asked_for():
    assert {each.head.code for each in library.document_templates()} == CODES


@pytest.mark.parametrize("key", KEYS)
def test_a_template_names_only_what_it_may(key):
    head = library.document_template(key).head

    assert checking.faults_in(ours(key), fields_of(head.groups)) == ()


@pytest.mark.slow
def test_every_template_is_filled_and_can_be_opened_again():
    consultation = world.full()

    for key in KEYS:
        content = made(consultation, key)

        said, title = words(content), opened(content).core_properties.title
        assert [mark for mark in ("{{", "{%", "None", "\ue000") if mark in said] == []
        assert consultation.region.name in said
        assert title.startswith(library.document_template(key).text.title)
        assert all(gap.startswith("[Fyll i: ") for gap in marked(content))
        assert gaps_before(consultation, key) == len(marked(content)), key


def test_every_point_without_a_reply_counts_as_a_gap():
    consultation = world.full()
    before = gaps_before(consultation, "you-said-we-did")
    for _time in range(3):
        world.point(consultation)

    assert gaps_before(consultation, "you-said-we-did") == before + 3
    assert gaps_before(consultation, "referral-compilation") == len(
        marked(made(consultation, "referral-compilation"))
    )


def gaps_before(consultation, key):
    """Return how many gaps are told before the file is fetched."""
    row = subjects(consultation)[library.document_template(key).head.about]
    found = [one for one in templates_in(consultation.region) if one.key == key]
    return gaps_in(found, matter_of(row, now=make.NOW))[key]


@pytest.mark.parametrize(
    ("key", "stands", "gap"),
    [
        ("purpose-sheet", "Vi vill veta vad ni behöver.", "[Fyll i: vad som går att påverka]"),
        ("project-directive", "Vad ska kulturplanen göra", "[Fyll i: risk]"),
        ("open-invitation", "18.00–20.30", "[Fyll i: hur lokalen är tillgänglig]"),
        ("run-sheet", "Utcheckning", "[Fyll i: namn]"),
        ("referral-letter", "Inbjudna föreningen 0", "[Fyll i: de tre viktigaste ändringarna"),
        ("you-said-we-did", world.VOICE, "[Fyll i: svar och skäl]"),
        ("referral-compilation", "Förslag: Infört", "[Fyll i: bedömning och skäl]"),
        ("consultation-statement", "Tre av fyra ville ha lokaler.", "[Fyll i: hur det gick]"),
        ("memo-annex", "Lokaler", "[Fyll i: samrådets kvalitet enligt checklistan]"),
        ("handover", "Inspel utan svar", "[Fyll i: vem som tar över]"),
        ("what-we-heard", "4 inspel", "[Fyll i: det viktigaste som sades]"),
        ("matrix-plan", "Möte i Påhittköping", "[Fyll i: ruta i matrisen]"),
    ],
)
def test_what_is_known_stands_and_what_is_missing_is_asked_for(key, stands, gap):
    content = made(world.full(), key)

    assert stands in words(content)
    assert any(one.startswith(gap) for one in marked(content))


def test_help_is_there_when_it_is_asked_for():
    consultation = world.full()

    assert "Hjälptext" not in words(made(consultation, "run-sheet"))
    assert "Hjälptext" in words(made(consultation, "run-sheet", with_help=True))


def test_what_people_write_stays_text():
    consultation = world.full()
    world.point(consultation, "Stöd & <b>scener</b> {{ rubrik }} {% for %} i hela länet, alltid.")

    assert "& <b>scener</b> {{ rubrik }} {% for %} i" in words(
        made(consultation, "you-said-we-did")
    )


def test_what_waits_for_moderation_stands_nowhere():
    consultation = world.full()
    party = make.participation(consultation=consultation)
    world.individual(consultation, show_name=True, state="PENDING")

    for key in ("you-said-we-did", "handover", "what-we-heard"):
        assert "Påhitt Persson" not in words(made(consultation, key))
    assert party.pk


def test_the_notes_of_a_meeting_hold_what_was_said_there():
    consultation = world.full()
    meeting = subjects(consultation)["activity"]
    question = consultation.questions.get()
    world.point(consultation, "Bygg en scen här hos oss.", question=question, source={
        "activity": meeting, "source_kind": "MEETING_GROUP", "display_name": "Grupp 2",
        "organisation": None, "participation": None, "channel": "MEETING",
    })  # fmt: skip

    said = words(made(consultation, "meeting-notes"))

    assert "1. Vad behöver ni?" in said
    assert "Bygg en scen här hos oss." in said
    assert world.VOICE not in said


def test_the_lists_cost_the_same_number_of_questions_however_much_was_said(
    django_assert_max_num_queries,
):
    consultation = world.full()
    for _time in range(5):
        world.point(consultation)
        make.meeting(consultation=consultation)
    found = templates_in(consultation.region, "consultation")

    with django_assert_max_num_queries(20):
        gaps_in(found, matter_of(world.again(consultation), now=make.NOW))
