"""What is shown of theories: their cards, their lists, what may be chosen, and what waits."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import ValidationError

from longwave.commands.card import Card
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.theories.commands import CallConference, OneTheory, Side, SubmitTheory, Theories, Which
from longwave.modules.academy.theories.events import Verdict
from longwave.world.game import Confidence
from unit.academy.debate import CLAIM, Debate, debating


@pytest.fixture
def world(tmp_path: Path) -> str:
    return str(tmp_path / "world.db")


def values(debate: Debate, kind: str, player: str, typed: str = "") -> list[str]:
    with debate.table.read() as connection:
        return [choice.value for choice in debate.theories.choices()[kind](connection, player, typed)]


def listed(debate: Debate, which: Which, page: int = 1) -> Card:
    return debate.table.answer("ada", Theories(which=which, page=page))


def shown(debate: Debate, theory: int) -> Mapping[str, str]:
    return dict(debate.table.answer("cyd", OneTheory(theory=theory)).fields)


def test_the_card_of_a_theory_says_what_is_staked_until_when_and_how_it_stands(world: str) -> None:
    with debating(world) as debate:
        debate.employ("ada", "scholar-0")
        command = SubmitTheory(
            claim=CLAIM, confidence=Confidence.STAKE_MY_CAREER, supporters=("scholar-0",), invite=("bo",), days=2
        )

        card = debate.table.ask("ada", command).card

        assert card is not None
        assert card.title == "Theory 1 is put forward"
        assert card.text == f"“{CLAIM}”"
        assert dict(card.fields) == {
            "Staked": "stake my career: +15, +7 for half a success, -25 and 2 digests without recruiting",
            "Decided": "at the first digest from Wednesday 04 March 06:00 on, if nothing does before",
            "Scholars who stand by it": "Scholar Number0",
            "For": "nobody",
            "Against": "nobody",
            "Asked to stand by it": "Bo",
            "Odds at the deadline": "proven 44 %, contested 20 %, refuted 36 %: a roll of a hundred with +3",
        }


def test_the_card_of_a_conference_says_when_it_meets_and_what_it_takes(world: str) -> None:
    with debating(world) as debate:
        debate.submit()

        card = debate.table.ask("ada", CallConference(theory=1, confidence=Confidence.SUSPECT)).card

        assert card is not None
        assert "It meets at the next digest, Monday 02 March 13:00." in card.text
        fields = dict(card.fields)
        assert fields["Staked"] == "suspect: +2, +1 for half a success, -1"
        assert fields["Odds with nobody there"].startswith("success 41 %, half a success 20 %, failure 39 %")


def test_a_theory_shows_who_stands_where_and_who_speaks(place: str) -> None:
    with debating(place) as debate:
        debate.employ("ada", "scholar-0")
        debate.submit(supporters=["scholar-0"])
        debate.oppose("bo", 1)
        debate.support("cyd", 1)
        number = debate.confer(1)
        debate.attend("ada", number, Side.SUPPORT, "scholar-0")
        debate.attend("bo", number, Side.OPPOSE)

        fields = shown(debate, 1)

        assert (fields["Put forward by"], fields["For"], fields["Against"]) == ("Ada", "Cyd", "Bo")
        assert fields["Conference 1"] == "certain, meets at digest 1; for: Scholar Number0; against: Bo"


def test_a_resolved_theory_shows_its_verdict_and_those_who_were_named_with_it(world: str) -> None:
    with debating(world) as debate:
        debate.employ("ada", "scholar-0")
        debate.submit(supporters=["scholar-0"])
        debate.confer(1)
        with debate.table.held() as (tx, digest):
            debate.theories.settle_by_expedition(tx, 1, Verdict.PROVEN, digest)
            debate.theories.conferences_at_digest(tx, digest)
        debate.employ("bo", "scholar-0")

        fields = shown(debate, 1)

        assert fields["Verdict"] == "proven by expedition"
        assert fields["Reputation"] == "+5"
        assert fields["Scholars who stand by it"] == "Scholar Number0"
        assert fields["Conference 1"] == "cancelled: the theory was resolved before it met"


def test_an_adjudicated_theory_shows_its_roll(world: str) -> None:
    with debating(world) as debate:
        debate.submit(days=1)
        debate.hold(digests=2)

        end = debate.theory(1).end

        assert end is not None
        assert shown(debate, 1)["Verdict"] == f"{end.verdict} by deadline, at {end.score} (a roll of {end.roll})"


def test_there_is_nothing_to_show_of_a_theory_that_never_was(world: str) -> None:
    with debating(world) as debate, pytest.raises(NoSuch):
        shown(debate, 1)


def test_open_and_resolved_theories_stand_in_lists_of_their_own(place: str) -> None:
    with debating(place) as debate:
        debate.submit("ada", days=1)
        debate.hold(digests=2)
        debate.submit("bo", "Eels can count to nine")
        debate.oppose("cyd", 2)

        opened, closed = listed(debate, Which.OPEN), listed(debate, Which.RESOLVED)

        assert opened.grid is not None
        assert closed.grid is not None
        assert opened.grid.rows == (
            ("2", "Bo", "Eels can count to nine", "certain", "0", "1", "Tuesday 10 March 06:00"),
        )
        (row,) = closed.grid.rows
        assert row[:3] == ("1", "Ada", CLAIM)
        assert row[-1] == "Tuesday 03 March 06:00"


def test_twenty_theories_stand_on_a_page_the_newest_first(world: str) -> None:
    players = tuple(f"player{letter}" for letter in "abcdefg")
    with debating(world, players=players) as debate:
        for player in players:
            for number in range(3):
                debate.submit(player, f"Claim number {number}")

        first, second, third = (listed(debate, Which.OPEN, page) for page in (1, 2, 3))

        assert first.grid is not None
        assert second.grid is not None
        assert [row[0] for row in first.grid.rows] == [str(number) for number in range(21, 1, -1)]
        assert [row[0] for row in second.grid.rows] == ["1"]
        assert first.hint == "`theories --which open --page 2` goes on"
        assert (third.grid, third.text) == (None, "There is nothing on page 3.")


def test_a_table_without_theories_says_so(world: str) -> None:
    with debating(world) as debate:
        assert listed(debate, Which.OPEN).text == "There is none."


@pytest.mark.parametrize("page", [0, -3, 10**9])
def test_a_page_that_cannot_be_is_refused(page: int) -> None:
    with pytest.raises(ValidationError):
        Theories(page=page)


@pytest.mark.parametrize("number", [0, -1, 2**53 + 1, 10**30])
def test_a_number_that_no_theory_can_have_is_refused(number: int) -> None:
    with pytest.raises(ValidationError):
        OneTheory(theory=number)


def test_what_may_be_chosen_is_what_the_command_takes(place: str) -> None:
    with debating(place) as debate:
        debate.submit("ada", days=1)
        debate.hold(digests=2)
        debate.submit("ada", "Eels can count to nine")
        debate.submit("bo", "The 100% tide is a lie_ told twice")
        debate.confer(2)

        assert values(debate, "theories", "ada") == ["3", "2", "1"]
        assert values(debate, "open_theories", "ada") == ["3", "2"]
        assert values(debate, "own_open_theories", "ada") == ["2"]
        assert values(debate, "others_open_theories", "ada") == ["3"]
        assert values(debate, "open_conferences", "cyd") == ["1"]
        assert values(debate, "theories", "ada", "EELS") == ["2"]
        assert values(debate, "theories", "ada", "100%") == ["3"]
        assert values(debate, "theories", "ada", "lie_") == ["3"]
        assert values(debate, "theories", "ada", "_") == ["3"]
        assert values(debate, "theories", "ada", "1: the bells") == ["1"]
        assert values(debate, "open_conferences", "ada", "no such words") == []


def test_no_more_theories_are_offered_than_a_menu_holds(world: str) -> None:
    players = tuple(f"player{letter}" for letter in "abcdefghi")
    with debating(world, players=players) as debate:
        for player in players:
            for number in range(3):
                debate.submit(player, f"Claim number {number}")

        assert len(values(debate, "open_theories", "playera", "claim")) == 25


def test_what_waits_is_told_to_whom_it_waits_for(place: str) -> None:
    with debating(place) as debate:
        debate.submit("ada", invite=["bo", "cyd"])
        debate.confer(1)
        debate.support("cyd", 1)

        with debate.table.read() as connection:
            told = [debate.theories.waiting(connection, player) for player in ("ada", "bo", "cyd")]

        assert told == [
            [
                "Theory 1 is decided at the first digest from Monday 09 March 06:00 on.",
                "Conference 1 on it meets at digest 1.",
            ],
            ["Ada asks you to stand by theory 1."],
            [],
        ]


def test_nobody_is_asked_to_stand_by_a_theory_that_is_resolved(world: str) -> None:
    with debating(world) as debate:
        debate.submit("ada", invite=["bo"], days=1)
        debate.hold(digests=2)

        with debate.table.read() as connection:
            assert debate.theories.waiting(connection, "bo") == []
