"""The log's table, and the column types and metadata that all tables share."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from longwave.kernel import clock

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[dt.datetime]):
    """A point in time as fixed-width UTC text: the same bytes, and the same order, in every database."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else clock.to_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else clock.from_text(value)


# An INTEGER key is SQLite's own row number; a BIGINT one would need a second index.
Number = BigInteger().with_variant(Integer(), "sqlite")

# Text, not JSON or timestamptz: the hash covers the stored bytes, so every database must give back what it was given.
events = Table(
    "events",
    metadata,
    Column("seq", Number, primary_key=True, autoincrement=False),
    Column("kind", String(80), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", String(27), nullable=False),
    Column("actor", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Index(None, "kind", "seq"),
)


def insert_rows(connection: Connection, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
    """Write whole rows, their values in the order of the columns and as the database keeps them."""
    # SQLAlchemy's own insert converts every value of every row, which is half the cost of a batch.
    connection.exec_driver_sql(_insert(table, connection.dialect.name), list(rows))


def run(connection: Connection, statement: str, *rows: Mapping[str, object]) -> None:
    """Run a statement of ours for each of some rows: ":name" stands for a value, which is as the database keeps it."""
    # SQLAlchemy's own way costs more than most changes themselves.
    connection.exec_driver_sql(_marked(statement, connection.dialect.name), list(rows))


@lru_cache(maxsize=64)
def _marked(statement: str, dialect: str) -> str:
    return statement if dialect == "sqlite" else re.sub(r":(\w+)", r"%(\1)s", statement)


@lru_cache(maxsize=64)
def _insert(table: Table, dialect: str) -> str:
    columns = [column.name for column in table.columns]
    marks = ["?" if dialect == "sqlite" else "%s"] * len(columns)
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({', '.join(marks)})"  # noqa: S608 - our own names
