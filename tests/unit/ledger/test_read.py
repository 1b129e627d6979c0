"""Reading the log back: pages, kinds, versions, damage."""

import json
from typing import Any, ClassVar

import pytest

from longwave.ledger.errors import EventDamaged, UnknownEvent
from longwave.ledger.events import Event, Registry
from longwave.ledger.ledger import PAGE, Ledger
from unit.ledger.toy import EVENTS, STAMP, Counted, count, tamper


class Moored(Event):
    """A boat moored; its third wording. Stored samples of the older ones are in `SAMPLES`."""

    kind: ClassVar[str] = "toy.moored"
    version: ClassVar[int] = 3
    boat: str
    berth: int
    crew: tuple[str, ...]


SAMPLES = {
    1: '{"boat":"Kittiwake at 4"}',
    2: '{"berth":4,"boat":"Kittiwake"}',
    3: '{"berth":4,"boat":"Kittiwake","crew":["Ada"]}',
}


def berth_of_its_own(data: dict[str, Any]) -> dict[str, Any]:  # Any: see Upcast.
    boat, _, berth = data["boat"].partition(" at ")
    return {"boat": boat, "berth": int(berth)}


def crew_unknown(data: dict[str, Any]) -> dict[str, Any]:  # Any: see Upcast.
    return {**data, "crew": []}


UPCASTERS = {("toy.moored", 1): berth_of_its_own, ("toy.moored", 2): crew_unknown}


def test_every_old_version_is_read_as_the_present_one() -> None:
    registry = Registry([Moored], UPCASTERS)

    read = [registry.load("toy.moored", version, sample) for version, sample in SAMPLES.items()]

    nobody = Moored(boat="Kittiwake", berth=4, crew=())
    assert read == [nobody, nobody, Moored(boat="Kittiwake", berth=4, crew=("Ada",))]
    assert read[-1].to_text() == SAMPLES[3]


@pytest.mark.parametrize("version", [0, 4, -1])
def test_a_version_that_no_step_leads_from_is_refused(version: int) -> None:
    with pytest.raises(UnknownEvent, match=f"'toy.moored' in version {version} is unknown") as refusal:
        Registry([Moored], UPCASTERS).load("toy.moored", version, "{}")

    assert "newer" in str(refusal.value.hint)


def test_a_missing_step_between_two_versions_is_refused() -> None:
    gap = {("toy.moored", 1): berth_of_its_own}

    with pytest.raises(UnknownEvent):
        Registry([Moored], gap).load("toy.moored", 1, SAMPLES[1])


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownEvent, match=r"'toy\.moored'"):
        Registry(EVENTS).load("toy.moored", 3, SAMPLES[3])


def test_two_events_of_one_kind_are_refused() -> None:
    with pytest.raises(ValueError, match=r"two events are called 'toy\.counted'"):
        Registry([Counted, Counted])


def test_old_versions_in_the_log_are_folded_as_the_present_one_and_keep_their_hash(ledger: Ledger) -> None:
    count(ledger, "gulls")
    old = Ledger(ledger.store, Registry(EVENTS), ledger.projections)
    [written] = list(old.read())

    class Counted2(Event):
        kind: ClassVar[str] = "toy.counted"
        version: ClassVar[int] = 2
        name: str
        by: int
        said: str
        where: str

    new = Registry([Counted2], {("toy.counted", 1): lambda data: {**data, "where": "quay"}})
    [read] = list(Ledger(ledger.store, new, ledger.projections).read())

    assert read.event == Counted2(name="gulls", by=1, said="", where="quay")
    assert read.hash == written.hash


def test_a_log_longer_than_a_page_is_read_whole_from_anywhere(ledger: Ledger) -> None:
    with ledger.write(STAMP) as tx:
        tx.append(*(Counted(name="gulls", by=number) for number in range(2 * PAGE + 3)))

    assert [r.seq for r in ledger.read()] == list(range(1, 2 * PAGE + 4))
    for after, limit in [(0, 1), (0, PAGE), (1, PAGE + 1), (PAGE, None), (2 * PAGE + 2, 9), (0, 2 * PAGE), (9, 0)]:
        expected = range(after + 1, 2 * PAGE + 4)[: limit if limit is not None else 2 * PAGE + 4]
        assert [r.seq for r in ledger.read(after=after, limit=limit)] == list(expected)
    assert ledger.verify() == ledger.head()


def test_the_latest_events_come_newest_last_of_one_kind_or_of_all(ledger: Ledger) -> None:
    count(ledger, "gulls", "boats", "seals")

    assert [r.seq for r in ledger.latest(2)] == [2, 3]
    assert [r.seq for r in ledger.latest(9, kind="toy.counted")] == [1, 2, 3]
    assert ledger.latest(9, kind="toy.miscounted") == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("data", "{"), ("data", json.dumps({"name": "gulls"})), ("data", "{}"), ("at", "yesterday"), ("at", "")],
)
def test_an_event_that_does_not_read_as_what_it_says_is_refused_by_its_number(
    ledger: Ledger, column: str, value: str
) -> None:
    count(ledger, "gulls", "boats")
    tamper(ledger, f"UPDATE events SET {column} = :value WHERE seq = 2", value=value)

    with pytest.raises(EventDamaged, match="event 2 is damaged") as refusal:
        list(ledger.read())

    assert "verify" in str(refusal.value.hint)
