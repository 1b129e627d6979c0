"""The tables of memory: what is warm, what is cold, how a persona feels about others, and what finds it all."""

from sqlalchemy import BigInteger, Boolean, Column, Double, Index, Integer, String, Table, Text

from longwave.ledger.tables import Instant, Number, metadata

# Warm memories: upkeep keeps them few, however long a persona lives.
memories = Table(
    "memories",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("persona", String(80), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("about", Text, nullable=False),
    Column("says", Text, nullable=False),
    Column("strength", Double, nullable=False),
    Column("half_life_days", Double, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("source", BigInteger),
    Column("at", Instant, nullable=False),
    Index(None, "persona", "kind", "at"),
)

# Cold memories: one row a period.
summaries = Table(
    "summaries",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("persona", String(80), nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("says", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("why", String(10), nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "persona", "id"),
    Index(None, "persona", "why", "id"),
)

# The inverted index: a term, the memory or summary that has it, and in which of its sentences.
memory_terms = Table(
    "memory_terms",
    metadata,
    Column("persona", String(80), primary_key=True),
    Column("term", Text, primary_key=True),
    Column("owner", BigInteger, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("is_cold", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

relationships = Table(
    "relationships",
    metadata,
    Column("persona", String(80), primary_key=True),
    Column("other", String(80), primary_key=True),
    Column("sentiment", Double, nullable=False),
    Column("changes", Integer, nullable=False),
    Column("since", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
)

relationship_changes = Table(
    "relationship_changes",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("persona", String(80), nullable=False),
    Column("other", String(80), nullable=False),
    Column("change", Double, nullable=False),
    Column("sentiment", Double, nullable=False),
    Column("because", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("source", BigInteger),
    Index(None, "persona", "other", "id"),
)
