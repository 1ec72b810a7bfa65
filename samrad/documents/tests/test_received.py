"""The words of letters and mails that people send, and what is said of files that hold none."""

import io
from datetime import date
from email.message import EmailMessage

import pypdf
import pytest

from samrad.documents import received
from samrad.documents.blocks import Document, Paragraph
from samrad.documents.reading import EMPTY, NO_TEXT, OLD_WORD, UNKNOWN_KIND, Unreadable
from samrad.documents.writing import to_docx, to_pdf

LETTER = Document(
    title="Brev",
    date=date(2026, 3, 2),
    blocks=(Paragraph("Vi behöver en lokal på Öland."), Paragraph("Och en till.")),
    page_numbers=False,
)


def locked_pdf():
    writer = pypdf.PdfWriter(io.BytesIO(to_pdf(LETTER)))
    writer.encrypt("hemligt", algorithm="AES-256")
    return bytes_of(writer)


def blank_pdf():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    return bytes_of(writer)


def bytes_of(writer):
    packed = io.BytesIO()
    writer.write(packed)
    return packed.getvalue()


def mail(body, subtype="plain", charset="utf-8"):
    made = EmailMessage()
    made["From"], made["Subject"] = "kor@exempel.invalid", "Vårt svar"
    made.set_content(body, subtype=subtype, charset=charset)
    return made.as_bytes()


def test_word_and_pdf_give_their_words():
    word = received.read_received("brev.docx", to_docx(LETTER))
    pdf = received.read_received("brev.pdf", to_pdf(LETTER))

    assert "Vi behöver en lokal på Öland.\n\nOch en till." in word
    assert "Vi behöver en lokal på Öland." in pdf


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_a_saved_mail_gives_its_words_without_headers(charset):
    assert received.read_received(
        "mejl.eml", mail("Hej på er.\n\nVi vill åka.", charset=charset)
    ) == ("Hej på er.\n\nVi vill åka.")


def test_a_mail_in_html_gives_words_and_never_script():
    html = "<head><style>p{}</style></head><script>ont()</script><p>Hej.</p><p>Vi vill.</p>"

    assert received.read_received("mejl.eml", mail(html, "html")) == "Hej.\n\nVi vill."


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("brev.pdf", b"", EMPTY),
        ("brev.pdf", b"inte alls", received.NOT_A_PDF),
        ("brev.pdf", b"%PDF-1.7 trasig", received.NOT_A_PDF),
        ("brev.eml", b"ingenting", received.NOT_A_MAIL),
        ("brev.doc", b"gammal", OLD_WORD),
        ("brev.jpg", b"\xff\xd8\xff", UNKNOWN_KIND),
        ("brev.eml", b"From: a@exempel.invalid\nSubject: x\n\n", NO_TEXT),
    ],
)
def test_what_cannot_be_read_is_told_with_its_reason(name, content, reason):
    with pytest.raises(Unreadable) as refused:
        received.read_received(name, content)

    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [(locked_pdf, received.PDF_LOCKED), (blank_pdf, received.PDF_WITHOUT_TEXT)],
)
def test_a_pdf_that_is_locked_or_a_picture_is_told_apart(content, reason):
    with pytest.raises(Unreadable) as refused:
        received.read_received("brev.pdf", content())

    assert refused.value.reason == reason


def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(received, "_SECONDS", 0.001)

    with pytest.raises(Unreadable) as refused:
        received.read_received("brev.pdf", to_pdf(LETTER))

    assert refused.value.reason == received.PDF_TOO_LARGE


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252"])
def test_a_web_page_gives_its_words_in_the_encoding_it_names(encoding):
    page = f'<meta charset="{encoding}"><script>ont()</script><h1>Möte på Öland</h1><p>Kom.</p>'

    text = received.read_received("sida.html", page.encode(encoding))

    assert text == "# Möte på Öland\n\nKom."


def test_a_web_page_that_names_a_wrong_encoding_is_read_all_the_same():
    page = '<meta charset="utf-8"><p>Körens önskan på Öland</p>'.encode("cp1252")

    assert received.read_received("sida.htm", page) == "Körens önskan på Öland"


def test_a_web_page_without_words_is_told():
    with pytest.raises(Unreadable) as refused:
        received.read_received("sida.html", b"<script>ont()</script>")

    assert refused.value.reason == NO_TEXT
