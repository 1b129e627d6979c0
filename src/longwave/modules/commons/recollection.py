"""What is read of a resident's memory."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, func, select

from longwave.modules.commons import board
from longwave.modules.commons.forum import last_at
from longwave.modules.commons.residents import names_of
from longwave.modules.commons.shapes.memory import (
    Category,
    Change,
    Cold,
    ColdPeriod,
    Memory,
    Relationship,
    Relationships,
    Remembered,
    Warm,
)
from longwave.modules.commons.views import AnyRow, next_offset
from longwave.world.memory import views
from longwave.world.memory.events import MemoryKind
from longwave.world.memory.tables import relationship_changes, relationships

HOT = dt.timedelta(hours=48)
MOST_HOT, MOST_FELT, MOST_CHANGES = 20, 10, 10
felt, changes = relationships.c, relationship_changes.c
_felt = (
    select(relationships)
    .where(felt.persona == bindparam("of"))
    .order_by(func.abs(felt.sentiment).desc(), felt.other)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_count = select(func.count()).select_from(relationships).where(felt.persona == bindparam("of"))
_numbered = (
    select(
        relationship_changes, func.row_number().over(partition_by=changes.other, order_by=changes.id.desc()).label("n")
    )
    .where(changes.persona == bindparam("of"), changes.other.in_(bindparam("others", expanding=True)))
    .subquery()
)
_histories = (
    select(_numbered).where(_numbered.c.n <= bindparam("most")).order_by(_numbered.c.other, _numbered.c.id.desc())
)


def memory(connection: Connection, name: str) -> Memory:
    """Return somebody's memory at a glance."""
    counts = views.warm_counts(connection, name)
    return Memory(
        bot=name,
        hot=board.around(connection, name, last_at(connection) - HOT, MOST_HOT),
        warm={kind: counts[kind] for kind in MemoryKind},
        cold=views.cold_count(connection, name),
        relationships=_relationships(connection, name, _rows(connection, name, MOST_FELT, 0)),
    )


def warm(connection: Connection, name: str, *, limit: int, offset: int) -> Warm:
    """Return a page of each kind of warm memory, the latest first; of feelings, the strongest first."""
    counts = views.warm_counts(connection, name)
    pages = {}
    for kind in MemoryKind:
        found = views.warm(connection, name, kind, limit=limit + 1, offset=offset)
        items = [Remembered(**vars(one)) for one in found[:limit]]
        pages[kind] = Category(items=items, total=counts[kind], next_offset=next_offset(found, limit, offset))
    return Warm(
        fact=pages[MemoryKind.FACT],
        relationship=_feelings(connection, name, limit, offset),
        opinion=pages[MemoryKind.OPINION],
        interest=pages[MemoryKind.INTEREST],
        moment=pages[MemoryKind.MOMENT],
    )


def cold(connection: Connection, name: str, *, limit: int, offset: int) -> Cold:
    """Return what is left of past periods, the latest first."""
    found = views.cold(connection, name, limit=limit + 1, offset=offset)
    return Cold(
        periods=[ColdPeriod(**vars(one)) for one in found[:limit]],
        total=views.cold_count(connection, name),
        next_offset=next_offset(found, limit, offset),
    )


def _feelings(connection: Connection, name: str, limit: int, offset: int) -> Relationships:
    rows = _rows(connection, name, limit + 1, offset)
    return Relationships(
        items=_relationships(connection, name, rows[:limit]),
        total=connection.execute(_count, {"of": name}).scalar_one(),
        next_offset=next_offset(rows, limit, offset),
    )


def _rows(connection: Connection, name: str, most: int, skip: int) -> Sequence[AnyRow]:
    return connection.execute(_felt, {"of": name, "most": most, "skip": skip}).all()


def _relationships(connection: Connection, name: str, rows: Sequence[AnyRow]) -> list[Relationship]:
    others = [row.other for row in rows]
    names, history = names_of(connection, others), defaultdict[str, list[Change]](list)
    asked = {"of": name, "others": others, "most": MOST_CHANGES}
    for row in connection.execute(_histories, asked) if others else ():
        history[row.other].append(
            Change(change=row.change, sentiment=row.sentiment, because=row.because, at=row.at, source=row.source)
        )
    return [
        Relationship(
            other=row.other,
            name=names.get(row.other, row.other),
            sentiment=row.sentiment,
            changes=row.changes,
            since=row.since,
            last_at=row.last_at,
            history=history[row.other],
        )
        for row in rows
    ]
