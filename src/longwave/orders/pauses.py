"""Pauses that people ask for: a lane is held until somebody lets it go on.

A pause is no event: it changes when things are done, never what is done, and a run that was paused has the history of
one that was not. Each request has an id, so that the same one sent twice, however late, takes effect once.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, Row, bindparam, func, insert, select

from longwave.orders.states import Lane
from longwave.orders.tables import pauses

_by_request = select(pauses).where(pauses.c.request_id == bindparam("request"))
_latest = (
    select(pauses)
    .where(pauses.c.lane == bindparam("of"), pauses.c.took_effect)
    .order_by(pauses.c.number.desc())
    .limit(1)
)
_next = select(func.coalesce(func.max(pauses.c.number), 0) + 1)


@dataclass(frozen=True, kw_only=True)
class Pause:
    """Why a lane is held."""

    since: dt.datetime
    by: str
    reason: str

    def __str__(self) -> str:
        return f"paused by {self.by} since {self.since:%Y-%m-%d %H:%M:%S} UTC: {self.reason or 'no reason given'}"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request to pause a lane or to let it go on.

    Attributes:
        request_id: names the request for all time.
        at: when it was made, on this machine.
    """

    request_id: str
    lane: Lane
    is_pause: bool
    by: str
    at: dt.datetime
    reason: str = ""


def of_lane(connection: Connection, lane: Lane) -> Pause | None:
    """Return why a lane is held; None while it goes on."""
    row = connection.execute(_latest, {"of": lane}).first()
    return _pause(row) if row is not None and row.is_pause else None


def ask(connection: Connection, asked: Asked) -> Pause | None:
    """Pause a lane or let it go on, unless the same was asked before; return why it is held now, if it is.

    A lane that is held already stays held for its first reason.
    """
    if connection.execute(_by_request, {"request": asked.request_id}).first() is None:
        takes_effect = (of_lane(connection, asked.lane) is not None) is not asked.is_pause
        number = connection.execute(_next).scalar_one()
        connection.execute(insert(pauses), {**vars(asked), "number": number, "took_effect": takes_effect})
    return of_lane(connection, asked.lane)


def _pause(row: Row[tuple[object, ...]]) -> Pause:
    return Pause(since=row.at, by=row.by, reason=row.reason)
