"""What the station keeps."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, String, Table, Text

from longwave.ledger.tables import Number, metadata

station_runs = Table(
    "station_runs",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("persona", String(80), nullable=False),
    Column("start", Date, nullable=False),
    Column("hours", Integer, nullable=False),
    Column("segments_per_hour", Integer, nullable=False),
    Column("segments", Integer, nullable=False),
)

station_rundowns = Table(
    "station_rundowns",
    metadata,
    Column("channel", String(80), primary_key=True),
    Column("date", Date, primary_key=True),
    Column("skies", Text, nullable=False),
    Column("turns", Text, nullable=False),
)

station_slots = Table(
    "station_slots",
    metadata,
    Column("channel", String(80), primary_key=True),
    Column("date", Date, primary_key=True),
    Column("time", String(5), primary_key=True),
    Column("form", String(20), nullable=False),
    Column("plan", Text, nullable=False),
    Column("piece", BigInteger),
    Index(None, "piece"),
)

station_arcs = Table(
    "station_arcs",
    metadata,
    Column("channel", String(80), primary_key=True),
    Column("story", String(80), primary_key=True),
    Column("telling", Integer, primary_key=True),
    Column("timeline", String(10), nullable=False),
    Column("escalations", Integer, nullable=False),
    Column("beats", Integer, nullable=False),
    Column("told", Integer, nullable=False),
    Column("began", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("last_turn", Integer, nullable=False),
)

station_judgements = Table(
    "station_judgements",
    metadata,
    Column("channel", String(80), primary_key=True),
    Column("date", Date, primary_key=True),
    Column("time", String(5), primary_key=True),
    Column("is_approved", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(80), nullable=False),
)

# As many rows as the pack has things to tell, however long the station is on air.
station_uses = Table(
    "station_uses",
    metadata,
    Column("channel", String(80), primary_key=True),
    Column("ref", String(200), primary_key=True),
    Column("times", Integer, nullable=False),
)
