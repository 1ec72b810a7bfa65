"""Every page there is, what the regions' own people see: whole, accessible and narrow enough.

Pages are found by following links, so an address that no link leads to is found out as well.
"""

import pytest

from tests.browser.walking import HALF_DONE, PAGES, faults_of, is_work, unsafe, walking


@pytest.fixture(scope="module")
def walk(browser, site):
    with walking(browser, site, "kim", "alex", "jojo", "lo", "tove", "mika", "robin") as walk:
        yield walk


def test_no_link_leads_nowhere(walk):
    assert walk.broken() == {}


@pytest.mark.parametrize("name", [name for name in PAGES if is_work(name)])
def test_a_page_that_is_reached_looks_fine(walk, name):
    pages, documents = walk.pages(name), walk.documents(name)

    assert [fault for page in pages for fault in faults_of(*page)] == []
    assert [fault for document in documents for fault in unsafe(*document)] == []


def test_all_pages_are_reached_but_those_of_work_half_done(walk):
    """Those have no link in a fresh demo; test_half_done.py looks at them."""
    reached = {name for name in PAGES if walk.pages(name) or walk.documents(name)}

    missing = {name for name in PAGES if is_work(name)} - HALF_DONE - reached
    assert sorted(missing) == []
