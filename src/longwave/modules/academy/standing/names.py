"""Names that players give themselves: what can be shown, and when two look alike."""

import re

from longwave.editorial import disguise
from longwave.modules.academy.standing.errors import NameUnusable
from longwave.modules.academy.texts import cleaned

MIN_LETTERS, MAX_NAME_CHARS = 2, 40
_SIGNS = re.compile(r"[^\w .'’-]|_")


def usable(name: str) -> str:
    """Return a name as it is shown.

    Raises:
        NameUnusable: it cannot be.
    """
    try:
        shown = cleaned(name)
    except ValueError as error:
        raise NameUnusable(str(error)) from error
    if len(shown) > MAX_NAME_CHARS:
        raise NameUnusable(f"it has {len(shown)} characters, and {MAX_NAME_CHARS} fit on a card")
    if sign := _SIGNS.search(shown):
        raise NameUnusable(f"{sign.group()!r} is no part of a name: use letters, digits, blanks, . ' and -")
    if sum(map(str.isalpha, shown)) < MIN_LETTERS:
        raise NameUnusable("it needs two letters at least")
    return shown


def folded(name: str) -> str:
    """Return what two names that look alike have in common."""
    return "".join(filter(str.isalnum, disguise.fold(name))) or name.casefold()
