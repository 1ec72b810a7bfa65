"""A real mail server on loopback for tests. What it does is told by the address it receives.

`refused…` is answered 550, `later…` 451 the first time, `hangup…` loses the line after the text,
`hangup-first…` loses it before, `slow…` takes a while over the text. The rest is received.
"""

import asyncio
import socket
import threading
from collections import Counter
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

SLOW = 0.5


def free_port() -> int:
    """Return a port on loopback where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def hang_up(server: SMTP) -> None:
    """Lose the line."""
    assert server.transport is not None
    server.transport.close()


class MailServer:
    """What came in, and the controller that runs the server in a thread of its own."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.sessions = 0
        self.asked: Counter[str] = Counter()
        self.text_arrives = threading.Event()  # a slow mail's text is being received
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def start(self) -> "MailServer":
        """Listen on a free port."""
        self._controller.start()
        return self

    def stop(self) -> None:
        """Listen no more."""
        if self._controller.server is not None:
            self._controller.stop()

    def addresses(self) -> list[str]:
        """Return whom mail came in for, in order."""
        return [str(mail["To"]) for mail in self.received]

    async def handle_EHLO(  # noqa: N802 -- aiosmtpd's name
        self,
        _server: SMTP,
        session: Session,
        _envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        """Count the conversations."""
        self.sessions += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self,
        server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Answer by the address."""
        self.asked[address] += 1
        if address.startswith("refused"):
            return "550 5.1.1 No such mailbox here"
        if address.startswith("later") and self.asked[address] == 1:
            return "451 4.7.1 Greylisted, try again"
        if address.startswith("hangup-first") and self.asked[address] == 1:
            hang_up(server)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep the mail, and do what its address says."""
        if envelope.rcpt_tos[0].startswith("slow"):
            self.text_arrives.set()
            await asyncio.sleep(SLOW)
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.received.append(mail)
        if envelope.rcpt_tos[0].startswith("hangup@"):
            hang_up(server)
        return "250 OK"
