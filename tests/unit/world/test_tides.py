import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from longwave.world.card import Tides
from longwave.world.errors import NaiveInstant
from longwave.world.tides import HIGH_TO_HIGH, NEW_MOON, SYNODIC_MONTH, Direction, tide_at, waters_on

SALTMERE = Tides(high_water_lag_h=5.4, spring_range_m=5.6, neap_range_m=2.4)
LONDON = ZoneInfo("Europe/London")
MINUTE = dt.timedelta(minutes=1)

# 300 years around the new moon of reference, to the second.
INSTANTS = st.integers(-150 * 366 * 86400, 150 * 366 * 86400).map(
    lambda away_s: NEW_MOON + dt.timedelta(seconds=away_s)
)
DATES = st.dates(min_value=dt.date(1850, 1, 1), max_value=dt.date(2200, 1, 1))
COASTS = st.tuples(st.floats(0, 12.4), st.floats(0.1, 15), st.floats(0.1, 1)).map(
    lambda numbers: Tides(
        high_water_lag_h=numbers[0], spring_range_m=numbers[1], neap_range_m=max(0.01, numbers[1] * numbers[2])
    )
)


@given(INSTANTS, COASTS)
def test_the_water_stays_between_its_spring_marks(at: dt.datetime, tides: Tides) -> None:
    height_m = tide_at(at, tides).height_m

    assert -1e-9 <= height_m <= tides.spring_range_m + 1e-9


@given(INSTANTS, COASTS)
def test_a_high_water_follows_within_a_cycle_and_a_low_one_half_a_cycle_from_it(at: dt.datetime, tides: Tides) -> None:
    tide = tide_at(at, tides)

    assert dt.timedelta() < tide.next_high - at <= HIGH_TO_HIGH + MINUTE
    assert dt.timedelta() < tide.next_low - at <= HIGH_TO_HIGH + MINUTE
    assert abs(abs(tide.next_high - tide.next_low) - HIGH_TO_HIGH / 2) <= MINUTE


@given(INSTANTS, COASTS)
def test_the_water_moves_the_way_the_tide_says(at: dt.datetime, tides: Tides) -> None:
    tide, later = tide_at(at, tides), tide_at(at + MINUTE, tides)

    if tide.direction is Direction.RISING:
        assert later.height_m > tide.height_m
        assert tide.next_high < tide.next_low
    if tide.direction is Direction.FALLING:
        assert later.height_m < tide.height_m
        assert tide.next_low < tide.next_high


@given(INSTANTS)
def test_at_high_water_the_tide_is_slack_and_higher_than_an_hour_around(at: dt.datetime) -> None:
    high = tide_at(at, SALTMERE).next_high
    hour = dt.timedelta(hours=1)

    tide = tide_at(high, SALTMERE)

    assert tide.direction is Direction.SLACK
    assert tide.height_m > max(tide_at(high - hour, SALTMERE).height_m, tide_at(high + hour, SALTMERE).height_m)


@given(DATES)
def test_a_lunar_day_has_two_high_and_two_low_waters(date: dt.date) -> None:
    waters = [water for day in range(31) for water in waters_on(date + dt.timedelta(days=day), LONDON, SALTMERE)]

    assert [water.at for water in waters] == sorted(water.at for water in waters)
    assert all(first.is_high != second.is_high for first, second in pairwise(waters))
    # 31 local days hold 29.9 lunar days, or an hour more or less where the clocks change.
    assert 118 <= len(waters) <= 121


@given(DATES)
def test_the_waters_of_a_day_lie_in_it_and_agree_with_the_tide(date: dt.date) -> None:
    for water in waters_on(date, LONDON, SALTMERE):
        just_before = tide_at(water.at.astimezone(dt.UTC) - MINUTE, SALTMERE)
        turn = just_before.next_high if water.is_high else just_before.next_low

        assert water.at.date() == date
        assert water.at.astimezone(dt.UTC) == turn.astimezone(dt.UTC)  # An hour that comes twice equals no other.
        assert water.height_m == tide_at(water.at, SALTMERE).height_m


def test_springs_come_at_new_and_full_moon_and_neaps_between() -> None:
    quarter = SYNODIC_MONTH / 4
    highs = [tide_at(NEW_MOON + quarter * step, SALTMERE).next_high for step in range(4)]

    tides = [tide_at(high, SALTMERE) for high in highs]

    assert [tide.is_spring for tide in tides] == [True, False, True, False]
    assert [round(tide.height_m, 1) for tide in tides] == [5.6, 4.0, 5.6, 4.0]


def test_high_water_at_new_moon_comes_so_long_after_noon_as_the_coast_lags() -> None:
    noon = NEW_MOON.replace(hour=11, minute=0)

    high = tide_at(noon, SALTMERE).next_high

    assert abs(high - NEW_MOON.replace(hour=12, minute=0) - dt.timedelta(hours=5.4)) < dt.timedelta(minutes=15)


def test_each_day_the_tide_is_later_by_about_fifty_minutes() -> None:
    high = tide_at(NEW_MOON, SALTMERE).next_high

    two_later = tide_at(tide_at(high, SALTMERE).next_high, SALTMERE).next_high

    assert dt.timedelta(hours=24, minutes=49) <= two_later - high <= dt.timedelta(hours=24, minutes=52)


def test_instants_come_back_in_the_time_zone_they_came_in() -> None:
    at = dt.datetime(1931, 7, 1, 12, tzinfo=LONDON)

    assert tide_at(at, SALTMERE).next_high.tzinfo is LONDON


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(NaiveInstant):
        tide_at(dt.datetime(1931, 7, 1, 12), SALTMERE)  # noqa: DTZ001


def test_neaps_cannot_exceed_springs() -> None:
    with pytest.raises(ValidationError, match="larger than the spring range"):
        Tides(high_water_lag_h=1, spring_range_m=2, neap_range_m=3)
