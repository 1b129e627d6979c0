"""Autoplayers: they move as people do, each policy in its own way, and never against a rule."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longwave.modules.academy.catalogue import TURN
from longwave.modules.academy.economy.commands import PayDebt
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.hosting.commands import AdjustReputation
from longwave.modules.academy.hosting.events import DigestHeld
from longwave.modules.academy.leads import claims
from longwave.modules.academy.leads.commands import SeatLead
from longwave.modules.academy.leads.handlers import EARLIEST_S, LATEST_S, turn_order
from longwave.modules.academy.leads.moves import Turn
from longwave.modules.academy.leads.tempers import TEMPERS, Temper
from longwave.modules.academy.offers.events import RecruitmentRefused, ScholarRecruited
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.standing.errors import SeatTaken
from longwave.modules.academy.standing.events import PlayerJoined
from longwave.modules.academy.standing.rules import Standing
from longwave.modules.academy.theories.commands import SubmitTheory
from longwave.modules.academy.theories.events import TheorySubmitted
from longwave.orders import book
from longwave.orders.events import OrderFailed
from longwave.simulating import mixed
from longwave.world.findings import MAX_CLAIM_CHARS
from longwave.world.game import Confidence, Policy
from unit.academy.club import HOST, Club, opened, saltmere

A_DAY = dt.timedelta(days=1)
CHANCES = ("theories", "expeditions", "tests", "conferences", "poaching", "promises", "countering", "mentoring")
MORE_CHANCES = ("support", "opposition", "talk", "voting", "giving", "repaying", "fortune")


@pytest.fixture
def club(tmp_path: object) -> Iterator[Club]:
    with opened(f"{tmp_path}/world.db") as club:
        yield club


def lead_of(policy: Policy) -> str:
    game = saltmere().game
    assert game is not None
    return next(each.id for each in game.leads.values() if each.policy is policy)


def turn(policy: Policy, stream: random.Random, *, reputation: int = 0, held: int = 3) -> Turn:
    """Return a turn of a lead who employs nobody, at a table where nobody else has done anything."""
    game = saltmere().game
    assert game is not None
    assert game.claims is not None
    standing = Standing(
        id="lead", name="Lead", reputation=reputation, held=dict.fromkeys(("academic", "foreign"), held)
    )
    scholars = list(game.scholars)

    def choices(kind: str) -> list[str]:
        return scholars if kind == "free_scholars" else []

    return Turn(
        lead=game.leads[lead_of(policy)],
        temper=TEMPERS[policy],
        game=game,
        claims=game.claims,
        me=lambda: standing,
        staff=lambda: (),
        choices=choices,
        stream=stream,
    )


def made(club: Club, lead: str) -> list[str]:
    """Return the kinds of event that a lead brought about by themselves."""
    return [each.event.kind for each in club.ledger.read() if each.actor == f"lead:{lead}" and each.cause]


@pytest.mark.parametrize("policy", Policy)
def test_every_policy_has_a_temper_whose_numbers_can_be_thrown(policy: Policy) -> None:
    temper = TEMPERS[policy]

    assert all(0 <= getattr(temper, name) <= 1 for name in (*CHANCES, *MORE_CHANCES))
    assert all(sum(weights.values()) > 0 for weights in (temper.confidences, temper.ventures, temper.depths))
    assert 1 <= temper.staff <= 5


def test_no_two_policies_are_alike() -> None:
    assert len(set(map(repr, TEMPERS.values()))) == len(Policy)


@pytest.mark.parametrize("policy", Policy)
@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10_000))
def test_a_turn_is_the_same_whenever_the_dice_are(policy: Policy, seed: int) -> None:
    once, again = (list(turn(policy, random.Random(seed)).moves()) for _ in range(2))

    assert once == again


@pytest.mark.parametrize("policy", Policy)
def test_a_lead_below_every_gate_still_puts_theories_forward(policy: Policy) -> None:
    turns = [list(turn(policy, random.Random(seed), reputation=-50, held=0).moves()) for seed in range(60)]

    asked = Counter(type(move) for moves in turns for move in moves)
    assert asked[SubmitTheory] >= 5


def test_policies_stake_differently() -> None:
    def staked(policy: Policy) -> Counter[str]:
        turns = [turn(policy, random.Random(seed)).moves() for seed in range(400)]
        return Counter(move.confidence for moves in turns for move in moves if isinstance(move, SubmitTheory))

    bold, careful = staked(Policy.BOLD), staked(Policy.CAREFUL)

    assert careful["stake_my_career"] == 0
    assert bold["stake_my_career"] > 0
    assert bold["certain"] / bold.total() > careful["certain"] / careful.total() + 0.2


@pytest.mark.parametrize("policy", Policy)
def test_a_lead_asks_one_scholar_a_turn_until_they_have_enough(club: Club, policy: Policy) -> None:
    lead = lead_of(policy)
    club.ask(HOST, SeatLead(lead=lead))

    club.let_pass(12 * A_DAY)

    asked = [
        each.cause
        for each in club.ledger.read()
        if isinstance(each.event, (ScholarRecruited, RecruitmentRefused)) and each.actor == f"lead:{lead}"
    ]
    with club.ledger.store.read() as connection:
        staff = roster.employed(connection, f"lead:{lead}")
    assert len(asked) == len(set(asked)) >= TEMPERS[policy].staff
    assert len(staff) <= TEMPERS[policy].staff


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10_000))
def test_a_claim_is_a_sentence_that_may_be_submitted(seed: int) -> None:
    game, stream = saltmere().game, random.Random(seed)
    assert game is not None
    assert game.claims is not None

    claim = claims.drawn(game.claims, stream.choice(sorted(game.disciplines)), stream)

    assert len(claim) <= MAX_CLAIM_CHARS
    assert SubmitTheory(claim=claim, confidence=Confidence.SUSPECT).claim == claim


def test_leads_are_seated_by_name_and_a_second_one_has_a_number(club: Club) -> None:
    lead = lead_of(Policy.BOLD)
    for number in (1, 2):
        club.ask(HOST, SeatLead(lead=lead, number=number))

    joined = [each for each in club.events(PlayerJoined) if isinstance(each, PlayerJoined)]
    assert [each.player for each in joined] == [f"lead:{lead}", f"lead:{lead}:2"]
    assert joined[1].name == f"{joined[0].name} 2"
    assert {each.policy for each in joined} == {Policy.BOLD}
    with pytest.raises(SeatTaken):
        club.ask(HOST, SeatLead(lead=lead))


def test_a_lead_that_the_pack_does_not_have_is_refused(club: Club) -> None:
    with pytest.raises(NoSuch, match="nobody-at-all"):
        club.ask(HOST, SeatLead(lead="nobody-at-all"))


def test_a_turn_comes_once_before_each_digest_and_not_in_the_last_minutes(club: Club) -> None:
    club.ask(HOST, SeatLead(lead=lead_of(Policy.COLLECTOR)))

    club.let_pass(5 * A_DAY)

    player = f"lead:{lead_of(Policy.COLLECTOR)}"
    at = club.now
    with club.ledger.store.read() as connection:
        turns = [each for each in book.listing(connection, order_type=TURN) if each.actor_id == player]
    digests = [each for each in club.events(DigestHeld) if isinstance(each, DigestHeld)]
    assert len(turns) == len(digests) + 1
    for order, digest in zip(sorted(turns, key=lambda each: each.scheduled_at), digests, strict=False):
        assert dt.timedelta(seconds=LATEST_S) <= digest.due - order.scheduled_at <= dt.timedelta(seconds=EARLIEST_S)
    assert turn_order(club.playing.academy, player, at).scheduled_at > at


@pytest.mark.parametrize("policy", Policy)
def test_every_policy_moves_and_no_turn_of_it_fails(club: Club, policy: Policy) -> None:
    lead = lead_of(policy)
    club.ask(HOST, SeatLead(lead=lead))

    club.let_pass(7 * A_DAY)

    kinds = Counter(made(club, lead))
    assert kinds["academy.theory_submitted"] >= 1
    assert kinds["academy.scholar_recruited"] >= 1
    assert club.events(OrderFailed) == []


def test_a_lead_who_lost_everything_plays_on(club: Club) -> None:
    lead = lead_of(Policy.BOLD)
    club.ask(HOST, SeatLead(lead=lead))
    club.ask(HOST, AdjustReputation(player=f"lead:{lead}", change=-50, reason="a test"))

    club.let_pass(10 * A_DAY)

    submitted = [each for each in club.events(TheorySubmitted) if isinstance(each, TheorySubmitted)]
    assert len(submitted) >= 3


def test_moves_that_the_rules_refuse_leave_nothing_behind(club: Club) -> None:
    lead = lead_of(Policy.COLLECTOR)
    club.ask(HOST, SeatLead(lead=lead))
    club.ask(HOST, AdjustReputation(player=f"lead:{lead}", change=-50, reason="a test"))

    club.let_pass(3 * A_DAY)

    refused = {"academy.scholar_recruited", "academy.recruitment_refused", "academy.expedition_queued"}
    assert refused.isdisjoint(made(club, lead))
    assert club.events(OrderFailed) == []


def test_one_of_each_policy_is_seated_before_any_comes_twice() -> None:
    game = saltmere().game
    assert game is not None

    order = mixed(game.leads.values())

    assert sorted(each.id for each in order) == sorted(game.leads)
    assert {each.policy for each in order[: len(Policy)]} == set(Policy)


def test_who_repays_gladly_repays_and_who_does_not_keeps_what_they_have() -> None:
    def repaid(temper: Temper) -> int:
        indebted = Standing(id="lead", name="Lead", held={"academic": 6}, debt=4)
        turns = [turn(Policy.CAREFUL, random.Random(seed)) for seed in range(200)]
        moves = [list(replace(one, temper=temper, me=lambda: indebted).moves()) for one in turns]
        return len([each for each in moves if any(isinstance(move, PayDebt) for move in each)])

    gladly, never = replace(TEMPERS[Policy.CAREFUL], repaying=1.0), replace(TEMPERS[Policy.CAREFUL], repaying=0.0)

    assert repaid(gladly) == 200
    assert repaid(never) == 0
