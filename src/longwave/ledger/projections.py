"""Projections: tables that are folded from events, and from nothing else."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Table

from longwave.ledger.events import Event, Recorded
from longwave.ledger.tables import insert_rows

# Any: each handler takes the one event type it is registered for, which a mapping's type cannot say.
Fold = Callable[[Connection, Recorded, Any], None]


@dataclass(frozen=True)
class OneRow:
    """A fold that adds one row an event, and so takes many events in one statement.

    Attributes:
        row: returns the value of every column of the table, as the database keeps it.
    """

    table: Table
    row: Callable[[Recorded, Any], Mapping[str, object]]  # Any: see Fold.

    def __call__(self, connection: Connection, recorded: Recorded, _event: Event) -> None:
        self.fold(connection, [recorded])

    def fold(self, connection: Connection, recorded: Iterable[Recorded]) -> None:
        """Add the rows of some events."""
        columns = self.table.columns.keys()
        rows = (self.row(each, each.event) for each in recorded)
        insert_rows(connection, self.table, [tuple(row[column] for column in columns) for row in rows])


@dataclass(frozen=True, kw_only=True)
class Projection:
    """Some tables and how events change them.

    Attributes:
        tables: written by these folds alone, parents before children.
        volatile: names of columns that events do not determine (leases); a rebuild keeps them and compares the others.
        quiesce: brings the tables into the state that a rebuild gives, where something else than an event moved them.
    """

    tables: tuple[Table, ...]
    folds: Mapping[type[Event], Fold]
    volatile: frozenset[str] = frozenset()
    quiesce: Callable[[Connection], None] | None = None


class Projections:
    """All projections of a program."""

    def __init__(self, projections: Iterable[Projection]) -> None:
        self.all = tuple(projections)
        self._folds: dict[type[Event], list[Fold]] = {}
        for projection in self.all:
            for event, fold in projection.folds.items():
                self._folds.setdefault(event, []).append(fold)

    def apply(self, connection: Connection, *recorded: Recorded) -> None:
        """Fold events, in their order, into every table that listens to them."""
        for kind, alike in groupby(recorded, key=lambda each: type(each.event)):
            if kind in self._folds:
                self._apply_alike(connection, self._folds[kind], list(alike))

    def _apply_alike(self, connection: Connection, folds: Iterable[Fold], alike: Sequence[Recorded]) -> None:
        # No fold sees another's tables, so it does not matter whether folds or events go first.
        for fold in folds:
            if isinstance(fold, OneRow):
                fold.fold(connection, alike)
                continue
            for recorded in alike:
                fold(connection, recorded, recorded.event)
