"""How texts begin."""

import re
from itertools import islice

OPENER_WORDS = 6
_WORD = re.compile(r"\w+(?:[’']\w+)*")


def words(text: str) -> list[str]:
    """Return the words of a text, in small letters."""
    return _WORD.findall(text.casefold())


def opener(text: str) -> str:
    """Return a text's first six words."""
    return " ".join(match.group() for match in islice(_WORD.finditer(text.casefold()), OPENER_WORDS))
