"""`longwave orders`: what is due, what failed, and what to do about it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from acceptance.terminal import assert_refused, hash_of, longwave
from longwave import bootstrap
from longwave.kernel.clock import VirtualClock
from longwave.ledger.ledger import Ledger, Stamp
from longwave.modules.station.handlers import PlanRundown
from longwave.modules.station.production import Asked, begin_or_resume
from longwave.orders import book
from longwave.orders.attempts import Attempts
from longwave.orders.engine import Engine
from longwave.settings import Settings

ERROR = "PieceRefused: the model's server said 500"


@contextmanager
def _planned(out: Path) -> Iterator[Ledger]:
    """Yield the ledger of a run of three hours whose day is planned and whose segments, o-5 to o-7, are due."""
    settings = Settings()
    pack = bootstrap.load_pack("saltmere", settings)
    with bootstrap.open_ledger(str(out / "world.db"), settings, create=True) as ledger:
        seed, _ = begin_or_resume(ledger, pack, Asked(persona="wren", hours=3, seed=7), resume=False)
        station = bootstrap.Station(ledger=ledger, pack=pack, seed=seed)
        station.index.refresh()
        begun_at = ledger.last_at()
        assert begun_at is not None
        planner = {PlanRundown.order_type: station.handlers[PlanRundown.order_type]}
        attempts = Attempts(ledger=ledger, handlers=planner, clock=VirtualClock(begun_at), seed=seed)
        asyncio.run(Engine(attempts=attempts).run())
        yield ledger


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    with _planned(tmp_path):
        return tmp_path


@pytest.fixture
def dead_letter(tmp_path: Path) -> Path:
    """The folder of a run whose order o-6 has failed for good."""
    with _planned(tmp_path) as ledger:
        at = ledger.last_at()
        assert at is not None
        with ledger.write(Stamp(at=at, actor="wren", cause="o-6")) as tx:
            book.fail(tx, book.get(tx.connection, 6), ERROR, retry_at=None)
    return tmp_path


def test_list_shows_orders_by_due_time_and_counts_them(dead_letter: Path) -> None:
    said = longwave("orders", "list", "-d", dead_letter)

    assert said.code == 0
    assert said.out == (
        "o-3      completed  1931-03-02 05:00 station.rundown    1931-03-02\n"
        "o-5      pending    1931-03-02 05:00 station.segment    1931-03-02/06:00\n"
        f"o-6      failed     1931-03-02 05:00 station.segment    1931-03-02/07:00  {ERROR}\n"
        "o-7      pending    1931-03-02 05:00 station.segment    1931-03-02/08:00\n"
    )
    assert said.err == "1 completed, 1 failed, 2 pending\n"


def test_list_is_narrowed_by_status_and_type_and_gives_json(dead_letter: Path) -> None:
    failed = longwave("orders", "list", "--status", "failed", "--json", "-d", dead_letter).json
    rundowns = longwave("orders", "list", "--type", "station.rundown", "--json", "-d", dead_letter).json
    first = longwave("orders", "list", "--limit", "1", "--json", "-d", dead_letter).json

    assert [order["id"] for order in failed["orders"]] == ["o-6"]
    assert failed["orders"][0]["result"] == {"error": ERROR}
    assert failed["counts"] == {"completed": 1, "failed": 1, "pending": 2}
    assert [order["id"] for order in rundowns["orders"]] == ["o-3"]
    assert [order["id"] for order in first["orders"]] == ["o-3"]


def test_show_gives_all_that_is_known_of_an_order(dead_letter: Path) -> None:
    said = longwave("orders", "show", "o-6", "-d", dead_letter)
    same = longwave("orders", "show", "6", "--json", "-d", dead_letter).json

    assert said.code == 0
    assert "status        failed\n" in said.out
    assert ERROR in said.out
    assert same["id"] == "o-6"
    assert same["attempts"] == 1
    assert same["payload"] == {"date": "1931-03-02", "time": "07:00"}


@pytest.mark.parametrize("verb", ["show", "retry", "cancel"])
def test_an_order_that_is_not_there_is_refused(planned: Path, verb: str) -> None:
    said = longwave("orders", verb, "o-999", "-d", planned)

    assert_refused(said, saying="there is no order `o-999`", cure="longwave orders list")


def test_a_run_with_a_dead_letter_ends_incomplete_and_says_what_to_do(dead_letter: Path) -> None:
    said = longwave("station", "produce", "-o", dead_letter, "--resume")
    health = longwave("doctor", "-d", dead_letter)

    assert said.code == 1
    assert "error: 1 of 3 segments could not be made\n\nhint: `longwave orders list --status failed -d " in said.err
    assert health.code == 1
    assert f"o-6 (1931-03-02/07:00) failed: {ERROR}" in health.out


def test_a_dead_letter_that_is_tried_again_completes_the_run(dead_letter: Path) -> None:
    assert longwave("station", "produce", "-o", dead_letter, "--resume").code == 1

    retried = longwave("orders", "retry", "o-6", "-d", dead_letter)
    resumed = longwave("station", "produce", "-o", dead_letter, "--resume")

    assert (retried.code, retried.out) == (0, "o-6 is due again\n")
    assert resumed.code == 0, resumed
    assert len(list((dead_letter / "segments").rglob("*.json"))) == 3
    assert longwave("orders", "show", "o-6", "--json", "-d", dead_letter).json["status"] == "completed"
    assert longwave("doctor", "-d", dead_letter).code == 0


def test_only_a_failed_order_is_tried_again(planned: Path) -> None:
    before = hash_of(planned)

    said = longwave("orders", "retry", "o-5", "-d", planned)

    assert_refused(said, saying="order `o-5` is pending and has not failed", cure="only a failed order")
    assert hash_of(planned) == before


def test_a_cancelled_order_is_kept_with_its_reason_and_its_slot_stays_empty(planned: Path) -> None:
    said = longwave("orders", "cancel", "o-6", "--reason", "the record is broken", "-d", planned)
    resumed = longwave("station", "produce", "-o", planned, "--resume")

    assert (said.code, said.out) == (0, "o-6 is cancelled\n")
    assert resumed.code == 1
    assert "error: 1 of 3 segments could not be made" in resumed.err
    assert longwave("orders", "list", "--status", "cancelled", "-d", planned).out.endswith("  the record is broken\n")
    assert longwave("doctor", "-d", planned).code == 0


def test_an_order_that_has_ended_is_not_cancelled(planned: Path) -> None:
    said = longwave("orders", "cancel", "o-3", "-d", planned)

    assert_refused(said, saying="order `o-3` is already completed", cure="only a pending or active order")


def test_what_an_operator_does_is_an_event_of_his(planned: Path) -> None:
    longwave("orders", "cancel", "o-6", "-d", planned)

    [event] = longwave("ledger", "tail", "-n", "1", "--json", "-d", planned).json
    assert event["kind"] == "order.cancelled"
    assert event["actor"] == "operator"
    assert event["data"] == {"order_id": 6, "reason": "cancelled by hand"}
