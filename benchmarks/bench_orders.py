"""Orders through the engine per second in virtual time, with handlers that do nothing.

The raw side writes with sqlite3 what an order leaves behind: the event of its completion and its closed row, committed
together where the engine commits together.
"""

import asyncio
import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from sqlalchemy import Connection

from figures import (
    Row,
    Took,
    at_least,
    best_of,
    fresh_ledger,
    insert_of,
    per_second,
    ratio,
    raw_sqlite,
    rows_of,
    say,
    stopwatch,
)
from longwave.kernel.clock import VirtualClock
from longwave.ledger.ledger import Ledger, Stamp, Transaction
from longwave.ledger.tables import events
from longwave.orders import book
from longwave.orders.attempts import Attempts
from longwave.orders.engine import Engine
from longwave.orders.events import Payload
from longwave.orders.handler import Handler
from longwave.orders.states import NewOrder, Order
from longwave.orders.tables import orders

START = dt.datetime(1931, 3, 2, 5, tzinfo=dt.UTC)
COUNT, A_QUANTUM, ROUNDS = 400, 100, 5
CLOSE = "UPDATE orders SET status = 'completed', updated_at = ?, result = ? WHERE id = ?"


class Together(Handler[None, None]):
    """Does nothing, and commits with its batch."""

    order_type: ClassVar[str] = "bench.together"

    def prepare(self, snapshot: Connection, order: Order) -> None:
        pass

    async def perform(self, prepared: None, feedback: None) -> None:
        pass

    def settle(self, tx: Transaction, order: Order, performed: None) -> Payload:  # noqa: ARG002 - the port's signature
        return {}


class OneByOne(Together):
    """Does nothing, and commits by itself."""

    order_type: ClassVar[str] = "bench.one_by_one"
    independent: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class Load:
    """Orders of one handler, and how they lie in time."""

    name: str
    handler: Together
    a_quantum: int

    @property
    def commits_together(self) -> int:
        """How many orders share a commit."""
        return 1 if self.handler.independent else self.a_quantum

    def fill(self, ledger: Ledger) -> None:
        """Enqueue the orders."""
        with ledger.write(Stamp(at=START, actor="bench")) as tx:
            for number in range(COUNT):
                at = START + dt.timedelta(minutes=number // self.a_quantum)
                new = NewOrder(
                    order_type=self.handler.order_type,
                    scheduled_at=at,
                    payload={"number": number},
                    subject_id=f"{at:%Y-%m-%d/%H:%M}",
                    dedupe_key=f"bench:{number}",
                )
                book.enqueue(tx, new)

    def carry_out(self, ledger: Ledger) -> None:
        """Run the engine until nothing is left."""
        handlers = {self.handler.order_type: self.handler}
        attempts = Attempts(ledger=ledger, handlers=handlers, clock=VirtualClock(START), seed=7)
        asyncio.run(Engine(attempts=attempts).run())


def ours(load: Load) -> Took:
    with fresh_ledger() as ledger:
        load.fill(ledger)
        with stopwatch() as took:
            load.carry_out(ledger)
    return took


def raw(load: Load, before: tuple[list[Row], list[Row]], completed: Sequence[Row]) -> Took:
    with raw_sqlite((events, orders)) as connection:
        for table, rows in zip((events, orders), before, strict=True):
            connection.executemany(insert_of(table), rows)
        with stopwatch() as took:
            for first in range(0, COUNT, load.commits_together):
                _commit(connection, completed[first : first + load.commits_together])
    return took


def _commit(connection: sqlite3.Connection, completed: Sequence[Row]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(insert_of(events), completed)
    connection.executemany(CLOSE, [(row[3], "{}", int(str(row[6]).removeprefix("o-"))) for row in completed])
    connection.execute("COMMIT")


def main() -> None:
    for name, handler, a_quantum in (
        ("together, 100 a quantum", Together(), A_QUANTUM),
        ("together, one a quantum", Together(), 1),
        ("one by one, 100 a quantum", OneByOne(), A_QUANTUM),
        ("one by one, one a quantum", OneByOne(), 1),
    ):
        load = Load(name=name, handler=handler, a_quantum=a_quantum)
        with fresh_ledger() as ledger:
            load.fill(ledger)
            before = rows_of(ledger, events), rows_of(ledger, orders)
            load.carry_out(ledger)
            completed = rows_of(ledger, events)[COUNT:]
        fast, bare = best_of(ROUNDS, partial(ours, load), partial(raw, load, before, completed))
        say(
            f"orders carried out {name}",
            per_second(COUNT, fast.cpu_s),
            beside=f"{ratio(fast, bare, 'raw')}, {per_second(COUNT, fast.wall_s)} wall",
            target=at_least(COUNT / fast.cpu_s, 2000, " /s"),
        )


if __name__ == "__main__":
    main()
