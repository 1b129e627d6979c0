"""The clock: what time it is in the world, and how to wait for later."""

import asyncio
import datetime as dt
from typing import Protocol


class Clock(Protocol):
    """Tells the time, always aware and in UTC."""

    def now(self) -> dt.datetime: ...

    async def sleep_until(self, at: dt.datetime) -> None:
        """Return once `now()` is `at` or later; at once if it already is."""


class SystemClock:
    """The time of this machine."""

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    async def sleep_until(self, at: dt.datetime) -> None:
        while (remaining := (at - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - time is no event
            # A machine's clock may be set while we sleep, so no single sleep is long.
            await asyncio.sleep(min(remaining, 30.0))


class RunningClock:
    """A world's time that goes on from a moment as fast as this machine's: it stands while nobody keeps it."""

    def __init__(self, start: dt.datetime, wall: Clock | None = None) -> None:
        self._wall = wall or SystemClock()
        self._start = self._latest = utc(start)
        self._began = self._wall.now()

    def now(self) -> dt.datetime:
        # A machine's clock may be set back; a world's never goes back.
        self._latest = max(self._latest, self._start + (self._wall.now() - self._began))
        return self._latest

    async def sleep_until(self, at: dt.datetime) -> None:
        await self._wall.sleep_until(self._began + (utc(at) - self._start))


class VirtualClock:
    """A time that moves only when told to, and never back."""

    def __init__(self, start: dt.datetime) -> None:
        self._now = utc(start)

    def now(self) -> dt.datetime:
        return self._now

    async def sleep_until(self, at: dt.datetime) -> None:
        self._now = max(self._now, utc(at))


def utc(at: dt.datetime) -> dt.datetime:
    """Return the same instant in UTC.

    Raises:
        ValueError: the instant has no time zone.
    """
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} has no time zone")
    return at.astimezone(dt.UTC)


def to_text(at: dt.datetime) -> str:
    """Write an instant as fixed-width text that sorts as time does (1931-03-02T06:00:00.000000Z)."""
    return utc(at).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def from_text(text: str) -> dt.datetime:
    """Read what `to_text` wrote."""
    return dt.datetime.fromisoformat(text)
