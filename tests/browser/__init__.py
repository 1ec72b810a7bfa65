"""Journeys through the served demo in a real browser, as officer and volunteer."""

import pytest

pytest.register_assert_rewrite("tests.browser.people")
