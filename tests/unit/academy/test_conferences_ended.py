"""How conferences end: each once, as the dice say, or cancelled where nothing is left to decide."""

from pathlib import Path

import pytest
from hypothesis import strategies as st

from longwave.ledger.rebuild import compare
from longwave.modules.academy.academy import d100
from longwave.modules.academy.errors import AcademyError
from longwave.modules.academy.events import GameEvent
from longwave.modules.academy.offers.events import ScholarRecruited
from longwave.modules.academy.theories import rules
from longwave.modules.academy.theories.commands import Side
from longwave.modules.academy.theories.events import (
    ConferenceCalled,
    ConferenceCancelled,
    ConferenceOutcome,
    ConferenceResolved,
    Ground,
    TheoryResolved,
    Verdict,
)
from longwave.modules.academy.theories.rules import Trial
from longwave.modules.academy.theories.theory import Speaker
from longwave.world.game import Confidence
from unit.academy.debate import Debate, debating, feelings_towards

FOR, AGAINST = Side
CAREER, SUSPECT = Confidence.STAKE_MY_CAREER, Confidence.SUSPECT
MANY = tuple(f"player{letter}" for letter in "abcdefgh")
speakers = st.lists(
    st.builds(
        Speaker,
        player=st.sampled_from(["ada", *MANY]),
        scholar=st.sampled_from(["", *(f"s{number}" for number in range(12))]),
        is_support=st.booleans(),
    ),
    max_size=40,
)


@pytest.fixture
def world(tmp_path: Path) -> str:
    return str(tmp_path / "world.db")


def rolling(debate: Debate, *, least: int = 1, most: int = 100) -> None:
    """Put theories and conferences forward, and settle them, until the next conference rolls as a test needs it."""
    number = 1
    while not least <= d100(debate.table.academy.dice("conference", number)) <= most:
        theory = debate.submit("cyd", f"A claim for conference {number}")
        debate.confer(theory, player="cyd")
        debate.hold()
        with debate.table.held() as (tx, digest):
            debate.theories.settle_by_expedition(tx, theory, Verdict.PROVEN, digest)
        number += 1


def test_a_success_proves_the_theory_by_the_wager_of_the_conference(world: str) -> None:
    with debating(world) as debate:
        rolling(debate, least=rules.PROVEN_AT)
        debate.employ("ada", "scholar-0")
        theory = debate.submit(confidence=SUSPECT, supporters=["scholar-0"])
        debate.confer(theory, CAREER)

        debate.hold()

        event = debate.events(TheoryResolved)[-1]
        assert debate.events(ConferenceResolved)[-1].outcome is ConferenceOutcome.SUCCESS
        assert (event.verdict, event.ground, event.change) == (Verdict.PROVEN, Ground.CONFERENCE, 15)
        assert debate.table.standing("ada").reputation == 15
        assert feelings_towards(debate.table, "ada")["scholar-0"] == pytest.approx(0.5 * 0.98)


def test_a_failure_refutes_the_theory_and_costs_the_penalty_of_the_conference(world: str) -> None:
    with debating(world) as debate:
        rolling(debate, most=rules.CONTESTED_AT - 1)
        theory = debate.submit(confidence=CAREER)
        debate.confer(theory, SUSPECT)

        debate.hold()

        assert debate.events(ConferenceResolved)[-1].outcome is ConferenceOutcome.FAILURE
        assert debate.events(TheoryResolved)[-1].verdict is Verdict.REFUTED
        standing = debate.table.standing("ada")
        assert (standing.reputation, standing.quiet_until) == (-1, 0)


def test_half_a_success_pays_half_and_leaves_the_theory_open_for_another(world: str) -> None:
    with debating(world) as debate:
        rolling(debate, least=rules.CONTESTED_AT, most=rules.PROVEN_AT - 1)
        theory = debate.submit(confidence=SUSPECT)
        first = debate.confer(theory, CAREER)

        debate.hold()

        assert debate.events(ConferenceResolved)[-1].outcome is ConferenceOutcome.PARTIAL
        assert debate.theory(theory).end is None
        assert debate.table.standing("ada").reputation == 7
        assert debate.confer(theory) == first + 1


def test_an_owners_scholar_who_was_won_over_meanwhile_does_not_speak(world: str) -> None:
    with debating(world) as debate:
        debate.employ("ada", "scholar-0")
        number = debate.confer(debate.submit())
        debate.attend("ada", number, FOR, "scholar-0")
        debate.table.tell(ScholarRecruited(scholar="scholar-0", player="bo", faction="academic", chance=60, roll=1))

        debate.hold()

        assert debate.events(ConferenceResolved)[0].supporters == 0


def test_a_deadline_goes_before_a_conference_at_the_same_digest(world: str) -> None:
    with debating(world) as debate:
        theory = debate.submit(days=1)
        debate.confer(theory)

        # The digest at which it was to meet is late.
        debate.hold(digests=2)

        assert [each.ground for each in debate.events(TheoryResolved)] == [Ground.DEADLINE]
        assert debate.events(ConferenceResolved) == []
        assert len(debate.events(ConferenceCancelled)) == 1


def test_a_conference_is_cancelled_where_an_expedition_settles_the_theory_first(place: str) -> None:
    with debating(place) as debate:
        theory = debate.submit()
        number = debate.confer(theory, CAREER)

        with debate.table.held() as (tx, digest):
            debate.theories.at_digest(tx, digest)
            debate.theories.settle_by_expedition(tx, theory, Verdict.PROVEN, digest)
            count = debate.theories.conferences_at_digest(tx, digest)

        assert count == 1
        assert debate.events(ConferenceResolved) == []
        assert debate.table.standing("ada").reputation == 5
        assert debate.events(ConferenceCancelled) == [
            ConferenceCancelled(
                conference=number, theory=theory, player="ada", verdict=Verdict.PROVEN, ground=Ground.EXPEDITION
            )
        ]


def test_a_conference_that_was_missed_meets_at_the_next_digest_that_is_held(world: str) -> None:
    with debating(world) as debate:
        debate.confer(debate.submit())

        debate.hold(digests=3)
        debate.hold()

        assert len(debate.events(ConferenceResolved)) == 1


@pytest.mark.parametrize("seed", range(4))
def test_every_theory_resolves_exactly_once_and_every_conference_ends_once(world: str, seed: int) -> None:
    with debating(world, seed=seed) as debate:
        stream = debate.table.academy.dice("test", seed)
        for step in range(40):
            player = stream.choice(["ada", "bo", "cyd"])
            try:
                debate.submit(
                    player, f"Claim number {step}", stream.choice(list(Confidence)), days=stream.randint(1, 4)
                )
                theory = stream.randint(1, step + 1)
                if stream.random() < 0.5:
                    number = debate.confer(theory, stream.choice(list(Confidence)), player)
                    debate.attend(stream.choice(["ada", "bo", "cyd"]), number, stream.choice(list(Side)))
            except AcademyError:
                pass
            with debate.table.held() as (tx, digest):
                debate.theories.at_digest(tx, digest)
                debate.theories.settle_by_expedition(tx, stream.randint(1, 40), stream.choice(list(Verdict)), digest)
                debate.theories.call_conference(tx, stream.randint(1, 40), digest)
                debate.theories.conferences_at_digest(tx, digest)
        debate.hold(digests=10)

        ended = [each.theory for each in debate.events(TheoryResolved)]
        called = [each.conference for each in debate.events(ConferenceCalled)]
        cancelled = debate.events(ConferenceCancelled)
        over = [each.conference for each in debate.events(ConferenceResolved)] + [each.conference for each in cancelled]
        assert sorted(ended) == list(range(1, len(ended) + 1))
        assert sorted(over) == called
        # A conference's own event moves the reputation for the theory that it decides.
        moved = [repute for each in debate.events(GameEvent) for repute in each.reputes]
        for player in ("ada", "bo", "cyd"):
            assert (
                sum(each.change for each in moved if each.player == player) == debate.table.standing(player).reputation
            )
        assert compare(debate.table.ledger).differences == ()


def test_the_dice_follow_the_odds(world: str) -> None:
    trial = Trial(supporters=0, opponents=3, weight=rules.AT_A_CONFERENCE)
    with debating(world) as debate:
        dice = debate.table.academy.dice
        ends = [rules.verdict(trial.score(d100(dice("conference", number)))) for number in range(5000)]

    assert ends.count(Verdict.PROVEN) / 50 == pytest.approx(trial.odds.proven, abs=2)
    assert ends.count(Verdict.CONTESTED) / 50 == pytest.approx(trial.odds.contested, abs=2)
