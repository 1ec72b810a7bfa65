"""The README's pictures, taken of a running demo: `python -m tools.pictures http://127.0.0.1:8000`.

Each shows what a visitor sees first at that address, in the sizes people have. Uses the browser the
tests use; nothing is sent anywhere else.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tools.chromium import ARGUMENTS, chromium

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


def _enter(page: Page, site: str, person: str) -> None:
    """Become one of the demo's people."""
    page.goto(f"{site}/demo/")
    page.get_by_role("button", name=f"Logga in som {person}").click()


def _volunteer(page: Page, site: str) -> None:
    """Open the first association's personal link."""
    page.goto(f"{site}/demo/")
    page.get_by_role("button", name="Öppna länken").first.click()


def _question(page: Page, site: str) -> None:
    _volunteer(page, site)
    page.get_by_role("link", name="Börja svara").or_(
        page.get_by_role("link", name="Fortsätt svara")
    ).first.click()


def _portal(page: Page, site: str) -> None:
    page.goto(f"{site}/")


def _overview(page: Page, site: str) -> None:
    _enter(page, site, "Kim Exempel")
    page.goto(f"{site}/arbete/kronoberg/samrad/vad-ska-nasta-kulturplan-innehalla/")


def _desk(page: Page, site: str) -> None:
    _enter(page, site, "Kim Exempel")
    page.goto(f"{site}/arbete/kronoberg/samrad/stod-till-motesplatser/inspel/")
    page.get_by_role("link", name="Börja med inspel").click()


def _trace(page: Page, site: str) -> None:
    page.goto(f"{site}/samrad/vad-ska-kulturplanen-gora-for-foreningarna/svar/3/")


SHOTS: dict[str, tuple[dict[str, int], Callable[[Page, str], None]]] = {
    "portal": (DESK, _portal),
    "volunteer": (PHONE, _volunteer),
    "question": (PHONE, _question),
    "overview": (DESK, _overview),
    "desk": (DESK, _desk),
    "trace": (DESK, _trace),
}


def main(site: str) -> None:
    """Take them all."""
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for name, (size, walk) in SHOTS.items():
            page = browser.new_context(viewport=size).new_page()  # type: ignore[arg-type]  # two ints
            walk(page, site)
            page.screenshot(path=PICTURES / f"{name}.png")
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if sys.argv[1:] else "http://127.0.0.1:8000")
