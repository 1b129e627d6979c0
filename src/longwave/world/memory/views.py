"""What is read of a persona's memory."""

import datetime as dt
import json
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from longwave.world.memory import tables
from longwave.world.memory.events import MemoryKind, Why
from longwave.world.memory.tables import memories, summaries

# Statements of every heartbeat are built once: building one costs more than running it.
_of_persona = memories.c.persona == bindparam("of")
_of_kind = select(memories).where(_of_persona, memories.c.kind == bindparam("sort"))
_newest = (
    _of_kind.order_by(memories.c.at.desc(), memories.c.id.desc()).limit(bindparam("most")).offset(bindparam("skip"))
)
_old = select(memories).where(_of_persona, memories.c.at < bindparam("before")).order_by(memories.c.id)
_counts = select(memories.c.kind, func.count()).where(_of_persona).group_by(memories.c.kind)
_summaries = (
    select(summaries)
    .where(summaries.c.persona == bindparam("of"))
    .order_by(summaries.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_cold_count = select(func.count()).select_from(summaries).where(summaries.c.persona == bindparam("of"))
_last_summary = select(func.max(summaries.c.at)).where(
    summaries.c.persona == bindparam("of"), summaries.c.why == bindparam("reason")
)
_all_feelings = select(tables.relationships).where(tables.relationships.c.persona == bindparam("of"))
_feeling = select(tables.relationships.c.sentiment).where(
    tables.relationships.c.persona == bindparam("of"), tables.relationships.c.other == bindparam("to")
)
_changes = (
    select(tables.relationship_changes)
    .where(
        tables.relationship_changes.c.persona == bindparam("of"), tables.relationship_changes.c.other == bindparam("to")
    )
    .order_by(tables.relationship_changes.c.id.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, kw_only=True)
class Memory:
    """A warm memory, as `MemoryKept` says it; `at` is when it was last kept."""

    id: int
    kind: MemoryKind
    about: tuple[str, ...]
    says: str
    strength: float
    half_life_days: float
    confidence: float
    source: int | None
    at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A cold memory, as `PeriodSummarised` says it."""

    id: int
    since: dt.datetime
    until: dt.datetime
    says: tuple[str, ...]
    about: tuple[str, ...]
    why: Why
    at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Relationship:
    """How a persona feels about another, from -1 to 1, since their first encounter."""

    other: str
    sentiment: float
    changes: int
    since: dt.datetime
    last_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Change:
    """What moved a sentiment, and where it stood afterwards."""

    id: int
    change: float
    sentiment: float
    because: str
    at: dt.datetime
    source: int | None


def warm(connection: Connection, persona: str, kind: MemoryKind, *, limit: int, offset: int = 0) -> list[Memory]:
    """Return warm memories of a kind, the latest first."""
    return _read(connection, _newest, of=persona, sort=kind, most=limit, skip=offset)


def kept_before(connection: Connection, persona: str, at: dt.datetime) -> list[Memory]:
    """Return the warm memories of all kinds that were last kept before a time."""
    return _read(connection, _old, of=persona, before=at)


def warm_counts(connection: Connection, persona: str) -> Counter[MemoryKind]:
    """Count the warm memories by their kind."""
    return Counter({MemoryKind(kind): count for kind, count in connection.execute(_counts, {"of": persona})})


def cold(connection: Connection, persona: str, *, limit: int, offset: int = 0) -> list[Summary]:
    """Return summaries, the latest first."""
    rows = connection.execute(_summaries, {"of": persona, "most": limit, "skip": offset})
    return [
        Summary(
            id=row.id,
            since=row.since,
            until=row.until,
            says=tuple(json.loads(row.says)),
            about=tuple(json.loads(row.about)),
            why=Why(row.why),
            at=row.at,
        )
        for row in rows
    ]


def cold_count(connection: Connection, persona: str) -> int:
    """Count the summaries."""
    return connection.execute(_cold_count, {"of": persona}).scalar_one()


def last_summarised(connection: Connection, persona: str, why: Why) -> dt.datetime | None:
    """Return when a persona's memory was last summarised for a reason."""
    return connection.execute(_last_summary, {"of": persona, "reason": why}).scalar()


def relationships(connection: Connection, persona: str) -> list[Relationship]:
    """Return how a persona feels about all it knows, the strongest feelings first."""
    felt = [
        Relationship(
            other=row.other, sentiment=row.sentiment, changes=row.changes, since=row.since, last_at=row.last_at
        )
        for row in connection.execute(_all_feelings, {"of": persona})
    ]
    return sorted(felt, key=lambda one: (-abs(one.sentiment), one.other))


def sentiment(connection: Connection, persona: str, other: str) -> float:
    """Return how a persona feels about another; 0 about a stranger."""
    return connection.execute(_feeling, {"of": persona, "to": other}).scalar() or 0.0


def history(connection: Connection, persona: str, other: str, limit: int) -> list[Change]:
    """Return what moved a persona's feelings about another, the latest first."""
    return [
        Change(
            id=row.id,
            change=row.change,
            sentiment=row.sentiment,
            because=row.because,
            at=row.at,
            source=row.source,
        )
        for row in connection.execute(_changes, {"of": persona, "to": other, "most": limit})
    ]


def _read(connection: Connection, query: Select[tuple[object, ...]], **values: object) -> list[Memory]:
    return [_memory(row) for row in connection.execute(query, values)]


def _memory(row: Row[tuple[object, ...]]) -> Memory:
    return Memory(
        id=row.id,
        kind=MemoryKind(row.kind),
        about=tuple(json.loads(row.about)),
        says=row.says,
        strength=row.strength,
        half_life_days=row.half_life_days,
        confidence=row.confidence,
        source=row.source,
        at=row.at,
    )
