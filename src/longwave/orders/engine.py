"""The engine: carries out orders as they fall due, in virtual or in real time.

Virtual time jumps to the next due instant and takes the whole quantum as a batch: prepare all on one snapshot, perform
concurrently, settle in `(scheduled_at, id)` order in one transaction. Independent orders commit one by one instead, in
the same order. Nothing that is committed depends on which perform ended first, nor on where a process was killed.
"""

import asyncio
import datetime as dt
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from longwave.kernel.clock import Clock, SystemClock
from longwave.ledger.events import Recorded
from longwave.orders import book
from longwave.orders.attempts import Attempt, Attempts
from longwave.orders.events import OrderEnqueued
from longwave.orders.states import Lane, Order


async def _no_boundary() -> None:
    """Hold nothing up."""


@dataclass(kw_only=True)
class Engine:
    """Decides what is carried out when.

    Attributes:
        concurrency: how many performs run at once.
        lanes: what it serves.
        at_boundary: awaited before work is begun and before it is committed; holds the engine while it waits.
        quantum_s: how much world time one batch of virtual time spans.
        owner: who claims, in real time.
        wall: this machine's time, which leases are counted in.
        lease_s: how long a claim stands without being renewed.
        poll_s: how often real time looks for what other processes enqueued.
    """

    attempts: Attempts
    concurrency: int = 8
    lanes: Collection[Lane] = tuple(Lane)
    at_boundary: Callable[[], Awaitable[None]] = _no_boundary
    quantum_s: float = 60.0
    owner: str = "engine"
    wall: Clock = field(default_factory=SystemClock)
    lease_s: float = 120.0
    poll_s: float = 1.0

    @property
    def types(self) -> list[str]:
        """The order types it serves."""
        return [name for name, handler in self.attempts.handlers.items() if handler.lane in self.lanes]

    async def run(self) -> None:
        """Carry out everything that is or falls due, in virtual time, until nothing is left. The world must be held."""
        while batch := await self.attempts.persist(self._next_batch):
            await self.at_boundary()
            await self._clock.sleep_until(batch[0].scheduled_at)
            if self._is_independent(batch[0]):
                await self._one_by_one(batch)
            else:
                await self._together(batch)

    async def serve(self, stop: asyncio.Event, *, until_idle: bool = False) -> None:
        """Carry out orders as they fall due, in real time, until told to stop; then end what is in hand.

        Args:
            until_idle: stop by itself when nothing is due and nothing is in hand.
        """
        in_hand: dict[asyncio.Task[None], Order] = {}
        renewal = asyncio.create_task(self._keep_leases(in_hand))
        try:
            while not stop.is_set():
                await self.at_boundary()
                claimed = await self.attempts.persist(partial(self._claim, self.concurrency - len(in_hand)))
                in_hand |= {asyncio.create_task(self._handle(order)): order for order in claimed}
                if until_idle and not in_hand:
                    return
                await self._wait(stop, in_hand)
            while in_hand:
                await self._wait(None, in_hand)
        finally:
            renewal.cancel()
            with suppress(asyncio.CancelledError):
                await renewal

    @property
    def _clock(self) -> Clock:
        return self.attempts.clock

    def _is_independent(self, order: Order) -> bool:
        return self.attempts.handlers[order.order_type].independent

    def _next_batch(self) -> list[Order]:
        """Return the next quantum's orders, as far as they commit in the same way."""
        with self.attempts.ledger.store.read() as snapshot:
            head = book.due(snapshot, types=self.types, limit=1)
            if not head:
                return []
            independent = self._is_independent(head[0])
            end = head[0].scheduled_at + dt.timedelta(seconds=self.quantum_s)
            limit = 4 * self.concurrency if independent else None
            quantum = book.due(snapshot, types=self.types, before=end, limit=limit)
        other = (i for i, order in enumerate(quantum) if self._is_independent(order) is not independent)
        return quantum[: next(other, len(quantum))]

    async def _together(self, batch: list[Order]) -> None:
        attempts = await self.attempts.prepare(batch)
        slots = asyncio.Semaphore(self.concurrency)

        async def perform(attempt: Attempt) -> None:
            async with slots:
                await self.attempts.perform(attempt)

        await asyncio.gather(*map(perform, attempts))
        await self.at_boundary()
        await self._settle(attempts)

    async def _one_by_one(self, batch: list[Order]) -> None:
        waiting = deque(await self.attempts.prepare(batch))
        running: deque[tuple[Attempt, asyncio.Task[None]]] = deque()
        try:
            while waiting or running:
                while waiting and len(running) < self.concurrency:
                    attempt = waiting.popleft()
                    running.append((attempt, asyncio.create_task(self.attempts.perform(attempt))))
                attempt, task = running.popleft()
                await task
                await self.at_boundary()
                recorded = await self._settle([attempt])
                if _goes_before(recorded, [*(a for a, _ in running), *waiting]):
                    return  # What is left is taken again in its turn; settled model calls are not made twice.
        finally:
            for _, task in running:
                task.cancel()
            await asyncio.gather(*(task for _, task in running), return_exceptions=True)

    async def _settle(self, attempts: list[Attempt]) -> list[Recorded]:
        recorded = await self.attempts.settle(attempts)
        if recorded:
            # The clock is where the log is, so that a resumed run goes on from the same instant.
            await self._clock.sleep_until(recorded[-1].at)
        return recorded

    def _claimant(self) -> book.Claimant:
        return book.Claimant(owner=self.owner, now=self.wall.now(), lease_s=self.lease_s)

    def _claim(self, limit: int) -> list[Order]:
        if limit <= 0:
            return []
        with self.attempts.ledger.store.write() as connection:
            return book.claim(connection, self._claimant(), types=self.types, due_by=self._clock.now(), limit=limit)

    async def _handle(self, order: Order) -> None:
        [attempt] = await self.attempts.prepare([order])
        await self.attempts.perform(attempt)
        await self.attempts.settle([attempt])

    async def _wait(self, stop: asyncio.Event | None, in_hand: dict[asyncio.Task[None], Order]) -> None:
        """Wait until an order in hand ends, a poll is due, or `stop` is set."""
        stopped = [asyncio.ensure_future(stop.wait())] if stop else []
        await asyncio.wait([*in_hand, *stopped], timeout=self.poll_s, return_when=asyncio.FIRST_COMPLETED)
        for waiter in stopped:
            waiter.cancel()
        for task in [task for task in in_hand if task.done()]:
            del in_hand[task]
            await task

    async def _keep_leases(self, in_hand: dict[asyncio.Task[None], Order]) -> None:
        while True:
            await asyncio.sleep(self.lease_s / 3)
            if in_hand:
                await self.attempts.persist(partial(self._renew, list(in_hand.values())))

    def _renew(self, claimed: list[Order]) -> None:
        with self.attempts.ledger.store.write() as connection:
            book.renew(connection, self._claimant(), claimed)


def _goes_before(recorded: list[Recorded], left: list[Attempt]) -> bool:
    """Tell whether something was enqueued whose turn comes before what is left of a batch."""
    if not left:
        return False
    enqueued = ((r.event.scheduled_at, r.seq) for r in recorded if isinstance(r.event, OrderEnqueued))
    return any(place < left[0].order.place for place in enqueued)
