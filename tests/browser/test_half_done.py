"""Pages of work half done, that no link leads to in a fresh demo: each is reached and looked at.

Imports on their way, what is about to be undone, letters about to leave, two who write at once,
and forms that were sent empty.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from playwright.sync_api import expect

from tests.browser.crawl import place_at
from tests.browser.people import visiting
from tests.browser.walking import HALF_DONE, faults_seen

LATER = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
REGION = "/arbete/kronoberg/"
OPEN = f"{REGION}samrad/vad-ska-nasta-kulturplan-innehalla/"
ANSWERING = f"{REGION}samrad/stod-till-motesplatser/"
ANSWERED = "/arbete/jonkoping/samrad/vad-ska-kulturplanen-gora-for-foreningarna/redogorelse/"
REGISTER = (
    "Namn;Organisationsnummer;Kommun;E-post;Anteckningar\n"
    "Kören Halvvägs;;Växjö;koren@exempel.invalid;övar på tisdagar\n"
    "Dansen Halvvägs;802404-3717;Växjö;dansen@exempel.invalid;\n"
    "Teatern Halvvägs;;Ingenstans;inte en adress;\n"
)
PLAN = "# Mål\n\nKultur ska finnas i hela länet.\n\n## Lokaler\n\nRegionen stödjer lokaler.\n"
# Clears the largest form of the page and sends it as a browser would that checks nothing.
SEND_EMPTY = """() => {
    const forms = [...document.querySelectorAll("#main form[method=post], main form[method=post]")];
    const form = forms.sort((one, other) => other.elements.length - one.elements.length)[0];
    for (const control of form.elements) {
        if (control.matches("[type=hidden], button")) continue;
        if (control.matches("[type=radio], [type=checkbox]")) control.checked = false;
        else control.value = "";
    }
    form.noValidate = true;
    form.requestSubmit(form.querySelector("button.ds-button:not([data-variant=secondary])"));
}"""

ORDER = """() => {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: location.href });
    form.append(document.querySelector("[name=csrfmiddlewaretoken]").cloneNode());
    document.body.append(form);
    form.submit();
}"""


class Looker:
    """Someone who looks at each page on the way; all of them remember which they were."""

    seen: ClassVar[set[str]] = set()

    def __init__(self, visitor):
        self.visitor = visitor
        self.page = visitor.page

    def go(self, path):
        """Open a page."""
        return self.visitor.go(path)

    def looks(self, heading=""):
        """Fail unless the page on the screen (that says `heading`) is as it should be."""
        if heading:
            expect(self.page.get_by_role("heading", name=heading).first).to_be_visible()
        place = place_at(self.page.url.removeprefix(self.visitor.site.url).partition("#")[0])
        self.seen.add(place.name)
        assert faults_seen(self.visitor) == []

    def press(self, name):
        """Press a button."""
        self.page.get_by_role("button", name=name).first.click()

    def follow(self, name):
        """Follow a link."""
        self.page.get_by_role("link", name=name).first.click()

    def waits_for(self, what):
        """Load the page again until the worker has done what is waited for."""
        for _look in range(120):
            if what.first.is_visible():
                return
            self.page.wait_for_timeout(500)
            self.page.reload()
        raise AssertionError(f"still waiting for {what}")

    def fetches(self, path):
        """Fail unless a document is handed out at the path."""
        answer = self.page.request.get(f"{self.visitor.site.url}{path}")
        self.seen.add(place_at(path).name)
        assert answer.ok
        assert answer.headers["content-disposition"].startswith("attachment")


@pytest.fixture(scope="module")
def kim(browser, site):
    """Return the officer, who does everything in one sitting."""
    with visiting(browser, site) as visitor:
        visitor.enter_as("kim")
        yield Looker(visitor)


@pytest.fixture(scope="module")
def jojo(browser, site):
    """Return an officer where all is answered."""
    with visiting(browser, site) as visitor:
        visitor.enter_as("jojo")
        yield Looker(visitor)


@pytest.fixture
def anyone(visit):
    return Looker(visit())


@pytest.fixture
def volunteer(visit):
    """Return someone with a personal link, and the link."""
    visitor = visit()
    visitor.open_link_of(0)
    looker = Looker(visitor)
    looker.link = visitor.page.url.removeprefix(visitor.site.url)
    return looker


def a_file(name, content, kind="text/plain"):
    return {"name": name, "mimeType": kind, "buffer": content.encode()}


def test_a_statement_is_ordered(jojo):
    """It is looked at further down, when it has been written."""
    jojo.go(ANSWERED)
    jojo.press("Skapa")
    jojo.looks()


def test_a_spreadsheet_that_was_ordered(kim):
    """In the demo none is so large that the page asks for it, so the order is sent by hand."""
    page = kim.go(f"{ANSWERING}inspel/export/")
    with page.expect_navigation():
        page.evaluate(ORDER)
    file = page.get_by_role("link", name=re.compile(r"\.xlsx"))
    kim.waits_for(file)
    kim.looks("Filen är klar")
    kim.fetches(file.first.get_attribute("href"))


def test_a_register_on_its_way_in(kim):
    page = kim.go(f"{REGION}organisationer/inlasning/")
    page.get_by_label("Fil").set_input_files(a_file("register.csv", REGISTER, "text/csv"))
    page.get_by_label("Källa").fill("Halvvägs register")
    kim.press("Fortsätt")
    kim.looks("Vad står i kolumnerna")
    here = page.url.removeprefix(kim.visitor.site.url).removesuffix("kolumner/")
    kim.press("Granska")
    kim.looks("Det här skulle hända")
    kim.fetches(f"{here}stoppade/")
    kim.go(here)
    kim.looks("Inläsningen är påbörjad")
    kim.press("Avbryt")
    kim.go(here)
    kim.looks("Inläsningen avbröts")


def test_an_organisation_that_two_write_and_one_takes_back(kim):
    page = kim.go(f"{REGION}organisationer/ny/")
    page.get_by_role("textbox", name="Namn").first.fill("Spelmanslaget Halvvägs")
    kim.press("Spara")
    here = page.url.removeprefix(kim.visitor.site.url)
    kim.go(f"{here}andra/")
    other = page.context.new_page()
    other.goto(f"{kim.visitor.site.url}{here}andra/")
    other.get_by_role("textbox", name="Telefon").fill("010-000 00 09")
    other.get_by_role("button", name="Spara").first.click()
    other.close()
    page.get_by_role("textbox", name="Telefon").fill("010-000 00 08")
    kim.press("Spara")
    kim.looks("En kollega hann före")
    kim.go(f"{here}historik/")
    kim.looks()
    kim.follow("Ta tillbaka")
    kim.looks("Ta tillbaka en ändring")
    kim.go(f"{here}kontakter/ny/")
    page.get_by_role("textbox", name="Namn").first.fill("Lo Halvvägs")
    page.get_by_role("textbox", name="E-post").fill("lo@exempel.invalid")
    page.get_by_role("textbox", name="Varför").fill("Svarar för laget.")
    kim.press("Spara")
    kim.follow("Lo Halvvägs")
    kim.looks()
    kim.follow("Ta bort personen")
    kim.looks("Ta bort")


def test_a_plan_about_to_be_read_in(kim):
    page = kim.go(f"{REGION}planer/ny/")
    page.get_by_label("Planens namn").fill("Halvvägs plan")
    page.get_by_label("Gäller från").fill("2030-01-01")
    page.get_by_label("Gäller till och med").fill("2033-12-31")
    kim.press("Spara")
    plan = page.url.removeprefix(kim.visitor.site.url)
    page.get_by_label("Fil med planens text").set_input_files(a_file("plan.md", PLAN))
    kim.press("Visa vad som ändras")
    kim.looks()
    page.get_by_label("Beteckning").fill("Utkast 1")
    kim.press("Läs in som ny version")
    kim.looks()
    kim.fetches(f"{plan}version/1/fil/")


def test_letters_about_to_leave(kim):
    page = kim.go(f"{OPEN}utskick/brev/reminder/")
    kim.press("Spara och förhandsvisa")
    kim.looks()
    mail = page.locator("iframe").get_attribute("src")
    kim.seen.add(place_at(mail).name)
    headers = page.request.get(f"{kim.visitor.site.url}{mail}").headers
    assert "sandbox" in headers["content-security-policy"]
    kim.follow("Ändra texten")
    kim.press("Välj mottagare")
    kim.looks()
    kim.follow("Fortsätt till att skicka")
    kim.looks()
    page.get_by_label("Skicka den").fill(LATER)
    page.locator("form:has(#id_send_on) button[type=submit]").click()
    stop = page.get_by_role("link", name="Stoppa det som inte har skickats")
    kim.waits_for(stop)
    kim.looks()
    stop.click()
    kim.looks()


def test_letters_on_paper(kim):
    page = kim.go(f"{OPEN}utskick/")
    page.get_by_role("rowheader", name="Inbjudan").get_by_role("link").first.click()
    kim.press(re.compile(r"Gör fil av \d+ brev"))
    kim.waits_for(page.get_by_role("link", name="PDF att skriva ut"))
    kim.looks()
    kim.fetches(page.get_by_role("link", name="PDF att skriva ut").get_attribute("href"))
    kim.fetches(page.get_by_role("link", name="Word").first.get_attribute("href"))


def take_in(kim, text, *, with_file=False):
    """Take in a letter that says one thing and return the number of the point it becomes."""
    page = kim.go(f"{ANSWERING}inkommet/nytt/")
    page.get_by_role("radio", name="Brev").check()
    page.get_by_label("Vilken dag kom det in?").fill("2026-01-02")
    page.get_by_role("radio", name=re.compile("En privatperson")).check()
    page.get_by_label("Vad som sägs, ordagrant").fill(text)
    if with_file:
        page.get_by_label("Originalet som fil").set_input_files(a_file("brev.txt", text))
    page.get_by_role("button", name="Spara", exact=True).last.click()
    return page.get_by_role("link", name=re.compile(r"^\d+$")).first.inner_text()


def test_points_that_are_alike_and_those_answered_together(kim):
    said = "Lås upp skolans aula på kvällarna så att alla kan öva där."
    first = take_in(kim, said, with_file=True)
    kim.fetches(kim.page.get_by_role("link", name="brev.txt").get_attribute("href"))
    second = take_in(kim, said)
    kim.go(f"{ANSWERING}inspel/{first}/liknande/")
    kim.looks("Jämför liknande inspel")
    kim.go(f"{ANSWERING}inspel/{first}/avsnitt/")
    kim.looks()
    kim.go(f"{ANSWERING}inspel/tillsammans/?vald=9999")
    expect(kim.page.get_by_text("Inspel 9999 finns inte att svara på")).to_be_visible()
    kim.looks()
    kim.go(f"{ANSWERING}inspel/kodning/?vald={first}&vald={second}")
    kim.looks("Tema och ansvarig för 2 inspel")
    kim.press("Spara")
    kim.visitor.is_refused()
    kim.looks()


def test_a_reply_that_two_write(kim):
    number = take_in(kim, "Sänk hyran för den som övar.")
    page = kim.go(f"{ANSWERING}inspel/{number}/")
    other = page.context.new_page()
    other.goto(page.url)
    for each, text in ((other, "Hyran sätts av kommunen."), (page, "Vi tar det med kommunen.")):
        each.get_by_role("radio", name="Noterat", exact=True).check()
        each.get_by_label("2. Varför?").fill(text)
        each.get_by_role("button", name="Spara och ta nästa").click()
        each.wait_for_load_state()
    other.close()
    kim.seen.add("contributions:write_reply")
    kim.looks("Du har svarat i en annan flik")


def test_someone_uninvited_is_found_in_the_register(kim, visit):
    volunteer = visit()
    page = volunteer.go("/samrad/vad-ska-nasta-kulturplan-innehalla/svara/")
    page.get_by_role("radio", name=re.compile("förening", re.IGNORECASE)).first.check()
    page.get_by_role("textbox", name="Namn", exact=True).fill("Kören Halvvägs")
    page.get_by_label("Kommun").select_option("Växjö")
    page.get_by_role("button", name="Till frågorna").click()
    page.get_by_role("link", name="Börja svara").click()
    page.get_by_role("textbox").fill("Vi vill sjunga i biblioteket.")
    page.get_by_role("button", name="Nästa fråga").click()
    page.goto(page.url.replace("fraga/2/", "skicka/"))
    page.get_by_role("radio", name="Det är inte beslutat än").check()
    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Svaret har kommit fram")

    page = kim.go(f"{OPEN}inkommet/?moderation=PENDING")
    kim.follow("Kören Halvvägs")
    kim.looks()
    kim.press("Spara")
    kim.looks("behöver rättas")
    kim.go(page.url.removesuffix("granska/"))
    page.goto(re.sub(r"granska/$", "", page.url) + "avsandare/")
    kim.looks()
    kim.press("Sök")
    kim.looks()


def test_a_part_of_a_consultation_that_two_write(kim):
    page = kim.go(f"{OPEN}planera/syfte/")
    other = page.context.new_page()
    other.goto(page.url)
    for each, text in ((other, "Vi frågar för att veta."), (page, "Vi frågar för att höra.")):
        each.get_by_role("textbox", name="Syfte").fill(text)
        each.get_by_role("button", name="Spara och fortsätt").click()
        each.wait_for_load_state()
    other.close()
    kim.looks("En kollega hann före")


def test_an_answer_that_two_write(volunteer):
    page = volunteer.go(f"{volunteer.link}fraga/1/")
    other = page.context.new_page()
    other.goto(page.url)
    for each, text in ((other, "Vi övar hemma."), (page, "Vi övar ute.")):
        each.get_by_role("textbox").fill(text)
        each.locator("button[value=next]").click()
        each.wait_for_load_state()
    other.close()
    volunteer.looks()
    assert "fraga/1" in page.url


def test_a_consultation_about_to_be_taken_back(kim):
    kim.go(f"{OPEN}ta-tillbaka/")
    kim.looks("Ta tillbaka")


def test_a_consultation_about_to_become_an_information(kim):
    kim.go(f"{ANSWERING}ska-vi-samrada/")
    kim.page.get_by_role("main").get_by_role("group").first.get_by_role("radio", name="Nej").check()
    kim.press("Svara om")
    kim.looks("Det här bör bli en information, inte ett samråd")
    kim.follow("Gör det till en information")
    kim.looks("Göra det till en information?")
    kim.go(f"{ANSWERING}ska-vi-samrada/")
    kim.page.get_by_role("main").get_by_role("group").first.get_by_role("radio", name="Ja").check()
    kim.press("Svara om")
    kim.looks("Lagkrav")


def test_a_statement_about_to_be_published(jojo):
    jojo.go(ANSWERED)
    publish = jojo.page.get_by_role("link", name="Publicera", exact=True)
    jojo.waits_for(publish)
    publish.first.click()
    jojo.looks()


@pytest.mark.parametrize(
    "path",
    [
        f"{REGION}processer/ny/",
        f"{REGION}samrad/nytt/",
        f"{REGION}planer/ny/",
        f"{REGION}organisationer/ny/",
        f"{REGION}organisationer/inlasning/",
        f"{REGION}organisationer/region/kollegor/",
        f"{REGION}mallar/purpose-sheet/byt/",
        f"{OPEN}planera/syfte/",
        f"{OPEN}planera/beslut/",
        f"{OPEN}moten/nytt/",
        f"{OPEN}stall-in/",
        f"{OPEN}utskick/brev/reminder/",
        f"{ANSWERING}inkommet/nytt/",
    ],
)
def test_an_officers_form_sent_empty_says_what_is_missing(kim, path):
    page = kim.go(path)
    with page.expect_navigation() as answer:
        page.evaluate(SEND_EMPTY)

    assert answer.value.status == 422
    expect(page.locator(".ds-error-summary")).to_be_focused()
    kim.looks("behöver rättas")


def test_a_result_that_is_shown_openly_can_be_taken_back(browser, site):
    with visiting(browser, site) as visitor:
        visitor.enter_as("alex")
        head = Looker(visitor)
        head.go(f"{OPEN}kvalitet/")
        head.follow("Visa öppet")
        head.looks("Visa resultatet öppet?")
        head.press("Visa öppet")
        head.follow("Ta tillbaka")
        head.looks("Ta tillbaka resultatet")


@pytest.mark.parametrize(
    "path", ["/kod/kronoberg/", "/samrad/vad-ska-nasta-kulturplan-innehalla/svara/", "/granska/"]
)
def test_an_open_form_sent_empty_says_what_is_missing(anyone, path):
    page = anyone.go(path)
    with page.expect_navigation() as answer:
        page.evaluate(SEND_EMPTY)

    assert answer.value.status == 422
    anyone.looks("behöver rättas")


def test_every_page_without_a_link_was_looked_at():
    assert sorted(HALF_DONE - Looker.seen) == []
