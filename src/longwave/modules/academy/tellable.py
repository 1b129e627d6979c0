"""What layers of the press can ask of the game's events and tell of them, by their fields, before any happens."""

import datetime as dt
from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import get_args

from longwave.modules.academy.catalogue import EVENTS
from longwave.modules.academy.events import GameEvent
from longwave.modules.academy.symposium.events import SymposiumResolved
from longwave.modules.academy.telling import HIRED, SEATED, SECRET, TEAM, TERMS
from longwave.world.persona import Value
from longwave.world.press import NONE, SCHOLARS, EventKind

INFLUENCE = ("influence", "costs", "pays")
# Fields that say whose matter an event is.
OWNERS = ("faction", "scholar", "site", "discipline")
# What fields give besides a slot of their own name.
_BESIDES: Mapping[str, tuple[str, ...]] = {
    "site": ("site_region",),
    "change": ("change_words",),
    "theory": ("claim",),
    "mishap_says": ("mishap_words",),
    "standings": ("standings_words",),
}


@cache
def event_kinds() -> Mapping[str, EventKind]:
    """Return every kind of event, by its name."""
    return {
        event.kind: EventKind(
            fields={name: _values(_types(event, name)) for name in event.model_fields}, slots=_slots(event)
        )
        for event in EVENTS
    }


def _slots(event: type[GameEvent]) -> frozenset[str]:
    slots = {"year"}
    for name in event.model_fields:
        slots.update(_words(name, _types(event, name)), _BESIDES.get(name, ()))
        slots.update(["faction"] if name in OWNERS else [])
    return frozenset(slots | ({"votes_words"} if issubclass(event, SymposiumResolved) else set()))


def _words(name: str, types: Collection[object]) -> Collection[str]:
    """Return the slots that a field gives by itself."""
    if name in SECRET:
        return ()
    if name in SCHOLARS:
        return (name, *(f"{name}_{part}" for part in ("last", "they", "them", "their", "discipline", "saying")))
    if {str, int, bool, dt.datetime} & set(types):
        return (name,)
    if _choices(types):
        return (name, f"{name}_words")
    if name in (*HIRED, *SEATED):
        return (name if name == TEAM else f"{name}_words", f"{name}_size")
    return (f"{name}_words",) if name in (*INFLUENCE, TERMS) else ()


def _values(types: Collection[object]) -> tuple[Value, ...]:
    """Return what a field can hold, as a pack writes it; nothing where that is anything."""
    values = (*_choices(types), *((True, False) if bool in types else ()))
    return (*values, NONE) if values and type(None) in types else values


def _choices(types: Collection[object]) -> tuple[str, ...]:
    return tuple(each.value for one in types if isinstance(one, type) and issubclass(one, StrEnum) for each in one)


def _types(event: type[GameEvent], name: str) -> tuple[object, ...]:
    annotation = event.model_fields[name].annotation
    return get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)
