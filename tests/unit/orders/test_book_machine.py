"""The order book against an oracle, through any history of claims, faults, takeovers and rebuilds."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from longwave.ledger.ledger import Ledger, Stamp, Transaction
from longwave.ledger.rebuild import compare, rebuild
from longwave.orders import book
from longwave.orders.errors import LeaseLost, NoSuchOrder, OrderClosed, OrderOpen
from longwave.orders.projections import release_claims
from longwave.orders.states import NewOrder, Order, Status
from unit.ledger.toy import START, wipe
from unit.orders.oracle import Entry, Oracle, shown

TYPES = ["station.segment", "press.digest"]
some_types = st.lists(st.sampled_from(TYPES), min_size=1, max_size=2, unique=True)
minutes = st.integers(0, 5).map(lambda count: dt.timedelta(minutes=count))
seconds = st.sampled_from([1, 30, 60]).map(lambda count: dt.timedelta(seconds=count))
any_number = st.integers(0, 30)


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """An order as somebody who may work on it saw it, and the oracle's turn it was then."""

    order: Order
    turn: int
    owner: str


class Book(RuleBasedStateMachine):
    """Does the same to a real book and to the oracle; they must agree on everything but the ids."""

    ledger: Ledger
    sightings: Bundle[Sighting] = Bundle("sightings")

    @initialize()
    def begin(self) -> None:
        wipe(self.ledger)
        self.oracle = Oracle()
        self.world = self.wall = START
        self.all_seen: list[Sighting] = []
        for order_type in (*TYPES, *TYPES):
            self.enqueue(order_type, dt.timedelta(), None)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        with self.ledger.write(Stamp(at=self.world, actor="wren")) as tx:
            yield tx

    def claimant(self, owner: str, lease: dt.timedelta) -> book.Claimant:
        return book.Claimant(owner=owner, now=self.wall, lease_s=lease.total_seconds())

    def entry(self, number: int) -> Entry | None:
        """Return the order of that place among all, or none: ids are the database's affair."""
        entries = list(self.oracle.entries.values())
        return entries[number] if number < len(entries) else None

    @rule(order_type=st.sampled_from(TYPES), after=minutes, key=st.none() | st.sampled_from("abc"))
    def enqueue_one(self, order_type: str, after: dt.timedelta, key: str | None) -> None:
        self.enqueue(order_type, after, key)

    def enqueue(self, order_type: str, after: dt.timedelta, key: str | None) -> None:
        new = NewOrder(order_type=order_type, scheduled_at=self.world + after, payload={"n": 1}, dedupe_key=key)
        known = self.oracle.same_key(new)
        before = self.ledger.head()[0]

        with self.writing() as tx:
            order_id = book.enqueue(tx, new)

        if known is None:
            assert order_id == before + 1 == self.ledger.head()[0]
            self.oracle.entries[order_id] = Entry(id=order_id, new=new, due=new.scheduled_at)
        else:
            assert (order_id, self.ledger.head()[0]) == (known, before)

    @rule(
        target=sightings,
        owner=st.sampled_from(["engine", "other"]),
        types=some_types,
        within=minutes,
        limit=st.integers(1, 3),
        times=st.tuples(seconds, st.just(dt.timedelta()) | seconds),
    )
    def claim(
        self,
        owner: str,
        types: list[str],
        within: dt.timedelta,
        limit: int,
        times: tuple[dt.timedelta, dt.timedelta],
    ) -> MultipleResults[Sighting]:
        lease, pause = times
        self.wall += pause
        claimant, due_by = self.claimant(owner, lease), self.world + within

        with self.ledger.store.write() as connection:
            claimed = book.claim(connection, claimant, types=types, due_by=due_by, limit=limit)

        expected = self.oracle.claim(claimant, types, due_by, limit)
        assert [shown(order) for order in claimed] == [entry.shown for entry in expected]
        return multiple(*self.seen(claimed, owner))

    @rule(target=sightings, types=some_types, within=st.none() | minutes)
    def read_what_is_due(self, types: list[str], within: dt.timedelta | None) -> MultipleResults[Sighting]:
        before = None if within is None else self.world + within

        with self.ledger.store.read() as connection:
            due = book.due(connection, types=types, before=before)

        assert [order.id for order in due] == [entry.id for entry in self.oracle.due(types, before)]
        return multiple(*self.seen(due, ""))

    def seen(self, found: list[Order], owner: str) -> list[Sighting]:
        new = [Sighting(order=order, turn=self.oracle.entries[order.id].turn, owner=owner) for order in found]
        self.all_seen += new
        return new

    def stands(self, sighting: Sighting) -> bool:
        """Tell whether nobody else may have worked on the order since it was seen."""
        entry = self.oracle.entries[sighting.order.id]
        return entry.is_open and entry.turn == sighting.turn

    @rule(sighting=sightings, lease=seconds)
    def renew(self, sighting: Sighting, lease: dt.timedelta) -> None:
        if not sighting.owner:
            return  # Only claims are renewed.
        claimant = self.claimant(sighting.owner, lease)
        with self.ledger.store.write() as connection:
            book.renew(connection, claimant, [sighting.order])

        if self.stands(sighting):
            self.oracle.entries[sighting.order.id].until = claimant.until

    @rule(sighting=sightings)
    def complete(self, sighting: Sighting) -> None:
        def end(tx: Transaction, entry: Entry) -> None:
            book.complete(tx, sighting.order, {"ok": True})
            self.oracle.end(entry, Status.COMPLETED, {"ok": True})

        self.settle(sighting, end)

    @rule(sighting=sightings, retry=st.none() | seconds)
    def fail(self, sighting: Sighting, retry: dt.timedelta | None) -> None:
        retry_at = None if retry is None else self.world + retry

        def end(tx: Transaction, entry: Entry) -> None:
            book.fail(tx, sighting.order, "ink", retry_at=retry_at)
            if retry_at is None:
                self.oracle.end(entry, Status.FAILED, {"error": "ink"})
            else:
                self.oracle.reopen(entry, retry_at, attempts=entry.attempts + 1, result={"error": "ink"})

        self.settle(sighting, end)

    def settle(self, sighting: Sighting, end: Callable[[Transaction, Entry], None]) -> None:
        with self.writing() as tx:
            if self.can_settle(tx, sighting):
                end(tx, self.oracle.entries[sighting.order.id])

    def can_settle(self, tx: Transaction, sighting: Sighting) -> bool:
        try:
            book.hold(tx, sighting.order)
        except LeaseLost:
            return False
        return True

    @rule(number=any_number)
    def cancel(self, number: int) -> None:
        entry = self.entry(number)
        with self.writing() as tx:
            if entry is None:
                with pytest.raises(NoSuchOrder):
                    book.cancel(tx, 10**9, "storm")
            elif not entry.is_open:
                with pytest.raises(OrderClosed, match=f"already {entry.status}"):
                    book.cancel(tx, entry.id, "storm")
            else:
                book.cancel(tx, entry.id, "storm")
                self.oracle.end(entry, Status.CANCELLED, {"reason": "storm"})

    @rule(number=any_number)
    def revive(self, number: int) -> None:
        entry = self.entry(number)
        with self.writing() as tx:
            if entry is None:
                with pytest.raises(NoSuchOrder):
                    book.revive(tx, 10**9)
            elif entry.status is not Status.FAILED:
                with pytest.raises(OrderOpen, match=f"is {entry.status}"):
                    book.revive(tx, entry.id)
            else:
                book.revive(tx, entry.id)
                self.oracle.reopen(entry, self.world, attempts=0, result=None)

    @rule(wall=seconds, world=seconds)
    def let_time_pass(self, wall: dt.timedelta, world: dt.timedelta) -> None:
        self.wall += wall
        self.world += world

    @rule()
    def release_all_claims(self) -> None:
        with self.ledger.store.write() as connection:
            release_claims(connection)
        self.oracle.release()

    @rule()
    def fold_the_log_again(self) -> None:
        assert compare(self.ledger).differences == ()
        assert rebuild(self.ledger).differences == ()
        self.oracle.release()

    @invariant()
    def only_a_claim_that_stands_can_settle(self) -> None:
        with self.writing() as tx:
            for sighting in self.all_seen[-12:]:
                assert self.can_settle(tx, sighting) is self.stands(sighting)

    @invariant()
    def book_and_oracle_agree(self) -> None:
        with self.ledger.store.read() as connection:
            real = sorted(book.listing(connection, limit=1000), key=lambda order: order.id)
        assert [shown(order) for order in real] == [entry.shown for entry in self.oracle.entries.values()]


@pytest.mark.soak
def test_the_book_agrees_with_the_oracle_through_any_history(ledger: Ledger, *, soak: bool) -> None:
    class BookHere(Book):
        pass

    BookHere.ledger = ledger
    few = 40 if ledger.store.is_sqlite else 12
    counts = settings(
        max_examples=1500 if soak else few,
        stateful_step_count=60 if soak else 30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )

    run_state_machine_as_test(BookHere, settings=counts)
