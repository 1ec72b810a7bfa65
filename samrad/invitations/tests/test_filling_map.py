"""From a place in the letter as it is read back to where it is written."""

import pytest

from samrad.invitations.rules.filling_map import Place, fill_and_map, utf16
from samrad.invitations.rules.placeholders import Placeholder, as_markdown_text, as_read
from samrad.invitations.rules.review.model import Span

ALLOWED = (
    Placeholder(key="last_day", name="svara senast"),
    Placeholder(key="meetings", name="möten"),
)
VALUES = {"last_day": "tisdag 31 mars", "meetings": "- 3 mars\n- 4 mars"}
SUBJECT = "Svara senast {{ svara senast }}"
BODY = "Hej!\n\n{{ möten }}\n\nSvara {{svara senast}}, vi {{ okänt }} lyssnar."
FOOT = "Så behandlar vi personuppgifter."


@pytest.fixture
def letter():
    return fill_and_map(subject=SUBJECT, body=BODY, foot=FOOT, allowed=ALLOWED, values=VALUES)


def span_of(letter, words):
    start = letter.text.index(words)
    return Span(start, start + len(words))


def written(place):
    return {"subject": SUBJECT, "body": BODY}[place.field][place.start : place.end]


def test_the_reader_meets_subject_body_and_foot(letter):
    assert letter.text == (
        "Svara senast tisdag 31 mars\n\n"
        "Hej!\n\n- 3 mars\n- 4 mars\n\nSvara tisdag 31 mars, vi {{ okänt }} lyssnar.\n\n"
        "Så behandlar vi personuppgifter."
    )


@pytest.mark.parametrize(
    ("read", "field", "there"),
    [
        ("Svara senast", "subject", "Svara senast"),  # before a placeholder
        ("Hej", "body", "Hej"),  # inside what is written
        ("3 mars\n-", "body", "{{ möten }}"),  # inside a value
        ("- 3 mars\n- 4 mars", "body", "{{ möten }}"),  # exactly a value
        ("Hej!\n\n- 3", "body", "Hej!\n\n{{ möten }}"),  # ends inside a value
        ("4 mars\n\nSvara t", "body", "{{ möten }}\n\nSvara {{svara senast}}"),  # value to value
        ("mars, vi", "body", "{{svara senast}}, vi"),  # begins inside a value
        (", vi {{ okänt }} ly", "body", ", vi {{ okänt }} ly"),  # an unknown name is only words
        ("lyssnar.", "body", "lyssnar."),  # at the end
        ("senast tisdag 31 mars\n\nHej!", "subject", "senast {{ svara senast }}"),  # two fields
        ("\n\nHej", "body", "Hej"),  # begins between the fields
        ("lyssnar.\n\nSå behandlar", "body", "lyssnar."),  # goes on into the foot
    ],
)
def test_a_stretch_is_found_where_it_is_written(letter, read, field, there):
    place = letter.place_of(span_of(letter, read))

    assert (place.field, written(place)) == (field, there)


@pytest.mark.parametrize("read", ["Så behandlar", "personuppgifter."])
def test_the_foot_is_written_nowhere(letter, read):
    assert letter.place_of(span_of(letter, read)) is None


@pytest.mark.parametrize(
    ("after", "before"),
    [
        ("Svara senast", "Hej!"),  # in the subject: the beginning of the body
        ("Hej!", "\n\n{{ möten }}"),
        ("- 3 mars", "\n\nSvara {{svara"),  # inside a value: after the placeholder
        ("- 4 mars", "\n\nSvara {{svara"),
        ("lyssnar.", ""),
        ("personuppgifter.", ""),  # in the foot: the end of the body
    ],
)
def test_what_is_put_in_goes_where_it_will_be_read(letter, after, before):
    at = letter.point_in_body(span_of(letter, after).end)

    assert BODY[at:].startswith(before)
    assert before or at == len(BODY)


@pytest.mark.parametrize(
    ("subject", "body", "text"),
    [("", "", ""), ("", "Hej", "Hej"), ("Ämne", "", "Ämne\n\n")],
)
def test_an_empty_field_is_no_trouble(subject, body, text):
    letter = fill_and_map(subject=subject, body=body, foot="", allowed=ALLOWED, values=VALUES)

    assert letter.text == text
    assert letter.point_in_body(0) == 0
    assert letter.point_in_body(len(text)) == len(body)


def test_every_literal_place_comes_back_as_itself(letter):
    body = letter.text.index("Hej!")

    assert [letter.place_of(Span(body + n, body + n + 1)) for n in range(6)] == [
        Place("body", n, n + 1) for n in range(6)
    ]


def test_a_value_is_read_without_its_escapes_and_with_its_links_written_out():
    assert as_read(as_markdown_text("2 * 3 [st] #kultur_a")) == "2 * 3 [st] #kultur_a"
    assert as_read("[Läs och svara](https://exempel.se/d/x/)\n\n**Kom**") == (
        "Läs och svara: https://exempel.se/d/x/\n\n**Kom**"
    )


@pytest.mark.parametrize(("at", "units"), [(0, 0), (1, 1), (2, 3), (3, 4)])
def test_places_are_counted_as_browsers_do(at, units):
    assert utf16("å🎉b", at) == units
