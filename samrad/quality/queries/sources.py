"""Facts that stand in rooms above this one: those rooms say themselves how they are read.

The statement is made from what quality says, so that quality may not know it. `reporting` gives its
reader here when the site starts; without one there is no statement.
"""

from collections.abc import Callable

from samrad.consultations.models import Consultation
from samrad.quality.rules.facts import StatementFact

StatementReader = Callable[[Consultation], StatementFact]
_readers: list[StatementReader] = []


def read_statements_by(reader: StatementReader) -> None:
    """Let `reader` say what statement a consultation has (one query)."""
    _readers[:] = [reader]


def statement_of(consultation: Consultation) -> StatementFact:
    """Return what is known of the consultation's statement."""
    return _readers[0](consultation) if _readers else StatementFact()
