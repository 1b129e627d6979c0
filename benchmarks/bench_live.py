"""How soon a world answers while a thousand residents are awake.

The real program with a world of 1,000 residents at the fastest pace, in a process of its own: about three heartbeats
fall due each second. Meanwhile one client asks for its health, and another for the newest threads, again and again.
"""

import asyncio
import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2

from bench_society import founded
from figures import at_most, fresh_folder, milliseconds, say
from longwave import bootstrap
from longwave.ledger.ledger import Stamp
from longwave.modules.commons.events import Pace, PaceSet
from longwave.settings import Settings

RESIDENTS, ASKED, GAP_S = 1_000, 1_500, 0.01
PROGRAM = Path(sys.executable).parent / "longwave"


@contextmanager
def going(out: Path) -> Iterator[str]:
    """Keep a world going in another process, in which everybody has woken once; yield its address."""
    command = [str(PROGRAM), "run", "--output", str(out), "--port", "0", "--fast-forward", "0.05"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout  # noqa: S101 - it is a pipe
        yield process.stdout.readline().strip()
        os.kill(process.pid, signal.SIGINT)


def populate(out: Path) -> None:
    """Found a world with many residents who wake every five minutes."""
    pack = bootstrap.load_pack("saltmere", Settings())
    with (
        founded(out / "world.db", pack, RESIDENTS) as board,
        board.ledger.write(Stamp(at=board.start, actor="bench")) as tx,
    ):
        tx.append(PaceSet(resident=None, pace=Pace.TURBO))


async def asked(client: httpx2.AsyncClient, path: str) -> list[float]:
    """Ask again and again; return how long each answer took, in seconds."""
    took = []
    for _ in range(ASKED):
        began = time.perf_counter()
        (await client.get(path)).raise_for_status()
        took.append(time.perf_counter() - began)
        await asyncio.sleep(GAP_S)
    return took


def pieces(out: Path) -> int:
    """Count what was written so far."""
    with closing(sqlite3.connect(out / "world.db")) as database:
        return int(database.execute("SELECT count(*) FROM pieces").fetchone()[0])


async def measure(address: str) -> tuple[list[float], list[float]]:
    """Return how long both took."""
    async with httpx2.AsyncClient(base_url=address, timeout=30) as client:
        health, threads = await asyncio.gather(asked(client, "/health"), asked(client, "/api/threads?limit=20"))
        return health, threads


def say_took(name: str, took: list[float], most_ms: float) -> None:
    p99 = statistics.quantiles(took, n=100)[98]
    say(
        name,
        milliseconds(p99),
        beside=f"p50 {statistics.median(took) * 1000:.1f} ms",
        target=at_most(p99 * 1000, most_ms, " ms"),
    )


def main() -> None:
    with fresh_folder() as out:
        populate(out)
        with going(out) as address:
            before = pieces(out)
            health, threads = asyncio.run(measure(address))
            written = pieces(out) - before
    say(f"pieces written meanwhile by {RESIDENTS:,} residents", str(written))
    say_took("/health p99 while they are awake", health, 50)
    say_took("newest threads p99 while they are awake", threads, 50)


if __name__ == "__main__":
    main()
