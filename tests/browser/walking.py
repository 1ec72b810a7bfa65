"""Walking through every page there is, as people who may see them."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from django.urls import reverse
from playwright.sync_api import Browser

from tests.browser.crawl import Found, Place, explore, is_shown, place_at
from tests.browser.people import DEVICES, Visitor, visiting
from tests.browser.sites import Site
from tests.test_access import OURS, ROWS

# For monitors; for calendar programs; a file ordered where a register is larger than the demo's.
NOT_A_PAGE = {"pages:health", "pages:calendar_feed", "registry:register_file"}
# No link leads there, a button does.
BEHIND_A_BUTTON = {"answers:started", "answers:pause"}
# Pages of work half done, that no link leads to in a fresh demo; test_half_done.py looks at them.
HALF_DONE = frozenset(
    {
        "contributions:code_many",
        "contributions:export_file",
        "contributions:link_sender",
        "contributions:pick_passage",
        "contributions:similar",
        "contributions:submission_file",
        "contributions:together",
        "contributions:write_reply",
        "invitations:batch_docx",
        "invitations:batch_pdf",
        "invitations:call_back",
        "invitations:preview_mail",
        "invitations:selection",
        "invitations:send",
        "pages:unpublish",
        "planning:settle",
        "plans:import",
        "plans:version_file",
        "quality:withdraw",
        "registry:contact",
        "registry:contact_erase",
        "registry:import",
        "registry:import_columns",
        "registry:import_refusals",
        "registry:import_review",
        "registry:organisation_history",
        "registry:organisation_undo",
        "reporting:publish",
    }
)
PAGES = sorted({name for name, verb in ROWS if verb == "GET"} - NOT_A_PAGE)


def is_work(name: str) -> bool:
    """Return whether an address is in the workspace."""
    below_a_region = "region" in OURS[name][1] and not name.startswith("answers:")
    return below_a_region or name in {"pages:work", "pages:my_calendar", "pages:regions"}


@dataclass
class Walk:
    """Several people, and what each of them reaches. The first to reach a page looks at it."""

    visitors: dict[str, Visitor] = field(default_factory=dict)
    found: dict[str, Found] = field(default_factory=dict)

    def pages(self, name: str) -> list[tuple[Visitor, Place]]:
        """Return the pages at an address that differ from each other, each with who reached it."""
        first: dict[tuple[object, ...], tuple[Visitor, Place]] = {}
        for who, found in self.found.items():
            for place in found.pages:
                if place.name == name:
                    first.setdefault(place.shape, (self.visitors[who], place))
        return list(first.values()) or list(self._behind_buttons(name))

    def documents(self, name: str) -> list[tuple[Visitor, Place]]:
        """Return what is handed out at an address and is no page."""
        return [
            (self.visitors[who], place)
            for who, found in self.found.items()
            for place in found.documents
            if place.name == name
        ]

    def broken(self) -> dict[str, list[str]]:
        """Return the links that lead nowhere, by person."""
        return {who: found.broken for who, found in self.found.items() if found.broken}

    def _behind_buttons(self, name: str) -> Iterable[tuple[Visitor, Place]]:
        """Return where nobody comes by links, with the arguments of a place they do come to."""
        needs = set(OURS[name][1])
        for who, found in self.found.items():
            for place in found.pages if name in BEHIND_A_BUTTON else ():
                if needs <= set(place.arguments):
                    path = reverse(name, kwargs={one: place.arguments[one] for one in needs})
                    behind = place_at(path)
                    assert behind is not None
                    return [(self.visitors[who], behind)]
        return []


@contextmanager
def walking(browser: Browser, site: Site, *people: str) -> Iterator[Walk]:
    """Let people in by key, associations by their number at the demo's door; follow all links."""
    with ExitStack() as stack:
        walk = Walk()
        for who in people:
            visitor = walk.visitors[who] = stack.enter_context(visiting(browser, site))
            if who == "anyone":
                visitor.go("/")
                within = "/"
            elif who.isdigit():
                visitor.open_link_of(int(who))
                within = "/d/"
            else:
                visitor.enter_as(who)
                within = "/arbete/"
            start = visitor.page.url.removeprefix(site.url)
            walk.found[who] = explore(visitor, start, within=within)
        yield walk


def faults_of(visitor: Visitor, place: Place) -> list[str]:
    """Return what is wrong with a page, wide and narrow, light and dark."""
    visitor.go(place.path)
    return faults_seen(visitor)


def faults_seen(visitor: Visitor) -> list[str]:
    """Return what is wrong with the page on the screen, wide and narrow, light and dark."""
    page = visitor.page
    where = page.url.removeprefix(visitor.site.url)
    page.set_viewport_size(DEVICES["desktop"]["viewport"])
    wide = visitor.faults()
    page.emulate_media(color_scheme="dark")
    dark = visitor.violations("color-contrast")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DEVICES["narrow"]["viewport"])
    narrow = visitor.faults()
    page.set_viewport_size(DEVICES["desktop"]["viewport"])
    return [
        *(f"{where}: {fault}" for fault in wide),
        *(f"{where} dark: {fault}" for fault in dark),
        *(f"{where} 320 px: {fault}" for fault in narrow if fault not in wide),
    ]


def unsafe(visitor: Visitor, place: Place) -> list[str]:
    """Return what is wrong with how a document is handed out; a piece of a page is none."""
    headers = visitor.page.request.get(f"{visitor.site.url}{place.path}").headers
    if is_shown(headers):
        return []
    wrong = {
        "a browser may guess its kind": headers.get("x-content-type-options") != "nosniff",
        "opens in the page": not headers.get("content-disposition", "").startswith("attachment"),
    }
    return [f"{place.path}: {fault}" for fault, is_so in wrong.items() if is_so]
