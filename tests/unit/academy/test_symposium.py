"""The symposium as players see it: what they propose, and how they vote."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from longwave.ledger.ledger import Stamp
from longwave.ledger.rebuild import compare
from longwave.modules.academy.errors import GamePausedNow, NotPlaying
from longwave.modules.academy.hosting.events import GamePaused
from longwave.modules.academy.symposium import projections
from longwave.modules.academy.symposium.commands import (
    ProposeTopic,
    VoteSymposium,
)
from longwave.modules.academy.symposium.errors import ListFull, NoSymposium, OutOfFavour, OwnTopicsFull, TopicKnown
from longwave.modules.academy.symposium.events import (
    Choice,
    PlayerReprimanded,
    SymposiumCalled,
    SymposiumReminded,
    SymposiumVoted,
    TopicExpired,
    TopicProposed,
)
from longwave.modules.academy.symposium.handlers import Symposium
from unit.academy.table import OPENED, Table, laid

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


def remind(table: Table, at: dt.datetime) -> None:
    table.now = at
    with table.ledger.write(Stamp(at=at, actor="world")) as tx:
        Symposium(academy=table.academy).remind(tx, 24)


def raise_question(table: Table, title: str) -> None:
    with table.ledger.write(Stamp(at=table.now, actor="world")) as tx:
        Symposium(academy=table.academy).propose(tx, title, "It was found at sea.")


def called(table: Table) -> SymposiumCalled:
    event = table.events(SymposiumCalled)[-1]
    assert isinstance(event, SymposiumCalled)
    return event


def fill(table: Table) -> None:
    for number in range(12):
        propose(table, ("ada", "bo", "cyd", "dee")[number // 3], number)


def test_a_topic_stands_on_the_list_for_four_weeks(table: Table) -> None:
    propose(table, "ada", 1)

    assert table.events(TopicProposed) == [
        TopicProposed(
            topic=1,
            player="ada",
            title="Whether rope 1 is long",
            says="Is it long enough?",
            expires=OPENED + dt.timedelta(days=28),
        )
    ]


def test_who_proposes_is_told_where_the_topic_stands(table: Table) -> None:
    propose(table, "ada", 1)

    card = table.ask("ada", topic(2)).card

    assert card is not None
    assert dict(card.fields) == {
        "Topic": "2",
        "On the list": "2 of 12, 2 of them yours",
        "Next is picked": "Friday 6 March, 12:00",
        "Expires": "Monday 30 March, 06:00",
    }


def test_nobody_has_more_than_three_topics(table: Table) -> None:
    for number in range(3):
        propose(table, "ada", number)

    with pytest.raises(OwnTopicsFull):
        propose(table, "ada", 3)


def test_the_list_holds_twelve_topics(table: Table) -> None:
    fill(table)

    with pytest.raises(ListFull):
        propose(table, "eve", 12)


def test_no_topic_stands_on_the_list_twice_however_it_is_spelt(table: Table) -> None:
    propose(table, "ada", 1)

    with pytest.raises(TopicKnown):
        table.ask("bo", ProposeTopic(title="  WHETHER rope  1 is LONG", says="Again?"))


def test_a_topic_that_was_picked_may_be_proposed_again(table: Table) -> None:
    propose(table, "ada", 1)
    meet(table, FRIDAY)

    propose(table, "bo", 1)

    assert len(table.events(TopicProposed)) == 2


def test_a_topic_leaves_the_list_to_the_minute_and_makes_room(table: Table) -> None:
    fill(table)
    table.now = OPENED + dt.timedelta(days=28)

    propose(table, "eve", 12)

    assert len(table.events(TopicExpired)) == 12


def test_until_the_last_minute_a_topic_takes_up_room(table: Table) -> None:
    fill(table)
    table.now = OPENED + dt.timedelta(days=28) - dt.timedelta(minutes=1)

    with pytest.raises(ListFull):
        propose(table, "eve", 12)


@pytest.mark.parametrize("title", ["", "abc", "????????", "x" * 121, "Whether \u202e it turns"])
def test_a_title_that_cannot_be_shown_is_refused(title: str) -> None:
    with pytest.raises(ValidationError):
        ProposeTopic(title=title, says="Is it?")


@pytest.mark.parametrize(("days", "is_refused"), [(0, True), (6, True), (7, False)])
def test_who_was_reprimanded_proposes_nothing_for_a_week(table: Table, days: int, is_refused: bool) -> None:
    table.tell(PlayerReprimanded(player="ada", debt=6))
    table.now += days * DAY

    if is_refused:
        with pytest.raises(OutOfFavour, match="Monday 9 March"):
            propose(table, "ada", 1)
    else:
        propose(table, "ada", 1)

    propose(table, "bo", 2)


def test_a_question_that_nobody_proposed_stands_in_nobodys_name(table: Table) -> None:
    raise_question(table, "Whether it sank")

    assert [event.player for event in table.events(TopicProposed) if isinstance(event, TopicProposed)] == [""]


def test_a_question_of_nobodys_takes_the_place_of_the_oldest_such(table: Table) -> None:
    raise_question(table, "Whether it sank")
    raise_question(table, "Whether it swam")
    for number in range(10):
        propose(table, ("ada", "bo", "cyd", "dee")[number // 3], number)

    raise_question(table, "Whether it flew")

    assert table.events(TopicExpired) == [TopicExpired(topic=1, player="", title="Whether it sank")]
    assert len(table.events(TopicProposed)) == 13


def test_a_question_of_nobodys_takes_no_players_place(table: Table) -> None:
    fill(table)

    raise_question(table, "Whether it flew")

    assert len(table.events(TopicProposed)) == 12


def test_a_question_of_nobodys_is_not_raised_twice(table: Table) -> None:
    raise_question(table, "Whether it sank")

    raise_question(table, "whether it SANK")

    assert len(table.events(TopicProposed)) == 1


@pytest.mark.parametrize(("typed", "choice"), [(1, Choice.AFFIRM), (2, Choice.DOUBT), (3, Choice.DENY)])
def test_a_number_is_a_vote(table: Table, typed: int, choice: Choice) -> None:
    meet(table, FRIDAY)

    table.ask("ada", VoteSymposium(choice=typed))

    voted = SymposiumVoted(symposium=1, player="ada", title=called(table).title, choice=choice)
    assert table.events(SymposiumVoted) == [voted]


@pytest.mark.parametrize("typed", [0, 4, -1])
def test_no_other_number_is_a_vote(typed: int) -> None:
    with pytest.raises(ValidationError):
        VoteSymposium(choice=typed)


def test_a_vote_may_be_changed_until_it_closes(table: Table) -> None:
    meet(table, FRIDAY)
    table.ask("ada", VoteSymposium(choice=1))
    table.now = FRIDAY + WEEK - dt.timedelta(seconds=1)

    card = table.ask("ada", VoteSymposium(choice=3)).card

    assert card is not None
    assert card.text == "You had meant to affirm it."
    assert len(table.events(SymposiumVoted)) == 2


def test_once_it_closes_nobody_votes(table: Table) -> None:
    meet(table, FRIDAY)
    table.now = FRIDAY + WEEK

    with pytest.raises(NoSymposium):
        table.ask("ada", VoteSymposium(choice=1))


def test_the_same_vote_again_is_none(table: Table) -> None:
    meet(table, FRIDAY)
    table.ask("ada", VoteSymposium(choice=1))

    carried = table.ask("ada", VoteSymposium(choice=1))

    assert carried.recorded == []


def test_before_the_first_symposium_nobody_votes(table: Table) -> None:
    with pytest.raises(NoSymposium):
        table.ask("ada", VoteSymposium(choice=1))


@pytest.mark.parametrize("command", [topic(1), VoteSymposium(choice=1)])
def test_who_has_no_seat_has_no_say(table: Table, command: ProposeTopic | VoteSymposium) -> None:
    meet(table, FRIDAY)

    with pytest.raises(NotPlaying):
        table.ask("stranger", command)


@pytest.mark.parametrize("command", [topic(1), VoteSymposium(choice=1)])
def test_while_the_game_rests_nobody_has_a_say(table: Table, command: ProposeTopic | VoteSymposium) -> None:
    meet(table, FRIDAY)
    table.tell(GamePaused(reason="a storm"))

    with pytest.raises(GamePausedNow):
        table.ask("ada", command)


def test_those_who_have_not_voted_are_reminded(table: Table) -> None:
    meet(table, FRIDAY)
    table.ask("bo", VoteSymposium(choice=2))

    remind(table, FRIDAY + 6 * DAY)

    reminded = SymposiumReminded(symposium=1, title=called(table).title, players=("ada", "cyd", "dee", "eve"), hours=24)
    assert table.events(SymposiumReminded) == [reminded]


def test_where_all_have_voted_nobody_is_reminded(table: Table) -> None:
    meet(table, FRIDAY)
    for player in ("ada", "bo", "cyd", "dee", "eve"):
        table.ask(player, VoteSymposium(choice=2))

    remind(table, FRIDAY + 6 * DAY)

    assert table.events(SymposiumReminded) == []


@pytest.mark.parametrize("at", [FRIDAY - DAY, FRIDAY + WEEK])
def test_nobody_is_reminded_of_what_is_not_being_voted_on(table: Table, at: dt.datetime) -> None:
    if at > FRIDAY:
        meet(table, FRIDAY)

    remind(table, at)

    assert table.events(SymposiumReminded) == []


def test_a_rebuild_gives_the_same_symposia_in_either_database(place: str) -> None:
    with laid(place, projections.PROJECTION, players=("ada", "bo", "cyd", "dee", "eve")) as table:
        table.carried_by = Symposium(academy=table.academy).carried()
        fill(table)
        raise_question(table, "Whether it flew")
        for week in range(6):
            meet(table, FRIDAY + week * WEEK)
            table.ask("ada", VoteSymposium(choice=1 + week % 3))
            table.ask("bo", VoteSymposium(choice=2))
        remind(table, table.now + DAY)

        assert compare(table.ledger).differences == ()
