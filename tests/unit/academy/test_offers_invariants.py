"""Whatever players do around scholars, influence is conserved, bounds hold, and each thing resolves once."""

import itertools
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.commands.command import Command
from longwave.kernel.errors import LongwaveError
from longwave.ledger.rebuild import compare
from longwave.modules.academy.events import GameEvent, Move
from longwave.modules.academy.mentoring import projections as mentoring_projections
from longwave.modules.academy.mentoring.bonds import Bond
from longwave.modules.academy.mentoring.commands import AssignLab, Mentor
from longwave.modules.academy.mentoring.events import MentorshipCompleted, MentorshipEnded, MentorshipQueued
from longwave.modules.academy.mentoring.handlers import Mentoring
from longwave.modules.academy.offers import projections, register, rules
from longwave.modules.academy.offers.commands import AcceptOffer, CounterOffer, Dismiss, Poach, Recruit, WithdrawOffer
from longwave.modules.academy.offers.events import (
    DefectionSettled,
    EpilogueTold,
    GrudgeFlared,
    OfferMade,
    OfferRefused,
    OfferWithdrawn,
    RecruitmentRefused,
    ScholarDefected,
    Term,
)
from longwave.modules.academy.offers.handlers import Offers
from longwave.modules.academy.offers.rules import Ties, Wavering
from longwave.modules.academy.scholars import roster
from longwave.world.scholars import Track
from unit.academy.small import FACTIONS
from unit.academy.table import Table, laid

PLAYERS = ("ada", "bo", "cyd")
Kind = TypeVar("Kind", bound=GameEvent)


@contextmanager
def played(place: str, seed: int) -> Iterator[tuple[Table, Offers, Mentoring]]:
    """Lay a table whose players hold more than most."""
    every = (projections.PROJECTION, mentoring_projections.PROJECTION)
    with laid(place, *every, influence=40, seed=seed) as table:
        offers = Offers(academy=table.academy, sponsors=lambda *_: False, now=lambda: table.now)
        mentoring = Mentoring(academy=table.academy)
        table.carried_by = {**offers.carried(), **mentoring.carried()}
        yield table, offers, mentoring


def hold(table: Table, offers: Offers, mentoring: Mentoring, *, digests: int) -> int:
    with table.held(digests=digests) as (tx, digest):
        return offers.at_digest(tx, digest) + mentoring.at_digest(tx, digest)


def happened(table: Table, kind: type[Kind]) -> list[Kind]:
    return [each for each in table.events(kind) if isinstance(each, kind)]


def check_escrow(table: Table) -> None:
    """See that what players have in escrow is what their open offers and counters are."""
    with table.read() as connection:
        for player in PLAYERS:
            owed: Counter[str] = Counter()
            for made in register.made_by(connection, player):
                owed.update(made.stake.influence)
            for received in register.received_by(connection, player):
                owed.update(received.counter.influence if received.counter else {})
            standing = table.standing(player)
            assert {name: amount for name, amount in standing.escrow.items() if amount} == dict(owed)
            assert all(amount >= 0 for amount in standing.held.values())
            assert len(roster.employed(connection, player)) <= rules.MAX_STAFF


def influence(table: Table) -> int:
    standings = [table.standing(player) for player in PLAYERS]
    return sum(sum(each.held.values()) + sum(each.escrow.values()) for each in standings)


def a_deed(stream: Random, made: int) -> Command:
    """Return something that a player may ask for, sensible or not, when so many offers have been made."""
    scholar = f"scholar-{stream.randrange(9)}"
    faction, amount = stream.choice(FACTIONS), stream.randint(1, 10)
    terms = tuple(stream.sample(tuple(Term), stream.randint(0, 3)))
    offer = max(1, made - stream.randint(-1, 3))
    track = stream.choice((None, *Track))
    return stream.choice(
        (
            Recruit(scholar=scholar, faction=faction),
            Recruit(scholar=scholar, faction=faction),
            Dismiss(scholar=scholar),
            *[Poach(scholar=scholar, faction=faction, amount=amount, terms=terms)] * 4,
            *[CounterOffer(offer=offer, faction=faction, amount=amount, terms=terms)] * 6,
            AcceptOffer(offer=offer),
            WithdrawOffer(offer=offer),
            Mentor(scholar=scholar),
            AssignLab(scholar=scholar, discipline=stream.choice(("tides", "bells")), track=track),
        )
    )


@contextmanager
def played_out(place: str, seed: int) -> Iterator[tuple[Table, int]]:
    """Play at random until all has come to its end; give the table, and what influence there was at first."""
    stream = Random(seed)
    with played(place, seed) as (table, offers, mentoring):
        before = influence(table)
        for _ in range(12):
            for _ in range(15):
                with table.read() as connection:
                    made = register.next_number(connection) - 1
                with suppress(LongwaveError):
                    table.ask(stream.choice(PLAYERS), a_deed(stream, made))
            check_escrow(table)
            hold(table, offers, mentoring, digests=stream.randint(1, 3))
            check_escrow(table)
        for _ in range(12):
            hold(table, offers, mentoring, digests=1)
        yield table, before


@pytest.mark.parametrize("seed", range(8))
def test_influence_is_conserved_and_each_thing_resolves_once(tmp_path: Path, seed: int) -> None:
    with played_out(str(tmp_path / "world.db"), seed) as (table, before):
        check_escrow(table)
        after_the_start = itertools.islice(all_moves(table), len(PLAYERS) * len(FACTIONS), None)
        assert influence(table) - before == sum(move.change + move.escrow for move in after_the_start)
        check_ends(table)
        assert compare(table.ledger).differences == ()


def test_the_same_game_goes_the_same_way_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    with played_out(str(tmp_path / "world.db"), 3) as (table, _):
        head = table.ledger.head()

    with played_out(postgres_url, 3) as (table, _):
        assert table.ledger.head() == head
        assert compare(table.ledger).differences == ()


def all_moves(table: Table) -> Iterator[Move]:
    for each in table.ledger.read():
        if isinstance(each.event, GameEvent):
            yield from each.event.moves


def check_ends(table: Table) -> None:
    """See that every offer, refusal, defection and mentorship has had its one end."""
    closed = [each.offer for each in happened(table, OfferWithdrawn) + happened(table, OfferRefused)]
    defected = happened(table, ScholarDefected)
    closed += [each.offer for each in defected if each.offer is not None]
    assert sorted(closed) == [each.offer for each in happened(table, OfferMade)]
    grudges = [each.grudge for each in happened(table, GrudgeFlared)]
    assert len(grudges) == len(set(grudges)) == len(happened(table, RecruitmentRefused)) + len(defected)
    settled = [each.defection for each in happened(table, DefectionSettled)]
    assert len(settled) == len(set(settled)) <= len(defected)
    assert sorted(each.defection for each in happened(table, EpilogueTold)) == sorted(settled)
    over = [each.mentorship for each in happened(table, MentorshipEnded)]
    over += [each.mentorship for each in happened(table, MentorshipCompleted)]
    assert sorted(over) == [each.mentorship for each in happened(table, MentorshipQueued)]


feelings = st.floats(-10, 10, allow_nan=False)
a_wavering = st.builds(
    Wavering,
    for_employer=feelings,
    for_rival=feelings,
    loyalty=st.integers(0, 10),
    integrity=st.integers(0, 10),
    idle=st.timedeltas(min_value=rules.COOLDOWN * 0, max_value=rules.COOLDOWN * 90),
)
a_stake = st.builds(
    rules.Stake,
    influence=st.dictionaries(st.sampled_from(FACTIONS), st.integers(1, 10), min_size=1, max_size=2),
    terms=st.sets(st.sampled_from(Term)).map(tuple),
)
some_ties = st.builds(Ties, feeling=feelings, bond=st.none() | st.sampled_from(Bond), is_sponsor=st.booleans())


@given(ties=some_ties, held=st.integers(0, 20), is_cool=st.booleans())
def test_the_chance_to_recruit_is_the_sum_of_its_parts_within_its_bounds(
    ties: Ties, held: int, *, is_cool: bool
) -> None:
    odds = rules.recruiting(ties, influence=held, is_cool=is_cool)

    assert 0.05 <= odds.p <= 0.95
    assert abs(sum(odds.parts.values()) - odds.p) < 1e-5


@given(ties=some_ties, held=st.integers(0, 20), is_cool=st.booleans())
def test_more_influence_never_makes_a_scholar_less_willing(ties: Ties, held: int, *, is_cool: bool) -> None:
    less, more = (rules.recruiting(ties, influence=each, is_cool=is_cool).p for each in (held, held + 1))

    assert less <= more


@given(scholar=a_wavering, offer=a_stake, counter=a_stake)
def test_a_counter_never_helps_the_rival(scholar: Wavering, offer: rules.Stake, counter: rules.Stake) -> None:
    uncountered, countered = rules.poaching(scholar, offer), rules.poaching(scholar, offer, counter)

    assert 0 <= countered.chance <= uncountered.chance <= 100


@given(former=feelings, present=feelings)
def test_a_return_is_neither_certain_nor_out_of_the_question(former: float, present: float) -> None:
    odds = rules.returning(for_former=former, for_present=present)

    assert 0.05 <= odds.p <= 0.95
    assert abs(sum(odds.parts.values()) - odds.p) < 1e-5
