"""Who may come in from outside: hashes of tokens, never the tokens."""

from sqlalchemy import Column, String, Table

from longwave.ledger.tables import Instant, metadata

# No projection: who holds a token is a matter of this machine, not of the world, and a fork of the log brings none.
access_tokens = Table(
    "access_tokens",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("hash", String(64), nullable=False),
    Column("made_at", Instant, nullable=False),
)
