"""In the late consultation what is red turns green as its cause is mended, and not before."""

import re

import pytest
from playwright.sync_api import expect

LATE = "/arbete/latsaslan/samrad/samrad-om-kulturplanen/"
QUALITY = f"{LATE}kvalitet/"
RED, GREEN = "Inte uppfyllt", "Uppfyllt"


@pytest.fixture
def officer(visit):
    visitor = visit()
    visitor.enter_as("tove")
    return visitor


def item(officer, code):
    """Return the row of an item, on the page as it is now."""
    page = officer.go(QUALITY)
    return page.locator(f"#{code}")


def state(officer, code):
    """Return the state that is read on the row of an item."""
    return item(officer, code).locator(".s-state").first


def mend(officer, code):
    """Follow the first way from the item to where it is mended."""
    item(officer, code).locator(".s-actions a").first.click()
    return officer.page


def test_a_meeting_moved_to_the_evening_turns_its_item_green(officer):
    expect(state(officer, "P05")).to_contain_text(RED)

    page = mend(officer, "P05")
    page.get_by_role("link", name=re.compile("Möte i")).first.click()
    page.get_by_label("Börjar").fill("18:00")
    page.get_by_label("Slutar").fill("19:30")
    page.get_by_role("button", name="Spara mötet").click()

    expect(state(officer, "P05")).to_have_text(re.compile(rf"^\W*{GREEN}"))
    officer.looks_fine()


def test_a_missing_purpose_is_written_and_confirmed(officer):
    expect(state(officer, "F03")).to_contain_text(RED)

    page = mend(officer, "F03")
    page.get_by_role("textbox", name="Syfte").fill("Vi vill veta vad ni behöver. Det styr stödet.")
    page.get_by_role("button", name="Spara och fortsätt").click()
    expect(item(officer, "F03")).to_contain_text("Väntar på att någon bekräftar.")
    item(officer, "F03").get_by_role("link", name="Bekräfta").click()
    officer.looks_fine()
    officer.page.get_by_label("Vad visar det?").fill("Två som inte var med läste och förstod.")
    officer.page.get_by_role("button", name="Bekräfta").click()

    expect(state(officer, "F03")).to_have_text(re.compile(rf"^\W*{GREEN}"))


def test_the_last_unanswered_point_turns_its_item_green(officer):
    expect(state(officer, "U05")).to_contain_text(RED)

    page = mend(officer, "U05")
    boxes = page.get_by_role("checkbox", name=re.compile("Välj inspel"))
    expect(boxes.first).to_be_visible()
    for number in range(boxes.count()):
        boxes.nth(number).check()
    page.get_by_role("button", name="Svara på dem tillsammans").click()
    page.wait_for_url(re.compile(r"inspel/\d+/"))
    page.get_by_role("radio", name="Noterat", exact=True).check()
    page.get_by_label("2. Varför?").fill("Tack, vi tar med oss det till nästa plan.")
    page.get_by_role("button", name="Spara och ta nästa").click()
    page.wait_for_load_state()
    expect(state(officer, "U05")).to_contain_text(RED)  # a proposal is no answer yet

    page = officer.go(f"{LATE}svar/")
    page.get_by_role("button", name="Godkänn de ikryssade").click()
    page.wait_for_load_state()

    expect(state(officer, "U05")).to_have_text(re.compile(rf"^\W*{GREEN}"))


def test_an_objection_stands_beside_the_verdict(officer):
    row = item(officer, "P05")

    expect(row).to_contain_text("Bestridet. Utslaget står kvar.")
    officer.looks_fine()


@pytest.mark.parametrize("device", ["desktop", "phone", "narrow"])
def test_the_pages_look_fine_at_every_width(visit, device):
    visitor = visit(device=device)
    visitor.enter_as("tove")
    for path in (
        QUALITY,
        f"{QUALITY}punkter/F03/",
        f"{QUALITY}storlek/",
        "/arbete/latsaslan/egna-punkter/",
    ):
        visitor.go(path)
        visitor.looks_fine()
