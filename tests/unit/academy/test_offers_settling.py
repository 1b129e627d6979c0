"""Digests and offers: what is due is settled once, by dice that follow the stated chance, and what comes after it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from longwave.kernel.dice import dice
from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Digest, d100
from longwave.modules.academy.events import Felt, GameEvent
from longwave.modules.academy.mentoring import projections as mentoring
from longwave.modules.academy.offers import projections
from longwave.modules.academy.offers.commands import CounterOffer, Dismiss, Poach
from longwave.modules.academy.offers.events import (
    GrudgeFlared,
    OfferRefused,
    OfferWithdrawn,
    ScholarDefected,
    ScholarRecruited,
    ScholarReleased,
    Term,
)
from longwave.modules.academy.offers.handlers import Offers
from longwave.modules.academy.offers.settling import Settling
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.scholars.events import ScholarRetired
from unit.academy.table import Table, laid

SOMEBODY, ANOTHER = "scholar-1", "scholar-2"
HOUR, SECOND = dt.timedelta(hours=1), dt.timedelta(seconds=1)
Settled = OfferRefused | ScholarDefected


class TakenBack(Exception):
    """What was tried is taken back."""


@contextmanager
def courted(tmp_path: Path, *, seed: int = 7) -> Iterator[tuple[Table, Offers]]:
    """Lay a table at which ada employs somebody, and bo and cyd might want them."""
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, mentoring.PROJECTION, seed=seed) as table:
        offers = Offers(academy=table.academy, sponsors=lambda *_: False, now=lambda: table.now)
        table.carried_by, table.answered_by = offers.carried(), offers.answered()
        works_for(table, "ada", SOMEBODY)
        yield table, offers


def seed_that_rolls(least: int, most: int) -> int:
    """Return the first seed with which the first offer is decided so."""
    rolls = ((seed, d100(dice(seed, "academy.offer", 1))) for seed in count())
    return next(seed for seed, roll in rolls if least <= roll <= most)


GOES, STAYS = seed_that_rolls(1, 1), seed_that_rolls(100, 100)


def works_for(table: Table, player: str, *scholars: str) -> None:
    for scholar in scholars:
        table.tell(ScholarRecruited(scholar=scholar, player=player, faction="academic", chance=100, roll=1))


def felt(table: Table, player: str, change: float) -> None:
    feeling = Felt(scholar=SOMEBODY, towards=player, change=change)
    table.tell(GrudgeFlared(grudge=0, scholar=SOMEBODY, player=player, because="refusal", feelings=(feeling,)))


def poach(amount: int = 5, *terms: Term, scholar: str = SOMEBODY) -> Poach:
    return Poach(scholar=scholar, faction="academic", amount=amount, terms=terms)


def hold(table: Table, offers: Offers, *, digests: int = 1) -> int:
    with table.held(digests=digests) as (tx, digest):
        return offers.at_digest(tx, digest)


def employer(table: Table) -> str | None:
    with table.read() as connection:
        return roster.get(connection, SOMEBODY).employer


def set_aside(table: Table, *players: str) -> list[Mapping[str, int]]:
    return [
        {faction: amount for faction, amount in table.standing(player).escrow.items() if amount} for player in players
    ]


def told(table: Table, *kinds: type[GameEvent]) -> list[GameEvent]:
    return [each.event for each in table.ledger.read() if isinstance(each.event, kinds)]


def decided(table: Table, tx: Transaction, digest: Digest, seed: int) -> Settled:
    """Return how a digest decides with other dice, and take it back."""
    settling = Settling(academy=replace(table.academy, seed=seed))
    with suppress(TakenBack), tx.savepoint():
        settling.at_digest(tx, digest)
        event = tx.recorded[-1].event
        raise TakenBack
    assert isinstance(event, Settled)
    return event


def test_an_offer_is_settled_at_the_first_digest_after_a_day_and_once(tmp_path: Path) -> None:
    with courted(tmp_path, seed=STAYS) as (table, offers):
        table.now += SECOND
        table.ask("bo", poach())
        table.now -= SECOND

        assert [hold(table, offers) for _ in range(6)] == [0, 0, 1, 0, 0, 0]


def test_an_offer_due_at_the_digest_itself_is_settled_by_it(tmp_path: Path) -> None:
    with courted(tmp_path, seed=STAYS) as (table, offers):
        table.ask("bo", poach())

        assert [hold(table, offers) for _ in range(3)] == [0, 1, 0]


def test_a_countered_offer_is_settled_half_a_day_after_the_counter(tmp_path: Path) -> None:
    with courted(tmp_path, seed=STAYS) as (table, offers):
        table.ask("bo", poach())
        table.now += 23 * HOUR
        table.ask("ada", CounterOffer(offer=1, faction="industry", amount=1))
        table.now += HOUR - dt.timedelta(hours=12)

        assert [hold(table, offers) for _ in range(3)] == [0, 1, 0]


def test_a_quick_counter_brings_the_end_forward(tmp_path: Path) -> None:
    with courted(tmp_path, seed=STAYS) as (table, offers):
        table.ask("bo", poach())
        table.ask("ada", CounterOffer(offer=1, faction="industry", amount=1))

        assert hold(table, offers) == 1


def test_a_scholar_who_goes_works_for_the_rival_on_the_terms_of_the_offer(tmp_path: Path) -> None:
    with courted(tmp_path, seed=GOES) as (table, offers):
        table.ask("bo", poach(5, Term.LEADERSHIP))
        table.ask("ada", CounterOffer(offer=1, faction="industry", amount=2))

        hold(table, offers)

        [gone] = table.events(ScholarDefected)
        assert isinstance(gone, ScholarDefected)
        assert gone.roll == 1 <= gone.chance
        with table.read() as connection:
            scholar = roster.get(connection, SOMEBODY)
            [(says, is_scar, _), *_] = roster.remembered(connection, SOMEBODY, 1)
        assert (scholar.employer, scholar.terms) == ("bo", ("leadership",))
        assert (says, is_scar) == ("I left Ada for Bo.", True)
        assert gone.feelings == (Felt(scholar=SOMEBODY, towards="ada", change=-3.0),)
        assert set_aside(table, "ada", "bo") == [{}, {}]
        assert [table.standing("bo").held["academic"], table.standing("ada").held["industry"]] == [1, 6]


def test_a_scholar_who_stays_leaves_the_rival_their_influence_and_takes_the_employers(tmp_path: Path) -> None:
    with courted(tmp_path, seed=STAYS) as (table, offers):
        table.ask("bo", poach())
        table.ask("ada", CounterOffer(offer=1, faction="industry", amount=2))

        hold(table, offers)

        [stayed] = table.events(OfferRefused)
        assert isinstance(stayed, OfferRefused)
        assert stayed.roll == 100 > stayed.chance
        assert stayed.feelings == (Felt(scholar=SOMEBODY, towards="ada", change=1.0),)
        assert employer(table) == "ada"
        assert set_aside(table, "ada", "bo") == [{}, {}]
        assert [table.standing("bo").held["academic"], table.standing("ada").held["industry"]] == [6, 4]


def test_all_that_a_scholar_weighs_stands_in_the_event(tmp_path: Path) -> None:
    with courted(tmp_path, seed=STAYS) as (table, offers):
        felt(table, "ada", -1)
        felt(table, "bo", 2)
        table.ask("bo", poach(5, Term.LEADERSHIP))
        table.ask("ada", CounterOffer(offer=1, faction="industry", amount=2, terms=(Term.EXCLUSIVE_RESEARCH,)))

        hold(table, offers)

        [stayed] = table.events(OfferRefused)
        assert isinstance(stayed, OfferRefused)
        assert stayed.odds == {
            "offer": 0.5,
            "terms": 0.2,
            "mistreatment": 0.2,
            "alignment": 0.4,
            "loyalty": -0.06,
            "integrity": -0.36,
            "counter": -0.1,
            "counter's offer": -0.2,
            "counter's terms": -0.1,
        }
        assert stayed.chance == round(100 / (1 + 2.718281828459045 ** (-6 * (0.48 - 0.5))))


@pytest.mark.parametrize("countered", [False, True])
def test_a_thousand_offers_are_decided_as_likely_as_they_say(tmp_path: Path, *, countered: bool) -> None:
    with courted(tmp_path) as (table, _):
        table.ask("bo", poach(6, Term.GUARANTEED_FUNDING, Term.LEADERSHIP))
        if countered:
            table.ask("ada", CounterOffer(offer=1, faction="industry", amount=1))
        with table.held(digests=2) as (tx, digest):
            events = [decided(table, tx, digest, seed) for seed in range(1000)]

        [chance] = {each.chance for each in events}
        gone = [each for each in events if isinstance(each, ScholarDefected)]
        assert chance == (27 if countered else 54)
        assert all((each.roll <= chance) == isinstance(each, ScholarDefected) for each in events)
        # Four standard deviations of a thousand such rolls are less than 61.
        assert abs(len(gone) - 10 * chance) < 61


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (ScholarReleased(scholar=SOMEBODY, player="ada", reason="unpaid"), "released"),
        (ScholarRetired(scholar=SOMEBODY, player="ada", years=9), "retired"),
        (ScholarDefected(offer=None, player="cyd", other_player="ada", scholar=SOMEBODY, chance=100, roll=0), "left"),
    ],
)
def test_an_offer_to_a_scholar_who_has_gone_goes_back_at_the_next_digest(
    tmp_path: Path, event: GameEvent, reason: str
) -> None:
    with courted(tmp_path) as (table, offers):
        table.ask("bo", poach())
        table.ask("ada", CounterOffer(offer=1, faction="industry", amount=2))
        table.tell(event)

        table.now -= dt.timedelta(hours=11)
        hold(table, offers)

        [withdrawn] = table.events(OfferWithdrawn)
        assert isinstance(withdrawn, OfferWithdrawn)
        assert withdrawn.reason == reason
        assert set_aside(table, "ada", "bo") == [{}, {}]
        assert [table.standing("bo").held["academic"], table.standing("ada").held["industry"]] == [6, 6]


def test_an_offer_is_void_even_if_the_scholar_is_hired_again_before_the_digest(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, offers):
        table.ask("bo", poach())
        table.ask("ada", Dismiss(scholar=SOMEBODY))
        works_for(table, "ada", SOMEBODY)

        hold(table, offers)

        assert len(table.events(OfferWithdrawn)) == 1


def test_the_lowest_of_two_offers_that_are_due_is_settled_first_and_may_void_the_other(tmp_path: Path) -> None:
    with courted(tmp_path, seed=GOES) as (table, offers):
        table.ask("cyd", poach())
        table.ask("bo", poach())

        assert hold(table, offers, digests=2) == 2

        outcomes = told(table, ScholarDefected, OfferWithdrawn)
        assert [type(each) for each in outcomes] == [ScholarDefected, OfferWithdrawn]
        assert employer(table) == "cyd"
        assert set_aside(table, "bo", "cyd") == [{}, {}]


def test_a_rival_without_a_place_gets_their_offer_back(tmp_path: Path) -> None:
    with courted(tmp_path, seed=GOES) as (table, offers):
        table.ask("bo", poach())
        works_for(table, "bo", *(f"scholar-{number}" for number in (0, 2, 3, 4, 5)))

        hold(table, offers, digests=2)

        [withdrawn] = table.events(OfferWithdrawn)
        assert isinstance(withdrawn, OfferWithdrawn)
        assert (withdrawn.reason, employer(table)) == ("no_place", "ada")
        assert set_aside(table, "bo") == [{}]


def test_a_rival_refused_waits_two_days_from_the_digest(tmp_path: Path) -> None:
    with courted(tmp_path, seed=STAYS) as (table, offers):
        table.ask("bo", poach())
        hold(table, offers, digests=2)

        table.now += 48 * HOUR
        table.ask("bo", poach())

        assert hold(table, offers, digests=2) == 1


def test_what_is_long_overdue_is_settled_at_once_in_order(tmp_path: Path) -> None:
    with courted(tmp_path, seed=GOES) as (table, offers):
        works_for(table, "ada", ANOTHER)
        table.ask("bo", poach())
        table.ask("cyd", poach(scholar=ANOTHER))

        assert hold(table, offers, digests=40) == 2

        kinds = (ScholarDefected, OfferRefused)
        settled = [each.offer for each in told(table, *kinds) if isinstance(each, kinds)]
        assert settled == [1, 2]
