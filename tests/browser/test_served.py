"""The site as it is served: well, light, and alone."""

import json
import time
import urllib.error
import urllib.request

import pytest

PUBLIC_PAGES = (
    "/", "/samrad/", "/plan/", "/granska/", "/metod/", "/metod/matrisen/", "/exempel/",
    "/tillganglighet/", "/personuppgifter/", "/demo/",
)  # fmt: skip
LARGEST_FIRST_PAGE = 120 * 1024
MOST_REQUESTS = 10


def health(site):
    try:
        with urllib.request.urlopen(f"{site.url}/halsa/") as answer:  # noqa: S310 -- loopback
            return json.load(answer)
    except urllib.error.HTTPError as unwell:
        return json.load(unwell)


@pytest.mark.both_databases
def test_the_served_demo_is_well(site):
    deadline = time.monotonic() + 60
    while set(health(site).values()) != {"green"} and time.monotonic() < deadline:
        time.sleep(0.5)

    told = health(site)

    assert told == dict.fromkeys(told, "green")


@pytest.mark.parametrize("path", PUBLIC_PAGES)
@pytest.mark.parametrize("device", ["desktop", "phone", "narrow"])
def test_a_public_page_looks_fine(visit, device, path):
    visitor = visit(device=device)

    visitor.go(path)

    visitor.looks_fine()


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_a_public_page_can_be_read_without_javascript(visit, path):
    visitor = visit(device="phone", javascript=False)

    page = visitor.go(path)

    assert page.locator("h1").count() == 1
    visitor.looks_fine()


@pytest.mark.parametrize("path", ["/", "/samrad/", "/metod/", "/metod/checklistan/", "/exempel/"])
def test_the_first_page_is_light(visit, path):
    visitor = visit(device="phone")
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("Network.enable")
    sizes = {}
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )

    visitor.go(path)
    visitor.page.wait_for_load_state("networkidle")

    assert 1 <= len(sizes) <= MOST_REQUESTS
    assert sum(sizes.values()) <= LARGEST_FIRST_PAGE
