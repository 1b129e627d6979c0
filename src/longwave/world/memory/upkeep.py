"""Upkeep: what leaves the warm memory, and what is kept of it in a summary."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from longwave.world.memory import views
from longwave.world.memory.events import MemoryKind, PeriodSummarised, Why
from longwave.world.memory.retrieval import DAY, faded, terms
from longwave.world.memory.views import Memory

SUMMARY_SENTENCES = 16
IMPORTANT = 0.5
NEAR_DUPLICATE = 0.9
WEEK, OLD = 7 * DAY, 30 * DAY


@dataclass(frozen=True)
class Room:
    """How many memories of a kind may be warm, and how many stay when there were more."""

    kind: MemoryKind
    why: Why
    most: int
    stay: int


ROOMS = (
    Room(MemoryKind.FACT, Why.FACTS, most=50, stay=40),
    Room(MemoryKind.MOMENT, Why.MOMENTS, most=30, stay=20),
)


@dataclass(frozen=True, kw_only=True)
class Due:
    """Memories that are to leave the warm memory."""

    persona: str
    why: Why
    memories: tuple[Memory, ...]


def due(connection: Connection, persona: str, at: dt.datetime) -> Due | None:
    """Return the next thing to summarise, if anything is; ask again after it, for there may be another."""
    counts = views.warm_counts(connection, persona)
    for room in ROOMS:
        if (count := counts[room.kind]) > room.most:
            crowd = views.warm(connection, persona, room.kind, limit=count)
            return Due(persona=persona, why=room.why, memories=weakest(crowd, count - room.stay, at))
    last = views.last_summarised(connection, persona, Why.WEEKLY)
    if last is not None and at - last < WEEK:
        return None
    old = views.kept_before(connection, persona, at - OLD)
    return Due(persona=persona, why=Why.WEEKLY, memories=tuple(old)) if old else None


def weakest(memories: Iterable[Memory], count: int, at: dt.datetime) -> tuple[Memory, ...]:
    """Return the memories of which least is left: strength x recency."""
    left = sorted(
        memories, key=lambda memory: (memory.strength * faded(memory.half_life_days, memory.at, at), memory.id)
    )
    return tuple(left[:count])


def summarised(due: Due) -> PeriodSummarised:
    """Return the summary that takes the place of some memories: the strongest of their sentences."""
    strongest = sorted(due.memories, key=lambda memory: (-memory.strength, memory.id))
    return PeriodSummarised(
        persona=due.persona,
        since=min(memory.at for memory in due.memories),
        until=max(memory.at for memory in due.memories),
        says=extract(strongest),
        about=tuple(dict.fromkeys(thing for memory in strongest for thing in memory.about)),
        forgotten=tuple(sorted(memory.id for memory in due.memories)),
        why=due.why,
    )


def extract(strongest: Iterable[Memory]) -> tuple[str, ...]:
    """Return the sentences of memories that come strongest first: a summary's worth, and all that are important.

    Near-duplicates of a stronger one are left out.
    """
    kept: list[str] = []
    words: list[set[str]] = []
    for memory in strongest:
        if len(kept) >= SUMMARY_SENTENCES and memory.strength < IMPORTANT:
            break
        own = set(terms(memory.says))
        if not any(len(own & other) >= NEAR_DUPLICATE * len(own | other) for other in words):
            kept.append(memory.says)
            words.append(own)
    return tuple(kept)
