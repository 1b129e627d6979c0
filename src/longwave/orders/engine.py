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
from typing import Any

from longwave.kernel.clock import Clock, SystemClock
from longwave.ledger.errors import StoreUnavailable
from longwave.ledger.events import Recorded
from longwave.orders import book, pauses
from longwave.orders.attempts import Attempt, Attempts, cancel_all
from longwave.orders.events import OrderAttemptFailed, OrderEnqueued, OrderRevived
from longwave.orders.states import Lane, Order

PAUSE_LOOK_S = 0.5
Place = tuple[dt.datetime, int]
"""An order's turn: when it is due, and its id."""


async def _no_boundary() -> None:
    """Hold nothing up."""


async def _not_told(_reason: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Held:
    """Why what is due next is not carried out now."""

    reason: str


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
        poll_s: how often real time looks for what other processes enqueued, and either time whether what is held may
            go on.
        on_held: awaited when orders cannot be carried out now, with the reason.
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
    on_held: Callable[[str], Awaitable[None]] = _not_told
    _next_look: dt.datetime | None = None
    _rests: dict[Lane, dt.datetime] = field(default_factory=dict)

    @property
    def types(self) -> list[str]:
        """The order types it serves."""
        return self._types_of(self.lanes)

    async def run(self) -> None:
        """Carry out everything that is or falls due, in virtual time, until nothing is left. The world must be held."""
        await self._run_until(None)

    async def run_until(self, end: dt.datetime) -> None:
        """Carry out everything that falls due before a world time, and let the clock stand there."""
        await self._run_until(end)
        await self._clock.sleep_until(end)

    async def _run_until(self, end: dt.datetime | None) -> None:
        while batch := await self.attempts.persist(partial(self._next_batch, end)):
            if isinstance(batch, Held):
                await self._hold(batch.reason)
                continue
            await self.at_boundary()
            first = batch[0].order
            await self._clock.sleep_until(first.scheduled_at)
            if self._is_independent(first):
                await self._one_by_one(batch)
            else:
                await self._together(batch)

    async def serve(self, stop: asyncio.Event, *, until_idle: bool = False) -> None:
        """Carry out orders as they fall due, in real time, until told to stop; then end what is in hand.

        Args:
            until_idle: stop by itself when nothing is due and nothing is in hand; what is held is waited for.
        """
        in_hand: dict[asyncio.Task[None], Order] = {}
        renewal = asyncio.create_task(self._keep_leases(in_hand))
        stopped = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                await self.at_boundary()
                is_resting = any(map(self._rests_now, self.lanes))  # A rest may end while orders are claimed.
                claimed = await self.attempts.persist(partial(self._claim, self.concurrency - len(in_hand)))
                in_hand |= {asyncio.create_task(self._handle(order)): order for order in claimed}
                if until_idle and not in_hand and not is_resting:
                    return
                await self._wait(in_hand, renewal, stopped)
            while in_hand:
                await self._wait(in_hand, renewal)
        finally:
            await cancel_all([renewal, stopped, *in_hand])

    @property
    def _clock(self) -> Clock:
        return self.attempts.clock

    def _is_independent(self, order: Order) -> bool:
        return self.attempts.handlers[order.order_type].independent

    async def _pause_of(self, order: Order) -> str | None:
        """Return why an order's lane is paused, if it is; a batch can be long, so it is looked up now and then."""
        now = self.wall.now()
        if self._next_look is not None and now < self._next_look:
            return None
        self._next_look = now + dt.timedelta(seconds=PAUSE_LOOK_S)
        lane = self.attempts.handlers[order.order_type].lane
        pause = await self.attempts.persist(partial(self._look_for_pause, lane))
        return None if pause is None else str(pause)

    def _look_for_pause(self, lane: Lane) -> pauses.Pause | None:
        with self.attempts.ledger.store.read() as snapshot:
            return pauses.of_lane(snapshot, lane)

    def _types_of(self, lanes: Collection[Lane]) -> list[str]:
        return [name for name, handler in self.attempts.handlers.items() if handler.lane in lanes]

    async def _hold(self, reason: str) -> None:
        await self.on_held(reason)
        await asyncio.sleep(self.poll_s)

    def _next_batch(self, before: dt.datetime | None) -> "list[Attempt] | Held":
        """Prepare the next quantum's orders, as far as they commit in the same way and are due before a time."""
        with self.attempts.ledger.store.read() as snapshot:
            due = book.due(snapshot, types=self.types, before=before, limit=2)
            if not due:
                return []
            head, *following = due
            if pause := pauses.of_lane(snapshot, self.attempts.handlers[head.order_type].lane):
                # World time stands still: what is due later must not come before what is held.
                return Held(str(pause))
            independent = self._is_independent(head)
            end = head.scheduled_at + dt.timedelta(seconds=self.quantum_s)
            end = end if before is None else min(end, before)
            quantum = [head]  # Most are due alone.
            if following and following[0].scheduled_at < end:
                limit = 4 * self.concurrency if independent else None
                quantum = book.due(snapshot, types=self.types, before=end, limit=limit)
            other = (i for i, order in enumerate(quantum) if self._is_independent(order) is not independent)
            return self.attempts.prepare_on(snapshot, quantum[: next(other, len(quantum))])

    async def _together(self, attempts: list[Attempt]) -> None:
        slots = asyncio.Semaphore(self.concurrency)

        async def perform(attempt: Attempt) -> None:
            async with slots:
                await self.attempts.perform(attempt)

        tasks = [asyncio.create_task(perform(attempt)) for attempt in attempts]
        try:
            await asyncio.gather(*tasks)
        finally:
            await cancel_all(tasks)
        if reason := _held(attempts):
            await self._hold(reason)  # All of it is taken again; settled model calls are not made twice.
            return
        await self.at_boundary()
        await self._settle(attempts)

    async def _one_by_one(self, attempts: list[Attempt]) -> None:
        waiting = deque(attempts)
        running: deque[tuple[Attempt, asyncio.Task[None]]] = deque()
        soonest: Place | None = None  # Of what became due since the batch was taken.
        try:
            while waiting or running:
                while waiting and len(running) < self.concurrency:
                    attempt = waiting.popleft()
                    running.append((attempt, asyncio.create_task(self.attempts.perform(attempt))))
                attempt, task = running.popleft()
                await task
                if reason := attempt.held or await self._pause_of(attempt.order):
                    await self._hold(reason)
                    return
                await self.at_boundary()
                recorded = await self._settle([attempt])
                soonest = min(filter(None, [soonest, *map(_place, recorded)]), default=None)
                left = running[0][0] if running else waiting[0] if waiting else None
                if not recorded or (left and soonest and soonest < left.order.place):
                    return  # What is left is taken again in its turn; settled model calls are not made twice.
        finally:
            await cancel_all([task for _, task in running])

    async def _settle(self, attempts: list[Attempt]) -> list[Recorded]:
        recorded = await self.attempts.settle(attempts)
        if reason := _held(attempts):
            await self._hold(reason)
        # Nothing is recorded where the orders ended without us.
        at = recorded[-1].at if recorded else await self.attempts.persist(self.attempts.ledger.last_at)
        if at is not None:
            # The clock is where the log is, so that a resumed run goes on from the same instant.
            await self._clock.sleep_until(at)
        return recorded

    def _claimant(self) -> book.Claimant:
        return book.Claimant(owner=self.owner, now=self.wall.now(), lease_s=self.lease_s)

    def _claim(self, limit: int) -> list[Order]:
        if limit <= 0:
            return []
        claimant = self._claimant()
        with self.attempts.ledger.store.write() as connection:
            open_lanes = [
                lane for lane in self.lanes if not self._rests_now(lane) and not pauses.of_lane(connection, lane)
            ]
            types = self._types_of(open_lanes)
            return book.claim(connection, claimant, types=types, due_by=self._clock.now(), limit=limit)

    def _rests_now(self, lane: Lane) -> bool:
        return lane in self._rests and self.wall.now() < self._rests[lane]

    async def _handle(self, order: Order) -> None:
        [attempt] = await self.attempts.prepare([order])
        await self.attempts.perform(attempt)
        if not attempt.held:
            await self.at_boundary()
            await self.attempts.settle([attempt])
        if attempt.held:
            await self._give_back(order, attempt.held)

    async def _give_back(self, order: Order, reason: str) -> None:
        """Let an order be claimed again, and leave its lane alone for a while; the other lanes go on."""
        lane = self.attempts.handlers[order.order_type].lane
        self._rests[lane] = self.wall.now() + dt.timedelta(seconds=self.poll_s)
        await self.on_held(reason)
        await self.attempts.persist(partial(self._release, order))

    def _release(self, order: Order) -> None:
        with self.attempts.ledger.store.write() as connection:
            book.release(connection, order)

    async def _wait(self, in_hand: dict[asyncio.Task[None], Order], *others: asyncio.Task[Any]) -> None:
        """Wait until an order in hand or another task ends, or a poll is due; raise what went wrong in one."""
        done, _ = await asyncio.wait([*in_hand, *others], timeout=self.poll_s, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            in_hand.pop(task, None)
            await task

    async def _keep_leases(self, in_hand: dict[asyncio.Task[None], Order]) -> None:
        while True:
            await asyncio.sleep(self.lease_s / 3)
            if in_hand:
                with suppress(StoreUnavailable):  # It is logged; a lease outlives two renewals that fail.
                    await self.attempts.persist(partial(self._renew, list(in_hand.values())))

    def _renew(self, claimed: list[Order]) -> None:
        with self.attempts.ledger.store.write() as connection:
            book.renew(connection, self._claimant(), claimed)


def _held(attempts: Collection[Attempt]) -> str | None:
    """Return why orders cannot be carried out now, if some cannot."""
    return next((attempt.held for attempt in attempts if attempt.held), None)


def _place(recorded: Recorded) -> Place | None:
    """Return the turn of the order that an event made pending, if it did."""
    match recorded.event:
        case OrderEnqueued(scheduled_at=at):
            return at, recorded.seq
        case OrderAttemptFailed(order_id=order_id, retry_at=at) | OrderRevived(order_id=order_id, scheduled_at=at):
            return at, order_id
    return None
