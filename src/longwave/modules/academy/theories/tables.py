"""What is kept of theories and conferences."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text

from longwave.ledger.tables import Instant, Number, metadata

academy_theories = Table(
    "academy_theories",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("player", String(80), nullable=False),
    Column("claim", Text, nullable=False),
    Column("confidence", String(20), nullable=False),
    # The scholars who were named with it.
    Column("scholars", Text, nullable=False),
    Column("seed", BigInteger),
    Column("deadline", Instant, nullable=False),
    # All of these are empty while it is open.
    Column("verdict", String(10)),
    Column("ground", String(10)),
    Column("roll", Integer),
    Column("score", Integer),
    Column("change", Integer),
    Column("resolved_at", Instant),
    Index(None, "player", "verdict", "number"),
    Index(None, "verdict", "deadline"),
)

academy_stances = Table(
    "academy_stances",
    metadata,
    Column("theory", Number, primary_key=True),
    Column("player", String(80), primary_key=True),
    Column("is_support", Boolean, nullable=False),
)

# Players who were asked to stand by an open theory and have not answered.
academy_invitations = Table(
    "academy_invitations",
    metadata,
    Column("theory", Number, primary_key=True),
    Column("player", String(80), primary_key=True),
    Index(None, "player", "theory"),
)

academy_conferences = Table(
    "academy_conferences",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("theory", Number, nullable=False),
    Column("player", String(80), nullable=False),
    Column("confidence", String(20), nullable=False),
    # The digest at which it meets.
    Column("meets", Integer, nullable=False),
    # Empty while it is to meet; one that was cancelled has ended without an outcome.
    Column("ended_at", Instant),
    Column("outcome", String(10)),
    Column("score", Integer),
    Column("change", Integer),
    Index(None, "theory", "number"),
    Index(None, "ended_at", "meets"),
)

# Who takes part in a conference; `scholar` is empty where a player speaks themselves.
academy_speakers = Table(
    "academy_speakers",
    metadata,
    Column("conference", Number, primary_key=True),
    Column("player", String(80), primary_key=True),
    Column("scholar", String(80), primary_key=True),
    Column("is_support", Boolean, nullable=False),
)
