"""One seed and one set of handlers give one history: in every database, at any concurrency, wherever it was stopped."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longwave.kernel.dice import dice
from longwave.ledger.ledger import Hash, Ledger
from longwave.ledger.rebuild import compare
from longwave.orders.engine import Engine
from longwave.orders.events import Payload
from longwave.orders.states import NewOrder, Order
from unit.ledger.toy import toy_ledger, wipe
from unit.orders.workshop import Alone, Batched, Bench, attempts, child, counted, enqueue, order

kinds = st.sampled_from([Alone.order_type, Batched.order_type])
fates: st.SearchStrategy[dict[str, Any]] = st.one_of(  # Any: JSON.
    st.just({}),
    st.fixed_dictionaries({"reworks": st.integers(1, 2)}),
    st.fixed_dictionaries({"fails": st.sampled_from(["prepare", "perform", "settle"]), "times": st.integers(1, 5)}),
)


@st.composite
def children(draw: st.DrawFn, depth: int = 2) -> list[Payload]:
    count = draw(st.integers(0, depth))
    after_s = st.sampled_from([-30, 0, 5, 20, 59, 60, 200])
    return [
        child(
            f"child {draw(st.integers(0, 99))}",
            draw(after_s),
            draw(kinds),
            **draw(fates),
            children=draw(children(depth - 1)),
        )
        for _ in range(count)
    ]


@st.composite
def plans(draw: st.DrawFn) -> list[NewOrder]:
    """Some orders of both kinds within a few quanta, that fail, are reworked and enqueue others."""
    after_s = st.sampled_from([0, 0, 5, 17, 25, 59, 60, 90, 150])
    return [
        order(f"order {number}", draw(after_s), draw(kinds), **draw(fates), children=draw(children()))
        for number in range(draw(st.integers(1, 7)))
    ]


class Stop:
    """Cancels a run at its n-th boundary or perform, or after n turns of the event loop."""

    def __init__(self, after: int, *, turns: bool) -> None:
        self._left = after
        self._turns = turns
        self.task: asyncio.Task[None] | None = None

    async def at_boundary(self) -> None:
        if not self._turns:
            self._left -= 1
            if self._left == 0 and self.task is not None:
                self.task.cancel()
                await asyncio.sleep(0)

    async def count_turns(self) -> None:
        for _ in range(self._left if self._turns else 0):
            await asyncio.sleep(0)
        if self._turns and self.task is not None:
            self.task.cancel()


def durations(seed: int, then: Callable[[], Awaitable[None]]) -> Callable[[Order], Awaitable[None]]:
    """Return performs that take some turns of the event loop, others in every run."""

    async def during(one: Order) -> None:
        for _ in range(dice(seed, "turns", one.id, one.attempts).randrange(8)):
            await asyncio.sleep(0)
        await then()

    return during


async def carry_out(ledger: Ledger, concurrency: int, stop: Stop, seed: int) -> None:
    """Carry orders out until nothing is left or the stop comes."""
    bench = Bench(during=durations(seed, stop.at_boundary))
    engine = Engine(attempts=attempts(ledger, bench), concurrency=concurrency, at_boundary=stop.at_boundary)
    stop.task = asyncio.create_task(engine.run())
    turns = asyncio.create_task(stop.count_turns())
    with suppress(asyncio.CancelledError):
        await stop.task
    turns.cancel()


def history(ledger: Ledger, plan: list[NewOrder], concurrency: int, stops: list[Stop]) -> Hash:
    """Carry a plan out in an empty world, stopped and begun again as told; return the last hash."""
    wipe(ledger)
    enqueue(ledger, plan)
    for number, stop in enumerate([*stops, Stop(0, turns=False)]):
        asyncio.run(carry_out(ledger, concurrency, stop, seed=concurrency + number))
    assert ledger.verify() == ledger.head()
    return ledger.head()[1]


@pytest.fixture
def both(tmp_path: Path, toy_on_postgres: Ledger) -> Iterator[list[Ledger]]:
    with toy_ledger(str(tmp_path / "world.db")) as on_sqlite:
        yield [on_sqlite, toy_on_postgres]


def draw_stops(data: st.DataObject) -> list[Stop]:
    points = st.lists(st.tuples(st.integers(1, 40), st.booleans()), max_size=4)
    return [Stop(after, turns=turns) for after, turns in data.draw(points, label="stops")]


@pytest.mark.soak
def test_stops_concurrency_durations_and_the_database_do_not_show_in_the_history(
    both: list[Ledger], *, soak: bool
) -> None:
    @settings(max_examples=400 if soak else 12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(plan=plans(), data=st.data())
    def histories_are_equal(plan: list[NewOrder], data: st.DataObject) -> None:
        expected = history(both[0], plan, 1, [])
        effects = counted(both[0])

        for ledger in both:
            for concurrency in (1, 4, 16):
                assert history(ledger, plan, concurrency, draw_stops(data)) == expected
                assert counted(ledger) == effects
            assert compare(ledger).differences == ()

    histories_are_equal()


def test_a_run_stopped_at_every_single_boundary_and_perform_comes_to_the_same_end(both: list[Ledger]) -> None:
    plan = [
        order("a", 0, children=[child("a1", 5), child("a2", 20, Batched.order_type)]),
        order("b", 0, Batched.order_type, reworks=1),
        order("c", 10, Batched.order_type, fails="perform", children=[child("c1", -5)]),
        order("d", 15, fails="settle", children=[child("d1", 0)]),
        order("e", 45, reworks=2),
    ]
    expected = history(both[0], plan, 1, [])

    hashes = {history(both[0], plan, 16, [Stop(after, turns=False)]) for after in range(1, 40)}
    hashes |= {history(both[1], plan, 16, [Stop(after, turns=False)] * 2) for after in range(1, 40, 6)}

    assert hashes == {expected}


def test_another_seed_is_another_history(both: list[Ledger]) -> None:
    hashes = set()
    for seed in (7, 8):
        wipe(both[0])
        enqueue(both[0], [order("a", fails="perform")])
        asyncio.run(Engine(attempts=attempts(both[0], seed=seed)).run())
        hashes.add(both[0].head()[1])

    assert len(hashes) == 2
