"""What a table may have done without its host: by more than half of the people at it, and by nobody else."""

import datetime as dt
from collections.abc import Iterator

import pytest

from longwave.modules.academy.errors import GamePausedNow, NoSuch, NotPlaying
from longwave.modules.academy.hosting.commands import ExcusePlayer, PauseGame, ResumeGame, SignPetition
from longwave.modules.academy.hosting.errors import PetitionRefused
from longwave.modules.academy.hosting.events import (
    DeadlineExtended,
    GamePaused,
    GameResumed,
    Measure,
    PetitionSigned,
    PlayerExcused,
)
from longwave.modules.academy.hosting.petitions import COUNTS_FOR, EXCUSED_DAYS, EXTENDED_DAYS
from longwave.modules.academy.leads.commands import SeatLead
from longwave.modules.academy.standing.commands import Status
from longwave.modules.academy.theories.commands import SubmitTheory
from longwave.modules.academy.theories.errors import TheoryClosed
from longwave.modules.academy.theories.events import TheorySubmitted
from longwave.world.game import Confidence
from unit.academy.club import HOST, Club, opened

ADA, BO, CYD = "discord:ada", "discord:bo", "web:cyd"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def club(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Club]:
    """A table of three people and an autoplayer: two of the people are more than half of them."""
    with opened(str(tmp_path_factory.mktemp("club") / "world.db")) as club:
        club.join(ADA, BO, CYD)
        [lead, *_] = club.choices("leads", HOST)
        club.ask(HOST, SeatLead(lead=lead))
        yield club


def sign(club: Club, measure: Measure, *players: str, player: str | None = None, theory: int | None = None) -> None:
    for each in players:
        club.ask(each, SignPetition(measure=measure, player=player, theory=theory))


def voices(club: Club) -> list[tuple[int, bool]]:
    """Return how many voices each signature made, and whether that was enough."""
    return [(each.voices, each.is_carried) for each in club.events(PetitionSigned) if isinstance(each, PetitionSigned)]


def theory_of(club: Club, player: str) -> TheorySubmitted:
    submitted = club.ask(player, SubmitTheory(claim="The bells ring late", confidence=Confidence.SUSPECT))
    event = submitted.recorded[0].event
    assert isinstance(event, TheorySubmitted)
    return event


def test_the_game_rests_when_more_than_half_of_the_people_ask_for_it(club: Club) -> None:
    sign(club, Measure.PAUSE, ADA)
    assert not club.is_resting

    sign(club, Measure.PAUSE, BO)

    assert club.is_resting
    assert voices(club) == [(1, False), (2, True)]
    assert [type(each) for each in club.events(PetitionSigned, GamePaused)][-1] is GamePaused


def test_who_sits_at_a_table_that_rests_sees_why(club: Club) -> None:
    assert "The game rests" not in dict(club.answer(CYD, Status()).fields)

    sign(club, Measure.PAUSE, ADA, BO)

    assert dict(club.answer(CYD, Status()).fields)["The game rests"] == "the table asked for it"


def test_what_a_petition_paused_a_petition_resumes(club: Club) -> None:
    sign(club, Measure.PAUSE, ADA, BO)
    club.let_pass(HOUR)

    sign(club, Measure.RESUME, BO, CYD)

    assert not club.is_resting
    assert [each.hours for each in club.events(GameResumed) if isinstance(each, GameResumed)] == [1]


def test_what_the_host_paused_no_petition_resumes(club: Club) -> None:
    sign(club, Measure.PAUSE, ADA, BO)
    club.ask(HOST, ResumeGame())
    club.ask(HOST, PauseGame(reason="a real storm"))

    with pytest.raises(PetitionRefused, match="no petition had the game rest"):
        sign(club, Measure.RESUME, ADA)

    assert club.is_resting


def test_a_game_that_rests_is_not_asked_to_rest(club: Club) -> None:
    sign(club, Measure.PAUSE, ADA, BO)

    with pytest.raises(GamePausedNow):
        sign(club, Measure.PAUSE, CYD)


def test_who_signs_twice_has_one_voice(club: Club) -> None:
    sign(club, Measure.PAUSE, ADA, ADA, ADA)

    assert voices(club) == [(1, False)]
    assert not club.is_resting


def test_a_signature_counts_for_two_days(club: Club) -> None:
    sign(club, Measure.PAUSE, ADA)
    club.let_pass(COUNTS_FOR)

    sign(club, Measure.PAUSE, BO)
    assert not club.is_resting
    club.let_pass(COUNTS_FOR - HOUR)
    sign(club, Measure.PAUSE, ADA)

    assert club.is_resting


def test_a_petition_that_was_carried_begins_anew(club: Club) -> None:
    sign(club, Measure.PAUSE, ADA, BO)
    sign(club, Measure.RESUME, ADA, BO)

    sign(club, Measure.PAUSE, CYD)

    assert voices(club)[-1] == (1, False)
    assert not club.is_resting


def test_a_player_is_let_off_for_a_week_whoever_asks_for_it(club: Club) -> None:
    sign(club, Measure.EXCUSE, CYD)
    sign(club, Measure.EXCUSE, ADA, player=CYD)

    assert club.events(PlayerExcused) == [
        PlayerExcused(player=CYD, until=club.now + dt.timedelta(days=EXCUSED_DAYS), reason="the table asked for it")
    ]


def test_voices_for_one_player_are_none_for_another(club: Club) -> None:
    sign(club, Measure.EXCUSE, ADA, player=CYD)
    sign(club, Measure.EXCUSE, ADA, player=BO)

    assert voices(club) == [(1, False), (1, False)]
    assert club.events(PlayerExcused) == []


def test_an_open_theory_is_given_three_more_days(club: Club) -> None:
    theory = theory_of(club, ADA)

    sign(club, Measure.EXTEND, BO, CYD, theory=theory.theory)

    [extended] = club.events(DeadlineExtended)
    assert isinstance(extended, DeadlineExtended)
    assert extended.deadline == theory.deadline + dt.timedelta(days=EXTENDED_DAYS)


def test_a_resolved_theory_is_given_no_time(club: Club) -> None:
    theory = theory_of(club, ADA)
    club.let_pass(theory.deadline - club.now + 24 * HOUR)

    with pytest.raises(TheoryClosed):
        sign(club, Measure.EXTEND, BO, theory=theory.theory)


@pytest.mark.parametrize(
    ("measure", "player", "theory"),
    [(Measure.EXTEND, None, None), (Measure.PAUSE, BO, None), (Measure.RESUME, BO, None), (Measure.EXTEND, BO, None)],
)
def test_a_petition_names_what_it_is_about_and_nothing_else(
    club: Club, measure: Measure, player: str | None, theory: int | None
) -> None:
    with pytest.raises(PetitionRefused, match="names a theory"):
        sign(club, measure, ADA, player=player, theory=theory)

    assert club.events(PetitionSigned) == []


@pytest.mark.parametrize("theory", [None, 99])
def test_a_petition_for_more_time_says_for_which_theory(club: Club, theory: int | None) -> None:
    with pytest.raises((PetitionRefused, NoSuch)):
        sign(club, Measure.EXTEND, ADA, theory=theory)


def test_who_has_no_seat_signs_nothing_and_nobody_is_let_off_who_has_none(club: Club) -> None:
    with pytest.raises(NotPlaying):
        sign(club, Measure.PAUSE, "discord:stranger")
    with pytest.raises(NoSuch):
        sign(club, Measure.EXCUSE, ADA, player="discord:stranger")

    assert club.events(PetitionSigned) == []


def test_autoplayers_neither_sign_nor_count(club: Club) -> None:
    for lead in club.choices("leads", HOST)[1:]:
        club.ask(HOST, SeatLead(lead=lead))
    [seated, *_] = [player for player in club.choices("players", ADA) if player.startswith("lead:")]

    with pytest.raises(PetitionRefused, match="autoplayers"):
        sign(club, Measure.PAUSE, seated)
    sign(club, Measure.PAUSE, ADA, BO)

    assert club.is_resting


def test_who_sits_alone_decides_alone(tmp_path_factory: pytest.TempPathFactory) -> None:
    with opened(str(tmp_path_factory.mktemp("alone") / "world.db")) as club:
        club.join(ADA)

        sign(club, Measure.PAUSE, ADA)

        assert club.is_resting


def test_the_host_needs_no_petition(club: Club) -> None:
    club.ask(HOST, ExcusePlayer(player=ADA, days=2, reason="on holiday"))

    assert club.events(PetitionSigned) == []
    assert len(club.events(PlayerExcused)) == 1
