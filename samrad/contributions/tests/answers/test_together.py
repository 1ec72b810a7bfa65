"""Several at once: one answer is sent, one draft wins, one is let in. Needs true concurrency."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from samrad.consultations.enums import StatedKind
from samrad.consultations.models import Participation
from samrad.contributions.models import Submission
from samrad.contributions.queries.places import question_slot
from samrad.contributions.queries.progress import drafts_of
from samrad.contributions.services.answering import Entrant, send_answer, start_open_answer
from samrad.contributions.services.drafts import (
    DraftChangedMeanwhile,
    Mandate,
    Written,
    save_draft,
)
from samrad.contributions.services.receiving import NothingSaid
from samrad.core.clock import now
from tests import make

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT_ONCE = 8


def together(press: Callable[[int], Any]) -> list[Any]:
    """Let eight press at once; return what each got, exceptions by their kind."""

    def one(number: int) -> Any:
        try:
            return press(number)
        except (DraftChangedMeanwhile, NothingSaid) as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def write(party, text, writer=""):
    """Write the answer to the first question, as a page that was opened before anybody wrote."""
    question = party.consultation.questions.get(position=1)
    written = Written(text=text, writer=writer)
    return save_draft(participation=party, slot=question_slot(question), written=written, now=now())


def send(party, key):
    """Send what is written."""
    return send_answer(
        participation=Participation.objects.get(pk=party.pk),
        key=key,
        mandate=Mandate(kind="NOT_YET"),
        language="sv",
        actor=make.principal(),
        now=now(),
    ).pk


def test_the_same_press_many_times_sends_once(party):
    write(party, "Vi behöver lokaler.")

    got = together(lambda _number: send(party, "same"))

    assert got == [Submission.objects.get().pk] * AT_ONCE


def test_many_who_press_at_once_send_one_answer(party):
    write(party, "Vi behöver lokaler.")

    got = together(lambda number: send(party, str(number)))

    assert Counter(got) == {Submission.objects.get().pk: 1, NothingSaid: AT_ONCE - 1}


def test_of_many_who_write_the_same_draft_one_wins_and_the_others_are_told(party):
    got = together(lambda number: write(party, f"Text {number}", writer=str(number)))

    assert got.count(DraftChangedMeanwhile) == AT_ONCE - 1
    assert len(drafts_of(party)) == 1


def test_the_same_open_form_many_times_lets_one_in(consultation):
    entrant = Entrant(kind=StatedKind.NETWORK, key="same", name="Nätverket Påhittet")

    tokens = together(
        lambda _number: start_open_answer(
            consultation=consultation,
            entrant=entrant,
            language="sv",
            actor=make.principal(),
            now=now(),
        )
    )

    assert (len(set(tokens)), Participation.objects.count()) == (AT_ONCE, 1)
