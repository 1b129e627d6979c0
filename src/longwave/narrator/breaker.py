"""The breaker: after a row of failures a provider is left alone, and asked again at growing gaps."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from longwave.kernel.clock import Clock, SystemClock
from longwave.narrator.errors import ProviderDown, ProviderOutage

log = structlog.get_logger()
FAILURES = 5
FIRST_GAP_S, MAX_GAP_S = 10.0, 600.0
# How often an open breaker asks whether the provider answers at all, which costs nothing.
LIVENESS_S = 30.0


@dataclass(frozen=True, eq=False)
class Passage:
    """Leave to make one request; whoever has it says what became of it."""

    ended: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(kw_only=True)
class Breaker:
    """Stands before one provider.

    Closed, everything passes. Five failures in a row open it. Open, one request after each gap is let through as a
    probe; the gap doubles with each that fails, from ten seconds to ten minutes. A provider that did not answer at all
    and now does is probed at once, so that a long gap does not outlast the outage.

    Attributes:
        patience_s: how long an outage is waited for before others write instead.
        answers: tells whether the provider answers at all.
    """

    name: str
    patience_s: float
    answers: Callable[[], Awaitable[bool]]
    wall: Clock = field(default_factory=SystemClock)
    failures: int = 0
    since: dt.datetime | None = None
    reason: str = ""
    _gap_s: float = FIRST_GAP_S
    _next_probe: dt.datetime | None = None
    _next_liveness: dt.datetime | None = None
    _answered: bool = True
    _probe: Passage | None = None

    @property
    def is_open(self) -> bool:
        """Whether the provider is left alone."""
        return self.since is not None

    async def admit(self) -> Passage:
        """Let a request through, or wait for the probe that is under way and then decide.

        Raises:
            ProviderOutage: the provider is down; it is worth asking again soon.
            ProviderDown: the provider is down, and patience is at its end.
        """
        while True:
            if self._probe is not None:
                await self._probe.ended.wait()
            elif self.since is None:
                return Passage()
            elif _is_past(self._next_probe, self.wall.now()):
                self._probe = Passage()
                return self._probe
            elif _is_past(self._next_liveness, self.wall.now()):
                await self._look_for_life()
            else:
                raise self._refusal(self.since)

    def succeeded(self) -> None:
        """Close: the provider answered, whichever request it was."""
        if self.is_open:
            log.warning("provider.recovered", provider=self.name, since=str(self.since))
        self.failures, self.since, self.reason, self._gap_s = 0, None, "", FIRST_GAP_S
        self._end_probe()

    def failed(self, passage: Passage, reason: str) -> None:
        """Count a failure; open after five in a row, and wait longer after a failed probe."""
        self.failures += 1
        self.reason = reason
        now = self.wall.now()
        if passage is self._probe:
            self._gap_s = min(self._gap_s * 2, MAX_GAP_S)
            self._next_probe = now + dt.timedelta(seconds=self._gap_s)
            self._end_probe()
        elif self.since is None and self.failures >= FAILURES:
            log.error("provider.failed", provider=self.name, failures=self.failures, reason=reason)
            self.since, self._answered = now, True
            self._next_probe = now + dt.timedelta(seconds=self._gap_s)
            self._next_liveness = now + dt.timedelta(seconds=LIVENESS_S)

    def abandoned(self, passage: Passage) -> None:
        """Take back a request of which nothing is known; nothing changes where its outcome was told before."""
        if passage is self._probe:
            self._end_probe()

    def down(self) -> ProviderDown:
        """Return why others write instead."""
        # This goes into the log of the world, where no time or address of this machine belongs.
        return ProviderDown(f"the provider is down: {self.reason}")

    def status(self) -> str:
        """Return what is wrong, as a person is told."""
        return f"{self.name} is down since {self.since:%H:%M:%S} after {self.failures} failures: {self.reason}"

    def _refusal(self, since: dt.datetime) -> ProviderOutage | ProviderDown:
        waited_s = (self.wall.now() - since).total_seconds()
        if waited_s < self.patience_s:
            return ProviderOutage(self.status())
        return self.down()

    def _end_probe(self) -> None:
        if self._probe is not None:
            self._probe.ended.set()
            self._probe = None

    async def _look_for_life(self) -> None:
        self._next_liveness = self.wall.now() + dt.timedelta(seconds=LIVENESS_S)
        answers = await self.answers()
        if answers and not self._answered:
            self._next_probe = self.wall.now()
        self._answered = answers


def _is_past(at: dt.datetime | None, now: dt.datetime) -> bool:
    return at is not None and at <= now
