"""The whole main job through the browser: from the day the plan takes effect to the statement."""

import re
import time
from datetime import timedelta
from urllib.parse import quote

import docx
import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

TODAY = localdate()
ITEMS = 80  # of the checklist; no gate asks for more
SCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])


def in_days(days):
    """Return a day from today, as a date control takes it."""
    return (TODAY + timedelta(days=days)).isoformat()


def lay_out_process(officer, title):
    """Start a plan process from the day the plan takes effect."""
    page = officer.go("/arbete/blekinge/processer/ny/")
    page.get_by_role("button", name="Lägg ut milstolparna").click()
    officer.is_refused()
    page.get_by_label("Dagen då planen börjar gälla").fill(f"{TODAY.year + 3}-01-01")
    page.get_by_label("Planens namn").fill(title)
    page.get_by_label("Gäller till och med").fill(f"{TODAY.year + 6}-12-31")
    page.get_by_label("Vem beslutar planen").fill("Regionfullmäktige")
    page.get_by_role("button", name="Lägg ut milstolparna").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    officer.looks_fine()


def start_consultation(officer, title, process):
    """Start a consultation and return its path in the workspace."""
    page = officer.go("/arbete/blekinge/samrad/nytt/")
    page.get_by_role("textbox", name="Rubrik").fill(title)
    page.get_by_label("Planprocess").select_option(label=process)
    page.get_by_role("button", name="Skapa samrådet").click()
    officer.looks_fine()
    match = re.search(r"/arbete/blekinge/samrad/[^/]+/", page.url)
    assert match is not None
    return match.group()


def save_part(officer, heading):
    """Save the part that is open, having seen that it is the right one."""
    expect(officer.page.get_by_role("heading", level=1)).to_have_text(heading)
    officer.looks_fine()
    officer.page.get_by_role("button", name="Spara och fortsätt").click()


def fill_rows(page, label, add, *rows):
    """Fill rows that a button adds; `label` names the first box of each."""
    for number, values in enumerate(rows, start=1):
        if page.get_by_label(f"{label} {number}", exact=True).count() == 0:
            page.get_by_role("button", name=add).click()
        box = page.get_by_label(f"{label} {number}", exact=True)
        expect(box).to_be_visible()
        box.fill(values[0])
        row = page.get_by_role("listitem").filter(has=box)
        for name, value in values[1:]:
            control = row.get_by_label(name)
            if control.evaluate("element => element.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)


def describe(officer, at, reference):
    """Fill in what the consultation is about, part by part."""
    page = officer.go(f"{at}planera/syfte/")
    page.get_by_label("En mening om varför").fill("Vi vill veta vad som krävs där bussen inte går.")
    page.get_by_role("textbox", name="Syfte").fill("Vi samlar in vad som behövs. Det styr stödet.")
    page.get_by_label("Vad står på spel").fill("Hur stödet fördelas de närmaste fyra åren.")
    save_part(officer, "Syfte")
    fill_rows(
        page, "Sak", "Lägg till en sak",
        ["Vad stödet till lokaler ska räcka till", ("Går det att påverka", "OPEN")],
        ["Att planen gäller i fyra år", ("Går det att påverka", "LOCKED"),
         ("Varför", "Fullmäktige har beslutat det.")],
    )  # fmt: skip
    save_part(officer, "Vad som går att påverka")
    page.get_by_role("radio", name=re.compile("samråd", re.IGNORECASE)).check()
    page.get_by_label("Vem beslutar").fill("Regionfullmäktige")
    page.get_by_label("När beslutas det").fill(in_days(300))
    save_part(officer, "Beslut och nivå")
    fill_rows(page, "Mål", "Lägg till ett mål", ["En förening från varje kommun svarar"])
    fill_rows(page, "Rad", "Lägg till en rad", ["Lokaler och fika", ("Kronor", "9000")])
    save_part(officer, "Mål och budget")
    fill_rows(
        page, "Fråga", "Lägg till en fråga",
        ["Vad ordnar ni i dag?"], ["Vad hindrar er?"], ["Vad ska regionen göra först?"],
    )  # fmt: skip
    save_part(officer, "Frågor")
    page.get_by_label("Öppnar").fill(in_days(0))
    page.get_by_label("Sista dag att svara").fill(in_days(60))
    page.get_by_label("Detta hörde vi").fill(in_days(80))
    page.get_by_label("Du sa – vi gjorde").fill(in_days(200))
    save_part(officer, "Datum")
    page.get_by_label("Diarienummer").fill(reference)
    page.get_by_label("Kontaktperson").fill("Lo Exempelström")
    page.get_by_role("textbox", name="Telefon", exact=True).fill("010-000 00 04")
    save_part(officer, "Diarienummer och kontakt")
    page.get_by_role("radio", name="Utkast 1").check()
    save_part(officer, "Planutkast att kommentera")


def try_first(officer, at):
    """Answer whether to consult at all, and decide what the law asks."""
    page = officer.page
    page.get_by_role("main").locator(f'a[href="{at}ska-vi-samrada/"]').first.click()
    for question in page.get_by_role("main").get_by_role("group").all():
        question.get_by_role("radio", name="Ja").check()
    for why in page.get_by_role("textbox", name="Varför svarar ni så?").all():
        why.fill("Stödet är inte bestämt, och de som berörs vet mest.")
    officer.looks_fine()
    page.get_by_role("button", name="Spara svaren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lagkrav")
    for duty in page.get_by_role("main").get_by_role("group").all():
        duty.get_by_role("radio", name="Berörs inte").check()
    for why in page.get_by_role("textbox", name="Varför?").all():
        why.fill("Frågan rör bara stödet till lokaler.")
    page.get_by_role("button", name="Spara").click()
    officer.looks_fine()


def confirm(officer, at):
    """Start the checklist where the gate asks for it, and confirm what only people can see."""
    page = officer.go(f"{at}grindar/")
    page.locator("#bjuda-in").get_by_role("link", name=re.compile("Välj checklista")).click()
    page.get_by_role("radio", name="Liten").check()
    page.get_by_label("Varför den storleken").fill("Ett möte och ett utkast.")
    page.get_by_role("button", name="Starta").click()
    expect(page.get_by_text("Checklistan är startad.")).to_be_visible()
    for _item in range(ITEMS):
        page = officer.go(f"{at}grindar/")
        waiting = page.locator("#bjuda-in").get_by_role("link", name=re.compile("^Bekräfta"))
        if waiting.count() == 0:
            break
        waiting.first.click()
        page.get_by_label("Vad visar det?").fill("Två av oss har sett efter på plats.")
        with page.expect_navigation():
            page.get_by_role("button", name="Bekräfta").click()
    expect(waiting).to_have_count(0)
    officer.looks_fine()


def go_on_anyway(head, at):
    """Let the consultation through the second gate, since the walk cannot wait two months."""
    page = head.go(f"{at}grindar/")
    head.looks_fine()
    page.get_by_role("link", name=re.compile("Gå vidare ändå.*Grind 2")).click()
    page.get_by_role("button", name="Gå vidare ändå").click()
    head.is_refused()
    page.get_by_label("Varför går ni vidare ändå?").fill("Provet väntar inte till sista dagen.")
    page.get_by_role("button", name="Gå vidare ändå").click()
    expect(page.get_by_text("Provet väntar inte till sista dagen.")).to_be_visible()
    head.looks_fine()


def publish(officer, at):
    """Publish the consultation, which takes that it has been tried first."""
    page = officer.go(f"{at}publicera/")
    expect(page.get_by_text("Ni har inte svarat på om ni ska samråda").first).to_be_visible()
    officer.looks_fine()
    try_first(officer, at)
    page = officer.go(f"{at}publicera/")
    officer.looks_fine()
    page.get_by_role("button", name="Publicera samrådet").click()
    officer.looks_fine()


def plan_meeting(officer, at):
    """Plan a meeting in the evening."""
    page = officer.go(f"{at}moten/nytt/")
    page.get_by_role("textbox", name="Rubrik").fill("Kvällsmöte på Exempelgården")
    page.get_by_label("Datum").fill(in_days(55))
    page.get_by_label("Börjar").fill("18:00")
    page.get_by_label("Slutar").fill("20:30")
    page.get_by_role("radio", name="På plats", exact=True).check()
    page.get_by_label("Lokal").fill("Exempelgården")
    page.get_by_label("Adress").fill("Låtsasgatan 4")
    page.get_by_label("Tillgänglighet").fill("Ramp vid entrén, hörslinga och toalett.")
    page.get_by_role("button", name="Spara mötet").click()
    expect(page.get_by_text("Kvällsmöte på Exempelgården").first).to_be_visible()
    officer.looks_fine()


def read_in_plan(officer, title, tmp_path):
    """Read in the plan's first draft from a file."""
    file = tmp_path / "utkast.md"
    file.write_text(PLAN, encoding="utf-8")
    page = officer.go("/arbete/blekinge/planer/")
    page.get_by_role("link", name=title).click()
    page.get_by_label("Fil med planens text").set_input_files(file)
    page.get_by_role("button", name="Visa vad som ändras").click()
    officer.looks_fine()
    page.get_by_label("Beteckning").fill("Utkast 1")
    page.get_by_role("button", name="Läs in som ny version").click()
    expect(page.get_by_text("Regionen stödjer lokaler som är öppna för alla.")).to_be_visible()
    officer.looks_fine()


def invite(officer, at):
    """Write the letter, choose whom, look at it and send it; return how many get it."""
    page = officer.go(f"{at}utskick/")
    officer.looks_fine()
    page.get_by_role("link", name="Skriv inbjudan").click()
    officer.looks_fine()
    page.get_by_role("button", name="Spara och förhandsvisa").click()
    officer.looks_fine()
    page.get_by_role("link", name="Ändra texten").click()
    page.get_by_role("button", name="Välj mottagare").click()
    officer.looks_fine()
    page.get_by_role("checkbox", name="Olofström").check()
    page.get_by_role("button", name="Visa urvalet").click()
    page.get_by_role("link", name="Fortsätt till att skicka").click()
    officer.looks_fine()
    button = page.get_by_role("button", name=re.compile(r"Skicka \d+ mejl"))
    count = int(re.sub(r"\D", "", button.inner_text()))
    button.click()
    officer.looks_fine()
    return count


def follow_mail(visitor, title):
    """Open the newest mail about the consultation in the demo's post box and follow its link."""
    visitor.site.await_mails(1, about=title)
    page = visitor.go(f"/demo/post/?sok={quote(title)}")
    visitor.looks_fine()
    page.get_by_role("link", name=title).first.click()
    visitor.looks_fine()
    page.get_by_role("link", name="Läs mer och svara").click()
    visitor.looks_fine()


def answer_as_volunteer(visitor):
    """Answer two questions, comment on the draft and send."""
    page = visitor.page
    page.get_by_role("link", name="Börja svara").click()
    page.get_by_role("textbox").fill("Vi spelar teater i en lada.")
    page.get_by_role("button", name="Nästa fråga").click()
    page.get_by_role("textbox").fill("Lokalen räcker inte till för att öva.")
    page.get_by_role("button", name="Nästa fråga").click()
    page.get_by_role("button", name="Vidare till planen").click()
    visitor.looks_fine()
    page.get_by_role("link", name=re.compile("Lokaler")).click()
    page.get_by_role("textbox").fill("Låt stödet gälla också när vi övar.")
    visitor.looks_fine()
    page.get_by_role("button", name="Läs igenom och skicka").click()
    page.get_by_role("radio", name="Styrelsen har beslutat").check()
    page.get_by_label("När beslutades det?").fill(in_days(-2))
    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Svaret har kommit fram")
    visitor.looks_fine()
    with page.expect_download() as receipt:
        page.get_by_role("link", name="Spara kvittot som PDF").click()
    assert receipt.value.path().read_bytes().startswith(b"%PDF-")


def take_in_letter(officer, at, tmp_path):
    """Take in a letter with its file, and split it in three points."""
    file = tmp_path / "brev.docx"
    letter = docx.Document()
    for paragraph in LETTER:
        letter.add_paragraph(paragraph)
    letter.save(file)
    page = officer.go(f"{at}inkommet/nytt/")
    page.get_by_role("button", name="Spara", exact=True).last.click()
    officer.is_refused()
    page.get_by_role("radio", name="Brev").check()
    page.get_by_label("Vilken dag kom det in?").fill(in_days(-1))
    page.get_by_role("radio", name=re.compile("En privatperson")).check()
    page.get_by_role("textbox", name="Namn frivilligt", exact=True).fill("Inga Påhittsson")
    page.get_by_label("Originalet som fil").set_input_files(file)
    page.get_by_role("button", name="Läs in texten ur filen").click()
    expect(page.get_by_label("Vad som sägs, ordagrant")).to_have_value(re.compile("Bussen"))
    officer.looks_fine()
    page.get_by_role("button", name="Spara", exact=True).last.click()
    officer.looks_fine()
    for greeting in (LETTER[0], LETTER[-1]):
        page.get_by_role("button", name=re.compile(rf"Lämna utanför ?: {greeting}")).click()
    expect(page.get_by_text("Det blir 2 inspel")).to_be_visible()
    officer.looks_fine()
    page.get_by_role("button", name="Spara inspelen").click()
    officer.looks_fine()


def reply(officer, outcome, reason):
    """Give the point that is open an outcome and a reason, and go on to the next."""
    officer.page.get_by_role("radio", name=outcome, exact=True).check()
    officer.page.get_by_label("2. Varför?").fill(reason)
    officer.looks_fine()
    officer.page.get_by_role("button", name="Spara och ta nästa").click()


def answer_every_point(officer, at):
    """Answer five points; one of them changes a sentence in the plan."""
    page = officer.go(f"{at}inspel/")
    officer.looks_fine()
    page.get_by_role("link", name=re.compile("Börja med inspel")).click()
    page.get_by_role("button", name="Spara och ta nästa").click()
    officer.is_refused()
    reply(officer, "Noterat", "Tack. Det visar var det spelas.")
    reply(officer, "Inte infört", "Pengarna räcker inte till fler lokaler i år.")
    page.get_by_role("radio", name="Infört", exact=True).check()
    page.get_by_role("button", name="Välj avsnitt").click()
    officer.looks_fine()
    page.get_by_role("button", name=re.compile("Välj +Lokaler")).click()
    page.get_by_label("Ny lydelse").fill(CHANGED)
    page.get_by_role("button", name="Visa ändringen").click()
    expect(page.locator("ins")).to_have_text(re.compile("också för övning"))
    reply(officer, "Infört", "Att öva är en del av att spela.")
    page.get_by_role("radio", name="Hänvisat till annan").check()
    page.get_by_label("Vem hänvisar ni till?").fill("Låtsas kommun")
    reply(officer, "Hänvisat till annan", "Kommunen svarar för skjutsen.")
    reply(officer, "Redan pågående", "Biblioteken prövar öppna lördagar.")
    expect(page.get_by_text("5 av 5 har svar")).to_be_visible()
    officer.looks_fine()


def sign_off_and_publish(head, at):
    """Sign off all replies and publish them at once."""
    page = head.go(f"{at}svar/")
    head.looks_fine()
    page.get_by_role("button", name="Godkänn de ikryssade").click()
    head.looks_fine()
    page.get_by_role("link", name="Vidare till att publicera").click()
    head.looks_fine()
    page.get_by_role("button", name="Publicera allt nu").click()
    head.looks_fine()


def read_the_trace(reader, title):
    """Find what was said, what was answered and which words it changed; go there and back."""
    page = reader.go("/samrad/")
    page.get_by_role("link", name=title).click()
    reader.looks_fine()
    page.get_by_role("link", name="Läs svaren på 5 synpunkter").click()
    page.get_by_role("searchbox").fill("när vi övar")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_text("1 synpunkt", exact=True)).to_be_visible()
    reader.looks_fine()
    page.get_by_role("link", name="Se ändringen i planen").click()
    expect(page.get_by_text("Låt stödet gälla också när vi övar.")).to_be_visible()
    expect(page.get_by_text("Att öva är en del av att spela.")).to_be_visible()
    expect(page.get_by_role("insertion")).to_contain_text("också för övning")
    reader.looks_fine()


def make_statement(officer, at):
    """Have the statement made and publish it."""
    page = officer.go(f"{at}redogorelse/")
    officer.looks_fine()
    page.get_by_role("button", name="Skapa samrådsredogörelse").click()
    deadline = time.monotonic() + 60
    while not page.get_by_text("Version 1,").is_visible() and time.monotonic() < deadline:
        time.sleep(0.5)
        page.reload()
    officer.looks_fine()
    page.get_by_role("link", name="Publicera", exact=True).click()
    expect(page.get_by_text("Svarstiden är inte slut", exact=True)).to_be_visible()
    officer.looks_fine()
    go_on_anyway(officer, at)
    page = officer.go(f"{at}redogorelse/")
    page.get_by_role("link", name="Publicera", exact=True).click()
    page.get_by_role("button", name="Publicera").click()
    officer.looks_fine()


def read_statement(reader, title):
    """Read the statement in the open, and take home the documents."""
    page = reader.go("/samrad/")
    page.get_by_role("link", name=title).click()
    page.get_by_role("link", name="Läs samrådsredogörelsen").click()
    reader.looks_fine()
    for name, begins in {"PDF": b"%PDF-", "Word": b"PK"}.items():
        with page.expect_download() as download:
            page.get_by_role("link", name=name).first.click()
        assert download.value.path().read_bytes().startswith(begins)


PLAN = """# Mål

Kultur ska finnas i hela länet.

## Lokaler

Regionen stödjer lokaler som är öppna för alla.

## Resor

Regionen betalar inte resor.
"""


CHANGED = "Regionen stödjer lokaler som är öppna för alla, också för övning."
LETTER = (
    "Hej!",
    "Bussen går inte efter sju på kvällen. Ordna skjuts till föreställningarna.",
    "Biblioteket i byn borde ha öppet på lördagar.",
    "Sedan vill jag tacka för senast.",
)


@SCRIPT
def test_the_whole_way_from_purpose_to_published_statement(visit, tmp_path, javascript):
    tag = "med skript" if javascript else "utan skript"
    title, plan = f"Kultur där bussen inte går, {tag}", f"Kulturplan för Blekinge, {tag}"

    officer = visit(javascript=javascript)
    officer.enter_as("lo")
    lay_out_process(officer, plan)
    at = start_consultation(officer, title, plan)
    read_in_plan(officer, plan, tmp_path)
    describe(officer, at, f"KULT 2026-9{tag}")
    publish(officer, at)
    plan_meeting(officer, at)
    confirm(officer, at)
    invite(officer, at)
    volunteer = visit(device="phone", javascript=javascript)
    follow_mail(volunteer, title)
    answer_as_volunteer(volunteer)
    take_in_letter(officer, at, tmp_path)
    answer_every_point(officer, at)
    sign_off_and_publish(officer, at)
    read_the_trace(visit(device="phone", javascript=javascript), title)
    make_statement(officer, at)
    read_statement(visit(javascript=javascript), title)
