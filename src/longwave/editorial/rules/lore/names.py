"""Names: nobody bears another's surname, and every name is spelt as the lore spells it."""

import re
from collections.abc import Iterator

from longwave.editorial.rule import Fault, Manuscript, Severity
from longwave.editorial.rules.lore.frames import lore_rule

_PAIR = re.compile(r"(?=\b([A-Z][a-z]+) ([A-Z][a-z]+)\b)")
_LONG = 5


def _mixed(manuscript: Manuscript) -> Iterator[Fault]:
    names = manuscript.canon.known.full_names
    for given, last in _pairs(manuscript):
        owner = names.last.get(last)
        bearers = names.given.get(given)
        if owner and bearers and owner not in bearers:
            cites = tuple(entry for entry in (owner, *sorted(bearers)) if entry in manuscript.canon.pack.lore)
            yield Fault(f"{given} {last}", f"nobody is called {given} {last}", cites=cites)


def _misspelt(manuscript: Manuscript) -> Iterator[Fault]:
    names = manuscript.canon.known.full_names
    for first, second in _pairs(manuscript):
        for name, entry in (*names.with_first.get(first, ()), *names.with_second.get(second, ())):
            meant, said = name.split(), (first, second)
            wrong = next(index for index in range(2) if meant[index] != said[index]) if tuple(meant) != said else None
            if wrong is not None and _is_slip(said[wrong], meant[wrong]):
                yield Fault(f"{first} {second}", f"the name is {name}", cites=(entry,))
                break


def _pairs(manuscript: Manuscript) -> Iterator[tuple[str, str]]:
    """Yield each two words with capitals that nothing in the world is called."""
    known = manuscript.canon.known.full_names.pairs
    for match in _PAIR.finditer(manuscript.text):
        if match.groups() not in known:
            yield match[1], match[2]


def _is_slip(said: str, meant: str) -> bool:
    """Tell whether a word is so near to another that it can only be meant for it."""
    if min(len(said), len(meant)) < _LONG or said.rstrip("s") == meant.rstrip("s"):
        return False
    if sorted(said.lower()) == sorted(meant.lower()):
        return True
    return _distance(said.lower(), meant.lower()) <= (2 if said[0] == meant[0] else 1)


def _distance(one: str, other: str) -> int:
    """Return the least number of letters to change, add or leave out (Levenshtein 1966)."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, against in enumerate(other, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != against))
    return row[-1]


RULES = (
    lore_rule("LORE046", Severity.CRITICAL, "gives nobody another's surname", _mixed),
    lore_rule("LORE047", Severity.CRITICAL, "spells the names of the world", _misspelt),
)
