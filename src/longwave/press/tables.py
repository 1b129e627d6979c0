"""What the press keeps: the layers that were promised and what became of them, and the issues."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from longwave.ledger.tables import Instant, Number, metadata

press_layers = Table(
    "press_layers",
    metadata,
    Column("event", BigInteger, primary_key=True, autoincrement=False),
    Column("layer", String(80), primary_key=True),
    # How many pieces this layer was promised for before.
    Column("turn", Integer, nullable=False),
    Column("asked", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    # waiting, released, dropped, cancelled
    Column("status", String(10), nullable=False),
    # The order that is to print it.
    Column("order", BigInteger, nullable=False),
    Column("piece", BigInteger),
    Column("issue", Integer),
    Index(None, "status", "due"),
    Index(None, "order"),
    Index(None, "piece"),
    Index(None, "issue", "piece"),
)

press_turns = Table(
    "press_turns",
    metadata,
    Column("layer", String(80), primary_key=True),
    Column("turns", Integer, nullable=False),
)

press_issues = Table(
    "press_issues",
    metadata,
    Column("issue", Number, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("coming", String, nullable=False),
)
