"""What players are shown of the symposium, and what completes what they type."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from longwave.ledger.ledger import Stamp
from longwave.modules.academy.symposium import projections
from longwave.modules.academy.symposium.commands import (
    ListTopics,
    ProposeTopic,
    ShowHistory,
    ShowSymposium,
    VoteSymposium,
)
from longwave.modules.academy.symposium.handlers import Symposium
from unit.academy.table import Table, laid

FRIDAY = dt.datetime(1931, 3, 6, 12, tzinfo=dt.UTC)
WEEK, DAY = dt.timedelta(days=7), dt.timedelta(days=1)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    players = ("ada", "bo", "cyd", "dee", "eve")
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, players=players) as table:
        symposium = Symposium(academy=table.academy)
        table.carried_by, table.answered_by = symposium.carried(), symposium.answered()
        yield table


def topic(number: int) -> ProposeTopic:
    return ProposeTopic(title=f"Whether rope {number} is long", says="Is it long enough?")


def propose(table: Table, player: str, number: int) -> None:
    table.ask(player, topic(number))


def meet(table: Table, at: dt.datetime) -> None:
    table.now = at
    with table.ledger.write(Stamp(at=at, actor="world")) as tx:
        Symposium(academy=table.academy).meet(tx, at, table.digest)


def test_a_player_is_shown_the_question_and_their_own_part_in_it(table: Table) -> None:
    propose(table, "bo", 1)
    meet(table, FRIDAY)
    table.ask("ada", VoteSymposium(choice=3))

    card = table.answer("ada", ShowSymposium())

    assert card.title == "Whether rope 1 is long"
    assert dict(card.fields) == {
        "Asked by": "Bo",
        "Votes are counted": "Friday 13 March, 12:00",
        "Have voted": "1 of 5",
        "Your vote": "deny",
        "Your pledge": "2 influence; whoever votes keeps it",
    }


def test_a_stranger_is_shown_the_question_alone(table: Table) -> None:
    meet(table, FRIDAY)

    card = table.answer("stranger", ShowSymposium())

    assert [name for name, _ in card.fields] == ["Asked by", "Votes are counted", "Have voted"]


def test_before_the_first_symposium_one_is_told_when_it_is(table: Table) -> None:
    card = table.answer("ada", ShowSymposium())

    assert card.fields == (("Next symposium", "Friday 6 March, 12:00"),)


def test_the_list_shows_what_speaks_for_each_topic_when_the_next_is_picked(table: Table) -> None:
    propose(table, "ada", 1)
    meet(table, FRIDAY)
    propose(table, "ada", 2)
    table.now = FRIDAY + DAY
    propose(table, "bo", 3)

    card = table.answer("ada", ListTopics())

    assert card.grid is not None
    assert [row[:4] for row in card.grid.rows] == [
        ("2", "Whether rope 2 is long", "Ada", "0.00"),
        ("3", "Whether rope 3 is long", "Bo", "1.29"),
    ]
    assert card.text == "As things stand, 'Whether rope 3 is long' is next."


def test_a_topic_that_expires_before_the_next_is_picked_is_marked_as_such(table: Table) -> None:
    propose(table, "ada", 1)
    for week, player in enumerate(("bo", "cyd", "dee", "eve")):
        table.now = FRIDAY + week * WEEK - DAY
        propose(table, player, 10 + week)
        meet(table, FRIDAY + week * WEEK)

    card = table.answer("ada", ListTopics())

    assert card.grid is not None
    assert ("1", "Whether rope 1 is long", "Ada", "expires first", "30 Mar") in card.grid.rows


def test_an_empty_list_says_that_the_world_will_ask(table: Table) -> None:
    card = table.answer("ada", ListTopics())

    assert card.grid is None
    assert "the world itself" in card.text


def test_the_history_shows_what_was_decided_the_newest_first(table: Table) -> None:
    propose(table, "ada", 1)
    meet(table, FRIDAY)
    table.ask("ada", VoteSymposium(choice=3))
    table.ask("bo", VoteSymposium(choice=3))
    meet(table, FRIDAY + WEEK)
    meet(table, FRIDAY + 2 * WEEK)

    card = table.answer("ada", ShowHistory())

    assert card.grid is not None
    assert card.grid.rows[1] == ("1", "13 Mar", "Whether rope 1 is long", "deny", "0 / 0 / 2")
    assert [row[3] for row in card.grid.rows] == ["undecided", "deny"]


def test_there_is_no_history_before_the_first_has_ended(table: Table) -> None:
    meet(table, FRIDAY)

    assert table.answer("ada", ShowHistory()).title == "No symposium has ended yet"


@pytest.mark.parametrize(("typed", "values"), [("", ["1", "2", "3"]), ("DEN", ["3"]), ("2", ["2"]), ("zzz", [])])
def test_votes_are_completed_from_what_is_typed(table: Table, typed: str, values: list[str]) -> None:
    offer = Symposium(academy=table.academy).choices()["symposium_votes"]

    with table.read() as connection:
        assert [choice.value for choice in offer(connection, "ada", typed)] == values
