"""Method content that cannot be read stops `samrad check`, and with it every deployment."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from samrad.method import library
from samrad.method.reader import Fault


@register()
def method_content_is_valid(**_kwargs: Any) -> list[CheckMessage]:  # noqa: ANN401 -- Django's signature
    """Read the whole shelf in every language, name every fault, and hold it against the lock."""
    faulty = [Error(_told(fault), id="method.E001") for fault in library.faults()]
    changed = [
        Error(f"{path} is not as it was published", id="method.E002")
        for path in library.differences_from_lock()
    ]
    return [*faulty, *changed]


def _told(fault: Fault) -> str:
    return f"{fault.path.relative_to(library.CONTENT)}:{fault.line}: {fault.reason}"
