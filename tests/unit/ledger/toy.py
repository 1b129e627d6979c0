"""A small world for tests: events that count things, the table folded from them, and the order book beside it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import ClassVar

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, Text, insert, select, text, update

from longwave import bootstrap
from longwave.ledger import migrate
from longwave.ledger.events import Event, Recorded, Registry
from longwave.ledger.ledger import Ledger, Stamp
from longwave.ledger.projections import Projection, Projections
from longwave.ledger.store import Store, database_url
from longwave.ledger.tables import Instant, events
from longwave.orders import events as order_events
from longwave.orders import projections as order_projections
from longwave.orders.tables import pauses

START = dt.datetime(1931, 3, 2, 6, tzinfo=dt.UTC)
STAMP = Stamp(at=START, actor="wren", cause="o-1")

toy_metadata = MetaData()  # Not Longwave's own: the migrations know nothing of it.
tallies = Table(
    "toy_tallies",
    toy_metadata,
    Column("name", String(80), primary_key=True),
    Column("total", Integer, nullable=False),
    Column("times", Integer, nullable=False),
    Column("said", Text, nullable=False),
    Column("last_at", Instant, nullable=False),
)


class Counted(Event):
    """Some of a thing were counted."""

    kind: ClassVar[str] = "toy.counted"
    name: str
    by: int
    said: str = ""


class Miscounted(Event):
    """A fact that no table can take."""

    kind: ClassVar[str] = "toy.miscounted"


class TallyRefused(Exception):
    """What folding `Miscounted` raises."""


def _on_counted(connection: Connection, recorded: Recorded, event: Counted) -> None:
    same = tallies.c.name == event.name
    values = {"total": tallies.c.total + event.by, "times": tallies.c.times + 1, "said": event.said}
    if not connection.execute(update(tallies).where(same).values(**values, last_at=recorded.at)).rowcount:
        first = {"name": event.name, "total": event.by, "times": 1, "said": event.said, "last_at": recorded.at}
        connection.execute(insert(tallies), first)


def _on_miscounted(_connection: Connection, _recorded: Recorded, _event: Miscounted) -> None:
    raise TallyRefused


TALLIES = Projection(tables=(tallies,), folds={Counted: _on_counted, Miscounted: _on_miscounted})
EVENTS: tuple[type[Event], ...] = (Counted, Miscounted, *order_events.EVENTS)


@contextmanager
def toy_ledger(place: str) -> Iterator[Ledger]:
    """Open a toy world, and make it if it is not there."""
    store = Store(database_url(place), create=True)
    try:
        migrate.upgrade(store, bootstrap.METADATA)
        with store.write() as connection:
            toy_metadata.create_all(connection)
        yield Ledger(store, Registry(EVENTS), Projections([order_projections.PROJECTION, TALLIES]))
    finally:
        store.close()


def wipe(ledger: Ledger) -> None:
    """Begin the same world anew: cheaper than another database for every example of a property."""
    with ledger.store.write() as connection:
        for table in (events, pauses, *tables_of(ledger)):
            connection.execute(table.delete())


def tables_of(ledger: Ledger) -> list[Table]:
    return [table for projection in ledger.projections.all for table in projection.tables]


def contents(ledger: Ledger, tables: Iterable[Table] | None = None) -> dict[str, list[str]]:
    """Return every row of the projections, or of the given tables, as text."""
    wanted = tables_of(ledger) if tables is None else tables
    with ledger.store.read() as connection:
        return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in wanted}


def everything(ledger: Ledger) -> dict[str, list[str]]:
    """Return every row of the log and of the projections."""
    return contents(ledger, [events, *tables_of(ledger)])


def count(ledger: Ledger, *names: str) -> None:
    """Count one of each named thing, in one transaction."""
    with ledger.write(STAMP) as tx:
        tx.append(*(Counted(name=name, by=1) for name in names), subject="quay")


def tamper(ledger: Ledger, statement: str, **values: object) -> int:
    """Change the database behind the ledger's back; return how many rows were hit."""
    with ledger.store.write() as connection:
        return connection.execute(text(statement), values).rowcount
