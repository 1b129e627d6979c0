"""Theories: how they are put forward, and who stands by them."""

import datetime as dt
from pathlib import Path

import pytest
from pydantic import ValidationError

from longwave.ledger.rebuild import compare
from longwave.modules.academy.errors import GamePausedNow, NoSuch, NotPlaying
from longwave.modules.academy.hosting.events import GamePaused
from longwave.modules.academy.theories import reading
from longwave.modules.academy.theories.commands import SubmitTheory
from longwave.modules.academy.theories.errors import ClaimMissing, ClaimStands, OwnTheory, TheoryClosed, TooManyOpen
from longwave.modules.academy.theories.events import StanceTaken, TheorySubmitted
from longwave.world.game import Confidence, Numbers
from unit.academy.debate import CLAIM, debating
from unit.academy.table import OPENED

WEEK = 14  # digests


@pytest.fixture
def world(tmp_path: Path) -> str:
    return str(tmp_path / "world.db")


def test_a_theory_is_numbered_and_falls_due_in_a_week(place: str) -> None:
    with debating(place) as debate:
        debate.employ("ada", "scholar-0")

        first = debate.submit("ada", supporters=["scholar-0"], invite=["bo"])
        second = debate.submit("bo", "Eels can count to nine")

        assert (first, second) == (1, 2)
        (submitted, _) = debate.events(TheorySubmitted)
        assert submitted == TheorySubmitted(
            theory=1,
            player="ada",
            claim=CLAIM,
            confidence=Confidence.CERTAIN,
            supporters=("scholar-0",),
            invited=("bo",),
            deadline=OPENED + dt.timedelta(days=7),
        )


@pytest.mark.parametrize("days", [1, 14])
def test_a_player_chooses_the_deadline(world: str, days: int) -> None:
    with debating(world) as debate:
        number = debate.submit(days=days)

        assert debate.theory(number).deadline == OPENED + dt.timedelta(days=days)


@pytest.mark.parametrize("days", [0, 15, -1])
def test_a_deadline_is_one_to_fourteen_days_away(days: int) -> None:
    with pytest.raises(ValidationError):
        SubmitTheory(claim=CLAIM, confidence=Confidence.CERTAIN, days=days)


def test_the_pack_says_how_long_a_theory_stands_open(world: str) -> None:
    with debating(world, numbers=Numbers(theory_days=30)) as debate:
        assert debate.theory(debate.submit()).deadline == OPENED + dt.timedelta(days=30)


@pytest.mark.parametrize(
    "claim",
    ["", "short", "x" * 241, "1234567890", "The bells\u202e ring", "The bells \x07 ring", "   \n  \t  ", "\u200b" * 20],
)
def test_a_claim_is_words_that_can_be_shown(claim: str) -> None:
    with pytest.raises(ValidationError):
        SubmitTheory(claim=claim, confidence=Confidence.CERTAIN)


def test_what_a_player_types_never_becomes_more_than_a_claim(world: str) -> None:
    claim = "'; DROP TABLE academy_theories; -- {change} <b>+100</b> \N{GRINNING FACE}"
    with debating(world) as debate:
        number = debate.submit(claim=claim)

        assert debate.theory(number).claim == claim
        assert compare(debate.table.ledger).differences == ()


def test_a_theory_says_something(world: str) -> None:
    with debating(world) as debate, pytest.raises(ClaimMissing):
        debate.table.ask("ada", SubmitTheory(confidence=Confidence.SUSPECT))


def test_three_theories_may_be_open_and_a_fourth_may_not(world: str) -> None:
    with debating(world) as debate:
        for number in range(3):
            debate.submit(claim=f"Claim number {number}")

        with pytest.raises(TooManyOpen, match="1, 2, 3"):
            debate.submit(claim="One claim more")

        debate.submit("bo", "One claim more")


def test_a_resolved_theory_makes_room(world: str) -> None:
    with debating(world) as debate:
        for number in range(3):
            debate.submit(claim=f"Claim number {number}", days=number + 1)
        debate.hold(digests=2)

        assert debate.submit(claim="One claim more") == 4


def test_a_second_click_puts_nothing_forward_twice(world: str) -> None:
    with debating(world) as debate:
        debate.submit()

        with pytest.raises(ClaimStands, match="theory 1"):
            debate.submit(claim=CLAIM.upper())

        debate.submit("bo")


def test_only_ones_own_scholars_stand_by_a_theory(world: str) -> None:
    with debating(world) as debate:
        debate.employ("bo", "scholar-1")

        for scholar in ("scholar-1", "scholar-2", "nobody"):
            with pytest.raises(NoSuch, match="scholar in your employ"):
                debate.submit(supporters=[scholar])


def test_a_scholar_who_is_named_twice_counts_once(world: str) -> None:
    with debating(world) as debate:
        debate.employ("ada", "scholar-0")

        number = debate.submit(supporters=["scholar-0", "scholar-0"])

        assert debate.theory(number).scholars == ("scholar-0",)


def test_no_more_than_five_scholars_are_named(world: str) -> None:
    scholars = [f"scholar-{number}" for number in range(6)]
    with debating(world) as debate:
        debate.employ("ada", *scholars)

        with pytest.raises(ValidationError):
            debate.submit(supporters=scholars)

        debate.submit(supporters=scholars[:5])


@pytest.mark.parametrize("invited", ["ada", "dee", "Bo", "bo\x00"])
def test_only_other_players_are_invited_and_by_their_id(world: str, invited: str) -> None:
    with debating(world) as debate, pytest.raises((NoSuch, ValidationError)):
        debate.submit(invite=[invited])


def test_a_seed_gives_a_theory_its_words_and_its_evidence(world: str) -> None:
    with debating(world) as debate:
        debate.seeds["ada", 41] = "The lamp oil came from the north"

        debate.table.ask("ada", SubmitTheory(confidence=Confidence.SUSPECT, seed=41, claim=CLAIM))

        theory = debate.theory(1)
        assert (theory.claim, theory.seed) == ("The lamp oil came from the north", 41)
        with debate.table.read() as connection:
            assert reading.backing(connection, theory).supporters == 1


def test_a_seed_of_somebody_else_is_none(world: str) -> None:
    with debating(world) as debate:
        debate.seeds["bo", 41] = "The lamp oil came from the north"

        with pytest.raises(NoSuch, match="seed of yours"):
            debate.table.ask("ada", SubmitTheory(confidence=Confidence.SUSPECT, seed=41, claim=CLAIM))


def test_who_has_no_seat_puts_nothing_forward_and_takes_no_side(world: str) -> None:
    with debating(world) as debate:
        debate.submit()

        with pytest.raises(NotPlaying):
            debate.submit("dee")
        with pytest.raises(NotPlaying):
            debate.support("dee", 1)


def test_a_paused_game_takes_no_theory_and_no_stance(world: str) -> None:
    with debating(world) as debate:
        debate.submit()
        debate.table.tell(GamePaused(reason="a storm"))

        with pytest.raises(GamePausedNow):
            debate.submit("bo", "Eels can count to nine")
        with pytest.raises(GamePausedNow):
            debate.oppose("bo", 1)


def test_a_stance_can_be_changed_and_counts_once(place: str) -> None:
    with debating(place) as debate:
        number = debate.submit()

        debate.support("bo", number)
        debate.oppose("cyd", number)
        debate.oppose("bo", number)

        with debate.table.read() as connection:
            backing = reading.backing(connection, reading.get(connection, number))
        assert (backing.players, backing.opponents) == ((), ("bo", "cyd"))


def test_the_same_stance_again_is_no_event(world: str) -> None:
    with debating(world) as debate:
        number = debate.submit()
        debate.support("bo", number)

        card = debate.support("bo", number)

        assert len(debate.events(StanceTaken)) == 1
        assert card is not None
        assert card.title == "You stand by theory 1 already"


def test_a_stance_costs_and_pays_nothing(world: str) -> None:
    with debating(world) as debate:
        before = debate.table.standing("bo"), debate.table.standing("cyd")
        number = debate.submit(days=1)
        debate.support("bo", number)
        debate.oppose("cyd", number)
        debate.hold(digests=2)

        after = debate.table.standing("bo"), debate.table.standing("cyd")

        assert [(each.held, each.reputation) for each in after] == [(each.held, each.reputation) for each in before]


def test_nobody_takes_a_stance_on_their_own_theory(world: str) -> None:
    with debating(world) as debate:
        number = debate.submit()

        with pytest.raises(OwnTheory):
            debate.support("ada", number)
        with pytest.raises(OwnTheory):
            debate.oppose("ada", number)


def test_a_stance_is_taken_on_an_open_theory(world: str) -> None:
    with debating(world) as debate:
        number = debate.submit(days=1)
        with pytest.raises(NoSuch):
            debate.support("bo", number + 1)
        debate.hold(digests=2)

        with pytest.raises(TheoryClosed):
            debate.support("bo", number)
