"""The engine in virtual time: what commits when, whatever takes how long."""

import asyncio
import datetime as dt
from collections import defaultdict
from functools import partial

import pytest
from sqlalchemy import text

from longwave.ledger.events import Recorded
from longwave.ledger.ledger import Ledger
from longwave.orders import book
from longwave.orders.attempts import Retry
from longwave.orders.engine import Engine
from longwave.orders.events import OrderAttemptFailed
from longwave.orders.states import Lane, Order, Status
from unit.ledger.toy import STAMP, START, Counted
from unit.orders.workshop import (
    Alone,
    Batched,
    Bench,
    Upkeep,
    attempts,
    child,
    counted,
    enqueue,
    found,
    order,
    run,
)

KINDS = [Alone.order_type, Batched.order_type]


class Backwards:
    """Lets the performs that run together end in the reverse of the order in which they began."""

    def __init__(self, together: int) -> None:
        self._together = together
        self._waiting: list[asyncio.Event] = []

    async def __call__(self, _order: Order) -> None:
        mine = asyncio.Event()
        self._waiting.append(mine)
        if len(self._waiting) == self._together:
            self._waiting.pop().set()
        await mine.wait()
        if self._waiting:
            self._waiting.pop().set()


def commits(ledger: Ledger) -> list[list[str]]:
    """Return the names that were counted, by the transaction they were committed in."""
    bench = Bench()
    seen: list[list[str]] = []

    def note(_ended: list[Order], recorded: list[Recorded]) -> None:
        seen.append([r.event.name for r in recorded if isinstance(r.event, Counted)])

    run(ledger, bench, on_settled=note)
    return seen


@pytest.mark.parametrize("kind", KINDS)
def test_orders_settle_in_their_turn_though_they_are_performed_in_reverse(ledger: Ledger, kind: str) -> None:
    names = ["a", "b", "c", "d"]
    enqueue(ledger, (order(name, kind=kind) for name in names))
    bench = Bench(during=Backwards(4))

    run(ledger, bench, concurrency=4)

    assert bench.ended == ["d", "c", "b", "a"]
    assert counted(ledger) == names


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("concurrency", [1, 2, 3])
def test_no_more_performs_run_at_once_than_are_allowed(ledger: Ledger, kind: str, concurrency: int) -> None:
    enqueue(ledger, (order(name, kind=kind) for name in "abcdefg"))
    running: list[int] = [0]
    most = [0]

    async def during(_order: Order) -> None:
        running[0] += 1
        most[0] = max(most[0], running[0])
        for _ in range(5):
            await asyncio.sleep(0)
        running[0] -= 1

    run(ledger, Bench(during=during), concurrency=concurrency)

    assert most == [concurrency]
    assert counted(ledger) == list("abcdefg")


def test_a_batch_settles_in_one_transaction(ledger: Ledger) -> None:
    enqueue(ledger, [order("a", 0, Batched.order_type), order("b", 59.9, Batched.order_type)])

    assert commits(ledger) == [["a", "b"]]


def test_what_is_due_a_quantum_later_is_another_batch(ledger: Ledger) -> None:
    enqueue(ledger, [order("a", 0, Batched.order_type), order("b", 60, Batched.order_type)])

    assert commits(ledger) == [["a"], ["b"]]


def test_independent_orders_commit_one_by_one(ledger: Ledger) -> None:
    enqueue(ledger, (order(name, after) for after, name in enumerate("abc")))

    assert commits(ledger) == [["a"], ["b"], ["c"]]


def test_a_mixed_quantum_is_split_where_the_kind_changes(ledger: Ledger) -> None:
    kinds = {"a": Batched, "b": Batched, "C": Alone, "D": Alone, "e": Batched, "F": Alone, "g": Batched, "h": Batched}
    enqueue(ledger, (order(name, after, kind.order_type) for after, (name, kind) in enumerate(kinds.items())))

    assert commits(ledger) == [["a", "b"], ["C"], ["D"], ["e"], ["F"], ["g", "h"]]


def test_an_independent_order_commits_before_a_slow_one_behind_it_is_performed(ledger: Ledger) -> None:
    enqueue(ledger, [order("quick"), order("slow")])

    async def wait_for_the_first(one: Order) -> None:
        if one.payload["name"] == "slow":
            await committed.wait()

    committed = asyncio.Event()

    async def carry_out() -> None:
        loop = asyncio.get_running_loop()
        during = Bench(during=wait_for_the_first)
        on_settled = partial(loop.call_soon_threadsafe, committed.set)
        await Engine(attempts=attempts(ledger, during, on_settled=lambda *_: on_settled())).run()

    asyncio.run(carry_out())

    assert counted(ledger) == ["quick", "slow"]


@pytest.mark.parametrize(("after_s", "turn"), [(0, 1), (5, 1), (10, 2), (15, 2), (20, 3), (25, 3)])
@pytest.mark.parametrize("concurrency", [1, 16])
def test_an_order_enqueued_in_the_middle_goes_before_later_ones(
    ledger: Ledger, after_s: int, turn: int, concurrency: int
) -> None:
    enqueue(ledger, [order("a", 0, children=[child("new", after_s)]), order("b", 10), order("c", 20)])

    run(ledger, concurrency=concurrency)

    expected = ["a", "b", "c"]
    expected.insert(turn, "new")
    assert counted(ledger) == expected


def test_a_retry_that_is_due_in_the_middle_goes_before_later_ones(ledger: Ledger) -> None:
    # The back-off of a first failure is between 15 and 30 seconds.
    enqueue(ledger, [order("a", 0, fails="perform"), order("b", 10), order("c", 45)])

    run(ledger, concurrency=16)

    assert counted(ledger) == ["b", "a", "c"]


def test_an_order_enqueued_for_the_past_is_carried_out_next_and_in_the_present(ledger: Ledger) -> None:
    enqueue(ledger, [order("a", 0), order("b", 50, children=[child("late", -3600)]), order("c", 55)])

    run(ledger)

    assert counted(ledger) == ["a", "b", "late", "c"]
    at = {r.event.name: r.at for r in ledger.read() if isinstance(r.event, Counted)}
    assert at["late"] == at["b"] == START + dt.timedelta(seconds=50)


@pytest.mark.parametrize("kind", KINDS)
def test_every_effect_is_stamped_with_its_orders_due_time_actor_and_name(ledger: Ledger, kind: str) -> None:
    ids = enqueue(ledger, [order("a", 0, kind), order("b", 12.5, kind), order("c", 86_400 * 365, kind)])

    engine = run(ledger)

    stamps = [(r.at, r.actor, r.cause) for r in ledger.read(after=3)]
    due = [START + dt.timedelta(seconds=s) for s in (0, 0, 12.5, 12.5, 86_400 * 365, 86_400 * 365)]
    assert stamps == [(at, "world", f"o-{ids[i // 2]}") for i, at in enumerate(due)]
    assert engine.attempts.clock.now() == due[-1]


@pytest.mark.parametrize("kind", KINDS)
def test_an_order_is_performed_again_until_settling_is_content(ledger: Ledger, kind: str) -> None:
    enqueue(ledger, [order("a", 0, kind), order("b", 0, kind, reworks=3), order("c", 0, kind, reworks=1)])
    bench = Bench()

    run(ledger, bench)

    assert [(r.event.name, r.event.said) for r in ledger.read() if isinstance(r.event, Counted)] == [
        ("a", "0"),
        ("b", "3"),
        ("c", "1"),
    ]
    assert [bench.begun.count(name) for name in "abc"] == [1, 4, 2]
    assert found(ledger, "b").attempts == 0


def test_what_asks_for_a_rework_in_one_batch_is_performed_again_together(ledger: Ledger) -> None:
    names = [f"n{number}" for number in range(20)]
    enqueue(ledger, [order(name, 0, Batched.order_type, reworks=1) for name in names])
    bench = Bench()

    run(ledger, bench)

    assert [bench.begun.count(name) for name in names] == [2] * 20
    assert [bench.settled.count(name) for name in names] == [2] * 20


def test_an_order_that_is_never_content_fails_alone(ledger: Ledger) -> None:
    enqueue(ledger, [order("a", kind=Batched.order_type, reworks=10**6), order("b", kind=Batched.order_type)])

    run(ledger)

    assert counted(ledger) == ["b"]
    failed = found(ledger, "a")
    assert failed.status is Status.FAILED
    assert failed.result == {"error": "reworked 10 times without an end"}


PHASES = ["prepare", "perform", "settle", "prepare sql", "settle sql"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("phase", PHASES)
def test_an_order_that_fails_leaves_no_effect_and_the_others_commit(ledger: Ledger, kind: str, phase: str) -> None:
    bad = order("bad", 1, kind, fails=phase, times=10**6, children=[child("orphan")])
    enqueue(ledger, [order("a", 0, kind), bad, order("b", 2, kind)])

    run(ledger)

    assert counted(ledger) == ["a", "b"]
    failed = found(ledger, "bad")
    assert (failed.status, failed.attempts) == (Status.FAILED, 5)
    with ledger.store.read() as connection:
        assert book.counts(connection) == {Status.COMPLETED: 2, Status.FAILED: 1}
        assert connection.execute(text("SELECT sum(times) FROM toy_tallies")).scalar() == 2
    assert ledger.verify() == ledger.head()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("phase", PHASES)
def test_a_failed_order_is_tried_again_until_it_is_carried_out_once(ledger: Ledger, kind: str, phase: str) -> None:
    enqueue(ledger, [order("a", 0, kind, fails=phase, times=3, children=[child("grown")])])

    run(ledger)

    assert counted(ledger) == ["a", "grown"]
    assert (found(ledger, "a").status, found(ledger, "a").attempts) == (Status.COMPLETED, 3)


def test_back_off_doubles_with_a_jitter_from_the_dice_and_ends_in_a_dead_letter(ledger: Ledger) -> None:
    enqueue(ledger, [order("a", fails="perform", times=9), order("b", fails="perform", times=9)])

    run(ledger)

    waits = defaultdict(list)
    for failed in ledger.read():
        if isinstance(failed.event, OrderAttemptFailed):
            waits[failed.event.order_id].append((failed.event.retry_at - failed.at).total_seconds())
    for drawn in waits.values():
        assert len(drawn) == 4
        assert all(15 * 2**n <= wait < 30 * 2**n for n, wait in enumerate(drawn))
    assert len({round(waits[1][n] / waits[2][n], 6) for n in range(4)} | {1.0}) == 5
    assert [found(ledger, name).status for name in "ab"] == [Status.FAILED, Status.FAILED]
    assert found(ledger, "a").result == {"error": "Broken: a"}


def test_a_dead_letter_that_is_revived_has_all_its_attempts_again(ledger: Ledger) -> None:
    [dead] = enqueue(ledger, [order("a", fails="perform", times=3)])
    run(ledger, retry=Retry(max_attempts=1))
    assert found(ledger, "a").status is Status.FAILED
    with ledger.write(STAMP) as tx:
        book.revive(tx, dead)

    run(ledger)

    assert counted(ledger) == ["a"]
    assert (found(ledger, "a").status, found(ledger, "a").attempts) == (Status.COMPLETED, 3)


def test_an_error_that_no_event_can_hold_does_not_stop_the_others(ledger: Ledger) -> None:
    enqueue(ledger, [order("a"), order("b")])

    async def no_such_file(one: Order) -> None:
        if one.payload["name"] == "a":
            raise FileNotFoundError("tide-\udcff.txt \x00" + "x" * 10_000)

    run(ledger, Bench(during=no_such_file))

    assert counted(ledger) == ["b"]
    said = found(ledger, "a").result
    assert said is not None
    assert said["error"].startswith("FileNotFoundError: tide-?.txt")
    assert len(said["error"]) == 500


@pytest.mark.parametrize("kind", KINDS)
def test_a_perform_that_is_cancelled_from_within_fails_its_own_order_only(ledger: Ledger, kind: str) -> None:
    enqueue(ledger, [order("a", kind=kind), order("b", kind=kind)])

    async def give_up(one: Order) -> None:
        if one.payload["name"] == "a":
            raise asyncio.CancelledError

    run(ledger, Bench(during=give_up))

    assert counted(ledger) == ["b"]
    assert found(ledger, "a").status is Status.FAILED


@pytest.mark.parametrize("kind", KINDS)
def test_an_order_called_off_while_it_is_performed_has_no_effect(ledger: Ledger, kind: str) -> None:
    ids = enqueue(ledger, (order(name, after, kind) for after, name in enumerate("abc")))

    async def storm(one: Order) -> None:
        if one.payload["name"] == "b":
            with ledger.write(STAMP) as tx:
                book.cancel(tx, ids[1], "storm")

    run(ledger, Bench(during=storm))

    assert counted(ledger) == ["a", "c"]
    assert found(ledger, "b").status is Status.CANCELLED


def test_lanes_that_are_not_served_are_not_touched(ledger: Ledger) -> None:
    enqueue(ledger, [order("story"), order("upkeep", 5, Upkeep.order_type), order("unknown", 0, "toy.unheard-of")])

    asyncio.run(Engine(attempts=attempts(ledger), lanes=[Lane.OPERATIONS]).run())

    assert counted(ledger) == ["upkeep"]
    assert [found(ledger, name).status for name in ("story", "unknown")] == [Status.PENDING, Status.PENDING]
    run(ledger)
    assert counted(ledger) == ["upkeep", "story"]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_begun_or_committed_while_a_boundary_holds(ledger: Ledger, kind: str) -> None:
    enqueue(ledger, [order("a", 0, kind), order("b", 1, kind)])
    bench = Bench()
    seen: list[tuple[int, int]] = []

    async def hold() -> None:
        before = (len(bench.begun), len(counted(ledger)))
        for _ in range(20):
            await asyncio.sleep(0)
        assert len(counted(ledger)) == before[1]
        seen.append(before)

    asyncio.run(Engine(attempts=attempts(ledger, bench), concurrency=2, at_boundary=hold).run())

    assert counted(ledger) == ["a", "b"]
    assert seen[0] == (0, 0)
    assert len(seen) == (2 if kind == Batched.order_type else 3)


def test_nothing_due_is_no_work(ledger: Ledger) -> None:
    run(ledger)

    assert ledger.head()[0] == 0
