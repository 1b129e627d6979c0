"""What seasons ask of players, and how it is kept."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from longwave.ledger.ledger import Stamp
from longwave.ledger.rebuild import compare
from longwave.modules.academy.academy import Digest
from longwave.modules.academy.economy import commitments, projections
from longwave.modules.academy.economy.commands import ShowEconomy
from longwave.modules.academy.economy.commitments import Commitment
from longwave.modules.academy.economy.errors import CommitmentRuns
from longwave.modules.academy.economy.events import (
    CommitmentClosed,
    CommitmentOpened,
    CommitmentPaid,
    ContractsPaid,
    DebtPaid,
    SeasonTurned,
)
from longwave.modules.academy.economy.handlers import Economy
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.events import Felt, Move
from longwave.modules.academy.offers.events import ScholarRecruited
from longwave.modules.academy.standing.events import PlayerJoined, StandingAdjusted
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


def feel(table: Table, player: str, change: float) -> None:
    feelings = tuple(Felt(scholar=scholar, towards=player, change=change) for scholar in table.academy.game.scholars)
    table.tell(DebtPaid(player=player, amount=0, left=0, feelings=feelings))


def paid(table: Table) -> list[ContractsPaid]:
    return [event for event in table.events(ContractsPaid) if isinstance(event, ContractsPaid)]


def instalments(table: Table, player: str) -> list[tuple[int, int, int, int]]:
    return [
        (event.part, event.due, event.paid, event.left)
        for event in table.events(CommitmentPaid)
        if isinstance(event, CommitmentPaid) and event.player == player
    ]


def closed(table: Table, player: str) -> list[CommitmentClosed]:
    every = table.events(CommitmentClosed)
    return [event for event in every if isinstance(event, CommitmentClosed) and event.player == player]


def running(table: Table, player: str) -> list[Commitment]:
    with table.read() as connection:
        return commitments.of_player(connection, player)


def weeks(table: Table, *numbers: int) -> None:
    for number in numbers:
        digest(table, LUNCH + number * 7 * DAY)


def test_a_season_asks_something_of_everybody_at_the_first_digest_in_it(table: Table) -> None:
    digest(table, LUNCH)
    digest(table, LUNCH + DAY)

    assert [event.season for event in table.events(SeasonTurned) if isinstance(event, SeasonTurned)] == ["spring"]
    opened = [event for event in table.events(CommitmentOpened) if isinstance(event, CommitmentOpened)]
    assert [(event.commitment, event.player, event.faction, event.owed) for event in opened] == [
        (1, "ada", "government", 3),
        (2, "bo", "government", 3),
        (3, "cyd", "government", 3),
    ]
    assert opened[0].until == LUNCH + 28 * DAY


def test_a_season_returns_the_next_year(table: Table) -> None:
    for at in (LUNCH, LUNCH + 300 * DAY, LUNCH + 365 * DAY, LUNCH + 366 * DAY):
        digest(table, at)

    turned = [event.season for event in table.events(SeasonTurned) if isinstance(event, SeasonTurned)]
    assert turned == ["spring", "winter", "spring"]


def test_who_sits_down_after_a_season_began_is_asked_for_nothing(table: Table) -> None:
    digest(table, LUNCH)
    table.tell(PlayerJoined(player="new", name="New"))

    digest(table, LUNCH + DAY)

    assert running(table, "new") == []


def test_friends_of_a_faction_are_asked_for_less(table: Table) -> None:
    feel(table, "bo", 6.0)

    # Summer is industry's, which has scholars.
    digest(table, dt.datetime(1931, 6, 1, 12, tzinfo=dt.UTC))

    owed = {e.player: e.owed for e in table.events(CommitmentOpened) if isinstance(e, CommitmentOpened)}
    assert owed == {"ada": 3, "bo": 2, "cyd": 3}


def test_a_commitment_is_paid_by_the_week_and_kept(table: Table) -> None:
    weeks(table, 0, 1, 2, 3, 4)

    assert instalments(table, "ada") == [(1, 1, 1, 2), (2, 1, 1, 1), (3, 1, 1, 0)]
    assert [(event.is_kept, event.unpaid) for event in closed(table, "ada")] == [(True, 0)]
    assert table.standing("ada").held["government"] == 3
    assert table.standing("ada").reputation == 0


def test_a_part_is_asked_for_once_though_a_week_has_many_digests(table: Table) -> None:
    for day in range(14):
        digest(table, LUNCH + day * DAY)
        digest(table, LUNCH + day * DAY + EVENING)

    assert instalments(table, "ada") == [(1, 1, 1, 2)]


def test_what_was_not_paid_is_asked_for_again_with_the_next_part(tmp_path: Path) -> None:
    numbers = Numbers(stipend_below=0)
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, numbers=numbers) as table:
        weeks(table, 0)
        take(table, "ada", 6, "government")
        weeks(table, 1)
        take(table, "ada", -6, "government")

        weeks(table, 2)

        assert instalments(table, "ada") == [(1, 1, 0, 3), (2, 2, 2, 1)]


def test_a_commitment_takes_influence_of_its_own_faction_alone(tmp_path: Path) -> None:
    numbers = Numbers(stipend_below=0)
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, numbers=numbers) as table:
        weeks(table, 0)
        take(table, "ada", 6, "government")

        weeks(table, 1, 2, 3, 4)

        assert table.standing("ada").held == dict.fromkeys(FACTIONS, 6) | {"government": 0}


def test_a_broken_commitment_costs_reputation_and_becomes_a_debt(tmp_path: Path) -> None:
    numbers = Numbers(stipend_below=0)
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, numbers=numbers) as table:
        weeks(table, 0)
        take(table, "ada", 5, "government")

        weeks(table, 1, 2, 3, 4, 5)

        assert [(event.is_kept, event.unpaid) for event in closed(table, "ada")] == [(False, 2)]
        assert (table.standing("ada").reputation, table.standing("ada").debt) == (-1, 2)
        assert compare(table.ledger).differences == ()


def test_a_commitment_that_nobody_looked_after_for_weeks_is_settled_at_once(table: Table) -> None:
    weeks(table, 0)

    weeks(table, 6)

    assert instalments(table, "ada") == [(4, 3, 3, 0)]
    assert len(closed(table, "ada")) == 1


def test_parts_fall_due_at_the_same_digest_of_the_day_though_clocks_change(table: Table) -> None:
    # Summer time begins on 19 April 1931.
    with table.ledger.write(Stamp(at=dt.datetime(1931, 4, 14, 13, tzinfo=dt.UTC), actor="host")) as tx:
        Economy(academy=table.academy).open_commitment(tx, table.standing("ada"), "autumn")

    digest(table, dt.datetime(1931, 4, 21, 12, tzinfo=dt.UTC))

    assert instalments(table, "ada") == [(1, 1, 1, 2)]
    assert running(table, "ada")[0].until == dt.datetime(1931, 5, 12, 12, tzinfo=dt.UTC)


def test_two_commitments_of_one_player_do_not_spend_the_same_influence(tmp_path: Path) -> None:
    numbers = Numbers(stipend_below=0)
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, numbers=numbers) as table:
        table.academy.game.seasons["fair"] = table.academy.game.seasons["spring"].model_copy(update={"id": "fair"})
        weeks(table, 0)
        take(table, "ada", 5, "government")

        weeks(table, 1)

        assert sorted(paid for _, _, paid, _ in instalments(table, "ada")) == [0, 1]
        assert table.standing("ada").held["government"] == 0


def test_the_host_asks_one_player_for_what_a_season_asks(table: Table) -> None:
    economy = Economy(academy=table.academy)

    with table.ledger.write(Stamp(at=table.now, actor="host")) as tx:
        economy.open_commitment(tx, table.standing("ada"), "winter")
        with pytest.raises(CommitmentRuns):
            economy.open_commitment(tx, table.standing("ada"), "winter")
        with pytest.raises(NoSuch, match="monsoon"):
            economy.open_commitment(tx, table.standing("ada"), "monsoon")

    assert [(each.season, each.owed) for each in running(table, "ada")] == [("winter", 3)]
    assert running(table, "bo") == []


def test_the_host_lets_a_player_off(table: Table) -> None:
    weeks(table, 0, 1)

    with table.ledger.write(Stamp(at=table.now, actor="host")) as tx:
        Economy(academy=table.academy).close_commitment(tx, 1, "a fire")
    weeks(table, 2, 3, 4)

    assert [(event.is_kept, event.unpaid, event.reason) for event in closed(table, "ada")] == [(True, 2, "a fire")]
    assert (table.standing("ada").debt, table.standing("ada").reputation) == (0, 0)
    assert len(instalments(table, "ada")) == 1


@pytest.mark.parametrize("number", [0, 99])
def test_the_host_closes_no_commitment_that_there_is_not(table: Table, number: int) -> None:
    digest(table, LUNCH)

    with table.ledger.write(Stamp(at=table.now, actor="host")) as tx, pytest.raises(NoSuch):
        Economy(academy=table.academy).close_commitment(tx, number, "")


def test_a_commitment_is_closed_once(table: Table) -> None:
    weeks(table, 0, 1, 2, 3, 4)

    with table.ledger.write(Stamp(at=table.now, actor="host")) as tx, pytest.raises(NoSuch):
        Economy(academy=table.academy).close_commitment(tx, 1, "")


def test_a_commitment_is_shown_with_what_is_left_of_it(table: Table) -> None:
    weeks(table, 0, 1)

    card = table.answer("ada", ShowEconomy())

    assert "Commitment 1, Spring: lamp oil. Until 30 March you owe 2 of 3 influence" in card.text


def test_a_rebuild_gives_the_same_seasons(table: Table) -> None:
    employ(table, "ada", "scholar-0", "scholar-1", "scholar-2")
    for day in range(0, 120, 3):
        digest(table, LUNCH + day * DAY)

    assert compare(table.ledger).differences == ()
