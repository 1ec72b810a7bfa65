"""Names of organisations: as stored, as searched and as matched.

Only words that say nothing but legal form are dropped when names are compared. Words that tell
sections apart (lokalavdelning, IF, distrikt) stay: two sections may share an organisation number.
"""

import re
from typing import Final

from samrad.core.text import one_line, search_key

# Folded, longest first.
_LEGAL_FORM: Final = re.compile(
    r"\b(?:(?:en |den )?ideell[at]? for(?:ening(?:en)?)?|ekonomisk(?:a)? for(?:ening(?:en)?)?|"
    r"ek for|id for|ideell org(?:anisation(?:en)?)?|u p a|upa)\b"
)
_LAST: Final = str.maketrans("åäö", "{|}")  # characters that come after z, in this order
_AND: Final = re.compile(r"\s*&\s*|\s+\+\s+")


def stored_name(written: str) -> str:
    """Return the name as it is kept and shown: one line, else as the organisation writes it."""
    return one_line(written)


def search_name(written: str) -> str:
    """Return the name in the form that search looks in: folded, letters and digits only."""
    return search_key(written)


def normalised_name(written: str) -> str:
    """Return the name as compared for sameness: folded, "&" read as "och", legal form dropped.

    A name that is nothing but legal form is kept as it is, so the result is empty only for a name
    without letters and digits.
    """
    whole = search_key(_AND.sub(" och ", written))
    bare = " ".join(_LEGAL_FORM.sub(" ", whole).split())
    return bare or whole


def alphabetical(name: str) -> str:
    """Return what names are sorted by: å, ä and ö last, where Swedish readers look for them."""
    return name.casefold().translate(_LAST)
