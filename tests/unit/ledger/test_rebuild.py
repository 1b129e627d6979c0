"""Rebuilding and forking: the log alone gives the tables, row for row."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longwave import bootstrap
from longwave.editorial.events import PieceAccepted
from longwave.ledger.errors import EventDamaged, NoSuchEvent, StoreForeign
from longwave.ledger.ledger import Ledger, Stamp, Transaction
from longwave.ledger.rebuild import compare, rebuild
from longwave.orders import book
from longwave.orders.errors import OrderError
from longwave.orders.projections import release_claims
from longwave.orders.states import NewOrder
from longwave.settings import Settings
from unit.ledger.toy import STAMP, START, contents, count, everything, tables_of, tamper, toy_ledger, wipe

WORDS = ["tide", "bell", "lantern", "fen", "gull", "harbour", "quiet", "wren", "salt", "brass", "rope", "mist"]


@pytest.fixture
def world(place: str) -> Iterator[Ledger]:
    """An empty world with everything the program folds."""
    with bootstrap.open_ledger(place, Settings(), create=True) as opened:
        yield opened


def piece(words: list[str]) -> PieceAccepted:
    return PieceAccepted(
        channel="station/wren",
        form="gossip",
        persona="wren",
        text=" ".join(words),
        narrator="offline",
        attempts=1,
        is_fallback=False,
        because="",
        tokens=0,
        microusd=0,
        tells=("the-long-quiet",),
        findings=(),
        rules={"FORM001": 1},
    )


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[str, int, list[str]]]:
    """A history: what is done, to which order (counted from the first), and in what words."""
    doing = st.sampled_from(
        ["enqueue", "claim", "complete", "retry", "give up", "cancel", "revive", "release", "piece"]
    )
    words = st.lists(st.sampled_from(WORDS), min_size=5, max_size=12)
    return draw(st.lists(st.tuples(doing, st.integers(0, 5), words), min_size=1, max_size=20))


def follow(ledger: Ledger, history: list[tuple[str, int, list[str]]]) -> None:
    ids: list[int] = []
    for minute, (doing, which, words) in enumerate(history):
        at = START + dt.timedelta(minutes=minute)
        with ledger.write(Stamp(at=at, actor="wren", cause=f"o-{ids[0]}" if ids else "")) as tx:
            if doing == "piece":
                tx.append(piece(words))
            elif doing == "enqueue":
                ids.append(book.enqueue(tx, NewOrder(order_type=words[0], scheduled_at=at, payload={"words": words})))
            elif ids:
                change_order(tx, doing, ids[which % len(ids)])


def change_order(tx: Transaction, doing: str, order_id: int) -> None:
    claimant = book.Claimant(owner="engine", now=START, lease_s=60)
    order = book.get(tx.connection, order_id)
    try:
        if doing == "claim":
            book.claim(tx.connection, claimant, types=[order.order_type], due_by=tx.stamp.at, limit=1)
        elif doing == "release":
            release_claims(tx.connection)
        elif doing == "cancel":
            book.cancel(tx, order_id, "not wanted")
        elif doing == "revive":
            book.revive(tx, order_id)
        else:
            book.hold(tx, order)
            if doing == "complete":
                book.complete(tx, order, {"said": "Ærø 🌊"})
            else:
                retry_at = tx.stamp.at + dt.timedelta(seconds=90) if doing == "retry" else None
                book.fail(tx, order, "the ink ran out", retry_at=retry_at)
    except OrderError:
        return  # The book refuses what does not fit; a refusal is a part of history too.


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(history=steps())
def test_a_rebuild_equals_the_live_tables_row_for_row(world: Ledger, history: list[tuple[str, int, list[str]]]) -> None:
    wipe(world)
    follow(world, history)
    with world.store.write() as connection:
        release_claims(connection)
    before = everything(world)

    compared, rebuilt = compare(world), rebuild(world)

    assert compared == rebuilt
    assert rebuilt.differences == ()
    assert rebuilt.events == world.head()[0]
    assert rebuilt.rows == sum(len(rows) for rows in contents(world).values())
    assert everything(world) == before


def test_comparing_changes_nothing_not_even_a_claim(ledger: Ledger) -> None:
    count(ledger, "gulls", "boats")
    with ledger.write(STAMP) as tx:
        book.enqueue(tx, NewOrder(order_type="toy.work", scheduled_at=START, payload={}))
    with ledger.store.write() as connection:
        claimant = book.Claimant(owner="engine", now=START, lease_s=60)
        assert book.claim(connection, claimant, types=["toy.work"], due_by=START, limit=1)
    tamper(ledger, "UPDATE toy_tallies SET total = 7 WHERE name = 'gulls'")
    before = everything(ledger)

    assert compare(ledger).differences
    assert compare(ledger).differences

    assert everything(ledger) == before
    with ledger.write(STAMP) as tx:
        tx.append()  # The writer's turn was given back.


@pytest.mark.parametrize(
    ("change", "only_live", "only_rebuilt"),
    [
        ("UPDATE toy_tallies SET total = total + 1 WHERE name = 'gulls'", 1, 1),
        ("UPDATE toy_tallies SET said = 'gull' WHERE name = 'boats'", 1, 1),
        ("DELETE FROM toy_tallies WHERE name = 'gulls'", 0, 1),
        ("DELETE FROM toy_tallies", 0, 3),
        (
            "INSERT INTO toy_tallies SELECT 'wrecks', 1, 1, '', last_at FROM toy_tallies WHERE times = 2",
            1,
            0,
        ),
        ("UPDATE toy_tallies SET name = 'wrecks' WHERE name = 'gulls'", 1, 1),
    ],
)
def test_a_table_that_was_tampered_with_is_reported_and_healed(
    ledger: Ledger, change: str, only_live: int, only_rebuilt: int
) -> None:
    count(ledger, "gulls", "gulls", "boats", "seals")
    sound = everything(ledger)
    assert tamper(ledger, change)

    reported = rebuild(ledger)

    [difference] = reported.differences
    assert (difference.table, difference.only_live, difference.only_rebuilt) == ("toy_tallies", only_live, only_rebuilt)
    assert everything(ledger) == sound
    assert rebuild(ledger).differences == ()


def test_a_tampered_order_is_reported_and_healed(ledger: Ledger) -> None:
    with ledger.write(STAMP) as tx:
        order = book.enqueue(tx, NewOrder(order_type="toy.work", scheduled_at=START, payload={}))
    assert tamper(ledger, "UPDATE orders SET status = 'completed', attempts = 3")

    assert [d.table for d in rebuild(ledger).differences] == ["orders"]

    with ledger.store.read() as connection:
        healed = book.get(connection, order)
    assert (healed.status, healed.attempts) == ("pending", 0)


def test_a_damaged_event_stops_a_rebuild_and_leaves_the_tables_as_they_were(ledger: Ledger) -> None:
    count(ledger, "gulls", "boats")
    tamper(ledger, "UPDATE events SET data = '{' WHERE seq = 2")
    before = everything(ledger)

    for again in (rebuild, compare):
        with pytest.raises(EventDamaged, match="event 2"):
            again(ledger)

    assert everything(ledger) == before


def test_an_empty_log_gives_empty_tables(ledger: Ledger) -> None:
    assert rebuild(ledger).events == rebuild(ledger).rows == 0


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Ledger]:
    """A second empty world: a SQLite file, so that a fork also crosses from one kind of database to the other."""
    with toy_ledger(str(tmp_path / "fork.db")) as opened:
        yield opened


@pytest.mark.parametrize("at", [1, 2, 5])
def test_a_fork_shares_the_past_rebuilds_and_goes_its_own_way(ledger: Ledger, other: Ledger, at: int) -> None:
    count(ledger, "gulls", "boats", "gulls")
    with ledger.write(STAMP) as tx:
        order = book.enqueue(tx, NewOrder(order_type="toy.work", scheduled_at=START, payload={"n": 1}))
        book.cancel(tx, order, "storm")
    before = everything(ledger)

    assert ledger.fork(other, at=at) == at

    past = list(ledger.read(limit=at))
    assert list(other.read()) == past
    assert other.verify() == (at, past[-1].hash) == other.head()
    assert rebuild(other).differences == ()
    count(other, "seals")
    assert other.head()[0] == at + 1
    assert other.verify() == other.head()
    assert everything(ledger) == before


def test_a_fork_of_everything_has_the_same_tables(ledger: Ledger, other: Ledger) -> None:
    count(ledger, "gulls", "boats", "gulls")

    ledger.fork(other, at=3)

    assert contents(other) == contents(ledger)
    assert [table.name for table in tables_of(other)] == [table.name for table in tables_of(ledger)]


@pytest.mark.parametrize("at", [-1, 0, 4])
def test_a_fork_beyond_the_log_is_refused_and_leaves_the_target_empty(ledger: Ledger, other: Ledger, at: int) -> None:
    count(ledger, "gulls", "boats", "gulls")

    with pytest.raises(NoSuchEvent, match=f"there is no event {at}: the log ends at 3"):
        ledger.fork(other, at=at)

    assert other.head()[0] == 0


def test_a_fork_into_a_world_that_has_a_past_changes_nothing(ledger: Ledger, other: Ledger) -> None:
    count(ledger, "gulls", "boats")
    count(other, "seals")
    before = everything(other)

    with pytest.raises(StoreForeign, match="holds a world already"):
        ledger.fork(other, at=2)

    assert everything(other) == before
