"""Every page there is, what anyone and the associations see: whole, accessible and narrow enough.

Pages are found by following links, so an address that no link leads to is found out as well.
"""

import pytest

from tests.browser.walking import HALF_DONE, PAGES, faults_of, is_work, unsafe, walking


@pytest.fixture(scope="module")
def walk(browser, site):
    with walking(browser, site, "anyone", "0", "1", "2") as walk:
        yield walk


def test_no_link_leads_nowhere(walk):
    assert walk.broken() == {}


@pytest.mark.parametrize("name", [name for name in PAGES if not is_work(name)])
def test_a_page_that_is_reached_looks_fine(walk, name):
    pages, documents = walk.pages(name), walk.documents(name)

    assert [fault for page in pages for fault in faults_of(*page)] == []
    assert [fault for document in documents for fault in unsafe(*document)] == []


def test_all_pages_are_reached_but_those_of_work_half_done(walk):
    """Those have no link in a fresh demo; test_half_done.py looks at them."""
    reached = {name for name in PAGES if walk.pages(name) or walk.documents(name)}

    missing = {name for name in PAGES if not is_work(name)} - HALF_DONE - reached
    assert sorted(missing) == []


# The letters are hidden from screen readers, who hear the region's name, and so from axe as well.
CONTRAST = """tile => {
    const light = (colour) => colour.match(/\\d+/g).slice(0, 3)
        .map((part) => part / 255)
        .map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, n) => sum + part * [0.2126, 0.7152, 0.0722][n], 0.05);
    const { color, backgroundColor } = getComputedStyle(tile);
    const [dim, bright] = [light(color), light(backgroundColor)].sort((a, b) => a - b);
    return bright / dim;
}"""


def test_the_letters_on_the_map_can_be_read(walk):
    page = walk.visitors["anyone"].go("/")
    tiles = page.locator(".s-tiles > a:is(.o, .a)").all()

    assert len(tiles) >= 2
    assert min(tile.evaluate(CONTRAST) for tile in tiles) >= 4.5
