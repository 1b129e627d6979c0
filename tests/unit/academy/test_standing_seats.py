"""Seats: how one takes one, what one is called, and what one is told of oneself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import Connection

from longwave.ledger.rebuild import compare
from longwave.modules.academy.errors import GamePausedNow, NotPlaying
from longwave.modules.academy.events import Felt, Repute
from longwave.modules.academy.hosting.events import GamePaused
from longwave.modules.academy.offers.events import ScholarRecruited
from longwave.modules.academy.standing.commands import Join, Players, Rename, Status, WagerTable
from longwave.modules.academy.standing.errors import NameUnusable, SeatTaken
from longwave.modules.academy.standing.events import PlayerJoined, PlayerRenamed, StandingAdjusted
from longwave.modules.academy.standing.handlers import Seats
from longwave.world.game import Numbers, Policy
from unit.academy.small import FACTIONS
from unit.academy.table import Table, laid


@pytest.fixture
def world(tmp_path: Path) -> str:
    return str(tmp_path / "world.db")


def nothing(_connection: Connection, _player: str) -> list[str]:
    return []


@contextmanager
def seated(place: str, *players: str, numbers: Numbers | None = None, waiting: tuple[str, ...] = ()) -> Iterator[Table]:
    """Lay a table at which one may take a seat."""
    with laid(place, players=players, numbers=numbers) as table:
        said = (nothing, lambda _connection, player: [f"{player} waits for {each}." for each in waiting])
        seats = Seats(academy=table.academy, waiting=said)
        table.carried_by, table.answered_by = seats.carried(), seats.answered()
        yield table


def adjust(table: Table, player: str, change: int, *, quiet_until: int = 0) -> None:
    repute = Repute(player=player, change=change, quiet_until=quiet_until)
    table.tell(
        StandingAdjusted(player=player, what="reputation", before=0, after=change, reason="a test", reputes=(repute,))
    )


def test_who_joins_holds_the_same_of_every_faction_and_is_thought_nothing_of(place: str) -> None:
    with seated(place) as table:
        card = table.ask("u1", Join(called="Ada Quill")).card

        standing = table.standing("u1")
        assert standing.name == "Ada Quill"
        assert standing.held == dict.fromkeys(FACTIONS, 3)
        assert (standing.reputation, standing.debt, standing.policy) == (0, 0, None)
        assert card is not None
        assert card.title == "Ada Quill sits down at the table"


def test_every_faction_is_named_also_where_one_begins_with_nothing(world: str) -> None:
    with seated(world, numbers=Numbers(start_influence=0)) as table:
        table.ask("u1", Join(called="Ada"))

        assert table.standing("u1").held == dict.fromkeys(FACTIONS, 0)


def test_a_second_click_takes_no_second_seat(world: str) -> None:
    with seated(world) as table:
        table.ask("u1", Join(called="Ada"))

        with pytest.raises(SeatTaken, match="as Ada"):
            table.ask("u1", Join(called="Somebody Else"))

        assert len(table.events(PlayerJoined)) == 1


@pytest.mark.parametrize("name", ["Ada", "ADA", " a d a ", "A.d-a", "Аdа"])  # noqa: RUF001 - a name in other letters that looks the same
def test_nobody_joins_under_a_name_that_looks_like_anothers(world: str, name: str) -> None:
    with seated(world) as table:
        table.ask("u1", Join(called="Ada"))

        with pytest.raises(NameUnusable, match="another player"):
            table.ask("u2", Join(called=name))


@pytest.mark.parametrize(
    "name", ["x", "   ", "@here", "`ada`", "a" * 41, "12345", "Ada\u202e", "\u200b\u200b", "A\x00da"]
)
def test_a_name_that_cannot_be_shown_takes_no_seat(world: str, name: str) -> None:
    with seated(world) as table, pytest.raises((NameUnusable, ValidationError)):
        table.ask("u1", Join(called=name))


def test_an_autoplayer_is_seated_with_its_policy(world: str) -> None:
    with seated(world) as table:
        with table.held() as (tx, _):
            Seats(academy=table.academy).seat(tx, "lead:bold", "Leander", Policy.BOLD)

        (joined,) = table.events(PlayerJoined)
        assert isinstance(joined, PlayerJoined)
        assert joined.policy is Policy.BOLD


def test_a_player_goes_by_another_name_and_keeps_the_rest(world: str) -> None:
    with seated(world, "ada") as table:
        adjust(table, "ada", 7)

        table.ask("ada", Rename(called="Ada Quill"))

        standing = table.standing("ada")
        assert (standing.name, standing.reputation) == ("Ada Quill", 7)
        assert standing.held == dict.fromkeys(FACTIONS, 6)
        assert table.events(PlayerRenamed) == [PlayerRenamed(player="ada", name="Ada Quill", was="Ada")]


def test_a_player_may_write_their_own_name_otherwise(world: str) -> None:
    with seated(world, "ada") as table:
        table.ask("ada", Rename(called="A.D.A."))

        assert table.standing("ada").name == "A.D.A."


def test_the_name_one_has_is_no_event(world: str) -> None:
    with seated(world, "ada") as table:
        carried = table.ask("ada", Rename(called=" Ada "))

        assert carried.recorded == []
        assert carried.card is not None
        assert carried.card.text == "You go by that name already."


def test_nobody_takes_anothers_name(world: str) -> None:
    with seated(world, "ada", "bo") as table, pytest.raises(NameUnusable):
        table.ask("bo", Rename(called="Ada"))


def test_a_name_that_was_given_up_is_free(world: str) -> None:
    with seated(world, "ada", "bo") as table:
        table.ask("ada", Rename(called="Ida"))

        table.ask("bo", Rename(called="Ada"))

        assert table.standing("bo").name == "Ada"


def test_who_has_no_seat_has_no_name_to_change_and_no_status(world: str) -> None:
    with seated(world, "ada") as table:
        with pytest.raises(NotPlaying):
            table.ask("bo", Rename(called="Bo"))
        with pytest.raises(NotPlaying):
            table.answer("bo", Status())


def test_a_paused_game_seats_nobody_and_renames_nobody(world: str) -> None:
    with seated(world, "ada") as table:
        table.tell(GamePaused(reason="a storm"))

        with pytest.raises(GamePausedNow):
            table.ask("bo", Join(called="Bo"))
        with pytest.raises(GamePausedNow):
            table.ask("ada", Rename(called="Ida"))


def test_the_status_says_how_one_stands_and_what_waits(world: str) -> None:
    with seated(world, "ada", waiting=("the tide",)) as table:
        fond = Felt(scholar="scholar-1", towards="ada", change=4)
        for scholar, feelings in (("scholar-0", ()), ("scholar-1", (fond,))):
            won = ScholarRecruited(
                scholar=scholar, player="ada", faction="academic", chance=60, roll=1, feelings=feelings
            )
            table.tell(won)
        adjust(table, "ada", 12)

        card = table.answer("ada", Status())

        fields = dict(card.fields)
        assert card.is_private
        assert card.text == "ada waits for the tide."
        assert fields["Reputation"] == "+12"
        assert fields["Cap"] == "8 influence in each faction"
        assert fields["In your employ"] == "Scholar Number0 (neither warm nor cold), Scholar Number1 (fond)"
        assert fields["Great project"] == "open"
        assert card.grid is not None
        assert card.grid.rows[0] == ("academic (the academic house)", "6", "0", "2")


def test_the_status_says_when_a_lost_career_lets_one_recruit_again(world: str) -> None:
    with seated(world, "ada") as table:
        adjust(table, "ada", -5, quiet_until=2)
        before = dict(table.answer("ada", Status()).fields)["Recruiting"]
        with table.held(digests=2):
            pass

        after = dict(table.answer("ada", Status()).fields)["Recruiting"]

        assert before == "closed until digest 2: a career was staked and lost"
        assert after == "open"


def test_the_wager_counts_from_the_reputation_one_has(world: str) -> None:
    with seated(world, "ada") as table:
        adjust(table, "ada", 40)

        grid = table.answer("ada", WagerTable()).grid

        assert grid is not None
        assert grid.rows == (
            ("suspect", "+2 → +42", "+1 → +41", "-1 → +39", "0"),
            ("certain", "+5 → +45", "+2 → +42", "-7 → +33", "0"),
            ("stake my career", "+15 → +50", "+7 → +47", "-25 → +15", "2"),
        )


def test_who_has_no_seat_is_shown_the_wager_of_a_beginner(world: str) -> None:
    with seated(world, "ada") as table:
        grid = table.answer("a stranger", WagerTable()).grid

        assert grid is not None
        assert grid.rows[0][1] == "+2 → +2"


def test_the_table_is_ranked_and_says_which_one_is(place: str) -> None:
    with seated(place, "ada", "bo", "cyd") as table:
        adjust(table, "cyd", 3)

        grid = table.answer("bo", Players()).grid

        assert grid is not None
        assert grid.rows == (("1", "Cyd", "+3", "30"), ("2", "Ada", "0", "30"), ("2", "Bo (you)", "0", "30"))


def test_twenty_players_stand_on_a_page(world: str) -> None:
    names = [f"player{letter}" for letter in "abcdefghijklmnopqrstu"]
    with seated(world, *names) as table:
        first, second, third = (table.answer("ada", Players(page=page)) for page in (1, 2, 3))

        assert first.grid is not None
        assert second.grid is not None
        assert (len(first.grid.rows), len(second.grid.rows), third.grid) == (20, 1, None)
        assert first.hint == "`players --page 2` shows who follows"
        assert second.hint == ""


@pytest.mark.parametrize("page", [0, -1, 10**7])
def test_a_page_that_cannot_be_is_refused(page: int) -> None:
    with pytest.raises(ValidationError):
        Players(page=page)


def test_players_are_chosen_by_name_or_id_and_never_oneself(place: str) -> None:
    with seated(place, "ada", "bo", "cyd") as table, table.read() as connection:
        offer = Seats(academy=table.academy).choices()["players"]

        assert [choice.value for choice in offer(connection, "ada", "")] == ["bo", "cyd"]
        assert [choice.label for choice in offer(connection, "ada", "CY")] == ["Cyd"]
        assert offer(connection, "ada", "ada") == []
        assert offer(connection, "ada", "%") == []


def test_no_more_players_are_offered_than_a_menu_holds(world: str) -> None:
    names = [f"player{letter}{other}" for letter in "abcdef" for other in "abcdef"]
    with seated(world, *names) as table, table.read() as connection:
        assert len(Seats(academy=table.academy).choices()["players"](connection, "ada", "player")) == 25


def test_a_rebuild_gives_the_same_table(place: str) -> None:
    with seated(place, "ada") as table:
        table.ask("u1", Join(called="Bo"))
        table.ask("u1", Rename(called="Cyd"))
        adjust(table, "u1", -3, quiet_until=5)

        assert compare(table.ledger).differences == ()
