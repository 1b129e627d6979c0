"""The call ledger: what was asked of a narrator is on record before it is asked, and no answer is paid twice."""

import asyncio
import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import ClassVar

import pytest
from sqlalchemy import Connection, select

from crash import scenes
from crash.faults import Fault, Faults
from crash.lives import KILLED, Run, Whole
from longwave import bootstrap
from longwave.kernel.clock import VirtualClock
from longwave.ledger.errors import StoreUnavailable
from longwave.ledger.ledger import Ledger, Stamp, Transaction
from longwave.narrator.assignment import Assignment, Draft, FactSheet
from longwave.narrator.calls import CallStatus, RecordedNarrator
from longwave.narrator.tables import calls
from longwave.orders import book
from longwave.orders.attempts import Attempts
from longwave.orders.engine import Engine
from longwave.orders.events import Payload
from longwave.orders.handler import Handler
from longwave.orders.states import NewOrder, Order, Status
from longwave.settings import Settings


@dataclass(kw_only=True)
class Parrot:
    """A narrator that says what it was asked for, and remembers how often it was asked."""

    name: str = "parrot"
    asked: Counter[str] = field(default_factory=Counter)

    async def write(self, assignment: Assignment) -> Draft:
        self.asked[assignment.key] += 1
        return Draft(text=assignment.key, tells=(), used=(), narrator=self.name)


@dataclass(frozen=True, kw_only=True)
class Speak(Handler[Assignment, Draft]):
    """Has a narrator say something."""

    order_type: ClassVar[str] = "test.speak"
    independent: ClassVar[bool] = True
    narrator: RecordedNarrator

    def prepare(self, snapshot: Connection, order: Order) -> Assignment:  # noqa: ARG002 - the port's signature
        return asked_for(order.subject_id)

    async def perform(self, prepared: Assignment, feedback: None) -> Draft:  # noqa: ARG002 - the port's signature
        return await self.narrator.write(prepared)

    def settle(self, tx: Transaction, order: Order, performed: Draft) -> Payload:  # noqa: ARG002 - the port's signature
        return {"said": performed.text}


def asked_for(key: str) -> Assignment:
    """Return a request for a text."""
    sheet = FactSheet(at=scenes.DAWN, slots={})
    persona = scenes.saltmere().personas["wren"]
    return Assignment(key=key, persona=persona, form="time", sheet=sheet, max_chars=300, turn=0, form_turn=0)


def test_a_settled_request_is_answered_from_the_record_by_the_next_process(place: str) -> None:
    parrot = Parrot()
    with scenes.world(place) as ledger:
        first = asyncio.run(RecordedNarrator(narrator=parrot, store=ledger.store).write(asked_for("noon")))
    with scenes.world(place) as ledger:
        second = asyncio.run(RecordedNarrator(narrator=parrot, store=ledger.store).write(asked_for("noon")))

        [call] = _calls(ledger)

    assert first == second
    assert parrot.asked == {"noon": 1}
    assert call == (f"noon#0@parrot/{asked_for('noon').digest()[:16]}", CallStatus.SETTLED, 1)


@pytest.mark.parametrize("fault", [Fault.ONCE, Fault.UNHEARD])
def test_a_narrator_is_asked_once_whatever_statement_fails(fault: Fault, place: str) -> None:
    with scenes.world(place) as ledger:
        faults = Faults(store=ledger.store)
        for at in count(1):
            parrot = Parrot()
            _order_a_text(ledger)
            faults.lay(at, fault)

            _carry_out(ledger, parrot)
            faults.lift()

            [(_, status, dispatches)] = _calls(ledger)
            assert parrot.asked == {"noon": 1}, f"fault at {at}"
            assert status == CallStatus.SETTLED
            assert dispatches == 1 or fault is Fault.UNHEARD
            assert _statuses(ledger) == {Status.COMPLETED: 1}
            if not faults.struck:
                break

    assert at > (1 if fault is Fault.UNHEARD else 15)


def test_after_a_fault_for_good_a_narrator_is_asked_again_only_for_what_is_not_on_record(place: str) -> None:
    with scenes.world(place) as ledger:
        faults = Faults(store=ledger.store)
        for at in count(1):
            parrot = Parrot()
            _order_a_text(ledger)
            faults.lay(at, Fault.LASTING)

            try:
                _carry_out(ledger, parrot)
            except StoreUnavailable:
                faults.lift()
            if not faults.struck:
                break
            was_settled = [status for _, status, _ in _calls(ledger)] == [CallStatus.SETTLED]
            was_asked = parrot.asked["noon"]
            _carry_out(ledger, parrot)

            [(_, status, dispatches)] = _calls(ledger)
            assert parrot.asked["noon"] == (was_asked if was_settled else was_asked + 1), f"fault at {at}"
            assert dispatches == max(1, parrot.asked["noon"])
            assert status == CallStatus.SETTLED
            assert _statuses(ledger) == {Status.COMPLETED: 1}

    assert at > 15


def test_calls_in_flight_at_a_kill_are_made_again_and_settled_ones_are_not(day: Whole, tmp_path: Path) -> None:
    run = Run(out=tmp_path, hours=16)
    assert run.live("statement", 6, "UPDATE calls") == KILLED
    before = _calls_of(run)

    assert run.live("none", -1) == 0

    settled = {key for key, status, _ in before if status == CallStatus.SETTLED}
    in_flight = {key for key, status, _ in before if status == CallStatus.OPEN}
    after = _calls_of(run)
    assert len(settled) == 5
    assert in_flight
    assert {key for key, _, dispatches in after if dispatches == 2} == in_flight
    assert {dispatches for key, _, dispatches in after if key not in in_flight} == {1}
    assert {status for _, status, _ in after} == {CallStatus.SETTLED}
    assert run.left() == day.left


def _order_a_text(ledger: Ledger) -> None:
    scenes.empty(ledger)
    with ledger.write(Stamp(at=scenes.DAWN, actor="test")) as tx:
        book.enqueue(tx, NewOrder(order_type="test.speak", scheduled_at=scenes.DAWN, payload={}, subject_id="noon"))


def _carry_out(ledger: Ledger, parrot: Parrot) -> None:
    speak = Speak(narrator=RecordedNarrator(narrator=parrot, store=ledger.store))
    attempts = Attempts(
        ledger=ledger,
        handlers={speak.order_type: speak},
        clock=VirtualClock(dt.datetime(1931, 1, 1, tzinfo=dt.UTC)),
        seed=7,
        store_retries_s=(0.0, 0.0, 0.0),
    )
    asyncio.run(Engine(attempts=attempts, concurrency=1).run())


def _calls(ledger: Ledger) -> set[tuple[str, str, int]]:
    with ledger.store.read() as connection:
        rows = connection.execute(select(calls.c.key, calls.c.status, calls.c.dispatches))
        return {(key, status, dispatches) for key, status, dispatches in rows}


def _statuses(ledger: Ledger) -> dict[Status, int]:
    with ledger.store.read() as connection:
        return book.counts(connection)


def _calls_of(run: Run) -> set[tuple[str, str, int]]:
    with bootstrap.open_ledger(run.place, Settings()) as ledger:
        return _calls(ledger)
