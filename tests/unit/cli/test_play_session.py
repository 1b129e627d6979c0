"""An evening at the table, as somebody at a keyboard lives it, or a file."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longwave.cli.play_seat import Seat
from longwave.cli.play_session import Session
from longwave.commands.card import Card
from unit.cli.tavern import StormAbroad, Talker, counted, spoken
from unit.commands.harbour import News

SAIL = 'sail tall-ship oxmouth "To see the whales" ada-quill'
Capture = pytest.CaptureFixture[str]


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def test_a_session_begins_with_the_day_and_what_is_new(seat: Seat, capsys: Capture) -> None:
    spoken(seat)

    said = capsys.readouterr()
    assert "Monday 2 March 1931, 06:00; you are ada" in said.err
    assert "help" in said.err
    assert lines(said.out) == ["News", "Nothing new for local:ada."]


def test_each_line_is_asked_and_answered(seat: Seat, capsys: Capture) -> None:
    talker = spoken(seat, SAIL, "log --page 2", "", "   ")

    said = lines(capsys.readouterr().out)
    assert said[2:] == ["A ship leaves for oxmouth", "To see the whales", "Crew  ada-quill", "The log", "page 2"]
    assert counted(seat) == ["local:ada sail"]
    assert set(talker.prompts) == {"ada> "}
    assert talker.remembered == [SAIL, "log --page 2"]


@pytest.mark.parametrize("word", ["quit", "exit"])
def test_who_quits_is_asked_nothing_more(seat: Seat, word: str) -> None:
    spoken(seat, word, SAIL)

    assert counted(seat) == []


def test_ctrl_c_throws_the_line_away_and_ends_nothing(seat: Seat) -> None:
    spoken(seat, KeyboardInterrupt(), SAIL)

    assert counted(seat) == ["local:ada sail"]


@pytest.mark.parametrize(
    ("line", "error", "hint"),
    [
        ("sial x", "nothing is called 'sial'", "did you mean `sail`?"),
        ("qqq", "nothing is called 'qqq'", "see `help`"),
        ("close-harbour 4 yes", "close-harbour is for the host of the game", "--host"),
        ("sail yacht oxmouth whales-whales ada-quill", "ship should be one of", "see `help sail`"),
        (f"{SAIL} --is-secret", "Nobody sails in a storm", "wait for it to pass"),
        ('sail "tall', "a quotation begins and does not end", "double quotes"),
        ("help nonsense", "nothing is called 'nonsense'", "see `help`"),
        ("\x1b[2J\u202e", "nothing is called '\\x1b[2J\\u202e'", "see `help`"),
    ],
)
def test_a_refusal_says_why_and_what_to_do_and_ends_nothing(
    seat: Seat, capsys: Capture, line: str, error: str, hint: str
) -> None:
    spoken(seat, line, SAIL)

    said = capsys.readouterr().err
    assert f"error: {error}" in said
    assert re.search(rf"hint: .*{re.escape(hint)}", said)
    assert counted(seat) == ["local:ada sail"]


@pytest.mark.parametrize("line", ["help", "help sail", "sail --help"])
def test_help_is_there_for_everything_and_for_one_thing(seat: Seat, capsys: Capture, line: str) -> None:
    spoken(seat, line)

    said = capsys.readouterr().out
    assert "Send a ship to sea." in said
    assert ("usage: sail" in said) is (line != "help")
    assert "close-harbour" not in said


def test_whoever_names_a_command_alone_is_asked_for_all_of_it_and_shown_the_odds_before_it_is_done(
    seat: Seat, capsys: Capture
) -> None:
    talker = spoken(seat, "sail", "2", "1", "To see the whales", "1, mirabel", "3", "", "", "y")

    said = capsys.readouterr()
    assert talker.prompts[1:9] == [
        "ship: ",
        "port: ",
        "aim: ",
        "crew: ",
        "berths [none]: ",
        "knots [4]: ",
        "is-secret [no]: ",
        "go ahead? [Y/n] ",
    ]
    assert "1  oxmouth   Oxmouth" in said.out
    assert said.out.index("The odds of a tall_ship, for local:ada") < said.out.index("A ship leaves for oxmouth")
    assert "ada-quill, mirabel-osk" in said.out
    assert counted(seat) == ["local:ada sail"]
    line = "sail tall-ship oxmouth 'To see the whales' ada-quill,mirabel-osk --berths=3"
    assert talker.remembered == ["sail", line]


def test_only_what_is_missing_is_asked(seat: Seat) -> None:
    talker = spoken(
        seat, "sail tall-ship oxmouth --berths 2 --knots 3 --is-secret no", "To see the whales", "ada-quill", ""
    )

    assert talker.prompts[1:4] == ["aim: ", "crew: ", "go ahead? [Y/n] "]
    assert counted(seat) == ["local:ada sail"]


def test_a_question_is_asked_only_for_what_it_needs_and_is_not_confirmed(seat: Seat, capsys: Capture) -> None:
    talker = spoken(seat, "sail-odds", "1", "1", "To see the whales", "1", "log")

    assert talker.prompts == ["ada> ", "ship: ", "port: ", "aim: ", "crew: ", "ada> ", "ada> "]
    assert "The odds of a rowing_boat" in capsys.readouterr().out


def test_the_odds_of_one_thing_are_shown_for_another_that_has_its_fields(seat: Seat, capsys: Capture) -> None:
    spoken(seat, "promise", "", "2", "y")

    said = capsys.readouterr()
    assert "The odds of a tall_ship, for local:ada" in said.out
    assert "promise: done" in said.err
    assert counted(seat) == ["local:ada promise"]


@pytest.mark.parametrize("ending", ["n", "no", KeyboardInterrupt(), EOFError()])
def test_nothing_is_done_without_a_yes(seat: Seat, capsys: Capture, ending: str | BaseException) -> None:
    spoken(seat, "promise", "", "2", "what?", ending)

    assert counted(seat) == []
    assert "left as it was" in capsys.readouterr().err


@pytest.mark.parametrize("ending", [KeyboardInterrupt(), EOFError()])
def test_who_is_asked_may_leave_the_question(seat: Seat, ending: BaseException) -> None:
    talker = spoken(seat, "sail", "2", ending, SAIL)

    assert counted(seat) == ["local:ada sail"]
    assert talker.prompts[-1] == "ada> "


def test_an_answer_that_will_not_do_is_asked_again(seat: Seat, capsys: Capture) -> None:
    talker = spoken(
        seat,
        "sail",
        "3",
        "yacht",
        "tall",
        "",
        "9",
        "Port Osk",
        "short",
        "To see the whales",
        "1,2,3",
        "2",
        "12",
        "",
        "",
        "",
        "y",
    )

    said = capsys.readouterr().out
    for words in (
        "'yacht' is none of them",
        "this cannot be left out",
        "9 is none of them",
        "aim should have 8 characters at least, and has 5",
        "crew takes 2 at most, and has 3",
        "berths should be 9 at most, not 12",
    ):
        assert words in said
    assert "A ship leaves for port-osk" in said
    assert talker.prompts.count("berths [none]: ") == 2


def test_an_answer_that_several_fit_is_answered_with_those(seat: Seat, capsys: Capture) -> None:
    spoken(seat, "sail tall-ship", "o", "2", "To see the whales", "1", "", "", "", "y")

    said = capsys.readouterr().out
    assert "'o' may be each of these:" in said
    assert "A ship leaves for port-osk" in said


def test_things_with_numbers_are_chosen_by_those(hosts_seat: Seat, capsys: Capture) -> None:
    talker = spoken(hosts_seat, "close-harbour", "1", "12", "yes", "y")

    said = capsys.readouterr().out
    assert lines(said)[3:6] == ["4   Storm Anna", "12  Storm Bea", "1 is none of them"]
    assert talker.prompts[1:] == ["storm: ", "storm: ", "is-total: ", "go ahead? [Y/n] ", "ada> "]
    assert counted(hosts_seat) == ["host close_harbour"]


def test_where_there_is_nothing_to_choose_from_nobody_is_asked(seat: Seat, capsys: Capture) -> None:
    nowhere = replace(
        seat, commands=replace(seat.commands, choices={"ports": lambda *_: [], "own_sailors": lambda *_: []})
    )

    talker = spoken(nowhere, "sail", SAIL)

    assert "error: sail needs port, and there are no ports to choose from" in capsys.readouterr().err
    assert talker.prompts == ["ada> "] * 3
    assert counted(seat) == ["local:ada sail"]


def test_a_file_of_lines_is_done_without_a_greeting_a_question_or_an_end(seat: Seat, capsys: Capture) -> None:
    talker = Talker(["sail", "nonsense", SAIL, "log"], answers=False)
    session = Session(seat=seat, lines=talker)

    session.run()

    said = capsys.readouterr()
    assert [line for line in said.err.splitlines() if line.startswith("error")] == [
        "error: ship is missing; port is missing; aim is missing; crew is missing",
        "error: nothing is called 'nonsense'",
    ]
    assert lines(said.out)[0] == "A ship leaves for oxmouth"
    assert (counted(seat), session.refused) == (["local:ada sail"], 2)
    assert talker.remembered == ["sail", "nonsense", SAIL, "log"]


def test_ctrl_c_ends_a_file_of_lines(seat: Seat) -> None:
    with pytest.raises(KeyboardInterrupt):
        spoken(seat, KeyboardInterrupt(), SAIL, answers=False)

    assert counted(seat) == []


def test_who_has_no_news_is_told_why_and_goes_on(seat: Seat, capsys: Capture) -> None:
    def refuse(*_: object) -> Card:
        raise StormAbroad

    spoken(replace(seat, commands=replace(seat.commands, answered_by={News: refuse})), SAIL)

    assert "Nobody sails in a storm; wait for it to pass" in capsys.readouterr().err
    assert counted(seat) == ["local:ada sail"]


begun = st.sampled_from(["", "sail ", "promise ", "help ", "log ", f"{SAIL} ", "1", "--", '"', "'", "\\"])
anything = st.text(st.characters(), max_size=20)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.builds(str.__add__, begun, anything), max_size=6), st.booleans())
def test_nothing_that_is_typed_ends_a_session(seat: Seat, typed: list[str], is_asked: bool) -> None:
    talker = spoken(seat, *typed, answers=is_asked)

    assert talker.prompts[-1] == "ada> "
