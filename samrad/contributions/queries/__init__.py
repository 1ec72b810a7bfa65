"""Reading what was said and what was answered, a module a subject."""

from samrad.contributions.queries.live import (
    live_contributions,
    unanswered_contributions,
)

__all__ = ["live_contributions", "unanswered_contributions"]
