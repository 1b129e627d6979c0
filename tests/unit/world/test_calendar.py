import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.world.calendar import ORDINALS, WEEKDAYS, feasts_on, next_feast, rule
from longwave.world.climate import Feast

DATES = st.dates(min_value=dt.date(1600, 1, 1), max_value=dt.date(2400, 12, 31))
RULES = st.one_of(
    st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2000, 12, 31)).map(lambda date: f"{date:%m-%d}"),
    st.tuples(st.sampled_from(ORDINALS), st.sampled_from(WEEKDAYS), st.integers(1, 12)).map(
        lambda parts: f"{parts[0]} {parts[1]} of {parts[2]:02}"
    ),
)


def feast(on: str, name: str = "a-day") -> Feast:
    return Feast(id=name, name="A Day", on=on, regions=("town",), says="It is A Day.", lore="a-day")


def test_a_feast_on_a_date_falls_on_it_every_year() -> None:
    signal = feast("11-09")

    assert feasts_on(dt.date(1931, 11, 9), [signal]) == (signal,)
    assert feasts_on(dt.date(1931, 11, 10), [signal]) == ()


def test_the_second_friday_is_the_second_friday() -> None:
    fair = feast("2nd friday of 04")

    assert feasts_on(dt.date(1931, 4, 10), [fair]) == (fair,)
    assert [day for day in range(1, 31) if feasts_on(dt.date(1931, 4, day), [fair])] == [10]


def test_the_thirtieth_of_february_never_comes() -> None:
    with pytest.raises(ValueError, match="February has no day 30"):
        rule("02-30")


def test_the_leap_day_is_kept_in_leap_years_only() -> None:
    leap = feast("02-29")

    assert next_feast(dt.date(1897, 1, 1), [leap]) == (dt.date(1904, 2, 29), leap)


def test_a_fifth_weekday_waits_for_a_month_that_has_one() -> None:
    fifth = feast("5th sunday of 02")

    assert next_feast(dt.date(2004, 3, 1), [fifth]) == (dt.date(2032, 2, 29), fifth)


def test_of_two_feasts_on_a_day_the_first_given_comes_first() -> None:
    first, second = feast("12-21", "first"), feast("12-21", "second")

    assert next_feast(dt.date(1931, 12, 1), [first, second]) == (dt.date(1931, 12, 21), first)
    assert feasts_on(dt.date(1931, 12, 21), [first, second]) == (first, second)


def test_without_feasts_none_is_next() -> None:
    assert next_feast(dt.date(1931, 1, 1), []) is None


@given(DATES, RULES)
def test_the_next_feast_is_the_first_later_day_that_keeps_it(after: dt.date, on: str) -> None:
    found = next_feast(after, [feast(on)])

    assert found is not None
    assert found[0] > after
    between = ((found[0] - after).days - 1) if (found[0] - after).days < 800 else 0
    days = [after + dt.timedelta(days=step) for step in range(1, between + 1)]
    assert [day for day in days if feasts_on(day, [feast(on)])] == []
    assert feasts_on(found[0], [feast(on)])


@given(st.integers(1600, 2400), st.sampled_from(WEEKDAYS), st.integers(1, 12))
def test_the_five_ordinals_cover_each_weekday_of_a_month_once(year: int, weekday: str, month: int) -> None:
    days = [rule(f"{nth} {weekday} of {month:02}").in_year(year) for nth in ORDINALS]

    expected = [
        dt.date(year, month, day)
        for day in range(1, calendar.monthrange(year, month)[1] + 1)
        if dt.date(year, month, day).weekday() == WEEKDAYS.index(weekday)
    ]
    assert [day for day in days if day] == expected
