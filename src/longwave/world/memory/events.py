"""What happens in a persona's memory."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from longwave.ledger.events import Event
from longwave.world.fields import Share, Text


class MemoryKind(StrEnum):
    """What sort of thing is remembered."""

    FACT = "fact"
    OPINION = "opinion"
    INTEREST = "interest"
    MOMENT = "moment"


class Why(StrEnum):
    """What a period is summarised for: too many facts, too many moments, or their age."""

    FACTS = "facts"
    MOMENTS = "moments"
    WEEKLY = "weekly"


class MemoryKept(Event):
    """A persona kept something in mind. The event's number is the memory's id, unless the same was in mind already.

    Attributes:
        about: lore entries, personas and topics; what it is about most stands first.
        says: one sentence.
        half_life_days: after how long it comes to mind half as readily.
        source: the event that it comes from.
    """

    kind: ClassVar[str] = "memory.kept"
    persona: str
    memory: MemoryKind
    about: tuple[str, ...]
    says: Text
    strength: Share
    half_life_days: Annotated[float, Field(gt=0)]
    confidence: Share
    source: int | None


class RelationshipChanged(Event):
    """A persona came to think better or worse of somebody.

    Attributes:
        change: what is added to the sentiment, which stays between -1 and 1.
        source: the event that brought it about.
    """

    kind: ClassVar[str] = "memory.relationship_changed"
    persona: str
    other: str
    change: float
    because: str
    source: int | None


class PeriodSummarised(Event):
    """Memories of a period left the warm memory, and sentences took their place. The event's number is its id.

    Attributes:
        since: when the oldest of the forgotten memories was kept, or last kept again; `until` when the latest was.
        says: whole sentences, what matters most first.
        about: whatever the forgotten memories were about.
        forgotten: the ids of the memories that left.
    """

    kind: ClassVar[str] = "memory.period_summarised"
    persona: str
    since: dt.datetime
    until: dt.datetime
    says: tuple[str, ...]
    about: tuple[str, ...]
    forgotten: tuple[int, ...]
    why: Why


EVENTS = (MemoryKept, RelationshipChanged, PeriodSummarised)
