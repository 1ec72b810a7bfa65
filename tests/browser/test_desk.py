"""The answering desk by keyboard alone: to the next, the outcome, the reason, saved."""

import re

import pytest
from playwright.sync_api import expect

DESK = "/arbete/kronoberg/samrad/stod-till-motesplatser/inspel/"


@pytest.fixture
def officer(visit):
    officer = visit()
    officer.enter_as("kim")
    return officer


def number(page):
    """Return the number of the contribution that is open."""
    match = re.search(r"inspel/(\d+)/", page.url)
    return int(match.group(1)) if match else None


def test_points_are_answered_by_keys_alone(officer):
    page = officer.go(DESK)
    keyboard = page.keyboard

    keyboard.press("j")
    page.wait_for_url(re.compile(r"inspel/\d+/"))
    first = number(page)
    keyboard.press("j")
    page.wait_for_url(lambda url: f"inspel/{first}/" not in url)
    second = number(page)
    keyboard.press("k")
    page.wait_for_url(re.compile(f"inspel/{first}/"))
    keyboard.press("7")
    expect(page.get_by_role("radio", name="Noterat")).to_be_checked()
    officer.shows_focus()
    keyboard.press("r")
    expect(page.get_by_label("2. Varför?")).to_be_focused()
    officer.shows_focus()
    keyboard.type("Tack, det här tar vi med oss.")
    keyboard.press("Control+Enter")

    page.wait_for_url(re.compile(f"inspel/{second}/"))
    page = officer.go(f"{DESK}{first}/")
    expect(page.get_by_text("Tack, det här tar vi med oss.").first).to_be_visible()
    officer.looks_fine()


def test_letters_are_letters_while_somebody_writes(officer):
    page = officer.go(DESK)
    page.keyboard.press("j")
    page.wait_for_url(re.compile(r"inspel/\d+/"))
    here = number(page)
    page.keyboard.press("r")

    page.keyboard.type("jkr1")

    expect(page.get_by_label("2. Varför?")).to_have_value("jkr1")
    assert number(page) == here


def test_the_keys_can_be_turned_off(officer):
    page = officer.go(DESK)

    page.get_by_role("button", name="Stäng av tangenterna").click()
    page.keyboard.press("j")
    page.wait_for_timeout(300)
    assert number(page) is None
    page.reload()
    page.get_by_role("button", name="Slå på tangenterna").click()
    page.keyboard.press("j")

    page.wait_for_url(re.compile(r"inspel/\d+/"))


def test_what_is_typed_is_kept_when_the_page_is_left(officer):
    page = officer.go(DESK)
    page.keyboard.press("j")
    page.wait_for_url(re.compile(r"inspel/\d+/"))
    here = page.url
    page.get_by_label("2. Varför?").fill("Halvskriven tanke")
    expect(page.get_by_text(re.compile("Sparat"))).to_be_visible()

    officer.go(DESK)
    officer.go(here)

    expect(page.get_by_label("2. Varför?")).to_have_value("Halvskriven tanke")
    expect(page.get_by_text("inte sparade står kvar")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_points_are_ticked_and_get_one_reply(visit, javascript):
    officer = visit(javascript=javascript)
    officer.enter_as("kim")
    page = officer.go(DESK)
    boxes = page.get_by_role("checkbox", name=re.compile("Välj inspel"))
    button = page.get_by_role("button", name="Svara på dem tillsammans")
    expect(button).to_be_hidden()

    first, second, third = (boxes.nth(n).get_attribute("value") for n in range(3))
    for number in range(3):
        boxes.nth(number).check()
    expect(button).to_be_visible()
    if javascript:
        expect(page.get_by_text("3 valda", exact=True)).to_be_visible()
    officer.looks_fine()
    page.get_by_role("searchbox", name="Sök ord").fill(second)
    page.get_by_role("button", name="Visa", exact=True).click()
    expect(page.get_by_text("3 valda", exact=True)).to_be_visible()
    officer.looks_fine()
    button.click()

    page.wait_for_url(re.compile(f"inspel/{first}/"))
    expect(page.get_by_text(f"Ett svar till inspel {first} och 2 till")).to_be_visible()
    officer.looks_fine()
    page.get_by_role("radio", name="Noterat", exact=True).check()
    page.get_by_label("2. Varför?").fill("Tack alla tre, vi tar med oss det.")
    page.get_by_role("button", name="Spara och ta nästa").click()
    expect(page.get_by_text(f"Inspel {first} och 2 till har ett gemensamt")).to_be_visible()

    page = officer.go(f"{DESK}{third}/")
    page.get_by_role("link", name="Svaret och dess historik").click()
    page.get_by_role("button", name=f"Ge inspel {third} ett eget svar").click()
    expect(page.get_by_text(f"Inspel {third} har nu ett eget svar")).to_be_visible()


def test_points_are_ticked_by_keyboard(officer):
    page = officer.go(DESK)
    boxes = page.get_by_role("checkbox", name=re.compile("Välj inspel"))

    for number in range(2):
        officer.tab_to(boxes.nth(number))
        page.keyboard.press("Space")
    officer.tab_to(page.get_by_role("button", name="Svara på dem tillsammans"))
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"inspel/\d+/\?.*also="))
    expect(page.get_by_text("och 1 till")).to_be_visible()


def test_ticks_follow_when_one_point_is_opened(officer):
    page = officer.go(DESK)
    boxes = page.get_by_role("checkbox", name=re.compile("Välj inspel"))
    boxes.nth(0).check()
    boxes.nth(2).check()

    page.locator(".s-list a").nth(1).click()
    page.wait_for_url(re.compile(r"inspel/\d+/"))

    expect(page.get_by_text("2 valda", exact=True)).to_be_visible()
    expect(boxes.nth(2)).to_be_checked()
