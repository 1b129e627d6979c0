"""Orders to lay faults under: a small world with bells in it, and the real station."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import ClassVar

from crash.faults import Faults
from sqlalchemy import Connection, func, select

from longwave import bootstrap
from longwave.cli.doctor import CHECKS
from longwave.kernel.clock import VirtualClock
from longwave.ledger import migrate
from longwave.ledger.events import Event, Registry
from longwave.ledger.ledger import Ledger, Stamp, Transaction
from longwave.ledger.projections import Projections
from longwave.ledger.store import Store, database_url
from longwave.ledger.tables import events
from longwave.orders import book
from longwave.orders.attempts import Attempts
from longwave.orders.engine import Engine
from longwave.orders.events import OrderCompleted, Payload
from longwave.orders.handler import Handler, Handlers
from longwave.orders.states import NewOrder, Order, Status

DAWN = dt.datetime(1931, 3, 2, 5, tzinfo=dt.UTC)
LEASE_S = 120.0


class BellRung(Event):
    """A bell was rung.

    Attributes:
        before: how many rings there were when it was prepared, and when it was settled.
    """

    kind: ClassVar[str] = "test.bell_rung"
    bell: str
    before: tuple[int, int]


class RingBell(Handler[int, int]):
    """Rings a bell, and orders the ring after it as long as there is to be one; what it tells depends on the others."""

    order_type: ClassVar[str] = "test.ring"

    def prepare(self, snapshot: Connection, order: Order) -> int:  # noqa: ARG002 - the port's signature
        return _rings(snapshot)

    async def perform(self, prepared: int, feedback: None) -> int:  # noqa: ARG002 - the port's signature
        return prepared

    def settle(self, tx: Transaction, order: Order, performed: int) -> Payload:
        tx.append(BellRung(bell=order.subject_id, before=(performed, _rings(tx.connection))))
        if order.payload["more"]:
            later = order.scheduled_at + dt.timedelta(seconds=20)
            book.enqueue(tx, ring(order.order_type, order.subject_id, later, order.payload["more"] - 1))
        return {}


class RingLoneBell(RingBell):
    """Rings a bell that heeds no other."""

    order_type: ClassVar[str] = "test.ring_alone"
    independent: ClassVar[bool] = True

    def prepare(self, snapshot: Connection, order: Order) -> int:
        return 0 * _rings(snapshot)


BELLS: Handlers = {handler.order_type: handler for handler in (RingBell(), RingLoneBell())}


def ring(order_type: str, bell: str, at: dt.datetime, more: int) -> NewOrder:
    """Return the order to ring a bell, and then some more times."""
    return NewOrder(
        order_type=order_type,
        scheduled_at=at,
        subject_id=bell,
        payload={"more": more},
        dedupe_key=f"{bell}:{at.isoformat()}",
    )


@contextmanager
def world(place: str) -> Iterator[Ledger]:
    """Open a database whose events include the bells'."""
    store = Store(database_url(place), create=True)
    migrate.upgrade(store)
    try:
        yield Ledger(store, Registry((*bootstrap.EVENTS, BellRung)), Projections(bootstrap.PROJECTIONS))
    finally:
        store.close()


def empty(ledger: Ledger) -> None:
    """Make a world as new."""
    with ledger.store.write() as connection:
        for table in reversed(bootstrap.METADATA.sorted_tables):
            connection.execute(table.delete())


def order_all(ledger: Ledger, *wanted: NewOrder) -> None:
    """Enqueue orders."""
    with ledger.write(Stamp(at=DAWN, actor="test")) as tx:
        for new in wanted:
            book.enqueue(tx, new)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a scene's orders."""

    hash: str
    statuses: dict[Status, int]
    completed: Counter[int]


def outcome(ledger: Ledger) -> Outcome:
    """Read what came of all orders."""
    with ledger.store.read() as connection:
        statuses = book.counts(connection)
    ends = (recorded.event for recorded in ledger.read())
    completed = Counter(event.order_id for event in ends if isinstance(event, OrderCompleted))
    return Outcome(hash=ledger.head()[1], statuses=statuses, completed=completed)


def faults_found(ledger: Ledger) -> list[str]:
    """Return all that `longwave doctor` finds wrong."""
    return [fault for check in CHECKS.values() for fault in check(ledger)]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Orders and an engine that carries them out.

    Attributes:
        set_up: brings an empty world to where the orders are due.
        carry_out: runs an engine until nothing is due; a later `watch` finds the leases of earlier ones expired.
    """

    ledger: Ledger
    faults: Faults
    set_up: Callable[[], None]
    carry_out: Callable[[int], None]
    settled: list[int] = field(default_factory=list)


def engine(ledger: Ledger, handlers: Handlers, *, watch: int = 0, at: dt.datetime = DAWN) -> Engine:
    """Return an engine that waits for nothing; every watch stands a day after the one before."""
    attempts = Attempts(
        ledger=ledger, handlers=handlers, clock=VirtualClock(at), seed=7, store_retries_s=(0.0, 0.0, 0.0)
    )
    wall = VirtualClock(DAWN + dt.timedelta(days=watch))
    # One perform at a time, so that the database is always asked the same things in the same order.
    return Engine(attempts=attempts, concurrency=1, wall=wall, lease_s=LEASE_S)


def run(ledger: Ledger, handlers: Handlers) -> None:
    """Carry out all orders in virtual time, from where the log stands."""
    asyncio.run(engine(ledger, handlers, at=ledger.last_at() or DAWN).run())


def serve(ledger: Ledger, handlers: Handlers, watch: int) -> None:
    """Carry out what is due in real time, at a time when all is due."""

    async def until_idle() -> None:
        late = engine(ledger, handlers, watch=watch, at=DAWN + dt.timedelta(days=1))
        await late.serve(asyncio.Event(), until_idle=True)

    asyncio.run(until_idle())


def _rings(connection: Connection) -> int:
    rung = select(func.count()).select_from(events).where(events.c.kind == BellRung.kind)
    return connection.execute(rung).scalar_one()
