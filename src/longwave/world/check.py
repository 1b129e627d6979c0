"""The cross-checks of a pack: what no single file can show."""

from collections.abc import Callable, Iterator, Mapping

from longwave.world.checks import (
    canon,
    climates,
    feasts,
    findings,
    forum,
    game,
    lore,
    phrasebooks,
    press,
    references,
    safety,
    station,
    unique,
)
from longwave.world.checks.templates import Language
from longwave.world.draft import Draft
from longwave.world.errors import Fault
from longwave.world.press import EventKind

_CHECKS: tuple[Callable[[Draft], Iterator[Fault]], ...] = (
    unique.check,
    references.check,
    lore.check,
    canon.check,
    station.check,
    safety.check,
    climates.check,
    feasts.check,
    phrasebooks.check,
    forum.check,
    findings.check,
)
_OF_TEMPLATES: tuple[Callable[[Draft, Language], Iterator[Fault]], ...] = (
    phrasebooks.check_templates,
    game.check,
    press.check,
)


def check(draft: Draft, language: Language, events: Mapping[str, EventKind] | None) -> list[Fault]:
    """Return what does not fit together in a pack.

    Args:
        draft: what could be read; parts with faults of their own count as existing.
        language: reads phrasebook templates.
        events: every kind of event that the press can hear of, by its name; None where they are not known.
    """
    faults = [fault for find in _CHECKS for fault in find(draft)]
    faults += [fault for find in _OF_TEMPLATES for fault in find(draft, language)]
    if events is not None:
        faults += press.check_events(draft, language, events)
    return faults
