"""The days of a run before anything is said in them: slot times, weather and forms, from the calendar and the dice."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from longwave.kernel.dice import dice
from longwave.modules.station import rundown
from longwave.world.card import Form, StationCard
from longwave.world.climate import Climate
from longwave.world.pack import Pack
from longwave.world.weather import WeatherSlot, day_of_weather

# How far the stories look ahead. The longest of them ends well within it, so that a run of years costs no more a day.
HORIZON_DAYS = 45


@dataclass(frozen=True, kw_only=True)
class DayOrder:
    """Which day to plan, and how densely.

    Attributes:
        hours: how many hours the run has left, this day's included.
    """

    date: dt.date
    hours: int
    segments_per_hour: int

    def next_day(self, station: StationCard) -> "DayOrder | None":
        """Return the order for the day after; None where the run ends with this one."""
        left = self.hours - (station.signs_off - station.signs_on)
        return replace(self, date=self.date + dt.timedelta(days=1), hours=left) if left > 0 else None


@dataclass(frozen=True, kw_only=True)
class Skeleton:
    """A broadcast day without its content.

    Attributes:
        weather: of the day's quarters.
    """

    times: tuple[dt.datetime, ...]
    weather: tuple[WeatherSlot, ...]
    forms: tuple[Form, ...]

    @property
    def skies(self) -> tuple[str, ...]:
        """The weather states of the day's quarters."""
        return tuple(quarter.sky for quarter in self.weather)


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """The days of one presenter's run. Each is thrown once, however often it is looked at."""

    pack: Pack
    persona: str
    seed: int
    _days: dict[tuple[DayOrder, tuple[str, ...]], Skeleton] = field(default_factory=dict, repr=False)

    def day(self, order: DayOrder, skies: tuple[str, ...]) -> Skeleton:
        """Return a day that follows on some weather."""
        known = order, skies
        if known not in self._days:
            self._days[known] = self._thrown(order, skies)
        return self._days[known]

    def story_turns(self, order: DayOrder, skies: tuple[str, ...], turn: int) -> list[int]:
        """Return which segments of the run tell a story, from a day on, as far as one looks ahead.

        Args:
            turn: how many segments there were before that day.
        """
        for past in [known for known in self._days if known[0].date < order.date]:
            del self._days[past]
        turns = []
        for day in self._days_from(order, skies):
            turns += [turn + place for place, form in enumerate(day.forms) if form is Form.STORY]
            turn += len(day.forms)
        return turns

    def _days_from(self, order: DayOrder | None, skies: tuple[str, ...]) -> Iterator[Skeleton]:
        for _ in range(HORIZON_DAYS):
            if order is None:
                return
            day = self.day(order, skies)
            yield day
            order, skies = order.next_day(self.pack.station), day.skies

    def _thrown(self, order: DayOrder, skies: tuple[str, ...]) -> Skeleton:
        station, climate = self.pack.station, climate_of(self.pack)
        times = rundown.slot_times(
            station,
            order.date,
            ZoneInfo(self.pack.card.tz),
            segments_per_hour=order.segments_per_hour,
            hours=order.hours,
        )
        weather = day_of_weather(climate, order.date, skies, dice(self.seed, "weather", str(order.date)))
        stream = dice(self.seed, "station.rundown", self.persona, str(order.date))
        forms = rundown.assign_forms(station, times, _emergencies(climate, weather, times), stream)
        return Skeleton(times=tuple(times), weather=tuple(weather), forms=tuple(forms))


def climate_of(pack: Pack) -> Climate:
    """Return the climate of the region that the station stands in, or the pack's first."""
    regions = pack.lore[pack.station.lore].regions
    return next(
        (pack.climates[region] for region in regions if region in pack.climates), next(iter(pack.climates.values()))
    )


def weather_at(weather: Sequence[WeatherSlot], at: dt.datetime) -> WeatherSlot:
    """Return the quarter of a day's weather that a moment lies in."""
    return next(quarter for quarter in reversed(weather) if quarter.hour <= at.hour)


def _emergencies(climate: Climate, weather: Sequence[WeatherSlot], times: Sequence[dt.datetime]) -> list[bool]:
    """Tell for each slot whether it is the first one in a quarter of emergency weather."""
    alarming = {sky.id for sky in climate.skies if sky.emergency}
    quarters = [weather_at(weather, at) for at in times]
    return [
        quarter.sky in alarming and (place == 0 or quarters[place - 1] is not quarter)
        for place, quarter in enumerate(quarters)
    ]
