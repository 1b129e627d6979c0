import asyncio
import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from longwave.editorial.events import PieceAccepted
from longwave.editorial.rule import Finding, Severity
from longwave.ledger.events import Recorded
from longwave.modules.station.events import SegmentAired, ToldBeat
from longwave.modules.station.monitor import Monitor
from longwave.modules.station.tally import Tally
from longwave.world.card import Form
from longwave.world.quest import ActName, Timeline
from replay.examples import EXAMPLES

DAY = dt.datetime(1931, 3, 2, 6, tzinfo=dt.UTC)
PIECE = next(event for event in EXAMPLES if isinstance(event, PieceAccepted))
MAJOR = Finding(code="VARY003", severity=Severity.MAJOR, passage="mind the step", why="said before")


@dataclass
class Wall:
    """A clock that stands until it is moved."""

    at: dt.datetime = DAY

    def now(self) -> dt.datetime:
        return self.at

    async def sleep_until(self, when: dt.datetime) -> None:
        self.at = when


class Run:
    """A run whose segments are counted by a monitor."""

    def __init__(self, out: Path, *, planned: int = 100, pool: int = 0) -> None:
        self.said: list[str] = []
        self.wall = Wall()
        self.monitor = Monitor(
            out=out,
            about={},
            planned=planned,
            tally=Tally(),
            say=self.said.append,
            wall=self.wall,
            pool=frozenset(f"beat:lamp#{number}" for number in range(pool)),
        )

    def air(self, seconds: float = 1.0, *, beat: int | None = None, findings: tuple[Finding, ...] = ()) -> None:
        self.wall.at += dt.timedelta(seconds=seconds)
        told = None
        if beat is not None:
            told = ToldBeat(
                story="lamp", telling=0, number=beat, of=10, act=ActName.RISING, timeline=Timeline.DAILY, turn=0
            )
        aired = SegmentAired(
            channel="station:wren",
            date=DAY.date(),
            time="06:00",
            form=Form.STORY,
            piece=1,
            used=() if beat is None else (f"beat:lamp#{beat}",),
            beat=told,
        )
        piece = PIECE.model_copy(update={"findings": findings})
        self.monitor.count([recorded(piece), recorded(aired)])

    @property
    def status(self) -> dict[str, object]:
        found: dict[str, object] = json.loads((self.monitor.out / "LIVE_STATUS.json").read_text(encoding="utf-8"))
        return found


def recorded(event: PieceAccepted | SegmentAired) -> Recorded:
    return Recorded(seq=1, at=DAY, actor="engine", subject="", cause="", hash="", event=event)


def test_a_run_that_becomes_slow_says_so_once_and_takes_it_back(tmp_path: Path) -> None:
    run = Run(tmp_path)

    for _ in range(20):
        run.air(1.0)
    for _ in range(20):
        run.air(1.6)
    assert run.status["slowdown"] == 1.6
    assert run.status["alerts"] == ["segments take 1.6 times as long as at the beginning"]
    for _ in range(20):
        run.air(1.0)

    assert run.status["alerts"] == []
    assert [said for said in run.said if "alert" in said] == [
        "alert: segments take 1.6 times as long as at the beginning"
    ]


def test_a_pool_of_which_little_is_left_is_an_alert(tmp_path: Path) -> None:
    run = Run(tmp_path, pool=10)

    for beat in range(7):
        run.air(beat=beat)
    assert run.status["pool_left"] == 0.3
    assert run.status["alerts"] == []
    run.air(beat=7)

    assert run.status["alerts"] == ["20% of the story pool is left"]
    assert run.status["stories"] == {"open": 1, "ended": 0}


@pytest.mark.parametrize(
    ("planned", "aired", "flawed", "is_below"),
    [(1000, 100, 10, False), (1000, 100, 11, True), (100, 40, 2, False), (100, 40, 3, True), (100, 100, 5, False),
     (100, 100, 6, True), (100, 19, 19, False)],
)  # fmt: skip
def test_the_standard_rises_as_the_run_goes_on(
    tmp_path: Path, planned: int, aired: int, flawed: int, *, is_below: bool
) -> None:
    run = Run(tmp_path, planned=planned)

    for number in range(aired):
        run.air(findings=(MAJOR,) if number < flawed else ())

    assert run.monitor.is_below_standard is is_below
    assert run.status["flawed"] == round(flawed / aired, 4)
    assert run.status["repetition"] == round(flawed / aired, 4)
    assert bool(run.status["alerts"]) is is_below


def test_a_disk_that_is_nearly_full_holds_the_run_until_there_is_room(tmp_path: Path) -> None:
    run = Run(tmp_path)
    run.monitor.min_free_mb = 10**9

    async def wait() -> None:
        held = asyncio.create_task(run.monitor.at_boundary())
        await asyncio.sleep(0)  # It takes the first look.
        assert run.monitor.status()["pause"] is not None
        run.monitor.min_free_mb = 0
        await held

    asyncio.run(wait())

    assert run.said[0].startswith("paused: the disk is nearly full")
    assert run.said[-1] == "going on"


def test_the_time_that_earlier_processes_took_is_counted(tmp_path: Path) -> None:
    first = Run(tmp_path)
    first.air(30.0)
    second = Run(tmp_path)
    second.monitor.recall()
    second.air(12.0)

    assert second.status["elapsed_s"] == 42.0


@pytest.mark.parametrize("text", ["", "[]", '{"elapsed_s": "soon"}', "{"])
def test_a_status_that_somebody_has_written_into_is_no_matter(tmp_path: Path, text: str) -> None:
    (tmp_path / "LIVE_STATUS.json").write_text(text, encoding="utf-8")
    run = Run(tmp_path)

    run.monitor.recall()

    assert run.monitor.elapsed_s == 0


def test_a_tally_kept_by_events_is_that_of_every_segment() -> None:
    tally = Tally().after([PIECE, aired_with(9)])

    assert (tally.aired, tally.ended, tally.begun) == (1, 1, 0)


def aired_with(number: int) -> SegmentAired:
    beat = ToldBeat(
        story="lamp", telling=0, number=number, of=10, act=ActName.RESOLUTION, timeline=Timeline.DAILY, turn=0
    )
    return SegmentAired(
        channel="station:wren", date=DAY.date(), time="06:00", form=Form.STORY, piece=1, used=(), beat=beat
    )
