"""What the station keeps is what the log says, however long it is on air; and a day costs the same to plan."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from acceptance.broadcast import production, station
from longwave.editorial.canon import Canon
from longwave.editorial.events import PieceAccepted
from longwave.ledger.events import Event
from longwave.ledger.ledger import Ledger, Stamp
from longwave.ledger.rebuild import compare
from longwave.ledger.store import Store
from longwave.modules.station import views
from longwave.modules.station.arcs import Bookmark
from longwave.modules.station.events import RundownPlanned, RunOrdered, SegmentAired
from longwave.modules.station.handlers import PlanRundown, rundown_order
from longwave.modules.station.monitor import Monitor
from longwave.modules.station.outlook import DayOrder
from longwave.modules.station.planning import Continuity
from longwave.modules.station.production import Asked
from longwave.modules.station.tally import count
from longwave.orders import book
from longwave.orders.states import Order
from longwave.world.events import WorldOpened
from longwave.world.index import LoreIndex
from longwave.world.pack import Pack
from unit.station.plans import arc_after

CHANNEL, START, DAYS = "station:ada", dt.date(1950, 1, 2), 3
ASKED = Asked(persona="ada", hours=14 * DAYS, seed=1)
TOLD = 3
FACTS_A_DAY, SEARCHES_A_FACT = 16 * 5, 5


class Stop(Exception):
    """The producer stops the run."""


def events_of(ledger: Ledger) -> list[Event]:
    return [recorded.event for recorded in ledger.read()]


def produce_until(ledger: Ledger, pack: Pack, out: Path, *, segments: int | None = None) -> None:
    """Produce the run, or its first segments, and stop."""
    run = production(ledger, pack, ASKED, out)

    def stop(monitor: Monitor) -> None:
        if monitor.done == segments:
            raise Stop

    run.on_progress = stop
    if segments is None:
        asyncio.run(run.produce())
    else:
        with pytest.raises(Stop):
            asyncio.run(run.produce())


def test_rebuilding_gives_the_same_tables(tiny: Pack, place: str, tmp_path: Path) -> None:
    with station(place) as ledger:
        produce_until(ledger, tiny, tmp_path, segments=20)

        result = compare(ledger)

        assert result.differences == ()
        assert result.rows > 50


def test_continuity_equals_a_recount_of_the_log(tiny: Pack, place: str, tmp_path: Path) -> None:
    with station(place) as ledger:
        produce_until(ledger, tiny, tmp_path, segments=20)
        with ledger.store.read() as connection:
            kept = views.continuity(connection, CHANNEL)

        log = events_of(ledger)
        planned = [said for said in log if isinstance(said, RundownPlanned)]
        aired = [said for said in log if isinstance(said, SegmentAired)]
        assert kept == Continuity(
            skies=planned[-1].skies,
            turns=Counter(slot.form for day in planned for slot in day.slots),
            uses=Counter(ref for segment in aired for ref in segment.used),
            bookmark=_bookmark(aired),
        )
        assert len(planned) == 2
        assert len(aired) == 20


def _bookmark(aired: list[SegmentAired]) -> Bookmark:
    beats = [segment.beat for segment in aired if segment.beat is not None]
    assert beats
    return Bookmark(
        open=tuple(
            arc_after(beat)
            for beat in {(beat.story, beat.telling): beat for beat in beats}.values()
            if beat.number + 1 < beat.of
        ),
        ended={beat.timeline: beat.turn for beat in beats if beat.number + 1 == beat.of},
    )


def test_what_was_planned_and_not_aired_is_not_spent(tiny: Pack, place: str, tmp_path: Path) -> None:
    with station(place) as ledger:
        produce_until(ledger, tiny, tmp_path, segments=1)

        with ledger.store.read() as connection:
            uses = views.continuity(connection, CHANNEL).uses
            first, *others = views.slots(connection, CHANNEL)

        assert set(uses) >= set(first.slot.spends)
        assert not {ref for state in others for ref in state.slot.spends} & set(uses)


def test_an_unfinished_run_is_read_as_it_stands(tiny: Pack, place: str, tmp_path: Path) -> None:
    with station(place) as ledger:
        produce_until(ledger, tiny, tmp_path, segments=5)

        with ledger.store.read() as connection:
            states = list(views.slots(connection, CHANNEL))
            tally = count(connection, CHANNEL)
            assert [state.piece is not None for state in states] == [True] * 5 + [False] * 9
            assert (tally.planned, tally.aired, tally.fallback) == (14, 5, 0)
            assert not views.is_aired_whole(connection, CHANNEL, START)
            assert views.dates(connection, CHANNEL) == [START]
            assert views.lost_slots(connection) == []
            assert views.unaired_pieces(connection) == views.repeated_pieces(connection) == []


def test_a_run_that_is_gone_on_with_ends_with_every_slot_filled_once(tiny: Pack, place: str, tmp_path: Path) -> None:
    with station(place) as ledger:
        produce_until(ledger, tiny, tmp_path, segments=5)
        produce_until(ledger, tiny, tmp_path)

        with ledger.store.read() as connection:
            states = list(views.slots(connection, CHANNEL))
            run = views.run(connection)
            tally = count(connection, CHANNEL)
            wholes = [views.is_aired_whole(connection, CHANNEL, date) for date in views.dates(connection, CHANNEL)]
            assert views.lost_slots(connection) == []
        texts = {
            recorded.seq: recorded.event for recorded in ledger.read() if isinstance(recorded.event, PieceAccepted)
        }

    assert len(states) == len({state.piece for state in states}) == tally.aired == 14 * DAYS
    assert wholes == [True] * DAYS
    assert run == RunOrdered(persona="ada", start=START, hours=14 * DAYS, segments_per_hour=1, segments=14 * DAYS)
    for state in states:
        assert state.piece is not None
        piece = texts[state.piece]
        assert (state.text, state.tells, state.attempts) == (piece.text, piece.tells, piece.attempts)


def test_a_slot_that_no_order_will_fill_is_lost_and_one_that_was_called_off_is_not(
    tiny: Pack, place: str, tmp_path: Path
) -> None:
    with station(place) as ledger:
        produce_until(ledger, tiny, tmp_path, segments=5)
        with ledger.store.read() as connection:
            [*_, last] = [order for order in book.listing(connection) if order.order_type == "station.segment"]
            states = list(views.slots(connection, CHANNEL))
        plan = next(said for said in events_of(ledger) if isinstance(said, RundownPlanned))

        with ledger.write(Stamp(at=last.scheduled_at, actor="a test")) as tx:
            book.cancel(tx, last.id, "to see")
            tx.append(plan.model_copy(update={"channel": "station:nobody", "slots": plan.slots[:2]}))

        with ledger.store.read() as connection:
            assert views.lost_slots(connection) == [state.name for state in states[:2]]


def test_one_slot_and_one_day_can_be_read_by_themselves(tiny: Pack, tmp_path: Path) -> None:
    with station(str(tmp_path / "world.db")) as ledger:
        produce_until(ledger, tiny, tmp_path)

        with ledger.store.read() as connection:
            everything = list(views.slots(connection, CHANNEL))
            day = list(views.slots(connection, CHANNEL, START + dt.timedelta(days=1)))
            [one] = views.slots(connection, CHANNEL, START, "09:00")
            assert list(views.slots(connection, "station:nobody")) == []

        assert day == everything[14:28]
        assert one == everything[2]
        assert [state.name for state in everything] == sorted(state.name for state in everything)


@contextmanager
def counted(store: Store) -> Iterator[Counter[str]]:
    """Count the statements that are executed, by their first words; one of many rows counts once."""
    seen = Counter[str]()

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen[
            "search"
            if "lore_terms" in statement
            else statement.split("(", maxsplit=1)[0].split("WHERE", maxsplit=1)[0].strip()
        ] += 1

    event.listen(store.engine, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(store.engine, "before_cursor_execute", count)


class OnAir:
    """Plans day after day and airs what was planned, without writing a word of it."""

    def __init__(self, ledger: Ledger, pack: Pack, persona: str, start: dt.date) -> None:
        canon = Canon(pack)
        index = LoreIndex(ledger.store, pack.lore, pack.digest)
        index.refresh()
        self._ledger, self._canon, self._persona, self._date = ledger, canon, persona, start
        self._handler = PlanRundown(canon=canon, index=index, seed=1)
        with ledger.write(Stamp(at=dt.datetime.combine(start, dt.time(), dt.UTC), actor="a test")) as tx:
            tx.append(WorldOpened(world=pack.card.id, title=pack.card.title, seed=1, pack_digest=pack.digest))

    def day(self) -> Counter[str]:
        """Plan and air one day; return the statements that its planning took."""
        order = self._order()
        with (
            self._ledger.write(Stamp(at=order.scheduled_at, actor="a test")) as tx,
            counted(self._ledger.store) as seen,
        ):
            self._handler.settle(tx, order, None)
        planned = next(r.event for r in tx.recorded if isinstance(r.event, RundownPlanned))
        with self._ledger.write(Stamp(at=order.scheduled_at, actor="a test")) as tx:
            for place, slot in enumerate(planned.slots):
                told = tuple(telling.ref for telling in (*slot.sheet.facts[:TOLD], *slot.sheet.items))
                tx.append(
                    SegmentAired(
                        channel=planned.channel,
                        date=planned.date,
                        time=slot.time,
                        form=slot.form,
                        piece=self._date.toordinal() * 100 + place,
                        used=(*slot.spends, *told),
                    )
                )
        self._date += dt.timedelta(days=1)
        return seen

    def _order(self) -> Order:
        hours = self._canon.pack.station.signs_off - self._canon.pack.station.signs_on
        order = rundown_order(self._canon, self._persona, DayOrder(date=self._date, hours=hours, segments_per_hour=1))
        with self._ledger.write(Stamp(at=order.scheduled_at, actor="a test")) as tx:
            order_id = book.enqueue(tx, order)
            return book.get(tx.connection, order_id)


@pytest.mark.soak
def test_a_day_takes_as_many_statements_to_plan_after_months_as_in_the_first_week(
    saltmere: Pack, tmp_path: Path, *, soak: bool
) -> None:
    with station(str(tmp_path / "world.db")) as ledger:
        air = OnAir(ledger, saltmere, "wren", dt.date(1931, 3, 2))

        taken = [air.day() for _ in range(60 if soak else 20)]

    searches = [day.pop("search", 0) for day in taken]
    assert taken[5] == taken[-1], (taken[5], taken[-1])
    assert taken[5].total() < 200
    # A search is made only where nothing that is linked or of the same topic was told as seldom.
    assert max(searches) <= SEARCHES_A_FACT * FACTS_A_DAY
