"""Where residents look things up."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from longwave.editorial.knower import Knower
from longwave.ledger.store import Store
from longwave.narrator.assignment import Telling
from longwave.world.index import LoreIndex
from longwave.world.lore import MAX_FACT_CHARS, Kind

MOST_FOUND = 3


@dataclass(frozen=True, kw_only=True)
class Found:
    """Something that was found.

    Attributes:
        entry: the lore entry it is about; empty where it is about nothing of the world.
        number: which of its facts; None where it is none.
        source: where it was found.
        title: what it is about, where that is nothing of the world.
    """

    says: str
    source: str
    entry: str = ""
    number: int | None = None
    title: str = ""

    def telling(self) -> Telling:
        """Return something that is about nothing of the world as something that may be told."""
        slots: dict[str, str | bool] = {
            "title": self.title,
            "fact": self.says,
            "hearsay": False,
            "be": "is",
            "kind": Kind.ARTICLE.value,
            "past": False,
        }
        return Telling(ref=f"found:{self.source}/{self.title}", ids=(), slots=slots)


class Library(Protocol):
    """Finds what a resident asks for."""

    async def search(self, query: str, knower: Knower) -> Sequence[Found]:
        """Return what was found, best first; nothing where nothing was, or the library is shut."""


@dataclass(frozen=True, kw_only=True)
class LoreLibrary:
    """The world's own lore, as far as whoever asks may know it."""

    store: Store
    index: LoreIndex
    name: str = "the library"

    async def search(self, query: str, knower: Knower) -> Sequence[Found]:
        """Look a thing up in the lore."""
        return await self.store.worker.run(partial(self._search, query, knower))

    def _search(self, query: str, knower: Knower) -> list[Found]:
        tellable = knower.facts_within(MAX_FACT_CHARS).numbers
        with self.store.read() as connection:
            hits = self.index.search(connection, query, allowed=knower.entries, limit=MOST_FOUND)
        return [
            Found(
                says=knower.entries[hit.entry].facts[tellable[hit.entry][-1]].says,
                source=self.name,
                entry=hit.entry,
                number=tellable[hit.entry][-1],
            )
            for hit in hits
            if hit.entry in tellable
        ]
