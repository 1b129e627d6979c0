"""The tide at a coast: a pure function of the instant, good enough to plan a ferry in fiction.

Source: J. Meeus, Astronomical Algorithms, "Phases of the Moon": the mean synodic month is 29.530588853 days. A new moon
fell on 2000-01-06 at 18:14 UTC. The moon is taken as moving evenly; the real one strays from that by up to 14 hours.
"""

import datetime as dt
import math
from dataclasses import dataclass
from enum import StrEnum

from longwave.world.card import Tides
from longwave.world.errors import NaiveInstant

SYNODIC_MONTH = dt.timedelta(days=29.530588853)
NEW_MOON = dt.datetime(2000, 1, 6, 18, 14, tzinfo=dt.UTC)
HIGH_TO_HIGH = dt.timedelta(hours=12.4206)
SLACK = dt.timedelta(minutes=20)

# At new moon the moon stands with the sun, which crosses the meridian of Greenwich at 12:00 UTC (mean time). Six hours
# and 14 minutes later the sun, and so the moon, is that far west; the moon takes a lunar day for the round, not 24 h.
_TRANSIT = NEW_MOON - 2 * HIGH_TO_HIGH * ((18 + 14 / 60 - 12) / 24)
_MINUTE = dt.timedelta(minutes=1)
_SPRING_FROM = math.cos(math.pi / 4)


class Direction(StrEnum):
    """What the water does."""

    RISING = "rising"
    FALLING = "falling"
    SLACK = "slack"


@dataclass(frozen=True, kw_only=True)
class TideState:
    """The tide at an instant.

    Attributes:
        height_m: above the lowest water at springs.
        direction: slack within 20 minutes of high or low water.
        next_high: strictly later than the instant, on a whole minute, in the instant's time zone; so is `next_low`.
        is_spring: within two days of new or full moon, when the range is large.
    """

    height_m: float
    direction: Direction
    next_high: dt.datetime
    next_low: dt.datetime
    is_spring: bool


@dataclass(frozen=True, kw_only=True)
class Water:
    """One high or low water."""

    at: dt.datetime
    height_m: float
    is_high: bool


def tide_at(at: dt.datetime, tides: Tides) -> TideState:
    """Return the tide at an instant.

    Raises:
        NaiveInstant: the instant has no time zone.
    """
    if at.utcoffset() is None:
        raise NaiveInstant(at)
    utc = at.astimezone(dt.UTC)
    high, low = _next_turn(utc, tides, is_high=True), _next_turn(utc, tides, is_high=False)
    return TideState(
        height_m=_height_m(utc, tides),
        direction=_direction(utc, tides, is_rising=high < low),
        next_high=high.astimezone(at.tzinfo),
        next_low=low.astimezone(at.tzinfo),
        is_spring=_springness(utc) >= _SPRING_FROM,
    )


def waters_on(date: dt.date, tz: dt.tzinfo, tides: Tides) -> list[Water]:
    """Return the high and low waters of a local day, in order."""
    start = dt.datetime.combine(date, dt.time(), tz).astimezone(dt.UTC)
    end = dt.datetime.combine(date + dt.timedelta(days=1), dt.time(), tz).astimezone(dt.UTC)
    waters = []
    for is_high in (True, False):
        at = _next_turn(start - dt.timedelta.resolution, tides, is_high=is_high)
        while at < end:
            waters.append(Water(at=at.astimezone(tz), height_m=_height_m(at, tides), is_high=is_high))
            at = _next_turn(at, tides, is_high=is_high)
    return sorted(waters, key=lambda water: water.at)


def _springness(utc: dt.datetime) -> float:
    """Return 1 at new and full moon, -1 at the quarters."""
    return math.cos(4 * math.pi * ((utc - NEW_MOON) / SYNODIC_MONTH))


def _height_m(utc: dt.datetime, tides: Tides) -> float:
    mean_m = (tides.spring_range_m + tides.neap_range_m) / 2
    range_m = mean_m + (tides.spring_range_m - tides.neap_range_m) / 2 * _springness(utc)
    cycles = (utc - _first_high(tides)) / HIGH_TO_HIGH
    return tides.spring_range_m / 2 + range_m / 2 * math.cos(2 * math.pi * cycles)


def _first_high(tides: Tides) -> dt.datetime:
    return _TRANSIT + dt.timedelta(hours=tides.high_water_lag_h)


def _turn(number: int, tides: Tides, *, is_high: bool) -> dt.datetime:
    """Return the numbered high or low water, to the minute."""
    exact = _first_high(tides) + HIGH_TO_HIGH * (number if is_high else number + 0.5)
    return NEW_MOON + _MINUTE * round((exact - NEW_MOON) / _MINUTE)


def _next_turn(utc: dt.datetime, tides: Tides, *, is_high: bool) -> dt.datetime:
    number = math.floor((utc - _first_high(tides)) / HIGH_TO_HIGH) - 1
    while (at := _turn(number, tides, is_high=is_high)) <= utc:
        number += 1
    return at


def _direction(utc: dt.datetime, tides: Tides, *, is_rising: bool) -> Direction:
    to_turn = ((utc - _first_high(tides)) / (HIGH_TO_HIGH / 2)) % 1
    if min(to_turn, 1 - to_turn) * (HIGH_TO_HIGH / 2) <= SLACK:
        return Direction.SLACK
    return Direction.RISING if is_rising else Direction.FALLING
