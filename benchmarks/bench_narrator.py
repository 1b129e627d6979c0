"""What a text costs besides its provider's time, and how a provider's time is shared out.

The provider is the tests' double in a process of its own, so its work is not counted as ours. A call goes the whole
way: call ledger, budget, pydantic-ai, HTTP, reply. The run of 960 segments is made once with one request at a time and
once with sixteen; each is answered after 50 ms with what the offline narrator wrote for that segment, so that the gate
sends back no more than it does of a writer who keeps to the sheet.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from figures import at_least, at_most, fresh_folder, milliseconds, say
from longwave import bootstrap
from longwave.modules.station import views
from longwave.modules.station.events import SegmentAired
from longwave.modules.station.handlers import first_day
from longwave.modules.station.production import Asked, begin_or_resume
from longwave.narrator.assignment import Assignment, Narrator
from longwave.settings import Settings
from longwave.world.pack import Pack

TESTS = Path(__file__).parents[1] / "tests"
MODEL, PERSONA, ROUNDS, SEGMENTS, LATENCY_S, WIDE = "openai:double-1", "wren", 20, 960, 0.05, 16
NO_LIMIT = 10**12


@contextmanager
def provider(script: str) -> Iterator[Settings]:
    """Run a provider; yield the settings that reach it."""
    command = [sys.executable, "-m", "double.serve", "--script", script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=TESTS) as process:
        assert process.stdin  # noqa: S101 - they are pipes
        assert process.stdout  # noqa: S101
        os.environ["OPENAI_BASE_URL"] = f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
        yield Settings(persona_tokens_a_day=NO_LIMIT, persona_usd_a_day=Decimal(NO_LIMIT))
        process.stdin.close()


def cpu_of_each(narrator: Narrator, assignments: Sequence[Assignment]) -> list[float]:
    """Return what this process spent on each text, in seconds."""

    async def write() -> list[float]:
        took = []
        for assignment in assignments:
            began = time.process_time()
            await narrator.write(assignment)
            took.append(time.process_time() - began)
        return took

    return asyncio.run(write())


def calls(pack: Pack, settings: Settings) -> None:
    """Print what a call costs, offline and through pydantic-ai."""
    with fresh_folder() as out, bootstrap.open_ledger(str(out / "world.db"), settings, create=True) as ledger:
        parts = bootstrap.Station(ledger=ledger, pack=pack, seed=7, settings=settings, model=MODEL)
        day = first_day(parts.canon, PERSONA, parts.seed)
        many = [replace(asked, key=f"{asked.key}/{number}") for number in range(ROUNDS) for asked in day]
        offline = statistics.median(cpu_of_each(parts.narration.offline, many))
        model = statistics.median(cpu_of_each(parts.narration.narrator, many)[len(day) :])
    say("a text of the offline narrator", milliseconds(offline), target=at_most(offline * 1000, 5, " ms"))
    say(
        "a call through pydantic-ai, without the provider", milliseconds(model), target=at_most(model * 1000, 10, " ms")
    )


def produce(pack: Pack, settings: Settings, out: Path, concurrency: int, model: str | None = None) -> float:
    """Make a run; return how long it took."""
    with bootstrap.open_ledger(str(out / "world.db"), settings, create=True) as ledger:
        seed, run = begin_or_resume(ledger, pack, Asked(persona=PERSONA, hours=SEGMENTS, seed=7), resume=False)
        parts = bootstrap.Station(ledger=ledger, pack=pack, seed=seed, settings=settings, model=model)
        production = parts.production(run, out, concurrency=concurrency)
        began = time.perf_counter()
        asyncio.run(production.produce())
        return time.perf_counter() - began


def written(pack: Pack, out: Path) -> Path:
    """Have the offline narrator write a run; return a file of its texts by the moment they are for."""
    produce(pack, Settings(), out, WIDE)
    texts = {}
    with bootstrap.open_ledger(str(out / "world.db"), Settings()) as ledger, ledger.store.read() as connection:
        aired = (recorded.event for recorded in ledger.read() if isinstance(recorded.event, SegmentAired))
        used = {(event.date, event.time): event.used for event in aired}
        for state in views.slots(connection, views.channel_of(PERSONA)):
            said = state.slot.sheet.slots
            now = f"{said['weekday']} {said['date']}, {said['part_of_day']}"
            told = enumerate(state.slot.sheet.facts, 1)
            facts = [number for number, fact in told if fact.ref in used[state.date, state.slot.time]]
            texts[f"{now}: it is {said['hour']} in the {said['part_of_day']}"] = {"text": state.text, "facts": facts}
    file = out / "texts.json"
    file.write_text(json.dumps(texts), encoding="utf-8")
    return file


def main() -> None:
    pack = bootstrap.load_pack("saltmere", Settings())
    with provider("good") as settings:
        calls(pack, settings)
    with fresh_folder() as script, fresh_folder() as one, fresh_folder() as many:
        with provider(f"read:{LATENCY_S}:{written(pack, script)}") as settings:
            alone, wide = produce(pack, settings, one, 1, MODEL), produce(pack, settings, many, WIDE, MODEL)
        say_passed(many)
    say(
        f"{SEGMENTS} segments at 50 ms latency, {WIDE} at once",
        f"{wide:.1f} s",
        beside=f"{alone / wide:.1f} x as fast as one by one",
        target=at_least(alone / wide, 10, "x"),
    )


def say_passed(out: Path) -> None:
    status = json.loads((out / "LIVE_STATUS.json").read_text(encoding="utf-8"))
    say("segments that passed at the first attempt", f"{status['pass_rate']:.1%}")


if __name__ == "__main__":
    main()
