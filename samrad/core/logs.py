"""What may stand in the log: never the token of a personal link."""

import logging
import re
from typing import Final

_TOKEN: Final = re.compile(r"(/d/)[^/\s\"'?#]+")


def masked(text: str) -> str:
    """Return `text` with the token in every address of a personal link hidden."""
    return _TOKEN.sub(r"\1•••", text)


class WithoutTokens(logging.Filter):
    """Hides tokens in every record that passes; on a handler, so that no logger goes past it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the message, and the traceback if there is one; let the record through."""
        record.msg, record.args = masked(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = masked(record.exc_text)
        return True
