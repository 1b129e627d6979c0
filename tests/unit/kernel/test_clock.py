"""The clocks, and instants as text."""

import asyncio
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from longwave.kernel import clock
from longwave.kernel.clock import SystemClock, VirtualClock

offsets = st.timedeltas(dt.timedelta(hours=-23, minutes=-59), dt.timedelta(hours=23, minutes=59))
zones = st.timezones() | offsets.map(dt.timezone)
START = dt.datetime(1931, 3, 2, 6, tzinfo=dt.UTC)


@st.composite
def instants(draw: st.DrawFn) -> dt.datetime:
    """Any aware time whose year in UTC is one that Python knows."""
    at = draw(st.datetimes(timezones=zones, allow_imaginary=False))
    try:
        clock.utc(at)
    except OverflowError:
        assume(False)
    return at


class Nowhere(dt.tzinfo):
    """A time zone that does not know its own offset."""

    def utcoffset(self, _at: dt.datetime | None) -> None:
        return None

    dst = tzname = utcoffset


@given(instants())
@example(dt.datetime(2000, 3, 26, 2, tzinfo=ZoneInfo("Australia/Melbourne")))
def test_an_instant_survives_the_way_to_text_and_back(at: dt.datetime) -> None:
    text = clock.to_text(at)

    # In UTC: Python holds an hour that comes twice for equal to nothing in another zone.
    assert clock.from_text(text) == at.astimezone(dt.UTC)
    assert clock.from_text(text).utcoffset() == dt.timedelta()
    assert clock.to_text(clock.from_text(text)) == text
    assert len(text) == 27


@given(instants(), instants())
def test_texts_sort_as_their_instants_do(one: dt.datetime, other: dt.datetime) -> None:
    a, b = clock.utc(one), clock.utc(other)

    assert (clock.to_text(one) < clock.to_text(other)) is (a < b)
    assert (clock.to_text(one) == clock.to_text(other)) is (a == b)


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (dt.datetime.min.replace(tzinfo=dt.UTC), "0001-01-01T00:00:00.000000Z"),
        (dt.datetime.max.replace(tzinfo=dt.UTC), "9999-12-31T23:59:59.999999Z"),
        (dt.datetime(1931, 3, 2, 8, tzinfo=dt.timezone(dt.timedelta(hours=2))), "1931-03-02T06:00:00.000000Z"),
        (dt.datetime(1931, 1, 1, tzinfo=dt.timezone(dt.timedelta(seconds=1172))), "1930-12-31T23:40:28.000000Z"),
    ],
)
def test_instants_are_written_in_utc_in_full(at: dt.datetime, text: str) -> None:
    assert clock.to_text(at) == text
    assert clock.from_text(text) == at


@pytest.mark.parametrize("zone", [None, Nowhere()])
def test_a_time_that_names_no_instant_is_refused(zone: dt.tzinfo | None) -> None:
    naive = dt.datetime(1931, 3, 2, tzinfo=zone)

    with pytest.raises(ValueError, match="no time zone"):
        clock.to_text(naive)
    with pytest.raises(ValueError, match="no time zone"):
        VirtualClock(naive)


@given(st.lists(instants(), max_size=8))
def test_a_virtual_clock_goes_to_the_latest_instant_it_was_told_and_never_back(told: list[dt.datetime]) -> None:
    virtual = VirtualClock(START)
    seen = [virtual.now()]

    async def follow() -> None:
        for at in told:
            await virtual.sleep_until(at)
            seen.append(virtual.now())

    asyncio.run(follow())

    assert seen == sorted(seen)
    assert seen[-1] == max([START, *map(clock.utc, told)])
    assert all(at.tzinfo is dt.UTC for at in seen)


def test_the_system_clock_tells_utc_and_does_not_wait_for_the_past() -> None:
    system = SystemClock()

    before = system.now()
    asyncio.run(system.sleep_until(before - dt.timedelta(days=1)))
    asyncio.run(system.sleep_until(before))

    assert before.tzinfo is dt.UTC
