"""Fixtures for the browser tests: a site a module, a browser a module, visitors as needed.

The site is the demo, copied from one that is built once for the whole run and served by the same
processes as in life: granian, whitenoise, the worker. Tests see it only as people do, through
pages and mails.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.people import Visitor, visiting
from tests.browser.sites import Site, served
from tools.chromium import ARGUMENTS, chromium

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)  # the root's own then sees the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test in this folder."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return a folder that all processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="module")
def site(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a fresh copy of the demo to the module's tests."""
    with served(shared, tmp_path_factory.mktemp("site") / "var") as site:
        yield site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium. A module's own, so that no event loop is left to other tests."""
    path = chromium()
    if path is None:
        pytest.skip("no chromium on this machine (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Visitor]]:
    """Let visitors in: `visit()`, `visit(device="phone")`, `visit(javascript=False)`."""
    with ExitStack() as stack:

        def _visit(**how: Any) -> Visitor:
            return stack.enter_context(visiting(browser, site, **how))

        yield _visit
