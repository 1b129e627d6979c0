"""Orders to lay faults under: a small world with bells in it, and the real station."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from crash.bells import BELLS, BellRung, ring
from crash.faults import Faults
from longwave import bootstrap
from longwave.cli.doctor import CHECKS
from longwave.kernel.clock import VirtualClock
from longwave.ledger import migrate
from longwave.ledger.events import Recorded, Registry
from longwave.ledger.ledger import Ledger, Stamp
from longwave.ledger.projections import Projections
from longwave.ledger.store import Store, database_url
from longwave.modules.station.handlers import PlanRundown
from longwave.modules.station.production import Asked, begin_or_resume
from longwave.orders import book
from longwave.orders.attempts import Attempts
from longwave.orders.engine import Engine
from longwave.orders.events import OrderCompleted
from longwave.orders.handler import Handlers
from longwave.orders.states import NewOrder, Order, Status
from longwave.settings import Settings
from longwave.world.pack import Pack

LONG_AGO = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
DAWN = dt.datetime(1931, 3, 2, 5, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HALF_A_MINUTE = dt.timedelta(seconds=30)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a world's orders."""

    hash: str
    statuses: dict[Status, int]
    completed: Counter[int]


async def _leave_nothing() -> None:
    """Leave nothing open."""


@dataclass(kw_only=True)
class Scene:
    """A world whose orders are carried out by engines that wait for nothing.

    Attributes:
        handlers: makes the handlers anew for every engine, as every process does.
        enter: brings the empty world to where the orders are due.
        is_real_time: whether the orders are claimed.
        leave: awaited when an engine has ended, in its event loop.
        heard: the numbers of the events that were told of after their commit.
    """

    ledger: Ledger
    handlers: Callable[[], Handlers]
    enter: Callable[[], None]
    is_real_time: bool = False
    leave: Callable[[], Awaitable[None]] = _leave_nothing
    faults: Faults = field(init=False)
    heard: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.faults = Faults(store=self.ledger.store)

    def begin(self) -> int:
        """Bring the world to where the orders are due; return the number of its last event."""
        empty(self.ledger)
        self.enter()
        self.heard.clear()
        return self.ledger.head()[0]

    def carry_out(self, watch: int = 0) -> None:
        """Run a new engine until nothing is due; a later watch finds the leases of the earlier ones expired."""
        start = (self.ledger.last_at() if watch else None) or LONG_AGO
        attempts = Attempts(
            ledger=self.ledger,
            handlers=self.handlers(),
            clock=VirtualClock(DAWN + DAY if self.is_real_time else start),
            seed=7,
            store_retries_s=(0.0, 0.0, 0.0),
            on_settled=self._on_settled,
        )
        # One perform at a time, so that the database is always asked the same things in the same order.
        engine = Engine(attempts=attempts, concurrency=1, wall=VirtualClock(DAWN + watch * DAY))
        asyncio.run(self._run(engine))

    async def _run(self, engine: Engine) -> None:
        try:
            await (_until_idle(engine) if self.is_real_time else engine.run())
        finally:
            await self.leave()

    def outcome(self) -> Outcome:
        """Read what came of all orders."""
        with self.ledger.store.read() as connection:
            statuses = book.counts(connection)
        ends = (recorded.event for recorded in self.ledger.read())
        completed = Counter(event.order_id for event in ends if isinstance(event, OrderCompleted))
        return Outcome(hash=self.ledger.head()[1], statuses=statuses, completed=completed)

    def _on_settled(self, _ended: list[Order], recorded: list[Recorded]) -> None:
        self.heard += [record.seq for record in recorded]


@contextmanager
def world(place: str) -> Iterator[Ledger]:
    """Open a database whose events include the bells'."""
    store = Store(database_url(place), create=True)
    try:
        migrate.upgrade(store, bootstrap.METADATA)
        yield Ledger(store, Registry((*bootstrap.EVENTS, BellRung)), Projections(bootstrap.PROJECTIONS))
    finally:
        store.close()


def empty(ledger: Ledger) -> None:
    """Make a world as new."""
    with ledger.store.write() as connection:
        for table in reversed(bootstrap.METADATA.sorted_tables):
            connection.execute(table.delete())


def wrongs(ledger: Ledger) -> list[str]:
    """Return all that `longwave doctor` finds wrong."""
    return [found for check in CHECKS.values() for found in check(ledger)]


def a_lone_order(ledger: Ledger, _folder: Path) -> Scene:
    """One independent order."""
    return _bells(ledger, ring("test.ring_alone", "needle", DAWN, 0))


def a_batch(ledger: Ledger, _folder: Path) -> Scene:
    """Three orders that depend on one another and settle together; one of them orders a fourth."""
    first, second, third = (DAWN + HALF_A_MINUTE * i / 2 for i in range(3))
    return _bells(
        ledger,
        ring("test.ring", "harbour", first, 1),
        ring("test.ring", "fens", second, 0),
        ring("test.ring", "light", third, 0),
    )


def real_time(ledger: Ledger, _folder: Path) -> Scene:
    """An order that is claimed, and orders another one."""
    scene = _bells(ledger, ring("test.ring", "harbour", DAWN, 1))
    scene.is_real_time = True
    return scene


def a_rundown(ledger: Ledger, _folder: Path) -> Scene:
    """The real station's plan of a day."""
    station = _station(ledger)
    station.index.refresh()

    def enter() -> None:
        begin_or_resume(ledger, station.pack, Asked(persona="wren", hours=1, seed=7), resume=False)

    def planning() -> Handlers:
        return {PlanRundown.order_type: _station(ledger).handlers[PlanRundown.order_type]}

    return Scene(ledger=ledger, handlers=planning, enter=enter)


def a_segment(ledger: Ledger, folder: Path) -> Scene:
    """One segment of the real station; its planned day is forked from a world where it was planned."""
    place = str(folder / "planned.db")
    with world(place) as planned:
        before = a_rundown(planned, folder)
        before.begin()
        before.carry_out()
        last, _ = planned.head()

    def enter() -> None:
        with world(place) as planned:
            planned.fork(ledger, at=last)

    return Scene(ledger=ledger, handlers=lambda: _station(ledger).handlers, enter=enter)


def _bells(ledger: Ledger, *wanted: NewOrder) -> Scene:
    def enter() -> None:
        with ledger.write(Stamp(at=LONG_AGO, actor="test")) as tx:
            for new in wanted:
                book.enqueue(tx, new)

    return Scene(ledger=ledger, handlers=lambda: BELLS, enter=enter)


def _station(ledger: Ledger) -> bootstrap.Station:
    return bootstrap.Station(ledger=ledger, pack=saltmere(), seed=7)


@cache
def saltmere() -> Pack:
    """Load the bundled world once."""
    return bootstrap.load_pack("saltmere", Settings())


async def _until_idle(engine: Engine) -> None:
    await engine.serve(asyncio.Event(), until_idle=True)
