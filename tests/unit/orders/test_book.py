"""The order book: what each of its doors gives and refuses."""

import datetime as dt

import pytest
from sqlalchemy import text

from longwave.ledger.ledger import Ledger, Stamp
from longwave.ledger.rebuild import rebuild
from longwave.orders import book
from longwave.orders.errors import LeaseLost, NoSuchOrder
from longwave.orders.events import OrderEnqueued
from longwave.orders.states import NewOrder, Order, Status
from unit.ledger.toy import STAMP, START

MINUTE = dt.timedelta(minutes=1)


def new(after: dt.timedelta = dt.timedelta(), *, order_type: str = "toy.work", key: str | None = None) -> NewOrder:
    return NewOrder(order_type=order_type, scheduled_at=START + after, payload={"n": 1}, dedupe_key=key)


def enqueue(ledger: Ledger, *wanted: NewOrder) -> list[int]:
    with ledger.write(STAMP) as tx:
        return [book.enqueue(tx, one) for one in wanted]


def get(ledger: Ledger, order_id: int) -> Order:
    with ledger.store.read() as connection:
        return book.get(connection, order_id)


def claim(ledger: Ledger, owner: str, *, at: dt.datetime = START) -> list[Order]:
    claimant = book.Claimant(owner=owner, now=at, lease_s=60)
    with ledger.store.write() as connection:
        return book.claim(connection, claimant, types=["toy.work"], due_by=START, limit=9)


def test_an_order_is_what_was_enqueued_and_its_id_is_its_events_number(ledger: Ledger) -> None:
    with ledger.write(Stamp(at=START, actor="wren", cause="o-7")) as tx:
        asked = NewOrder(
            order_type="toy.work",
            scheduled_at=START + MINUTE,
            payload={"said": "Ærø 🌊", "deep": [1, None, {"a": 2.5}]},
            actor_id="wren",
            subject_id="quay",
            dedupe_key="k",
        )
        order_id = book.enqueue(tx, asked)
        [recorded] = tx.recorded

    order = get(ledger, order_id)

    assert order_id == recorded.seq
    assert order.name == f"o-{order_id}"
    assert (order.order_type, order.actor_id, order.subject_id) == ("toy.work", "wren", "quay")
    assert (order.payload, order.scheduled_at) == (asked.payload, asked.scheduled_at)
    assert (order.status, order.attempts, order.result, order.fence) == (Status.PENDING, 0, None, 0)
    assert isinstance(recorded.event, OrderEnqueued)
    assert recorded.event.source_id == 7


def test_orders_are_due_by_time_then_by_id(ledger: Ledger) -> None:
    late, early, early_too, never = enqueue(ledger, new(MINUTE), new(), new(), new(2 * MINUTE))

    with ledger.store.read() as connection:
        due = book.due(connection, types=["toy.work"], before=START + 2 * MINUTE)
        first = book.due(connection, types=["toy.work"], limit=1)
        none = book.due(connection, types=[])

    assert [order.id for order in due] == [early, early_too, late]
    assert [order.id for order in first] == [early]
    assert none == []
    assert get(ledger, never).status is Status.PENDING


def test_a_local_time_with_seconds_in_its_offset_is_kept_as_the_instant_it_is(ledger: Ledger) -> None:
    amsterdam = dt.timezone(dt.timedelta(minutes=19, seconds=32))
    asked = NewOrder(order_type="toy.work", scheduled_at=START.astimezone(amsterdam), payload={})

    [order_id] = enqueue(ledger, asked)

    assert rebuild(ledger).differences == ()
    assert get(ledger, order_id).scheduled_at == START


@pytest.mark.parametrize("ending", ["pending", "completed", "cancelled", "failed"])
def test_a_dedupe_key_is_unique_for_all_time_however_its_order_ended(ledger: Ledger, ending: str) -> None:
    [first] = enqueue(ledger, new(key="rundown:wren"))
    with ledger.write(STAMP) as tx:
        order = book.get(tx.connection, first)
        if ending == "completed":
            book.complete(tx, order, {})
        elif ending == "cancelled":
            book.cancel(tx, first, "storm")
        elif ending == "failed":
            book.fail(tx, order, "ink", retry_at=None)

    again = enqueue(ledger, new(MINUTE, key="rundown:wren"), new(MINUTE, key="rundown:corvin"), new(key="rundown:wren"))

    assert again[0] == again[2] == first
    assert again[1] != first
    assert get(ledger, first).status == ending


def test_an_order_claimed_anew_cannot_be_settled_under_the_old_claim_even_by_the_same_owner(ledger: Ledger) -> None:
    enqueue(ledger, new())
    [stale] = claim(ledger, "engine")
    assert claim(ledger, "engine", at=START + MINUTE) == []
    [fresh] = claim(ledger, "engine", at=START + 2 * MINUTE)

    with ledger.write(STAMP) as tx:
        book.hold(tx, fresh)
        with pytest.raises(LeaseLost, match=f"order `{stale.name}` is no longer ours"):
            book.hold(tx, stale)


def test_a_claim_older_than_a_rebuild_cannot_settle_after_the_order_is_claimed_again(ledger: Ledger) -> None:
    enqueue(ledger, new())
    [stale] = claim(ledger, "engine")
    rebuild(ledger)
    [fresh] = claim(ledger, "engine")

    with ledger.write(STAMP) as tx:
        book.hold(tx, fresh)
        with pytest.raises(LeaseLost):
            book.hold(tx, stale)


def test_a_renewed_lease_outlives_its_first_end_and_a_lost_one_is_not_brought_back(ledger: Ledger) -> None:
    enqueue(ledger, new())
    [mine] = claim(ledger, "engine")
    with ledger.store.write() as connection:
        book.renew(connection, book.Claimant(owner="engine", now=START + MINUTE, lease_s=60), [mine])
    assert claim(ledger, "other", at=START + 2 * MINUTE) == []
    [theirs] = claim(ledger, "other", at=START + 3 * MINUTE)

    with ledger.store.write() as connection:
        book.renew(connection, book.Claimant(owner="engine", now=START + 9 * MINUTE, lease_s=60), [mine])

    assert get(ledger, mine.id).lease_until == theirs.lease_until


def test_orders_are_listed_and_counted_by_status_and_type(ledger: Ledger) -> None:
    ids = enqueue(ledger, new(MINUTE), new(), new(order_type="toy.rest"))
    with ledger.write(STAMP) as tx:
        book.cancel(tx, ids[0], "storm")

    with ledger.store.read() as connection:
        assert [order.id for order in book.listing(connection)] == [ids[1], ids[2], ids[0]]
        assert [order.id for order in book.listing(connection, status=Status.CANCELLED)] == [ids[0]]
        assert [order.id for order in book.listing(connection, order_type="toy.rest", limit=1)] == [ids[2]]
        assert book.counts(connection) == {Status.PENDING: 2, Status.CANCELLED: 1}
        with pytest.raises(NoSuchOrder, match="no order `o-99`"):
            book.get(connection, 99)


def test_orders_that_no_engine_will_take_are_stranded(ledger: Ledger) -> None:
    fine, unknown, unowned, ended = enqueue(ledger, new(), new(order_type="toy.gone"), new(), new())
    with ledger.write(STAMP) as tx:
        book.cancel(tx, ended, "storm")
        tx.connection.execute(text("UPDATE orders SET status = 'active' WHERE id = :id"), {"id": unowned})
        book.claim(
            tx.connection,
            book.Claimant(owner="engine", now=START, lease_s=60),
            types=["toy.work"],
            due_by=START,
            limit=1,
        )

    with ledger.store.read() as connection:
        stranded = book.stranded(connection, types=["toy.work"])

    assert [order.id for order in stranded] == [unknown, unowned]
    assert get(ledger, fine).status is Status.ACTIVE
