"""Offers: who may make, counter, take back and accept them, and what stands in escrow meanwhile."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import ValidationError

from longwave.commands.card import Card
from longwave.commands.command import Command
from longwave.kernel.errors import LongwaveError
from longwave.modules.academy.errors import GamePausedNow, NoSuch, NotPlaying
from longwave.modules.academy.events import Repute
from longwave.modules.academy.hosting.events import GamePaused
from longwave.modules.academy.mentoring import projections as mentoring
from longwave.modules.academy.offers import projections
from longwave.modules.academy.offers.commands import AcceptOffer, CounterOffer, Poach, WithdrawOffer
from longwave.modules.academy.offers.errors import (
    AlreadyCountered,
    NoPlace,
    OfferDecided,
    OfferStands,
    OfferTooSoon,
    OwnScholar,
    Quiet,
    ScholarFree,
    StakeUnclear,
)
from longwave.modules.academy.offers.events import (
    OfferCountered,
    OfferMade,
    OfferWithdrawn,
    ScholarDefected,
    ScholarRecruited,
    ScholarReleased,
    Term,
)
from longwave.modules.academy.offers.handlers import Offers
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.standing.errors import InfluenceShort, ReputationShort
from longwave.modules.academy.standing.events import StandingAdjusted
from unit.academy.table import Table, laid

SOMEBODY, ANOTHER = "scholar-1", "scholar-2"
HOUR, SECOND = dt.timedelta(hours=1), dt.timedelta(seconds=1)


@contextmanager
def courted(tmp_path: Path) -> Iterator[tuple[Table, Offers]]:
    """Lay a table at which ada employs somebody, and bo and cyd might want them."""
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, mentoring.PROJECTION) as table:
        offers = Offers(academy=table.academy, sponsors=lambda *_: False, now=lambda: table.now)
        table.carried_by, table.answered_by = offers.carried(), offers.answered()
        works_for(table, "ada", SOMEBODY)
        yield table, offers


def works_for(table: Table, player: str, *scholars: str) -> None:
    for scholar in scholars:
        table.tell(ScholarRecruited(scholar=scholar, player=player, faction="academic", chance=100, roll=1))


def poach(amount: int = 3, **more: object) -> Poach:
    return Poach.model_validate({"scholar": SOMEBODY, "faction": "academic", "amount": amount, **more})


def counter(amount: int = 2, **more: object) -> CounterOffer:
    return CounterOffer.model_validate({"offer": 1, "faction": "industry", "amount": amount, **more})


def reputed(table: Table, player: str, change: int = 0, quiet_until: int = 0) -> None:
    repute = Repute(player=player, change=change, quiet_until=quiet_until)
    table.tell(StandingAdjusted(player=player, what="reputation", before=0, after=0, reason="", reputes=(repute,)))


def set_aside(table: Table, player: str) -> Mapping[str, int]:
    return {faction: amount for faction, amount in table.standing(player).escrow.items() if amount}


def employer(table: Table) -> str | None:
    with table.read() as connection:
        return roster.get(connection, SOMEBODY).employer


def shown(card: Card | None) -> dict[str, str]:
    assert card is not None
    return dict(card.fields)


def test_an_offer_stands_a_day_and_what_is_offered_in_escrow(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        carried = table.ask("bo", poach(3, faction2="foreign", amount2=2, terms=["leadership", "leadership"]))

        [made] = table.events(OfferMade)
        assert isinstance(made, OfferMade)
        assert (made.offer, made.player, made.other_player, made.scholar) == (1, "bo", "ada", SOMEBODY)
        assert made.influence == {"academic": 3, "foreign": 2}
        assert made.terms == (Term.LEADERSHIP,)
        assert made.due == table.now + 24 * HOUR
        assert set_aside(table, "bo") == made.influence
        assert table.standing("bo").held["academic"] == 3
        assert employer(table) == "ada"
        assert shown(carried.card)["Offered"] == "3 academic and 2 foreign, leadership"


def test_offers_are_numbered_one_after_the_other(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        works_for(table, "ada", ANOTHER)

        table.ask("bo", poach())
        table.ask("cyd", poach())
        table.ask("bo", poach(1, scholar=ANOTHER))

        assert [made.offer for made in table.events(OfferMade) if isinstance(made, OfferMade)] == [1, 2, 3]


def test_nobody_offers_what_they_do_not_hold(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        works_for(table, "ada", ANOTHER)
        with pytest.raises(InfluenceShort, match=r"this takes 7 influence \(academic\) and you hold 6"):
            table.ask("bo", poach(7))
        with pytest.raises(InfluenceShort):
            table.ask("bo", poach(6, faction2="foreign", amount2=7))

        table.ask("bo", poach(6))
        with pytest.raises(InfluenceShort):
            table.ask("bo", poach(1, scholar=ANOTHER))

        assert set_aside(table, "bo") == {"academic": 6}


def test_one_offer_of_a_rival_to_a_scholar_stands_at_a_time(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        table.ask("bo", poach())

        with pytest.raises(OfferStands, match="offer 1"):
            table.ask("bo", poach(1))
        table.ask("cyd", poach())

        assert len(table.events(OfferMade)) == 2


def test_the_same_rival_waits_two_days_after_an_offer_is_settled(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        table.ask("bo", poach())
        table.ask("bo", WithdrawOffer(offer=1))

        table.now += 48 * HOUR - SECOND
        with pytest.raises(OfferTooSoon, match="before 4 March, 06:00"):
            table.ask("bo", poach())
        table.now += SECOND
        table.ask("bo", poach())

        assert len(table.events(OfferMade)) == 2


def test_what_bars_from_recruiting_bars_from_poaching(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        reputed(table, "bo", -11)
        reputed(table, "cyd", quiet_until=1)

        with pytest.raises(ReputationShort):
            table.ask("bo", poach())
        with pytest.raises(Quiet):
            table.ask("cyd", poach())

        reputed(table, "bo", 1)
        works_for(table, "bo", *(f"scholar-{number}" for number in (0, 2, 3, 4, 5)))
        with pytest.raises(NoPlace):
            table.ask("bo", poach())


def test_only_somebody_elses_scholar_is_poached(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        with pytest.raises(OwnScholar):
            table.ask("ada", poach())
        with pytest.raises(ScholarFree) as refusal:
            table.ask("bo", poach(scholar=ANOTHER))

        assert "recruit" in (refusal.value.hint or "")


def test_a_counter_moves_the_end_to_twelve_hours_from_itself(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        table.ask("bo", poach())
        table.now += 5 * HOUR

        carried = table.ask("ada", counter(2, terms=["guaranteed_funding"]))

        [countered] = table.events(OfferCountered)
        assert isinstance(countered, OfferCountered)
        assert (countered.offer, countered.player, countered.other_player) == (1, "ada", "bo")
        assert countered.due == table.now + 12 * HOUR
        assert set_aside(table, "ada") == {"industry": 2}
        assert set_aside(table, "bo") == {"academic": 3}
        assert shown(carried.card)["Offered"] == "2 industry, guaranteed funding"


def test_a_counter_can_be_made_to_the_last_second_and_once(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        table.ask("bo", poach())
        table.ask("cyd", poach())
        table.now += 24 * HOUR - SECOND

        table.ask("ada", counter())
        with pytest.raises(AlreadyCountered):
            table.ask("ada", counter())
        table.now += SECOND
        with pytest.raises(OfferDecided):
            table.ask("ada", counter(offer=2))


def test_a_counter_stays_within_what_the_employer_holds(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        table.ask("bo", poach())

        with pytest.raises(InfluenceShort):
            table.ask("ada", counter(7))

        assert set_aside(table, "ada") == {}


def test_only_the_employer_answers_an_offer_and_only_the_rival_takes_it_back(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        table.ask("bo", poach())

        for player, command in (
            ("bo", counter()),
            ("cyd", counter()),
            ("bo", AcceptOffer(offer=1)),
            ("ada", WithdrawOffer(offer=1)),
            ("cyd", WithdrawOffer(offer=1)),
        ):
            with pytest.raises(NoSuch):
                table.ask(player, command)


def test_an_offer_taken_back_gives_all_that_was_in_escrow_back(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        table.ask("bo", poach())
        table.ask("ada", counter())

        table.ask("bo", WithdrawOffer(offer=1))

        [event] = table.events(OfferWithdrawn)
        assert isinstance(event, OfferWithdrawn)
        assert event.reason == "withdrawn"
        assert [set_aside(table, player) for player in ("ada", "bo")] == [{}, {}]
        assert [table.standing("bo").held["academic"], table.standing("ada").held["industry"]] == [6, 6]
        with pytest.raises(NoSuch):
            table.ask("bo", WithdrawOffer(offer=1))


def test_an_employer_who_accepts_lets_the_scholar_go_at_once(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        table.ask("bo", poach(3, terms=["leadership"]))
        table.ask("ada", counter())

        table.ask("ada", AcceptOffer(offer=1))

        [gone] = table.events(ScholarDefected)
        assert isinstance(gone, ScholarDefected)
        assert (gone.chance, gone.roll, gone.offer) == (100, 0, 1)
        with table.read() as connection:
            scholar = roster.get(connection, SOMEBODY)
        assert (scholar.employer, scholar.terms) == ("bo", ("leadership",))
        assert [set_aside(table, player) for player in ("ada", "bo")] == [{}, {}]
        assert [table.standing("bo").held["academic"], table.standing("ada").held["industry"]] == [3, 6]


def test_nobody_is_let_go_to_a_rival_who_has_no_place_left(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        table.ask("bo", poach())
        works_for(table, "bo", *(f"scholar-{number}" for number in (0, 2, 3, 4, 5)))

        with pytest.raises(NoPlace, match="Bo has 5"):
            table.ask("ada", AcceptOffer(offer=1))


def test_when_the_scholar_has_gone_an_offer_waits_for_the_digest(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        table.ask("bo", poach())
        table.tell(ScholarReleased(scholar=SOMEBODY, player="ada", reason="unpaid"))

        for player, command in (
            ("ada", counter()),
            ("ada", AcceptOffer(offer=1)),
            ("bo", WithdrawOffer(offer=1)),
        ):
            with pytest.raises(OfferDecided, match="gone"):
                table.ask(player, command)


@pytest.mark.parametrize(
    ("player", "command", "refusal"),
    [
        ("bo", poach(scholar="nobody"), NoSuch),
        ("bo", poach(faction="bakers"), NoSuch),
        ("bo", poach(faction2="foreign"), StakeUnclear),
        ("bo", poach(faction2="academic", amount2=1), StakeUnclear),
        ("dan", poach(), NotPlaying),
        ("ada", counter(offer=2), NoSuch),
        ("ada", counter(offer=2**53), NoSuch),
        ("ada", counter(faction="bakers"), NoSuch),
        ("dan", AcceptOffer(offer=1), NotPlaying),
        ("dan", WithdrawOffer(offer=1), NotPlaying),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(
    tmp_path: Path, player: str, command: Command, refusal: type[LongwaveError]
) -> None:
    with courted(tmp_path) as (table, _):
        table.ask("cyd", poach())
        before = table.ledger.head()

        with pytest.raises(refusal):
            table.ask(player, command)

        assert table.ledger.head() == before


@pytest.mark.parametrize(
    "fields",
    [
        {"amount": 0},
        {"amount": -1},
        {"amount": 11},
        {"amount": "three"},
        {"amount": 1.5},
        {"terms": ["castle"]},
        {"terms": ["leadership"] * 4},
        {"faction": "academic\0"},
        {"chance": 100},
    ],
)
def test_no_field_takes_what_it_is_not_for(fields: Mapping[str, object]) -> None:
    with pytest.raises(ValidationError):
        Poach.model_validate({"scholar": SOMEBODY, "faction": "academic", "amount": 3, **fields})


def test_a_paused_game_moves_no_offers(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        table.ask("bo", poach())
        table.tell(GamePaused(reason="tea"))

        for player, command in (
            ("cyd", poach()),
            ("ada", counter()),
            ("ada", AcceptOffer(offer=1)),
            ("bo", WithdrawOffer(offer=1)),
        ):
            with pytest.raises(GamePausedNow):
                table.ask(player, command)
