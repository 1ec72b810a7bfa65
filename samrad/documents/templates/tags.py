"""What a tag looks like, and the one Jinja that reads and fills them."""

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from samrad.documents.fields import GAP_BEGINS, marked, with_marks

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

FILTERS: Final = frozenset({"upper", "lower", "length"})
OF_LOOP: Final = ("index", "first", "last")
TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
INSIDE: Final = re.compile(r"\{%(?:p|tr)?\s+(?P<words>.*?)\s*%\}", re.DOTALL)


@cache
def environment() -> "SandboxedEnvironment":
    """Return a Jinja that knows three filters, and neither calls nor counts."""
    import jinja2  # noqa: PLC0415 -- only where a template is
    from jinja2.exceptions import SecurityError  # noqa: PLC0415
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    class Missing(jinja2.Undefined):
        """A name that is no longer known: a gap like any other."""

        def __str__(self) -> str:
            return marked(self._undefined_name or "")

    class Environment(ImmutableSandboxedEnvironment):
        """One that neither counts nor calls: whatever slips past the reading comes no further."""

        intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)
        intercepted_unops = frozenset(ImmutableSandboxedEnvironment.default_unop_table)

        def call_binop(self, _context: Any, operator: str, _left: Any, _right: Any) -> Any:  # noqa: ANN401 -- as there
            raise SecurityError(operator)

        def call_unop(self, _context: Any, operator: str, _value: Any) -> Any:  # noqa: ANN401 -- as there
            raise SecurityError(operator)

        def is_safe_callable(self, _called: Any) -> bool:  # noqa: ANN401 -- as there
            return False

    made = Environment(autoescape=True, undefined=Missing)
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.globals.clear()
    return made


def count_gaps(text: str, context: Mapping[str, Any]) -> int:
    """Return how many gaps a template with this text has when it is filled with `context`."""
    return environment().from_string(with_marks(text)).render(context).count(GAP_BEGINS)
