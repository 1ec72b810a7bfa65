"""The review beside a letter: a weak invitation made good by its own suggestions."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

LETTER = "/arbete/kronoberg/samrad/stod-till-motesplatser/utskick/brev/invitation/"
GOOD = 85
GAP = re.compile(r"\[[^\[\]\n]*\]")
DAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip


def a_day(weeks, weekday):
    """Return a weekday some weeks from now, as people write it."""
    start = localdate() + timedelta(weeks=weeks)
    day = start + timedelta(days=(weekday - start.weekday()) % 7)
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


MEETING = a_day(10, 1)
WEAK = (
    f"Region Exempel län bjuder in till dialog om kulturen. {MEETING.capitalize()} kl. 10.00, "
    "regionhuset. Ta chansen att tycka till! Föreningar och andra aktörer är välkomna. "
    "Anmäl er via länken."
)
# What an officer would write in the gaps of each rule's sentence, in their order.
FILLINGS = {
    "IA01": ["få veta vad föreningarna behöver och använda det i nästa kulturplan"],
    "IA02": ["vilka lokaler som får stöd och hur man söker", "hur mycket pengar staten ger"],
    "IA03": ["fungerar i dag", "hindrar er", "ska vi göra först"],
    "IA04": [a_day(12, 3)],
    "IA05": [a_day(12, 3)],
    "IA06": ["Kulturnämnden", a_day(24, 1)],
    "IA09": ["12.00"],
    "IA11": [a_day(10, 3), "18.00", "20.00"],
    "IA14": [a_day(9, 4)],
    "IA15": ["010-000 00 01", "Box 1, 111 11 Exempelstad"],
    "IA16": ["Kim Exempelsson, kulturstrateg", "010-000 00 01", "kim@exempel.invalid"],
    "IA17": ["i hela huset"],
    "IA19": ["Vi ersätter resan."],
    "IA20": ["ring 010-000 00 02"],
    "IA21": ["föreningar i länet"],
    "IA22": ["två", a_day(6, 1)],
    "IA28": [a_day(9, 4)],
    "IA30": ["exempel.se/dataskydd"],
}


class Editor:
    """The letter's page, and what the review says on it."""

    def __init__(self, visitor):
        self.visitor = visitor
        self.page = visitor.page
        self.body = self.page.get_by_label("Brevets text")
        self.panel = self.page.locator("#granskning")

    def score(self):
        return int(re.match(r"\d+", self.panel.locator(".s-score__n").inner_text())[0])

    def keys(self):
        """Return the rules whose sentence can be put in now, the most useful first."""
        buttons = self.panel.locator("[data-insert]").all()
        return [button.get_attribute("value") for button in buttons]

    def renewed(self, act):
        """Do something in the text, and wait for the review of it."""
        with self.page.expect_response(re.compile(r"/granska/$")):
            act()
        expect(self.panel).not_to_have_class(re.compile("htmx-(request|swapping|settling)"))

    def review(self):
        """Ask for a review where there is no script, and wait for the page that answers."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Granska", exact=True).click()

    def next_gap(self, rule):
        """Return the button that leads to the sentence's next gap, or to any that is left."""
        own = self.panel.locator(f"#visa-{rule}")
        return own if own.count() else self.panel.locator("#visa-IX05")

    def selected(self):
        return self.body.evaluate("f => f.value.slice(f.selectionStart, f.selectionEnd)")


@pytest.fixture
def editor(visit):
    visitor = visit()
    visitor.enter_as("kim")
    visitor.go(LETTER)
    return Editor(visitor)


def start(editor):
    editor.page.get_by_label("Ämne").fill("Inbjudan till dialog")
    editor.renewed(lambda: editor.body.fill(WEAK))


def fill_by_keyboard(editor, rule):
    """Press "Lägg in", and write in the gap that is marked and in each after it."""
    button = editor.panel.locator(f"#lagg-in-{rule}")
    button.focus()
    editor.visitor.shows_focus()
    for filling in FILLINGS[rule]:
        editor.page.keyboard.press("Enter")
        expect(editor.body).to_be_focused()
        assert GAP.fullmatch(editor.selected())
        editor.renewed(lambda filling=filling: editor.page.keyboard.type(filling))
        if filling != FILLINGS[rule][-1]:
            editor.next_gap(rule).focus()


def test_a_weak_invitation_becomes_good_by_keyboard(editor):
    start(editor)
    before = editor.score()
    assert before < GOOD
    expect(editor.page.locator("[data-review-said]")).to_have_text(
        re.compile(rf"^Poäng {before}\. \d+ saker att se över\.$")
    )

    for _round in range(len(FILLINGS)):
        waiting = editor.keys()
        if not waiting or editor.score() > GOOD:
            break
        fill_by_keyboard(editor, waiting[0])

    assert editor.score() > GOOD
    assert GAP.search(editor.body.input_value()) is None
    editor.visitor.looks_fine()

    editor.page.get_by_role("button", name="Spara", exact=True).click()
    expect(editor.page.get_by_text("Brevet är sparat.")).to_be_visible()
    assert editor.score() > GOOD


def test_what_was_put_in_can_be_undone_and_a_place_shown(editor):
    start(editor)
    rule = editor.keys()[0]
    editor.panel.locator(f"#lagg-in-{rule}").click()
    assert editor.body.input_value() != WEAK

    editor.page.keyboard.press("Control+z")
    assert editor.body.input_value() == WEAK

    # Places stay right while one writes on, before the review is renewed.
    place = editor.panel.locator("[data-place=body]:visible").first
    quoted = editor.panel.locator(
        ".s-finding", has=editor.page.locator(f"#{place.get_attribute('id')}")
    ).locator("blockquote")
    editor.body.evaluate("f => { f.setSelectionRange(0, 0); f.focus(); }")
    editor.page.keyboard.insert_text("🎉 Hej! ")
    place.click()
    assert editor.selected() in quoted.inner_text()


def test_a_finding_that_does_not_hold_is_taken_away_and_comes_back(editor):
    start(editor)
    rule = editor.keys()[0]
    finding = editor.panel.locator(f"#anm-{rule}")
    finding.get_by_text("Stämmer inte").click()
    finding.get_by_role("button", name="Ta bort anmärkningen").click()
    expect(finding.get_by_text("Skriv varför, med högst 500 tecken.")).to_be_focused()
    editor.visitor.looks_fine()

    finding.get_by_label("Varför stämmer det inte?").fill("Det står i bilagan.")
    finding.get_by_role("button", name="Ta bort anmärkningen").click()

    expect(editor.panel.get_by_text("Anmärkningen är borttagen")).to_be_focused()
    expect(finding).to_have_count(0)
    assert editor.body.input_value() == WEAK
    editor.visitor.looks_fine()

    editor.panel.get_by_text("sagt inte stämmer").click()
    editor.panel.get_by_role("button", name=re.compile("^Ta tillbaka")).click()
    expect(finding).to_be_visible()


def test_a_weak_invitation_becomes_good_without_script(visit):
    visitor = visit(javascript=False)
    visitor.enter_as("kim")
    visitor.go(LETTER)
    editor = Editor(visitor)
    page = editor.page
    page.get_by_label("Ämne").fill("Inbjudan till dialog")
    editor.body.fill(WEAK)
    editor.review()
    assert editor.score() < GOOD
    assert editor.body.input_value() == WEAK

    for _round in range(len(FILLINGS)):
        waiting = editor.keys()
        if not waiting or editor.score() > GOOD:
            break
        editor.panel.locator(f"#lagg-in-{waiting[0]}").click()
        expect(page.get_by_text("Meningen är inlagd.")).to_be_visible()
        body = editor.body.input_value()
        for filling in FILLINGS[waiting[0]]:
            body = GAP.sub(filling, body, count=1)
        editor.body.fill(body)
        editor.review()

    assert editor.score() > GOOD
    assert GAP.search(editor.body.input_value()) is None
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Brevet är sparat.")).to_be_visible()


def test_the_editor_is_whole_on_a_phone(visit):
    visitor = visit(device="narrow")
    visitor.enter_as("kim")
    visitor.go(LETTER)
    start(Editor(visitor))

    visitor.page.locator("#granskning-alla > summary").click()

    visitor.looks_fine()
