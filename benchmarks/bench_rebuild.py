"""Events rebuilt per second: the projections of real broadcast days, emptied and folded from the log again.

The raw side reads the same log with sqlite3 and writes the same final rows, ready made.
"""

import asyncio
import sqlite3
from functools import partial
from pathlib import Path

from figures import Took, best_of, fresh_folder, insert_of, per_second, ratio, raw_sqlite, rows_of, say, stopwatch
from longwave import bootstrap
from longwave.ledger.ledger import Ledger
from longwave.ledger.rebuild import rebuild
from longwave.ledger.tables import events
from longwave.modules.station.production import Asked, begin_or_resume
from longwave.settings import Settings

DAYS, ROUNDS = 14, 3


def produce(folder: Path, ledger: Ledger) -> None:
    """Fill a ledger with broadcast days."""
    pack = bootstrap.load_pack("saltmere", Settings())
    seed, run = begin_or_resume(ledger, pack, Asked(persona="wren", hours=16 * DAYS, seed=7), resume=False)
    parts = bootstrap.Station(ledger=ledger, pack=pack, seed=seed)
    asyncio.run(parts.production(run, folder, concurrency=8).produce())


def ours(ledger: Ledger) -> Took:
    with stopwatch() as took:
        rebuilt = rebuild(ledger)
    if rebuilt.differences:
        raise SystemExit(f"the rebuilt tables are not the live ones: {rebuilt.differences}")
    return took


def raw(connection: sqlite3.Connection, ledger: Ledger) -> Took:
    folded = [table for projection in ledger.projections.all for table in projection.tables]
    rows = [rows_of(ledger, table) for table in folded]
    with stopwatch() as took:
        connection.execute("SELECT * FROM events ORDER BY seq").fetchall()
        connection.execute("BEGIN IMMEDIATE")
        for table, of_table in zip(folded, rows, strict=True):
            connection.execute(f'DELETE FROM "{table.name}"')  # noqa: S608 - our own name
            connection.executemany(insert_of(table), of_table)
        connection.execute("COMMIT")
    return took


def main() -> None:
    settings = Settings()
    with fresh_folder() as folder, bootstrap.open_ledger(str(folder / "world.db"), settings, create=True) as ledger:
        produce(folder, ledger)
        folded = [table for projection in ledger.projections.all for table in projection.tables]
        with raw_sqlite((events, *folded)) as connection:
            log = rows_of(ledger, events)
            connection.executemany(insert_of(events), log)
            fast, bare = best_of(ROUNDS, partial(ours, ledger), partial(raw, connection, ledger))
    say(f"events rebuilt, of {DAYS} days", per_second(len(log), fast.cpu_s), beside=ratio(fast, bare, "raw"))


if __name__ == "__main__":
    main()
