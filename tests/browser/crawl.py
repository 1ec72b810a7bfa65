"""Finding every page: follows the links as one person would, and notes which address each is."""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests.browser.people import Visitor

# Pages of one address are alike, except where these differ.
MATTERS = ("consultation", "step")
FOLLOWED = 4  # of those that are alike: what they lead to may not be
OK = 200


@dataclass(frozen=True)
class Place:
    """Where an address is: its path, its name and its arguments."""

    path: str
    name: str
    arguments: dict[str, object] = field(hash=False)

    @property
    def shape(self) -> tuple[object, ...]:
        """Return what makes it look different from other places of the same name."""
        return (self.name, "?" in self.path, *(self.arguments.get(one) for one in MATTERS))


@dataclass
class Found:
    """What one person reaches by links: pages, other documents, and what is not there."""

    pages: list[Place] = field(default_factory=list)
    documents: list[Place] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


class _Links(HTMLParser):
    """Collects where a page leads with GET: links, search forms and what htmx fetches."""

    def __init__(self) -> None:
        super().__init__()
        self.leads_to: list[str] = []
        self.is_whole = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the element leads to."""
        given = dict(attrs)
        self.is_whole |= tag == "html"
        leads_to = {
            "a": given.get("href"),
            "form": given.get("action") if (given.get("method") or "get") == "get" else None,
        }.get(tag)
        self.leads_to += [to for to in (leads_to, given.get("hx-get")) if to]


def place_at(path: str) -> Place | None:
    """Return what lies at a path, if anything does."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    return Place(path, match.view_name, match.kwargs)


def is_shown(headers: Mapping[str, str]) -> bool:
    """Return whether a browser opens it as a page or a piece of one, rather than saving it."""
    saved = headers.get("content-disposition", "").startswith("attachment")
    return headers["content-type"].startswith("text/html") and not saved


def explore(visitor: Visitor, start: str, *, within: str) -> Found:
    """Follow the links from `start`, below `within`, to some pages of each shape."""
    found, seen = Found(), {start}
    handed_out: set[tuple[object, ...]] = set()  # leads nowhere, so one of a kind is enough
    tally: Counter[tuple[object, ...]] = Counter()
    waiting = deque([(start, "")])
    while waiting:
        path, origin = waiting.popleft()
        place = place_at(path)
        if place is None:
            found.broken.append(f"{path} (from {origin}): no such address")
            continue
        tally[place.shape] += 1
        kind = place.shape[:2]
        if tally[place.shape] > FOLLOWED or kind in handed_out:
            continue
        before = len(found.documents)
        for onwards in _open(visitor, place, origin, found):
            if onwards.startswith(within) and onwards not in seen:
                seen.add(onwards)
                waiting.append((onwards, path))
        if len(found.documents) > before:
            handed_out.add(kind)
    return found


def _open(visitor: Visitor, place: Place, origin: str, found: Found) -> list[str]:
    """Fetch one address, note what it is and return the paths it leads to."""
    here = f"{visitor.site.url}{place.path}"
    answer = visitor.page.request.get(here)
    if answer.status != OK:
        found.broken.append(f"{place.path} (from {origin}): {answer.status}")
        return []
    links = _Links()
    if is_shown(answer.headers):
        links.feed(answer.text())
    (found.pages if links.is_whole else found.documents).append(place)
    parts = (urlsplit(urljoin(here, href)) for href in links.leads_to)
    return [
        f"{part.path}?{part.query}" if part.query else part.path
        for part in parts
        if f"{part.scheme}://{part.netloc}" == visitor.site.url
    ]
