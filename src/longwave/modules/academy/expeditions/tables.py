"""What is kept of expeditions, and of what they found."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from longwave.ledger.tables import Instant, Number, metadata

academy_expeditions = Table(
    "academy_expeditions",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("player", String(80), nullable=False),
    Column("expedition_type", String(20), nullable=False),
    Column("objective", Text, nullable=False),
    Column("site", String(80), nullable=False),
    Column("team", Text, nullable=False),
    Column("depth", String(10), nullable=False),
    Column("theory", BigInteger),
    # What was paid for it, by faction: the host's cancelling gives it back.
    Column("costs", Text, nullable=False),
    Column("queued_at", Instant, nullable=False),
    # queued, resolved or cancelled.
    Column("state", String(10), nullable=False),
    Column("ended_at", Instant),
    # What its end was made of; empty before.
    Column("scholar", String(80)),
    Column("roll", Integer),
    Column("preparation", Integer),
    Column("clue", Integer),
    Column("expertise", Integer),
    Column("synergy", Integer),
    Column("goodwill", Integer),
    Column("site_friction", Integer),
    Column("political_friction", Integer),
    Column("score", Integer),
    Column("outcome", String(10)),
    Column("mishap_says", Text),
    Index(None, "state", "site"),
    Index(None, "player", "number"),
    Index(None, "outcome", "ended_at"),
)

# Scholars who are signed up for an expedition that is queued.
academy_travellers = Table(
    "academy_travellers",
    metadata,
    Column("scholar", String(80), primary_key=True),
    Column("expedition", Number, nullable=False),
    Index(None, "expedition"),
)

# What an expedition found sideways, and its sequel.
academy_findings = Table(
    "academy_findings",
    metadata,
    Column("event", Number, primary_key=True, autoincrement=False),
    Column("expedition", Number, nullable=False),
    Column("title", Text, nullable=False),
    Column("says", Text, nullable=False),
    Index(None, "expedition", "event"),
)

# How often each vignette was told in this world.
academy_told = Table(
    "academy_told",
    metadata,
    Column("vignette", String(80), primary_key=True),
    Column("times", Integer, nullable=False),
)

# Sequels of vignettes that are still to come.
academy_sequels = Table(
    "academy_sequels",
    metadata,
    Column("expedition", Number, primary_key=True, autoincrement=False),
    Column("due", Integer, nullable=False),
    Column("scholar", String(80), nullable=False),
    Column("vignette", String(80), nullable=False),
    Column("title", Text, nullable=False),
    Column("sequel", Text, nullable=False),
    Index(None, "due", "expedition"),
)

# What a player knows of a site that makes their next expedition there the better prepared.
academy_clues = Table(
    "academy_clues",
    metadata,
    Column("player", String(80), primary_key=True),
    Column("site", String(80), primary_key=True),
    Column("bonus", Integer, nullable=False),
)

# By how much a site's friction has fallen, for everybody.
academy_eased = Table(
    "academy_eased",
    metadata,
    Column("site", String(80), primary_key=True),
    Column("eased", Integer, nullable=False),
)

# Claims that an expedition found, which whoever sent it may submit as a theory.
academy_seeds = Table(
    "academy_seeds",
    metadata,
    Column("event", Number, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("player", String(80), nullable=False),
    Column("claim", Text, nullable=False),
    # The theory that was made of it.
    Column("taken_by", BigInteger),
    Index(None, "player", "taken_by", "event"),
)

academy_opportunities = Table(
    "academy_opportunities",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("player", String(80), nullable=False),
    Column("says", Text, nullable=False),
    Column("costs", Text, nullable=False),
    Column("pays", Text, nullable=False),
    Column("until", Instant, nullable=False),
    # open, taken or lapsed.
    Column("state", String(10), nullable=False),
    Index(None, "state", "until"),
    Index(None, "player", "state", "number"),
)
