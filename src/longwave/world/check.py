"""The cross-checks of a pack: what no single file can show."""

from collections.abc import Callable, Iterator

from longwave.world.checks import canon, climates, feasts, forum, lore, phrasebooks, references, safety, station, unique
from longwave.world.draft import Draft
from longwave.world.errors import Fault

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
)


def check(draft: Draft, check_template: Callable[[str], str | None]) -> list[Fault]:
    """Return what does not fit together in a pack.

    Args:
        draft: what could be read; parts with faults of their own count as existing.
        check_template: returns what is wrong with a phrasebook template, or None.
    """
    faults = [fault for find in _CHECKS for fault in find(draft)]
    faults += phrasebooks.check_templates(draft, check_template)
    return faults
