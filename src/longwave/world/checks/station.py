"""The station must be able to fill a day, and somebody must speak."""

import zoneinfo
from collections.abc import Iterator

from longwave.world.broadcast import Item
from longwave.world.card import Form, Slotting, StationCard, WorldCard
from longwave.world.climate import Climate
from longwave.world.draft import Draft, Placed
from longwave.world.errors import Fault
from longwave.world.explain import nearest
from longwave.world.persona import Persona, Role


def check(draft: Draft) -> Iterator[Fault]:
    """Yield faults of the cards, and what the station lacks."""
    card, station = draft.one(WorldCard), draft.one(StationCard)
    if card is not None:
        yield from _time_zone(card)
    if station is not None:
        yield from _forms(station)
        yield from _lacks(draft, station)
    yield from _items_in_their_files(draft)


def _time_zone(card: Placed[WorldCard]) -> Iterator[Fault]:
    known = zoneinfo.available_timezones()
    if card.value.tz not in known:
        cure = nearest(card.value.tz, known, otherwise="use an IANA name, such as Europe/London")
        yield card.fault(f"there is no time zone {card.value.tz!r}", cure, "tz")


def _forms(station: Placed[StationCard]) -> Iterator[Fault]:
    for form in Form:
        # Only a world with The Great Work has anybody to interview.
        if form not in station.value.forms and form is not Form.INTERVIEW:
            cure = "add it; `weight: 0` and `at_least: 0` keep it off air"
            yield station.fault(f"the form `{form}` is missing", cure, "forms")
    for form, slotting in station.value.forms.items():
        yield from _hours(station, form, slotting)


def _hours(station: Placed[StationCard], form: Form, slotting: Slotting) -> Iterator[Fault]:
    on, off = station.value.signs_on, station.value.signs_off
    cure = f"use hours from {on} to {off - 1}"
    for hour in slotting.weights:
        if not on <= hour < off:
            yield station.fault(f"at {hour} o'clock the station is off air", cure, "forms", form, "weights", hour)
    for index, hour in enumerate(slotting.at):
        if not on <= hour < off:
            yield station.fault(f"at {hour} o'clock the station is off air", cure, "forms", form, "at", index)
        if hour in slotting.at[:index]:
            what = f"`{form}` is required twice at {hour}"
            yield station.fault(what, "take one out", "forms", form, "at", index)


def _lacks(draft: Draft, station: Placed[StationCard]) -> Iterator[Fault]:
    is_broken = Persona in draft.unreadable or Persona in draft.broken
    if not is_broken and not any(one.value.role is Role.PRESENTER for one in draft.all(Persona)):
        yield station.fault("nobody can speak on this station", "add a presenter in personas/")
    weather = station.value.forms.get(Form.WEATHER)
    has_climate = any(draft.keys(Climate)) or Climate in draft.unreadable
    if weather is not None and weather.is_used and not has_climate:
        yield station.fault("there is no weather to tell", "add a climate in climate/", "forms", Form.WEATHER)


def _items_in_their_files(draft: Draft) -> Iterator[Fault]:
    for item in draft.all(Item):
        if item.place.file != f"broadcast/{item.value.form}.yaml":
            what = f"{item.place.file} holds an item of the form `{item.value.form}`"
            yield item.fault(what, f"move it to broadcast/{item.value.form}.yaml, or change its form", "form")
