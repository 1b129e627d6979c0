"""What all of the game works on: the pack, the dice, and the press that hears of every event."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from zoneinfo import ZoneInfo

from longwave.kernel.dice import dice
from longwave.ledger.events import Recorded
from longwave.ledger.ledger import Transaction
from longwave.modules.academy.errors import NoGame
from longwave.modules.academy.events import GameEvent
from longwave.world.game import Game
from longwave.world.pack import Pack

Announce = Callable[[Transaction, Sequence[Recorded]], None]


def in_silence(_tx: Transaction, _recorded: Sequence[Recorded]) -> None:
    """Tell nobody."""


@dataclass(frozen=True, kw_only=True)
class Digest:
    """A digest that is being held.

    Attributes:
        number: from 1.
    """

    number: int
    at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Academy:
    """The Great Work in one world.

    Attributes:
        announce: what schedules the press of events, in their own transaction.
    """

    pack: Pack
    seed: int
    announce: Announce = in_silence

    @property
    def game(self) -> Game:
        """What the pack has of it.

        Raises:
            NoGame: nothing.
        """
        if self.pack.game is None:
            raise NoGame(self.pack.card.title)
        return self.pack.game

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.pack.card.tz)

    @property
    def factions(self) -> tuple[str, ...]:
        """The ids of the factions, in the pack's order."""
        return tuple(faction.id for faction in self.pack.card.factions)

    def dice(self, purpose: str, *ids: str | int) -> Random:
        """Return the stream of one roll: the same for the same thing, whatever happened in between."""
        return dice(self.seed, f"academy.{purpose}", *ids)

    def append(self, tx: Transaction, *events: GameEvent, subject: str = "") -> list[Recorded]:
        """Append events, and let the press hear of them."""
        recorded = tx.append(*events, subject=subject)
        self.announce(tx, recorded)
        return recorded

    def local(self, at: dt.datetime) -> dt.datetime:
        """Return a time as the world's clocks show it."""
        return at.astimezone(self.tz)


def d100(stream: Random) -> int:
    """Roll a hundred-sided die: 1 to 100."""
    return stream.randint(1, 100)
