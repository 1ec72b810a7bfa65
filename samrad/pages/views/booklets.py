"""The whole method as one file to keep or print."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.access.roles import Role
from samrad.reporting.services import booklets
from samrad.users.principal import Principal

_TYPES: Final[Mapping[str, str]] = {
    booklets.PDF: "application/pdf",
    booklets.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class Booklet:
    """A format of the booklet."""

    format: str

    def roles_of(self, principal: Principal) -> set[Role]:  # noqa: ARG002 -- the protocol's shape
        """Return no role: the booklet is everybody's."""
        return set()


def get_booklet(booklet: str) -> Booklet:
    """Return the booklet in a format. Raise `ObjectDoesNotExist` for one there is not."""
    if booklet not in booklets.FORMATS:
        raise ObjectDoesNotExist(booklet)
    return Booklet(booklet)


@require_safe
@requires(Action.PORTAL_VIEW, on=get_booklet)
def booklet(_request: Request, chosen: Booklet) -> HttpResponse:
    """Hand out the booklet."""
    return HttpResponse(
        booklets.booklet_content(chosen.format),
        content_type=_TYPES[chosen.format],
        headers={
            "Content-Disposition": f'attachment; filename="samrad-metod.{chosen.format}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "public, max-age=3600",
            "ETag": f'"{booklets.fingerprint()}"',
        },
    )
