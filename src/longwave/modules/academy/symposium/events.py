"""What happens around the symposium."""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

from longwave.modules.academy.events import Fragment, GameEvent


class Choice(StrEnum):
    """How a symposium is voted on: 1, 2 or 3."""

    AFFIRM = "affirm"
    DOUBT = "doubt"
    DENY = "deny"


class TopicProposed(GameEvent):
    """A question was put on the list.

    Attributes:
        player: empty where an expedition raised it, or the pack.
    """

    kind: ClassVar[str] = "academy.topic_proposed"
    topic: int
    player: str
    title: str
    says: str
    expires: dt.datetime


class TopicExpired(GameEvent):
    """A question stood on the list too long."""

    kind: ClassVar[str] = "academy.topic_expired"
    topic: int
    player: str
    title: str


class TopicScore(Fragment):
    """What spoke for a topic when one was picked.

    Attributes:
        age: how long it has stood on the list, from 0 to 1; the fresh or the old come first, as the pack has it.
        newcomer: for who never had a topic picked.
        recent: against who had one picked within four weeks.
    """

    topic: int
    age: float
    newcomer: float = 0
    recent: float = 0

    @property
    def total(self) -> float:
        return round(self.age + self.newcomer + self.recent, 6)


class SymposiumCalled(GameEvent):
    """The question of the week was picked.

    Attributes:
        topic: 0 where the list was empty and the pack asks.
        player: who proposed it; empty where nobody did.
        question: the pack's question that it is; empty where it stood on the list.
        scores: of all topics on the list.
        closes: when the votes are counted.
        pledges: what each player has pledged by it, whether they vote or not.
    """

    kind: ClassVar[str] = "academy.symposium_called"
    symposium: int
    topic: int
    player: str
    title: str
    says: str
    question: str = ""
    scores: tuple[TopicScore, ...] = ()
    closes: dt.datetime
    pledges: dict[str, int]


class SymposiumReminded(GameEvent):
    """Those who have not voted were reminded.

    Attributes:
        players: who has not.
        hours: how long there is left.
    """

    kind: ClassVar[str] = "academy.symposium_reminded"
    symposium: int
    title: str
    players: tuple[str, ...]
    hours: int


class SymposiumVoted(GameEvent):
    """A player voted, or changed their vote."""

    kind: ClassVar[str] = "academy.symposium_voted"
    symposium: int
    player: str
    title: str
    choice: Choice


class Paid(Fragment):
    """What a symposium cost one player.

    Attributes:
        pledged: what they owed by their pledge.
        paid: what they could pay.
        debt: what they owe in all from now on.
        misses: the symposia in a row that they have now had no part in.
        is_excused: by the one grace in four weeks, or by the host.
        took_grace: whether that was the grace.
    """

    player: str
    voted: bool
    pledged: int
    paid: int
    debt: int
    misses: int = 0
    is_excused: bool = False
    took_grace: bool = False


class SymposiumResolved(GameEvent):
    """The votes of a symposium were counted.

    Attributes:
        votes: by choice.
        outcome: the choice with most votes; None where nobody voted, or two were level.
        ledger: what it cost each player.
    """

    kind: ClassVar[str] = "academy.symposium_resolved"
    symposium: int
    topic: int
    player: str
    title: str
    votes: dict[Choice, int]
    voters: int
    outcome: Choice | None
    ledger: tuple[Paid, ...]


class PlayerReprimanded(GameEvent):
    """A player's debt was called in, in public.

    Attributes:
        faction: whose influence it cost; empty where it cost reputation.
    """

    kind: ClassVar[str] = "academy.player_reprimanded"
    player: str
    debt: int
    faction: str = ""


EVENTS = (
    TopicProposed,
    TopicExpired,
    SymposiumCalled,
    SymposiumReminded,
    SymposiumVoted,
    SymposiumResolved,
    PlayerReprimanded,
)
