"""What the benchmarks share: timing two sides in turns, a raw SQLite to compare with, and one line a figure."""

import gc
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from longwave import bootstrap
from longwave.ledger.ledger import Ledger
from longwave.settings import Settings

Row = tuple[object, ...]


@dataclass(kw_only=True)
class Took:
    """How long some work took.

    Attributes:
        cpu_s: this process's own time, user and system: what a busy machine does not stretch.
        wall_s: time as it passed.
    """

    cpu_s: float = 0.0
    wall_s: float = 0.0


Side = Callable[[], Took]
"""Does one round of work on fresh ground and returns what the work itself took."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A bound of a figure, and how it is written."""

    text: str
    is_met: bool


def at_most(value: float, limit: float, unit: str = "") -> Target:
    """Return the target that a value lies at or under a limit."""
    return Target(text=f"<= {limit:g}{unit}", is_met=value <= limit)


def at_least(value: float, limit: float, unit: str = "") -> Target:
    """Return the target that a value lies at or over a limit."""
    return Target(text=f">= {limit:,g}{unit}", is_met=value >= limit)


def say(name: str, value: str, *, beside: str = "", target: Target | None = None) -> None:
    """Print one figure: name, value, what stands beside it, target, ok or short."""
    verdict = "" if target is None else "ok" if target.is_met else "short"
    print(f"{name:<58} {value:>16}  {beside:>28}  {target.text if target else '':>12}  {verdict}".rstrip(), flush=True)


def per_second(count: int, seconds: float) -> str:
    """Write a rate."""
    return f"{count / seconds:,.0f} /s"


def milliseconds(seconds: float) -> str:
    """Write a short time."""
    return f"{seconds * 1000:,.3f} ms"


def best_of(rounds: int, *sides: Side) -> list[Took]:
    """Return each side's least times; the sides take turns, so that a noisy minute meets all of them."""
    took: list[list[Took]] = [[] for _ in sides]
    for _ in range(rounds):
        for times, side in zip(took, sides, strict=True):
            gc.collect()
            times.append(side())
    return [Took(cpu_s=min(t.cpu_s for t in times), wall_s=min(t.wall_s for t in times)) for times in took]


@contextmanager
def fresh_folder() -> Iterator[Path]:
    """Yield an empty folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="longwave-bench-") as name:
        yield Path(name)


@contextmanager
def fresh_ledger() -> Iterator[Ledger]:
    """Yield the empty ledger of a new SQLite file."""
    with fresh_folder() as folder, bootstrap.open_ledger(str(folder / "world.db"), Settings(), create=True) as ledger:
        yield ledger


@contextmanager
def raw_sqlite(tables: Sequence[Table]) -> Iterator[sqlite3.Connection]:
    """Yield Python's own sqlite3 on a new file, with some of our tables and indexes and the settings of our store."""
    with fresh_folder() as folder:
        connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        for table in tables:
            connection.execute(str(CreateTable(table).compile(dialect=sqlite.dialect())))
            for index in sorted(table.indexes, key=lambda index: str(index.name)):
                connection.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))
        yield connection
        connection.close()


def rows_of(ledger: Ledger, table: Table) -> list[Row]:
    """Return all rows of a table as the database holds them."""
    with ledger.store.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{table.name}"')]  # noqa: S608 - our own name


def insert_of(table: Table) -> str:
    """Return the statement that inserts a whole row."""
    marks = ", ".join("?" * len(table.columns))
    return f'INSERT INTO "{table.name}" VALUES ({marks})'  # noqa: S608 - our own name


@contextmanager
def stopwatch() -> Iterator[Took]:
    """Yield what a block took, which is filled in at its end."""
    took = Took()
    cpu, wall = time.process_time(), time.perf_counter()
    yield took
    took.cpu_s, took.wall_s = time.process_time() - cpu, time.perf_counter() - wall


def ratio(ours: Took, other: Took, of: str) -> str:
    """Write how many times another side's CPU time ours is."""
    return f"{ours.cpu_s / other.cpu_s:.1f} x {of}"
