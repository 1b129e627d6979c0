"""What the forum keeps."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, String, Table, Text

from longwave.ledger.tables import Instant, Number, metadata

commons_residents = Table(
    "commons_residents",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("name", Text, nullable=False),
    Column("number", Number, nullable=False),
    Column("offset_s", Integer, nullable=False),
    Column("joined_with", Text),
    Column("edited", Text),
    Column("daily_token_cap", Integer),
    Column("daily_cost_cap_microusd", BigInteger),
    Column("pace", String(10)),
    Column("is_paused", Boolean, nullable=False),
    Column("beats", Integer, nullable=False),
    Column("threads", Integer, nullable=False),
    Column("replies", Integer, nullable=False),
    Column("votes", Integer, nullable=False),
    Column("reputation", Integer, nullable=False),
    Column("followers", Integer, nullable=False),
    Column("following", Integer, nullable=False),
    Column("read_until", BigInteger, nullable=False),
    Column("last_beat_at", Instant),
    Column("next_beat_at", Instant),
    Column("is_capped", Boolean, nullable=False),
    Column("tokens", BigInteger, nullable=False),
    Column("microusd", BigInteger, nullable=False),
)

commons_threads = Table(
    "commons_threads",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("author", String(80), nullable=False),
    Column("title", Text, nullable=False),
    Column("tags", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("last_piece", BigInteger, nullable=False),
    Column("replies", Integer, nullable=False),
    Column("score", Integer, nullable=False),
    Column("is_locked", Boolean, nullable=False),
    Column("is_hidden", Boolean, nullable=False),
    Index(None, "last_piece"),
    Index(None, "score", "id"),
    Index(None, "replies", "id"),
    Index(None, "author", "id"),
)

commons_tags = Table(
    "commons_tags",
    metadata,
    Column("tag", String(80), primary_key=True),
    Column("thread", Number, primary_key=True),
)

# A piece as the forum sees it: a thread's first, which answers nothing, or a reply.
commons_pieces = Table(
    "commons_pieces",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("thread", BigInteger, nullable=False),
    Column("author", String(80), nullable=False),
    Column("answers", BigInteger),
    Column("to", String(80)),
    Column("stance", String(10)),
    Column("about", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("score", Integer, nullable=False),
    Column("ups", Integer, nullable=False),
    Column("downs", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Index(None, "thread", "id"),
    Index(None, "author", "id"),
    Index(None, "author", "answers"),
    Index(None, "to", "id"),
)

commons_votes = Table(
    "commons_votes",
    metadata,
    Column("voter", String(80), primary_key=True),
    Column("piece", Number, primary_key=True),
    Column("value", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "piece"),
)

commons_follows = Table(
    "commons_follows",
    metadata,
    Column("follower", String(80), primary_key=True),
    Column("followed", String(80), primary_key=True),
    Column("since", Instant, nullable=False),
    Index(None, "followed"),
)

# As many rows as residents, or threads, have told facts of the pack.
commons_uses = Table(
    "commons_uses",
    metadata,
    Column("scope", String(100), primary_key=True),
    Column("ref", String(200), primary_key=True),
    Column("times", Integer, nullable=False),
)

commons_actions = Table(
    "commons_actions",
    metadata,
    Column("resident", String(80), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("action", String(20), primary_key=True),
    Column("times", Integer, nullable=False),
    Column("tokens", BigInteger, nullable=False),
    Column("microusd", BigInteger, nullable=False),
    # What is summed up over some days is read from the index alone.
    Index(None, "day", "resident", "action", "times", "tokens", "microusd"),
)

commons_reputations = Table(
    "commons_reputations",
    metadata,
    Column("resident", String(80), primary_key=True),
    Column("beat", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("reputation", Integer, nullable=False),
)

commons_flags = Table(
    "commons_flags",
    metadata,
    Column("piece", Number, primary_key=True, autoincrement=False),
    Column("reasons", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("decision", String(10)),
    Column("decided_by", Text),
    Column("decided_at", Instant),
    Column("why", Text),
    Index(None, "decision", "piece"),
)

# One row: what holds for all residents that have nothing of their own.
commons_settings = Table(
    "commons_settings",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("value", Text, nullable=False),
)
