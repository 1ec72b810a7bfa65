"""The demo's own post box: what has been sent, read from the files it was put in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

import nh3
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe

from samrad.access.roles import Role
from samrad.core.text import search_key
from samrad.outbox.mailbox import mails, read_mail
from samrad.users.principal import Principal

SEARCHED: Final = 1000  # mails a search reads
_TAGS: Final = {
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "a",
    "hr",
}
_SILENT: Final = {"script", "style", "title"}  # gone with all that stands in them
_HREF: Final = re.compile(r'href="([^"]*)"')


@dataclass(frozen=True)
class DemoMail:
    """A mail as the one it was sent to would read it."""

    uuid: UUID
    to: str
    sender: str
    subject: str
    sent_at: datetime | None
    parsed: EmailMessage

    @property
    def text(self) -> str:
        """Return the plain text."""
        part = self.parsed.get_body(preferencelist=("plain",))
        return str(part.get_content()) if part is not None else ""

    @property
    def has_html(self) -> bool:
        """Return whether the mail is more than plain text."""
        return self.parsed.get_body(preferencelist=("html",)) is not None

    @property
    def body(self) -> SafeString:
        """Return the mail as harmless HTML, with links that lead within this site."""
        part = self.parsed.get_body(preferencelist=("html",))
        if part is None:
            return self.linked_text
        return _here(nh3.clean(str(part.get_content()), tags=_TAGS, clean_content_tags=_SILENT))

    @property
    def linked_text(self) -> SafeString:
        """Return the plain text with its links."""
        return _here(urlize(self.text, nofollow=False, autoescape=True))

    @property
    def attachments(self) -> list[str]:
        """Return the names of what came with it."""
        return [part.get_filename() or "" for part in self.parsed.iter_attachments()]

    def roles_of(self, principal: Principal) -> set[Role]:  # noqa: ARG002 -- the protocol's shape
        """Return no role: anyone may read the demo's post."""
        return set()


@dataclass(frozen=True)
class Mailbox:
    """The box itself."""

    def roles_of(self, principal: Principal) -> set[Role]:  # noqa: ARG002 -- the protocol's shape
        """Return no role: anyone may read the demo's post."""
        return set()

    def paths(self, search: str = "") -> Sequence[Path]:
        """Return where the mails lie, newest first; with `search` those whose lines hold it."""
        words = search_key(search)
        if not words:
            return mails()
        return [path for path in mails()[:SEARCHED] if words in _searched(read(path))]


def _searched(mail: DemoMail) -> str:
    return search_key(f"{mail.to} {mail.subject} {mail.text}")


def _here(html: str) -> SafeString:
    """Let links to this installation lead within the site, wherever it is being shown."""

    def turned(found: re.Match[str]) -> str:
        address = found.group(1)
        return f'href="{address.removeprefix(settings.SAMRAD_URL) or "/"}"'

    return mark_safe(_HREF.sub(turned, html))  # noqa: S308 -- cleaned or escaped above


def _id(path: Path) -> UUID:
    return uuid5(NAMESPACE_URL, path.name)


def _moment(written: str) -> datetime:
    """Return the date of a mail; "-0000" is a time in UTC too."""
    moment = parsedate_to_datetime(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def read(path: Path) -> DemoMail:
    """Return the mail in a file."""
    parsed = read_mail(path)
    date = parsed["Date"]
    return DemoMail(
        uuid=_id(path),
        to=str(parsed["To"] or ""),
        sender=str(parsed["From"] or ""),
        subject=str(parsed["Subject"] or "").strip(),
        sent_at=_moment(str(date)) if date else None,
        parsed=parsed,
    )


def get_mailbox() -> Mailbox:
    """Return the box. Raise `ObjectDoesNotExist` where mails really leave."""
    if not settings.SAMRAD_DEMO:
        raise ObjectDoesNotExist
    return Mailbox()


def get_demo_mail(file: UUID) -> DemoMail:
    """Return the mail with this id. Raise `ObjectDoesNotExist`."""
    path = next((path for path in get_mailbox().paths() if _id(path) == file), None)
    if path is None:
        raise ObjectDoesNotExist
    return read(path)
