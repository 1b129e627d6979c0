"""Digests and symposia come at the same minutes of the clocks on the wall, whatever those do in spring and autumn."""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.modules.academy import calendar

# Two switches a year at an hour, two of half an hour, two at midnight, none at all and an offset of three quarters.
ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Atlantic/Azores",
    "Asia/Kathmandu",
)
BEGIN, END = dt.datetime(2025, 1, 1, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
# Every switch of these years falls on one, and so does every time that is asked for.
A_STEP = dt.timedelta(minutes=15)
DIGESTS, SYMPOSIUM, FRIDAY = ("13:00", "21:00"), ("12:00",), 4
# Times that are skipped in spring, shown twice in autumn, or both.
AWKWARD = (
    ("Europe/London", ("01:30",)),
    ("Europe/London", ("00:45", "01:00", "01:45", "02:00")),
    ("America/New_York", ("01:30", "02:30")),
    ("Australia/Sydney", ("02:00", "02:30", "03:00")),
    ("Australia/Lord_Howe", ("01:45", "02:15")),
    ("Atlantic/Azores", ("00:00", "00:30", "23:45")),
    ("Asia/Kathmandu", ("00:00", "23:45")),
)


def held(zone: str, at: Sequence[str], weekday: int | None = None) -> list[dt.datetime]:
    """Return all that the calendar says of two years."""

    def ever() -> Iterator[dt.datetime]:
        after = BEGIN
        while True:
            after = calendar.next_at(after, ZoneInfo(zone), calendar.times(at), weekday)
            yield after

    return list(takewhile(lambda instant: instant < END, ever()))


@cache
def walked(zone: str) -> dict[tuple[dt.date, str], dt.datetime]:
    """Look at the clocks on the wall, all the time for two years: when did they first show what?"""
    shown: dict[tuple[dt.date, str], dt.datetime] = {}
    instant = BEGIN
    while instant < END:
        local = instant.astimezone(ZoneInfo(zone))
        shown.setdefault((local.date(), f"{local:%H:%M}"), instant)
        instant += A_STEP
    return shown


def seen(zone: str, at: Sequence[str], weekday: int | None = None) -> list[dt.datetime]:
    """Return when the clocks first showed some times; a skipped one is as long after the day's begin as it would be."""
    shown = walked(zone)
    begins: dict[dt.date, dt.datetime] = {}
    for (day, _), instant in shown.items():
        begins.setdefault(day, instant)
    first = min(begins)  # Of which the night is not in the two years everywhere.
    found = {
        shown.get((day, time)) or begin + after_midnight(time)
        for day, begin in begins.items()
        for time in at
        if weekday in (None, day.weekday()) and (day > first or (day, time) in shown)
    }
    return sorted(instant for instant in found if BEGIN < instant < END)


def after_midnight(time: str) -> dt.timedelta:
    hours, minutes = map(int, time.split(":"))
    return dt.timedelta(hours=hours, minutes=minutes)


@pytest.mark.parametrize("zone", ZONES)
def test_digests_are_held_at_one_and_nine_on_every_day_of_two_years(zone: str) -> None:
    days = held(zone, DIGESTS)

    assert days == seen(zone, DIGESTS)
    assert {f"{instant.astimezone(ZoneInfo(zone)):%H:%M}" for instant in days} == set(DIGESTS)
    assert len(days) >= 2 * 730 - 1


@pytest.mark.parametrize("zone", ZONES)
def test_the_symposium_meets_at_noon_on_every_friday_of_two_years(zone: str) -> None:
    fridays = held(zone, SYMPOSIUM, FRIDAY)

    assert fridays == seen(zone, SYMPOSIUM, FRIDAY)
    assert {f"{instant.astimezone(ZoneInfo(zone)):%a %H:%M}" for instant in fridays} == {"Fri 12:00"}
    assert len(fridays) == 104


@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone != "Asia/Kathmandu"])
def test_the_two_years_have_all_four_switches_of_the_clocks(zone: str) -> None:
    offsets = [instant.astimezone(ZoneInfo(zone)).utcoffset() for instant in walked(zone).values()]

    assert sum(one != other for one, other in pairwise(offsets)) == 4


@pytest.mark.parametrize(("zone", "at"), AWKWARD)
def test_a_time_that_is_skipped_comes_late_and_one_that_is_shown_twice_counts_once(
    zone: str, at: tuple[str, ...]
) -> None:
    instants = held(zone, at)

    assert instants == seen(zone, at)
    assert all(one < other for one, other in pairwise(instants))


@pytest.mark.parametrize(
    ("zone", "time", "on", "utc"),
    [
        # Skipped: from 01:00 to 02:00 on the last Sunday of March.
        ("Europe/London", "01:30", "2025-03-30", "2025-03-30T01:30"),
        # Shown twice: the first time is still summer time.
        ("Europe/London", "01:30", "2025-10-26", "2025-10-26T00:30"),
        ("America/New_York", "02:30", "2026-03-08", "2026-03-08T07:30"),
        ("America/New_York", "01:30", "2026-11-01", "2026-11-01T05:30"),
        # Half an hour, from 02:00 to 02:30.
        ("Australia/Lord_Howe", "02:15", "2025-10-05", "2025-10-04T15:45"),
        ("Australia/Lord_Howe", "01:45", "2025-04-06", "2025-04-05T14:45"),
        # The day begins at one.
        ("Atlantic/Azores", "00:30", "2025-03-30", "2025-03-30T01:30"),
        ("Atlantic/Azores", "00:30", "2025-10-26", "2025-10-26T00:30"),
    ],
)
def test_the_instant_of_an_awkward_time(zone: str, time: str, on: str, utc: str) -> None:
    tz = ZoneInfo(zone)
    before = dt.datetime.fromisoformat(f"{on}T00:00").replace(tzinfo=tz) - dt.timedelta(hours=1)

    instant = calendar.next_at(before, tz, calendar.times([time]))

    assert instant == dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)


def test_what_is_asked_at_the_very_minute_comes_next_time() -> None:
    noon = dt.datetime(1931, 3, 6, 12, tzinfo=dt.UTC)

    following = calendar.next_at(noon, ZoneInfo("Europe/London"), calendar.times(SYMPOSIUM), FRIDAY)

    assert following == noon + dt.timedelta(days=7)


def test_the_spring_of_1931_moved_the_clocks_in_april() -> None:
    london = ZoneInfo("Europe/London")
    saturday = dt.datetime(1931, 4, 18, 13, tzinfo=dt.UTC)

    night, noon = (
        calendar.next_at(saturday, london, calendar.times(DIGESTS)),
        dt.datetime(1931, 4, 19, 12, tzinfo=dt.UTC),
    )

    assert night == saturday + dt.timedelta(hours=8)
    assert calendar.next_at(night, london, calendar.times(DIGESTS)) == noon


@given(
    after=st.datetimes(dt.datetime(2025, 1, 2), dt.datetime(2026, 12, 20), timezones=st.just(dt.UTC)),  # noqa: DTZ001 - bounds
    later_s=st.integers(0, 3 * 86_400),
    zone=st.sampled_from(ZONES),
    at=st.lists(st.times().map(lambda time: f"{time:%H:%M}"), min_size=1, max_size=4),
    weekday=st.none() | st.integers(0, 6),
)
def test_nothing_comes_twice_and_nothing_is_passed_over(
    after: dt.datetime, later_s: int, zone: str, at: list[str], weekday: int | None
) -> None:
    tz, times = ZoneInfo(zone), calendar.times(at)

    first = calendar.next_at(after, tz, times, weekday)
    later = after + dt.timedelta(seconds=later_s)
    second = calendar.next_at(later, tz, times, weekday)

    assert first > after
    # Who asks later, before it has come, is told the same; who asks then or after, something that is still to come.
    assert second == first if later < first else second > first
    assert weekday in (None, first.astimezone(tz).weekday())
