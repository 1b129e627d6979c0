"""Help says what may be asked, and how it is typed."""

import io

import pytest
from rich.console import Console, RenderableType

from longwave.cli import play_help
from longwave.cli.play_help import every_request
from longwave.cli.play_seat import Asked
from longwave.commands.command import Audience
from longwave.commands.fields import help_of, spelled
from unit.commands.harbour import CloseHarbour, Log, News, Sail


def shown(block: RenderableType) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=80).print(block)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_the_list_says_what_each_does_grouped_by_who_asks_and_what_for() -> None:
    assert shown(play_help.listing([Sail, Log, News, CloseHarbour])) == [
        "",
        "play",
        "  sail  Send a ship to sea.",
        "",
        "look up",
        "  log   Show the harbour's log, page by page.",
        "  news  Say what is new.",
        "",
        "host",
        "  close-harbour  Let nobody out.",
    ]


def test_a_group_with_nothing_in_it_is_not_shown() -> None:
    assert "host" not in shown(play_help.listing([Sail]))


def test_the_page_of_a_request_says_what_it_does_what_it_takes_and_how_it_is_typed() -> None:
    assert shown(play_help.page(Sail, prefix="longwave play ")) == [
        "usage: longwave play sail SHIP PORT AIM CREW [--berths BERTHS] [--knots KNOTS]",
        "[--is-secret]",
        "",
        "Send a ship to sea.",
        "",
        "She is back with the tide.",
        "",
        "fields",
        "  SHIP         one of rowing-boat, tall-ship",
        "  PORT         one of the ports; where it ends.",
        "  AIM          a text from 8 to 240 characters",
        "  CREW         one or more, with commas between, of your own sailors",
        "  --berths     a whole number from 1 to 9; which of them, and how fast; both may",
        "               be left to the weather.",
        "  --knots      a whole number of 1 at least (if left out: 4); which of them, and",
        "               how fast; both may be left to the weather.",
        "  --is-secret  yes or no (if left out: no)",
        "",
        "examples",
        '  longwave play sail tall_ship oxmouth "To see the whales" ada-quill,mirabel-osk',
        "  --knots 7",
    ]


def test_a_request_without_fields_has_a_page_all_the_same() -> None:
    assert shown(play_help.page(News)) == ["usage: news", "", "Say what is new."]


def test_all_that_may_be_asked_of_a_game_is_found_without_one() -> None:
    found = {each.name: each for each in every_request()}

    assert len(found) == len(every_request())
    assert found.keys() >= {"join", "submit_theory", "expedition", "recruit", "status", "symposium", "pause_game"}
    assert found["pause_game"].audience is Audience.ADMIN


@pytest.mark.parametrize("request_", every_request(), ids=lambda request: request.name)
def test_every_request_of_the_game_has_a_page(request_: Asked) -> None:
    page = shown(play_help.page(request_))

    assert page[0].startswith(f"usage: {spelled(request_.name)}")
    assert help_of(request_).split()[0] in " ".join(page)


def test_no_field_of_the_game_goes_by_the_name_of_an_option_of_longwave_play() -> None:
    own = {"database", "as", "world", "host", "json", "help"}

    assert [each.name for each in every_request() if own & each.model_fields.keys()] == []
