"""What the newsroom hands on to whoever speaks in the world: headlines, and people whom one could ask."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from longwave.world.airing import Deed


@dataclass(frozen=True, kw_only=True)
class Headline:
    """Something that the Gazette tells of a lead.

    Attributes:
        event: the number of the event.
        lead: the player's name, which is in their own words.
        about: the lore entries that it touches.
        topics: what the discipline is about that it touches.
        words: what a wording may say of it.
    """

    event: int
    deed: Deed
    lead: str
    about: tuple[str, ...]
    topics: tuple[str, ...]
    words: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Somebody who could be interviewed.

    Attributes:
        discipline: as it stands in mid-sentence.
        topics: what it is about.
        sayings: sentences of theirs.
        found: what they did lately, in a sentence of theirs; empty for nothing.
        house: who employs them; empty for nobody.
    """

    id: str
    name: str
    discipline: str
    topics: tuple[str, ...]
    sayings: tuple[str, ...]
    found: str = ""
    house: str = ""


Headlines = Callable[[Connection, dt.datetime], Sequence[Headline]]
"""Returns the headlines since a world time, the latest first."""
Guests = Callable[[Connection, dt.datetime], Sequence[Guest]]
"""Returns who could be interviewed, first who did most since a world time."""


def no_headlines(_connection: Connection, _since: dt.datetime) -> Sequence[Headline]:
    """Return that there is no news."""
    return ()


def no_guests(_connection: Connection, _since: dt.datetime) -> Sequence[Guest]:
    """Return that there is nobody to ask."""
    return ()
