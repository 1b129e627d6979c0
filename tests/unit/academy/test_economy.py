"""What players spend influence on: factions, the archive, debts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from longwave.ledger.ledger import Stamp
from longwave.ledger.rebuild import compare
from longwave.modules.academy.economy import projections
from longwave.modules.academy.economy.commands import EndowArchive, Invest, PayDebt, ShowEconomy
from longwave.modules.academy.economy.errors import NothingOwed
from longwave.modules.academy.economy.events import (
    ArchiveEndowed,
    CommitmentClosed,
    DebtPaid,
    FactionInvested,
)
from longwave.modules.academy.economy.handlers import Economy
from longwave.modules.academy.errors import GamePausedNow, NoSuch, NotPlaying
from longwave.modules.academy.events import Felt, Move
from longwave.modules.academy.hosting.events import GamePaused
from longwave.modules.academy.offers.events import ScholarRecruited
from longwave.modules.academy.standing.errors import InfluenceShort
from longwave.modules.academy.standing.events import StandingAdjusted
from unit.academy.small import FACTIONS
from unit.academy.table import Table, laid


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    with laid(str(tmp_path / "world.db"), projections.PROJECTION) as table:
        yield ready(table)


def ready(table: Table) -> Table:
    economy = Economy(academy=table.academy)
    table.carried_by, table.answered_by = economy.carried(), economy.answered()
    with table.ledger.write(Stamp(at=table.now, actor="world")) as tx:
        economy.found(tx)
    return table


def invest(table: Table, player: str, amount: int, faction: str = "academic") -> FactionInvested:
    event = table.ask(player, Invest(faction=faction, amount=amount)).recorded[0].event
    assert isinstance(event, FactionInvested)
    return event


def give(table: Table, player: str, amount: int, faction: str = "academic") -> None:
    """Let a player hold so much more, whatever their cap."""
    moves = (Move(player=player, faction=faction, change=amount),)
    table.tell(StandingAdjusted(player=player, what=faction, before=6, after=6 + amount, reason="luck", moves=moves))


def feel(table: Table, scholar: str, player: str, change: float) -> None:
    feelings = (Felt(scholar=scholar, towards=player, change=change),)
    table.tell(DebtPaid(player=player, amount=0, left=0, feelings=feelings))


def owe(table: Table, player: str, debt: int) -> None:
    table.tell(DebtPaid(player=player, amount=0, left=debt))


def test_an_investment_is_spent_and_counts(table: Table) -> None:
    event = invest(table, "ada", 3)

    assert (event.project, event.progress, event.goodwill) == ("academic", 0.24, 0)
    assert table.standing("ada").held["academic"] == 3


def test_goodwill_counts_besides_influence(table: Table) -> None:
    # Of the faction's three scholars one is fond of her.
    feel(table, "scholar-0", "ada", 9.0)

    event = invest(table, "ada", 3)

    assert (event.progress, event.goodwill) == (0.27, 0.03)


def test_an_investment_warms_ones_own_scholars_of_the_faction_alone(table: Table) -> None:
    table.tell(ScholarRecruited(scholar="scholar-3", player="ada", faction="academic", chance=50, roll=1))

    event = invest(table, "ada", 6)

    assert event.feelings == (Felt(scholar="scholar-3", towards="ada", change=0.4),)


def test_who_employs_none_of_them_warms_all_scholars_of_the_faction(table: Table) -> None:
    table.tell(ScholarRecruited(scholar="scholar-1", player="ada", faction="academic", chance=50, roll=1))

    event = invest(table, "ada", 3)

    assert [each.scholar for each in event.feelings] == ["scholar-0", "scholar-3", "scholar-6"]


def test_a_faction_without_scholars_is_warmed_by_nothing_and_builds_all_the_same(table: Table) -> None:
    card = table.ask("ada", Invest(faction="foreign", amount=3)).card

    assert card is not None
    assert dict(card.fields) == {
        "Progress": "+24%, of which goodwill 0%",
        "Like you better": "nobody: they have no scholars",
    }


@pytest.mark.parametrize("amount", [-3, 0, 2, 1001])
def test_less_than_three_is_no_investment(amount: int) -> None:
    with pytest.raises(ValidationError):
        Invest(faction="academic", amount=amount)


@pytest.mark.parametrize("amount", [-4, 0, 3, 1001])
def test_less_than_four_is_no_gift(amount: int) -> None:
    with pytest.raises(ValidationError):
        EndowArchive(faction="academic", amount=amount)


@pytest.mark.parametrize(
    "command",
    [
        Invest(faction="academic", amount=7),
        EndowArchive(faction="academic", amount=7),
        PayDebt(faction="academic", amount=7),
    ],
)
def test_nobody_spends_what_they_do_not_hold(table: Table, command: Invest | EndowArchive | PayDebt) -> None:
    owe(table, "ada", 9)
    before = table.ledger.head()

    with pytest.raises(InfluenceShort):
        table.ask("ada", command)

    assert table.ledger.head() == before


@pytest.mark.parametrize("kind", [Invest, EndowArchive, PayDebt])
def test_a_faction_that_is_none_is_refused(table: Table, kind: type[Invest | EndowArchive | PayDebt]) -> None:
    with pytest.raises(NoSuch, match="faction 'academia'"):
        table.ask("ada", kind(faction="academia", amount=4))


@pytest.mark.parametrize("kind", [Invest, EndowArchive, PayDebt])
def test_who_has_no_seat_spends_nothing(table: Table, kind: type[Invest | EndowArchive | PayDebt]) -> None:
    with pytest.raises(NotPlaying):
        table.ask("stranger", kind(faction="academic", amount=4))


@pytest.mark.parametrize("kind", [Invest, EndowArchive, PayDebt])
def test_while_the_game_rests_nothing_is_spent(table: Table, kind: type[Invest | EndowArchive | PayDebt]) -> None:
    table.tell(GamePaused(reason="a storm"))

    with pytest.raises(GamePausedNow):
        table.ask("ada", kind(faction="academic", amount=4))


def test_a_gift_to_the_archive_is_thought_well_of(table: Table) -> None:
    for faction in ("academic", "foreign"):
        table.ask("ada", EndowArchive(faction=faction, amount=6))

    assert table.standing("ada").endowed == 12
    assert table.standing("ada").reputation == 1


def test_a_gift_pays_a_debt_first(table: Table) -> None:
    owe(table, "ada", 4)

    card = table.ask("ada", EndowArchive(faction="academic", amount=6)).card

    assert (table.standing("ada").debt, table.standing("ada").endowed) == (0, 2)
    assert card is not None
    assert dict(card.fields) == {
        "Against your debt": "4",
        "Debt left": "0",
        "Given in all": "2",
        "Reputation": "+0",
    }


def test_a_debt_is_paid_and_no_more_than_it(table: Table) -> None:
    owe(table, "ada", 4)

    table.ask("ada", PayDebt(faction="academic", amount=6))

    assert table.standing("ada").debt == 0
    assert table.standing("ada").held["academic"] == 2


def test_a_part_of_a_debt_may_be_paid(table: Table) -> None:
    owe(table, "ada", 4)

    card = table.ask("ada", PayDebt(faction="academic", amount=1)).card

    assert table.standing("ada").debt == 3
    assert card is not None
    assert card.title == "You still owe 3"


def test_who_owes_nothing_pays_nothing(table: Table) -> None:
    with pytest.raises(NothingOwed):
        table.ask("ada", PayDebt(faction="academic", amount=1))


def test_a_player_is_shown_their_own_economy_alone(table: Table) -> None:
    give(table, "ada", -5)
    owe(table, "ada", 2)
    table.tell(ScholarRecruited(scholar="scholar-3", player="ada", faction="academic", chance=50, roll=1))

    card = table.answer("ada", ShowEconomy())

    assert card.is_private
    assert dict(card.fields) == {
        "Income a day": "1 in stipends",
        "Upkeep a day": "1 for contracts",
        "Debt": "2",
        "Given to the archive": "0; 12 more earn a point of reputation",
    }
    assert card.text == "In your employ, and paid: Scholar Number3."
    assert card.grid is not None
    assert card.grid.rows[0] == ("the academic house", "1", "0", "+1", "-1")


def test_who_has_no_seat_has_no_economy(table: Table) -> None:
    with pytest.raises(NotPlaying):
        table.answer("stranger", ShowEconomy())


@pytest.mark.parametrize(
    ("kind", "typed", "values"),
    [
        ("held_factions", "", list(FACTIONS)),
        ("held_factions", "HOUSE", list(FACTIONS)),
        ("held_factions", "relig", ["religious"]),
        ("projects", "industry", ["industry"]),
        ("seasons", "win", ["winter"]),
        ("seasons", "monsoon", []),
    ],
)
def test_what_exists_is_completed_from_what_is_typed(table: Table, kind: str, typed: str, values: list[str]) -> None:
    offer = Economy(academy=table.academy).choices()[kind]

    with table.read() as connection:
        assert [choice.value for choice in offer(connection, "ada", typed)] == values


def test_a_choice_says_what_one_holds(table: Table) -> None:
    offer = Economy(academy=table.academy).choices()["held_factions"]

    with table.read() as connection:
        assert offer(connection, "ada", "foreign")[0].label == "the foreign house (you hold 6)"
        assert offer(connection, "stranger", "foreign")[0].label == "the foreign house (you hold 0)"


def test_a_rebuild_gives_the_same_economy_in_either_database(place: str) -> None:
    with laid(place, projections.PROJECTION) as table:
        economy = Economy(academy=ready(table).academy)
        for player in ("ada", "bo"):
            give(table, player, 20)
        owe(table, "bo", 3)
        for _ in range(3):
            invest(table, "ada", 6)
        table.ask("bo", EndowArchive(faction="academic", amount=5))
        table.tell(ScholarRecruited(scholar="scholar-3", player="ada", faction="academic", chance=50, roll=1))
        for _ in range(4):
            with table.held(digests=20) as (tx, digest):
                economy.at_digest(tx, digest)
        with table.ledger.write(Stamp(at=table.now, actor="host")) as tx:
            economy.close_project(tx, "foreign", "")

        assert [event.total for event in table.events(ArchiveEndowed) if isinstance(event, ArchiveEndowed)] == [2]
        assert len(table.events(CommitmentClosed)) == 3
        assert compare(table.ledger).differences == ()
