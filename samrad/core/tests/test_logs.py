"""No log shows the token of a personal link, whoever writes to it."""

import io
import logging

import pytest

from samrad.core.logs import WithoutTokens, masked

TOKEN = "q5RV1mESXhXLdlbvCs_mcVO13js"


@pytest.fixture
def console():
    """Return what the site's own handler writes."""
    handlers = [
        each
        for each in logging.getLogger().handlers
        if isinstance(each, logging.StreamHandler)
        and any(isinstance(one, WithoutTokens) for one in each.filters)
    ]
    assert len(handlers) == 1
    before = handlers[0].setStream(stream := io.StringIO())
    yield stream
    handlers[0].setStream(before)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"Not Found: /d/{TOKEN}/", "Not Found: /d/•••/"),
        (f'"GET /d/{TOKEN}/fraga/1/?q=x" 404', '"GET /d/•••/fraga/1/?q=x" 404'),
        (f"https://exempel.invalid/d/{TOKEN}", "https://exempel.invalid/d/•••"),
        ("Not Found: /samrad/d/", "Not Found: /samrad/d/"),
    ],
)
def test_the_token_is_hidden_and_the_rest_is_read(written, shown):
    assert masked(written) == shown


def test_a_guessed_link_leaves_no_token_in_the_log(client, db, console):
    client.get(f"/d/{TOKEN}/")

    assert console.getvalue() == "Not Found: /d/•••/\n"


def test_a_traceback_shows_no_token_either(console):
    try:
        {}[f"/d/{TOKEN}/"]
    except KeyError:
        logging.getLogger("samrad.test").exception("Failed at %s", f"/d/{TOKEN}/")

    assert TOKEN not in console.getvalue()
    assert "KeyError: '/d/•••/'" in console.getvalue()
