"""Pauses that people ask for: each request takes effect once, however late it comes again."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from longwave.ledger.ledger import Ledger
from longwave.orders import pauses
from longwave.orders import tables as order_tables
from longwave.orders.pauses import Asked, Pause
from longwave.orders.states import Lane
from unit.ledger.toy import wipe

NOON = dt.datetime(2031, 1, 1, 12, tzinfo=dt.UTC)


def ask(
    ledger: Ledger, request_id: str, *, is_pause: bool = True, lane: Lane = Lane.NARRATIVE, reason: str = ""
) -> str:
    """Ask; return why the lane is held afterwards."""
    number = int(request_id.strip("r") or 0)
    asked = Asked(
        request_id=request_id,
        lane=lane,
        is_pause=is_pause,
        by=f"person {number}",
        at=NOON + dt.timedelta(minutes=number),
        reason=reason,
    )
    with ledger.store.write() as connection:
        answered = pauses.ask(connection, asked)
    assert answered == of_lane(ledger, lane)
    return answered.reason if answered else ""


def of_lane(ledger: Ledger, lane: Lane = Lane.NARRATIVE) -> Pause | None:
    with ledger.store.read() as connection:
        return pauses.of_lane(connection, lane)


def test_nothing_is_held_unless_somebody_asks(ledger: Ledger) -> None:
    assert [of_lane(ledger, lane) for lane in Lane] == [None] * len(Lane)


def test_a_lane_is_held_until_somebody_lets_it_go_on(ledger: Ledger) -> None:
    ask(ledger, "r1", reason="dinner")
    held = of_lane(ledger)
    ask(ledger, "r2", is_pause=False)

    assert held == Pause(since=NOON + dt.timedelta(minutes=1), by="person 1", reason="dinner")
    assert str(held) == "paused by person 1 since 2031-01-01 12:01:00 UTC: dinner"
    assert of_lane(ledger) is None


def test_a_pause_without_a_reason_says_so(ledger: Ledger) -> None:
    ask(ledger, "r1")

    assert str(of_lane(ledger)).endswith(": no reason given")


def test_a_lane_that_is_held_stays_held_for_its_first_reason(ledger: Ledger) -> None:
    ask(ledger, "r1", reason="dinner")

    assert ask(ledger, "r2", reason="supper") == "dinner"


def test_one_who_lets_a_held_lane_go_on_lets_all_reasons_go(ledger: Ledger) -> None:
    ask(ledger, "r1", reason="dinner")
    ask(ledger, "r2", reason="supper")

    assert ask(ledger, "r3", is_pause=False) == ""


def test_lanes_are_held_each_for_itself(ledger: Ledger) -> None:
    ask(ledger, "r1", reason="dinner")
    ask(ledger, "r2", lane=Lane.DELIVERY, reason="mail is down")
    ask(ledger, "r3", lane=Lane.NARRATIVE, is_pause=False)

    assert [str(of_lane(ledger, lane)).partition(": ")[2] for lane in Lane] == ["", "", "mail is down"]


def test_a_request_that_comes_again_after_it_was_undone_changes_nothing(ledger: Ledger) -> None:
    ask(ledger, "r1", reason="dinner")
    ask(ledger, "r2", is_pause=False)

    assert ask(ledger, "r1", reason="dinner") == ""
    ask(ledger, "r3", reason="supper")
    assert ask(ledger, "r2", is_pause=False) == "supper"


def test_a_request_without_effect_is_on_record_and_has_none_later_either(ledger: Ledger) -> None:
    ask(ledger, "r1", is_pause=False)
    ask(ledger, "r2", reason="dinner")

    assert ask(ledger, "r1", is_pause=False) == "dinner"
    with ledger.store.read() as connection:
        rows = connection.execute(select(order_tables.pauses).order_by(order_tables.pauses.c.number)).all()
    assert [(row.number, row.request_id, row.took_effect) for row in rows] == [(1, "r1", False), (2, "r2", True)]


def test_a_pause_is_no_event(ledger: Ledger) -> None:
    before = ledger.head()

    ask(ledger, "r1", reason="dinner")

    assert ledger.head() == before


requests = st.lists(st.tuples(st.integers(0, 9), st.sampled_from([Lane.NARRATIVE, Lane.DELIVERY])), max_size=30)


@pytest.mark.soak
def test_whatever_comes_again_in_whatever_order_counts_as_if_it_had_come_once(ledger: Ledger, *, soak: bool) -> None:
    @settings(max_examples=400 if soak else 25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(asked=requests, pausing=st.sets(st.integers(0, 9)))
    def counts_once(asked: list[tuple[int, Lane]], pausing: set[int]) -> None:
        wipe(ledger)
        known: set[int] = set()
        held = dict.fromkeys(Lane, "")
        for number, lane in asked:
            if number not in known:
                known.add(number)
                held[lane] = (held[lane] or f"because {number}") if number in pausing else ""

            ask(ledger, f"r{number}", is_pause=number in pausing, lane=lane, reason=f"because {number}")

            found = {each: of_lane(ledger, each) for each in Lane}
            assert {each: pause.reason if pause else "" for each, pause in found.items()} == held

    counts_once()
