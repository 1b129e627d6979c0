"""What a persona remembers is what the log says."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from longwave.ledger.events import Event
from longwave.ledger.ledger import Ledger
from longwave.ledger.rebuild import rebuild
from longwave.world.memory import views
from longwave.world.memory.events import MemoryKind, PeriodSummarised, RelationshipChanged, Why
from longwave.world.memory.tables import memories, memory_terms, relationships
from unit.world.memory.diary import ADA, DAY, START, kept, live, rows, tell, tidy, wipe

LATE = "The ferry is late."
WORDS = ["tide", "bells", "the", "fen", "gull", "harbour", "quiet", "salt"]
amounts = st.floats(-1.5, 1.5).map(lambda change: round(change, 3))
personas = st.sampled_from([ADA, "wren"])


def changed(change: float, because: str = "They talked.", source: int | None = None) -> RelationshipChanged:
    return RelationshipChanged(persona=ADA, other="wren", change=change, because=because, source=source)


def forgotten(*ids: int, persona: str = ADA) -> PeriodSummarised:
    return PeriodSummarised(
        persona=persona, since=START, until=START, says=(LATE,), about=("ferry",), forgotten=ids, why=Why.WEEKLY
    )


def facts(ledger: Ledger, persona: str = ADA) -> list[views.Memory]:
    with ledger.store.read() as connection:
        return views.warm(connection, persona, MemoryKind.FACT, limit=50)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """What some personas keep, feel and forget, half of it again and again."""
    sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
    keeping = st.builds(
        kept,
        sentences,
        persona=personas,
        memory=st.sampled_from(MemoryKind),
        strength=st.floats(0, 1),
        half_life_days=st.floats(0.5, 700),
        about=st.lists(st.sampled_from(WORDS), max_size=2).map(tuple),
    )
    feeling = st.builds(changed, amounts)
    forgetting = st.builds(forgotten, st.integers(1, 15), st.integers(1, 15), persona=personas)
    return draw(st.lists(st.one_of(keeping, keeping, feeling, forgetting), min_size=1, max_size=15))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(history=histories())
def test_a_rebuild_equals_the_live_tables(ledger: Ledger, history: list[Event]) -> None:
    wipe(ledger)
    for hour, event in enumerate(history):
        tell(ledger, event, at=START + hour * dt.timedelta(hours=1))

    result = rebuild(ledger)

    assert result.differences == ()
    assert result.rows > 0
    with ledger.store.read() as connection:
        listed = set(connection.execute(select(memory_terms.c.owner).where(~memory_terms.c.is_cold)).scalars())
        assert listed <= set(connection.execute(select(memories.c.id)).scalars())


def test_a_rebuild_of_a_month_equals_the_live_tables(ledger: Ledger) -> None:
    live(ledger, seed=2, days=32)
    tell(ledger, changed(0.3), changed(0.1))

    result = rebuild(ledger)

    assert result.differences == ()
    assert result.rows > 1000


def test_what_is_kept_again_grows_stronger_and_fades_more_slowly(ledger: Ledger) -> None:
    [first] = tell(ledger, kept(LATE, strength=0.5, half_life_days=10, confidence=0.4, source=7, about=("ferry",)))

    tell(ledger, kept(LATE, strength=0.6, half_life_days=3, confidence=0.9), at=START + DAY)

    assert facts(ledger) == [
        views.Memory(
            id=first,
            kind=MemoryKind.FACT,
            about=("ferry",),
            says=LATE,
            strength=0.8,
            half_life_days=15.0,
            confidence=0.9,
            source=7,
            at=START + DAY,
        )
    ]


@pytest.mark.parametrize(("half_life", "then"), [(300.0, 365.0), (365.0, 365.0), (1000.0, 1000.0)])
def test_repetition_makes_no_half_life_longer_than_a_year(ledger: Ledger, half_life: float, then: float) -> None:
    tell(ledger, *[kept(LATE, half_life_days=half_life)] * 3)

    [memory] = facts(ledger)

    assert memory.half_life_days == then


def test_the_same_words_are_another_memory_of_another_kind_or_persona(ledger: Ledger) -> None:
    tell(ledger, kept(LATE), kept(LATE, persona="wren"), kept(LATE, memory=MemoryKind.OPINION))

    assert rows(ledger, memories) == 3


def test_nobody_forgets_what_another_kept(ledger: Ledger) -> None:
    [memory] = tell(ledger, kept(LATE, persona="wren"))

    tell(ledger, forgotten(memory, 99))

    assert [fact.id for fact in facts(ledger, "wren")] == [memory]


def test_feelings_add_up_and_stay_between_minus_one_and_one(ledger: Ledger) -> None:
    tell(ledger, changed(0.8), changed(0.7), changed(-0.3))

    with ledger.store.read() as connection:
        assert views.sentiment(connection, ADA, "wren") == 0.7
        assert views.sentiment(connection, "wren", ADA) == 0.0
        assert [change.sentiment for change in views.history(connection, ADA, "wren", 9)] == [0.7, 1.0, 0.8]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(changes=st.lists(amounts, min_size=1, max_size=12))
def test_a_feeling_is_the_clamped_sum_of_its_dated_history(ledger: Ledger, changes: list[float]) -> None:
    wipe(ledger)
    for day, change in enumerate(changes):
        tell(ledger, changed(change, f"Day {day}.", source=day), at=START + day * DAY)

    with ledger.store.read() as connection:
        [felt] = views.relationships(connection, ADA)
        history = views.history(connection, ADA, "wren", 99)

    expected = 0.0
    for change in changes:
        expected = max(-1.0, min(1.0, expected + change))
    assert felt.sentiment == history[0].sentiment == pytest.approx(expected)
    assert (felt.other, felt.changes, felt.since) == ("wren", len(changes), START)
    assert felt.last_at == START + (len(changes) - 1) * DAY
    assert [(one.change, one.because, one.source, one.at) for one in reversed(history)] == [
        (change, f"Day {day}.", day, START + day * DAY) for day, change in enumerate(changes)
    ]


def test_a_summary_without_memories_is_kept_all_the_same(ledger: Ledger) -> None:
    tell(ledger, forgotten())

    assert tidy(ledger, START) == []
    assert rows(ledger, relationships) == 0
    with ledger.store.read() as connection:
        assert [summary.says for summary in views.cold(connection, ADA, limit=5)] == [(LATE,)]
