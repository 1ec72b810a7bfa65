"""Someone in front of a screen: opens pages, and notices what a person would complain about."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect

from tests.browser.sites import Site

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DEVICES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "is_mobile": True,
        "has_touch": True,
        "device_scale_factor": 2,
    },
    "narrow": {"viewport": {"width": 320, "height": 640}},
}
# Where the keyboard is: does it show, on the element itself or on the box that it draws?
_FOCUS = """() => {
    const here = document.activeElement;
    const draws_its_own = here.matches("input[type=date], input[type=time]");
    const boxes = [here, here.parentElement, here.closest("label, .ds-field, fieldset")];
    const shows = draws_its_own || boxes.filter(Boolean).some((box) => {
        const style = getComputedStyle(box);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
            || style.boxShadow !== "none";
    });
    const { top, bottom, left, right } = here.getBoundingClientRect();
    const seen = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
    return [here === document.body, shows && seen, here.outerHTML.slice(0, 200)];
}"""
_OVERLAP = Path(__file__).with_name("overlap.js").read_text(encoding="utf-8")
_BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
expect.set_options(timeout=10_000)


class Visitor:
    """A person with a device. What their browser complains of is kept in `complaints`."""

    def __init__(self, page: Page, site: Site, *, javascript: bool) -> None:
        self.page = page
        self.site = site
        self.javascript = javascript
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("request", self._watch)
        page.on("response", self._read)

    def _hear(self, message: ConsoleMessage) -> None:
        # A form that fails answers 422 and a missing page 404, and the console says so: not news.
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.site.url, "data:", "blob:")):
            self.complaints.append(f"third party: {request.url}")

    def _read(self, response: Response) -> None:
        if response.status >= 500 and not response.url.endswith("/halsa/"):
            self.complaints.append(f"{response.status}: {response.url}")

    def go(self, path: str) -> Page:
        """Open an address of the site."""
        self.page.goto(path if path.startswith("http") else f"{self.site.url}{path}")
        return self.page

    def enter_as(self, persona: str) -> Page:
        """Sign in through the demo's door as one of its people, by key."""
        self.go("/demo/")
        self.page.locator(f"form:has(input[value='{persona}']) button").click()
        self.page.wait_for_url(re.compile(r"/arbete/"))
        return self.page

    def open_link_of(self, number: int) -> Page:
        """Open the personal link of one of the demo's associations, counted from the top."""
        self.go("/demo/")
        self.page.get_by_role("button", name="Öppna länken").nth(number).click()
        self.page.wait_for_url(re.compile(r"/d/"))
        return self.page

    def tab_to(self, target: Locator, *, most: int = 100) -> None:
        """Press Tab until the keyboard is at the target; fail where one cannot see where it is."""
        for _press in range(most):
            self.page.keyboard.press("Tab")
            self.shows_focus()
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"Tab does not reach {target}")

    def shows_focus(self) -> None:
        """Fail where one cannot see where the keyboard is."""
        is_nowhere, is_seen, element = self.page.evaluate(_FOCUS)
        assert is_nowhere or is_seen, f"no visible focus on {element}"

    def is_refused(self) -> None:
        """Fail unless the page says what has to be put right, and looks fine while it does."""
        expect(self.page.get_by_role("heading", name="behöver rättas")).to_be_visible()
        if self.javascript:
            expect(self.page.locator(".ds-error-summary")).to_be_focused()
        self.looks_fine()

    def looks_fine(self) -> None:
        """Fail unless the page is whole, accessible, fits its width and made nobody complain."""
        assert self.faults() == []

    def faults(self) -> list[str]:
        """Return what a person would complain about on this page, a line each."""
        complaints, self.complaints[:] = [*self.complaints], []
        return [*complaints, *self.bones(), *self.violations()]

    def bones(self) -> list[str]:
        """Return what is wrong with the page's language, title, heading, width or layout."""
        language = self.page.locator("html").get_attribute("lang")
        title, headings = self.page.title(), self.page.locator("h1").count()
        beyond = self.page.evaluate(_BEYOND) if self.javascript else 0
        over = self.page.evaluate(_OVERLAP) if self.javascript else []
        wrong = {
            f"language {language!r}": language not in {"sv", "en"},
            f"title {title!r}": not re.match(r"\w.* – \w", title),
            f"{headings} h1": headings != 1,
            f"{beyond} px wider than the screen": beyond > 0,
            f"written over each other: {'; '.join(over)}": bool(over),
        }
        return [fault for fault, is_so in wrong.items() if is_so]

    def violations(self, *rules: str) -> list[str]:
        """Return what axe-core finds, a line a fault; by these rules alone, if any are named."""
        if not self.javascript:  # then nothing can be asked of the page
            return []
        if not self.page.evaluate("typeof axe !== 'undefined'"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        which = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": RULES}
        found = self.page.evaluate(
            # Not into frames: the only one holds a mail, and no script may run in it.
            "runOnly => axe.run(document, {runOnly, iframes: false, resultTypes: ['violations']})",
            which,
        )
        return [
            f"{fault['id']} at {node['target']}: {' '.join(node['failureSummary'].split())}"
            for fault in found["violations"]
            for node in fault["nodes"]
        ]


@contextmanager
def visiting(
    browser: Browser, site: Site, *, device: str = "desktop", javascript: bool = True, **more: Any
) -> Iterator[Visitor]:
    """Let someone in with a device; complain at the end if their browser did."""
    context = browser.new_context(
        **{**DEVICES[device], "locale": "sv-SE", "java_script_enabled": javascript, **more}
    )
    context.set_default_timeout(10_000)
    try:
        visitor = Visitor(context.new_page(), site, javascript=javascript)
        yield visitor
        assert visitor.complaints == []
    finally:
        context.close()
