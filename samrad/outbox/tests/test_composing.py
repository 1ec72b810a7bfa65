"""A letter in Markdown as a mail."""

from html.parser import HTMLParser

from samrad.outbox.services import compose_mail

TOKEN = "abc123tokenxyz"
BODY = (
    f"Hej **Kören**,\n\n[Läs mer och svara](https://samrad.example.org/d/{TOKEN}/)\n\n- En\n- Två"
)


def composed(**given):
    return compose_mail(
        **{
            "subject": "Svara senast\nsöndag",
            "body": BODY,
            "sender": "Region Kronoberg",
            "from_address": "samrad@exempel.invalid",
            "secrets": [TOKEN],
        }
        | given
    )


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.links, self.words = [], [], []

    def handle_starttag(self, tag, attrs):
        if tag not in {"meta", "br", "hr"}:
            self.open.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def read(mail):
    reader = Reader()
    reader.feed(mail.html)
    assert reader.open == []
    return reader


def test_text_and_html_say_the_same_and_hold_the_link():
    mail = composed()

    link = f"https://samrad.example.org/d/{TOKEN}/"
    assert mail.text == f"Hej Kören,\n\nLäs mer och svara: {link}\n\n- En\n- Två\n"
    assert read(mail).links == [link]


def test_the_kept_text_has_no_token():
    mail = composed(foot=f"Se https://samrad.example.org/d/{TOKEN}/")

    assert TOKEN in mail.text
    assert TOKEN not in mail.archived_text
    assert mail.archived_text.count("/d/•••/") == 2


def test_the_subject_is_one_line_and_the_sender_is_named():
    mail = composed(sender="Region Örebro län")

    assert mail.subject == "Svara senast söndag"
    assert mail.from_email == "=?utf-8?q?Region_=C3=96rebro_l=C3=A4n?= <samrad@exempel.invalid>"


def test_hostile_words_stay_words():
    mail = composed(body="<script>x()</script> [a](javascript:x) **\0", subject="<b>", sender="<i>")

    reader = read(mail)
    assert reader.links == []
    assert "<script>x()</script>" in "".join(reader.words)


def test_a_mail_fetches_nothing():
    mail = composed(body="![spion](https://example.org/spy.png)")

    assert "spy.png" not in mail.html
    assert not any(sign in mail.html for sign in ("<img", "url(", "<link", "@import"))
