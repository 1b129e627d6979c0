"""Appending: facts and what is folded from them commit together or not at all."""

import datetime as dt
import hashlib
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from longwave.ledger.errors import AppendFailed
from longwave.ledger.ledger import GENESIS, Ledger, Stamp, Transaction, chain
from longwave.orders import book
from longwave.orders.events import OrderCompleted, OrderEnqueued
from longwave.orders.states import NewOrder
from unit.ledger.toy import STAMP, START, Counted, Miscounted, TallyRefused, contents, count, everything, tallies, wipe

HALF_A_CHARACTER = "\udf0a"
ORDER = NewOrder(order_type="toy.work", scheduled_at=START, payload={}, dedupe_key="only once")


def total(ledger: Ledger, name: str) -> int | None:
    with ledger.store.read() as connection:
        query = text("SELECT total FROM toy_tallies WHERE name = :name")
        return connection.execute(query, {"name": name}).scalar()


def test_facts_and_what_is_folded_from_them_are_there_after_the_commit(ledger: Ledger) -> None:
    with ledger.write(STAMP) as tx:
        [first] = tx.append(Counted(name="gulls", by=2), subject="quay")
        [second] = tx.append(Counted(name="gulls", by=3), subject="pier")
        seen_inside = tx.connection.execute(text("SELECT total FROM toy_tallies")).scalar()

    assert seen_inside == 5
    assert total(ledger, "gulls") == 5
    assert list(ledger.read()) == [first, second] == tx.recorded
    assert ledger.head() == (2, second.hash) == ledger.verify()
    assert (second.seq, second.at, second.actor, second.subject, second.cause) == (2, START, "wren", "pier", "o-1")


def test_an_empty_log_begins_at_the_genesis_and_has_no_time(ledger: Ledger) -> None:
    assert ledger.head() == (0, GENESIS) == ledger.verify()
    assert ledger.last_at() is None
    assert list(ledger.read()) == ledger.latest(5) == []


def test_the_hash_is_of_the_previous_hash_the_envelope_and_the_stored_text(ledger: Ledger) -> None:
    with ledger.write(STAMP) as tx:
        [recorded] = tx.append(Counted(name="gulls", by=2), subject="quay")

    linked = f'["{GENESIS}",1,"toy.counted",1,"1931-03-02T06:00:00.000000Z","wren","quay","o-1"]'
    data = '{"by":2,"name":"gulls","said":""}'
    assert recorded.hash == hashlib.sha256(f"{linked}{data}".encode()).hexdigest()
    assert recorded.hash == chain(
        GENESIS, (1, "toy.counted", 1, "1931-03-02T06:00:00.000000Z", "wren", "quay", "o-1"), data
    )


def test_an_error_in_the_transaction_takes_facts_and_tables_back(ledger: Ledger) -> None:
    count(ledger, "gulls")
    before = everything(ledger)

    with suppress(ZeroDivisionError), ledger.write(STAMP) as tx:
        tx.append(Counted(name="gulls", by=2), Counted(name="boats", by=1))
        raise ZeroDivisionError

    assert everything(ledger) == before


def test_an_error_while_folding_takes_everything_back(ledger: Ledger) -> None:
    count(ledger, "gulls")
    before = everything(ledger)

    with pytest.raises(TallyRefused), ledger.write(STAMP) as tx:
        tx.append(Counted(name="gulls", by=2), Miscounted())

    assert everything(ledger) == before


def refused_by_a_fold(tx: Transaction) -> None:
    tx.append(Counted(name="boats", by=1), Miscounted())


def refused_by_the_database(tx: Transaction) -> None:
    book.enqueue(tx, ORDER)
    tx.append(OrderEnqueued(**{**vars(ORDER), "source_id": None}))


@pytest.mark.parametrize("half_an_append", [refused_by_a_fold, refused_by_the_database])
def test_a_failed_append_that_is_passed_over_in_silence_cannot_commit(
    ledger: Ledger, half_an_append: Callable[[Transaction], None]
) -> None:
    count(ledger, "gulls")
    before = everything(ledger)

    with pytest.raises(AppendFailed), ledger.write(STAMP) as tx, suppress(Exception):
        half_an_append(tx)

    assert everything(ledger) == before


def test_a_failed_append_inside_a_savepoint_is_taken_back_and_the_rest_commits(ledger: Ledger) -> None:
    with ledger.write(STAMP) as tx:
        tx.append(Counted(name="gulls", by=1))
        with suppress(TallyRefused), tx.savepoint():
            refused_by_a_fold(tx)
        with suppress(AppendFailed), tx.savepoint(), suppress(TallyRefused):
            refused_by_a_fold(tx)
        tx.append(Counted(name="gulls", by=1))

    assert [r.seq for r in tx.recorded] == [1, 2] == [r.seq for r in ledger.read()]
    assert ledger.verify() == ledger.head()
    assert (total(ledger, "gulls"), total(ledger, "boats")) == (2, None)


def test_an_error_after_an_inner_savepoint_was_taken_back_takes_the_outer_one_back_whole(ledger: Ledger) -> None:
    with ledger.write(STAMP) as tx:
        with suppress(ZeroDivisionError), tx.savepoint():
            tx.append(Counted(name="boats", by=1))
            with suppress(KeyError), tx.savepoint():
                tx.append(Counted(name="seals", by=1))
                raise KeyError
            raise ZeroDivisionError
        tx.append(Counted(name="gulls", by=1))

    assert [r.event for r in ledger.read()] == [Counted(name="gulls", by=1)]
    assert contents(ledger, [tallies])["toy_tallies"][0].startswith("('gulls', 1, 1,")
    assert ledger.verify() == ledger.head()


Step = st.sampled_from(["append", "open", "close", "error"])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(Step, max_size=14))
def test_savepoints_nest_like_brackets(ledger: Ledger, steps: list[str]) -> None:
    wipe(ledger)
    walk = iter(enumerate(steps))

    def enter(tx: Transaction) -> list[str]:
        """Follow the steps to the end of this bracket; return what stands of it."""
        kept: list[str] = []
        for number, step in walk:
            if step == "append":
                tx.append(Counted(name=f"n{number}", by=1))
                kept.append(f"n{number}")
            elif step == "open":
                with suppress(ZeroDivisionError), tx.savepoint():
                    kept += enter(tx)
            elif step == "close":
                return kept
            else:
                raise ZeroDivisionError
        return kept

    with ledger.write(STAMP) as tx:
        expected: list[str] = []
        for _ in steps:
            with suppress(ZeroDivisionError), tx.savepoint():
                expected += enter(tx)

    assert [r.event for r in ledger.read()] == [Counted(name=name, by=1) for name in expected]
    assert [r.event for r in tx.recorded] == [r.event for r in ledger.read()]
    assert ledger.verify() == ledger.head()
    with ledger.store.read() as connection:
        assert sorted(expected) == sorted(connection.execute(text("SELECT name FROM toy_tallies")).scalars())


def test_appending_nothing_changes_nothing(ledger: Ledger) -> None:
    with ledger.write(STAMP) as tx:
        assert tx.append() == []

    assert ledger.head() == (0, GENESIS)


def test_a_number_that_json_cannot_say_is_refused_before_anything_is_stored(ledger: Ledger) -> None:
    for result in ({"depth": float("inf")}, {"said": HALF_A_CHARACTER}):
        with pytest.raises(ValueError), ledger.write(STAMP) as tx:  # noqa: PT011 - two kinds of it
            tx.append(OrderCompleted(order_id=1, result=result))
    with pytest.raises(UnicodeEncodeError), ledger.write(STAMP) as tx:
        tx.append(Counted(name="gulls", by=1), subject=HALF_A_CHARACTER)

    assert ledger.head() == (0, GENESIS)


def test_world_time_is_kept_as_the_instant_in_utc_whatever_zone_it_came_in(ledger: Ledger) -> None:
    amsterdam_1931 = dt.timezone(dt.timedelta(minutes=19, seconds=32))

    with ledger.write(Stamp(at=START.astimezone(amsterdam_1931), actor="wren")) as tx:
        [recorded] = tx.append(Counted(name="gulls", by=1))

    assert recorded.at.tzinfo is dt.UTC
    assert list(ledger.read()) == [recorded]
    assert ledger.last_at() == START


def test_a_stamp_for_a_while_gives_way_to_the_one_before_even_on_an_error(ledger: Ledger) -> None:
    with ledger.write(STAMP) as tx:
        with suppress(ZeroDivisionError), tx.stamped(Stamp(at=START, actor="corvin")):
            tx.append(Counted(name="bells", by=1))
            raise ZeroDivisionError
        tx.append(Counted(name="gulls", by=1))

    assert [r.actor for r in ledger.read()] == ["corvin", "wren"]
