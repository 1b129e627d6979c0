"""What factions build with what is invested in them, and who has a share in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from longwave.ledger.ledger import Stamp
from longwave.ledger.rebuild import compare
from longwave.modules.academy.economy import projections
from longwave.modules.academy.economy.commands import Invest, ListProjects
from longwave.modules.academy.economy.errors import ProjectRuns
from longwave.modules.academy.economy.events import (
    DebtPaid,
    FactionInvested,
    ProjectClosed,
    ProjectCompleted,
    ProjectOpened,
)
from longwave.modules.academy.economy.handlers import Economy
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.events import Felt, Move
from longwave.modules.academy.standing.events import StandingAdjusted
from longwave.world.game import Project
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


def built(table: Table) -> list[str]:
    return [event.project for event in table.events(ProjectOpened) if isinstance(event, ProjectOpened)]


def completed(table: Table) -> ProjectCompleted:
    (event,) = table.events(ProjectCompleted)
    assert isinstance(event, ProjectCompleted)
    return event


def test_from_the_first_day_every_faction_builds_something(table: Table) -> None:
    assert built(table) == list(FACTIONS)


def test_a_project_is_done_when_it_reaches_its_target_and_not_before(table: Table) -> None:
    give(table, "ada", 20)
    invest(table, "ada", 12)
    assert table.events(ProjectCompleted) == []

    invest(table, "ada", 3)

    assert completed(table).says == "The mill turns."


def test_a_target_that_is_reached_exactly_is_reached(table: Table) -> None:
    # 12 influence are .96, and two scholars of three feel 6 for her: a goodwill of .04.
    give(table, "ada", 20)
    for scholar in ("scholar-0", "scholar-3"):
        feel(table, scholar, "ada", 6.0)

    invest(table, "ada", 12)

    assert completed(table).backers == ("ada",)


def test_who_backed_a_project_shares_six_influence_by_what_they_gave(table: Table) -> None:
    for player in ("ada", "bo", "cyd"):
        give(table, player, 20)
    invest(table, "ada", 4)
    invest(table, "bo", 4)
    invest(table, "ada", 4)
    for player in ("ada", "bo", "cyd"):
        give(table, player, -20 - 3 if player == "cyd" else -20)

    invest(table, "cyd", 3)

    assert completed(table).backers == ("ada", "bo", "cyd")
    assert {move.player: move.change for move in completed(table).moves} == {"ada": 3, "bo": 2, "cyd": 1}


def test_nobody_is_lifted_above_their_cap_by_a_project(table: Table) -> None:
    give(table, "ada", 12)

    invest(table, "ada", 13)

    assert table.standing("ada").held["academic"] == 6
    assert sum(move.change for move in completed(table).moves) == 1


def test_after_a_project_the_next_of_the_faction_begins_and_after_the_last_the_first(tmp_path: Path) -> None:
    with laid(str(tmp_path / "world.db"), projections.PROJECTION) as table:
        mill = table.academy.game.projects["academic"]
        bell = Project(**{**mill.model_dump(), "id": "bell"})
        table.academy.game.projects["bell"] = bell
        ready(table)
        give(table, "ada", 60)
        for _ in range(3):
            invest(table, "ada", 13)
        begun = built(table)

    assert [name for name in begun if name in ("academic", "bell")] == ["academic", "bell", "academic", "bell"]


def test_who_invests_where_nothing_is_built_lets_something_begin(tmp_path: Path) -> None:
    with laid(str(tmp_path / "world.db"), projections.PROJECTION) as table:
        table.carried_by = Economy(academy=table.academy).carried()

        opened, invested = table.ask("ada", Invest(faction="academic", amount=3)).recorded

        assert isinstance(opened.event, ProjectOpened)
        assert isinstance(invested.event, FactionInvested)
        assert invested.event.project == "academic"


def test_a_faction_that_has_nothing_to_build_takes_influence_all_the_same(tmp_path: Path) -> None:
    with laid(str(tmp_path / "world.db"), projections.PROJECTION) as table:
        table.academy.game.projects.clear()
        ready(table)

        event = invest(table, "ada", 3)

        assert (event.project, event.progress) == ("", 0)
        assert compare(table.ledger).differences == ()


@pytest.mark.parametrize("stage", ["running", "done", "called off"])
def test_a_sponsor_backed_what_is_built_or_was_finished(table: Table, stage: str) -> None:
    economy = Economy(academy=table.academy)
    give(table, "ada", 20)
    invest(table, "ada", 13 if stage == "done" else 3)
    if stage == "called off":
        with table.ledger.write(Stamp(at=table.now, actor="host")) as tx:
            economy.close_project(tx, "academic", "it fell into the sea")

    with table.read() as connection:
        assert economy.sponsors(connection, "ada", "academic") is (stage != "called off")
        assert not economy.sponsors(connection, "ada", "foreign")
        assert not economy.sponsors(connection, "bo", "academic")


def test_the_host_calls_a_project_off_and_the_next_begins_at_the_next_digest(table: Table) -> None:
    economy = Economy(academy=table.academy)
    with table.ledger.write(Stamp(at=table.now, actor="host")) as tx:
        economy.close_project(tx, "foreign", "no stone is left")

    with table.held() as (tx, digest):
        economy.at_digest(tx, digest)

    assert table.events(ProjectClosed) == [
        ProjectClosed(project="foreign", faction="foreign", reason="no stone is left")
    ]
    assert built(table)[5:] == ["foreign"]


def test_the_host_opens_a_project_where_none_is_built(table: Table) -> None:
    economy = Economy(academy=table.academy)

    with table.ledger.write(Stamp(at=table.now, actor="host")) as tx:
        with pytest.raises(ProjectRuns):
            economy.open_project(tx, "foreign")
        economy.close_project(tx, "foreign", "")
        economy.open_project(tx, "foreign")

    assert built(table)[5:] == ["foreign"]


def test_the_host_neither_opens_nor_closes_what_there_is_not(table: Table) -> None:
    economy = Economy(academy=table.academy)

    with table.ledger.write(Stamp(at=table.now, actor="host")) as tx:
        with pytest.raises(NoSuch):
            economy.open_project(tx, "ark")
        with pytest.raises(NoSuch):
            economy.close_project(tx, "ark", "")


def test_everybody_is_shown_what_the_factions_build(table: Table) -> None:
    invest(table, "ada", 3)

    card = table.answer("ada", ListProjects())

    assert card.grid is not None
    assert ("the academic house", "the academic mill", "24%", "3") in card.grid.rows
    assert len(card.grid.rows) == 5
