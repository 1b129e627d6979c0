"""Names that no two entries share: titles come before aliases, and what the pack already holds before both."""

import re
from collections.abc import Iterable

from longwave.world.names import bare

QUALIFIER = re.compile(r"\s*[(\uff08][^()\uff08\uff09]*[)\uff09]$")


class Names:
    """Who answers to which name; names are compared as the pack's check compares them."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._owners = {bare(name): "" for name in taken}

    def claim(self, name: str, owner: str) -> bool:
        """Take a name for an owner; return whether it is theirs now."""
        return self._owners.setdefault(bare(name), owner) == owner

    def claim_first(self, names: Iterable[str], owner: str) -> str:
        """Take the first free name; the last of them is followed by numbered ones."""
        last = owner
        for last in names:
            if self.claim(last, owner):
                return last
        number = 2
        while not self.claim(f"{last} ({number})", owner):
            number += 1
        return f"{last} ({number})"


def unqualified(title: str) -> str:
    """Return a title without the bracketed word that tells it from its homonyms: "Mercury (planet)" gives "Mercury"."""
    return QUALIFIER.sub("", title) or title
