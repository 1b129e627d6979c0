"""A day's rundown, planned whole before a word is written: slots, forms, fact sheets, and what leads to what."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from longwave.kernel.dice import dice
from longwave.modules.station import rundown
from longwave.modules.station.events import Slot
from longwave.modules.station.knowledge import Knower
from longwave.modules.station.picking import Picker
from longwave.modules.station.saying import Moment, moment_slots
from longwave.narrator.assignment import FactSheet, Telling
from longwave.narrator.phrases import Value
from longwave.world.broadcast import Item
from longwave.world.card import Form
from longwave.world.climate import Climate
from longwave.world.lore import LoreEntry
from longwave.world.pack import Pack
from longwave.world.weather import WeatherSlot, day_of_weather

FACTS = 5
ITEMS = 2
# The longest fact, and the longest title with its gloss, that a form has room for.
FACT_CHARS: Mapping[Form, int] = {Form.TIME: 72, Form.IDENT: 72, Form.WEATHER: 90, Form.EMERGENCY: 90, Form.GOSSIP: 110}
MAX_FACT_CHARS = 150


@dataclass(frozen=True, kw_only=True)
class Continuity:
    """What a day's plan needs to know of the days before.

    Attributes:
        skies: the latest weather states, the newest last.
        turns: how many segments of each form were planned.
        uses: how often each ref was told or spent on air.
    """

    skies: tuple[str, ...] = ()
    turns: Mapping[str, int]
    uses: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Day:
    """A planned day."""

    slots: tuple[Slot, ...]
    skies: tuple[str, ...]
    turns: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class DayOrder:
    """Which day to plan, and how densely."""

    date: dt.date
    hours: int
    segments_per_hour: int


def plan_day(
    order: DayOrder, knower: Knower, continuity: Continuity, related: Callable[[LoreEntry], Iterable[str]], seed: int
) -> Day:
    """Plan one broadcast day. The same arguments always give the same plan."""
    pack, persona = knower.canon.pack, knower.persona.id
    tz = ZoneInfo(pack.card.tz)
    times = rundown.slot_times(
        pack.station, order.date, tz, segments_per_hour=order.segments_per_hour, hours=order.hours
    )
    climate = climate_of(pack)
    weather = day_of_weather(climate, order.date, continuity.skies, dice(seed, "weather", str(order.date)))
    stream = dice(seed, "station.rundown", persona, str(order.date))
    forms = rundown.assign_forms(pack.station, times, _emergencies(climate, weather, times), stream)
    picker = Picker(knower=knower, uses=Counter(continuity.uses), related=related, dice=stream)
    planner = _Planner(pack, picker, climate, Counter(continuity.turns), stream)
    slots = tuple(
        planner.slot(Moment(at=at, weather=_weather_at(weather, at)), form)
        for at, form in zip(times, forms, strict=True)
    )
    return Day(slots=slots, skies=tuple(quarter.sky for quarter in weather), turns=dict(planner.turns))


def climate_of(pack: Pack) -> Climate:
    """Return the climate of the region that the station stands in, or the pack's first."""
    regions = pack.lore[pack.station.lore].regions
    return next(
        (pack.climates[region] for region in regions if region in pack.climates), next(iter(pack.climates.values()))
    )


def _weather_at(weather: Sequence[WeatherSlot], at: dt.datetime) -> WeatherSlot:
    return next(quarter for quarter in reversed(weather) if quarter.hour <= at.hour)


def _emergencies(climate: Climate, weather: Sequence[WeatherSlot], times: Sequence[dt.datetime]) -> list[bool]:
    """Tell for each slot whether it is the first one in a quarter of emergency weather."""
    alarming = {sky.id for sky in climate.skies if sky.emergency}
    quarters = [_weather_at(weather, at) for at in times]
    return [
        quarter.sky in alarming and (place == 0 or quarters[place - 1] is not quarter)
        for place, quarter in enumerate(quarters)
    ]


class _Planner:
    """Fills a day's slots one after the other."""

    def __init__(
        self, pack: Pack, picker: Picker, climate: Climate, turns: Counter[str], stream: random.Random
    ) -> None:
        self._pack = pack
        self._picker = picker
        self._climate = climate
        self._stream = stream
        self.turns = turns

    def slot(self, moment: Moment, form: Form) -> Slot:
        content = self._content(form)
        slots = {**moment_slots(self._pack, self._climate, moment, self._stream), **content.slots}
        facts = self._picker.facts(
            content.subject,
            topics=self._pack.station.forms[content.form].topics,
            count=FACTS,
            max_chars=FACT_CHARS.get(content.form, MAX_FACT_CHARS),
        )
        sheet = FactSheet(
            at=moment.at, sky=moment.weather.sky, slots=slots, facts=facts, items=content.items, subject=content.told
        )
        planned = Slot(
            time=f"{moment.at:%H:%M}",
            form=content.form,
            sheet=sheet,
            max_chars=self._pack.station.forms[content.form].max_chars,
            turn=self.turns.total(),
            form_turn=self.turns[content.form],
            spends=content.spends,
        )
        self.turns[content.form] += 1
        return planned

    def _content(self, form: Form) -> "_Content":
        """Return what a form is about; where the pack has nothing left for it, the slot becomes a time check."""
        content = _Content(form=form)
        if form in (Form.NEWS, Form.GOSSIP):
            content = self._items(form, ITEMS if form is Form.NEWS else 1)
        elif form is Form.STORY:
            content = self._story()
        elif form is Form.MUSIC:
            content = self._music()
        elif form is Form.LETTER:
            content = self._letter()
        return content

    def _items(self, form: Form, count: int) -> "_Content":
        items = [item for _ in range(count) if (item := self._picker.item(form)) is not None]
        if not items:
            return _Content(form=Form.TIME)
        return _Content(form=form, items=tuple(map(self._telling, items)), subject=items[-1].about)

    def _telling(self, item: Item) -> Telling:
        about = self._pack.lore[item.about[0]].title
        return Telling(ref=f"item:{item.id}", ids=item.about, slots={"item": item.says, "about": about})

    def _story(self) -> "_Content":
        picked = self._picker.beat()
        if picked is None:
            return _Content(form=Form.TIME)
        slots: dict[str, Value] = {
            "story": f"“{picked.quest.title}”",
            "beat": picked.beat.says,
            "first": picked.number == 0,
            "last": picked.is_last,
        }
        if picked.recap:
            slots["recap"] = picked.recap
        told = picked.beat.entities
        spends = (picked.ref, *((f"quest:{picked.quest.id}",) if picked.is_last else ()))
        return _Content(form=Form.STORY, slots=slots, subject=told, told=told, spends=spends)

    def _music(self) -> "_Content":
        record = self._picker.record()
        if record is None:
            return _Content(form=Form.TIME)
        slots: dict[str, Value] = {
            "record": f"“{record.title}”",
            "artist": record.artist,
            "record_year": str(record.year),
            "note_on_record": record.note,
        }
        spends = (f"record:{record.id}",)
        return _Content(form=Form.MUSIC, slots=slots, subject=record.about, told=record.about, spends=spends)

    def _letter(self) -> "_Content":
        letter = self._picker.letter()
        if letter is None:
            return _Content(form=Form.TIME)
        slots: dict[str, Value] = {"sender": letter.sender, "asks": letter.asks}
        return _Content(form=Form.LETTER, slots=slots, subject=letter.about, spends=(f"letter:{letter.id}",))


@dataclass(frozen=True, kw_only=True)
class _Content:
    """What a slot is about.

    Attributes:
        subject: lore entries that the facts start from.
        told: those of them that `slots` name.
    """

    form: Form
    slots: Mapping[str, Value] = field(default_factory=dict)
    items: tuple[Telling, ...] = ()
    subject: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    spends: tuple[str, ...] = ()
