import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.narrator import dated, heard, spoken

TIMES = st.times().map(lambda time: time.replace(second=0, microsecond=0))


def test_every_minute_of_the_day_is_heard_as_it_was_said() -> None:
    for minute in range(24 * 60):
        at = dt.time(minute // 60, minute % 60)

        [time] = heard.times_in(f"So it is {spoken.clock_time(at)}, good people.")

        assert (time.dial, time.is_pm) == (minute % 720, None), spoken.clock_time(at)
        assert time.agrees_with(heard.time_of(at))


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (dt.time(7), "seven o'clock"),
        (dt.time(0), "twelve o'clock"),
        (dt.time(6, 4), "four minutes past six"),
        (dt.time(6, 1), "one minute past six"),
        (dt.time(10, 40), "twenty to eleven"),
        (dt.time(12, 45), "quarter to one"),
        (dt.time(23, 59), "one minute to twelve"),
        (dt.time(0, 30), "half past twelve"),
        (dt.time(17, 25), "twenty-five past five"),
    ],
)
def test_a_time_is_said_as_people_say_it(at: dt.time, said: str) -> None:
    assert spoken.clock_time(at) == said


def test_a_rounded_time_is_a_five_minutes_time_within_two_minutes() -> None:
    for minute in range(24 * 60):
        at = dt.datetime(1931, 3, 2, minute // 60, minute % 60, 59, tzinfo=dt.UTC)

        [time] = heard.times_in(spoken.rounded_time(at))

        apart = (time.dial - minute) % 720
        assert min(apart, 720 - apart) <= 2
        assert time.dial % 5 == 0
        assert "minute" not in spoken.rounded_time(at)


def test_a_minute_to_midnight_is_rounded_on_the_last_day_that_there_is() -> None:
    assert spoken.rounded_time(dt.datetime.max.replace(tzinfo=dt.UTC)) == "twelve o'clock"


@given(value=st.integers(min_value=-99_999, max_value=99_999))
def test_a_number_is_said_in_words_below_a_thousand_and_in_figures_above(value: int) -> None:
    said = spoken.number(value)

    words = said.removeprefix("minus ")
    assert said.startswith("minus ") is (value < 0)
    assert any(map(str.isdigit, words)) is (abs(value) >= 1000)
    assert "  " not in said
    assert "_" not in said


def test_all_numbers_and_places_are_said_differently() -> None:
    assert len({spoken.number(value) for value in range(-2000, 2000)}) == 4000
    assert len({spoken.ordinal(value) for value in range(1, 100)}) == 99


@pytest.mark.parametrize(
    ("value", "number", "ordinal"),
    [
        (1, "one", "first"),
        (2, "two", "second"),
        (3, "three", "third"),
        (4, "four", "fourth"),
        (5, "five", "fifth"),
        (8, "eight", "eighth"),
        (9, "nine", "ninth"),
        (11, "eleven", "eleventh"),
        (12, "twelve", "twelfth"),
        (13, "thirteen", "thirteenth"),
        (20, "twenty", "twentieth"),
        (21, "twenty-one", "twenty-first"),
        (40, "forty", "fortieth"),
        (99, "ninety-nine", "ninety-ninth"),
    ],
)
def test_numbers_and_places_are_spelt_as_in_a_dictionary(value: int, number: str, ordinal: str) -> None:
    assert spoken.number(value) == number
    assert spoken.ordinal(value) == ordinal


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "nought"), (100, "one hundred"), (101, "one hundred and one"), (999, "nine hundred and ninety-nine")],
)
def test_hundreds_are_joined_by_and(value: int, said: str) -> None:
    assert spoken.number(value) == said


@given(day=st.dates())
def test_every_date_is_heard_as_it_was_said(day: dt.date) -> None:
    said = f"{spoken.WEEKDAYS[day.weekday()]}, {spoken.date(day)}"

    found = [one for one, _ in dated.dates_in(said)]

    assert found == [spoken.date(day).removeprefix("the "), f"{day:%A}"]


def test_the_day_has_three_parts() -> None:
    assert [spoken.part_of_day(hour) for hour in (0, 11, 12, 17, 18, 23)] == [
        *["morning"] * 2,
        *["afternoon"] * 2,
        *["evening"] * 2,
    ]
