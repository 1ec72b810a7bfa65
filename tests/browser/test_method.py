"""The method library as it is used: searched while one types, printed, taken home."""

import re

import pytest
from playwright.sync_api import expect

FOUND = "/metod/lathundar/skriva-ett-syfte/"


def test_the_library_is_searched_while_one_types(visit):
    visitor = visit()
    page = visitor.go("/metod/")

    page.get_by_role("searchbox").press_sequentially("skriva syfte", delay=20)

    expect(page.locator(f"#fynd a[href='{FOUND}']")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("träff")
    visitor.looks_fine()


def test_the_library_is_searched_without_a_script(visit):
    visitor = visit(device="phone", javascript=False)
    page = visitor.go("/metod/")

    page.get_by_role("searchbox").fill("skriva syfte")
    page.get_by_role("button", name="Sök").click()

    expect(page.locator(f"#fynd a[href='{FOUND}']")).to_be_visible()


def test_cases_are_narrowed_as_one_chooses(visit):
    visitor = visit(device="phone")
    page = visitor.go("/exempel/")

    page.get_by_label("Ruta i matrisen").select_option("C6")

    expect(page.get_by_role("status")).to_have_text("1 exempel")
    expect(page).to_have_url(re.compile(r"ruta=C6"))
    visitor.looks_fine()


@pytest.mark.parametrize("kind", ["PDF", "DOCX"])
def test_the_booklet_is_taken_home(visit, kind):
    page = visit().go("/metod/")

    with page.expect_download() as taken:
        page.get_by_role("link", name=kind).click()

    assert taken.value.suggested_filename == f"samrad-metod.{kind.lower()}"


def test_role_cards_print_a_card_a_page(visit):
    page = visit().go("/metod/roller/")
    cards = page.locator("article.s-rolecard")
    page.emulate_media(media="print")

    breaks = cards.evaluate_all("cards => cards.map(one => getComputedStyle(one).breakAfter)")

    assert len(breaks) >= 6
    assert set(breaks) == {"page"}
    expect(page.get_by_role("navigation").first).to_be_hidden()
