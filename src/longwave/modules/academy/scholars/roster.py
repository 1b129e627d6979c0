"""The roster: who is there, for whom they work, and how they feel."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.scholars.tables import academy_feelings, academy_notes, academy_scholars
from longwave.world.scholars import Scholar as Sheet
from longwave.world.scholars import Track

AnyRow = Row[*tuple[Any, ...]]  # Any: the columns of _FIELDS.
scholars, feelings, notes = academy_scholars.c, academy_feelings.c, academy_notes.c
_FIELDS = (
    scholars.id,
    scholars.name,
    scholars.nickname,
    scholars.sheet,
    scholars.discipline,
    scholars.faction,
    scholars.track,
    scholars.tier,
    scholars.employer,
    scholars.contract_at,
    scholars.terms,
    scholars.unpaid,
    scholars.discovered_at,
    scholars.injured_until,
    scholars.arrived_at,
    scholars.retired_at,
    scholars.stage,
)
_NAMES = tuple(field.name for field in _FIELDS)
_by_id = select(*_FIELDS).where(scholars.id == bindparam("of"))
_active = select(*_FIELDS).where(scholars.retired_at.is_(None)).order_by(scholars.id)
_size = select(func.count()).select_from(academy_scholars).where(scholars.retired_at.is_(None))
_employed = (
    select(*_FIELDS).where(scholars.employer == bindparam("of"), scholars.retired_at.is_(None)).order_by(scholars.id)
)
_feeling = select(feelings.value).where(feelings.scholar == bindparam("of"), feelings.towards == bindparam("whom"))
_between = select(feelings.scholar, feelings.towards, feelings.value).where(
    feelings.scholar.in_(bindparam("ids", expanding=True)), feelings.towards.in_(bindparam("whom", expanding=True))
)
_those = select(*_FIELDS).where(scholars.id.in_(bindparam("ids", expanding=True)))
_named = select(scholars.id, scholars.name).where(scholars.id.in_(bindparam("ids", expanding=True)))
_noted = (
    select(notes.says, notes.is_scar, notes.at)
    .where(notes.scholar == bindparam("of"))
    .order_by(notes.event.desc(), notes.place)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, kw_only=True)
class Scholar:
    """A scholar as they are now.

    Attributes:
        sheet: what the pack, or the dice, say of them; it does not change.
        discipline, track, tier: where they work now.
        employer: the player; None where nobody employs them.
        terms: what the offer promised that won them.
        unpaid: the days in a row that their contract was not paid.
        injured_until: the digest before which they cannot travel.
        stage: of a newcomer's story; empty for the others.
    """

    id: str
    name: str
    nickname: str | None
    sheet: Sheet
    discipline: str
    faction: str
    track: Track
    tier: int
    employer: str | None
    contract_at: dt.datetime | None
    terms: tuple[str, ...]
    unpaid: int
    discovered_at: dt.datetime
    injured_until: int
    arrived_at: dt.datetime
    retired_at: dt.datetime | None
    stage: str

    def skill(self, discipline: str) -> int:
        """Return how good they are at something, from 0 to 10."""
        return self.sheet.skills.get(discipline, 0)


def find(connection: Connection, scholar: str) -> Scholar | None:
    """Return a scholar, also one who has retired; None where there never was one of that id."""
    row = connection.execute(_by_id, {"of": scholar}).first()
    return None if row is None else _scholar(row)


def get(connection: Connection, scholar: str) -> Scholar:
    """Return a scholar of the roster.

    Raises:
        NoSuch: nobody of that id is in it.
    """
    found = find(connection, scholar)
    if found is None or found.retired_at is not None:
        known = connection.execute(select(scholars.id).where(scholars.retired_at.is_(None))).scalars()
        raise NoSuch("scholar in the roster", scholar, known)
    return found


def active(connection: Connection) -> list[Scholar]:
    """Return everybody in the roster, in the order of their ids."""
    return [_scholar(row) for row in connection.execute(_active)]


def employed(connection: Connection, player: str) -> list[Scholar]:
    """Return the scholars in a player's employ, in the order of their ids."""
    return [_scholar(row) for row in connection.execute(_employed, {"of": player})]


def those(connection: Connection, ids: Sequence[str]) -> list[Scholar]:
    """Return some scholars, also those who have retired, in the order asked; whom nobody knows is left out."""
    found = {row.id: _scholar(row) for row in connection.execute(_those, {"ids": list(ids)})}
    return [found[each] for each in ids if each in found]


def size(connection: Connection) -> int:
    """Return how many are in the roster."""
    return connection.execute(_size).scalar_one()


def own(connection: Connection, player: str, scholar: str) -> Scholar:
    """Return a scholar in a player's employ.

    Raises:
        NoSuch: nobody of that id is.
    """
    found = find(connection, scholar)
    if found is None or found.retired_at is not None or found.employer != player:
        raise NoSuch("scholar in your employ", scholar, (each.id for each in employed(connection, player)))
    return found


def feeling(connection: Connection, scholar: str, towards: str) -> float:
    """Return how a scholar feels about a player or scholar, from -10 to 10; 0 about a stranger."""
    return connection.execute(_feeling, {"of": scholar, "whom": towards}).scalar() or 0.0


def feelings_of(connection: Connection, ids: Iterable[str]) -> dict[tuple[str, str], float]:
    """Return how some scholars feel about everybody: by scholar and whom."""
    rows = select(feelings.scholar, feelings.towards, feelings.value).where(feelings.scholar.in_(sorted(set(ids))))
    return {(row.scholar, row.towards): row.value for row in connection.execute(rows)}


def feelings_between(
    connection: Connection, ids: Iterable[str], towards: Iterable[str]
) -> dict[tuple[str, str], float]:
    """Return how some scholars feel about some players or scholars; whom they do not mind is left out."""
    rows = connection.execute(_between, {"ids": list(ids), "whom": list(towards)})
    return {(row.scholar, row.towards): row.value for row in rows}


def remembered(connection: Connection, scholar: str, most: int) -> list[tuple[str, bool, dt.datetime]]:
    """Return what a scholar remembers, the newest first: what it says, whether it is a scar, and since when."""
    return [tuple(row) for row in connection.execute(_noted, {"of": scholar, "most": most})]


def names_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return the names of some scholars."""
    asked = sorted(set(ids))
    return {row.id: row.name for row in connection.execute(_named, {"ids": asked})} if asked else {}


@lru_cache(maxsize=1024)
def _sheet(stored: str) -> Sheet:
    return Sheet.model_validate_json(stored)


def _scholar(row: AnyRow) -> Scholar:
    return _of(*row)


@lru_cache(maxsize=1024)
def _of(*fields: Any) -> Scholar:  # Any: columns of many types, which the table's definition knows and mypy does not.
    """Return the scholar of a row; most are read many times before they change."""
    values = dict(zip(_NAMES, fields, strict=True))
    values["sheet"] = _sheet(values["sheet"])
    values["track"] = Track(values["track"])
    values["terms"] = tuple(json.loads(values["terms"]))
    return Scholar(**values)
