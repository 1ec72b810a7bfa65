"""The open page that reviews an invitation: pasted, as a file, by keyboard, without script."""

import re

import pytest
from playwright.sync_api import expect

WEAK = (
    "Region Exempel län bjuder in till dialog om kulturen. Tisdag 14 oktober 2025 kl. 10.00, "
    "regionhuset. Ta chansen att tycka till! Föreningar och andra aktörer är välkomna. "
    "Anmäl er via länken."
)
ENGLISH = (
    "The region invites all associations to a dialogue about culture. We would like to hear what "
    "you think about the new plan, and you are welcome to join us at the library on Tuesday."
)


def review(visitor, text):
    page = visitor.page
    page.get_by_label("Inbjudans text").fill(text)
    page.get_by_role("button", name=re.compile("^Granska")).click()


@pytest.mark.parametrize("device", ["desktop", "phone", "narrow"])
def test_the_page_is_whole_when_empty_refused_in_another_language_and_with_a_review(visit, device):
    visitor = visit(device=device)
    page = visitor.go("/granska/")
    visitor.looks_fine()

    review(visitor, "")
    visitor.is_refused()

    review(visitor, ENGLISH)
    expect(page.get_by_role("heading", name="Texten är på engelska")).to_be_visible()
    visitor.looks_fine()

    review(visitor, WEAK)
    expect(page.get_by_role("heading", name="Det här kan bli bättre")).to_be_visible()
    page.locator(".s-more > summary").click()
    visitor.looks_fine()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_finding_leads_to_its_place_and_back_by_keyboard(visit, javascript):
    visitor = visit(javascript=javascript)
    page = visitor.go("/granska/")
    review(visitor, WEAK)
    there = page.get_by_role("link", name=re.compile("^Visa ")).first
    number = there.get_attribute("href").removeprefix("#m")

    there.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"#m{number}$"))
    expect(page.locator(f"#m{number}")).to_be_focused()
    back = page.get_by_role("link", name=f"Till anmärkning {number}", exact=True)
    if javascript:
        visitor.tab_to(back)
    back.focus()
    page.keyboard.press("Enter")

    expect(page.locator(f"#f{number}")).to_be_focused()


def test_a_place_in_the_text_leads_to_a_finding_that_was_folded_away(visit):
    visitor = visit()
    page = visitor.go("/granska/")
    review(visitor, WEAK)
    folded = page.locator(".s-more .s-finding").last
    expect(folded).to_be_hidden()

    page.locator(f"a[href='#{folded.get_attribute('id')}']").click()

    expect(folded).to_be_visible()


def test_a_text_file_is_read_and_its_text_goes_on_in_the_form(visit):
    visitor = visit(device="phone")
    page = visitor.go("/granska/")
    page.get_by_label("Eller välj en fil").set_input_files(
        {"name": "inbjudan.txt", "mimeType": "text/plain", "buffer": WEAK.encode("cp1252")}
    )

    page.get_by_role("button", name="Granska").click()

    expect(page.get_by_label("Inbjudans text")).to_have_value(WEAK)
    visitor.looks_fine()
