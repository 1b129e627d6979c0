import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from longwave import bootstrap
from longwave.cli.society import app
from longwave.modules.commons.errors import NoForum
from longwave.modules.commons.indicators import Indicators
from longwave.modules.commons.measures import measured
from longwave.modules.commons.recount import recounted
from longwave.modules.commons.tables import commons_actions, commons_pieces, commons_reputations
from longwave.settings import Settings
from unit.commons.society import Founded, founded, lived

DAYS = 2


@pytest.fixture(scope="module")
def society(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Founded]:
    """Saltmere's forum after two days of its own life."""
    with founded(str(tmp_path_factory.mktemp("society") / "world.db")) as saltmere:
        lived(saltmere, hours=24 * DAYS)
        yield saltmere


def by_the_log(society: Founded, since: dt.date = dt.date.min, until: dt.date = dt.date.max) -> Indicators:
    return recounted(society.ledger.read(), since, until)


def by_the_tables(society: Founded, since: dt.date = dt.date.min, until: dt.date = dt.date.max) -> Indicators:
    with society.ledger.store.read() as connection:
        return measured(connection, since, until)


def test_a_lived_society_is_the_same_by_its_log_and_by_its_tables(society: Founded) -> None:
    recount = by_the_log(society)

    assert recount == by_the_tables(society)
    assert recount.residents == 6
    assert recount.replies > recount.threads > 6
    assert recount.deeds["reply"] + recount.deeds["create_thread"] < recount.threads + recount.replies


def test_each_of_its_days_is_the_same_both_ways(society: Founded) -> None:
    first = society.start.date()
    days = [first + dt.timedelta(days=step) for step in range(DAYS + 1)]

    recounts = [by_the_log(society, day, day + dt.timedelta(days=1)) for day in days]

    assert recounts == [by_the_tables(society, day, day + dt.timedelta(days=1)) for day in days]
    assert sum(recount.replies for recount in recounts) == by_the_log(society).replies
    assert len({recount.deeds["reply"] for recount in recounts}) > 1


def test_before_its_first_day_there_is_no_data(society: Founded) -> None:
    before = by_the_log(society, until=society.start.date())

    assert before == by_the_tables(society, until=society.start.date())
    assert (before.residents, before.participation, before.gini, before.answering) == (0, None, None, None)


def test_saltmere_is_in_good_health(society: Founded) -> None:
    health = by_the_log(society)

    assert health.participation == 1
    assert health.answering is not None
    assert health.answering >= 0.6
    assert health.taking_up is not None
    assert health.taking_up >= 0.5
    assert health.near_duplicates is not None
    assert health.near_duplicates < 0.02


def test_a_table_that_was_tampered_with_differs_from_the_recount(tmp_path: Path) -> None:
    changes = (
        update(commons_actions).values(times=commons_actions.c.times + 1),
        update(commons_pieces).values(about='["harbour"]'),
        update(commons_reputations).where(commons_reputations.c.resident == "tibby").values(reputation=99),
    )
    with founded(str(tmp_path / "world.db")) as society:
        lived(society, hours=6)
        recount = by_the_log(society)
        assert recount == by_the_tables(society)

        for change in changes:
            with society.ledger.store.write() as connection:
                connection.execute(change)
                assert measured(connection) != recount
                connection.rollback()


def test_as_many_performs_at_once_change_nothing(tmp_path: Path) -> None:
    hashes = set()
    for concurrency in (1, 8):
        with founded(str(tmp_path / f"{concurrency}.db")) as society:
            lived(society, hours=6, concurrency=concurrency)
            hashes.add(society.ledger.head()[1])

    assert len(hashes) == 1


def test_the_report_says_whether_the_tables_agree(tmp_path: Path) -> None:
    place = tmp_path / "world.db"
    with founded(str(place)) as society:
        lived(society, hours=3)
    agreed = CliRunner().invoke(app, ["report", "-d", str(place)])
    with bootstrap.open_ledger(str(place), Settings()) as ledger, ledger.store.write() as connection:
        connection.execute(update(commons_actions).values(times=commons_actions.c.times + 1))

    differing = CliRunner().invoke(app, ["report", "-d", str(place), "--days", "1"])
    as_json = CliRunner().invoke(app, ["report", "-d", str(place), "--json"])

    assert (agreed.exit_code, differing.exit_code, as_json.exit_code) == (0, 1, 1)
    assert "the tables say the same as the log" in agreed.stdout
    assert "differs  deeds: " in differing.stdout
    assert json.loads(as_json.stdout)["differences"] == ["deeds", "deeds_of"]


def test_a_world_without_a_forum_has_no_report(tmp_path: Path) -> None:
    place = str(tmp_path / "world.db")
    with bootstrap.open_ledger(place, Settings(), create=True):
        pass

    refused = CliRunner().invoke(app, ["report", "-d", place])

    assert isinstance(refused.exception, NoForum)
