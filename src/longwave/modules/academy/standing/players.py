"""Who plays, and how they stand."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, or_, select

from longwave.commands.command import MOST_CHOICES
from longwave.modules.academy.errors import NoSuch, NotPlaying
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
_NAMES = tuple(field.name for field in _FIELDS)
_standings = (
    select(*_FIELDS, influence.faction, influence.held, influence.escrow)
    .outerjoin_from(academy_players, academy_influence, influence.player == players.id)
    .order_by(players.id, influence.faction)
)
_by_id = _standings.where(players.id == bindparam("of"))
_people = select(func.count()).select_from(academy_players).where(players.policy.is_(None))
_by_fold = select(players.id).where(players.fold == bindparam("fold"))
_named = select(players.id, players.name).where(players.id.in_(bindparam("ids", expanding=True)))


def find(connection: Connection, player: str) -> Standing | None:
    """Return how a player stands; None for who does not play."""
    rows = connection.execute(_by_id, {"of": player}).all()
    return _standing(rows) if rows else None


def get(connection: Connection, player: str) -> Standing:
    """Return how a player stands.

    Raises:
        NotPlaying: they do not play.
    """
    found = find(connection, player)
    if found is None:
        raise NotPlaying
    return found


def named(connection: Connection, player: str) -> Standing:
    """Return how somebody stands whom somebody else names.

    Raises:
        NoSuch: nobody of that id plays.
    """
    found = find(connection, player)
    if found is None:
        raise NoSuch("player", player, (each.id for each in everybody(connection)))
    return found


def everybody(connection: Connection) -> list[Standing]:
    """Return how all players stand, in the order of their ids."""
    rows = connection.execute(_standings)
    return [_standing(list(of_one)) for _, of_one in groupby(rows, key=itemgetter(0))]


def people(connection: Connection) -> int:
    """Return how many people play; autoplayers are none."""
    return connection.execute(_people).scalar_one()


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
    asked = sorted(set(ids))
    return {row.id: row.name for row in connection.execute(_named, {"ids": asked})} if asked else {}


def _standing(rows: Sequence[AnyRow]) -> Standing:
    """Return how somebody stands, of whom there is a row for each faction."""
    owned = [row[len(_FIELDS) :] for row in rows if row.faction is not None]
    return Standing(
        **dict(zip(_NAMES, rows[0], strict=False)),
        held={faction: held for faction, held, _ in owned},
        escrow={faction: escrow for faction, _, escrow in owned},
    )
