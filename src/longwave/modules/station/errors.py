"""What the station refuses.

LongwaveError
└── StationError
    ├── RunExists        the output folder holds a run already
    ├── RunDiffers       the run that is resumed was ordered otherwise, or from another pack
    ├── OutsideCalendar  the days of a run lie outside of the years that can be reckoned
    ├── UnknownPersona   no presenter of that name speaks in this world
    ├── PersonaMissing   a run is begun and nobody is named to speak
    ├── OutputUnusable   the output folder cannot be written
    └── RunIncomplete    segments of the run could not be made
"""

import datetime as dt
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from longwave.kernel.errors import LongwaveError


class StationError(LongwaveError):
    """The station refuses this."""


class RunExists(StationError):
    """The output folder holds a run already."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} holds a run already")
        self.hint = "go on with it by --resume, or name another --output"


class RunDiffers(StationError):
    """The run that is resumed is not the one that was asked for."""

    hint = "resume with the same arguments and world, or begin another run in another --output"

    def __init__(self, what: str, asked: object, found: object) -> None:
        super().__init__(f"the run to resume has {what} {found}, not {asked}")


class OutsideCalendar(StationError):
    """The days of a run lie outside of the years that can be reckoned."""

    def __init__(self, days: int, start: dt.date, earliest: dt.date, latest: dt.date) -> None:
        super().__init__(f"{days} days from {start.isoformat()} lie outside of the calendar")
        self.hint = f"begin between {earliest.isoformat()} and {latest.isoformat()} by --start-date"


class UnknownPersona(StationError):
    """No presenter of that name speaks in this world."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        known = sorted(known)
        nearest = get_close_matches(name, known, n=1)
        super().__init__(f"no presenter is called {name!r}")
        self.hint = (f"did you mean {nearest[0]!r}? " if nearest else "") + f"there are {', '.join(known)}"


class PersonaMissing(StationError):
    """A run is begun and nobody is named to speak."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__("a new run needs a presenter")
        self.hint = f"name one by --persona: {', '.join(sorted(known))}"


class OutputUnusable(StationError):
    """The output folder cannot be written."""

    hint = "name a folder that can be written by --output, or free the disk; a run goes on by --resume"

    def __init__(self, place: Path, why: str) -> None:
        super().__init__(f"{place} cannot be written: {why}")


class RunIncomplete(StationError):
    """Segments of the run could not be made."""

    def __init__(self, missing: int, planned: int, place: str) -> None:
        super().__init__(f"{missing} of {planned} segments could not be made")
        self.hint = (
            f"`longwave orders list --status failed -d {place}` shows why; try them again with"
            f" `longwave orders retry ORDER -d {place}`, then go on by --resume"
        )


class CriticalAired(StationError):
    """A segment was aired with what must never air."""

    hint = "`longwave station report OUT` shows all of it; if the text is right, the rule or the lore is wrong"

    def __init__(self, slot: str, code: str, passage: str) -> None:
        super().__init__(f"the segment of {slot} breaks {code}: “{passage}”")


class StandardMissed(StationError):
    """Too many segments were aired with a major finding."""

    hint = "`longwave station report OUT` names the rules; a better model, or none, writes what they ask for"

    def __init__(self, what: str) -> None:
        super().__init__(what)


class PoolTooSmall(StationError):
    """There is not enough to tell for a run of this length."""

    def __init__(self, shortfalls: Iterable[str]) -> None:
        super().__init__(f"the story pool is too small: {'; '.join(shortfalls)}")
        self.hint = (
            "`longwave station pool audit --persona NAME` shows what is left out and why; add stories, or order"
            " fewer hours"
        )


class RunMissing(StationError):
    """A folder holds no run."""

    hint = "name the folder that a run was given by --output"

    def __init__(self, out: Path) -> None:
        super().__init__(f"{out} holds no run")


class NoSuchSegment(StationError):
    """Nothing was aired at that time."""

    hint = "name it as rundown.json does, as in 1931-03-02/06:00"

    def __init__(self, slot: str) -> None:
        super().__init__(f"no segment was aired at {slot!r}")
