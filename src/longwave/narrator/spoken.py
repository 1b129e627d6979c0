"""Times, dates and numbers as people say them, and how to find the said times in a text again."""

import datetime as dt
import re
from collections.abc import Iterator

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
HALF_DAY_MINUTES = 12 * 60


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


def rounded_time(at: dt.datetime) -> str:
    """Say a time of day to the nearest five minutes."""
    return clock_time(at.replace(second=0, microsecond=0) + dt.timedelta(minutes=(at.minute + 2) // 5 * 5 - at.minute))


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


_HOUR = rf"(?P<hour>{'|'.join(_UNITS[1:13])}|\d{{1,2}})"
_SPAN = "|".join(sorted((number(n) for n in range(1, 30)), key=len, reverse=True))
_SPOKEN = re.compile(
    rf"\b(?:(?P<noon>noon|midday|midnight)"
    rf"|(?P<span>half|quarter|{_SPAN})(?:\s+minutes?)?\s+(?P<way>past|to)\s+{_HOUR}(?!\w|-)"
    rf"|{_HOUR.replace('hour', 'full')}\s+o[’']clock"
    rf"|{_HOUR.replace('hour', 'day')}\s+(?:in\s+the\s+(?:morning|afternoon|evening)|at\s+night)"
    rf"|(?P<h>[01]?\d|2[0-3])[:.](?P<m>[0-5]\d)(?!\d|\s*(?:metres|kilometres|crowns|per)))",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\b(?P<day>{'|'.join(sorted((ordinal(n) for n in range(1, 32)), key=len, reverse=True))})\s+of\s+"
    rf"(?P<month>{'|'.join(MONTHS)})\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})s?\b")
_VALUE = {word: value for value, word in enumerate(_UNITS)} | {number(n): n for n in range(20, 60)}


def times_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield every time of day that a text says: minutes after twelve on a twelve-hour dial, and the passage."""
    for match in _SPOKEN.finditer(text):
        yield _dial_minutes(match) % HALF_DAY_MINUTES, match.group()


def dates_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield every weekday and every day of a month that a text says: in one spelling, and the passage."""
    for match in _DATE.finditer(text):
        yield f"{match['day'].lower()} of {match['month'].title()}", match.group()
    for match in _WEEKDAY.finditer(text):
        yield match[1], match.group()


def dial_minutes(at: dt.datetime) -> int:
    """Return the minutes after twelve on a twelve-hour dial."""
    return (at.hour * 60 + at.minute) % HALF_DAY_MINUTES


def _dial_minutes(match: re.Match[str]) -> int:
    if match["noon"]:
        return 0
    if match["h"]:
        return int(match["h"]) * 60 + int(match["m"])
    if whole := match["full"] or match["day"]:
        return _value(whole) * 60
    span = {"half": 30, "quarter": 15}.get(match["span"].lower()) or _value(match["span"])
    return _value(match["hour"]) * 60 + (span if match["way"].lower() == "past" else -span)


def _value(word: str) -> int:
    return int(word) if word.isdigit() else _VALUE[word.lower()]
