"""What holds at a moment, as slots: the time, the day, the sky, the tide, the feasts."""

import datetime as dt
import random
from dataclasses import dataclass

from longwave.narrator import spoken
from longwave.narrator.phrases import Value
from longwave.world.calendar import feasts_on, next_feast
from longwave.world.climate import Climate
from longwave.world.pack import Pack
from longwave.world.tides import tide_at
from longwave.world.weather import WeatherSlot

# The Beaufort scale, as the shipping forecast names it.
_WINDS = (
    "no wind at all|a light air|a light breeze|a gentle breeze|a moderate breeze|a fresh breeze|a strong breeze|"
    "a near gale|a gale|a strong gale|a storm|a violent storm|a hurricane"
).split("|")
_SEASONS = ("winter", "spring", "summer", "autumn")


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A slot's time and weather."""

    at: dt.datetime
    weather: WeatherSlot


def moment_slots(pack: Pack, climate: Climate, moment: Moment, stream: random.Random) -> dict[str, Value]:
    """Return the slots that every segment has (see docs/howto/write-a-phrasebook.md)."""
    at, weather = moment.at, moment.weather
    sky = next(sky for sky in climate.skies if sky.id == weather.sky)
    slots: dict[str, Value] = {
        "part_of_day": spoken.part_of_day(at.hour),
        "weekday": spoken.WEEKDAYS[at.weekday()],
        "date": spoken.date(at.date()),
        "month": spoken.MONTHS[at.month - 1],
        "season": _SEASONS[at.month % 12 // 3],
        "station": pack.station.name,
        "people": pack.card.people,
        "sky": sky.id,
        "sky_says": stream.choice(sky.spoken),
        "temp": f"{spoken.number(weather.temp_c)} degree{'' if abs(weather.temp_c) == 1 else 's'}",
        "wind": _wind(weather),
    }
    if at.minute == 0:
        slots["hour"] = spoken.clock_time(at)
    return slots | _tide_slots(pack, at) | _feast_slots(pack, at.date())


def _wind(weather: WeatherSlot) -> str:
    return _WINDS[weather.wind_force] + (f" from the {weather.wind.value}" if weather.wind_force else "")


def _tide_slots(pack: Pack, at: dt.datetime) -> dict[str, Value]:
    if pack.card.tides is None:
        return {}
    tide = tide_at(at, pack.card.tides)
    return {
        "tide": tide.direction.value,
        "springs": tide.is_spring,
        "next_high": spoken.rounded_time(tide.next_high),
        "next_low": spoken.rounded_time(tide.next_low),
    }


def _feast_slots(pack: Pack, date: dt.date) -> dict[str, Value]:
    kept = feasts_on(date, pack.feasts.values())
    slots: dict[str, Value] = {"is_feast": bool(kept)}
    if kept:
        slots |= {"feast": kept[0].name, "feast_says": kept[0].says}
    if (coming := next_feast(date, pack.feasts.values())) is not None:
        slots |= {"next_feast": coming[1].name, "days_to_feast": (coming[0] - date).days}
    return slots
