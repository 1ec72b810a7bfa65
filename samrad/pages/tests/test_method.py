"""The method library and the cases: everything is there, and what belongs together leads on."""

import re
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.urls import reverse

from samrad.method import library
from samrad.pages.queries import method
from samrad.pages.queries.method import Kind
from samrad.pages.templatetags.leaves import address

MOST_BYTES = 54_000  # of HTML as it is sent; the rest of the 120 kB is the frame's files and htmx
MOST_WITHOUT_HTMX = 68_000
LEAVES = list(method.leaves().values())
ALL_PAGES = [
    *sorted({address(leaf).partition("#")[0] for leaf in LEAVES}),
    "/metod/",
    "/metod/sok/?q=inbjudan",
    "/metod/lathundar/",
    "/metod/former/",
    "/metod/roller/",
    "/metod/behov/",
    "/metod/for-foreningar/",
    "/metod/andringar/",
    "/exempel/",
]


class Anchors(HTMLParser):
    """The ids of a page, and where its links lead."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.links = [], []
        self.feed(html)

    def handle_starttag(self, _tag, attrs):
        given = dict(attrs)
        self.ids += [given["id"]] if given.get("id") else []
        self.links += [given["href"]] if given.get("href") else []


def test_the_library_holds_what_it_should():
    counted = {kind: len(method.of_kind(kind)) for kind in Kind}

    assert counted[Kind.ITEM] == 80
    assert counted[Kind.CELL] == 24
    assert counted[Kind.PRINCIPLE] == 6
    assert counted[Kind.NEED] == 5
    assert counted[Kind.FORM] >= 18
    assert counted[Kind.CASE] >= 6
    assert min(counted.values()) >= 2


@pytest.mark.parametrize("page", ALL_PAGES)
def test_a_page_is_whole_and_small(client, db, page, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        answer = client.get(page)

    seen = Anchors(answer.content.decode())
    assert answer.status_code == 200
    assert len(seen.ids) == len(set(seen.ids))
    loads_htmx = b"htmx" in answer.content
    assert len(answer.content) <= (MOST_BYTES if loads_htmx else MOST_WITHOUT_HTMX)


def test_every_leaf_is_where_it_is_said_to_be(client, db):
    pages = {}
    for leaf in LEAVES:
        page, _, anchor = address(leaf).partition("#")
        if page not in pages:
            pages[page] = client.get(page).content.decode()
        html = pages[page]
        assert anchor in Anchors(html).ids if anchor else leaf.title in html


def test_the_overview_leads_to_every_part(client, db):
    seen = Anchors(client.get("/metod/").content.decode())

    parts = ["principles", "matrix", "checklist", "guides", "forms", "roles", "needs", "numbers"]
    assert {reverse(f"pages:method_{part}") for part in [*parts, "changes"]} <= set(seen.links)
    assert {reverse("pages:method_booklet", args=[one]) for one in ("pdf", "docx")} <= set(
        seen.links
    )
    assert {address(leaf) for leaf in method.of_kind(Kind.GUIDE)} <= set(seen.links)


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: f"{leaf.kind}-{leaf.key}")
def test_what_belongs_together_does_so_both_ways(leaf):
    for near in method.related(leaf.mark).values():
        for other in near:
            assert leaf in method.related(other.mark)[leaf.kind]


@pytest.mark.parametrize("leaf", method.of_kind(Kind.CASE), ids=lambda leaf: leaf.key)
def test_a_case_leads_to_its_cells_and_forms_and_shows_its_source(client, db, leaf):
    case = library.case(leaf.key)

    html = client.get(address(leaf)).content.decode()

    links = Anchors(html).links
    assert {f"/metod/matrisen/#{cell.lower()}" for cell in case.head.cells} <= set(links)
    assert {source.address for source in case.head.sources} <= set(links)
    assert ("Resultatet är inte redovisat i källan." in html) is (case.text.result is None)


@pytest.mark.parametrize("guide", ["finns-inte", "kompetens"])
def test_a_guide_that_is_not_there_is_not_found(client, db, guide):
    assert client.get(f"/metod/lathundar/{guide}/").status_code == 404


# Search


@pytest.mark.parametrize(
    ("words", "kind", "key"),
    [
        ("skriva syfte", Kind.GUIDE, "writing-a-purpose"),
        ("F03", Kind.ITEM, "F03"),
        ("b2", Kind.CELL, "B2"),
        ("oppet mote", Kind.FORM, "open-meeting"),
        ("Jönköping", Kind.CASE, "evening-feedback"),
        ("mångfald", Kind.PRINCIPLE, "M"),
    ],
)
def test_search_finds_it_among_the_first(words, kind, key):
    assert (kind, key) in [hit.leaf.mark for hit in method.find(words)[:5]]


def test_search_is_by_kind_with_the_words_marked(client, db):
    html = client.get("/metod/sok/", {"q": "inbjudan"}).content.decode()

    assert "<mark>" in html
    assert re.search(r"\d+ träffar på ”inbjudan”", html)


def test_a_search_without_hits_suggests_others(client, db):
    html = client.get("/metod/sok/", {"q": "inbjuddan"}).content.decode()

    assert "Menade du" in html
    assert "/metod/sok/?q=inbjudan" in html


@pytest.mark.parametrize("words", ["", "   ", "<script>alert(1)</script>", "å" * 101, "%00", "'"])
def test_any_search_is_answered(client, db, words):
    answer = client.get("/metod/sok/", {"q": words})

    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


def test_htmx_gets_the_results_alone(client, db):
    answer = client.get("/metod/sok/", {"q": "syfte"}, headers={"HX-Request": "true"})

    assert b"<html" not in answer.content
    assert b"<mark>" in answer.content


# Cases


@pytest.mark.parametrize(
    ("asked", "slugs"),
    [
        ({"q": "dagordning"}, {"formote-satter-dagordningen"}),
        ({"form": "feedback-meeting"}, {"aterkopplingsting-pa-kvallen"}),
        ({"ruta": "C1"}, {"arligt-ting-och-samtal", "en-allians-steg-for-steg"}),
        ({"ruta": "C1", "form": "open-space"}, {"arligt-ting-och-samtal"}),
        ({"q": "xyzzy"}, set()),
    ],
)
def test_cases_are_found_by_problem_form_and_cell(client, db, asked, slugs):
    html = client.get("/exempel/", asked).content.decode()

    assert set(re.findall(r'href="/exempel/([a-z-]+)/"', html)) == slugs
    assert ("Inget exempel passar" in html) is (not slugs)


def test_a_choice_that_is_none_shows_all(client, db):
    html = client.get("/exempel/", {"form": "no-such-form"}).content.decode()

    assert len(set(re.findall(r'href="/exempel/([a-z-]+)/"', html))) == len(library.cases())


# In English, and help in the step


def test_in_english_the_page_says_that_the_method_is_in_swedish(client, db):
    client.cookies["samrad_language"] = "en"

    html = client.get("/metod/lathundar/skriva-ett-syfte/").content.decode()

    assert "The method is written in Swedish." in html
    assert 'lang="sv"' in html


def shown(text):
    return Template(f"{{% load method_help %}}{text}").render(Context())


def test_help_names_the_guides_asked_for_first_and_at_most_three():
    html = shown('{% step_help "writing-a-purpose" "INVITE" %}')

    links = Anchors(html).links
    assert len(links) == 3
    assert links[0] == "/metod/lathundar/skriva-ett-syfte/"


def test_help_follows_items_and_is_silent_where_there_is_none():
    assert "/metod/lathundar/skriva-ett-syfte/" in Anchors(shown('{% step_help "F03" %}')).links
    assert shown('{% step_help "no-such-thing" %}').strip() == ""
