"""Where a form's draft belongs."""

from dataclasses import dataclass

from samrad.access.roles import Role
from samrad.users.principal import Principal


@dataclass(frozen=True)
class DraftSlot:
    """A form and the object it is about. The draft belongs to the one who types, nobody else."""

    form: str
    object_key: str

    def roles_of(self, principal: Principal) -> set[Role]:  # noqa: ARG002 -- the protocol's shape
        """Return no role: whoever has signed in may keep their own draft."""
        return set()


def get_draft_slot(form: str, object_key: str) -> DraftSlot:
    """Return the slot that the address names."""
    return DraftSlot(form[:60], object_key[:80])
