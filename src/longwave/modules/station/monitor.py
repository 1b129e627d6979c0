"""The production monitor: LIVE_STATUS.json, and the PAUSE file that a producer lays down."""

import asyncio
import datetime as dt
import resource
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from longwave.editorial.events import PieceAccepted
from longwave.kernel.clock import Clock, SystemClock
from longwave.kernel.files import as_json, write_whole
from longwave.ledger.events import Recorded
from longwave.modules.station.errors import OutputUnusable
from longwave.modules.station.events import SegmentAired
from longwave.modules.station.views import Tally
from longwave.narrator.events import BudgetReached
from longwave.narrator.spend import MICRO
from longwave.orders.events import OrderFailed

STATUS_FILE, PAUSE_FILE = "LIVE_STATUS.json", "PAUSE"
PAUSE_POLL_S = 0.5
RECENT = 20


@dataclass(kw_only=True)
class Monitor:
    """Keeps count of a run while it goes on; what it counts from is read from the ledger once, at the start.

    Attributes:
        about: run id, world, persona and seed, as the status names them.
        planned: how many segments the run has in all.
        tally: how the run stood when this process began.
        last_segment_at: when the last segment was aired, by this process or one before it.
        budgets: which budgets were found spent.
        say: tells the person at the terminal something.
    """

    out: Path
    about: dict[str, object]
    planned: int
    tally: Tally
    say: Callable[[str], None]
    wall: Clock = field(default_factory=SystemClock)
    last_segment_at: dt.datetime | None = None
    budgets: list[str] = field(default_factory=list)
    position: str = field(init=False)
    refused: int = field(init=False)
    _findings: Counter[str] = field(init=False)
    _state: str = "running"
    _paused_since: dt.datetime | None = None
    _held: str = ""
    _took_s: deque[float] = field(default_factory=lambda: deque(maxlen=RECENT))

    def __post_init__(self) -> None:
        self.position, self.refused = self.tally.position, self.tally.refused
        self._findings = Counter(self.tally.findings)
        self._working_since = self.wall.now()

    @property
    def done(self) -> int:
        """How many segments of the run are aired."""
        return self.tally.aired

    def count(self, recorded: list[Recorded]) -> None:
        """Take in what was just committed."""
        self.refused += sum(isinstance(r.event, OrderFailed) for r in recorded)
        for piece in (r.event for r in recorded if isinstance(r.event, PieceAccepted)):
            self._findings.update(finding.code for finding in piece.findings)
            self.tally = replace(
                self.tally,
                aired=self.tally.aired + 1,
                fallback=self.tally.fallback + piece.is_fallback,
                first_pass=self.tally.first_pass + (piece.attempts == 1 and not piece.is_fallback),
                tokens=self.tally.tokens + piece.tokens,
                microusd=self.tally.microusd + piece.microusd,
            )
        self.budgets += [
            budget_name(event.scope, is_soft=event.is_soft)
            for event in (r.event for r in recorded)
            if isinstance(event, BudgetReached)
        ]
        aired = [r.event for r in recorded if isinstance(r.event, SegmentAired)]
        if aired:
            if self._held:
                self.say("going on")
            self._state, self._paused_since, self._held = "running", None, ""
            now = self.wall.now()
            self._took_s.append((now - self._working_since).total_seconds())
            self._working_since = self.last_segment_at = now
            self.position = f"{aired[-1].date}/{aired[-1].time}"
            self.write()

    async def at_boundary(self) -> None:
        """Hold the run for as long as the PAUSE file lies in the output folder."""
        pause = self.out / PAUSE_FILE
        if not pause.exists():
            return
        self._state, self._paused_since = "paused", self.wall.now()
        await asyncio.to_thread(self.write)
        self.say(f"paused by {pause}; remove that file to go on")
        while pause.exists():
            await asyncio.sleep(PAUSE_POLL_S)
            await asyncio.to_thread(self.write)
        self._state, self._paused_since = "running", None
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
        path = self.out / STATUS_FILE
        try:
            write_whole(path, as_json(self.status()))
        except OSError as error:
            raise OutputUnusable(path, error.strerror or str(error)) from error

    def status(self) -> dict[str, object]:
        """Return how the run stands; a number that nothing is known of yet is null."""
        now, tally, last_at = self.wall.now(), self.tally, self.last_segment_at
        mean_s = sum(self._took_s) / len(self._took_s) if self._took_s else None
        left = self.planned - tally.aired
        return {
            "run": self.about,
            "state": self._state,
            "position": self.position or None,
            "segments": {
                "planned": self.planned,
                "done": tally.aired,
                "fallback": tally.fallback,
                "refused": self.refused,
            },
            "tokens": tally.tokens,
            "cost_usd": tally.microusd / MICRO,
            "budgets_reached": self.budgets,
            "pass_rate": round(tally.first_pass / tally.aired, 4) if tally.aired else None,
            "findings_let_pass": dict(sorted(self._findings.items())),
            "seconds_per_segment": None if mean_s is None else round(mean_s, 4),
            "last_segment_age_s": None if last_at is None else max(0.0, round((now - last_at).total_seconds(), 1)),
            "last_segment_at": None if last_at is None else last_at.isoformat(timespec="seconds"),
            "eta_s": None if mean_s is None else round(mean_s * left, 1),
            "pause": self._pause(),
            "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "updated_at": now.isoformat(timespec="seconds"),
        }

    def _pause(self) -> dict[str, str] | None:
        if self._paused_since is None:
            return None
        since = self._paused_since.isoformat(timespec="seconds")
        if self._held:
            return {"since": since, "reason": self._held}
        try:
            reason = (self.out / PAUSE_FILE).read_text(encoding="utf-8", errors="replace").strip()[:200]
        except OSError:
            reason = ""
        return {"since": since, "reason": reason or "PAUSE file"}


def budget_name(scope: str, *, is_soft: bool) -> str:
    """Return a budget that was found spent as the status names it."""
    return f"{scope} at four fifths" if is_soft else scope
