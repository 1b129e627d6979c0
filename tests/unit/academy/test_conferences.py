"""Conferences: who calls one, and who comes."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.modules.academy.academy import d100
from longwave.modules.academy.errors import AcademyError, GamePausedNow, NoSuch
from longwave.modules.academy.hosting.events import GamePaused
from longwave.modules.academy.theories import rules
from longwave.modules.academy.theories.commands import Side
from longwave.modules.academy.theories.errors import (
    ConferenceOver,
    ConferenceStands,
    ConferenceTooLate,
    OwnConference,
    SideFull,
    SpeaksAlready,
    TheoryClosed,
)
from longwave.modules.academy.theories.events import (
    ConferenceCalled,
    ConferenceJoined,
    ConferenceResolved,
    Verdict,
)
from longwave.modules.academy.theories.rules import MOST_A_SIDE
from longwave.modules.academy.theories.theory import Speaker
from longwave.world.game import Confidence
from unit.academy.debate import debating

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


def test_a_conference_meets_at_the_next_digest(place: str) -> None:
    with debating(place) as debate:
        theory = debate.submit(confidence=SUSPECT)
        debate.hold()

        number = debate.confer(theory, CAREER)
        debate.hold()

        called = ConferenceCalled(conference=number, theory=theory, player="ada", confidence=CAREER, meets=2)
        assert debate.events(ConferenceCalled) == [called]
        (event,) = debate.events(ConferenceResolved)
        assert event.roll == event.score == d100(debate.table.academy.dice("conference", number))


def test_who_takes_part_counts_and_who_only_has_a_stance_does_not(place: str) -> None:
    with debating(place, players=("ada", "bo", "cyd", "dee", "eve")) as debate:
        debate.employ("ada", "scholar-0", "scholar-1")
        debate.employ("bo", "scholar-2")
        theory = debate.submit(supporters=["scholar-0", "scholar-1"])
        debate.support("eve", theory)
        number = debate.confer(theory)

        debate.attend("ada", number, FOR, "scholar-0")
        debate.attend("ada", number, FOR, "scholar-1")
        debate.attend("bo", number, FOR, "scholar-2")
        debate.attend("cyd", number, AGAINST)
        debate.hold()

        (event,) = debate.events(ConferenceResolved)
        assert (event.supporters, event.opponents) == (3, 1)
        assert event.score == event.roll + 5 * 3 - 5
        assert debate.events(ConferenceJoined)[2] == ConferenceJoined(
            conference=number, theory=theory, player="bo", scholar="scholar-2", is_support=True
        )


def test_five_take_part_on_a_side_and_no_sixth(world: str) -> None:
    with debating(world, players=("ada", *MANY)) as debate:
        number = debate.confer(debate.submit())
        for player in MANY[:5]:
            debate.attend(player, number, AGAINST)

        with pytest.raises(SideFull, match="opposing side"):
            debate.attend(MANY[5], number, AGAINST)

        debate.attend(MANY[5], number, FOR)


def test_nobody_takes_part_twice(world: str) -> None:
    with debating(world) as debate:
        debate.employ("ada", "scholar-0")
        number = debate.confer(debate.submit())
        debate.attend("bo", number, AGAINST)
        debate.attend("ada", number, FOR, "scholar-0")

        for player, side, scholar in (("bo", FOR, None), ("bo", AGAINST, None), ("ada", FOR, "scholar-0")):
            with pytest.raises(SpeaksAlready):
                debate.attend(player, number, side, scholar)


def test_a_scholar_who_changed_hands_does_not_speak_again(world: str) -> None:
    with debating(world) as debate:
        debate.employ("ada", "scholar-0")
        number = debate.confer(debate.submit())
        debate.attend("ada", number, FOR, "scholar-0")
        debate.employ("bo", "scholar-0")

        with pytest.raises(SpeaksAlready):
            debate.attend("bo", number, AGAINST, "scholar-0")


def test_an_owner_brings_scholars_of_their_own_for_their_theory(world: str) -> None:
    with debating(world) as debate:
        debate.employ("ada", "scholar-0")
        debate.employ("bo", "scholar-1")
        number = debate.confer(debate.submit())

        with pytest.raises(OwnConference):
            debate.attend("ada", number, FOR)
        with pytest.raises(OwnConference):
            debate.attend("ada", number, AGAINST, "scholar-0")
        with pytest.raises(NoSuch, match="scholar in your employ"):
            debate.attend("ada", number, FOR, "scholar-1")


def test_a_theory_has_one_conference_at_a_time(world: str) -> None:
    with debating(world) as debate:
        theory = debate.submit()
        debate.confer(theory)

        with pytest.raises(ConferenceStands, match="number 1"):
            debate.confer(theory)


def test_only_an_open_theory_of_ones_own_goes_to_conference(world: str) -> None:
    with debating(world) as debate:
        theory = debate.submit(days=1)
        with pytest.raises(NoSuch):
            debate.confer(theory, player="bo")
        with pytest.raises(NoSuch):
            debate.confer(theory + 1)
        debate.hold(digests=2)

        with pytest.raises(TheoryClosed):
            debate.confer(theory)


def test_a_theory_that_is_decided_before_a_conference_could_meet_has_none(world: str) -> None:
    with debating(world) as debate:
        theory = debate.submit(days=1)
        debate.table.now = debate.theory(theory).deadline - dt.timedelta(minutes=1)

        with pytest.raises(ConferenceTooLate, match="03 March 06:00"):
            debate.confer(theory)


def test_a_conference_that_is_over_or_never_was_lets_nobody_in(world: str) -> None:
    with debating(world) as debate:
        number = debate.confer(debate.submit())
        with pytest.raises(NoSuch):
            debate.attend("bo", number + 1, FOR)
        debate.hold()

        with pytest.raises(ConferenceOver):
            debate.attend("bo", number, FOR)


def test_a_paused_game_calls_no_conference_and_lets_nobody_in(world: str) -> None:
    with debating(world) as debate:
        theory = debate.submit()
        number = debate.confer(theory)
        debate.table.tell(GamePaused(reason="a storm"))

        with pytest.raises(GamePausedNow):
            debate.attend("bo", number, FOR)
        with pytest.raises(GamePausedNow):
            debate.confer(theory)


def test_an_expedition_calls_a_conference_for_the_digest_after_its_own(world: str) -> None:
    with debating(world) as debate:
        theory = debate.submit(confidence=CAREER)
        with debate.table.held() as (tx, digest):
            is_called = debate.theories.call_conference(tx, theory, digest)
            debate.theories.conferences_at_digest(tx, digest)
        assert debate.events(ConferenceResolved) == []

        debate.hold()

        assert is_called
        assert debate.events(ConferenceCalled) == [
            ConferenceCalled(conference=1, theory=theory, player="ada", confidence=CAREER, meets=2, is_queued=True)
        ]
        assert len(debate.events(ConferenceResolved)) == 1


def test_an_expedition_calls_none_where_one_stands_or_the_theory_is_decided(world: str) -> None:
    with debating(world) as debate:
        theory = debate.submit()
        debate.confer(theory)
        due = debate.submit("bo", "Eels can count to nine", days=1)

        with debate.table.held() as (tx, digest):
            assert not debate.theories.call_conference(tx, theory, digest)
            assert not debate.theories.call_conference(tx, 99, digest)
            debate.theories.settle_by_expedition(tx, theory, Verdict.PROVEN, digest)
            assert not debate.theories.call_conference(tx, theory, digest)
        with debate.table.held() as (tx, digest):
            # It is adjudicated before the next conferences meet.
            assert not debate.theories.call_conference(tx, due, digest)


@given(speakers)
def test_whoever_comes_nobody_speaks_twice_and_no_side_is_too_large(coming: Sequence[Speaker]) -> None:
    there: list[Speaker] = []
    for joining in coming:
        try:
            rules.may_speak("ada", there, joining)
        except AcademyError:
            continue
        there.append(joining)

    others = [each.player for each in there if each.player != "ada"]
    named = [each.scholar for each in there if each.scholar]
    assert len(set(others)) == len(others)
    assert len(set(named)) == len(named)
    assert max(sum(each.is_support is side for each in there) for side in (True, False)) <= MOST_A_SIDE
    assert all(each.is_support and each.scholar for each in there if each.player == "ada")
