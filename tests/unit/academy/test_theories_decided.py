"""How theories end: each once, by its deadline or an expedition, and as the dice and the wager say."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.ledger.rebuild import compare
from longwave.modules.academy.academy import d100
from longwave.modules.academy.events import Repute
from longwave.modules.academy.hosting.events import DeadlineExtended
from longwave.modules.academy.offers.events import ScholarRecruited
from longwave.modules.academy.scholars.events import ScholarRetired
from longwave.modules.academy.standing.rules import MAX_REPUTATION, MIN_REPUTATION, Standing
from longwave.modules.academy.theories import rules, verdicts
from longwave.modules.academy.theories.errors import TheoryClosed
from longwave.modules.academy.theories.events import Ground, TheoryResolved, Verdict
from longwave.modules.academy.theories.rules import Trial
from longwave.modules.academy.theories.theory import Backing, Matter, Theory
from longwave.modules.academy.theories.verdicts import Stakes
from longwave.world.game import Confidence, Numbers
from unit.academy.debate import CLAIM, debating, feelings_towards
from unit.academy.table import OPENED

WEEK = 14  # digests


@pytest.fixture
def world(tmp_path: Path) -> str:
    return str(tmp_path / "world.db")


def test_a_theory_is_adjudicated_at_the_first_digest_at_its_deadline(world: str) -> None:
    with debating(world) as debate:
        debate.submit(days=1)
        early = debate.hold()
        assert early.at < debate.theory(1).deadline
        assert debate.events(TheoryResolved) == []

        due = debate.hold()

        assert due.at == debate.theory(1).deadline
        (event,) = debate.events(TheoryResolved)
        assert event.ground is Ground.DEADLINE
        assert event.roll == d100(debate.table.academy.dice("theory", 1))
        assert event.verdict is rules.verdict(event.score or 0)


def test_whoever_stands_by_it_or_against_it_counts_at_the_deadline(place: str) -> None:
    with debating(place, players=("ada", "bo", "cyd", "dee", "eve")) as debate:
        debate.employ("ada", "scholar-0", "scholar-1")
        debate.submit(supporters=["scholar-0", "scholar-1"], days=1)
        debate.support("bo", 1)
        debate.support("cyd", 1)
        debate.oppose("dee", 1)
        debate.oppose("eve", 1)
        debate.support("eve", 1)

        debate.hold(digests=2)

        (event,) = debate.events(TheoryResolved)
        assert (event.supporters, event.opponents) == (5, 1)
        assert event.score == (event.roll or 0) + 3 * 5 - 3 * 1


def test_a_scholar_who_has_left_stands_by_it_no_more(world: str) -> None:
    with debating(world) as debate:
        debate.employ("ada", "scholar-0", "scholar-1", "scholar-2")
        debate.submit(supporters=["scholar-0", "scholar-1", "scholar-2"], days=1)
        debate.table.tell(ScholarRetired(scholar="scholar-0", player="ada", years=3))
        debate.table.tell(ScholarRecruited(scholar="scholar-1", player="bo", faction="academic", chance=60, roll=1))

        debate.hold(digests=2)

        (event,) = debate.events(TheoryResolved)
        assert event.supporters == 1
        assert {felt.scholar for felt in event.feelings} <= {"scholar-2"}


def test_its_end_moves_reputation_feelings_and_memory_once(world: str) -> None:
    with debating(world) as debate:
        debate.employ("ada", "scholar-0")
        debate.submit(supporters=["scholar-0"], days=1)
        debate.hold(digests=2)
        (event,) = debate.events(TheoryResolved)
        after_one = debate.table.standing("ada").reputation
        feelings = feelings_towards(debate.table, "ada")

        debate.hold(digests=WEEK)

        assert len(debate.events(TheoryResolved)) == 1
        assert debate.table.standing("ada").reputation == after_one == event.change
        change = {Verdict.PROVEN: 0.5, Verdict.CONTESTED: 0.0, Verdict.REFUTED: -0.5}[event.verdict]
        assert feelings.get("scholar-0", 0.0) == pytest.approx(change * 0.98)
        assert [note.scholar for note in event.notes] == ["scholar-0"]


def test_theories_that_fall_due_together_are_decided_in_their_order_and_each_alone(world: str) -> None:
    with debating(world) as debate:
        for number in range(3):
            debate.submit("ada", f"Claim number {number}", days=1)
            debate.submit("bo", f"Claim number {number}", days=1)
        with debate.table.held(digests=2) as (tx, digest):
            count = debate.theories.at_digest(tx, digest)

        ended = debate.events(TheoryResolved)

        assert count == 6
        assert [each.theory for each in ended] == [1, 2, 3, 4, 5, 6]
        assert [each.roll for each in ended] == [d100(debate.table.academy.dice("theory", n)) for n in range(1, 7)]
        assert sum(each.change for each in ended if each.player == "ada") == debate.table.standing("ada").reputation


def test_a_career_that_is_refuted_is_quiet_for_two_digests(world: str) -> None:
    with debating(world, seed=3) as debate:
        debate.submit(confidence=Confidence.STAKE_MY_CAREER)
        with debate.table.held() as (tx, digest):
            debate.theories.settle_by_expedition(tx, 1, Verdict.REFUTED, digest)

        standing = debate.table.standing("ada")

        assert (standing.reputation, standing.quiet_until) == (-25, digest.number + 2)


@pytest.mark.parametrize(("verdict", "change"), [(Verdict.PROVEN, 5), (Verdict.CONTESTED, 2), (Verdict.REFUTED, -7)])
def test_an_expedition_settles_a_theory_by_its_own_wager_and_no_roll(world: str, verdict: Verdict, change: int) -> None:
    with debating(world) as debate:
        debate.submit()
        with debate.table.held() as (tx, digest):
            debate.theories.settle_by_expedition(tx, 1, verdict, digest)

        (event,) = debate.events(TheoryResolved)
        assert (event.ground, event.roll, event.score, event.change) == (Ground.EXPEDITION, None, None, change)
        assert debate.table.standing("ada").reputation == change


def test_an_expedition_settles_nothing_that_is_settled_or_was_never_there(world: str) -> None:
    with debating(world) as debate:
        debate.submit()
        with debate.table.held() as (tx, digest):
            debate.theories.settle_by_expedition(tx, 1, Verdict.PROVEN, digest)
            debate.theories.settle_by_expedition(tx, 1, Verdict.REFUTED, digest)
            debate.theories.settle_by_expedition(tx, 2, Verdict.PROVEN, digest)

        assert [each.verdict for each in debate.events(TheoryResolved)] == [Verdict.PROVEN]


def test_the_host_gives_an_open_theory_more_time(place: str) -> None:
    with debating(place) as debate:
        debate.submit(days=1)
        with debate.table.held() as (tx, _):
            until = debate.theories.extend(tx, 1, dt.timedelta(days=2), "its owner is ill")

        debate.hold()

        assert until == OPENED + dt.timedelta(days=3)
        assert debate.theory(1).deadline == until
        assert debate.events(TheoryResolved) == []
        (event,) = debate.events(DeadlineExtended)
        assert event == DeadlineExtended(theory=1, player="ada", deadline=until, reason="its owner is ill")


def test_a_deadline_that_has_come_is_extended_from_now_on(world: str) -> None:
    with debating(world) as debate:
        debate.submit(days=1)
        with debate.table.held(digests=6) as (tx, digest):
            assert debate.theories.extend(tx, 1, dt.timedelta(days=1), "late") == digest.at + dt.timedelta(days=1)


def test_a_resolved_theory_is_not_extended(world: str) -> None:
    with debating(world) as debate:
        debate.submit(days=1)
        debate.hold(digests=2)

        with debate.table.held() as (tx, _), pytest.raises(TheoryClosed):
            debate.theories.extend(tx, 1, dt.timedelta(days=1), "late")


def test_a_rebuild_gives_the_same_tables(place: str) -> None:
    with debating(place) as debate:
        debate.employ("ada", "scholar-0")
        debate.submit(supporters=["scholar-0"], invite=["bo", "cyd"], days=1)
        debate.submit("bo", "Eels can count to nine", invite=["ada"])
        debate.support("bo", 1)
        debate.oppose("cyd", 2)
        debate.support("cyd", 2)
        debate.hold(digests=2)

        rebuilt = compare(debate.table.ledger)

        assert rebuilt.differences == ()
        assert len(debate.events(TheoryResolved)) == 1


@given(st.integers(0, 30), st.integers(0, 30), st.sampled_from([rules.AT_A_DEADLINE, rules.AT_A_CONFERENCE]))
def test_the_odds_are_those_of_all_the_hundred_rolls(supporters: int, opponents: int, weight: int) -> None:
    trial = Trial(supporters=supporters, opponents=opponents, weight=weight)

    ends = [rules.verdict(trial.score(roll)) for roll in range(1, 101)]

    assert (trial.odds.proven, trial.odds.contested, trial.odds.refuted) == tuple(map(ends.count, Verdict))


@given(
    roll=st.integers(1, 100),
    backing=st.builds(Backing, scholars=st.just(("s",)), players=st.lists(st.text(), max_size=9).map(tuple)),
    confidence=st.sampled_from(Confidence),
    reputation=st.integers(MIN_REPUTATION, MAX_REPUTATION),
)
def test_a_verdict_moves_reputation_by_the_wager_and_within_the_bounds(
    roll: int, backing: Backing, confidence: Confidence, reputation: int
) -> None:
    owner = Standing(id="ada", name="Ada", reputation=reputation)
    theory = Theory(number=1, player="ada", claim=CLAIM, confidence=confidence, scholars=(), seed=None, deadline=OPENED)

    event = verdicts.adjudicated(
        Matter(theory=theory, owner=owner, backing=backing), roll, Stakes(numbers=Numbers(), digest=1)
    )

    wager = Numbers().wagers[confidence]
    staked = {
        Verdict.PROVEN: wager.reward,
        Verdict.CONTESTED: max(1, wager.reward // 2),
        Verdict.REFUTED: -wager.penalty,
    }[event.verdict]
    after = owner.after(reputes=event.reputes).reputation
    assert after == max(MIN_REPUTATION, min(MAX_REPUTATION, reputation + staked))
    assert event.change == after - reputation
    is_quiet = event.verdict is Verdict.REFUTED and confidence is Confidence.STAKE_MY_CAREER
    assert [each for each in event.reputes if each.quiet_until] == (
        [Repute(player="ada", change=event.change, quiet_until=3)] if is_quiet else []
    )


def test_the_dice_follow_the_odds(world: str) -> None:
    trial = Trial(supporters=2, opponents=0, weight=rules.AT_A_DEADLINE)
    with debating(world) as debate:
        dice = debate.table.academy.dice
        ends = [rules.verdict(trial.score(d100(dice("theory", number)))) for number in range(5000)]

    assert ends.count(Verdict.PROVEN) / 50 == pytest.approx(trial.odds.proven, abs=2)
    assert ends.count(Verdict.CONTESTED) / 50 == pytest.approx(trial.odds.contested, abs=2)
    assert ends.count(Verdict.REFUTED) / 50 == pytest.approx(trial.odds.refuted, abs=2)
