"""Django's SMTP backend, that also remembers whether the mail's text was on its way.

When the line breaks before that, nothing can have arrived and the mail may be sent again.
"""

import smtplib
from typing import Any

from django.core.mail.backends import smtp
from django.core.mail.backends.base import BaseEmailBackend


class _Line(smtplib.SMTP):
    """Notes in `text_left` that DATA was begun since the latest mail."""

    text_left = False

    def sendmail(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- smtplib's own signature
        self.text_left = False
        return super().sendmail(*args, **kwargs)

    def data(self, msg: Any) -> tuple[int, bytes]:  # noqa: ANN401 -- smtplib's own signature
        self.text_left = True
        return super().data(msg)


class _SecureLine(_Line, smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""


class EmailBackend(smtp.EmailBackend):
    """What `EMAIL_URL=smtp://…` means here."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Return the kind of line to open."""
        return _SecureLine if self.use_ssl else _Line


def may_have_arrived(connection: BaseEmailBackend) -> bool:
    """Return whether the text of the latest mail may have reached the server."""
    return getattr(getattr(connection, "connection", None), "text_left", True)
