"""The engine while something is away or a lane is paused: nothing is lost or counts as failed, and the rest goes on."""

import asyncio
import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

import pytest

from longwave.kernel.clock import VirtualClock
from longwave.ledger.ledger import Ledger
from longwave.orders import book, pauses
from longwave.orders.engine import Engine
from longwave.orders.errors import OrderError
from longwave.orders.handler import CannotGoOn, NotNow
from longwave.orders.pauses import Asked
from longwave.orders.states import Lane, NewOrder, Order, Status
from unit.ledger.toy import START, wipe
from unit.orders.workshop import Alone, Batched, Bench, Upkeep, attempts, counted, enqueue, found, order, run

KINDS = [Alone.order_type, Batched.order_type]
POLL_S = 0.005


@dataclass(kw_only=True)
class Weather:
    """Something that orders need, and that is away the first few times they look.

    Attributes:
        away: how often, by the order's name.
        told: the reasons that the engine told.
    """

    away: Counter[str]
    told: list[str] = field(default_factory=list)

    async def during(self, one: Order) -> None:
        name = one.payload["name"]
        if self.away[name] > 0:
            self.away[name] -= 1
            raise NotNow(f"the boat for {name} is away")

    async def on_held(self, reason: str) -> None:
        self.told.append(reason)


def engine(ledger: Ledger, weather: Weather, bench: Bench | None = None, *, concurrency: int = 4) -> Engine:
    """Return an engine that looks again at once."""
    made = attempts(ledger, bench or Bench(during=weather.during))
    return Engine(attempts=made, concurrency=concurrency, poll_s=POLL_S, on_held=weather.on_held)


def undisturbed(ledger: Ledger, *kinds: str) -> str:
    """Return the hash of a run in which nothing was ever away, and make the world anew."""
    enqueue(ledger, _three(*kinds))
    run(ledger)
    digest = ledger.head()[1]
    wipe(ledger)
    return digest


def _three(*kinds: str) -> list[NewOrder]:
    return [order(name, after, kind) for name, after, kind in zip("abc", (0, 5, 10), kinds, strict=True)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("held", ["a", "b", "c"])
@pytest.mark.parametrize("concurrency", [1, 4])
def test_what_cannot_be_carried_out_now_is_carried_out_when_it_can_as_if_nothing_had_been(
    ledger: Ledger, kind: str, held: str, concurrency: int
) -> None:
    expected = undisturbed(ledger, kind, kind, kind)
    enqueue(ledger, _three(kind, kind, kind))
    weather = Weather(away=Counter({held: 3}))

    asyncio.run(engine(ledger, weather, concurrency=concurrency).run())

    assert counted(ledger) == ["a", "b", "c"]
    assert ledger.head()[1] == expected
    assert weather.told == [f"the boat for {held} is away"] * 3
    assert [found(ledger, name).attempts for name in "abc"] == [0, 0, 0]


def test_what_stands_before_an_independent_order_that_is_held_is_committed_and_not_done_again(ledger: Ledger) -> None:
    enqueue(ledger, _three(*[Alone.order_type] * 3))
    weather = Weather(away=Counter(b=2))
    bench = Bench(during=weather.during)

    asyncio.run(engine(ledger, weather, bench, concurrency=1).run())

    assert bench.begun == ["a", "b", "b", "b", "c"]


def test_virtual_time_stands_still_while_something_is_held(ledger: Ledger) -> None:
    enqueue(ledger, [order("a"), order("b", 100), order("later", 200, Upkeep.order_type)])
    weather = Weather(away=Counter(b=2))
    held = engine(ledger, weather)
    seen = []

    async def on_held(reason: str) -> None:
        seen.append((held.attempts.clock.now(), counted(ledger)))
        await weather.on_held(reason)

    held.on_held = on_held
    asyncio.run(held.run())

    assert {at <= START + dt.timedelta(seconds=100) for at, _ in seen} == {True}
    assert [names for _, names in seen] == [["a"], ["a"]]
    assert counted(ledger) == ["a", "b", "later"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_reworked_and_then_held_is_carried_out_once(ledger: Ledger, kind: str) -> None:
    enqueue(ledger, [order("a", 0, kind, reworks=2), order("b", 5, kind)])
    weather = Weather(away=Counter())
    performs: Counter[str] = Counter()

    async def during(one: Order) -> None:
        performs[one.payload["name"]] += 1
        if one.payload["name"] == "a" and performs["a"] == 2:
            raise NotNow("the boat is away")

    asyncio.run(engine(ledger, weather, Bench(during=during)).run())

    assert counted(ledger) == ["a", "b"]
    assert weather.told == ["the boat is away"]
    assert found(ledger, "a").attempts == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_paused_lane_holds_virtual_time_until_it_goes_on(ledger: Ledger, kind: str) -> None:
    expected = undisturbed(ledger, kind, Upkeep.order_type, kind)
    enqueue(ledger, _three(kind, Upkeep.order_type, kind))
    _ask(ledger, "r1", is_pause=True)
    weather = Weather(away=Counter())
    seen = []

    async def on_held(reason: str) -> None:
        seen.append(counted(ledger))
        await weather.on_held(reason)
        if len(seen) == 3:
            _ask(ledger, "r2", is_pause=False)

    held = engine(ledger, weather)
    held.on_held = on_held
    asyncio.run(held.run())

    assert seen == [[], [], []]
    assert weather.told == ["paused by host since 2031-01-01 00:00:00 UTC: dinner"] * 3
    assert counted(ledger) == ["a", "b", "c"]
    assert ledger.head()[1] == expected


def test_a_lane_that_is_paused_in_the_middle_of_a_run_is_held_from_the_next_batch_on(ledger: Ledger) -> None:
    enqueue(ledger, [order("a"), order("b", 3600)])
    seen = []

    async def on_held(_reason: str) -> None:
        seen.append(counted(ledger))
        _ask(ledger, "r2", is_pause=False)

    made = attempts(ledger, on_settled=lambda *_: _ask(ledger, "r1", is_pause=True))
    asyncio.run(Engine(attempts=made, poll_s=POLL_S, on_held=on_held).run())

    assert seen == [["a"]]
    assert counted(ledger) == ["a", "b"]


def test_in_real_time_a_lane_rests_for_a_while_and_the_others_go_on(ledger: Ledger) -> None:
    enqueue(ledger, [order("held"), *(order(f"upkeep {n}", 0, Upkeep.order_type) for n in range(5))])
    weather = Weather(away=Counter(held=1))
    wall = VirtualClock(START)

    async def during(one: Order) -> None:
        await weather.during(one)
        if one.payload["name"] == "upkeep 4":
            await wall.sleep_until(wall.now() + dt.timedelta(seconds=POLL_S))

    served = engine(ledger, weather, Bench(during=during), concurrency=1)
    served.wall = wall
    asyncio.run(_serve(served))

    assert counted(ledger) == [*(f"upkeep {n}" for n in range(5)), "held"]
    assert weather.told == ["the boat for held is away"]


def test_in_real_time_what_is_held_is_given_back_at_once_and_counts_as_no_attempt(ledger: Ledger) -> None:
    enqueue(ledger, [order("held")])
    weather = Weather(away=Counter(held=10**6))
    served = engine(ledger, weather)

    async def stop_when_told() -> None:
        stop = asyncio.Event()

        async def on_held(reason: str) -> None:
            await weather.on_held(reason)
            stop.set()

        served.on_held = on_held
        await served.serve(stop)

    asyncio.run(stop_when_told())

    held = found(ledger, "held")
    assert weather.told == ["the boat for held is away"]
    assert (held.status, held.attempts, held.lease_owner) == (Status.PENDING, 0, None)
    assert counted(ledger) == []
    asyncio.run(_serve(engine(ledger, Weather(away=Counter()))))
    assert counted(ledger) == ["held"]


def test_in_real_time_what_is_held_is_waited_for_though_nothing_else_is_due(ledger: Ledger) -> None:
    enqueue(ledger, [order("held")])
    weather = Weather(away=Counter(held=3))

    asyncio.run(_serve(engine(ledger, weather)))

    assert weather.told == ["the boat for held is away"] * 3
    assert counted(ledger) == ["held"]


def test_in_real_time_a_paused_lane_is_left_alone_and_the_others_go_on(ledger: Ledger) -> None:
    enqueue(ledger, [order("held"), order("upkeep", 0, Upkeep.order_type)])
    _ask(ledger, "r1", is_pause=True)

    asyncio.run(_serve(engine(ledger, Weather(away=Counter()))))
    left = found(ledger, "held")
    _ask(ledger, "r2", is_pause=False)
    asyncio.run(_serve(engine(ledger, Weather(away=Counter()))))

    assert (left.status, left.fence) == (Status.PENDING, 0)
    assert counted(ledger) == ["upkeep", "held"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_can_never_be_carried_out_ends_the_engine_and_is_left_as_it_was(ledger: Ledger, kind: str) -> None:
    enqueue(ledger, [order("a", 0, kind), order("b", 100, kind), order("c", 200, kind)])

    async def during(one: Order) -> None:
        if one.payload["name"] == "b":
            raise CannotGoOn(OrderError("the script ends here"))

    with pytest.raises(OrderError, match="the script ends here"):
        run(ledger, Bench(during=during), concurrency=1)

    assert counted(ledger) == ["a"]
    assert [(found(ledger, name).status, found(ledger, name).attempts) for name in "bc"] == [(Status.PENDING, 0)] * 2


@pytest.mark.parametrize("kind", KINDS)
def test_an_order_that_needs_what_never_comes_does_not_end_as_a_dead_letter(ledger: Ledger, kind: str) -> None:
    enqueue(ledger, [order("held", 0, kind)])
    weather = Weather(away=Counter(held=10**6))

    async def give_up_after_50() -> None:
        task = asyncio.create_task(engine(ledger, weather).run())
        while len(weather.told) < 50:  # noqa: ASYNC110 - the engine polls too
            await asyncio.sleep(POLL_S)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(give_up_after_50())

    with ledger.store.read() as connection:
        assert book.counts(connection) == {Status.PENDING: 1}
    assert found(ledger, "held").attempts == 0


def _ask(ledger: Ledger, request_id: str, *, is_pause: bool) -> None:
    at = dt.datetime(2031, 1, 1, tzinfo=dt.UTC)
    asked = Asked(request_id=request_id, lane=Lane.NARRATIVE, is_pause=is_pause, by="host", at=at, reason="dinner")
    with ledger.store.write() as connection:
        pauses.ask(connection, asked)


async def _serve(served: Engine) -> None:
    await asyncio.wait_for(served.serve(asyncio.Event(), until_idle=True), timeout=30)
