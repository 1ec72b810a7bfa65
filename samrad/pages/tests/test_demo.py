"""The demo world stands, and holds what it promises."""

from datetime import UTC, date, datetime

import pytest

from samrad.consultations.models import Consultation
from samrad.contributions.models import Reply
from samrad.contributions.queries import live_contributions, unanswered_contributions
from samrad.journal.queries import breaks
from samrad.pages.services.demo import build_demo
from samrad.quality.enums import ScoreLevel
from samrad.quality.models import ChecklistRun
from samrad.quality.queries.profile import profile_of, run_required
from samrad.quality.rules.score import LACKING, Score
from samrad.registry.models import Organisation


def _score(title: str) -> Score:
    """Return the score of the consultation with this title."""
    run = ChecklistRun.objects.get(consultation__title=title)
    whole = run_required(run.consultation.region.slug, run.consultation.slug)
    found = profile_of(
        whole, consultation=whole.consultation, now=datetime(2026, 11, 23, tzinfo=UTC)
    )
    return found.total


@pytest.mark.slow
def test_the_demo_world_tells_all_its_stories(db):
    build_demo(date(2026, 11, 23))

    finished = Consultation.objects.get(title="Vad ska kulturplanen göra för föreningarna?")
    assert unanswered_contributions(finished).count() == 0
    assert live_contributions(finished).count() >= 45
    assert set(Reply.objects.filter(consultation=finished).values_list("state", flat=True)) == {
        "PUBLISHED"
    }
    assert finished.statements.filter(published_at__isnull=False, proposed=0).count() == 1
    answering = Consultation.objects.get(title="Stöd till mötesplatser")
    assert unanswered_contributions(answering).count() > 5
    assert Organisation.objects.count() > 2000
    assert breaks() == []
    assert _score(finished.title).level == ScoreLevel.MEETS
    late = _score("Samråd om kulturplanen")
    assert (late.points or 0) < LACKING
    assert late.critical_missing
