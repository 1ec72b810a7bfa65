"""Letters hold facts by name and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.core.markdown import to_html
from samrad.invitations.rules.placeholders import (
    Faults,
    Placeholder,
    as_markdown_text,
    faults_in,
    fill,
    names_in,
)
from samrad.method import library

ALLOWED = [
    Placeholder(key="last_day", name="svara senast"),
    Placeholder(key="recipient", name="mottagare"),
]


@pytest.mark.parametrize(
    "written", ["{{ svara senast }}", "{{svara_senast}}", "{{ SVARA  Senast}}"]
)
def test_a_name_is_known_however_it_is_spaced(written):
    assert (
        fill(f"Före {written}.", allowed=ALLOWED, values={"last_day": "3 mars"}) == "Före 3 mars."
    )


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Inget alls", Faults()),
        ("{{ mottagare }} {{ svara senast }}", Faults()),
        ("{{ motagare }} {{ x }} {{ x }}", Faults(unknown=("motagare", "x"))),
        ("{{ mottagare }", Faults(is_broken=True)),
        ("{{ }}", Faults(unknown=("",))),
        ("{{ mottagare\n}}", Faults(is_broken=True)),
        ("{% if x %}", Faults()),
    ],
)
def test_what_is_wrong_is_named(text, faults):
    assert faults_in(text, allowed=ALLOWED) == faults
    assert bool(faults_in(text, allowed=ALLOWED)) is bool(faults)


def test_what_must_stand_in_the_letter_is_named_when_it_does_not():
    assert faults_in("{{ mottagare }}", allowed=ALLOWED, required=["last_day"]).missing == (
        "last_day",
    )


def test_an_unknown_name_is_never_passed_over_in_silence():
    with pytest.raises(KeyError):
        fill("{{ okänt }}", allowed=ALLOWED, values={})
    with pytest.raises(KeyError):
        fill("{{ mottagare }}", allowed=ALLOWED, values={})


def test_a_value_never_becomes_a_placeholder():
    values = {"recipient": "{{ svara senast }}", "last_day": "hemligt"}

    assert fill("Hej {{ mottagare }}", allowed=ALLOWED, values=values) == "Hej {{ svara senast }}"


@given(st.text(alphabet=st.sampled_from("<>[]()*_`#|~\\!ab:/.&"), max_size=30))
def test_a_plain_value_stays_plain_text_in_the_letter(value):
    html = to_html(f"x {as_markdown_text(value)} x")

    assert not any(
        f"<{tag}" in html for tag in ("a", "em", "strong", "code", "h1", "h2", "img", "li")
    )


@pytest.mark.parametrize(
    "key",
    ["invitation", "targeted-invitation", "referral", "reminder", "receipt", "heard", "answered"],
)
def test_every_letter_on_the_shelf_can_be_filled_with_its_examples(key):
    letter = library.letter(key)
    allowed = [Placeholder(key=k, name=n) for k, n in library.placeholder_names(key).items()]
    examples = {k: t.example for k, t in library.placeholders().text.placeholders.items()}

    filled = fill(letter.text.body, allowed=allowed, values=examples)

    assert faults_in(letter.text.body, allowed=allowed, required=letter.head.required) == Faults()
    assert list(names_in(filled)) == []
