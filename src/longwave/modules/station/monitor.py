"""The production monitor: LIVE_STATUS.json, alerts, and what holds a run: a PAUSE file, a disk that is nearly full."""

import asyncio
import datetime as dt
import json
import resource
import shutil
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from longwave.kernel.clock import Clock, SystemClock
from longwave.kernel.files import as_json
from longwave.ledger.events import Recorded
from longwave.modules.station.events import SegmentAired
from longwave.modules.station.output import write_output
from longwave.modules.station.retrieval import Retrieval
from longwave.modules.station.tally import Tally
from longwave.narrator.events import BudgetReached
from longwave.narrator.spend import MICRO

STATUS_FILE, PAUSE_FILE = "LIVE_STATUS.json", "PAUSE"
PAUSE_POLL_S = 0.5
RECENT = 20
# How much slower than its first segments a run may become, and how little of its pool may be left, before it says so.
SLOWDOWN, LOW_POOL = 1.5, 0.3
# Segments that take less are slow or fast by what else the machine does.
NOTICEABLE_S = 0.1
# The share of segments that may have a major finding, by the share of the run that is done (the progressive gate).
ALLOWED = ((0.1, 0.10), (0.5, 0.07), (1.0, 0.05))
# Under so many segments a share says nothing.
MIN_SEGMENTS = 20
MEGABYTE = 1024 * 1024


@dataclass(kw_only=True)
class Monitor:
    """Keeps count of a run while it goes on; what it counts from is read from the ledger once, at the start.

    Attributes:
        about: run id, world, persona and seed, as the status names them.
        planned: how many segments the run has in all.
        tally: how the run stands.
        pool: every beat that the presenter could tell.
        retrieval: what was looked up in the lore, and remembered.
        min_free_mb: how much room the disk must have for the run to go on.
        last_segment_at: when the last segment was aired, by this process or one before it.
        elapsed_s: how long the processes before this one worked.
        budgets: which budgets were found spent.
        say: tells the person at the terminal something.
        alerts: what is wrong, by its name.
    """

    out: Path
    about: dict[str, object]
    planned: int
    tally: Tally
    say: Callable[[str], None]
    pool: frozenset[str] = frozenset()
    retrieval: Retrieval = field(default_factory=Retrieval)
    min_free_mb: int = 0
    wall: Clock = field(default_factory=SystemClock)
    last_segment_at: dt.datetime | None = None
    elapsed_s: float = 0.0
    budgets: list[str] = field(default_factory=list)
    alerts: dict[str, str] = field(default_factory=dict)
    _state: str = "running"
    _paused_since: dt.datetime | None = None
    _held: str = ""
    _took_s: deque[float] = field(default_factory=lambda: deque(maxlen=RECENT))
    _first_s: list[float] = field(default_factory=list)
    _told: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._began = self._working_since = self.wall.now()

    @property
    def done(self) -> int:
        """How many segments of the run are aired."""
        return self.tally.aired

    @property
    def position(self) -> str:
        """The last slot that was aired, or empty."""
        return self.tally.position

    @property
    def allowed_share(self) -> float:
        """The share of segments that may have a major finding, as far as the run has come."""
        done = self.done / self.planned
        return next(share for until, share in ALLOWED if done <= until or until == 1)

    @property
    def is_below_standard(self) -> bool:
        """Whether more segments than that were aired with one."""
        return self.done >= MIN_SEGMENTS and self.tally.flawed / self.done > self.allowed_share

    @property
    def pool_left(self) -> float | None:
        """The share of the pool's beats that the run has not told; None where there is no pool."""
        return len(self.pool - self.tally.beats) / len(self.pool) if self.pool else None

    @property
    def slowdown(self) -> float | None:
        """How much longer the latest segments take than the first of this process; None before there are enough."""
        if len(self._first_s) < RECENT or len(self._took_s) < RECENT or self.done < 2 * RECENT:
            return None
        return median(self._took_s) / max(median(self._first_s), 1e-6)

    def recall(self) -> None:
        """Take over how long the processes before this one worked, from the status that they left."""
        try:
            before = json.loads((self.out / STATUS_FILE).read_text(encoding="utf-8"))["elapsed_s"]
            self.elapsed_s = max(0.0, float(before))
        except (OSError, ValueError, KeyError, TypeError):
            self.elapsed_s = 0.0  # There is none, or somebody has written into it.

    def count(self, recorded: list[Recorded]) -> None:
        """Take in what was just committed."""
        events = [each.event for each in recorded]
        self.tally = self.tally.after(events)
        self.budgets += [
            budget_name(event.scope, is_soft=event.is_soft) for event in events if isinstance(event, BudgetReached)
        ]
        if any(isinstance(event, SegmentAired) for event in events):
            if self._held:
                self.say("going on")
            self._state, self._paused_since, self._held = "running", None, ""
            now = self.wall.now()
            self._took((now - self._working_since).total_seconds())
            self._working_since = self.last_segment_at = now
            self._watch()
            self.write()

    async def at_boundary(self) -> None:
        """Hold the run for as long as a PAUSE file lies in its folder, or its disk is nearly full."""
        if (reason := self._stop()) is None:
            return
        self._state, self._paused_since, self._held = "paused", self.wall.now(), reason
        await asyncio.to_thread(self.write)
        pause = self.out / PAUSE_FILE
        self.say(f"paused by {pause}; remove that file to go on" if pause.exists() else f"paused: {reason}")
        while (reason := self._stop()) is not None:
            self._held = reason
            await asyncio.sleep(PAUSE_POLL_S)
            await asyncio.to_thread(self.write)
        self._state, self._paused_since, self._held = "running", None, ""
        self._working_since = self.wall.now()
        self.say("going on")

    async def held(self, reason: str) -> None:
        """Take in that the run cannot go on for now."""
        if not self._held:
            self.say(f"paused: {reason}")
        self._state, self._held = "paused", reason
        self._paused_since = self._paused_since or self.wall.now()
        await asyncio.to_thread(self.write)

    def finish(self, state: str) -> None:
        """Write the last status of this process."""
        self._state, self._paused_since, self._held = state, None, ""
        self.write()

    def write(self) -> None:
        """Replace the status file.

        Raises:
            OutputUnusable: the folder cannot be written.
        """
        write_output(self.out / STATUS_FILE, as_json(self.status()))

    def status(self) -> dict[str, object]:
        """Return how the run stands; a number that nothing is known of yet is null."""
        now, tally, last_at = self.wall.now(), self.tally, self.last_segment_at
        mean_s = sum(self._took_s) / len(self._took_s) if self._took_s else None
        return {
            "run": self.about,
            "state": self._state,
            "position": self.position or None,
            "segments": {
                "planned": self.planned,
                "done": tally.aired,
                "fallback": tally.fallback,
                "refused": tally.refused,
            },
            "tokens": tally.tokens,
            "cost_usd": tally.microusd / MICRO,
            "budgets_reached": self.budgets,
            "pass_rate": _share(tally.first_pass, tally.aired),
            "findings_let_pass": dict(sorted(tally.findings.items())),
            "flawed": _share(tally.flawed, tally.aired),
            "repetition": _share(tally.repetitive, tally.aired),
            "stories": {"open": tally.begun - tally.ended, "ended": tally.ended},
            "pool_left": _rounded(self.pool_left),
            "cache_hit_rate": _rounded(self.retrieval.hit_rate),
            "seconds_per_segment": _rounded(mean_s),
            "slowdown": _rounded(self.slowdown),
            "last_segment_age_s": None if last_at is None else max(0.0, round((now - last_at).total_seconds(), 1)),
            "last_segment_at": None if last_at is None else last_at.isoformat(timespec="seconds"),
            "elapsed_s": round(self.elapsed_s + (now - self._began).total_seconds(), 1),
            "eta_s": None if mean_s is None else round(mean_s * (self.planned - tally.aired), 1),
            "pause": self._pause(),
            "alerts": list(self.alerts.values()),
            "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "updated_at": now.isoformat(timespec="seconds"),
        }

    def _took(self, seconds: float) -> None:
        self._took_s.append(seconds)
        if len(self._first_s) < RECENT:
            self._first_s.append(seconds)

    def _watch(self) -> None:
        """Raise what is wrong, and take back what is no more; the person at the terminal is told once."""
        left, slower = self.pool_left, self.slowdown
        share = self.tally.flawed / self.done if self.done else 0.0
        self._alert("pool", left is not None and left < LOW_POOL, f"{left or 0:.0%} of the story pool is left")
        is_slow = slower is not None and slower > SLOWDOWN and median(self._took_s) > NOTICEABLE_S
        self._alert("slow", is_slow, f"segments take {slower or 0:.1f} times as long as at the beginning")
        said = f"{share:.1%} of the segments have a major finding, and {self.allowed_share:.0%} may"
        self._alert("quality", self.is_below_standard, said)

    def _alert(self, name: str, is_wrong: bool, what: str) -> None:  # noqa: FBT001 - the alert's condition
        if not is_wrong:
            self.alerts.pop(name, None)
            return
        if name not in self._told:
            self.say(f"alert: {what}")
            self._told.add(name)
        self.alerts[name] = what

    def _stop(self) -> str | None:
        """Return why the run must not go on, if it must not."""
        pause = self.out / PAUSE_FILE
        if pause.exists():
            try:
                said = pause.read_text(encoding="utf-8", errors="replace").strip()[:200]
            except OSError:
                said = ""
            return said or f"{PAUSE_FILE} file"
        if self.min_free_mb and (free := shutil.disk_usage(self.out).free // MEGABYTE) < self.min_free_mb:
            return f"the disk is nearly full: {free} MB are free, and {self.min_free_mb} must be"
        return None

    def _pause(self) -> dict[str, str] | None:
        if self._paused_since is None:
            return None
        return {"since": self._paused_since.isoformat(timespec="seconds"), "reason": self._held}


def budget_name(scope: str, *, is_soft: bool) -> str:
    """Return a budget that was found spent as the status names it."""
    return f"{scope} at four fifths" if is_soft else scope


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
