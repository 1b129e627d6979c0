"""Events appended per second, against raw sqlite3 that inserts exactly the same rows, ready made.

The ledger's side begins with events as a handler makes them: it also writes their JSON, chains their hashes and folds
them into the projections.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Table

from figures import (
    Row,
    Side,
    Took,
    at_most,
    best_of,
    fresh_ledger,
    insert_of,
    per_second,
    ratio,
    raw_sqlite,
    rows_of,
    say,
    stopwatch,
)
from longwave.ledger.events import Event
from longwave.ledger.ledger import Ledger, Stamp
from longwave.ledger.projections import Projections
from longwave.ledger.tables import events
from longwave.modules.station.events import SegmentAired
from longwave.orders.events import OrderEnqueued
from longwave.orders.tables import orders
from longwave.world.card import Form

STAMP = Stamp(at=dt.datetime(1931, 3, 2, 6, tzinfo=dt.UTC), actor="wren", cause="o-7")
BATCH, SINGLES, ROUNDS = 8000, 400, 9


def aired(number: int) -> Event:
    """Return an event that only the log takes in here."""
    day = dt.date(1931, 3, 2) + dt.timedelta(days=number // 16)
    used = (f"fact:needle-stair#{number % 9}", f"entry:needle-stair-{number % 200}", f"record:slack-water-{number}")
    return SegmentAired(
        channel="station:wren", date=day, time=f"{6 + number % 16:02}:00", form=Form.NEWS, piece=number, used=used
    )


def enqueued(number: int) -> Event:
    """Return an event that the order book is folded from."""
    at = STAMP.at + dt.timedelta(minutes=number)
    return OrderEnqueued(
        order_type="station.segment",
        actor_id="wren",
        subject_id=f"{at:%Y-%m-%d/%H:%M}",
        payload={"date": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M}"},
        scheduled_at=at,
        dedupe_key=f"segment:station:wren:{number}",
        source_id=7,
    )


@dataclass(frozen=True, kw_only=True)
class Load:
    """Events and the tables they end up in."""

    facts: Sequence[Event]
    tables: Sequence[Table]

    def prepared(self, ledger: Ledger) -> Ledger:
        """Return the ledger without the projections that this load leaves out."""
        folded = [p for p in ledger.projections.all if set(p.tables) & set(self.tables)]
        return Ledger(ledger.store, ledger.registry, Projections(folded))

    def rows(self) -> list[list[Row]]:
        """Return the rows of each table that the events leave."""
        with fresh_ledger() as opened:
            ledger = self.prepared(opened)
            with ledger.write(STAMP) as tx:
                tx.append(*self.facts)
            return [rows_of(ledger, table) for table in self.tables]


def ours_in_a_batch(load: Load) -> Took:
    with fresh_ledger() as opened:
        ledger = load.prepared(opened)
        with stopwatch() as took, ledger.write(STAMP) as tx:
            tx.append(*load.facts)
    return took


def raw_in_a_batch(load: Load, rows: list[list[Row]]) -> Took:
    with raw_sqlite(load.tables) as connection, stopwatch() as took:
        connection.execute("BEGIN IMMEDIATE")
        for table, of_table in zip(load.tables, rows, strict=True):
            connection.executemany(insert_of(table), of_table)
        connection.execute("COMMIT")
    return took


def ours_one_by_one(load: Load) -> Took:
    with fresh_ledger() as opened:
        ledger = load.prepared(opened)
        with stopwatch() as took:
            for fact in load.facts:
                with ledger.write(STAMP) as tx:
                    tx.append(fact)
    return took


def raw_one_by_one(load: Load, rows: list[list[Row]]) -> Took:
    inserts = [insert_of(table) for table in load.tables]
    with raw_sqlite(load.tables) as connection, stopwatch() as took:
        for together in zip(*rows, strict=True):
            connection.execute("BEGIN IMMEDIATE")
            for insert, row in zip(inserts, together, strict=True):
                connection.execute(insert, row)
            connection.execute("COMMIT")
    return took


def compare(name: str, load: Load, sides: tuple[Side, Side], target: float | None = None) -> None:
    """Print one figure: our side against the raw one."""
    ours, raw = best_of(ROUNDS, *sides)
    say(
        name,
        per_second(len(load.facts), ours.cpu_s),
        beside=ratio(ours, raw, "raw"),
        target=None if target is None else at_most(ours.cpu_s / raw.cpu_s, target, "x"),
    )


def main() -> None:
    for name, make, tables in (
        ("a fact without a projection", aired, (events,)),
        ("an order with its projection", enqueued, (events, orders)),
    ):
        load = Load(facts=[make(number) for number in range(BATCH)], tables=tables)
        sides = (partial(ours_in_a_batch, load), partial(raw_in_a_batch, load, load.rows()))
        compare(f"events appended in a batch, {name}", load, sides, target=4)
        few = Load(facts=load.facts[:SINGLES], tables=tables)
        sides = (partial(ours_one_by_one, few), partial(raw_one_by_one, few, few.rows()))
        compare(f"events appended one by one, {name}", few, sides)


if __name__ == "__main__":
    main()
