"""A letter on paper: printed by the officer, and its code typed by somebody on a phone."""

import re
import time

import pypdf
import pytest
from playwright.sync_api import expect

from tests.browser.people import visiting

MAILINGS = "/arbete/kronoberg/samrad/vad-ska-nasta-kulturplan-innehalla/utskick/"
CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b")


def letters(officer):
    """Have the letters of the invitation printed; return what stands on the sheets."""
    page = officer.go(MAILINGS)
    page.get_by_role("rowheader", name="Inbjudan").get_by_role("link").first.click()
    page.get_by_role("button", name=re.compile(r"Gör fil av \d+ brev")).click()
    deadline = time.monotonic() + 60
    while not page.get_by_role("link", name="PDF att skriva ut").is_visible():
        assert time.monotonic() < deadline, "the letters were not printed"
        time.sleep(0.5)
        page.reload()
    officer.looks_fine()
    with page.expect_download() as sheets:
        page.get_by_role("link", name="PDF att skriva ut").click()
    text = "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(sheets.value.path()).pages)
    page.get_by_role("button", name="Markera som postade").click()
    expect(page.get_by_text("Postade").first).to_be_visible()
    officer.looks_fine()
    return text


@pytest.fixture(scope="module")
def code(browser, site):
    """Return a code from a letter that the officer has had printed."""
    with visiting(browser, site) as officer:
        officer.enter_as("kim")
        return CODE.findall(letters(officer))[0]


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_the_code_leads_to_the_associations_own_page(visit, code, javascript):
    phone = visit(device="phone", javascript=javascript)
    page = phone.go("/")
    page.get_by_role("link", name=re.compile("kod", re.IGNORECASE)).first.click()
    phone.looks_fine()

    page.get_by_role("textbox").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Fortsätt").click()

    expect(page.get_by_role("link", name="Börja svara")).to_be_visible()
    phone.looks_fine()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_code_that_is_wrong_is_kept_and_explained(visit, javascript):
    phone = visit(device="phone", javascript=javascript)
    page = phone.go("/kod/kronoberg/")

    page.get_by_role("textbox").fill("ABCD-EFGH")
    page.get_by_role("button", name="Fortsätt").click()

    phone.is_refused()
    expect(page.get_by_role("textbox")).to_have_value("ABCD-EFGH")
