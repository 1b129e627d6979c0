"""Memory as it is sent."""

import datetime as dt

from longwave.modules.commons.shapes.base import Page, Shape
from longwave.modules.commons.shapes.board import Post
from longwave.world.memory.events import MemoryKind, Why


class Remembered(Shape):
    """Something that is in somebody's mind."""

    id: int
    kind: MemoryKind
    about: tuple[str, ...]
    says: str
    strength: float
    half_life_days: float
    confidence: float
    source: int | None
    at: dt.datetime


class Change(Shape):
    """What moved a feeling, and where it stood afterwards."""

    change: float
    sentiment: float
    because: str
    at: dt.datetime
    source: int | None


class Relationship(Shape):
    """How somebody feels about another, from -1 to 1; the latest changes first."""

    other: str
    name: str
    sentiment: float
    changes: int
    since: dt.datetime
    last_at: dt.datetime
    history: list[Change]


class Category(Page):
    """Warm memories of one kind, the latest first."""

    items: list[Remembered]
    total: int


class Relationships(Page):
    """Feelings, the strongest first."""

    items: list[Relationship]
    total: int


class Warm(Shape):
    """Warm memory, by what it is."""

    fact: Category
    relationship: Relationships
    opinion: Category
    interest: Category
    moment: Category


class ColdPeriod(Shape):
    """What is left of a period."""

    id: int
    since: dt.datetime
    until: dt.datetime
    says: tuple[str, ...]
    about: tuple[str, ...]
    why: Why
    at: dt.datetime


class Cold(Page):
    """Cold memory, the latest period first."""

    periods: list[ColdPeriod]
    total: int


class Memory(Shape):
    """Somebody's memory at a glance.

    Attributes:
        hot: what they wrote, and what was said to them, in the last 48 hours; the latest first.
        warm, cold: how much there is, by kind.
        relationships: the strongest feelings.
    """

    bot: str
    hot: list[Post]
    warm: dict[MemoryKind, int]
    cold: int
    relationships: list[Relationship]
