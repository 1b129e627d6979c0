"""What defections leave behind: grudges, an end that dice and feelings decide, and an epilogue."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from longwave.ledger.ledger import Stamp, Transaction
from longwave.ledger.rebuild import compare
from longwave.modules.academy.academy import Digest
from longwave.modules.academy.events import Felt, GameEvent
from longwave.modules.academy.mentoring import projections as mentoring
from longwave.modules.academy.offers import projections
from longwave.modules.academy.offers.commands import AcceptOffer, Poach
from longwave.modules.academy.offers.events import (
    ArcEnd,
    DefectionSettled,
    EpilogueTold,
    GrudgeFlared,
    ScholarRecruited,
    ScholarReleased,
)
from longwave.modules.academy.offers.handlers import Offers
from longwave.modules.academy.offers.settling import Settling
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.scholars.events import ScholarRetired
from unit.academy.table import Table, laid

SOMEBODY = "scholar-1"


class TakenBack(Exception):
    """What was tried is taken back."""


@contextmanager
def courted(tmp_path: Path) -> Iterator[tuple[Table, Offers]]:
    """Lay a table at which ada employs somebody."""
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, mentoring.PROJECTION) as table:
        offers = Offers(academy=table.academy, sponsors=lambda *_: False, now=lambda: table.now)
        table.carried_by, table.answered_by = offers.carried(), offers.answered()
        works_for(table, "ada", SOMEBODY)
        yield table, offers


def works_for(table: Table, player: str, *scholars: str) -> None:
    for scholar in scholars:
        table.tell(ScholarRecruited(scholar=scholar, player=player, faction="academic", chance=100, roll=1))


def felt(table: Table, player: str, change: float) -> None:
    feeling = Felt(scholar=SOMEBODY, towards=player, change=change)
    table.tell(GrudgeFlared(grudge=0, scholar=SOMEBODY, player=player, because="refusal", feelings=(feeling,)))


def hold(table: Table, offers: Offers, *, digests: int = 1) -> int:
    with table.held(digests=digests) as (tx, digest):
        return offers.at_digest(tx, digest)


def employer(table: Table) -> str | None:
    with table.read() as connection:
        return roster.get(connection, SOMEBODY).employer


def told(table: Table, *kinds: type[GameEvent]) -> list[GameEvent]:
    return [each.event for each in table.ledger.read() if isinstance(each.event, kinds)]


def defect(table: Table, offers: Offers, player: str = "bo") -> None:
    with table.ledger.write(Stamp(at=table.now, actor="host")) as tx:
        offers.force(tx, SOMEBODY, player, "a quarrel")


def ended(table: Table, tx: Transaction, digest: Digest, seed: int) -> DefectionSettled:
    """Return how a defection ends with other dice, and take it back."""
    settling = Settling(academy=replace(table.academy, seed=seed))
    with suppress(TakenBack), tx.savepoint():
        settling.at_digest(tx, digest)
        event = tx.recorded[-1].event
        raise TakenBack
    assert isinstance(event, DefectionSettled)
    return event


@pytest.mark.parametrize(("liked", "expected"), [(0, 50), (7, 85)])
def test_a_thousand_defections_end_as_likely_as_they_say(tmp_path: Path, liked: float, expected: int) -> None:
    with courted(tmp_path) as (table, offers):
        defect(table, offers)
        felt(table, "ada", 4.5 + liked)  # Being sent takes four off, and the grudge about it a half.
        with table.held(digests=6) as (tx, digest):
            events = [ended(table, tx, digest, seed) for seed in range(1000)]

        back = [each for each in events if each.end is ArcEnd.RETURN]
        assert {each.chance for each in events} == {expected}
        assert abs(len(back) - 10 * expected) < 64


def test_a_defection_has_its_grudge_its_end_and_its_epilogue_each_once_and_in_time(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, offers):
        defect(table, offers)

        settled = [hold(table, offers) for _ in range(12)]

        # Two days, three, and a day after that; a digest each half-day.
        assert settled == [0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0]
        grudge, end, epilogue = told(table, GrudgeFlared, DefectionSettled, EpilogueTold)
        assert isinstance(grudge, GrudgeFlared)
        assert isinstance(end, DefectionSettled)
        assert isinstance(epilogue, EpilogueTold)
        assert (grudge.player, grudge.because, grudge.feelings[0].change) == ("ada", "defection", -0.5)
        assert (end.player, end.other_player) == (epilogue.player, epilogue.other_player) == ("bo", "ada")
        assert end.end is epilogue.end
        assert end.defection == epilogue.defection == grudge.grudge


def test_a_scholar_who_comes_back_works_for_the_former_employer_again(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, offers):
        defect(table, offers)
        felt(table, "ada", 10)
        felt(table, "bo", -10)

        hold(table, offers, digests=6)

        [end] = table.events(DefectionSettled)
        assert isinstance(end, DefectionSettled)
        assert (end.end, end.chance, employer(table)) == (ArcEnd.RETURN, 95, "ada")


def test_who_has_moved_on_has_no_way_back(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, offers):
        defect(table, offers)
        felt(table, "ada", 10)
        table.tell(ScholarReleased(scholar=SOMEBODY, player="bo", reason="unpaid"))

        hold(table, offers, digests=6)

        [end] = table.events(DefectionSettled)
        assert isinstance(end, DefectionSettled)
        assert (end.end, end.chance, end.odds, employer(table)) == (ArcEnd.RIVALRY, 0, {}, None)


def test_there_is_no_way_back_to_who_has_no_place(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, offers):
        defect(table, offers)
        felt(table, "ada", 10)
        works_for(table, "ada", *(f"scholar-{number}" for number in (0, 2, 3, 4, 5)))

        hold(table, offers, digests=6)

        [end] = table.events(DefectionSettled)
        assert isinstance(end, DefectionSettled)
        assert (end.end, end.chance, employer(table)) == (ArcEnd.RIVALRY, 0, "bo")


def test_a_scholar_won_back_in_time_leaves_nothing_to_settle(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, offers):
        defect(table, offers)
        defect(table, offers, "ada")
        hold(table, offers, digests=10)

        ends = [each for each in table.events(DefectionSettled) if isinstance(each, DefectionSettled)]
        assert [(each.player, each.other_player) for each in ends] == [("ada", "bo")]


def test_a_scholar_who_retires_takes_what_was_to_come_with_them(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, offers):
        defect(table, offers)
        table.tell(ScholarRetired(scholar=SOMEBODY, player="bo", years=9))

        assert hold(table, offers, digests=10) == 0


def test_an_accepted_offer_has_its_aftermath_too(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, offers):
        table.ask("bo", Poach(scholar=SOMEBODY, faction="academic", amount=1))
        table.ask("ada", AcceptOffer(offer=1))

        assert [hold(table, offers, digests=2) for _ in range(5)] == [0, 1, 1, 1, 0]


def test_a_rebuild_gives_what_defections_left(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, offers):
        for player in ("bo", "ada", "cyd", "bo"):
            defect(table, offers, player)
            hold(table, offers, digests=3)
        works_for(table, "cyd", "scholar-2")

        assert len(told(table, GrudgeFlared, DefectionSettled, EpilogueTold)) > 3
        assert compare(table.ledger).differences == ()
