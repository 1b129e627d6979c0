import asyncio
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import Row, select

from longwave import bootstrap
from longwave.kernel.clock import VirtualClock
from longwave.ledger.store import Store
from longwave.narrator.assignment import Assignment, Draft, FactSheet, Feedback
from longwave.narrator.calls import CallStatus, RecordedNarrator
from longwave.narrator.errors import NarratorError
from longwave.narrator.tables import calls
from longwave.settings import Settings
from unit.narrator import planned

AT = dt.datetime(1931, 3, 2, 7, tzinfo=dt.UTC)
NOW = dt.datetime(2031, 1, 1, tzinfo=dt.UTC)


@dataclass(kw_only=True)
class Telephone:
    """A narrator that takes a quarter of a second a text, fails where told to, and looks up how its request stands.

    Attributes:
        failures: how many requests fail before one is answered.
        seen: the status on record at the moment of each request.
    """

    store: Store
    wall: VirtualClock = field(default_factory=lambda: VirtualClock(NOW))
    failures: int = 0
    name: str = "telephone"
    asked: list[Assignment] = field(default_factory=list)
    seen: list[list[str]] = field(default_factory=list)

    async def write(self, assignment: Assignment) -> Draft:
        self.asked.append(assignment)
        self.seen.append([row.status for row in records(self.store)])
        await self.wall.sleep_until(self.wall.now() + dt.timedelta(milliseconds=250))
        if len(self.asked) <= self.failures:
            raise NarratorError("the line is dead")
        return Draft(text=f"Text {len(self.asked)}.", tells=("x",), used=("fact:x",), narrator=self.name)


def asked(key: str = "noon", attempt: int = 0, **slots: str) -> Assignment:
    """Return a request."""
    return Assignment(
        key=key,
        persona=planned.saltmere().personas["wren"],
        form="time",
        sheet=FactSheet(at=AT, slots=dict(slots)),
        max_chars=300,
        turn=0,
        form_turn=0,
        feedback=Feedback(attempt=attempt),
    )


def records(store: Store) -> list[Row[tuple[object, ...]]]:
    """Return the call ledger in the order of its keys."""
    with store.read() as connection:
        return list(connection.execute(select(calls).order_by(calls.c.key)))


@contextmanager
def call_ledger(place: str) -> Iterator[Store]:
    """Open an empty world's store."""
    with bootstrap.open_ledger(place, Settings(), create=True) as ledger:
        yield ledger.store


def recorded(line: Telephone) -> RecordedNarrator:
    """Return a narrator as a process that has just started has it."""
    return RecordedNarrator(narrator=line, store=line.store, wall=line.wall)


def test_a_request_is_on_record_before_it_is_made_and_settled_after(place: str) -> None:
    with call_ledger(place) as store:
        line = Telephone(store=store)

        draft = asyncio.run(recorded(line).write(asked()))

        [row] = records(store)
    assert line.seen == [[CallStatus.OPEN]]
    assert (row.status, row.dispatches, row.error) == (CallStatus.SETTLED, 1, None)
    assert (row.persona, row.form, row.narrator) == ("wren", "time", "telephone")
    assert Draft.model_validate_json(row.reply) == draft
    assert (row.opened_at, row.settled_at - row.opened_at) == (NOW, dt.timedelta(milliseconds=250))
    assert row.took_ms == 250
    assert row.digest == asked().digest()


def test_a_settled_request_is_answered_from_the_record(place: str) -> None:
    with call_ledger(place) as store:
        line = Telephone(store=store)

        first, second = (asyncio.run(recorded(line).write(asked())) for _ in range(2))

        assert first == second
        assert len(line.asked) == 1
        assert len(records(store)) == 1


@pytest.mark.parametrize(
    "other",
    [
        asked(hour="seven o'clock"),
        asked(attempt=1),
        asked(key="midnight"),
        replace(asked(), max_chars=299),
        replace(asked(), turn=1),
        replace(asked(), form_turn=1),
        replace(asked(), form="ident"),
        replace(asked(), feedback=Feedback(findings=("TIME001: it is later",))),
        replace(asked(), persona=planned.saltmere().personas["corvin"]),
    ],
    ids=["sheet", "attempt", "key", "max_chars", "turn", "form_turn", "form", "findings", "persona"],
)
def test_a_request_that_differs_in_anything_is_made_and_loses_no_record(place: str, other: Assignment) -> None:
    with call_ledger(place) as store:
        line = Telephone(store=store)
        first = asyncio.run(recorded(line).write(asked()))

        second = asyncio.run(recorded(line).write(other))

        assert first != second
        assert {row.digest for row in records(store)} == {asked().digest(), other.digest()}
        assert {row.status for row in records(store)} == {CallStatus.SETTLED}
        assert asyncio.run(recorded(line).write(asked())) == first
        assert asyncio.run(recorded(line).write(other)) == second
        assert len(line.asked) == 2


def test_the_same_request_to_another_narrator_is_another_one(place: str) -> None:
    with call_ledger(place) as store:
        one, other = Telephone(store=store), Telephone(store=store, name="telegraph")

        asyncio.run(recorded(one).write(asked()))
        asyncio.run(recorded(other).write(asked()))

        assert [row.narrator for row in records(store)] == ["telegraph", "telephone"]


def test_a_request_that_failed_is_on_record_and_is_made_again_next_time(place: str) -> None:
    with call_ledger(place) as store:
        line = Telephone(store=store, failures=1)

        with pytest.raises(NarratorError, match="the line is dead"):
            asyncio.run(recorded(line).write(asked()))
        [failed] = records(store)
        draft = asyncio.run(recorded(line).write(asked()))

        [settled] = records(store)
    assert (failed.status, failed.reply) == (CallStatus.FAILED, None)
    assert failed.error == "NarratorError: the line is dead"
    assert failed.took_ms == 250
    assert (settled.status, settled.dispatches, settled.error) == (CallStatus.SETTLED, 2, None)
    assert Draft.model_validate_json(settled.reply) == draft
    assert line.seen == [[CallStatus.OPEN], [CallStatus.OPEN]]


def test_a_request_that_was_never_answered_is_made_again_next_time(place: str) -> None:
    with call_ledger(place) as store:
        line = Telephone(store=store)

        async def cut_off() -> None:
            task = asyncio.ensure_future(recorded(Silent(store=store)).write(asked()))
            while not [row for row in records(store) if row.status == CallStatus.OPEN]:  # noqa: ASYNC110 - in a thread
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        asyncio.run(cut_off())
        [opened] = records(store)
        asyncio.run(recorded(line).write(asked()))

        [settled] = records(store)
    assert (opened.status, opened.dispatches) == (CallStatus.OPEN, 1)
    assert (settled.status, settled.dispatches) == (CallStatus.SETTLED, 2)


@dataclass(kw_only=True)
class Silent(Telephone):
    """A telephone that nobody ever answers."""

    async def write(self, assignment: Assignment) -> Draft:
        self.asked.append(assignment)
        await asyncio.Event().wait()
        raise AssertionError


def test_many_requests_at_once_have_a_record_each(place: str) -> None:
    with call_ledger(place) as store:
        line = Telephone(store=store)
        mine = recorded(line)

        async def write_all() -> list[Draft]:
            return await asyncio.gather(*(mine.write(asked(key=f"slot {number:02}")) for number in range(24)))

        drafts = asyncio.run(write_all())

        rows = records(store)
    assert len({draft.text for draft in drafts}) == 24
    assert [row.key.split("#")[0] for row in rows] == [f"slot {number:02}" for number in range(24)]
    assert [Draft.model_validate_json(row.reply) for row in rows] == drafts
    assert {row.status for row in rows} == {CallStatus.SETTLED}
