"""Whoever acts: a user, the holder of a personal link, the system, or anyone at all."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from samrad.users.models import User

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Principal:
    """Who asks, and when. `token_hash` is the hash of the personal link that was presented."""

    user: User | None = None
    token_hash: str = ""
    at: datetime = NEVER
    system: bool = False
    memo: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def reference(self) -> str:
        """Return what the journal calls this principal: an id, never a name."""
        if self.user is not None:
            return f"user:{self.user.pk}"
        if self.token_hash:
            return f"link:{self.token_hash[:12]}"
        return "system" if self.system else "anyone"


SYSTEM = Principal(system=True)
ANYONE = Principal()
