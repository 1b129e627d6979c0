"""What lore entries answer to, and whether a text names them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from longwave.world.lore import Kind, LoreEntry

_ARTICLE = re.compile(r"^(the|a|an)\s+")


def folded(text: str) -> str:
    """Return the text as it is compared: casefolded, straight apostrophes, single spaces."""
    return " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold().split())


def bare(name: str) -> str:
    """Return a name folded and without its article: "the Needle Stair" gives "needle stair"."""
    return _ARTICLE.sub("", folded(name))


def names_of(entry: LoreEntry) -> Iterator[str]:
    """Yield what the entry answers to, bare: its title and its aliases."""
    yield from dict.fromkeys(bare(name) for name in (entry.title, *entry.aliases))


def is_named_in(text: str, entry: LoreEntry) -> bool:
    """Tell whether the text names the entry by title, alias or, for a person, surname."""
    names = list(names_of(entry))
    if entry.kind is Kind.PERSON:
        names.append(bare(entry.title).split()[-1])
    return any(mentions(text, name) for name in names)


def mentions(text: str, phrase: str) -> bool:
    """Tell whether the phrase stands in the text in whole words, whatever the case."""
    return _whole(folded(phrase)).search(folded(text)) is not None


@lru_cache(maxsize=4096)
def _whole(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)")
