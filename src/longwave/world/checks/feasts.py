"""A feast must fall on a day that exists."""

from collections.abc import Iterator

from longwave.world.calendar import rule
from longwave.world.climate import Feast
from longwave.world.draft import Draft
from longwave.world.errors import Fault


def check(draft: Draft) -> Iterator[Fault]:
    """Yield feasts without a real day."""
    for feast in draft.all(Feast):
        try:
            rule(feast.value.on)
        except ValueError as error:
            cure = 'write a date, as in "11-09", or a weekday, as in "2nd friday of 04"'
            yield feast.fault(str(error), cure, "on")
