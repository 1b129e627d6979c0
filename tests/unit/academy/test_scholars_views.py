"""What players are shown of scholars: who they are, what they feel, and whom one may choose."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import ValidationError

from longwave.commands.card import Card
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.events import Felt, Injured, Noted
from longwave.modules.academy.expeditions.events import VignetteContinued
from longwave.modules.academy.offers.events import ScholarRecruited, ScholarReleased
from longwave.modules.academy.scholars.commands import Employ, ListScholars, ShowScholar
from longwave.modules.academy.scholars.events import ScholarRetired
from longwave.modules.academy.scholars.handlers import Roster
from longwave.modules.academy.talk.events import NicknameGiven
from unit.academy.table import Table, laid

KINDS = ("scholars", "free_scholars", "own_scholars", "rival_scholars")


@contextmanager
def hall(tmp_path: Path) -> Iterator[tuple[Table, Roster]]:
    """Lay a table at which Ada employs the first scholar and Bo the second."""
    with laid(str(tmp_path / "world.db")) as table:
        handler = Roster(academy=table.academy)
        table.answered_by = handler.answered()
        for scholar, player in (("scholar-0", "ada"), ("scholar-1", "bo")):
            table.tell(ScholarRecruited(scholar=scholar, player=player, faction="academic", chance=100, roll=1))
        yield table, handler


def fields(card: Card) -> dict[str, str]:
    return dict(card.fields)


def listed(table: Table, player: str = "ada", **asked: object) -> list[str]:
    """Return the ids that a list shows."""
    card = table.answer(player, ListScholars.model_validate(asked))
    return [row[0] for row in card.grid.rows] if card.grid else []


def chosen(table: Table, handler: Roster, kind: str, player: str = "ada", typed: str = "") -> list[str]:
    with table.read() as connection:
        return [choice.value for choice in handler.choices()[kind](connection, player, typed)]


def happens(table: Table, **fields: object) -> None:
    """Let something happen to the first scholar."""
    told = {"expedition": "EX-0001", "player": "ada", "site": "quay", "scholar": "scholar-0", "vignette": "x"}
    table.tell(VignetteContinued.model_validate({**told, "title": "A thing", "says": "It rained.", **fields}))


def test_a_card_tells_who_a_scholar_is(tmp_path: Path) -> None:
    with hall(tmp_path) as (table, _):
        card = table.answer("cyd", ShowScholar(scholar="scholar-0"))

        shown = fields(card)
        assert card.title == "Scholar Number0"
        assert card.text == "Came by boat.\n\n“Wet is wet.”"
        assert shown["Career"] == "Postdoc, academia"
        assert shown["Works for"] == "Ada"
        assert shown["Towards you"] == "neither warm nor cold"
        assert shown["Good at"] == "the study of tides 2"
        assert (shown["Wants"], shown["A rule"]) == ("to be right", "never whistles")


def test_a_card_tells_what_the_scholar_feels_for_whoever_asks(tmp_path: Path) -> None:
    with hall(tmp_path) as (table, _):
        happens(table, feelings=(Felt(scholar="scholar-0", towards="ada", change=3.2),))

        mine, others = (fields(table.answer(player, ShowScholar(scholar="scholar-0"))) for player in ("ada", "bo"))

        assert mine["Towards you"] == "fond (+3.2)"
        assert others["Towards you"] == "neither warm nor cold"


def test_a_card_tells_the_strongest_feelings_among_scholars(tmp_path: Path) -> None:
    with hall(tmp_path) as (table, _):
        strengths = (1.0, -7.0, 3.0, 6.5, -2.0)
        felt = tuple(
            Felt(scholar="scholar-0", towards=f"scholar-{number}", change=strength)
            for number, strength in enumerate(strengths, 1)
        )
        happens(table, feelings=felt)

        among = fields(table.answer("ada", ShowScholar(scholar="scholar-0")))["Among scholars"]

        assert among.split("; ") == [
            "Scholar Number2: hostile",
            "Scholar Number4: devoted",
            "Scholar Number3: fond",
            "Scholar Number5: cool",
        ]


def test_a_card_tells_what_is_remembered_the_newest_first_and_which_is_a_scar(tmp_path: Path) -> None:
    with hall(tmp_path) as (table, _):
        happens(table, notes=(Noted(scholar="scholar-0", says="It rained.", is_scar=True),))
        with table.held():
            pass
        happens(table, notes=(Noted(scholar="scholar-0", says="It stopped."),))

        card = table.answer("ada", ShowScholar(scholar="scholar-0"))

        assert card.grid is not None
        assert card.grid.rows == (("2 March 1931", "It stopped.", ""), ("2 March 1931", "It rained.", "a scar"))


def test_a_card_tells_of_an_injury_until_it_is_over(tmp_path: Path) -> None:
    with hall(tmp_path) as (table, _):
        happens(table, injured=(Injured(scholar="scholar-0", until=1),))
        hurt = fields(table.answer("ada", ShowScholar(scholar="scholar-0")))
        with table.held():
            pass

        well = fields(table.answer("ada", ShowScholar(scholar="scholar-0")))

        assert hurt["Hurt"] == "cannot travel before digest 1 is held"
        assert "Hurt" not in well


def test_a_card_tells_the_nickname_and_who_has_left(tmp_path: Path) -> None:
    with hall(tmp_path) as (table, _):
        table.tell(
            NicknameGiven(player="ada", scholar="scholar-0", nickname="the Tide Clerk"),
            ScholarRetired(scholar="scholar-0", player="ada", years=3),
        )

        card = table.answer("ada", ShowScholar(scholar="scholar-0"))

        assert card.title == "Scholar Number0, “the Tide Clerk”"
        assert fields(card)["Retired"] == "2 March 1931"
        assert fields(card)["Works for"] == "nobody"
        assert card.hint == ""


def test_only_a_free_scholar_may_be_asked(tmp_path: Path) -> None:
    with hall(tmp_path) as (table, _):
        hints = [table.answer("ada", ShowScholar(scholar=name)).hint for name in ("scholar-1", "scholar-3")]

        assert hints == ["", "`odds scholar-3 academic` says how likely they are to come to you"]


def test_a_scholar_who_never_was_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with hall(tmp_path) as (table, _), pytest.raises(NoSuch) as refused:
        table.answer("ada", ShowScholar(scholar="scholar-33"))

    assert refused.value.hint == "did you mean 'scholar-3'?"


def test_scholars_are_listed_by_for_whom_they_work(tmp_path: Path) -> None:
    with hall(tmp_path) as (table, _):
        assert len(listed(table)) == 8
        assert listed(table, employ=Employ.ME) == ["scholar-0"]
        assert listed(table, employ=Employ.RIVALS) == ["scholar-1"]
        assert listed(table, employ=Employ.NOBODY) == [f"scholar-{number}" for number in range(2, 8)]
        assert listed(table, player="cyd", employ=Employ.ME) == []


def test_a_list_is_narrowed_down_by_discipline_and_faction(tmp_path: Path) -> None:
    with hall(tmp_path) as (table, _):
        assert listed(table, discipline="bells") == ["scholar-1", "scholar-4", "scholar-7"]
        assert listed(table, discipline="bells", employ=Employ.NOBODY) == ["scholar-4", "scholar-7"]
        assert listed(table, faction="industry") == ["scholar-2", "scholar-5"]
        assert listed(table, faction="industry", discipline="bells") == []


def test_who_has_retired_is_on_no_list_and_who_was_let_go_is_free(tmp_path: Path) -> None:
    with hall(tmp_path) as (table, _):
        table.tell(
            ScholarRetired(scholar="scholar-5", player="", years=1),
            ScholarReleased(scholar="scholar-0", player="ada", reason="dismissed"),
        )

        assert "scholar-5" not in listed(table)
        assert listed(table, employ=Employ.NOBODY)[0] == "scholar-0"


def test_a_page_beyond_the_last_is_empty(tmp_path: Path) -> None:
    with hall(tmp_path) as (table, _):
        card = table.answer("ada", ListScholars(page=2))

        assert card.grid is None
        assert card.text == "8 found; page 2 of 1."


@pytest.mark.parametrize("wrong", [{"page": 0}, {"employ": "everyone"}, {"discipline": "Bells!"}, {"skill": 9}])
def test_what_is_no_question_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ListScholars.model_validate(wrong)


def test_what_may_be_chosen_is_who_works_for_whom(tmp_path: Path) -> None:
    with hall(tmp_path) as (table, handler):
        offered = {kind: chosen(table, handler, kind) for kind in KINDS}

        assert {kind: len(ids) for kind, ids in offered.items()} == dict(zip(KINDS, (8, 6, 1, 1), strict=True))
        assert offered["own_scholars"] == ["scholar-0"]
        assert offered["rival_scholars"] == ["scholar-1"]


def test_choices_are_narrowed_down_by_name_id_and_discipline(tmp_path: Path) -> None:
    with hall(tmp_path) as (table, handler):
        assert chosen(table, handler, "scholars", typed="NUMBER4") == ["scholar-4"]
        assert chosen(table, handler, "scholars", typed="scholar-6") == ["scholar-6"]
        assert chosen(table, handler, "scholars", typed="lamps") == ["scholar-2", "scholar-5"]
        assert chosen(table, handler, "scholars", typed="nobody") == []
