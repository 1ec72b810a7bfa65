"""The open page where anyone may have an invitation reviewed, and that nothing of it stays."""

import io
import logging
import tempfile
from datetime import date
from pathlib import Path

import pypdf
import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samrad.access.models import Attempt
from samrad.access.services import REVIEW, count_attempt
from samrad.core.clock import now
from samrad.documents.blocks import Document, Paragraph
from samrad.documents.writing import to_docx, to_pdf
from samrad.invitations.forms import MAX_REVIEWED
from samrad.invitations.rules.review.model import Audience, Facts, Kind
from samrad.invitations.rules.review.review import review
from samrad.invitations.views import reviewing

WEAK = (
    "Region Exempel län bjuder in till dialog om kulturen. Tisdag 14 oktober 2025 kl. 10.00, "
    "regionhuset. Ta chansen att tycka till! Föreningar och andra aktörer är välkomna. "
    "Anmäl er via länken."
)
SECRET = "Pelargonvägen 77"


@pytest.fixture(autouse=True)
def _database(db):
    """Count attempts, as the page does."""


def ask(client, **posted):
    return client.post(reverse("invitations_open:review"), posted)


def page(response):
    return response.content.decode()


def upload(name, content):
    return SimpleUploadedFile(name, content)


def test_the_empty_page_asks_for_a_text_and_says_that_nothing_is_kept(client):
    html = page(client.get(reverse("invitations_open:review")))

    assert "Klistra in texten" in html
    assert "Ingenting sparas" in html


def test_a_pasted_text_gets_score_findings_and_its_own_words_back(client):
    response = ask(client, text=WEAK)
    html = page(response)

    assert response.status_code == 200
    assert response.context["review"].score < 85
    assert "av 100" in html
    assert "Inbjudan säger inget om tillgänglighet" in html
    assert response.headers["Cache-Control"].count("no-store") == 1
    assert WEAK in response.context["form"]["text"].value()


def test_at_most_seven_findings_come_first_and_all_are_there(client):
    response = ask(client, text=WEAK)
    shown = response.context

    assert len(shown["first"]) == 7
    assert [n for n, _one in [*shown["first"], *shown["rest"]]] == list(
        range(1, len(shown["review"].findings) + 1)
    )
    assert f"Visa alla {len(shown['review'].findings)}" in page(response)


def test_every_finding_with_a_place_is_linked_to_and_from_it(client):
    response = ask(client, text=WEAK)
    html = page(response)

    for number, finding in enumerate(response.context["review"].findings, start=1):
        assert f'id="f{number}"' in html
        if finding.span or finding.insertion:
            assert html.count(f'id="m{number}"') == 1
            assert html.count(f'href="#m{number}"') == 1
            assert html.count(f'href="#f{number}"') == 1


def test_what_looks_like_html_is_shown_as_it_was_written(client):
    html = page(ask(client, text=WEAK + ' <script>alert("x")</script>'))

    assert '<script>alert("x")' not in html
    assert "&lt;script&gt;alert(&quot;x&quot;)" in html


def test_what_the_reader_knows_is_told_to_the_review(client, monkeypatch):
    told = []

    def review_and_listen(text, facts):
        told.append(facts)
        return review(text, facts)

    monkeypatch.setattr(reviewing, "review", review_and_listen)

    ask(client, text=WEAK, sent="2025-09-01", kind="MOTE", audience="civil_society")

    assert told == [
        Facts(sent=date(2025, 9, 1), kind=Kind.MEETING, audience=Audience.CIVIL_SOCIETY)
    ]


def document(words):
    return Document(
        title="Inbjudan",
        date=date(2026, 3, 2),
        blocks=(Paragraph(words),),
        page_numbers=False,
    )


@pytest.mark.parametrize(
    ("name", "make_file"),
    [
        ("inbjudan.docx", lambda: to_docx(document(WEAK))),
        ("inbjudan.pdf", lambda: to_pdf(document(WEAK))),
        ("inbjudan.html", f"<h1>Dialog</h1><p>{WEAK}</p><script>x</script>".encode),
        ("inbjudan.txt", lambda: WEAK.encode("cp1252")),
        ("inbjudan.md", f"# Dialog\n\n{WEAK}".encode),
    ],
)
def test_a_file_is_read_and_its_text_can_be_changed_on_the_page(client, name, make_file):
    response = ask(client, upload=upload(name, make_file()), text="Något annat som stod där.")

    assert response.status_code == 200
    text = " ".join(response.context["form"]["text"].value().split())
    assert "Ta chansen att tycka till! Föreningar och andra aktörer är välkomna." in text
    assert "Något annat" not in text


def scanned_pdf():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    return _bytes_of(writer)


def locked_pdf():
    writer = pypdf.PdfWriter(io.BytesIO(to_pdf(document(WEAK))))
    writer.encrypt("hemligt", algorithm="AES-256")
    return _bytes_of(writer)


def _bytes_of(writer):
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", scanned_pdf, "bild av ett papper"),
        ("a.pdf", locked_pdf, "låst med lösenord"),
        ("a.pdf", lambda: b"%PDF-1.7 trasig", "går inte att läsa som en PDF"),
        ("a.docx", lambda: b"PK trasig", "ingen Word-fil"),
        ("a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", "låst med lösenord"),
        ("a.doc", lambda: b"gammal", "Spara om den som .docx"),
        ("a.png", lambda: b"\x89PNG", "Den sortens fil"),
        ("a.txt", lambda: b"\x00\x01\x02\x00", "ingen text, eller sparad med en teckenkodning"),
        ("a.txt", lambda: b"", "Filen är tom"),
        ("a.txt", lambda: b"a " * (1024 * 1024 + 1), "högst 2 MB"),
        ("a.html", lambda: b"<script>x</script>", "ingen text i filen"),
        ("a.txt", "för kort".encode, "för lite text"),
        ("a.txt", lambda: b"ord " * (MAX_REVIEWED // 4 + 1), "högst 200 000 tecken"),
    ],
)
def test_a_file_that_cannot_be_reviewed_says_why(client, name, content, said):
    response = ask(client, upload=upload(name, content()))

    assert response.status_code == 422
    assert said in page(response)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Klistra in en text eller välj en fil."),
        (" \n\u200b ", "Klistra in en text eller välj en fil."),
        ("Välkomna!", "för lite text"),
        ("å" * (MAX_REVIEWED + 1), "högst 200 000 tecken"),
    ],
)
def test_a_text_that_cannot_be_reviewed_says_why_and_stays(client, text, said):
    response = ask(client, text=text)

    assert response.status_code == 422
    assert said in page(response)
    assert text.strip() in page(response)


def test_another_language_is_recognised_and_not_judged(client):
    text = "The region invites you to a meeting about the new plan for culture. Welcome to join us!"

    html = page(ask(client, text=text))

    assert "Texten är på engelska" in html
    assert "av 100" not in html


def test_what_is_no_invitation_is_not_judged_unless_the_reader_says_what_it_is(client):
    text = "Lök, smör, mjöl och mjölk. Fräs löken i smöret, pudra över mjölet och späd med mjölken."

    unknown, told = ask(client, text=text), ask(client, text=text, kind="MOTE")

    assert "Vi känner inte igen det som en inbjudan" in page(unknown)
    assert "av 100" not in page(unknown)
    assert "av 100" in page(told)


def test_too_many_reviews_from_one_place_have_to_wait(client):
    for _time in range(REVIEW.count):
        count_attempt(limit=REVIEW, where="127.0.0.1", now=now())

    response = ask(client, text=WEAK)

    assert response.status_code == 429
    assert response.headers["Retry-After"] == str(REVIEW.seconds)


def rows():
    return {
        model._meta.label: list(model.objects.order_by("pk").values())
        for model in apps.get_models()
        if model is not Attempt
    }


def files_under(*folders):
    return {
        path: path.read_bytes()
        for folder in folders
        for path in Path(folder).rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("way", ["text", "refused", "txt", "docx", "pdf"])
def test_no_row_file_or_log_line_keeps_the_text(
    client, settings, caplog, tmp_path, monkeypatch, way
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    words = f"{WEAK} Vi ses på {SECRET}."
    posted = {
        "text": lambda: {"text": words},
        "refused": lambda: {"text": words, "sent": "igår"},
        "txt": lambda: {"upload": upload("a.txt", words.encode())},
        "docx": lambda: {"upload": upload("a.docx", to_docx(document(words)))},
        "pdf": lambda: {"upload": upload("a.pdf", to_pdf(document(words)))},
    }[way]()
    before, kept = rows(), files_under(settings.SAMRAD_VAR)
    caplog.set_level(logging.DEBUG)

    response = ask(client, **posted)

    assert SECRET in page(response)
    assert rows() == before
    assert files_under(settings.SAMRAD_VAR) == kept
    assert list(tmp_path.iterdir()) == []
    assert SECRET not in caplog.text
    assert all(SECRET not in str(row) for row in Attempt.objects.values())
    assert "samrad_session" not in response.cookies
