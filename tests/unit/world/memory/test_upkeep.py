"""The warm memory is kept small, and what mattered is not lost with what leaves it."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longwave.ledger.ledger import Ledger
from longwave.world.memory import upkeep, views
from longwave.world.memory.events import MemoryKind, PeriodSummarised, Why
from longwave.world.memory.retrieval import faded, terms
from longwave.world.memory.upkeep import IMPORTANT, NEAR_DUPLICATE, ROOMS, SUMMARY_SENTENCES, Due
from longwave.world.memory.views import Memory
from unit.world.memory.diary import ADA, DAY, START, kept, tell, tidy, wipe

NOW = START + 40 * DAY
WORDS = ["tide", "bells", "fen", "gull", "harbour", "quiet", "salt", "brass", "rope", "mist"]


def memory(number: int, *, says: str = "", strength: float = 0.5, half_life_days: float = 14, age: float = 1) -> Memory:
    return Memory(
        id=number,
        kind=MemoryKind.FACT,
        about=(f"thing-{number}",),
        says=says or f"Lamp {number} is out.",
        strength=strength,
        half_life_days=half_life_days,
        confidence=0.8,
        source=None,
        at=NOW - age * DAY,
    )


def left_of(one: Memory) -> float:
    return one.strength * faded(one.half_life_days, one.at, NOW)


def alike(one: str, other: str) -> float:
    both, either = set(terms(one)) & set(terms(other)), set(terms(one)) | set(terms(other))
    return len(both) / len(either)


def summary(*memories: Memory) -> PeriodSummarised:
    return upkeep.summarised(Due(persona=ADA, why=Why.FACTS, memories=memories))


@st.composite
def many(draw: st.DrawFn) -> tuple[Memory, ...]:
    sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
    strengths, half_lives, ages = st.floats(0, 1), st.floats(0.1, 400), st.floats(-1, 500)
    drawn = draw(st.lists(st.tuples(sentences, strengths, half_lives, ages), min_size=1, max_size=60))
    return tuple(
        memory(number, says=says, strength=strength, half_life_days=half_life, age=age)
        for number, (says, strength, half_life, age) in enumerate(drawn)
    )


@given(memories=many(), count=st.integers(0, 60))
def test_the_weakest_leave_and_no_more_than_must(memories: tuple[Memory, ...], count: int) -> None:
    leaving = upkeep.weakest(memories, count, NOW)

    staying = set(memories) - set(leaving)
    assert len(leaving) == len(set(leaving)) == min(count, len(memories))
    assert max(map(left_of, leaving), default=0) <= min(map(left_of, staying), default=1)


@given(memories=many())
def test_no_summary_loses_what_is_important(memories: tuple[Memory, ...]) -> None:
    says = summary(*memories).says

    for one in memories:
        if one.strength >= IMPORTANT:
            assert any(alike(one.says, sentence) >= NEAR_DUPLICATE for sentence in says)


@given(memories=many())
def test_a_summary_holds_whole_and_different_sentences_the_strongest_first(memories: tuple[Memory, ...]) -> None:
    made = summary(*memories)

    strengths = [max(one.strength for one in memories if one.says == sentence) for sentence in made.says]
    assert strengths == sorted(strengths, reverse=True)
    assert all(strength >= IMPORTANT for strength in strengths[SUMMARY_SENTENCES:])
    assert all(alike(a, b) < NEAR_DUPLICATE for i, a in enumerate(made.says) for b in made.says[:i])
    assert made.forgotten == tuple(one.id for one in memories)
    assert set(made.about) == {thing for one in memories for thing in one.about}
    assert (made.since, made.until) == (min(one.at for one in memories), max(one.at for one in memories))


def test_weak_memories_beyond_a_summary_s_worth_are_let_go() -> None:
    memories = [memory(number, strength=0.4 - number / 100) for number in range(SUMMARY_SENTENCES + 4)]

    assert summary(*memories).says == tuple(one.says for one in memories[:SUMMARY_SENTENCES])


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.kind)
def test_a_kind_is_summarised_when_there_is_no_room_for_one_more(ledger: Ledger, room: upkeep.Room) -> None:
    tell(ledger, *(kept(f"Lamp {number} is out.", memory=room.kind) for number in range(room.most)))
    assert tidy(ledger, START) == []
    tell(ledger, kept("The bell is cracked.", memory=room.kind, strength=0.1))

    [due] = tidy(ledger, START)

    assert (due.why, len(due.memories)) == (room.why, room.most + 1 - room.stay)
    assert due.memories[0].says == "The bell is cracked."
    with ledger.store.read() as connection:
        assert views.warm_counts(connection, ADA) == {room.kind: room.stay}


def test_what_was_not_kept_again_for_a_month_is_summarised_once_a_week(ledger: Ledger) -> None:
    for day in range(40):
        tell(ledger, kept(f"Lamp {day} is out.", memory=MemoryKind.OPINION), at=START + day * DAY)
        tell(ledger, kept("I care for eels.", memory=MemoryKind.INTEREST), at=START + day * DAY)

    done = {day: [len(due.memories) for due in tidy(ledger, START + day * DAY)] for day in range(28, 48)}

    assert {day: counts for day, counts in done.items() if counts} == {31: [1], 38: [7], 45: [7]}
    with ledger.store.read() as connection:
        assert views.last_summarised(connection, ADA, Why.WEEKLY) == START + 45 * DAY
        assert len(views.warm(connection, ADA, MemoryKind.INTEREST, limit=9)) == 1


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    days=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40)), min_size=1, max_size=8), every=st.integers(1, 9)
)
def test_after_upkeep_there_is_room_and_nothing_is_old(ledger: Ledger, days: list[tuple[int, int]], every: int) -> None:
    wipe(ledger)
    at = START
    for day, (facts, moments) in enumerate(days):
        at = START + day * every * DAY
        said = [kept(f"Lamp {day} {number} is out.") for number in range(facts)]
        said += [kept(f"Bell {day} {number} rang.", memory=MemoryKind.MOMENT) for number in range(moments)]
        tell(ledger, *said, at=at)

        tidy(ledger, at)

        with ledger.store.read() as connection:
            counts = views.warm_counts(connection, ADA)
            assert all(counts[room.kind] <= room.most for room in ROOMS)
            assert views.kept_before(connection, ADA, at - upkeep.OLD - upkeep.WEEK) == []
            assert upkeep.due(connection, ADA, at + dt.timedelta(seconds=1)) is None
