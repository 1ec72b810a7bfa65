"""Finding a mending sentence that was put into a text before, and what is still open in it."""

import re
from typing import Final

from samrad.invitations.rules.review.model import Span

_GAP: Final = re.compile(r"\[[^\[\]\n]{0,200}\]")
_FILLED: Final = r"([^\n]{0,200}?)"


def standing(sentence: str, text: str) -> tuple[Span, bool] | None:
    """Return where in the text the sentence's first open gap is, and True.

    Where all its gaps are filled: where the sentence is, and False. Nothing where it does not
    stand in the text, or has no gaps to tell it by.
    """
    sentence = sentence.strip()
    gaps, words = _GAP.findall(sentence), _GAP.split(sentence)
    if not gaps or max(words, key=len) not in text:
        return None
    found = re.search(_FILLED.join(map(re.escape, words)), text)
    if found is None:
        return None
    for number, gap in enumerate(gaps, start=1):
        if found[number].endswith(gap):
            return Span(found.end(number) - len(gap), found.end(number)), True
    return Span(*found.span()), False
