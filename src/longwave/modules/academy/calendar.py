"""When digests are held: at the same minutes of the world's clocks, whatever those do in spring and autumn."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo


def times(written: Iterable[str]) -> tuple[dt.time, ...]:
    """Return times of day as a pack writes them ("13:00"), in order."""
    return tuple(sorted(map(dt.time.fromisoformat, written)))


def next_at(after: dt.datetime, tz: ZoneInfo, at: Iterable[dt.time], weekday: int | None = None) -> dt.datetime:
    """Return the next instant, in UTC, at which the local clocks show one of some times.

    A time that the clocks skip is taken as long after midnight as it would have been; one that they show twice, the
    first time.

    Args:
        weekday: on that day of the week alone; Monday is 0.
    """
    times_of_day = tuple(at)
    day = after.astimezone(tz).date()
    while True:
        found = [dt.datetime.combine(day, time, tz).astimezone(dt.UTC) for time in times_of_day]
        later = [instant for instant in found if instant > after]
        if later and weekday in (None, day.weekday()):
            return min(later)
        day += dt.timedelta(days=1)
