"""The demo's own post: mails land as files in the data folder and can be read on a page."""

from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMail
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


def folder() -> Path:
    """Return where the demo's mails lie."""
    return settings.SAMRAD_VAR / "mailbox"


class EmailBackend(BaseEmailBackend):
    """Puts each mail in a file named by its Message-ID."""

    def send_messages(self, email_messages: list[EmailMessage]) -> int:  # type: ignore[override]  # narrower than Sequence
        """Write the mails; the same mail again overwrites itself."""
        folder().mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            message = mail.message()
            name = "".join(c for c in message["Message-ID"] if c.isalnum() or c in "-.@")
            (folder() / f"{name}.eml").write_bytes(message.as_bytes())
        return len(email_messages)


def read_mail(path: Path) -> ParsedMail:
    """Return the mail in `path`."""
    parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(parsed, ParsedMail)  # noqa: S101 -- what policy.default makes
    return parsed


def mails() -> list[Path]:
    """Return the mails, newest first."""
    if not folder().exists():
        return []
    return sorted(folder().glob("*.eml"), key=lambda path: (-path.stat().st_mtime, path.name))
