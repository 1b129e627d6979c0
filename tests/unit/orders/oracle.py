"""The order book as one would explain it: what the real one is compared with."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from longwave.orders.book import Claimant
from longwave.orders.states import OPEN, NewOrder, Order, Status

Shown = tuple[object, ...]


@dataclass(kw_only=True)
class Entry:
    """One order in the oracle.

    Attributes:
        turn: grows whenever somebody else may now work on it; who saw an earlier turn cannot settle.
    """

    id: int
    new: NewOrder
    due: dt.datetime
    status: Status = Status.PENDING
    attempts: int = 0
    owner: str | None = None
    until: dt.datetime | None = None
    result: dict[str, Any] | None = None  # Any: JSON.
    turn: int = 0

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def shown(self) -> Shown:
        return (self.id, self.due, self.status, self.attempts, self.owner, self.until, self.result)


def shown(order: Order) -> Shown:
    """Return of a real order what the oracle knows of it."""
    return (
        order.id,
        order.scheduled_at,
        order.status,
        order.attempts,
        order.lease_owner,
        order.lease_until,
        order.result,
    )


@dataclass(kw_only=True)
class Oracle:
    """An order book in a dictionary."""

    entries: dict[int, Entry] = field(default_factory=dict)

    def same_key(self, new: NewOrder) -> int | None:
        """Return the order that has the key already, however it ended."""
        keys = {entry.new.dedupe_key: entry.id for entry in self.entries.values()}
        return None if new.dedupe_key is None else keys.get(new.dedupe_key)

    def due(self, types: Iterable[str], before: dt.datetime | None = None) -> list[Entry]:
        wanted = (e for e in self.entries.values() if e.status is Status.PENDING and e.new.order_type in types)
        return in_turn(e for e in wanted if before is None or e.due < before)

    def claim(self, claimant: Claimant, types: Iterable[str], due_by: dt.datetime, limit: int) -> list[Entry]:
        free = [e for e in self.entries.values() if e.new.order_type in types and e.due <= due_by]
        free = in_turn(e for e in free if e.status is Status.PENDING or self._is_expired(e, claimant.now))[:limit]
        for entry in free:
            entry.status, entry.owner, entry.until = Status.ACTIVE, claimant.owner, claimant.until
            entry.turn += 1
        return free

    def end(self, entry: Entry, status: Status, result: dict[str, Any]) -> None:  # Any: JSON.
        entry.status, entry.result = status, result
        entry.attempts += status is Status.FAILED
        self._free(entry)

    def reopen(self, entry: Entry, due: dt.datetime, *, attempts: int, result: dict[str, Any] | None) -> None:
        entry.status, entry.due, entry.attempts, entry.result = Status.PENDING, due, attempts, result
        self._free(entry)

    def release(self) -> None:
        for entry in self.entries.values():
            if entry.status is Status.ACTIVE:
                entry.status = Status.PENDING
                self._free(entry)

    def _free(self, entry: Entry) -> None:
        entry.owner = entry.until = None
        entry.turn += 1

    def _is_expired(self, entry: Entry, now: dt.datetime) -> bool:
        return entry.status is Status.ACTIVE and entry.until is not None and entry.until < now


def in_turn(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.due, entry.id))
