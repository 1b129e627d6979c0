"""The tables of pieces: what was published, what repetition is looked up in, and what waits for a person."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, String, Table, Text, text

from longwave.ledger.tables import Instant, Number, metadata

pieces = Table(
    "pieces",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("channel", String(80), nullable=False),
    Column("position", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("form", String(40), nullable=False),
    Column("persona", String(80), nullable=False),
    Column("text", Text, nullable=False),
    Column("opener", Text, nullable=False),
    Column("narrator", String(80), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("is_fallback", Boolean, nullable=False),
    Column("because", Text, nullable=False, server_default=text("''")),
    Column("tokens", BigInteger, nullable=False, server_default="0"),
    Column("microusd", BigInteger, nullable=False, server_default="0"),
    Column("tells", Text, nullable=False),
    Column("findings", Text, nullable=False),
    Column("rules", Text, nullable=False),
    Index(None, "channel", "position"),
    Index(None, "channel", "opener", "position"),
)

# One row a band of a piece's MinHash: pieces that share a bucket are candidates for near-duplicates.
piece_bands = Table(
    "piece_bands",
    metadata,
    Column("bucket", BigInteger, primary_key=True, autoincrement=False),
    Column("piece", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# The buckets of the latest pieces, which go to `piece_bands` many at a time.
piece_sketches = Table(
    "piece_sketches",
    metadata,
    Column("piece", Number, primary_key=True, autoincrement=False),
    Column("buckets", LargeBinary, nullable=False),
)

# Drafts that are not heard before somebody has looked at them; `piece` was heard instead.
reviews = Table(
    "reviews",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("piece", BigInteger, nullable=False),
    Column("subject", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("narrator", String(80), nullable=False),
    Column("text", Text, nullable=False),
    Column("findings", Text, nullable=False),
    Column("decision", String(10)),
    Column("decided_at", Instant),
    Column("decided_by", Text),
    Column("reason", Text),
    Index(None, "decision", "id"),
)
