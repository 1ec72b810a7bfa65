"""Every address, every verb, every person: what happens is what docs/access-matrix.md says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from samrad.access.policy import POLICY, Action
from tests import world

MATRIX = Path(__file__).parents[1] / "docs" / "access-matrix.md"
# allauth and Django answer for these: they are reached before there is anybody to ask about.
NOT_OURS = {
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_inactive",
    "account_logout",
    "set_language",
}
VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
COLUMNS = ("anyone", "signed_in", "neighbour", *world.HELD, "link")


def read_matrix() -> dict[tuple[str, str], dict[str, str]]:
    """Return, by address and verb, what each person meets."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    header: list[str] = []
    for line in MATRIX.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or set(cells[0]) <= {"-"}:
            continue
        if cells[0] == "address":
            header = cells[2:]
            continue
        assert (cells[0], cells[1]) not in rows, f"two rows for {cells[:2]}"
        rows[cells[0], cells[1]] = dict(zip(header, cells[2:], strict=True))
    return rows


def addresses(patterns: Any = None, space: str = "", names: tuple[str, ...] = ()) -> Iterator[Any]:
    """Yield (name, view, argument names) for every address the site answers at."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        inner = (*names, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            below = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry.url_patterns, below, inner)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", entry.callback, inner


ROWS = read_matrix()
OURS = {name: (view, needs) for name, view, needs in addresses() if name not in NOT_OURS}


def test_the_inventory_is_not_empty():
    assert len(OURS) >= 1
    assert len(ROWS) >= 1


def test_every_address_has_a_row_and_every_row_an_address():
    assert sorted({address for address, _verb in ROWS} ^ set(OURS)) == []


def test_every_view_declares_its_action():
    assert [name for name, (view, _needs) in OURS.items() if not hasattr(view, "action")] == []


def test_every_action_is_granted_to_someone():
    assert set(POLICY) == set(Action)
    assert all(POLICY.values())


def test_every_action_is_used_by_some_view():
    assert {view.action for view, _needs in OURS.values()} == set(Action)


def test_the_columns_are_the_roles_and_the_neighbour():
    assert {tuple(sorted(cells)) for cells in ROWS.values()} == {tuple(sorted(COLUMNS))}


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """Build the world once for all rows; what a row changes is taken back with its own test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield world.build()
        transaction.set_rollback(True)


def ask(built: world.World, address: str, verb: str, who: str) -> tuple[str, Any]:
    """Return what `who` meets at the address, and the answer itself."""
    needs = OURS[address][1]
    arguments = {name: built.arguments[name] for name in needs}
    if "token" in needs and who != "link":
        arguments["token"] = "x" * 27
    elif address == "pages:calendar_feed":
        arguments["token"] = built.feed_token
    client = Client()
    if who in built.people:
        client.force_login(built.people[who])
    response = client.generic(verb, reverse(address, kwargs=arguments))
    status = response.status_code
    if status == 302 and response["Location"].startswith("/logga-in/"):
        return "login", response
    return {403: "no", 404: "404", 405: "405"}.get(status, "yes"), response


def content_of(response: Any) -> bytes:
    """Return all that was sent."""
    return b"".join(response) if response.streaming else response.content


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "verb"), sorted(ROWS))
def test_each_person_meets_what_the_matrix_says(built, address, verb):
    met = {}
    for who in COLUMNS:
        with transaction.atomic():
            met[who], response = ask(built, address, verb, who)
            # 503 is what /halsa/ answers about a house that is not well.
            assert response.status_code < 500 or response.status_code == 503
            # At an address that names no region the neighbour meets the neighbour's own.
            if who != "neighbour" or OURS[address][1]:
                assert world.SECRET.encode() not in content_of(response)
            transaction.set_rollback(True)

    assert met == ROWS[address, verb]


@pytest.mark.django_db
@pytest.mark.parametrize("address", sorted(OURS))
def test_a_verb_without_a_row_is_refused(built, address):
    unlisted = [verb for verb in VERBS if (address, verb) not in ROWS]
    who = "link" if "token" in OURS[address][1] else "head"

    met = {verb: ask(built, address, verb, who)[0] for verb in unlisted}

    assert met == dict.fromkeys(unlisted, "405")
