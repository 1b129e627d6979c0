"""What a segment costs all in, without a model: planned, written, judged, committed, exported, reported.

The real production of 960 segments, 60 days, in this process: with the offline narrator, and once more with one that
returns at once what the offline one wrote. The work of a segment is the same in every run, so each segment counts with
its fastest run. Time is this process's own, user and system, of all its threads; wall time stands beside it.
"""

import asyncio
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from figures import at_most, fresh_folder, milliseconds, say
from longwave import bootstrap
from longwave.editorial.editor import Editor
from longwave.editorial.gate import Gate
from longwave.ledger.ledger import Ledger
from longwave.modules.station.handlers import PlanRundown, WriteSegment
from longwave.modules.station.monitor import Monitor
from longwave.modules.station.production import Asked, Production, begin_or_resume
from longwave.narrator.assignment import Assignment, Draft, Narrator
from longwave.narrator.offline import OfflineNarrator
from longwave.orders.handler import Handlers
from longwave.settings import Settings
from longwave.world.pack import Pack

SEGMENTS, A_DAY, WINDOW, RUNS = 960, 16, 50, 2
WHOLE_DAYS = 3 * A_DAY
"""About a window, in whole days: each has one plan and one page in it."""
Drafts = dict[str, Draft]


@dataclass(frozen=True, kw_only=True)
class Noting:
    """The offline narrator, and what it wrote."""

    narrator: OfflineNarrator
    drafts: Drafts = field(default_factory=dict)
    name: str = "offline"

    async def write(self, assignment: Assignment) -> Draft:
        draft = self.drafts[assignment.digest()] = self.narrator.compose(assignment)
        return draft


@dataclass(frozen=True, kw_only=True)
class Instant:
    """The script of all segments, read out at once."""

    drafts: Drafts
    name: str = "offline"

    async def write(self, assignment: Assignment) -> Draft:
        return self.drafts[assignment.digest()]


@dataclass(kw_only=True)
class Timeline:
    """When each segment was done.

    Attributes:
        cpu, wall: seconds since the run began, one for each segment.
        status: what working out the status file took.
        peak_mb: this process's peak memory when each segment was done.
    """

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    peak_mb: list[float] = field(default_factory=list)
    status: list[float] = field(default_factory=list)
    ledger_hash: str = ""

    def begin(self) -> None:
        self._from = time.process_time(), time.perf_counter()

    def note(self, monitor: Monitor) -> None:
        if monitor.done == len(self.cpu):
            return  # A day's plan was committed; it counts with the segment after it.
        self.cpu.append(time.process_time() - self._from[0])
        self.wall.append(time.perf_counter() - self._from[1])
        self.status.append(_cpu_of(monitor.status))
        self.peak_mb.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _cpu_of(work: Callable[[], object]) -> float:
    began = time.thread_time()
    work()
    return time.thread_time() - began


def steps(totals: Sequence[float]) -> list[float]:
    """Return what each segment took."""
    return [after - before for before, after in zip([0.0, *totals], totals, strict=False)]


def fastest(timelines: Sequence[Timeline], read: Callable[[Timeline], list[float]]) -> list[float]:
    """Return each segment's time in the run in which it was fastest."""
    return [min(times) for times in zip(*(steps(read(timeline)) for timeline in timelines), strict=True)]


@contextmanager
def world(folder: Path) -> Iterator[Ledger]:
    with bootstrap.open_ledger(str(folder / "world.db"), Settings(), create=True) as ledger:
        yield ledger


def produce(pack: Pack, drafts: Drafts | None = None) -> tuple[Timeline, Drafts]:
    """Make one run; return how long its segments took and what was written for it."""
    timeline = Timeline()
    with fresh_folder() as out, world(out) as ledger:
        seed, run = begin_or_resume(ledger, pack, Asked(persona="wren", hours=SEGMENTS, seed=7), resume=False)
        parts = bootstrap.Station(ledger=ledger, pack=pack, seed=seed)
        parts.index.refresh()
        narrator = Noting(narrator=parts.narration.offline) if drafts is None else Instant(drafts=drafts)
        production = Production(
            ledger=ledger,
            pack=pack,
            run=run,
            seed=seed,
            handlers=handlers(parts, narrator),
            out=out,
            concurrency=Settings().concurrency,
            on_progress=timeline.note,
            say=print,
        )
        timeline.begin()
        asyncio.run(production.produce())
        timeline.ledger_hash = ledger.head()[1]
        return timeline, narrator.drafts


def handlers(parts: bootstrap.Station, narrator: Narrator) -> Handlers:
    """Return the station's handlers with another narrator."""
    editor = Editor(gate=Gate(parts.canon), narrator=narrator, fallback=narrator)
    rundown = PlanRundown(canon=parts.canon, index=parts.index, seed=parts.seed)
    return {h.order_type: h for h in (rundown, WriteSegment(canon=parts.canon, editor=editor))}


def say_cost(name: str, timelines: Sequence[Timeline], *, target_ms: float | None = None) -> None:
    cpu, wall = fastest(timelines, lambda t: t.cpu), fastest(timelines, lambda t: t.wall)
    mean = sum(cpu) / SEGMENTS
    say(
        f"a segment {name}",
        milliseconds(mean),
        beside=f"{sum(wall) / SEGMENTS * 1000:.3f} ms wall",
        target=None if target_ms is None else at_most(mean * 1000, target_ms, " ms"),
    )


def say_growth(timelines: Sequence[Timeline]) -> None:
    cpu = fastest(timelines, lambda t: t.cpu)
    median = statistics.median(cpu[-WINDOW:]) / statistics.median(cpu[:WINDOW])
    say(
        f"growth of the median, first to last {WINDOW} of {SEGMENTS}",
        milliseconds(statistics.median(cpu[-WINDOW:])),
        beside=f"{median:.2f} x the first",
        target=at_most(median, 1.1, "x"),
    )
    # The first day also warms every cache up, which would hide growth.
    first, last = sum(cpu[A_DAY : A_DAY + WHOLE_DAYS]), sum(cpu[-WHOLE_DAYS:])
    say(
        "growth of the mean, days 2 to 4 to the last three",
        milliseconds(last / WHOLE_DAYS),
        beside=f"{last / first:.2f} x the first",
        target=at_most(last / first, 1.1, "x"),
    )


def main() -> None:
    pack = bootstrap.load_pack("saltmere", Settings())
    offline: list[Timeline] = []
    drafts: Drafts = {}
    for _ in range(RUNS):
        timeline, drafts = produce(pack)
        offline.append(timeline)
    instant = [produce(pack, drafts)[0] for _ in range(RUNS)]
    hashes = {timeline.ledger_hash for timeline in (*offline, *instant)}
    say_cost("all in, offline narrator", offline, target_ms=5)
    say_cost("all in, a narrator that returns at once", instant)
    say_growth(offline)
    day_2, end = offline[0].peak_mb[2 * A_DAY - 1], offline[0].peak_mb[-1]
    say("peak memory at the end of day 60", f"{end:.0f} MB", beside=f"{end / day_2:.2f} x day 2")
    say(
        f"{SEGMENTS} segments, offline narrator",
        f"{min(t.wall[-1] for t in offline):.1f} s",
        target=at_most(min(t.wall[-1] for t in offline), 6, " s"),
    )
    early, late = statistics.median(offline[0].status[:WINDOW]), statistics.median(offline[0].status[-WINDOW:])
    say(
        "the status file, first to last days",
        milliseconds(late),
        beside=f"{late / early:.2f} x",
        target=at_most(late / early, 1.1, "x"),
    )
    say("ledger hashes of the four runs", str(len(hashes)), target=at_most(len(hashes), 1))


if __name__ == "__main__":
    main()
