"""The lore index: full-text search over a pack's entries, with the same answers from FTS5 and from tsvector.

Words are folded here (case, diacritics), so both databases index the same tokens and neither's own parser matters; the
ranking is ours too. What may be known is filtered before anything is ranked.
"""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, text

from longwave.ledger.store import Store
from longwave.world.lore import LoreEntry

TITLE_WEIGHT = 3.0
# A lexeme of PostgreSQL has at most 2,046 bytes; nothing that long is a word.
MAX_TOKEN_CHARS = 100
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, kw_only=True)
class Hit:
    """An entry that a search found, and how well it fits."""

    entry: str
    score: float


def tokens(value: str) -> list[str]:
    """Return the words of a text as they are indexed: in small letters, without diacritics."""
    # Twice, for a capital may come out of the first ("№") and an accent out of its small letter.
    small = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", value).casefold())
    plain = "".join(c for c in small if not unicodedata.combining(c))
    return [token[:MAX_TOKEN_CHARS] for token in _TOKEN.findall(plain)]


class TermTable(Protocol):
    """Where the tokens of entries are kept and looked up."""

    def fill(self, connection: Connection, rows: Iterable[tuple[str, list[str], list[str]]]) -> None:
        """Replace everything by the given entries: id, tokens of its names, tokens of its text."""

    def lookup(self, connection: Connection, term: str) -> Iterable[tuple[str, bool]]:
        """Yield every entry that has the term, and whether in its names."""


class Fts5Terms:
    """Tokens in an FTS5 table of SQLite."""

    def fill(self, connection: Connection, rows: Iterable[tuple[str, list[str], list[str]]]) -> None:
        connection.execute(text("DROP TABLE IF EXISTS lore_terms"))
        connection.execute(
            # It takes all beyond ASCII for letters, so it splits where tokens were joined and nowhere else.
            text(
                "CREATE VIRTUAL TABLE lore_terms USING"
                " fts5(entry UNINDEXED, names, body, tokenize = \"ascii tokenchars '_'\")"
            )
        )
        values = [{"entry": entry, "names": " ".join(names), "body": " ".join(body)} for entry, names, body in rows]
        if values:
            connection.execute(text("INSERT INTO lore_terms VALUES (:entry, :names, :body)"), values)

    def lookup(self, connection: Connection, term: str) -> Iterable[tuple[str, bool]]:
        found = text("SELECT entry FROM lore_terms WHERE lore_terms MATCH :query")
        named = {entry for (entry,) in connection.execute(found, {"query": f'names : "{term}"'})}
        for (entry,) in connection.execute(found, {"query": f'"{term}"'}):
            yield entry, entry in named


class TsvectorTerms:
    """Tokens in tsvector columns of PostgreSQL."""

    def fill(self, connection: Connection, rows: Iterable[tuple[str, list[str], list[str]]]) -> None:
        connection.execute(text("DROP TABLE IF EXISTS lore_terms"))
        connection.execute(text("CREATE TABLE lore_terms (entry text, names tsvector, body tsvector)"))
        values = [{"entry": entry, "names": names, "body": body} for entry, names, body in rows]
        if values:
            insert = "INSERT INTO lore_terms VALUES (:entry, array_to_tsvector(:names), array_to_tsvector(:body))"
            connection.execute(text(insert), values)
        connection.execute(text("CREATE INDEX ix_lore_terms ON lore_terms USING gin ((names || body))"))

    def lookup(self, connection: Connection, term: str) -> Iterable[tuple[str, bool]]:
        found = (
            "SELECT entry, names @@ CAST(:query AS tsquery) FROM lore_terms"
            " WHERE (names || body) @@ CAST(:query AS tsquery)"
        )
        for entry, named in connection.execute(text(found), {"query": f"'{term}'"}):
            yield entry, bool(named)


class LoreIndex:
    """Searches the entries of one pack.

    The index is no part of the world's state: it is made anew from the pack whenever the pack is another one.
    """

    def __init__(self, store: Store, entries: Mapping[str, LoreEntry], digest: str) -> None:
        self._store = store
        self._entries = entries
        self._digest = digest
        self._terms: TermTable = Fts5Terms() if store.is_sqlite else TsvectorTerms()

    def refresh(self) -> None:
        """Index the pack, unless the index is of this pack already."""
        with self._store.write() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS lore_index (digest varchar(64))"))
            if connection.execute(text("SELECT digest FROM lore_index")).scalar() == self._digest:
                return
            self._terms.fill(connection, (_row(entry) for entry in self._entries.values()))
            connection.execute(text("DELETE FROM lore_index"))
            connection.execute(text("INSERT INTO lore_index VALUES (:digest)"), {"digest": self._digest})

    def search(
        self, connection: Connection, query: str, *, allowed: Collection[str] | None = None, limit: int = 10
    ) -> list[Hit]:
        """Return the entries that fit a query best, best first.

        An entry's score is the sum, over the query's words it has, of the word's inverse document frequency, three
        times where it stands in a name (Spärck Jones 1972, "A statistical interpretation of term specificity").

        Args:
            allowed: the entries that may be found at all; None for every one.
        """
        scores: defaultdict[str, float] = defaultdict(float)
        for term in dict.fromkeys(tokens(query)):
            found = list(self._terms.lookup(connection, term))
            rarity = math.log1p(len(self._entries) / max(1, len(found)))
            for entry, named in found:
                if allowed is None or entry in allowed:
                    scores[entry] += rarity * (TITLE_WEIGHT if named else 1.0)
        ranked = sorted(scores.items(), key=lambda pair: (-round(pair[1], 9), pair[0]))
        return [Hit(entry=entry, score=round(score, 6)) for entry, score in ranked[:limit]]


def _row(entry: LoreEntry) -> tuple[str, list[str], list[str]]:
    names = [token for name in (entry.title, *entry.aliases) for token in tokens(name)]
    said = " ".join([entry.gloss, entry.text, *(fact.says for fact in entry.facts), *entry.topics])
    return entry.id, names, tokens(said)
