"""What days bring: stipends first, then contracts, once a day."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from longwave.ledger.ledger import Stamp
from longwave.modules.academy.academy import Digest
from longwave.modules.academy.economy import projections
from longwave.modules.academy.economy.commands import ShowEconomy
from longwave.modules.academy.economy.events import (
    ContractsPaid,
    DayReckoned,
    StipendGranted,
)
from longwave.modules.academy.economy.handlers import Economy
from longwave.modules.academy.events import Move
from longwave.modules.academy.offers.events import ScholarRecruited, ScholarReleased
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.standing.events import StandingAdjusted
from longwave.world.game import Numbers
from unit.academy.small import FACTIONS
from unit.academy.table import Table, laid

LUNCH = dt.datetime(1931, 3, 2, 13, tzinfo=dt.UTC)
DAY, EVENING = dt.timedelta(days=1), dt.timedelta(hours=8)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    with laid(str(tmp_path / "world.db"), projections.PROJECTION) as table:
        table.answered_by = Economy(academy=table.academy).answered()
        yield table


def digest(table: Table, at: dt.datetime) -> int:
    table.now, table.digest = at, table.digest + 1
    with table.ledger.write(Stamp(at=at, actor="world")) as tx:
        return Economy(academy=table.academy).at_digest(tx, Digest(number=table.digest, at=at))


def take(table: Table, player: str, amount: int = 6, *factions: str) -> None:
    """Take influence away from a player; without a faction, of all."""
    moves = tuple(Move(player=player, faction=faction, change=-amount) for faction in factions or FACTIONS)
    table.tell(StandingAdjusted(player=player, what="all", before=6, after=0, reason="theft", moves=moves))


def employ(table: Table, player: str, *scholars: str) -> None:
    for scholar in scholars:
        table.tell(ScholarRecruited(scholar=scholar, player=player, faction="academic", chance=50, roll=1))


def feeling(table: Table, scholar: str, player: str) -> float:
    with table.read() as connection:
        return roster.feeling(connection, scholar, player)


def paid(table: Table) -> list[ContractsPaid]:
    return [event for event in table.events(ContractsPaid) if isinstance(event, ContractsPaid)]


def test_a_contract_costs_one_influence_a_day_however_many_digests_it_has(tmp_path: Path) -> None:
    with laid(str(tmp_path / "world.db"), projections.PROJECTION) as table:
        employ(table, "ada", "scholar-0")

        for at in (LUNCH, LUNCH + EVENING, LUNCH + DAY, LUNCH + DAY + EVENING):
            digest(table, at)

        assert [event.paid for event in paid(table)] == [("scholar-0",), ("scholar-0",)]
        assert table.standing("ada").held["academic"] == 4


def test_a_day_is_the_worlds_and_not_that_of_greenwich(table: Table) -> None:
    # In April and later the clocks of London are an hour ahead: this is midnight and a half there.
    employ(table, "ada", "scholar-0")
    digest(table, dt.datetime(1931, 5, 4, 12, tzinfo=dt.UTC))

    digest(table, dt.datetime(1931, 5, 4, 23, 30, tzinfo=dt.UTC))

    assert [event.day for event in table.events(DayReckoned) if isinstance(event, DayReckoned)] == [
        dt.date(1931, 5, 4),
        dt.date(1931, 5, 5),
    ]


def test_days_without_a_digest_are_not_charged_afterwards(table: Table) -> None:
    employ(table, "ada", "scholar-0")
    digest(table, LUNCH)

    digest(table, LUNCH + 5 * DAY)

    assert len(paid(table)) == 2


def test_a_digest_that_is_held_for_a_day_gone_by_pays_nothing_again(table: Table) -> None:
    employ(table, "ada", "scholar-0")
    digest(table, LUNCH + DAY)

    digest(table, LUNCH)

    assert len(paid(table)) == 1


def test_who_is_hired_after_the_first_digest_is_paid_from_the_next_day_on(table: Table) -> None:
    digest(table, LUNCH)
    employ(table, "ada", "scholar-0")
    digest(table, LUNCH + EVENING)
    assert paid(table) == []

    digest(table, LUNCH + DAY)

    assert len(paid(table)) == 1


def test_the_stipend_comes_before_contracts_and_may_pay_them(table: Table) -> None:
    take(table, "ada")
    employ(table, "ada", "scholar-0")

    digest(table, LUNCH)

    assert [event.paid for event in paid(table)] == [("scholar-0",)]
    assert table.standing("ada").held == dict.fromkeys(FACTIONS, 1) | {"academic": 0}


def test_the_stipend_comes_once_a_day(table: Table) -> None:
    take(table, "ada")

    for at in (LUNCH, LUNCH + EVENING, LUNCH + DAY):
        digest(table, at)

    assert len(table.events(StipendGranted)) == 2


def test_the_stipend_ends_when_there_is_enough(table: Table) -> None:
    table.academy.game.seasons.clear()
    take(table, "ada", 5)

    for day in range(10):
        digest(table, LUNCH + day * DAY)

    assert len(table.events(StipendGranted)) == 2
    assert set(table.standing("ada").held.values()) <= {2, 3}


def test_a_pack_may_do_without_stipends(tmp_path: Path) -> None:
    numbers = Numbers(stipend_below=0)
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, numbers=numbers, influence=0) as table:
        digest(table, LUNCH)

        assert table.events(StipendGranted) == []


def test_an_unpaid_scholar_is_the_unhappier_for_it_and_leaves_after_three_days(tmp_path: Path) -> None:
    numbers = Numbers(stipend_below=0)
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, numbers=numbers) as table:
        take(table, "ada")
        employ(table, "ada", "scholar-0")

        felt = []
        for day in range(4):
            digest(table, LUNCH + day * DAY)
            felt.append(feeling(table, "scholar-0", "ada"))

        assert felt == [-0.5, -1.0, -1.5, -1.5]
        released = table.events(ScholarReleased)
        assert [event.reason for event in released if isinstance(event, ScholarReleased)] == ["unpaid"]
        assert released[0].notes[0].says == "Ada left me unpaid for 3 days, and I went."
        with table.read() as connection:
            assert roster.employed(connection, "ada") == []


def test_a_day_that_is_paid_ends_a_row_of_unpaid_ones(tmp_path: Path) -> None:
    numbers = Numbers(stipend_below=0)
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, numbers=numbers) as table:
        take(table, "ada")
        employ(table, "ada", "scholar-0")
        for day in range(2):
            digest(table, LUNCH + day * DAY)
        take(table, "ada", -1, "foreign")

        for day in range(2, 5):
            digest(table, LUNCH + day * DAY)

        assert [bool(event.paid) for event in paid(table)] == [False, False, True, False, False]
        assert table.events(ScholarReleased) == []


def test_each_player_pays_their_own_scholars(table: Table) -> None:
    employ(table, "bo", "scholar-0", "scholar-1")
    employ(table, "ada", "scholar-2")

    digest(table, LUNCH)

    assert [(event.player, event.paid) for event in paid(table)] == [
        ("ada", ("scholar-2",)),
        ("bo", ("scholar-0", "scholar-1")),
    ]


def test_an_unpaid_scholar_is_shown_as_such(tmp_path: Path) -> None:
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, numbers=Numbers(stipend_below=0)) as table:
        table.answered_by = Economy(academy=table.academy).answered()
        table.academy.game.seasons.clear()
        take(table, "ada")
        employ(table, "ada", "scholar-0")
        digest(table, LUNCH)

        card = table.answer("ada", ShowEconomy())

    assert card.text == (
        "In your employ: Scholar Number0. Unpaid: Scholar Number0 (1 day); after 3 days in a row they leave."
    )


def test_a_digest_tells_how_much_happened_in_it(table: Table) -> None:
    employ(table, "ada", "scholar-0")

    # Five projects begin, a season turns and asks something of three, and one player pays a scholar.
    assert digest(table, LUNCH) == 10
    assert digest(table, LUNCH + EVENING) == 0
    assert digest(table, LUNCH + DAY) == 1
