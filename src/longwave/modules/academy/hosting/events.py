"""What the host of a game does, and what the calendar of the game brings."""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

from longwave.modules.academy.events import GameEvent


class GameOpened(GameEvent):
    """The Great Work began in this world.

    Attributes:
        ends: when the season is over.
    """

    kind: ClassVar[str] = "academy.game_opened"
    season: int
    ends: dt.datetime


class SeasonClosed(GameEvent):
    """A season ended.

    Attributes:
        standings: reputation by player, the highest first.
        landmarks: how many landmark discoveries it saw.
    """

    kind: ClassVar[str] = "academy.season_closed"
    season: int
    player: str
    standings: dict[str, int]
    landmarks: int


class SeasonOpened(GameEvent):
    """Another season began; everybody keeps what they have."""

    kind: ClassVar[str] = "academy.season_opened"
    season: int
    ends: dt.datetime


class Measure(StrEnum):
    """What a table may ask for without its host."""

    PAUSE = "pause"
    RESUME = "resume"
    EXCUSE = "excuse"
    EXTEND = "extend"


class PetitionSigned(GameEvent):
    """A person at the table asked for what otherwise the host does.

    Attributes:
        other_player: who is to be excused, where it is somebody else; `theory` whose deadline is to be put off.
        voices: how many people ask for it now, and `needed` how many it takes.
        is_carried: whether it is done with this; the event after this one says what was done.
    """

    kind: ClassVar[str] = "academy.petition_signed"
    measure: Measure
    player: str
    other_player: str | None = None
    theory: int | None = None
    voices: int
    needed: int
    is_carried: bool

    @property
    def about(self) -> str:
        """Whom or what it is about, as text; empty where it is about the game."""
        if self.measure is Measure.EXCUSE:
            return self.other_player or self.player
        return str(self.theory or "")


class GamePaused(GameEvent):
    """The host, or the table, paused the game: nothing resolves until it goes on."""

    kind: ClassVar[str] = "academy.game_paused"
    reason: str


class GameResumed(GameEvent):
    """The game went on.

    Attributes:
        hours: how long it had rested.
    """

    kind: ClassVar[str] = "academy.game_resumed"
    hours: int
    reason: str


class PlayerExcused(GameEvent):
    """The host, or the table, let a player off: what they miss until then does not count."""

    kind: ClassVar[str] = "academy.player_excused"
    player: str
    until: dt.datetime
    reason: str


class DeadlineExtended(GameEvent):
    """The host, or the table, gave a theory more time."""

    kind: ClassVar[str] = "academy.deadline_extended"
    theory: int
    player: str
    deadline: dt.datetime
    reason: str


class TextWithheld(GameEvent):
    """Something a player wrote waits for the host.

    Attributes:
        about: the event that holds it.
        text: the words themselves, without a stop at the end.
    """

    kind: ClassVar[str] = "academy.text_withheld"
    about: int
    player: str
    text: str
    reasons: tuple[str, ...]


class TextReleased(GameEvent):
    """The host decided about a text that waited: it may be printed, or never will be.

    Attributes:
        number: of the event that withheld it.
    """

    kind: ClassVar[str] = "academy.text_released"
    number: int
    player: str
    is_approved: bool
    reason: str


class OrderCancelledByHost(GameEvent):
    """The host called off something that was to come."""

    kind: ClassVar[str] = "academy.order_cancelled"
    order: int
    what: str
    reason: str


class DigestHeld(GameEvent):
    """A digest moved the world on.

    Attributes:
        digest: its number.
        year: the year of the Work: each day of the clock is one.
        due: when it should have been held.
        counts: how many things of each kind it resolved.
    """

    kind: ClassVar[str] = "academy.digest_held"
    digest: int
    year: int
    due: dt.datetime
    counts: dict[str, int]


EVENTS = (
    GameOpened,
    SeasonClosed,
    SeasonOpened,
    PetitionSigned,
    GamePaused,
    GameResumed,
    PlayerExcused,
    DeadlineExtended,
    TextWithheld,
    TextReleased,
    OrderCancelledByHost,
    DigestHeld,
)
