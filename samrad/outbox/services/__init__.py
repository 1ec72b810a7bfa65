"""Writing the outbox: queueing messages, handing them over, deciding about the rest."""

from samrad.outbox.services.composing import compose_mail
from samrad.outbox.services.deciding import (
    CannotDecide,
    cancel_message,
    cancel_messages,
    decide_message,
    forget_address,
    note_bounce,
    readdress_message,
)
from samrad.outbox.services.delivering import (
    LEASE,
    NothingToSend,
    Rendered,
    Renderer,
    deliver_due,
    settle_lost,
)
from samrad.outbox.services.queueing import Addressed, queue_message, queue_messages

__all__ = [
    "LEASE",
    "Addressed",
    "CannotDecide",
    "NothingToSend",
    "Rendered",
    "Renderer",
    "cancel_message",
    "cancel_messages",
    "compose_mail",
    "decide_message",
    "deliver_due",
    "forget_address",
    "note_bounce",
    "queue_message",
    "queue_messages",
    "readdress_message",
    "settle_lost",
]
