"""Lets a world live through some hours in a process that kills itself, with SIGKILL, at a chosen point of its life.

usage: python -m crash.living POINT NUMBER TAIL OUT HOURS MODEL

POINT, NUMBER and TAIL are `mortal`'s. The world is what `longwave run --fast-forward` goes on with; HOURS count from
its first moment, so that every life ends at the same one.
"""

import asyncio
import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from crash.mortal import Fate

if TYPE_CHECKING:
    from longwave.live import Live


def main() -> None:
    point, number, tail, *arguments = sys.argv[1:]
    fate = Fate(point, int(number), tail if int(number) else "")
    sys.addaudithook(fate.on_audit)
    fate.watch_databases()
    try:
        live_through(*arguments)
    finally:
        if fate.number == 0:
            Path(tail).write_text(json.dumps(fate.passed), encoding="utf-8")


def live_through(out: str, hours: str, model: str) -> None:
    from longwave import bootstrap
    from longwave.live import Live
    from longwave.settings import Settings

    settings = Settings()
    pack = bootstrap.load_pack("saltmere", settings)
    with (
        bootstrap.open_ledger(str(Path(out) / "world.db"), settings, create=True) as ledger,
        ledger.store.hold_world("test"),
    ):
        live = Live(ledger=ledger, pack=pack, seed=7, settings=settings, out=Path(out), say=lambda _: None, model=model)
        live.begin()
        end = live._first_moment() + dt.timedelta(hours=float(hours))
        asyncio.run(_live_until(live, end))


async def _live_until(live: "Live", end: dt.datetime) -> None:
    try:
        await live.fast_forward((end - live.now()) / dt.timedelta(days=1))
    finally:
        await live.station.narration.close()


if __name__ == "__main__":
    main()
