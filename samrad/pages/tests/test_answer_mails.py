"""That the worker sends what those who answer are waiting for, and forgets what was never sent."""

from samrad.contributions.services import receipts
from samrad.pages.tasks import RENDERERS, SWEEPS


def test_the_worker_writes_every_mail_about_an_answer():
    assert set(receipts.RENDERERS) <= set(RENDERERS)


def test_the_worker_forgets_drafts_that_were_never_sent():
    assert "unsent drafts" in SWEEPS
