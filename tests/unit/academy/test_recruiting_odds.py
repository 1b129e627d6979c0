"""Odds: what a player is told of a scholar's mind before they stake anything on it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from longwave.commands.card import Card
from longwave.modules.academy.errors import NoSuch, NotPlaying
from longwave.modules.academy.events import Felt
from longwave.modules.academy.mentoring import projections as mentoring
from longwave.modules.academy.mentoring.events import MentorshipEnded, MentorshipQueued, MentorshipStarted
from longwave.modules.academy.offers import projections
from longwave.modules.academy.offers.commands import Recruit, ShowOdds
from longwave.modules.academy.offers.errors import OwnScholar, StakeUnclear
from longwave.modules.academy.offers.events import GrudgeFlared, RecruitmentRefused, ScholarRecruited, Term
from longwave.modules.academy.offers.handlers import Offers
from longwave.world.scholars import Track
from unit.academy.table import Table, laid

SOMEBODY = "scholar-1"


@contextmanager
def courted(tmp_path: Path) -> Iterator[Table]:
    """Lay a table at which one may ask for odds, and where ada sponsors every faction."""
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, mentoring.PROJECTION) as table:
        offers = Offers(academy=table.academy, sponsors=lambda _, player, __: player == "ada", now=lambda: table.now)
        table.carried_by, table.answered_by = offers.carried(), offers.answered()
        yield table


def felt(table: Table, change: float) -> None:
    feeling = Felt(scholar=SOMEBODY, towards="ada", change=change)
    table.tell(GrudgeFlared(grudge=0, scholar=SOMEBODY, player="ada", because="refusal", feelings=(feeling,)))


def works_for(table: Table, player: str) -> None:
    table.tell(ScholarRecruited(scholar=SOMEBODY, player=player, faction="academic", chance=100, roll=1))


def odds(table: Table, player: str = "ada") -> Card:
    return table.answer(player, ShowOdds(scholar=SOMEBODY, faction="academic"))


def parts(card: Card) -> dict[str, str]:
    assert card.grid is not None
    return {row[0]: row[1] for row in card.grid.rows}


def test_the_odds_are_shown_term_by_term_and_to_who_asks_alone(tmp_path: Path) -> None:
    with courted(tmp_path) as table:
        felt(table, 5)

        card = odds(table)

        assert parts(card) == {
            "base": "+0.60",
            "influence": "+0.30",
            "feeling": "+0.10",
            "sponsor": "+0.02",
            "bounds": "-0.07",
        }
        assert dict(card.fields)["Chance"] == "95 in 100"
        assert card.is_private
        assert odds(table, "bo").fields == (("Chance", "90 in 100"),)


def test_the_odds_count_a_mentorship_by_how_far_it_went(tmp_path: Path) -> None:
    with courted(tmp_path) as table:
        of = {"mentorship": 1, "player": "ada", "scholar": SOMEBODY, "faction": "religious", "track": Track.INDUSTRY}
        table.tell(MentorshipQueued.model_validate(of))
        queued = "mentorship" in parts(odds(table))
        ranks = {"rank": "Associate", "next_rank": "Director", "next_digest": 4}
        table.tell(MentorshipStarted.model_validate(of | ranks))
        active = parts(odds(table))["mentorship"]
        table.tell(MentorshipEnded(mentorship=1, player="ada", scholar=SOMEBODY, reason="left"))

        assert (queued, active, parts(odds(table))["mentorship"]) == (False, "+0.05", "+0.02")


def test_the_odds_shown_are_those_that_are_rolled_for(tmp_path: Path) -> None:
    with courted(tmp_path) as table:
        felt(table, -7.5)

        shown = dict(odds(table).fields)["Chance"]
        table.ask("ada", Recruit(scholar=SOMEBODY, faction="academic"))

        [event] = [*table.events(ScholarRecruited), *table.events(RecruitmentRefused)]
        assert isinstance(event, ScholarRecruited | RecruitmentRefused)
        assert shown == f"{event.chance} in 100" == "77 in 100"
        assert round(sum(event.odds.values()), 6) == 0.77


def test_the_odds_of_a_poach_are_shown_for_a_stake(tmp_path: Path) -> None:
    with courted(tmp_path) as table:
        works_for(table, "bo")
        felt(table, 2.5)
        stake = {"amount": 3, "faction2": "foreign", "amount2": 2, "terms": (Term.LEADERSHIP,)}

        card = table.answer("ada", ShowOdds.model_validate({"scholar": SOMEBODY, "faction": "academic", **stake}))

        # The pack's scholar of that number has a loyalty of 1 and an integrity of 9.
        shown = {"offer": "+0.50", "terms": "+0.20", "alignment": "+0.50", "loyalty": "-0.06", "integrity": "-0.36"}
        assert parts(card) == shown
        assert card.fields == (
            ("For", "3 academic and 2 foreign, leadership"),
            ("Sum", "0.78"),
            ("Chance", "84 in 100"),
        )
        assert card.is_private


def test_a_plateau_counts_from_the_ninetieth_day_on(tmp_path: Path) -> None:
    with courted(tmp_path) as table:
        works_for(table, "bo")  # Somebody who had discovered nothing for twenty days when the game began.
        table.now += dt.timedelta(days=70) - dt.timedelta(seconds=1)
        before = parts(odds(table))

        table.now += dt.timedelta(seconds=1)

        assert ("plateau" in before, parts(odds(table))["plateau"]) == (False, "+0.20")


def test_nobody_is_told_the_odds_of_their_own_scholar(tmp_path: Path) -> None:
    with courted(tmp_path) as table:
        works_for(table, "ada")

        with pytest.raises(OwnScholar):
            odds(table)


def test_the_odds_of_what_does_not_exist_are_refused(tmp_path: Path) -> None:
    with courted(tmp_path) as table:
        with pytest.raises(NotPlaying):
            odds(table, "dan")
        with pytest.raises(NoSuch):
            table.answer("ada", ShowOdds(scholar="scholar-11", faction="academic"))
        with pytest.raises(NoSuch):
            table.answer("ada", ShowOdds(scholar=SOMEBODY, faction="bakers"))
        with pytest.raises(StakeUnclear):
            table.answer("ada", ShowOdds(scholar=SOMEBODY, faction="academic", amount2=2))
