"""What is on record of offers, grudges and defections."""

import datetime as dt
import json
from dataclasses import dataclass

from sqlalchemy import Connection, Row, bindparam, func, or_, select

from longwave.modules.academy.offers.events import ArcEnd, Term
from longwave.modules.academy.offers.projections import REFUSAL
from longwave.modules.academy.offers.rules import Stake
from longwave.modules.academy.offers.tables import academy_arcs, academy_courtships, academy_grudges, academy_offers

offers, courtships = academy_offers.c, academy_courtships.c
grudges, arcs = academy_grudges.c, academy_arcs.c
_highest = select(func.max(offers.id))
_open = select(academy_offers).where(offers.closed_at.is_(None))
_by_id = _open.where(offers.id == bindparam("of"))
_due = _open.where(or_(offers.due <= bindparam("now"), offers.lapse != "")).order_by(offers.id).limit(1)
_between = _open.where(offers.scholar == bindparam("of"), offers.rival == bindparam("by"))
_made = _open.where(offers.rival == bindparam("by")).order_by(offers.id)
_received = _open.where(offers.employer == bindparam("by")).order_by(offers.id)
_courtship = select(academy_courtships).where(
    courtships.scholar == bindparam("of"), courtships.player == bindparam("by")
)
_rankles = select(grudges.id).where(
    grudges.scholar == bindparam("of"), grudges.player == bindparam("by"), grudges.because == REFUSAL
)
_grudges = select(academy_grudges).where(grudges.due <= bindparam("now")).order_by(grudges.id)
_arcs = select(academy_arcs).where(arcs.due <= bindparam("now")).order_by(arcs.id)
_unsettled, _untold = _arcs.where(arcs.outcome.is_(None)).limit(1), _arcs.where(arcs.outcome.is_not(None))


@dataclass(frozen=True, kw_only=True)
class Offer:
    """An offer that is open.

    Attributes:
        counter: None while the employer has not countered.
        due: from when a digest settles it.
        lapse: why it is void, once the scholar has gone; empty while they have not.
    """

    id: int
    scholar: str
    rival: str
    employer: str
    stake: Stake
    counter: Stake | None
    due: dt.datetime
    lapse: str


@dataclass(frozen=True, kw_only=True)
class Courtship:
    """How a player has fared with a scholar.

    Attributes:
        asked: how often they asked them to take a contract.
        parted_at: when the scholar last refused or left them.
        offered_at: when their last offer was settled.
    """

    asked: int = 0
    parted_at: dt.datetime | None = None
    offered_at: dt.datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Grudge:
    """What a scholar will make known that they hold against a player."""

    id: int
    scholar: str
    player: str
    because: str


@dataclass(frozen=True, kw_only=True)
class Arc:
    """A defection that is not over.

    Attributes:
        player: to whom the scholar went; `other_player` had employed them before.
    """

    id: int
    scholar: str
    player: str
    other_player: str


def next_number(connection: Connection) -> int:
    """Return the number of the next offer."""
    return (connection.execute(_highest).scalar() or 0) + 1


def find(connection: Connection, number: int) -> Offer | None:
    """Return an open offer."""
    row = connection.execute(_by_id, {"of": number}).first()
    return None if row is None else _offer(row)


def first_due(connection: Connection, at: dt.datetime) -> Offer | None:
    """Return the lowest open offer that is due, or void."""
    row = connection.execute(_due, {"now": at}).first()
    return None if row is None else _offer(row)


def between(connection: Connection, scholar: str, rival: str) -> Offer | None:
    """Return a rival's open offer to a scholar."""
    row = connection.execute(_between, {"of": scholar, "by": rival}).first()
    return None if row is None else _offer(row)


def made_by(connection: Connection, player: str) -> list[Offer]:
    """Return a rival's open offers, by number."""
    return [_offer(row) for row in connection.execute(_made, {"by": player})]


def received_by(connection: Connection, player: str) -> list[Offer]:
    """Return the open offers to scholars in a player's employ, or who were when they were made, by number."""
    return [_offer(row) for row in connection.execute(_received, {"by": player})]


def courtship(connection: Connection, scholar: str, player: str) -> Courtship:
    """Return how a player has fared with a scholar."""
    row = connection.execute(_courtship, {"of": scholar, "by": player}).first()
    if row is None:
        return Courtship()
    return Courtship(asked=row.asked, parted_at=row.parted_at, offered_at=row.offered_at)


def rankles(connection: Connection, scholar: str, player: str) -> bool:
    """Tell whether a scholar has refused a player, and their grudge is not in the open yet."""
    return connection.execute(_rankles, {"of": scholar, "by": player}).first() is not None


def grudges_due(connection: Connection, at: dt.datetime) -> list[Grudge]:
    """Return the grudges that come into the open, in the order in which they were caused."""
    rows = connection.execute(_grudges, {"now": at})
    return [Grudge(id=row.id, scholar=row.scholar, player=row.player, because=row.because) for row in rows]


def first_unsettled(connection: Connection, at: dt.datetime) -> Arc | None:
    """Return the earliest defection whose end is due."""
    row = connection.execute(_unsettled, {"now": at}).first()
    return None if row is None else _arc(row)


def untold(connection: Connection, at: dt.datetime) -> list[tuple[Arc, ArcEnd]]:
    """Return the defections whose epilogue is due, with how they ended, in the order in which they happened."""
    return [(_arc(row), ArcEnd(row.outcome)) for row in connection.execute(_untold, {"now": at})]


def _offer(row: Row[tuple[object, ...]]) -> Offer:
    return Offer(
        id=row.id,
        scholar=row.scholar,
        rival=row.rival,
        employer=row.employer,
        stake=_stake(row.influence, row.terms),
        counter=None if row.counter_influence is None else _stake(row.counter_influence, row.counter_terms),
        due=row.due,
        lapse=row.lapse,
    )


def _stake(influence: str, terms: str) -> Stake:
    return Stake(influence=json.loads(influence), terms=tuple(map(Term, json.loads(terms))))


def _arc(row: Row[tuple[object, ...]]) -> Arc:
    return Arc(id=row.id, scholar=row.scholar, player=row.player, other_player=row.other_player)
