"""The database fails at any statement of an order's life, once or for good: no order is lost, no effect is there twice."""

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from crash import scenes
from crash.faults import Fault, Faults
from crash.scenes import BELLS, DAWN, Scene, ring

from longwave import bootstrap
from longwave.ledger.errors import StoreUnavailable
from longwave.ledger.ledger import Ledger
from longwave.modules.station.handlers import PlanRundown
from longwave.modules.station.production import Asked, begin_or_resume
from longwave.settings import Settings
from longwave.world.pack import Pack

Stage = Callable[[Ledger, Path], Scene]
MINUTE = dt.timedelta(minutes=1)


def a_lone_order(ledger: Ledger, _folder: Path) -> Scene:
    def set_up() -> None:
        scenes.order_all(ledger, ring("test.ring_alone", "needle", DAWN, 0))

    return _in_virtual_time(ledger, set_up)


def a_batch(ledger: Ledger, _folder: Path) -> Scene:
    def set_up() -> None:
        bells = ("harbour", "fens", "light")
        scenes.order_all(ledger, *(ring("test.ring", bell, DAWN + MINUTE / 4 * i, 1) for i, bell in enumerate(bells)))

    return _in_virtual_time(ledger, set_up)


def real_time(ledger: Ledger, _folder: Path) -> Scene:
    def set_up() -> None:
        scenes.order_all(ledger, ring("test.ring", "harbour", DAWN, 1))

    def carry_out(watch: int) -> None:
        scenes.serve(ledger, BELLS, watch)

    return Scene(ledger=ledger, faults=Faults(store=ledger.store), set_up=set_up, carry_out=carry_out)


def a_rundown(ledger: Ledger, _folder: Path) -> Scene:
    station = _station(ledger)
    station.index.refresh()
    planning = {PlanRundown.order_type: station.handlers[PlanRundown.order_type]}

    def set_up() -> None:
        begin_or_resume(ledger, station.pack, Asked(persona="wren", hours=1, seed=7), resume=False)

    def carry_out(_watch: int) -> None:
        scenes.run(ledger, planning)

    return Scene(ledger=ledger, faults=Faults(store=ledger.store), set_up=set_up, carry_out=carry_out)


def a_segment(ledger: Ledger, folder: Path) -> Scene:
    """One real segment whose rundown is planned: the past is forked from a world where that was done."""
    with scenes.world(str(folder / "planned.db")) as planned:
        before = a_rundown(planned, folder)
        before.set_up()
        before.carry_out(0)
        last, _ = planned.head()
    station = _station(ledger)

    def set_up() -> None:
        with scenes.world(str(folder / "planned.db")) as planned:
            planned.fork(ledger, at=last)

    def carry_out(_watch: int) -> None:
        # Built anew, as a new process does it.
        scenes.run(ledger, _station(ledger).handlers)

    assert station.handlers
    return Scene(ledger=ledger, faults=Faults(store=ledger.store), set_up=set_up, carry_out=carry_out)


STAGES = (a_lone_order, a_batch, real_time, a_rundown, a_segment)
PACKS: dict[str, Pack] = {}


def _station(ledger: Ledger) -> bootstrap.Station:
    if not PACKS:
        PACKS["saltmere"] = bootstrap.load_pack("saltmere", Settings())
    return bootstrap.Station(ledger=ledger, pack=PACKS["saltmere"], seed=7)


def _in_virtual_time(ledger: Ledger, set_up: Callable[[], None]) -> Scene:
    def carry_out(_watch: int) -> None:
        scenes.run(ledger, BELLS)

    return Scene(ledger=ledger, faults=Faults(store=ledger.store), set_up=set_up, carry_out=carry_out)
