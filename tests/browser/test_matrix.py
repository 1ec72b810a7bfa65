"""The matrix: activities are placed, moved and taken away by ticking, and the promise is mended."""

import re

import pytest
from playwright.sync_api import expect

AMATEURS = "/arbete/uppsala/samrad/amatorkoren-teatern-och-bygdegarden/matris/"


def cell(page, step, level):
    """Return the cell in the row of a step and the column of a level."""
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=step))
    return row.get_by_role("cell").nth(["Information", "Samråd", "Dialog"].index(level))


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_an_activity_is_moved_to_another_cell_and_back(visit, javascript):
    officer = visit(javascript=javascript)
    officer.enter_as("sam")
    page = officer.go(AMATEURS)

    cell(page, "Ta fram förslag", "Samråd").get_by_role("link", name="Möte i Knivsta").click()
    page.get_by_role("checkbox", name="Samråd i steg 2").uncheck()
    page.get_by_role("checkbox", name="Dialog i steg 5").check()
    officer.looks_fine()
    page.get_by_role("button", name="Spara placeringen").click()

    moved = cell(page, "Följa upp", "Dialog").get_by_role("link", name="Möte i Knivsta")
    expect(moved).to_be_visible()
    expect(page.get_by_text("Ingen uppföljning planerad.")).not_to_be_visible()
    officer.looks_fine()
    cell(page, "Följa upp", "Dialog").get_by_role("link", name="Placera här").click()
    page.get_by_role("checkbox", name=re.compile("Möte i Knivsta")).uncheck()
    page.get_by_role("button", name="Spara placeringen").click()
    page.get_by_role("link", name="Placera ”Möte i Knivsta”").click()
    expect(page.get_by_text("Vi har kryssat i ett förslag: Samråd i steg 2")).to_be_visible()
    page.get_by_role("button", name="Spara placeringen").click()
    expect(
        cell(page, "Ta fram förslag", "Samråd").get_by_role("link", name="Möte i Knivsta")
    ).to_be_visible()


def test_a_tool_of_the_method_becomes_an_activity_by_keyboard_on_a_phone(visit):
    officer = visit(device="phone")
    officer.enter_as("sam")
    page = officer.go(AMATEURS)
    officer.looks_fine()

    page.get_by_role("link", name=re.compile("^Placera här ?: Samråd, Följa upp")).focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("^Lägg till ?: Återkommande enkät")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Rubrik")).to_have_value(
        re.compile("Återkommande enkät")
    )
    save = page.get_by_role("button", name="Spara aktiviteten")
    save.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name=re.compile("^Återkommande enkät"))).to_be_visible()
    officer.looks_fine()


def test_a_promise_lower_than_what_is_planned_is_mended_in_one_press(visit):
    officer = visit(javascript=False)
    officer.enter_as("sam")
    page = officer.go(AMATEURS)
    expect(page.get_by_text("Ni har planerat dialog, men samrådet lovar bara")).to_be_visible()

    page.get_by_role("button", name="Ändra löftet till dialog").click()

    expect(page.get_by_text("Samrådets nivå är nu Dialog.")).to_be_visible()
    expect(page.get_by_text("Ni har planerat dialog")).not_to_be_visible()
    officer.looks_fine()
