"""The call ledger's tables: every request to a model, what came of it, and what was spent."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, String, Table, Text

from longwave.ledger.tables import Instant, metadata

# No projections: they record what happened outside the world (requests, latencies, prices), which no event determines.
calls = Table(
    "calls",
    metadata,
    Column("key", Text, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("persona", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("form", String(40), nullable=False),
    Column("narrator", Text, nullable=False),
    Column("status", String(10), nullable=False),
    Column("dispatches", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("took_ms", Integer),
    Column("reserved_tokens", BigInteger, nullable=False),
    Column("reserved_microusd", BigInteger, nullable=False),
    Column("tokens", BigInteger, nullable=False),
    Column("microusd", BigInteger, nullable=False),
    Column("prompt", Text),
    Column("reply", Text),
    Column("error", Text),
    Index(None, "status", "opened_at"),
    Index(None, "persona", "day"),
)

# What the calls add up to, by scope ("persona:wren/1931-03-02", "world/1931-03-02", "run").
spends = Table(
    "spends",
    metadata,
    Column("scope", String(200), primary_key=True),
    Column("tokens", BigInteger, nullable=False),
    Column("microusd", BigInteger, nullable=False),
    Column("reserved_tokens", BigInteger, nullable=False),
    Column("reserved_microusd", BigInteger, nullable=False),
)

# A projection: what was said of budgets in the log.
budget_notices = Table(
    "budget_notices",
    metadata,
    Column("scope", String(200), primary_key=True),
    Column("is_soft", Boolean, primary_key=True),
    Column("seq", BigInteger, nullable=False),
)
