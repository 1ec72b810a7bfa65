"""The statement always tells of quality, in every format, and what is frozen keeps its figures."""

import re

import pytest

from samrad.documents.blocks import BarChart, Paragraph
from samrad.documents.writing import to_fragment
from samrad.quality.enums import Gate
from samrad.quality.models import GateOverride
from samrad.quality.rules.summary import Part
from samrad.reporting.queries.gathering import gather
from samrad.reporting.queries.quality import quality_of
from samrad.reporting.rules import facts
from samrad.reporting.tests import world
from samrad.reporting.wording import quality
from samrad.reporting.wording.document import statement_document
from tests import make

pytestmark = pytest.mark.django_db


def kept(consultation):
    found = gather(world.again(consultation), now=make.NOW)
    return facts.frozen(found, number=1, made_on=world.TODAY)


def words(frozen):
    found = re.sub(r"<[^>]+>", " ", to_fragment(statement_document(frozen)))
    return re.sub(r"\s+", " ", found)


def test_without_a_run_the_statement_says_so():
    assert "har inte prövats mot metodens checklista" in words(kept(make.consultation()))


def test_the_statement_tells_the_score_what_is_red_contested_and_overridden():
    consultation = make.consultation()
    run = make.checklist_run(consultation=consultation)
    make.attestation(run=run, item="F04", kind="CONTESTED", state="NOT", text="Den finns visst.")
    GateOverride.objects.create(
        consultation=consultation,
        gate=Gate.INVITE,
        reasons=["I01"],
        motive="Nämnden flyttade sitt möte.",
        made_by_name="Alex",
        made_at=make.NOW,
    )

    told = words(kept(consultation))

    for expected in (
        "Kvalitet efter skede",
        "Kvalitet efter princip",
        "Kritiska punkter",
        "Den finns visst.",
        "Nämnden flyttade sitt möte.",
        "Ingen nivå än",
        "inget intyg",
        "Lovat och levererat",
    ):
        assert expected in told


@pytest.mark.parametrize(
    ("points", "bars", "said"),
    [
        ((40, None), ["A"], "Utan poäng, och därför inte i diagrammet: B."),
        ((0, 40), ["A", "B"], None),
        ((None, None), None, "Utan poäng, och därför inte i diagrammet: A, B."),
    ],
)
def test_the_chart_leaves_out_what_has_no_score_and_says_so(points, bars, said):
    parts = [
        Part(key, each, 0, 0, 0, 0, 0, 0, 0, 0) for key, each in zip("ab", points, strict=True)
    ]
    blocks = list(quality.profile("Titel", parts, {"a": "A", "b": "B"}))
    charts = [each for each in blocks if isinstance(each, BarChart)]
    told = [each.text for each in blocks if isinstance(each, Paragraph)]

    assert [[bar.label for bar in each.bars] for each in charts] == ([bars] if bars else [])
    assert told == ([said] if said else [])


def test_what_is_frozen_keeps_its_figures_and_reads_the_same():
    consultation = make.consultation()
    run = make.checklist_run(consultation=consultation)
    first = kept(consultation)
    again = facts.from_json(facts.to_json(first))
    make.attestation(run=run, item="F12")

    assert again == first
    assert words(again) == words(first)
    assert kept(consultation).data_hash != first.data_hash


def test_documents_tell_the_score_each_phase_and_every_gate_opened_with_a_motive():
    consultation = make.consultation()
    make.checklist_run(consultation=consultation)
    make.gate_override(consultation=consultation, motive="Tiden räcker inte till.")

    told = quality_of(consultation, now=make.NOW)

    assert "Ingen nivå än" in told.score
    assert [name for name, _points in told.phases][:2] == ["Förberedelse", "Planering"]
    assert "Tiden räcker inte till." in told.exceptions[0][1]


def test_documents_leave_a_gap_where_the_checklist_was_never_begun():
    consultation = make.consultation()

    assert quality_of(consultation, now=make.NOW).score == ""
    assert quality_of(consultation, now=make.NOW, only_counts=True).score == ""
