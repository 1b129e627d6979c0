"""Times, dates and numbers as people say them."""

import datetime as dt
from collections.abc import Iterable

_UNITS = (
    "nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_IRREGULAR = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"}
_IRREGULAR |= {"twelve": "twelfth"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAY_MINUTES = 24 * 60


def number(value: int) -> str:
    """Say a number from 0 to 999 in words, and a larger one in digits."""
    if value < 0:
        return f"minus {number(-value)}"
    if value < 20:
        return _UNITS[value]
    if value < 100:
        tens, units = divmod(value, 10)
        return _TENS[tens] + (f"-{_UNITS[units]}" if units else "")
    if value < 1000:
        hundreds, rest = divmod(value, 100)
        return f"{_UNITS[hundreds]} hundred" + (f" and {number(rest)}" if rest else "")
    return f"{value:,}"


def listed(names: Iterable[str]) -> str:
    """Return names as one lists them: "Ada, Bo and Cyd"."""
    *rest, last = list(names) or [""]
    return f"{', '.join(rest)} and {last}" if rest else last


def ordinal(value: int) -> str:
    """Say a place in a row from 1 to 99 ("second", "thirty-first")."""
    head, dash, last = number(value).rpartition("-")
    if last in _IRREGULAR:
        last = _IRREGULAR[last]
    else:
        last = f"{last.removesuffix('y')}ieth" if last.endswith("y") else f"{last}th"
    return head + dash + last


def clock_time(at: dt.datetime | dt.time) -> str:
    """Say a time of day to the minute ("seven o'clock", "twenty to eleven", "four minutes past six")."""
    hour, minute = at.hour % 12 or 12, at.minute
    if minute == 0:
        return f"{_UNITS[hour]} o'clock"
    if minute > 30:
        return f"{_minutes(60 - minute)} to {_UNITS[hour % 12 + 1]}"
    return f"{_minutes(minute)} past {_UNITS[hour]}"


def rounded_time(at: dt.datetime | dt.time) -> str:
    """Say a time of day to the nearest five minutes."""
    hour, minute = divmod((at.hour * 60 + at.minute + 2) // 5 * 5 % DAY_MINUTES, 60)
    return clock_time(dt.time(hour, minute))


def date(day: dt.date) -> str:
    """Say a date ("the second of March")."""
    return f"the {ordinal(day.day)} of {MONTHS[day.month - 1]}"


def part_of_day(hour: int) -> str:
    """Name the part of the day that an hour belongs to."""
    return "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"


def _minutes(count: int) -> str:
    if count == 30:
        return "half"
    if count == 15:
        return "quarter"
    return number(count) if count % 5 == 0 else f"{number(count)} minute{'' if count == 1 else 's'}"
