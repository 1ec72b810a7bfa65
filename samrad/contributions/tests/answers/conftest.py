"""A consultation that is open now, and a participant with a link to it."""

from datetime import timedelta

import pytest

from samrad.core.clock import local_date, now
from tests import make


@pytest.fixture
def consultation(db):
    """Make a consultation with two questions, open for another week."""
    moment = now()
    made = make.consultation(
        title="Vad ska nästa kulturplan innehålla?",
        opens_on=local_date(moment) - timedelta(days=7),
        published_at=moment - timedelta(days=8),
        closes_at=moment + timedelta(days=7),
        reference="G-2026-1",
        decision_maker="Regionfullmäktige",
    )
    make.question(consultation=made, position=1, text="Vad behöver ni?")
    make.question(
        consultation=made, position=2, text="Vad hindrar er?", hint="Skriv som ni pratar."
    )
    return made


@pytest.fixture
def party(consultation):
    """Make an association that has been invited."""
    return make.participation(
        consultation=consultation,
        organisation=make.organisation(
            region=consultation.region,
            name="Hembygdsföreningen Låtsasbygden",
            email="latsas@exempel.invalid",
        ),
    )


@pytest.fixture
def token(party):
    """Mint the association's personal link."""
    return make.token(party)
