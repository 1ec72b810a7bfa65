"""The roles that can be held, and the shape of anything that can say who holds them."""

from enum import StrEnum
from typing import Protocol

from samrad.users.principal import Principal


class Role(StrEnum):
    """A role held in relation to one object (or, for the first two, to none)."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"  # signed in, nothing more
    LINK_HOLDER = "link_holder"  # holds a live personal link: answers and reads one's own
    READER = "reader"  # may look
    EXPERT = "expert"  # invited to review a draft set-up
    POLITICIAN = "politician"  # may look, follows the replies
    REGISTRAR = "registrar"  # registers, preserves, discloses
    OFFICER = "officer"  # runs the consultation
    HEAD = "head"  # signs off


class HasRoles(Protocol):
    """An object that knows which roles a principal holds in relation to it."""

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles `principal` holds here."""
        ...


class NoLongerOpen(Exception):
    """The link was ours once but opens nothing now; `reason` is EXPIRED or REVOKED."""

    def __init__(self, reason: str, about: object = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.about = about


class _Platform:
    """What pages without an object are about."""

    def roles_of(self, principal: Principal) -> set[Role]:  # noqa: ARG002 -- the protocol's shape
        """Return no role: the platform has none of its own."""
        return set()


PLATFORM = _Platform()


def get_platform() -> _Platform:
    """Return the object of pages that have none."""
    return PLATFORM


def roles_on(principal: Principal, target: HasRoles) -> set[Role]:
    """Return every role `principal` holds in relation to `target`."""
    roles = {Role.ANYONE} | target.roles_of(principal)
    return roles | {Role.SIGNED_IN} if principal.user is not None else roles
