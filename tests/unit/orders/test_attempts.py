"""Attempts: what becomes of orders while the database is away, and of work that is cancelled."""

import asyncio
import threading
from typing import Any

import pytest
from sqlalchemy import Connection

from longwave.ledger.errors import StoreCorrupt, StoreUnavailable
from longwave.ledger.events import Recorded
from longwave.ledger.ledger import Ledger, Transaction
from longwave.orders.engine import Engine
from longwave.orders.events import Payload
from longwave.orders.handler import Handlers
from longwave.orders.states import Order, Status
from unit.ledger.toy import STAMP
from unit.orders.workshop import Alone, Batched, Bench, attempts, counted, enqueue, found, handlers, order

KINDS: list[type[Alone | Batched]] = [Alone, Batched]


class Away:
    """A database that is away the first few times somebody asks."""

    def __init__(self, times: int) -> None:
        self.times = times

    def ask(self) -> None:
        if self.times > 0:
            self.times -= 1
            raise StoreUnavailable("the database is away")


def hampered(kind: type[Alone | Batched], phase: str, away: Away) -> Handlers:
    """Return handlers of which one finds the database away in one of its phases."""

    class Hampered(kind):  # type: ignore[valid-type, misc]  # mypy takes no class from a parameter
        def prepare(self, snapshot: Connection, one: Order) -> Order:
            if phase == "prepare":
                away.ask()
            prepared: Order = super().prepare(snapshot, one)
            return prepared

        async def perform(self, prepared: Order, feedback: Any) -> str:  # Any: the port's signature.
            if phase == "perform":
                away.ask()
            return str(await super().perform(prepared, feedback))

        def settle(self, tx: Transaction, one: Order, performed: str) -> Payload:
            result: Payload = super().settle(tx, one, performed)
            if phase == "settle":
                away.ask()
            return result

    return {**handlers(), kind.order_type: Hampered()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("phase", ["prepare", "perform", "settle", "on_settled"])
def test_a_database_that_comes_back_costs_no_attempt_and_doubles_no_effect(
    ledger: Ledger, kind: type[Alone | Batched], phase: str
) -> None:
    enqueue(ledger, (order(name, after, kind.order_type) for after, name in enumerate("abc")))
    away = Away(2)
    told: list[int] = []

    def on_settled(_ended: list[Order], recorded: list[Recorded]) -> None:
        if phase == "on_settled":
            away.ask()
        told.extend(r.seq for r in recorded)

    with_trouble = attempts(ledger, handlers=hampered(kind, phase, away), on_settled=on_settled)
    asyncio.run(Engine(attempts=with_trouble).run())

    assert counted(ledger) == ["a", "b", "c"]
    assert [found(ledger, name).attempts for name in "abc"] == [0, 0, 0]
    assert told == list(range(4, 10))
    assert away.times == 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("phase", ["prepare", "perform", "settle"])
def test_a_database_that_stays_away_stops_the_engine_and_loses_nothing(
    ledger: Ledger, kind: type[Alone | Batched], phase: str
) -> None:
    enqueue(ledger, [order("a", 0, kind.order_type), order("b", 0, kind.order_type)])

    with pytest.raises(StoreUnavailable):
        asyncio.run(Engine(attempts=attempts(ledger, handlers=hampered(kind, phase, Away(99)))).run())
    assert counted(ledger) == []
    assert [found(ledger, name).status for name in "ab"] == [Status.PENDING, Status.PENDING]

    asyncio.run(Engine(attempts=attempts(ledger)).run())
    assert counted(ledger) == ["a", "b"]


@pytest.mark.parametrize("kind", KINDS)
def test_when_one_perform_stops_the_engine_the_others_are_ended_with_it(
    ledger: Ledger, kind: type[Alone | Batched]
) -> None:
    enqueue(ledger, [order("a", 0, kind.order_type), order("b", 0, kind.order_type)])
    ended: list[str] = []

    async def during(one: Order) -> None:
        if one.payload["name"] == "a":
            await others.wait()
            raise StoreUnavailable("the database is away")
        others.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(one.payload["name"])

    others = asyncio.Event()

    async def stopped() -> list[str]:
        with pytest.raises(StoreUnavailable):
            await Engine(attempts=attempts(ledger, Bench(during=during), store_retries_s=())).run()
        return list(ended)

    assert asyncio.run(stopped()) == ["b"]


def test_damage_is_not_waited_for(ledger: Ledger) -> None:
    asked = []

    def ask() -> None:
        asked.append(1)
        raise StoreCorrupt("the file is damaged")

    with pytest.raises(StoreCorrupt):
        asyncio.run(attempts(ledger).persist(ask))

    assert asked == [1]


def test_who_is_cancelled_while_the_database_works_waits_for_its_end(ledger: Ledger) -> None:
    begun, go = threading.Event(), threading.Event()
    seen: list[str] = []

    def work() -> None:
        begun.set()
        go.wait()
        seen.append("worked")

    async def cancel_in_the_middle() -> None:
        waiting = asyncio.create_task(attempts(ledger).persist(work))
        await asyncio.to_thread(begun.wait)
        waiting.cancel()
        for _ in range(10):
            await asyncio.sleep(0)
        seen.append("done" if waiting.done() else "waiting")
        go.set()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        seen.append("cancelled")

    asyncio.run(cancel_in_the_middle())

    assert seen == ["waiting", "worked", "cancelled"]


def test_what_was_enqueued_meanwhile_waits_for_its_own_turn(ledger: Ledger) -> None:
    enqueue(ledger, [order("a")])

    def on_settled(_ended: list[Order], _recorded: list[Recorded]) -> None:
        if counted(ledger) == ["a"]:
            enqueue(ledger, [order("b", 3600)])

    asyncio.run(Engine(attempts=attempts(ledger, on_settled=on_settled)).run())

    assert counted(ledger) == ["a", "b"]
    assert [r.actor for r in ledger.read(limit=1)] == [STAMP.actor]
