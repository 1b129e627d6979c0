"""Feasts: which days a world keeps."""

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from longwave.world.climate import Feast

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDINALS = ("1st", "2nd", "3rd", "4th", "5th")

# 29 February falls on a given weekday every 28 years, or every 40 across a year like 2100 that is no leap year.
_MAX_GAP_YEARS = 40
_LEAP_YEAR = 2000


@dataclass(frozen=True, kw_only=True)
class FixedDay:
    """The same date each year; 29 February only in leap years."""

    month: int
    day: int

    def in_year(self, year: int) -> dt.date | None:
        if self.day > calendar.monthrange(year, self.month)[1]:
            return None
        return dt.date(year, self.month, self.day)


@dataclass(frozen=True, kw_only=True)
class NthWeekday:
    """The n-th weekday of a month; a fifth one only where there is one."""

    nth: int
    weekday: int
    month: int

    def in_year(self, year: int) -> dt.date | None:
        first_weekday, days = calendar.monthrange(year, self.month)
        day = 1 + (self.weekday - first_weekday) % 7 + 7 * (self.nth - 1)
        return dt.date(year, self.month, day) if day <= days else None


@lru_cache(maxsize=1024)
def rule(on: str) -> FixedDay | NthWeekday:
    """Read a feast's `on`: "11-09", or "2nd friday of 04".

    Raises:
        ValueError: it is neither, or no such day exists; the message says what is wrong.
    """
    if fixed := re.fullmatch(r"(\d\d)-(\d\d)", on):
        month, day = _month(fixed[1]), int(fixed[2])
        if not 1 <= day <= calendar.monthrange(_LEAP_YEAR, month)[1]:
            raise ValueError(f"{calendar.month_name[month]} has no day {day}")
        return FixedDay(month=month, day=day)
    nth = re.fullmatch(r"(\w+) (\w+) of (\d\d)", on)
    if nth is None:
        raise ValueError(f"{on!r} is neither a date nor a weekday of a month")
    if nth[1] not in ORDINALS:
        raise ValueError(f"{nth[1]!r} is none of {', '.join(ORDINALS)}")
    if nth[2] not in WEEKDAYS:
        raise ValueError(f"{nth[2]!r} is no weekday")
    return NthWeekday(nth=ORDINALS.index(nth[1]) + 1, weekday=WEEKDAYS.index(nth[2]), month=_month(nth[3]))


def _month(digits: str) -> int:
    month = int(digits)
    if not 1 <= month <= len(calendar.month_name) - 1:
        raise ValueError(f"there is no month {digits}")
    return month


def feasts_on(date: dt.date, feasts: Iterable[Feast]) -> tuple[Feast, ...]:
    """Return the feasts of a date, in the order given."""
    return tuple(feast for feast in feasts if rule(feast.on).in_year(date.year) == date)


def next_feast(after: dt.date, feasts: Iterable[Feast]) -> tuple[dt.date, Feast] | None:
    """Return the first feast after a date and when it is, the first given of two on one day; None if there is none."""
    coming = [(date, feast) for feast in feasts if (date := _next(after, feast)) is not None]
    return min(coming, key=lambda pair: pair[0], default=None)


def _next(after: dt.date, feast: Feast) -> dt.date | None:
    parsed = rule(feast.on)
    for year in range(after.year, min(after.year + _MAX_GAP_YEARS, dt.MAXYEAR) + 1):
        date = parsed.in_year(year)
        if date is not None and date > after:
            return date
    return None
