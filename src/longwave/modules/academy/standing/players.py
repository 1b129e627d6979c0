"""Who plays, and how they stand."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, bindparam, or_, select

from longwave.commands.command import MOST_CHOICES
from longwave.modules.academy.errors import NotPlaying
from longwave.modules.academy.standing.rules import Standing
from longwave.modules.academy.standing.tables import academy_influence, academy_players

players, influence = academy_players.c, academy_influence.c
AnyRow = Row[*tuple[Any, ...]]  # Any: the columns of whatever was selected.
_FIELDS = (
    players.id,
    players.name,
    players.policy,
    players.reputation,
    players.quiet_until,
    players.debt,
    players.misses,
    players.endowed,
    players.last_seq,
)
_by_id = select(*_FIELDS).where(players.id == bindparam("of"))
_by_fold = select(players.id).where(players.fold == bindparam("fold"))
_held = select(influence.faction, influence.held, influence.escrow).where(influence.player == bindparam("of"))


def find(connection: Connection, player: str) -> Standing | None:
    """Return how a player stands; None for who does not play."""
    row = connection.execute(_by_id, {"of": player}).first()
    if row is None:
        return None
    return _standing(row, connection.execute(_held, {"of": player}))


def get(connection: Connection, player: str) -> Standing:
    """Return how a player stands.

    Raises:
        NotPlaying: they do not play.
    """
    found = find(connection, player)
    if found is None:
        raise NotPlaying
    return found


def everybody(connection: Connection) -> list[Standing]:
    """Return how all players stand, in the order of their ids."""
    held: dict[str, list[AnyRow]] = {}
    rows = select(influence.faction, influence.held, influence.escrow, influence.player)
    for row in connection.execute(rows):
        held.setdefault(row.player, []).append(row)
    everyone = connection.execute(select(*_FIELDS).order_by(players.id))
    return [_standing(row, held.get(row.id, ())) for row in everyone]


def called(connection: Connection, fold: str) -> str | None:
    """Return the id of the player whose name looks like this, folded; None where nobody's does."""
    return connection.execute(_by_fold, {"fold": fold}).scalar()


def others(connection: Connection, player: str, typed: str) -> dict[str, str]:
    """Return the names, by id, of some players who are not this one and in whose name or id stands what was typed."""
    named = (
        select(players.id, players.name)
        .where(players.id != player)
        .where(or_(players.name.icontains(typed, autoescape=True), players.id.icontains(typed, autoescape=True)))
        .order_by(players.name, players.id)
        .limit(MOST_CHOICES)
    )
    return {row.id: row.name for row in connection.execute(named)}


def names_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return the names of some players."""
    named = select(players.id, players.name).where(players.id.in_(sorted(set(ids))))
    return {row.id: row.name for row in connection.execute(named)}


def _standing(row: AnyRow, held: Iterable[AnyRow]) -> Standing:
    rows = list(held)
    return Standing(
        **row._mapping,  # noqa: SLF001 - SQLAlchemy's public name for it
        held={each.faction: each.held for each in rows},
        escrow={each.faction: each.escrow for each in rows},
    )
