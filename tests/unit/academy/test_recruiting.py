"""Recruiting: who may ask whom, at which odds, and what a refusal leaves behind."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from pydantic import ValidationError

from longwave.commands.card import Card
from longwave.kernel.dice import dice
from longwave.kernel.errors import LongwaveError
from longwave.ledger.ledger import Stamp, Transaction
from longwave.ledger.rebuild import compare
from longwave.modules.academy.academy import d100
from longwave.modules.academy.errors import GamePausedNow, NoSuch, NotPlaying
from longwave.modules.academy.events import Felt, Repute
from longwave.modules.academy.hosting.events import GamePaused
from longwave.modules.academy.mentoring import projections as mentoring
from longwave.modules.academy.offers import projections
from longwave.modules.academy.offers.commands import Dismiss, Recruit, ShowOdds
from longwave.modules.academy.offers.errors import GrudgeHeld, NoPlace, OwnScholar, Quiet, ScholarTaken
from longwave.modules.academy.offers.events import (
    GrudgeFlared,
    RecruitmentRefused,
    ScholarRecruited,
    ScholarReleased,
)
from longwave.modules.academy.offers.handlers import Offers
from longwave.modules.academy.offers.recruiting import Recruiting
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.scholars.events import ScholarRetired
from longwave.modules.academy.standing.errors import ReputationShort
from longwave.modules.academy.standing.events import StandingAdjusted
from unit.academy.table import Table, laid

SOMEBODY = "scholar-1"
HOUR = dt.timedelta(hours=1)


class TakenBack(Exception):
    """What was tried is taken back."""


@contextmanager
def courted(tmp_path: Path, *, seed: int = 7) -> Iterator[tuple[Table, Offers]]:
    """Lay a table at which one may recruit."""
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, mentoring.PROJECTION, seed=seed) as table:
        offers = Offers(academy=table.academy, sponsors=lambda *_: False, now=lambda: table.now)
        table.carried_by, table.answered_by = offers.carried(), offers.answered()
        yield table, offers


def seed_that_rolls(least: int, most: int) -> int:
    """Return the first seed with which ada's first word to somebody rolls so."""
    rolls = ((seed, d100(dice(seed, "academy.recruit", SOMEBODY, "ada", 1))) for seed in count())
    return next(seed for seed, roll in rolls if least <= roll <= most)


WON, LOST = seed_that_rolls(1, 5), seed_that_rolls(96, 100)


def asking(scholar: str = SOMEBODY, faction: str = "academic") -> Recruit:
    return Recruit(scholar=scholar, faction=faction)


def works_for(table: Table, player: str, *scholars: str) -> None:
    for scholar in scholars:
        table.tell(ScholarRecruited(scholar=scholar, player=player, faction="academic", chance=100, roll=1))


def resented(change: float) -> GrudgeFlared:
    feeling = Felt(scholar=SOMEBODY, towards="ada", change=change)
    return GrudgeFlared(grudge=0, scholar=SOMEBODY, player="ada", because="refusal", feelings=(feeling,))


def answer(table: Table, tx: Transaction, seed: int) -> ScholarRecruited | RecruitmentRefused:
    """Return what somebody answers with other dice, and take it back."""
    recruiting = Recruiting(academy=replace(table.academy, seed=seed), sponsors=lambda *_: False)
    with suppress(TakenBack), tx.savepoint():
        recruiting.recruit(tx, asking())
        event = tx.recorded[-1].event
        raise TakenBack
    assert isinstance(event, ScholarRecruited | RecruitmentRefused)
    return event


def reputed(table: Table, change: int = 0, quiet_until: int = 0) -> None:
    repute = Repute(player="ada", change=change, quiet_until=quiet_until)
    table.tell(StandingAdjusted(player="ada", what="reputation", before=0, after=0, reason="", reputes=(repute,)))


def hold(table: Table, offers: Offers, *, digests: int = 1) -> int:
    with table.held(digests=digests) as (tx, digest):
        return offers.at_digest(tx, digest)


def feeling(table: Table) -> float:
    with table.read() as connection:
        return roster.feeling(connection, SOMEBODY, "ada")


def odds(table: Table, player: str = "ada") -> Card:
    return table.answer(player, ShowOdds(scholar=SOMEBODY, faction="academic"))


def parts(card: Card) -> dict[str, str]:
    assert card.grid is not None
    return {row[0]: row[1] for row in card.grid.rows}


def test_a_scholar_who_is_won_works_for_the_player_and_likes_them_for_it(tmp_path: Path) -> None:
    with courted(tmp_path, seed=WON) as (table, _):
        carried = table.ask("ada", asking())

        [event] = table.events(ScholarRecruited)
        assert isinstance(event, ScholarRecruited)
        assert event.roll <= event.chance == 90
        assert event.odds == {"base": 0.6, "influence": 0.3}
        with table.read() as connection:
            assert [each.id for each in roster.employed(connection, "ada")] == [SOMEBODY]
        assert feeling(table) == 2.0
        assert carried.card is not None
        assert carried.card.title == "Scholar Number1 signs"


def test_winning_a_scholar_costs_nothing_at_once(tmp_path: Path) -> None:
    with courted(tmp_path, seed=WON) as (table, _):
        before = table.standing("ada").held

        table.ask("ada", asking())

        assert table.standing("ada").held == before


def test_a_scholar_who_declines_stays_free_and_likes_the_player_less(tmp_path: Path) -> None:
    with courted(tmp_path, seed=LOST) as (table, _):
        carried = table.ask("ada", asking())

        [event] = table.events(RecruitmentRefused)
        assert isinstance(event, RecruitmentRefused)
        assert event.roll > event.chance
        with table.read() as connection:
            assert roster.get(connection, SOMEBODY).employer is None
        assert feeling(table) == -1.0
        assert carried.card is not None
        assert carried.card.title == "Scholar Number1 declines"


def test_only_the_faction_asked_through_counts(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        table.ask("cyd", Recruit(scholar="scholar-2", faction="religious"))
        with pytest.raises(NoSuch, match="faction 'academics'"):
            table.ask("cyd", asking("scholar-3", "academics"))

        [event] = [*table.events(ScholarRecruited), *table.events(RecruitmentRefused)]
        assert isinstance(event, ScholarRecruited | RecruitmentRefused)
        assert event.faction == "religious"


def test_a_thousand_answers_follow_the_chance(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _), table.ledger.write(Stamp(at=table.now, actor="ada")) as tx:
        table.academy.append(tx, resented(-10))

        answers = [answer(table, tx, seed) for seed in range(1000)]

        won = [each for each in answers if isinstance(each, ScholarRecruited)]
        assert {each.chance for each in answers} == {70}
        assert all((each.roll <= 70) == isinstance(each, ScholarRecruited) for each in answers)
        # Four standard deviations of a thousand rolls of 70 in 100 are 58.
        assert abs(len(won) - 700) < 58


def test_a_refusal_is_held_against_the_player_a_day_later_and_once(tmp_path: Path) -> None:
    with courted(tmp_path, seed=LOST) as (table, offers):
        table.ask("ada", asking())

        settled = [hold(table, offers) for _ in range(6)]

        assert settled == [0, 1, 0, 0, 0, 0]
        [event] = table.events(GrudgeFlared)
        assert isinstance(event, GrudgeFlared)
        assert (event.scholar, event.player, event.because) == (SOMEBODY, "ada", "refusal")
        assert event.feelings == (Felt(scholar=SOMEBODY, towards="ada", change=-0.5),)


def test_a_grudge_waits_for_the_first_digest_after_a_whole_day(tmp_path: Path) -> None:
    with courted(tmp_path, seed=LOST) as (table, offers):
        table.now += dt.timedelta(seconds=1)
        table.ask("ada", asking())
        table.now -= dt.timedelta(seconds=1)

        assert [hold(table, offers) for _ in range(3)] == [0, 0, 1]


def test_nobody_asks_again_before_the_grudge_is_in_the_open(tmp_path: Path) -> None:
    with courted(tmp_path, seed=LOST) as (table, offers):
        table.ask("ada", asking())
        hold(table, offers)
        with pytest.raises(GrudgeHeld):
            table.ask("ada", asking())

        hold(table, offers)
        table.ask("ada", asking())

        assert len(table.events(RecruitmentRefused)) + len(table.events(ScholarRecruited)) == 2


def test_a_refusal_bars_nobody_else_and_from_nobody_else(tmp_path: Path) -> None:
    with courted(tmp_path, seed=LOST) as (table, _):
        table.ask("ada", asking())

        table.ask("ada", asking("scholar-2"))
        table.ask("bo", asking())

        asked = [*table.events(RecruitmentRefused), *table.events(ScholarRecruited)]
        assert len(asked) == 3


def test_asking_again_rolls_again(tmp_path: Path) -> None:
    with courted(tmp_path, seed=LOST) as (table, offers):
        table.ask("ada", asking())
        hold(table, offers, digests=2)

        table.ask("ada", asking())

        first, *_ = table.events(RecruitmentRefused)
        last = table.events(RecruitmentRefused)[1:] or table.events(ScholarRecruited)
        assert isinstance(first, RecruitmentRefused)
        assert isinstance(last[0], RecruitmentRefused | ScholarRecruited)
        second = d100(dice(LOST, "academy.recruit", SOMEBODY, "ada", 2))
        assert (last[0].roll, second != first.roll) == (second, True)


def test_who_was_refused_is_half_as_welcome_for_two_days(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        table.tell(RecruitmentRefused(scholar=SOMEBODY, player="ada", faction="academic", chance=1, roll=100))

        table.now += 48 * HOUR - dt.timedelta(seconds=1)
        within = parts(odds(table))["base"], parts(odds(table, "bo"))["base"]
        table.now += dt.timedelta(seconds=1)

        assert within == ("+0.30", "+0.60")
        assert parts(odds(table))["base"] == "+0.60"


def test_whom_a_scholar_left_is_half_as_welcome_too(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        works_for(table, "ada", SOMEBODY)

        table.ask("ada", Dismiss(scholar=SOMEBODY))

        assert parts(odds(table))["base"] == "+0.30"
        assert parts(odds(table, "bo"))["base"] == "+0.60"


def test_an_employed_scholar_is_not_recruited_and_the_refusal_says_what_to_do(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        works_for(table, "bo", SOMEBODY)

        with pytest.raises(ScholarTaken, match="works for Bo") as refusal:
            table.ask("ada", asking())
        with pytest.raises(OwnScholar):
            table.ask("bo", asking())

        assert "poach" in (refusal.value.hint or "")


def test_nobody_employs_more_than_five(tmp_path: Path) -> None:
    with courted(tmp_path, seed=WON) as (table, _):
        works_for(table, "ada", *(f"scholar-{number}" for number in (0, 2, 3, 4, 5)))
        with pytest.raises(NoPlace, match="Ada has 5 scholars"):
            table.ask("ada", asking())

        table.ask("ada", Dismiss(scholar="scholar-5"))
        table.ask("ada", asking())

        with table.read() as connection:
            assert len(roster.employed(connection, "ada")) == 5


def test_a_reputation_of_minus_ten_still_recruits(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        reputed(table, -11)
        with pytest.raises(ReputationShort):
            table.ask("ada", asking())

        reputed(table, 1)
        table.ask("ada", asking())

        assert len(table.events(RecruitmentRefused)) + len(table.events(ScholarRecruited)) == 1


def test_a_lost_career_is_quiet_for_two_digests(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, offers):
        reputed(table, quiet_until=2)
        for _ in range(2):
            with pytest.raises(Quiet):
                table.ask("ada", asking())
            hold(table, offers)

        table.ask("ada", asking())

        assert len(table.events(RecruitmentRefused)) + len(table.events(ScholarRecruited)) == 1


@pytest.mark.parametrize(
    ("player", "command", "refusal"),
    [
        ("ada", asking("nobody"), NoSuch),
        ("ada", asking(faction="bakers"), NoSuch),
        ("dan", asking(), NotPlaying),
        ("ada", Dismiss(scholar=SOMEBODY), NoSuch),
        ("ada", Dismiss(scholar="nobody"), NoSuch),
        ("bo", Dismiss(scholar="scholar-2"), NoSuch),
        ("dan", Dismiss(scholar="scholar-2"), NotPlaying),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(
    tmp_path: Path, player: str, command: Recruit | Dismiss, refusal: type[LongwaveError]
) -> None:
    with courted(tmp_path) as (table, _):
        works_for(table, "ada", "scholar-2")
        before = table.ledger.head()

        with pytest.raises(refusal):
            table.ask(player, command)

        assert table.ledger.head() == before


@pytest.mark.parametrize("scholar", ["", "scholar 1", "Scholar-1", "x" * 81, "scholar-1\0", "'--"])
def test_an_id_that_cannot_be_one_is_not_even_looked_up(scholar: str) -> None:
    with pytest.raises(ValidationError):
        Recruit(scholar=scholar, faction="academic")


def test_a_paused_game_recruits_nobody_and_still_tells_the_odds(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        works_for(table, "ada", "scholar-2")
        table.tell(GamePaused(reason="tea"))

        for command in (asking(), Dismiss(scholar="scholar-2")):
            with pytest.raises(GamePausedNow):
                table.ask("ada", command)

        assert dict(odds(table).fields)["Chance"] == "90 in 100"


def test_a_retired_scholar_is_not_asked_and_bears_no_grudge_in_public(tmp_path: Path) -> None:
    with courted(tmp_path, seed=LOST) as (table, offers):
        table.ask("ada", asking())
        table.tell(ScholarRetired(scholar=SOMEBODY, player="", years=3))

        with pytest.raises(NoSuch):
            table.ask("bo", asking())

        assert hold(table, offers, digests=4) == 0


def test_a_dismissed_scholar_is_free_and_a_little_hurt(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        works_for(table, "ada", SOMEBODY)

        carried = table.ask("ada", Dismiss(scholar=SOMEBODY))

        [event] = table.events(ScholarReleased)
        assert isinstance(event, ScholarReleased)
        assert event.reason == "dismissed"
        assert feeling(table) == -1.0
        with table.read() as connection:
            assert roster.get(connection, SOMEBODY).employer is None
        assert carried.card is not None
        assert carried.card.title == "Scholar Number1 packs up"


def test_a_rebuild_gives_what_recruiting_left(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, offers):
        for number in range(8):
            table.ask("ada" if number % 2 else "bo", asking(f"scholar-{number}"))
            hold(table, offers)

        assert compare(table.ledger).differences == ()
