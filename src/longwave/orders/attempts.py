"""Attempts: how orders go through their three phases, and what becomes of those that fail."""

import asyncio
import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection

from longwave.kernel.clock import Clock
from longwave.kernel.dice import dice
from longwave.ledger.errors import StoreUnavailable
from longwave.ledger.events import Recorded
from longwave.ledger.ledger import Ledger, Stamp, Transaction, holds
from longwave.ledger.store import is_unavailable
from longwave.orders import book
from longwave.orders.errors import LeaseLost
from longwave.orders.handler import CannotGoOn, Handlers, NotNow, Rework
from longwave.orders.states import Order

log = structlog.get_logger()
Result = TypeVar("Result")
MAX_REWORKS = 10
REWORKS_AT_ONCE = 8
MAX_ERROR_CHARS = 500


@dataclass(frozen=True, kw_only=True)
class Retry:
    """When a failed attempt is made again: exponential back-off with equal jitter, in world time."""

    max_attempts: int = 5
    base_s: float = 30.0
    cap_s: float = 3600.0

    def next_at(self, seed: int, order: Order, now: dt.datetime) -> dt.datetime | None:
        """Return when to try again after one more failure; None when the attempts are used up."""
        failures = order.attempts + 1
        if failures >= self.max_attempts:
            return None
        ceiling_s = min(self.cap_s, self.base_s * 2 ** (failures - 1))
        jitter = dice(seed, "order.backoff", order.id, failures).random()
        return now + dt.timedelta(seconds=ceiling_s * (1 + jitter) / 2)


@dataclass(kw_only=True)
class Attempt:
    """One try at an order.

    Attributes:
        prepared, performed, feedback: what its handler's phases hand on.
        error: why preparing or performing failed, if it did.
        held: why it cannot be performed now, if it cannot.
    """

    order: Order
    prepared: Any = None  # Any: each handler types its own phases.
    performed: Any = None
    feedback: Any = None
    reworks: int = 0
    error: str | None = None
    held: str | None = None


@dataclass(kw_only=True)
class Settled:
    """What one transaction did: the orders it ended and the events it appended."""

    ended: list[Order]
    recorded: list[Recorded]


class _Again(Exception):
    """Rolls a settling transaction back because some of its orders ask for a rework."""

    def __init__(self, asking: list[tuple[Attempt, Any]]) -> None:  # Any: see Rework.
        super().__init__()
        self.asking = asking


@dataclass(kw_only=True)
class Attempts:
    """Carries orders through prepare, perform and settle.

    Attributes:
        store_retries_s: the waits between tries while the database is unavailable.
        on_settled: called after each commit, off the event loop, with the orders it ended and what it appended.
    """

    ledger: Ledger
    handlers: Handlers
    clock: Clock
    seed: int
    retry: Retry = field(default_factory=Retry)
    store_retries_s: Sequence[float] = (0.05, 0.2, 1.0, 5.0)
    on_settled: Callable[[list[Order], list[Recorded]], None] | None = None

    async def persist(self, operation: Callable[[], Result]) -> Result:
        """Run a database operation off the event loop, and again after a wait while the database is unavailable."""
        for wait_s in self.store_retries_s:
            try:
                return await self.ledger.store.worker.run(operation)
            except StoreUnavailable as error:
                log.warning("store.unavailable", error=str(error), wait_s=wait_s)
                await asyncio.sleep(wait_s)
        return await self.ledger.store.worker.run(operation)

    async def prepare(self, orders: Sequence[Order]) -> list[Attempt]:
        """Prepare orders on one snapshot."""
        return await self.persist(partial(self._prepare_all, orders))

    def prepare_on(self, snapshot: Connection, orders: Sequence[Order]) -> list[Attempt]:
        """Prepare orders on a snapshot that is open already."""
        return [self._prepare_one(snapshot, order) for order in orders]

    async def perform(self, attempt: Attempt) -> None:
        """Perform one order; what goes wrong is kept in the attempt, for its settling."""
        waits_s = iter(self.store_retries_s)
        while attempt.error is None:
            try:
                handler = self.handlers[attempt.order.order_type]
                attempt.performed = await handler.perform(attempt.prepared, attempt.feedback)
            except StoreUnavailable:
                if (wait_s := next(waits_s, None)) is None:
                    raise
                await asyncio.sleep(wait_s)
            except CannotGoOn as end:
                raise end.error from end
            except NotNow as reason:
                attempt.held = str(reason)
                return
            except asyncio.CancelledError as error:
                if _is_cancelled():
                    raise
                attempt.error = _describe(error)  # Something inside the handler was cancelled, not the engine.
            except Exception as error:  # noqa: BLE001 - one bad order must not stop the others
                attempt.error = _describe(error)
            else:
                return

    async def settle(self, attempts: Sequence[Attempt]) -> list[Recorded]:
        """Settle orders in one transaction, in the given order, performing again what asks for it.

        Returns:
            What was appended; nothing where an order is held meanwhile.
        """
        last_try = Settled(ended=[], recorded=[])
        while True:
            try:
                await self.persist(partial(self._commit_and_tell, attempts, last_try))
            except _Again as again:
                await self._rework(again)
                if any(attempt.held for attempt, _ in again.asking):
                    return []
            else:
                return last_try.recorded

    async def _rework(self, again: _Again) -> None:
        """Perform again what asked for it, a few at a time: a batch is not settled once for each."""
        slots = asyncio.Semaphore(REWORKS_AT_ONCE)

        async def perform(attempt: Attempt) -> None:
            async with slots:
                await self.perform(attempt)

        for attempt, feedback in again.asking:
            attempt.reworks += 1
            attempt.feedback = feedback
            if attempt.reworks > MAX_REWORKS:
                attempt.error = f"reworked {MAX_REWORKS} times without an end"
        tasks = [asyncio.create_task(perform(attempt)) for attempt, _ in again.asking]
        try:
            await asyncio.gather(*tasks)
        finally:
            await cancel_all(tasks)

    def _prepare_all(self, orders: Sequence[Order]) -> list[Attempt]:
        with self.ledger.store.read() as snapshot:
            return self.prepare_on(snapshot, orders)

    def _prepare_one(self, snapshot: Connection, order: Order) -> Attempt:
        try:
            return Attempt(order=order, prepared=self.handlers[order.order_type].prepare(snapshot, order))
        except Exception as error:  # One bad order must not stop the others.
            if is_unavailable(error):
                raise
            snapshot.rollback()  # PostgreSQL answers nothing more in a transaction in which a statement failed.
            return Attempt(order=order, error=_describe(error))

    def _commit_and_tell(self, attempts: Sequence[Attempt], last_try: Settled) -> None:
        self._commit(attempts, last_try)
        if self.on_settled is not None:
            self.on_settled(last_try.ended, last_try.recorded)

    def _commit(self, attempts: Sequence[Attempt], last_try: Settled) -> None:
        """Settle orders in one transaction, and note what that does before it commits."""
        with self.ledger.write(Stamp(at=self.clock.now(), actor="engine")) as tx:
            if last_try.recorded and holds(tx.connection, last_try.recorded[-1]):
                return  # The commit took effect; only its answer was lost.
            ended: list[Order] = []
            asking: list[tuple[Attempt, Any]] = []
            for attempt in attempts:
                order = attempt.order
                at = max(self.clock.now(), order.scheduled_at)
                try:
                    with tx.stamped(Stamp(at=at, actor=order.actor_id, cause=order.name)):
                        self._settle_one(tx, attempt)
                except LeaseLost:
                    log.warning("order.lease_lost", order=order.name, type=order.order_type)
                except Rework as rework:
                    asking.append((attempt, rework.feedback))
                else:
                    ended.append(order)
            if asking:
                raise _Again(asking)
            last_try.ended, last_try.recorded = ended, tx.recorded

    def _settle_one(self, tx: Transaction, attempt: Attempt) -> None:
        order, error = attempt.order, attempt.error
        book.hold(tx, order)
        if error is None:
            try:
                with tx.savepoint():
                    result = self.handlers[order.order_type].settle(tx, order, attempt.performed)
                    book.complete(tx, order, result)
            except Rework:
                raise
            except Exception as failure:  # One bad order must not stop the others.
                if is_unavailable(failure):
                    raise
                error = _describe(failure)
        if error is not None:
            self._fail(tx, order, error)

    def _fail(self, tx: Transaction, order: Order, error: str) -> None:
        retry_at = self.retry.next_at(self.seed, order, tx.stamp.at)
        book.fail(tx, order, error, retry_at=retry_at)
        if retry_at is None and order.order_type in self.handlers:
            self._give_up(tx, order)
        say = log.error if retry_at is None else log.warning
        say("order.failed", order=order.name, type=order.order_type, error=error, retry_at=str(retry_at))

    def _give_up(self, tx: Transaction, order: Order) -> None:
        try:
            with tx.savepoint():
                self.handlers[order.order_type].given_up(tx, order)
        except Exception as failure:  # One bad order must not stop the others.
            if is_unavailable(failure):
                raise
            log.exception("order.sequel_failed", order=order.name, type=order.order_type)


async def cancel_all(tasks: Collection[asyncio.Task[Any]]) -> None:  # Any: whatever they return.
    """Cancel what still runs and wait until it is gone."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _describe(error: BaseException) -> str:
    # File names may hold bytes that are no text; an event cannot.
    said = f"{type(error).__name__}: {error}".encode("utf-8", "replace").decode()
    return said[:MAX_ERROR_CHARS]
