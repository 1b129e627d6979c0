"""Projections: tables that are folded from events, and from nothing else."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table

from longwave.ledger.events import Event, Recorded

# Any: each handler takes the one event type it is registered for, which a mapping's type cannot say.
Fold = Callable[[Connection, Recorded, Any], None]


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

    def apply(self, connection: Connection, recorded: Recorded) -> None:
        """Fold one event into every table that listens to it."""
        for fold in self._folds.get(type(recorded.event), ()):
            fold(connection, recorded, recorded.event)
