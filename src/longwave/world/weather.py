"""Weather: a pure Markov calendar of skies, temperatures and winds."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass

from longwave.world.climate import Climate, Season, Sky, Wind

SLOT_HOURS = (0, 6, 12, 18)
MAX_EQUAL = 3

_NOON = SLOT_HOURS.index(12)
# Degrees that each slot lies below noon, at most: nights are the coldest.
_DROP_C = (8, 6, 0, 4)
_WIND_HOLDS = 0.7


@dataclass(frozen=True, kw_only=True)
class WeatherSlot:
    """Six hours of weather.

    Attributes:
        hour: local hour at which the slot begins.
        wind_force: on the Beaufort scale.
        wind: where it comes from.
    """

    hour: int
    sky: str
    temp_c: int
    wind_force: int
    wind: Wind


def day_of_weather(
    climate: Climate, date: dt.date, previous: tuple[str, ...], dice: random.Random
) -> tuple[WeatherSlot, ...]:
    """Return a day's four slots.

    Args:
        climate: of one region.
        date: the local day.
        previous: the skies of the slots before, the latest last; only the last three count. Empty on the first day.
        dice: the only randomness; the same dice give the same day.
    """
    season = next(season for season in climate.seasons if date.month in season.months)
    skies = {sky.id: sky for sky in climate.skies}
    chain = list(previous[-MAX_EQUAL:])
    for _ in SLOT_HOURS:
        chain.append(_next_sky(season, chain, dice))
    day = [skies[sky] for sky in chain[-len(SLOT_HOURS) :]]
    temps = _temperatures(season, day, dice)
    winds = _winds(climate, dice)
    return tuple(
        WeatherSlot(hour=hour, sky=sky.id, temp_c=temp, wind_force=dice.randint(*sky.wind_force), wind=wind)
        for hour, sky, temp, wind in zip(SLOT_HOURS, day, temps, winds, strict=True)
    )


def _next_sky(season: Season, chain: Sequence[str], dice: random.Random) -> str:
    latest = chain[-MAX_EQUAL:]
    is_stale = len(latest) == MAX_EQUAL and len(set(latest)) == 1
    barred = latest[0] if is_stale else None
    if not chain or chain[-1] not in season.steps:
        return season.start if season.start != barred else _any_other(season, barred, dice)
    shares = {sky: share for sky, share in season.steps[chain[-1]].items() if share > 0 and sky != barred}
    if not shares:
        return _any_other(season, barred, dice)
    return dice.choices(list(shares), weights=list(shares.values()))[0]


def _any_other(season: Season, barred: str | None, dice: random.Random) -> str:
    return dice.choice([sky for sky in season.steps if sky != barred] or [season.start])


def _temperatures(season: Season, day: Sequence[Sky], dice: random.Random) -> list[int]:
    """Return a temperature for each slot: within the season and below each sky's limit, noon above all others."""
    coldest, warmest = season.temp_c
    noon_max = _limit(day[_NOON], warmest)
    # A snowy night belongs to a cold day.
    noon_max = min([noon_max, *(_limit(sky, warmest) + drop for sky, drop in zip(day, _DROP_C, strict=True))])
    noon = max(coldest + 1, round(dice.triangular(coldest + 1, max(coldest + 1, noon_max))))
    temps = []
    for slot, sky in enumerate(day):
        drop = dice.randint(1, max(1, _DROP_C[slot]))
        below = min(noon - drop, _limit(sky, warmest))
        temps.append(noon if slot == _NOON else max(coldest, below))
    return temps


def _limit(sky: Sky, warmest: int) -> int:
    return warmest if sky.max_c is None else min(warmest, sky.max_c)


def _winds(climate: Climate, dice: random.Random) -> list[Wind]:
    winds = [dice.choice(climate.winds)]
    while len(winds) < len(SLOT_HOURS):
        winds.append(winds[-1] if dice.random() < _WIND_HOLDS else dice.choice(climate.winds))
    return winds
