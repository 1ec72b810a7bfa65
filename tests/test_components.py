"""The parts pages are built of: each renders, is whole HTML and needs no inline style or script."""

import re
from collections import Counter
from datetime import UTC, date, datetime, time
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from samrad.core.templatetags import ui

ROOT = Path(__file__).parents[1]
TEMPLATES = sorted((ROOT / "samrad").glob("**/templates/**/*.html"))
COMPONENTS = sorted((ROOT / "samrad/core/templates/components").glob("*.html"))
ERROR_PAGES = ("400", "403", "403_csrf", "404", "405", "410", "413", "422", "429", "500", "503")
VOID = frozenset({"base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
INLINE = re.compile(
    r"<[^>]*\s(?:style|on[a-z]+|hx-on[a-z:-]*)\s*=|<style|<script(?![^>]*\ssrc=)|=\s*[\"']js:"
)


class Example(forms.Form):
    """A field of every kind."""

    name = forms.CharField(label="Föreningens namn", help_text="Som det står i stadgarna.")
    email = forms.EmailField(label="E-post", required=False)
    day = forms.DateField(label="Dag")
    time = forms.TimeField(label="Tid")
    moment = forms.DateTimeField(label="Dag och tid", required=False)
    kind = forms.ChoiceField(label="Typ", choices=[("F", "Förening"), ("N", "Nätverk")])
    text = forms.CharField(label="Vad hindrar er?", widget=forms.Textarea, help_text="Kort.")
    mandate = forms.ChoiceField(
        label="Vem talar ni för?",
        widget=forms.RadioSelect,
        choices=[("Y", "Styrelsen har godkänt"), ("N", "Inte än")],
        error_messages={"required": "Välj vem ni talar för."},
    )
    outcome = forms.ChoiceField(
        label="Utfall", widget=forms.RadioSelect, choices=[("A", "Infört"), ("B", "Inte infört")]
    )
    areas = forms.MultipleChoiceField(
        label="Områden",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("M", "Musik"), ("T", "Teater")],
    )
    nothing = forms.BooleanField(label="Inget att tillägga", required=False, help_text="Går bra.")
    agrees = forms.BooleanField(label="Stämmer")
    file = forms.FileField(label="Bilaga", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=3)


class Search(forms.Form):
    """A filter over a list."""

    q = forms.CharField(label="Sök", required=False)


def a_request(path: str = "/?sida=7&ordning=namn&kommun=0764") -> Any:
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return request


def plain_values() -> dict[str, Any]:
    step = {"state": "done", "title": "Nu", "text": "Ni svarar.", "url": "#"}
    return {
        "filter_form": Search(),
        "page": Paginator(range(500), 20).get_page(7),
        "diff": [("keep", "Sök "), ("del", "på nätet"), ("ins", "på papper"), ("keep", ".")],
        "points": ["En sak.", "En till."],
        "hidden": [("key", "value")],
        "facts": [{"icon": "clock", "title": "Svara senast söndag", "text": "69 dagar kvar"}],
        "figures": [{"label": "Bjuds in", "number": 508, "note": "96 brev", "url": "#"}],
        "influence": {
            "OPEN": [{"text": "Vilka som får stöd"}],
            "PARTLY": [{"text": "Hur man söker", "reason": "och när"}],
            "LOCKED": [{"text": "Att planen gäller i fyra år", "reason": "Det är beslutat."}],
        },
        "reasons": [
            {"code": "I02", "title": "Ett fel", "text": "Kvar.", "url": "#", "label": "Rätta"}
        ],
        "states": ["d", "n", ""],
        "stops": [{"title": "Lokal saknas", "note": "Ring", "url": "#"}, {"title": "Text saknas"}],
        "steps": [step, {"state": "now", "title": "Sedan", "text": "Svar."}, {"title": "Slut"}],
        "columns": ["Organisation", "Kommun"],
        "rows": [["Kören Låtsastonerna", "Alvesta"]],
        "outcomes": [("Infört", 41, "full"), ("Inte infört", 52, "no"), ("Noterat", 8)],
        "questions": [{"state": "done", "url": "#"}, {"state": "now"}, {}],
        "stages": [
            {"label": "Förbereda", "state": "done", "note": "klar"},
            {"label": "Bjuda in", "state": "now", "gate": "stop", "gate_label": "Stängd grind"},
        ],
        "weeks": [{"number": 51}, {"number": 52, "off": True, "note": "jul"}],
        "week_rows": [
            {"label": "Exempelplanen", "cells": [{"events": [{"text": "Möte"}]}, {"off": True}]}
        ],
        "hints": {"Y": "Vid mötet 18 januari."},
        "long_text": "Ett stycke.\n\nEtt till.",
        "moment": datetime(2026, 11, 23, 14, 32, tzinfo=UTC),
    }


def render_gallery(form: forms.Form) -> str:
    source = (ROOT / "tests/gallery.html").read_text(encoding="utf-8")
    context = {**plain_values(), "form": form}
    return str(engines["django"].from_string(source).render(context, a_request()))


class Reader(HTMLParser):
    """Collects what is wrong with a page: tags left open, equal ids, lost targets, inline code."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("for", "aria-describedby", "aria-labelledby"):
                self.targets += (value or "").split()
            if name == "style" or name.startswith("on"):
                self.faults.append(f"{name} on <{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else at {self.getpos()}")


def faults_of(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    doubled = sorted({name for name in reader.ids if reader.ids.count(name) > 1})
    lost = sorted(set(reader.targets) - set(reader.ids))
    return [
        *reader.faults,
        *reader.open,
        *[f"two #{x}" for x in doubled],
        *[f"no #{x}" for x in lost],
    ]


def a_filled_form() -> Example:
    return Example(
        initial={
            "day": date(2026, 12, 24),
            "time": time(18),
            "moment": datetime(2026, 12, 24, 18, 30, tzinfo=UTC),
            "mandate": "Y",
            "areas": ["T"],
        }
    )


@pytest.mark.parametrize(
    "form", [a_filled_form(), Example({"text": "<b>hej</b>"})], ids=["blank", "wrong"]
)
def test_the_gallery_is_whole_html_without_inline_style_or_script(form):
    html = render_gallery(form)

    assert faults_of(html) == []


def test_the_walk_over_templates_walked():
    assert len(COMPONENTS) >= 20
    assert len(TEMPLATES) >= 50


def test_no_template_holds_inline_style_or_script():
    # Mail programs know no style sheet: what is sent and never served lies in a folder of its own.
    assert [
        f"{path.relative_to(ROOT)}: {found.group()[-40:]}"
        for path in TEMPLATES
        if path.parent.name != "mail" and (found := INLINE.search(path.read_text(encoding="utf-8")))
    ] == []


@pytest.mark.parametrize(
    "inline",
    [
        '<p style="--gap:1rem">',
        '<a href="#" onclick="go()">',
        "<style>p{}</style>",
        "<script>go()</script>",
        '<b hx-on:click="go()">',
    ],
)
def test_the_walk_would_see_inline_code(inline):
    assert INLINE.search(inline)


def test_every_component_says_what_it_is_in_its_first_line():
    assert [
        path.name for path in COMPONENTS if not path.read_text(encoding="utf-8").startswith("{# ")
    ] == []


def test_every_component_stands_in_the_gallery():
    sources = [(ROOT / "tests/gallery.html"), *TEMPLATES, ROOT / "samrad/core/templatetags/ui.py"]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)

    assert [path.name for path in COMPONENTS if f'"components/{path.name}"' not in text] == []


@pytest.mark.parametrize("code", ERROR_PAGES)
def test_error_pages_render_without_a_context_of_their_own(code):
    html = render_to_string(f"{code}.html", {}, request=a_request())

    assert faults_of(html) == []
    assert html.count("<h1>") == 1


@pytest.mark.parametrize("code", ["500", "503"])
def test_pages_for_our_own_failures_need_no_request(code):
    assert "<h1>" in render_to_string(f"{code}.html")


def test_what_was_typed_is_kept_and_escaped():
    assert "&lt;b&gt;hej&lt;/b&gt;</textarea>" in render_gallery(Example({"text": "<b>hej</b>"}))


def test_the_error_summary_names_the_field_and_leads_to_it():
    html = render_to_string(
        "components/error_summary.html", ui.error_summary(Example({"name": "A"}))
    )

    assert '<a href="#id_day">Dag – ' in html
    assert '<a href="#id_mandate_0">Välj vem ni talar för.</a>' in html


def test_dates_and_times_use_the_browsers_own_fields():
    form = a_filled_form()

    assert 'type="date"' in ui.field(form["day"])
    assert 'value="2026-12-24"' in ui.field(form["day"])
    assert 'value="18:00"' in ui.field(form["time"])
    assert 'type="datetime-local"' in ui.field(form["moment"])


def test_a_field_that_may_be_left_out_says_so():
    form = Example()

    assert "frivilligt" in ui.field(form["email"])
    assert "frivilligt" not in ui.field(form["name"])


def test_pages_of_a_list_keep_the_rest_of_the_query():
    context = ui.pagination(
        Context({"request": a_request()}), Paginator(range(500), 20).get_page(7)
    )

    assert context["next"] == "?sida=8&ordning=namn&kommun=0764"
    assert [number for number, href in context["links"] if href] == [1, 6, 7, 8, 25]


def test_a_column_turns_round_when_sorted_again():
    context = ui.sort_header(Context({"request": a_request()}), "Namn", "namn")

    assert context["direction"] == "ascending"
    assert context["href"] == "?ordning=-namn&kommun=0764"


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (0, 97, "w-0"),
        (1, 1000, "w-1"),
        (61, 97, "w-63"),
        (97, 97, "w-100"),
        (200, 97, "w-100"),
        (3, 0, "w-0"),
    ],
)
def test_widths_never_hide_something_or_overflow(part, whole, expected):
    assert ui.width(part, whole) == expected


@pytest.mark.parametrize(
    ("number", "href"),
    [
        ("010-000 00 01", "tel:+46100000001"),
        ("+46 10 000 00 01", "tel:+46100000001"),
        ("1177", "tel:1177"),
    ],
)
def test_phone_numbers_can_be_rung(number, href):
    assert ui.phone_href(number) == href


@pytest.mark.parametrize(
    ("name", "letter"),
    [("Region Kronoberg", "K"), ("Region Jönköpings län", "J"), ("Östergötland", "Ö"), ("", "S")],
)
def test_the_mark_holds_the_telling_letter(name, letter):
    assert ui.initial(name) == letter


def test_a_link_to_where_one_is_says_so_and_an_unknown_address_is_left_out():
    context = Context({"request": a_request("/logga-in/kod/")})

    assert ui.nav_link(context, "account_login", "Logga in") == (
        '<a href="/logga-in/" aria-current="true">Logga in</a>'
    )
    assert ui.nav_link(context, "account_login", "Logga in", exact=True) == (
        '<a href="/logga-in/">Logga in</a>'
    )
    assert ui.nav_link(context, "no:such", "Ingenstans") == ""


def test_our_script_stays_small():
    assert (ROOT / "samrad/core/static/core/samrad.js").stat().st_size < 10_000


def test_a_class_has_one_rule_of_its_own_so_that_no_two_things_share_a_name():
    sheet = (ROOT / "samrad/core/static/core/samrad.css").read_text(encoding="utf-8").splitlines()
    found: Counter[str] = Counter()
    depth = 0
    for before, line in pairwise(["", *sheet]):
        if not depth and re.fullmatch(r"\.[\w-]+ \{", line) and not before.endswith(","):
            found[line] += 1
        depth += line.count("{") - line.count("}")

    assert len(found) > 100
    assert {rule: number for rule, number in found.items() if number > 1} == {}


def test_every_class_of_the_sheet_is_used_by_some_page():
    sheet = (ROOT / "samrad/core/static/core/samrad.css").read_text(encoding="utf-8")
    selectors = re.sub(r"/\*.*?\*/|\{[^{}]*\}", "", sheet, flags=re.DOTALL)
    classes = set(re.findall(r"\.([a-z][\w-]*)", selectors))
    sources = (path for end in ("html", "py", "js") for path in (ROOT / "samrad").rglob(f"*.{end}"))
    said = set(
        re.findall(r"[\w-]+", "\n".join(path.read_text(encoding="utf-8") for path in sources))
    )
    made = re.compile(r"(?:w|gap)-\d+|i-[a-z]+|s-mark-[a-z]")  # put together where they are used

    assert len(classes) > 300
    assert sorted(one for one in classes - said if not made.fullmatch(one)) == []
