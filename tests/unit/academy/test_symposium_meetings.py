"""Meetings of the symposium: what is decided, what pledges cost, and that each is held exactly once."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from longwave.ledger.ledger import Stamp
from longwave.ledger.rebuild import compare
from longwave.modules.academy.economy.events import DebtPaid
from longwave.modules.academy.events import Move
from longwave.modules.academy.hosting.events import PlayerExcused
from longwave.modules.academy.standing.events import PlayerJoined
from longwave.modules.academy.symposium import projections
from longwave.modules.academy.symposium.commands import VoteSymposium
from longwave.modules.academy.symposium.events import (
    Choice,
    Paid,
    PlayerReprimanded,
    SymposiumCalled,
    SymposiumResolved,
)
from longwave.modules.academy.symposium.handlers import Symposium
from unit.academy.table import Table, laid

FRIDAY = dt.datetime(1931, 3, 6, 12, tzinfo=dt.UTC)
WEEK, DAY = dt.timedelta(days=7), dt.timedelta(days=1)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    with laid(str(tmp_path / "world.db"), projections.PROJECTION) as table:
        yield ready(table)


def ready(table: Table) -> Table:
    table.carried_by = Symposium(academy=table.academy).carried()
    return table


def meet(table: Table, week: int, *, late: dt.timedelta = dt.timedelta()) -> None:
    """Hold the meeting of a week at noon by the clocks of London, which go forward on 19 April."""
    local = FRIDAY.astimezone(table.academy.tz) + week * WEEK
    table.now = local.astimezone(dt.UTC) + late
    with table.ledger.write(Stamp(at=table.now, actor="world")) as tx:
        Symposium(academy=table.academy).meet(tx, table.now, table.digest)


def vote(table: Table, *players: str, choice: int = 1) -> None:
    for player in players:
        table.ask(player, VoteSymposium(choice=choice))


def call(table: Table) -> SymposiumCalled:
    event = table.events(SymposiumCalled)[-1]
    assert isinstance(event, SymposiumCalled)
    return event


def resolved(table: Table) -> SymposiumResolved:
    event = table.events(SymposiumResolved)[-1]
    assert isinstance(event, SymposiumResolved)
    return event


def bill(table: Table, player: str) -> Paid:
    return next(each for each in resolved(table).ledger if each.player == player)


def held(table: Table, player: str) -> int:
    return sum(table.standing(player).held.values())


def test_the_first_meeting_calls_a_question_that_closes_a_week_later(table: Table) -> None:
    meet(table, 0)

    assert call(table).closes == FRIDAY + WEEK
    assert table.events(SymposiumResolved) == []


def test_everybody_at_the_table_pledges(table: Table) -> None:
    meet(table, 0)

    assert call(table).pledges == {"ada": 2, "bo": 2, "cyd": 2}


def test_the_votes_decide(table: Table) -> None:
    meet(table, 0)
    vote(table, "ada", "bo", choice=3)
    vote(table, "cyd", choice=1)

    meet(table, 1)

    assert resolved(table).outcome is Choice.DENY
    assert resolved(table).votes == {Choice.AFFIRM: 1, Choice.DOUBT: 0, Choice.DENY: 2}
    assert resolved(table).voters == 3


def test_two_that_are_level_decide_nothing(table: Table) -> None:
    meet(table, 0)
    vote(table, "ada", choice=1)
    vote(table, "bo", choice=2)

    meet(table, 1)

    assert resolved(table).outcome is None


def test_only_the_last_vote_of_a_player_counts(table: Table) -> None:
    meet(table, 0)
    for choice in (1, 2, 3):
        vote(table, "ada", choice=choice)

    meet(table, 1)

    assert resolved(table).votes == {Choice.AFFIRM: 0, Choice.DOUBT: 0, Choice.DENY: 1}


def test_who_votes_pays_nothing_and_who_misses_is_let_off_once(table: Table) -> None:
    meet(table, 0)
    vote(table, "ada")

    meet(table, 1)

    assert bill(table, "ada") == Paid(player="ada", voted=True, pledged=2, paid=0, debt=0)
    assert bill(table, "bo") == Paid(
        player="bo", voted=False, pledged=2, paid=0, debt=0, is_excused=True, took_grace=True
    )
    assert resolved(table).moves == ()


def test_the_second_miss_costs_the_pledge_and_raises_the_next(table: Table) -> None:
    meet(table, 0)
    meet(table, 1)

    meet(table, 2)

    assert bill(table, "bo").paid == 2
    assert held(table, "bo") == 28
    assert call(table).pledges["bo"] == 3


def test_a_vote_makes_the_next_pledge_small_again(table: Table) -> None:
    for week in range(4):
        meet(table, week)
    assert call(table).pledges["bo"] == 4

    vote(table, "bo")
    meet(table, 4)

    assert call(table).pledges["bo"] == 2


def test_four_weeks_after_a_grace_there_is_another_though_clocks_have_changed(table: Table) -> None:
    for week in range(2, 9):
        meet(table, week)

    graced = [
        event.symposium
        for event in table.events(SymposiumResolved)
        if isinstance(event, SymposiumResolved) and event.ledger[0].took_grace
    ]
    assert graced == [1, 5]


def test_whom_the_host_excuses_misses_nothing(table: Table) -> None:
    meet(table, 0)
    table.tell(PlayerExcused(player="bo", until=FRIDAY + 2 * WEEK, reason="a wedding"))

    for week in (1, 2):
        meet(table, week)
        assert bill(table, "bo").is_excused
    meet(table, 3)

    assert bill(table, "bo").took_grace
    assert held(table, "bo") == 30


def test_an_excuse_that_ends_before_the_votes_are_counted_is_none(table: Table) -> None:
    meet(table, 0)
    table.tell(PlayerExcused(player="bo", until=FRIDAY + WEEK - dt.timedelta(seconds=1), reason="a wedding"))

    meet(table, 1)

    assert bill(table, "bo").took_grace


def test_who_sits_down_after_it_was_called_pledges_nothing_and_may_vote(table: Table) -> None:
    meet(table, 0)
    for player in ("new", "idle"):
        table.tell(PlayerJoined(player=player, name=player))
    vote(table, "new", choice=2)

    meet(table, 1)

    assert bill(table, "new") == Paid(player="new", voted=True, pledged=0, paid=0, debt=0)
    assert "idle" not in [each.player for each in resolved(table).ledger]
    assert resolved(table).outcome is Choice.DOUBT


def test_what_a_player_cannot_pay_is_owed_and_called_in(tmp_path: Path) -> None:
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, players=("ada",), influence=1) as table:
        ready(table)
        debts = []
        for week in range(5):
            meet(table, week)
            debts.append(table.standing("ada").debt)

        # 2 let off; 2 and then 3 paid of the five there were; then a pledge of 4 from nothing; then one of 2 + 3 + 4.
        assert debts == [0, 0, 0, 0, 4]
        meet(table, 5)
        assert table.standing("ada").debt == 4
        meet(table, 6)
        reprimands = table.events(PlayerReprimanded)

    assert [event.debt for event in reprimands if isinstance(event, PlayerReprimanded)] == [13]
    assert [each.change for event in reprimands for each in event.reputes] == [-1]


def test_a_debt_is_called_in_once_a_week_and_stays_owed(table: Table) -> None:
    table.tell(DebtPaid(player="ada", amount=0, left=8))

    meet(table, 0)
    meet(table, 1)

    assert len(table.events(PlayerReprimanded)) == 2
    assert table.standing("ada").debt == 8
    assert held(table, "ada") == 30 - 2 * 2


def test_a_debt_is_not_called_in_twice_by_a_meeting_that_was_late(table: Table) -> None:
    table.tell(DebtPaid(player="ada", amount=0, left=8))
    meet(table, 0, late=2 * DAY)

    meet(table, 1)

    assert len(table.events(PlayerReprimanded)) == 1


def test_before_a_symposium_closes_a_meeting_does_nothing(table: Table) -> None:
    meet(table, 0)
    events = table.ledger.head()

    meet(table, 0)
    meet(table, 1, late=-dt.timedelta(seconds=1))

    assert table.ledger.head() == events


def test_a_meeting_that_was_late_is_held_once_and_the_next_on_time(table: Table) -> None:
    meet(table, 0)

    meet(table, 3, late=DAY)

    assert len(table.events(SymposiumResolved)) == 1
    assert call(table).closes == FRIDAY + 4 * WEEK


def test_without_players_the_symposium_asks_the_empty_room(tmp_path: Path) -> None:
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, players=()) as table:
        meet(table, 0)
        meet(table, 1)

        assert resolved(table).ledger == ()
        assert compare(table.ledger).differences == ()


def test_a_large_table_is_settled_in_one_event(tmp_path: Path) -> None:
    players = [f"player-{number:03}" for number in range(200)]
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, players=players) as table:
        ready(table)
        for week in range(3):
            meet(table, week)

        assert len(resolved(table).ledger) == 200
        assert sum(move.change for move in resolved(table).moves) == -2 * 200
        assert compare(table.ledger).differences == ()


def test_every_symposium_is_resolved_exactly_once(table: Table) -> None:
    for week in range(20):
        meet(table, week)
        meet(table, week, late=DAY)

    ended = [event.symposium for event in table.events(SymposiumResolved) if isinstance(event, SymposiumResolved)]
    assert ended == list(range(1, 20))


def test_no_pledge_is_taken_of_what_is_set_aside(table: Table) -> None:
    aside = tuple(Move(player="bo", faction=faction, change=-6, escrow=6) for faction in table.academy.factions)
    table.tell(PlayerExcused(player="bo", until=FRIDAY, reason="an offer", moves=aside))

    for week in range(3):
        meet(table, week)

    assert bill(table, "bo").paid == 0
    assert table.standing("bo").debt == 2
    assert sum(table.standing("bo").escrow.values()) == 30
