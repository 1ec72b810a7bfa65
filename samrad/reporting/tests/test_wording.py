"""The statement says what the facts say, in whole sentences, and says what it lacks."""

import io
import re
from dataclasses import replace

import docx
import page
import pytest
from django.test import override_settings

from samrad.documents.blocks import Heading, Table, plain
from samrad.documents.writing import to_docx, to_fragment, to_html, to_pdf
from samrad.reporting.queries.gathering import gather
from samrad.reporting.rules import facts
from samrad.reporting.tests import world
from samrad.reporting.wording import labels
from samrad.reporting.wording.document import (
    statement_document,
    statement_for_web,
    statement_preview,
    statement_volumes,
)
from tests import make

pytestmark = pytest.mark.django_db


def kept(consultation=None, **given) -> facts.Frozen:
    found = gather(consultation or world.full(), now=make.NOW)
    return facts.frozen(found, number=given.get("number", 2), made_on=world.TODAY)


def words(document) -> str:
    return re.sub(r"<[^>]+>", " ", to_fragment(document))


def tables(document) -> dict[str, Table]:
    return {block.caption: block for block in document.blocks if isinstance(block, Table)}


def many(count: int) -> facts.Frozen:
    """Return facts with `count` rows, made from one."""
    whole = kept()
    row = whole.facts.replies.rows[2]
    rows = tuple(replace(row, number=number) for number in range(1, count + 1))
    came_in = replace(whole.facts.came_in, contributions=count)
    replies = replace(whole.facts.replies, rows=rows)
    return replace(whole, facts=replace(whole.facts, replies=replies, came_in=came_in))


def test_the_parts_stand_in_their_order():
    document = statement_document(kept())

    assert [b.text for b in document.blocks if isinstance(b, Heading) and b.level == 1] == [
        "Sammanfattning",
        "Uppdrag och rättslig grund",
        "Syfte, mål och vad som gick att påverka",
        "Vilka bjöds in",
        "Vad som gjordes",
        "Vilka som deltog och vilka som saknades",
        "Vad som kom fram",
        "Hur inspelen påverkade planen",
        "Särskilda skyldigheter",
        "Återkoppling",
        "Kostnader och ersättningar",
        "Kvalitet",
        "Lärdomar och nästa samråd",
        "Bilaga 1. Organisationer som deltog",
        "Bilaga 2. Så är redogörelsen gjord",
        "Bilaga 3. Alla inspel med svar",
    ]


def test_the_statement_tells_the_case_the_version_and_the_fingerprint():
    made = kept()

    text = re.sub(" +", " ", words(statement_document(made)))

    assert f"Underlagets kontrollsumma (SHA-256) {made.data_hash}" in text
    assert "RK 2026/12" in text
    assert statement_document(made).reference == (
        f"Region Kronoberg · dnr RK 2026/12 · {made.facts.about.reference} · version 2"
    )


def test_a_working_copy_says_that_it_is_one():
    document = statement_document(kept(number=0))

    assert document.reference.endswith("arbetsexemplar, inte fryst")


def test_a_demo_says_that_everything_is_invented():
    found = replace(kept(), is_invented=True)

    document = statement_document(found)

    assert document.reference.endswith(" · påhittade uppgifter")
    assert "Alla uppgifter i det här dokumentet är påhittade." in words(document)


def test_the_table_of_replies_gives_reason_and_place_and_says_a_shared_reply_once():
    found = kept()
    first, second, no, waiting = found.facts.replies.rows

    table = tables(statement_document(found))[
        f"Inspel {first.number}–{waiting.number} och regionens svar"
    ]

    assert [plain(row[3]) for row in table.rows] == [
        "Förslag till svar: infört. Övning hör till.",
        f"Förslag till svar: infört. Samma svar som på inspel {first.number}.",
        "Förslag till svar: inte infört. Pengarna räcker inte till mer i år.",
        "Har inte fått svar.",
    ]
    assert [row[4] for row in table.rows] == ["1 Avsnitt 1", "1 Avsnitt 1", "–", "–"]
    assert plain(table.rows[0][1]).endswith("\nFråga 1 · Lokaler")
    assert (second.number, no.number) == tuple(int(str(row[0])) for row in table.rows[1:3])


def test_a_reply_is_a_proposal_until_it_is_published_and_the_body_has_decided():
    consultation = world.full()
    before = words(statement_document(kept(consultation)))
    world.publish(consultation)
    published = words(statement_document(kept(consultation)))
    consultation.decided_on = world.TODAY
    decided = words(statement_document(kept(consultation)))

    proposal, waits = "Förslag till svar:", "Svaren är förslag till dess att Regionfullmäktige"
    unpublished = "Alla svar är inte publicerade."
    assert [part in before for part in (proposal, waits, unpublished)] == [True, True, True]
    assert [part in published for part in (proposal, waits, unpublished)] == [True, True, False]
    assert [part in decided for part in (proposal, waits, unpublished)] == [False, False, False]


def test_the_change_shows_before_after_and_voices():
    text = re.sub(r"\s+", " ", words(statement_document(kept())))

    assert "Före: Regionen stödjer lokaler" in text
    assert "också för övning" in text
    assert "Varför: Önskat av två föreningar" in text


def test_what_is_missing_is_said():
    text = words(statement_document(kept(world.again(make.consultation()))))

    for sentence in (
        "Ingen sammanfattning är skriven.",
        "Underlag saknas. Inga mätbara mål är satta.",
        "Underlag saknas. Ingen inbjudan är registrerad.",
        "Underlag saknas. Inga svar har kommit in.",
        "Underlag saknas. Inga inspel har kommit in.",
        "Underlag saknas. Inget inspel har fått svar.",
        "Underlag saknas. Ingen budget är registrerad.",
    ):
        assert sentence in text
    assert "None" not in text


def test_no_letter_of_code_is_left_for_the_reader():
    text = words(statement_document(kept()))

    assert re.findall(r"\b(?:[A-Z]{3,}_?[A-Z]*)\b", text.replace("SHA", "")) == []
    assert "%(" not in text


def test_written_texts_become_paragraphs_and_lists():
    blocks = labels.prose("Ett.\n\n- två\n- tre\r\n\r\nFyra\nfem\n\n\n")

    assert [type(block).__name__ for block in blocks] == ["Paragraph", "BulletList", "Paragraph"]


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, "–"),
        (0, 7, "0 %"),
        (1, 3, "33 %"),
        (1, 1000, "< 1 %"),
        (999, 1000, "99 %"),
        (5, 5, "100 %"),
    ],
)
def test_shares_never_hide_the_few(part, whole, said):
    assert labels.share(part, whole).replace("\u00a0", " ") == said


def test_amounts_are_written_with_spaces():
    assert labels.kronor(1234567).replace("\u00a0", " ") == "1 234 567 kr"


def test_a_long_statement_comes_in_volumes_that_each_stand_alone():
    documents = statement_volumes(many(1_001))

    assert [document.title.rsplit(", ", 1)[1] for document in documents] == [
        "del 1 av 2",
        "del 2 av 2",
    ]
    assert [
        len(table.rows)
        for d in documents
        for c, table in tables(d).items()
        if c.startswith("Inspel ") and "–" in c
    ] == [501, 500]
    # The second volume repeats the reason, it does not refer to a row of the first.
    last = list(tables(documents[1]).values())[-1]
    assert "Pengarna räcker inte" in plain(last.rows[0][3])


def test_a_short_statement_is_one_volume():
    assert len(statement_volumes(kept())) == 1


def test_on_the_web_a_long_table_is_left_to_the_replies_own_pages():
    assert "Alla 201 inspel med svar går att söka" in words(statement_for_web(many(201)))


def test_the_preview_says_how_much_is_shown():
    found = facts.frozen(gather(world.full(), now=make.NOW, rows=1), number=0, made_on=world.TODAY)

    assert "Här visas de första 1 av 4 inspel." in words(statement_preview(found))


@override_settings(LANGUAGE_CODE="en")
def test_the_language_is_the_statements_own_whoever_asks():
    assert "Sammanfattning" in words(statement_document(kept()))


def test_every_format_comes_out_of_the_same_document_with_the_same_bytes():
    document = statement_document(kept())

    pdf = to_pdf(document)
    word = docx.Document(io.BytesIO(to_docx(document)))
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)

    assert [failure.rule_id for failure in report.failures] == []
    headings = [p.text for p in word.paragraphs if str(p.style and p.style.name) == "Heading 1"]
    assert headings[0] == "Sammanfattning"
    assert len(word.tables) == len(tables(document))
    assert pdf == to_pdf(document)
    assert to_html(document) == to_html(document)


def test_hostile_text_harms_no_format():
    consultation = world.full()
    world.point(
        consultation, '=1+1 <script>alert(1)</script> #read("x") $x$ \x01\u202e {{ 7*7 }} 😀'
    )
    document = statement_document(kept(consultation))

    report = page.validate_pdf_bytes(to_pdf(document), profile=page.ValidationProfile.PDF_UA_1)
    assert [failure.rule_id for failure in report.failures] == []
    assert "<script>" not in to_html(document)
    docx.Document(io.BytesIO(to_docx(document)))
