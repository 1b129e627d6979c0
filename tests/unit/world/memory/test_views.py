"""A persona's memory is read in pages, the latest first."""

from longwave.ledger.ledger import Ledger
from longwave.world.memory import views
from longwave.world.memory.events import MemoryKind, RelationshipChanged, Why
from unit.world.memory.diary import ADA, DAY, START, kept, tell, tidy


def test_the_warm_memory_is_read_in_pages_by_kind(ledger: Ledger) -> None:
    for day in range(5):
        tell(ledger, kept(f"Day {day} was wet."), kept(f"Day {day}!", memory=MemoryKind.MOMENT), at=START + day * DAY)
    tell(ledger, kept("Elsewhere it was dry.", persona="wren"))

    with ledger.store.read() as connection:
        pages = [views.warm(connection, ADA, MemoryKind.FACT, limit=2, offset=offset) for offset in (0, 2, 4)]
        counts = views.warm_counts(connection, ADA)

    assert [[fact.says[4] for fact in page] for page in pages] == [["4", "3"], ["2", "1"], ["0"]]
    assert counts == {MemoryKind.FACT: 5, MemoryKind.MOMENT: 5}
    assert counts[MemoryKind.INTEREST] == 0


def test_the_cold_memory_is_read_in_pages(ledger: Ledger) -> None:
    for day in (0, 10):
        tell(ledger, kept(f"Day {day} was wet.", about=("rain",)), at=START + day * DAY)
        tidy(ledger, START + (day + 31) * DAY)

    with ledger.store.read() as connection:
        [later], [earlier] = (views.cold(connection, ADA, limit=1, offset=offset) for offset in (0, 1))
        assert views.cold_count(connection, ADA) == 2
        assert views.cold_count(connection, "wren") == 0

    assert later.says == ("Day 10 was wet.",)
    assert (earlier.says, earlier.about, earlier.why) == (("Day 0 was wet.",), ("rain",), Why.WEEKLY)
    assert (earlier.since, earlier.until, earlier.at) == (START, START, START + 31 * DAY)


def test_relationships_are_listed_by_how_strong_they_are(ledger: Ledger) -> None:
    changes = {"wren": 0.2, "tobias": -0.6, "maud": 0.6}
    for other, change in changes.items():
        tell(ledger, RelationshipChanged(persona=ADA, other=other, change=change, because="A quarrel.", source=None))

    with ledger.store.read() as connection:
        felt = views.relationships(connection, ADA)
        assert len(views.history(connection, ADA, "wren", 0)) == 0

    assert [one.other for one in felt] == ["maud", "tobias", "wren"]
