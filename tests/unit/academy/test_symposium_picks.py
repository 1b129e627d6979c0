"""Which question a meeting of the symposium calls: of the list, or of the pack."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from longwave.ledger.ledger import Stamp
from longwave.modules.academy.symposium import projections, rules
from longwave.modules.academy.symposium.commands import ProposeTopic
from longwave.modules.academy.symposium.events import (
    SymposiumCalled,
    TopicExpired,
)
from longwave.modules.academy.symposium.handlers import Symposium
from longwave.world.game import Numbers
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


def propose(table: Table, player: str, number: int) -> None:
    table.ask(player, ProposeTopic(title=f"Whether rope {number} is long", says="Is it long enough?"))


def call(table: Table) -> SymposiumCalled:
    event = table.events(SymposiumCalled)[-1]
    assert isinstance(event, SymposiumCalled)
    return event


def test_what_was_proposed_is_asked_before_the_packs_questions(table: Table) -> None:
    propose(table, "bo", 1)

    meet(table, 0)

    assert (call(table).topic, call(table).player, call(table).question) == (1, "bo", "")
    assert [(each.topic, each.age, each.newcomer) for each in call(table).scores] == [(1, 0.848214, 0.5)]


def test_a_topic_is_asked_once(table: Table) -> None:
    propose(table, "bo", 1)
    meet(table, 0)

    meet(table, 1)

    assert call(table).topic == 0


def test_who_was_picked_lately_stands_behind_who_never_was(table: Table) -> None:
    propose(table, "ada", 1)
    meet(table, 0)
    propose(table, "bo", 2)
    table.now += DAY
    propose(table, "ada", 3)

    meet(table, 1)

    assert call(table).player == "bo"


def test_four_weeks_after_they_were_picked_a_proposer_counts_like_anybody(table: Table) -> None:
    propose(table, "ada", 1)
    for week in range(4):
        meet(table, week)
    propose(table, "ada", 2)

    meet(table, 4)

    assert [(each.newcomer, each.recent) for each in call(table).scores] == [(0, 0)]


def test_the_fresh_come_first_or_the_old_as_the_pack_has_it(tmp_path: Path) -> None:
    picked = []
    for is_fresh_first in (True, False):
        numbers = Numbers(is_fresh_first=is_fresh_first)
        with laid(str(tmp_path / f"{is_fresh_first}.db"), projections.PROJECTION, numbers=numbers) as table:
            ready(table)
            propose(table, "ada", 1)
            table.now += DAY
            propose(table, "bo", 2)
            meet(table, 0)
            picked.append(call(table).topic)

    assert picked == [2, 1]


def test_the_list_is_worked_off_topic_by_topic_and_then_the_pack_asks(table: Table) -> None:
    for number in range(3):
        propose(table, "ada", number)

    for week in range(5):
        meet(table, week)

    assert [event.topic for event in table.events(SymposiumCalled) if isinstance(event, SymposiumCalled)] == [
        1,
        2,
        3,
        0,
        0,
    ]


def test_a_topic_that_is_never_picked_expires(tmp_path: Path) -> None:
    newcomers = ("bo", "cyd", "dee", "eve")
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, players=("ada", *newcomers)) as table:
        propose(ready(table), "ada", 1)
        for week, player in enumerate(newcomers):
            table.now = FRIDAY + week * WEEK - DAY
            propose(table, player, 10 + week)
            meet(table, week)

        meet(table, 4)

        expired = table.events(TopicExpired)

    assert expired == [TopicExpired(topic=1, player="ada", title="Whether rope 1 is long")]


def test_no_question_of_the_pack_returns_before_all_were_asked(table: Table) -> None:
    for week in range(12):
        meet(table, week)

    asked = [event.question for event in table.events(SymposiumCalled) if isinstance(event, SymposiumCalled)]
    assert set(asked[:4]) == set(table.academy.game.questions)
    assert asked == asked[:4] * 3


def test_the_dice_are_fair_to_the_packs_questions(tmp_path: Path) -> None:
    with laid(str(tmp_path / "world.db"), projections.PROJECTION) as table:
        questions = tuple(table.academy.game.questions)
        first = Counter(
            rules.question({}, questions, table.academy.dice("symposium_question", 1, digest)) for digest in range(4000)
        )

    assert all(900 < first[question] < 1100 for question in questions)


def test_without_a_question_nothing_is_called(tmp_path: Path) -> None:
    with laid(str(tmp_path / "world.db"), projections.PROJECTION) as table:
        table.academy.game.questions.clear()

        meet(table, 0)

        assert table.events(SymposiumCalled) == []
