"""Fake handlers whose orders say in their payload what shall happen to them, and engines to carry them out."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import Connection, text

from longwave.kernel.clock import VirtualClock
from longwave.ledger.ledger import Ledger, Transaction
from longwave.orders import book
from longwave.orders.attempts import Attempts, Retry
from longwave.orders.engine import Engine
from longwave.orders.events import Payload
from longwave.orders.handler import Handler, Handlers, Rework
from longwave.orders.states import Lane, NewOrder, Order
from unit.ledger.toy import STAMP, START, Counted


class Broken(Exception):
    """What an order that shall fail raises."""


async def at_once(_order: Order) -> None:
    """Take no time."""


@dataclass(kw_only=True)
class Bench:
    """What the handlers of one engine share.

    Attributes:
        during: awaited by every perform; how long it takes.
        begun, ended: the names of orders, as their performs began and ended.
    """

    during: Callable[[Order], Awaitable[None]] = at_once
    begun: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Work(Handler[Order, str]):
    """Counts the order's name once, enqueues its children, and fails where the payload says so.

    The payload: `name`; `children`, each with `type`, `after_s` and a payload; `fails`, the phase that fails for the
    first `times` attempts; `reworks`, how often settling asks to perform again.
    """

    bench: Bench = field(default_factory=Bench)

    def prepare(self, snapshot: Connection, order: Order) -> Order:
        self._fail_in("prepare", order, snapshot)
        return order

    async def perform(self, prepared: Order, feedback: Any) -> str:  # Any: the port's signature.
        name = prepared.payload["name"]
        self.bench.begun.append(name)
        await self.bench.during(prepared)
        self._fail_in("perform", prepared, None)
        self.bench.ended.append(name)
        return str(feedback or 0)

    def settle(self, tx: Transaction, order: Order, performed: str) -> Payload:
        payload = order.payload
        self.bench.settled.append(payload["name"])
        tx.append(Counted(name=payload["name"], by=1, said=performed), subject=order.subject_id)
        for child in payload.get("children", ()):
            due = tx.stamp.at + dt.timedelta(seconds=child["after_s"])
            book.enqueue(tx, NewOrder(order_type=child["type"], scheduled_at=due, payload=child["payload"]))
        if int(performed) < payload.get("reworks", 0):
            raise Rework(int(performed) + 1)
        self._fail_in("settle", order, tx.connection)
        return {"said": performed}

    def _fail_in(self, phase: str, order: Order, connection: Connection | None) -> None:
        failing, _, how = order.payload.get("fails", "").partition(" ")
        if failing != phase or order.attempts >= order.payload.get("times", 1):
            return
        if how == "sql" and connection is not None:
            connection.execute(text("SELECT nothing FROM nowhere"))
        raise Broken(order.payload["name"])


class Alone(Work):
    """Work that commits one by one."""

    order_type: ClassVar[str] = "toy.alone"
    independent: ClassVar[bool] = True


class Batched(Work):
    """Work that commits with the quantum it is in."""

    order_type: ClassVar[str] = "toy.batched"


class Upkeep(Work):
    """Work of another lane."""

    order_type: ClassVar[str] = "toy.upkeep"
    independent: ClassVar[bool] = True
    lane: ClassVar[Lane] = Lane.OPERATIONS


def handlers(bench: Bench | None = None) -> Handlers:
    shared = bench or Bench()
    return {kind.order_type: kind(bench=shared) for kind in (Alone, Batched, Upkeep)}


def attempts(ledger: Ledger, bench: Bench | None = None, **options: Any) -> Attempts:  # Any: fields of Attempts.
    """Return attempts that try an unavailable store again at once, with the clock where the log is."""
    fixed: dict[str, Any] = {"seed": 7, "retry": Retry(), "store_retries_s": (0.0, 0.0)}  # Any: as above.
    clock = VirtualClock(ledger.last_at() or START)
    return Attempts(**{"ledger": ledger, "handlers": handlers(bench), "clock": clock, **fixed, **options})


def run(
    ledger: Ledger, bench: Bench | None = None, *, concurrency: int = 4, **options: Any
) -> Engine:  # Any: as above.
    """Carry everything out in virtual time; return the engine that did."""
    engine = Engine(attempts=attempts(ledger, bench, **options), concurrency=concurrency)
    asyncio.run(engine.run())
    return engine


def order(name: str, after_s: float = 0, kind: str = Alone.order_type, **payload: Any) -> NewOrder:  # Any: JSON.
    due = START + dt.timedelta(seconds=after_s)
    return NewOrder(order_type=kind, scheduled_at=due, payload={"name": name, **payload}, subject_id=name)


def child(name: str, after_s: float = 0, kind: str = Alone.order_type, **payload: Any) -> Payload:  # Any: JSON.
    return {"type": kind, "after_s": after_s, "payload": {"name": name, **payload}}


def enqueue(ledger: Ledger, wanted: Iterable[NewOrder]) -> list[int]:
    with ledger.write(STAMP) as tx:
        return [book.enqueue(tx, one) for one in wanted]


def counted(ledger: Ledger) -> list[str]:
    """Return the names of the orders that had their effect, in the order of their effects."""
    return [r.event.name for r in ledger.read() if isinstance(r.event, Counted)]


def found(ledger: Ledger, name: str) -> Order:
    """Return the order of that name."""
    with ledger.store.read() as connection:
        [one] = [one for one in book.listing(connection, limit=10_000) if one.payload["name"] == name]
    return one
