"""The database fails while a lease is renewed in real time."""

import asyncio
from dataclasses import dataclass, field
from typing import ClassVar

from sqlalchemy import Connection

from crash import scenes
from crash.faults import Fault, Faults
from longwave.kernel.clock import VirtualClock
from longwave.ledger.ledger import Ledger, Stamp, Transaction
from longwave.orders import book
from longwave.orders.attempts import Attempts
from longwave.orders.engine import Engine
from longwave.orders.events import Payload
from longwave.orders.handler import Handler
from longwave.orders.states import NewOrder, Order, Status

SHORT_LEASE_S = 0.003


@dataclass(kw_only=True)
class Vigil(Handler[None, None]):
    """Works until its lease was renewed twice after the fault that it lays."""

    order_type: ClassVar[str] = "test.vigil"
    faults: Faults
    at: int
    performs: int = 0
    _renewals: int = 0
    _done: asyncio.Event = field(default_factory=asyncio.Event)

    def prepare(self, snapshot: Connection, order: Order) -> None:
        """Prepare nothing."""

    async def perform(self, prepared: None, feedback: None) -> None:  # noqa: ARG002 - the port's signature
        self.performs += 1
        loop = asyncio.get_running_loop()
        self.faults.on_commit = lambda: loop.call_soon_threadsafe(self._on_commit)
        self.faults.lay(self.at, Fault.ONCE)
        await self._done.wait()
        self.faults.on_commit = None

    def settle(self, tx: Transaction, order: Order, performed: None) -> Payload:  # noqa: ARG002 - the port's signature
        return {}

    def _on_commit(self) -> None:
        self._renewals += self.faults.struck
        if self._renewals == 2:
            self._done.set()


def test_an_order_in_hand_is_carried_out_once_though_any_statement_of_a_renewal_fails(place: str) -> None:
    with scenes.world(place) as ledger:
        faults = Faults(store=ledger.store)
        for at in range(1, 7):
            _order_a_vigil(ledger)
            vigil = Vigil(faults=faults, at=at)

            asyncio.run(_serve(ledger, vigil))
            faults.lift()

            assert faults.struck
            assert vigil.performs == 1
            assert _statuses(ledger) == {Status.COMPLETED: 1}
            assert scenes.wrongs(ledger) == []


def _order_a_vigil(ledger: Ledger) -> None:
    scenes.empty(ledger)
    with ledger.write(Stamp(at=scenes.DAWN, actor="test")) as tx:
        book.enqueue(tx, NewOrder(order_type=Vigil.order_type, scheduled_at=scenes.DAWN, payload={}))


async def _serve(ledger: Ledger, vigil: Vigil) -> None:
    attempts = Attempts(
        ledger=ledger,
        handlers={vigil.order_type: vigil},
        clock=VirtualClock(scenes.DAWN),
        seed=7,
        store_retries_s=(0.0, 0.0, 0.0),
    )
    # Leases are counted in a time that stands still, but renewed in real time: as soon as they can be.
    engine = Engine(attempts=attempts, concurrency=1, wall=VirtualClock(scenes.DAWN), lease_s=SHORT_LEASE_S)
    await engine.serve(asyncio.Event(), until_idle=True)


def _statuses(ledger: Ledger) -> dict[Status, int]:
    with ledger.store.read() as connection:
        return book.counts(connection)
