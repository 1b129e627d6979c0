"""PAUSE laid in the middle of a run: it stops within one segment, says why, and goes on when it is taken away."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from acceptance.terminal import hash_of
from longwave import bootstrap
from longwave.modules.station.monitor import Monitor
from longwave.modules.station.production import Asked, begin_or_resume
from longwave.settings import Settings


def _produce(out: Path, *, on_progress: Callable[[Monitor], None], say: Callable[[str], None]) -> None:
    settings = Settings()
    pack = bootstrap.load_pack("saltmere", settings)
    with (
        bootstrap.open_ledger(str(out / "world.db"), settings, create=True) as ledger,
        ledger.store.hold_world("a test"),
    ):
        seed, run = begin_or_resume(ledger, pack, Asked(persona="wren", hours=16, seed=7), resume=False)
        parts = bootstrap.Station(ledger=ledger, pack=pack, seed=seed)
        production = parts.production(run, out, concurrency=8, on_progress=on_progress, say=say)
        asyncio.run(production.produce())


def test_a_pause_stops_a_run_within_one_segment_and_says_why(tmp_path: Path, undisturbed_day: Path) -> None:
    done: list[int] = []
    at_pause: list[dict[str, object]] = []

    def lay_a_pause_after_the_third(monitor: Monitor) -> None:
        done.append(monitor.done)
        if monitor.done == 3:
            (tmp_path / "PAUSE").write_text("the tide is in\n")

    def look_and_take_it_away(words: str) -> None:
        if words.startswith("paused by"):
            at_pause.append({"done": done[-1], "files": len(list((tmp_path / "segments").rglob("*.json")))})
            (tmp_path / "PAUSE").unlink()

    _produce(tmp_path, on_progress=lay_a_pause_after_the_third, say=look_and_take_it_away)

    assert at_pause == [{"done": 3, "files": 3}]
    assert done[-1] == 16
    assert hash_of(tmp_path) == hash_of(undisturbed_day)
