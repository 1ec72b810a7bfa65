"""A consultation with a draft to change, the people of the region, and their browsers."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import make


@pytest.fixture
def consultation(db):
    """Return a consultation whose plan has a draft with one passage."""
    made = make.consultation(slug="lokaler", title="Lokaler")
    make.placed_passage(plan=made.process.plan)
    return made


@pytest.fixture
def undrafted(db):
    """Return a consultation before there is any draft."""
    return make.consultation(slug="tidigt")


@pytest.fixture
def officer(consultation):
    """Return the officer's browser."""
    return browser(make.officer(name="Kim Exempel"))


@pytest.fixture
def head(consultation):
    """Return the head of culture's browser."""
    return browser(make.officer(role="head", name="Eva Exempel"))


def browser(person):
    """Return a client signed in as the person."""
    client = Client()
    client.force_login(person)
    client.person = person
    return client


@pytest.fixture
def at(consultation):
    """Return addresses of the consultation's desk by name."""

    def address(name, *args):
        where = [consultation.region.slug, consultation.slug, *args]
        return reverse(f"contributions:{name}", args=where)

    return address


@pytest.fixture
def placed(consultation):
    """Return the passage of the draft."""
    version = consultation.process.plan.versions.get()
    return version.placed.select_related("revision", "passage").get()


@pytest.fixture
def said(consultation):
    """Return a function that makes a contribution that says something."""

    def say(text="Vi behöver en lokal att öva i.", **given):
        return make.contribution(
            submission=make.submission(consultation=consultation, text=text, **given)
        )

    return say
