"""Rebuild: empty the projections and fold the log again; the result must equal the live tables row for row."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Table, text

from longwave.ledger.ledger import Ledger
from longwave.ledger.projections import Projection


@dataclass(frozen=True, kw_only=True)
class TableDifference:
    """How a live table differed from what the log gives.

    Attributes:
        only_live: rows that stood in the table but do not follow from the log.
        only_rebuilt: rows that follow from the log but did not stand in the table.
    """

    table: str
    only_live: int
    only_rebuilt: int


@dataclass(frozen=True, kw_only=True)
class Rebuilt:
    """What a rebuild did."""

    events: int
    rows: int
    differences: tuple[TableDifference, ...]


def rebuild(ledger: Ledger) -> Rebuilt:
    """Fold the whole log into emptied projections, in one transaction, and report what differed from the live tables.

    The caller holds the world alone: nobody may work on leased orders meanwhile.
    """
    with ledger.store.write() as connection:
        return _fold_again(ledger, connection)


def compare(ledger: Ledger) -> Rebuilt:
    """Do all that `rebuild` does, then take it back."""
    with ledger.store.write() as connection:
        result = _fold_again(ledger, connection)
        connection.rollback()
    return result


def _fold_again(ledger: Ledger, connection: Connection) -> Rebuilt:
    differences = []
    rows = count = 0
    with _live_tables_aside(ledger, connection):
        # Another connection streams the log: it sees the same events, and needs no buffer.
        for recorded in ledger.read():
            ledger.projections.apply(connection, recorded)
            count += 1
        for projection in ledger.projections.all:
            for table in projection.tables:
                _keep_volatile(connection, projection, table)
                rows += _scalar(connection, f"SELECT count(*) FROM {table.name}")  # noqa: S608 - our own name
                difference = _difference(connection, projection, table)
                if difference.only_live or difference.only_rebuilt:
                    differences.append(difference)
    return Rebuilt(events=count, rows=rows, differences=tuple(differences))


@contextmanager
def _live_tables_aside(ledger: Ledger, connection: Connection) -> Iterator[None]:
    """Keep a copy of every projection's table as `live_<name>` and empty the table itself."""
    tables: list[Table] = []
    for projection in ledger.projections.all:
        if projection.quiesce is not None:
            projection.quiesce(connection)
        tables += projection.tables
    for table in tables:
        connection.execute(text(f"CREATE TEMPORARY TABLE live_{table.name} AS SELECT * FROM {table.name}"))  # noqa: S608 - our own name
    for table in reversed(tables):
        connection.execute(table.delete())
    yield
    for table in tables:
        connection.execute(text(f"DROP TABLE live_{table.name}"))


def _keep_volatile(connection: Connection, projection: Projection, table: Table) -> None:
    """Give rows their volatile values back: a fence that began anew would let an old claim settle."""
    live = f"live_{table.name}"
    values = ", ".join(f"{c.name} = {live}.{c.name}" for c in table.columns if c.name in projection.volatile)
    same = " AND ".join(f"{table.name}.{c.name} = {live}.{c.name}" for c in table.primary_key)
    if values:
        connection.execute(text(f"UPDATE {table.name} SET {values} FROM {live} WHERE {same}"))  # noqa: S608 - our own names


def _difference(connection: Connection, projection: Projection, table: Table) -> TableDifference:
    columns = ", ".join(f'"{c.name}"' for c in table.columns if c.name not in projection.volatile)
    live, rebuilt = f"SELECT {columns} FROM live_{table.name}", f"SELECT {columns} FROM {table.name}"  # noqa: S608 - our own names
    return TableDifference(
        table=table.name,
        only_live=_scalar(connection, f"SELECT count(*) FROM ({live} EXCEPT {rebuilt}) AS gone"),  # noqa: S608 - our own names
        only_rebuilt=_scalar(connection, f"SELECT count(*) FROM ({rebuilt} EXCEPT {live}) AS come"),  # noqa: S608 - our own names
    )


def _scalar(connection: Connection, query: str) -> int:
    return int(connection.execute(text(query)).scalar_one())
