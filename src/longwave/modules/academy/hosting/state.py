"""Where the game stands: its season, its digests, whether it rests."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, select

from longwave.modules.academy.errors import GamePausedNow, NoSuch
from longwave.modules.academy.hosting.tables import academy_game

_game = select(academy_game)


@dataclass(frozen=True, kw_only=True)
class State:
    """The game as a whole.

    Attributes:
        digest: the number of the last digest; 0 before the first.
        paused_at: since when it rests; None where it does not.
        reason: why it rests.
        by_petition: whether it is the table that had it rest.
    """

    season: int
    opened_at: dt.datetime
    ends: dt.datetime
    closed_at: dt.datetime | None
    digest: int
    digest_at: dt.datetime | None
    paused_at: dt.datetime | None
    reason: str
    by_petition: bool | None

    def year(self, at: dt.datetime) -> int:
        """Return the year of the Work: each day of the clock since the game opened is one, the first is 1."""
        return (at - self.opened_at).days + 1


def find(connection: Connection) -> State | None:
    """Return where the game stands; None before it is opened."""
    row = connection.execute(_game).first()
    if row is None:
        return None
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    del values["id"]
    return State(**values)


def get(connection: Connection) -> State:
    """Return where the game stands.

    Raises:
        NoSuch: it is not open.
    """
    found = find(connection)
    if found is None:
        raise NoSuch("game", "here: nobody has opened it")
    return found


def going(connection: Connection) -> State:
    """Return where the game stands, for who wants to move in it.

    Raises:
        GamePausedNow: it rests.
        NoSuch: it is not open.
    """
    state = get(connection)
    if state.paused_at is not None:
        raise GamePausedNow(state.reason)
    return state
