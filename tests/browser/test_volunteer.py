"""The volunteer's job, on a phone: answer in instalments, send once, change one's mind."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

LONG_AGO = (datetime.now(UTC) - timedelta(days=3)).date().isoformat()
SCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])


def write(visitor, text):
    """Answer the question that is open and go on."""
    visitor.looks_fine()
    visitor.page.get_by_role("textbox").fill(text)
    visitor.page.locator("button[value=next]").click()


def decide(visitor):
    """Say that the board has decided."""
    visitor.page.get_by_role("radio", name="Styrelsen har beslutat").check()
    visitor.page.get_by_label("När beslutades det?").fill(LONG_AGO)


@SCRIPT
def test_an_association_answers_in_instalments_and_replaces_its_answer(visit, javascript):
    phone = visit(device="phone", javascript=javascript)
    page = phone.open_link_of(0)
    link = page.url
    phone.looks_fine()
    expect(page.get_by_role("heading", name="Det här kan ni påverka")).to_be_visible()

    page.get_by_role("link", name="Börja svara").click()
    write(phone, "Vi ordnar sju konserter om året och skulle vilja ordna tio.")
    phone.looks_fine()
    page.get_by_role("checkbox", name="Vi har inget att tillägga").check()
    page.get_by_role("button", name="Spara och fortsätt senare").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sparat till en annan dag")
    phone.looks_fine()

    computer = visit(device="desktop", javascript=javascript)
    page = computer.go(link)
    computer.looks_fine()
    page.get_by_role("link", name="Fortsätt svara").click()
    expect(page.get_by_text("Fråga 3 av 5").first).to_be_visible()
    write(computer, "Unga som inte har någon lokal.")
    write(computer, "Öppna skolans aula på kvällarna.")
    write(computer, "")
    expect(page.get_by_role("heading", level=1)).to_have_text("Läs igenom och skicka")
    computer.looks_fine()

    page.get_by_role("button", name="Skicka svaret").click()
    computer.is_refused()
    decide(computer)
    page.get_by_role("button", name="Skicka svaret").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Svaret har kommit fram")
    computer.looks_fine()
    receipt = page.url
    expect(page.get_by_text("Öppna skolans aula på kvällarna.")).to_be_visible()

    page = phone.go(link)
    phone.looks_fine()
    page.get_by_role("button", name="Ändra svaret").click()
    phone.looks_fine()
    phone.go(f"{link}fraga/5/")
    write(phone, "Ett samtal om året räcker.")
    decide(phone)
    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.get_by_text("Ett samtal om året räcker.")).to_be_visible()

    computer.go(receipt)
    expect(computer.page.get_by_role("heading", level=1)).to_have_text("Det här svaret är ersatt")
    computer.looks_fine()
    phone.go(f"{link}svar/")
    phone.looks_fine()
    expect(phone.page.get_by_role("link", name=re.compile("Läs svar"))).to_have_count(2)


def test_an_association_answers_by_keyboard_alone(visit):
    visitor = visit(device="desktop")
    page = visitor.open_link_of(0)
    keyboard = page.keyboard

    keyboard.press("Tab")
    expect(page.get_by_role("link", name="Till innehållet")).to_be_focused()
    keyboard.press("Enter")
    visitor.tab_to(page.get_by_role("link", name="Börja svara"))
    keyboard.press("Enter")
    for number in range(1, 6):
        expect(page.get_by_text(f"Fråga {number} av 5").first).to_be_visible()
        visitor.tab_to(page.get_by_role("textbox"))
        keyboard.type("Vi vill ha en nyckel till aulan." if number == 1 else "")
        visitor.tab_to(page.get_by_role("checkbox"))
        if number > 1:
            keyboard.press("Space")
        visitor.tab_to(page.locator("button[value=next]"))
        keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Läs igenom och skicka")
    visitor.tab_to(page.get_by_role("button", name="Skicka svaret"))
    keyboard.press("Enter")
    expect(page.locator(".ds-error-summary")).to_be_focused()
    visitor.tab_to(page.get_by_role("radio", name="Styrelsen har beslutat"))
    keyboard.press("Space")
    visitor.tab_to(page.get_by_label("När beslutades det?"))
    keyboard.type("01012025")
    visitor.tab_to(page.get_by_role("button", name="Skicka svaret"))
    keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Svaret har kommit fram")


@SCRIPT
def test_someone_who_was_not_invited_answers_through_the_open_form(visit, javascript):
    visitor = visit(device="phone", javascript=javascript)
    page = visitor.go("/")
    page.get_by_role("link", name="Vad ska nästa kulturplan innehålla?").first.click()
    visitor.looks_fine()
    page.get_by_role("link", name="Svara på samrådet").first.click()

    page.get_by_role("button", name="Till frågorna").click()
    visitor.is_refused()
    page.get_by_role("radio", name=re.compile("nätverk", re.IGNORECASE)).check()
    page.get_by_role("textbox", name="Namn", exact=True).fill("Nätverket Fiktiva forsen")
    page.get_by_label("Kommun").select_option("Hela länet, eller någon annanstans")
    page.get_by_role("textbox", name="E-post").fill("forsen@exempel.invalid")
    page.get_by_role("button", name="Till frågorna").click()
    visitor.looks_fine()
    page.get_by_role("link", name="Börja svara").click()
    write(visitor, "Vi dansar utomhus och skulle vilja göra det inomhus om vintern.")
    visitor.go(page.url.replace("fraga/2/", "skicka/"))
    page.get_by_role("radio", name="Det är inte beslutat än").check()
    page.get_by_role("button", name="Skicka svaret").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Svaret har kommit fram")
    expect(page.get_by_text("En handläggare läser svaret innan det visas")).to_be_visible()
    visitor.looks_fine()
