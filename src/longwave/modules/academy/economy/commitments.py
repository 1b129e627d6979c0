"""What the seasons ask of players."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from longwave.modules.academy.economy.tables import academy_commitments
from longwave.modules.academy.errors import NoSuch

commitments = academy_commitments.c
_open = select(
    commitments.id,
    commitments.player,
    commitments.faction,
    commitments.season,
    commitments.title,
    commitments.asks,
    commitments.owed,
    commitments.paid,
    commitments.part,
    commitments.opened_at,
    commitments.until,
).where(commitments.closed_at.is_(None))
_every = _open.order_by(commitments.id)
_by_id = _open.where(commitments.id == bindparam("of"))
_of_player = _open.where(commitments.player == bindparam("of")).order_by(commitments.id)
_last = select(func.max(commitments.id))


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """What a season asks of a player, and is not over.

    Attributes:
        part: the last of its four parts that was asked for.
    """

    id: int
    player: str
    faction: str
    season: str
    title: str
    asks: str
    owed: int
    paid: int
    part: int
    opened_at: dt.datetime
    until: dt.datetime

    @property
    def left(self) -> int:
        return self.owed - self.paid


def every(connection: Connection) -> list[Commitment]:
    """Return all that are not over, by number."""
    return [Commitment(**row._mapping) for row in connection.execute(_every)]  # noqa: SLF001 - SQLAlchemy's public name


def of_player(connection: Connection, player: str) -> list[Commitment]:
    """Return a player's that are not over, by number."""
    rows = connection.execute(_of_player, {"of": player})
    return [Commitment(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name for it


def get(connection: Connection, number: int) -> Commitment:
    """Return one that is not over.

    Raises:
        NoSuch: none of that number is open.
    """
    row = connection.execute(_by_id, {"of": number}).first()
    if row is None:
        raise NoSuch("open commitment", number)
    return Commitment(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


def next_number(connection: Connection) -> int:
    return (connection.execute(_last).scalar() or 0) + 1
