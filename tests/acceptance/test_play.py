"""`longwave play`: the game in a terminal, one request at a time, as a session, and beside a world that goes on."""

import datetime as dt
import os
import pty
import select
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acceptance.terminal import LONGWAVE, Said, assert_misused, assert_refused, end, longwave, start, wait_for
from longwave import bootstrap
from longwave.cli.play_seat import Asked, taken
from longwave.commands.fields import fields_of, spelled
from longwave.ledger.ledger import Stamp
from longwave.settings import Settings
from longwave.world.events import WorldOpened
from unit.cli.tavern import spoken

CLAIM = "The third step was cut low."
PATIENCE_S = 120


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world in which two leads have played for a day and ada has taken a seat; tests copy it."""
    world = tmp_path_factory.mktemp("played") / "world.db"
    said = longwave("academy", "season", "-d", world, "--players", "2", "--days", "1.5", "--quiet")
    assert said.code == 0, said
    assert play(world, "join", "Ada Quill").code == 0
    return world


@pytest.fixture
def world(played: Path, tmp_path: Path) -> Path:
    """A copy of that world, to play in."""
    return Path(shutil.copy(played, tmp_path / "world.db"))


def play(world: Path, *words: str, name: str = "ada") -> Said:
    return longwave("play", "-d", world, "--as", name, *words)


def piped(world: Path, lines: str | bytes) -> Said:
    """Let a session read its lines from a pipe."""
    sent = lines.encode() if isinstance(lines, str) else lines
    command = [LONGWAVE, "play", "-d", str(world), "--as", "ada"]
    done = subprocess.run(command, input=sent, capture_output=True, check=False, timeout=PATIENCE_S)
    return Said(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


@dataclass
class Keyboard:
    """Somebody at a terminal of their own."""

    screen: int
    process: subprocess.Popen[bytes]

    def type(self, keys: str, *, until: str) -> str:
        """Press keys, and return what the screen shows until it ends with some words."""
        os.write(self.screen, keys.encode())
        return self.see(until)

    def interrupt(self, *, until: str) -> str:
        """Press Ctrl-C, as often as it takes: one that comes as a line begins to be read is lost."""
        for _ in range(PATIENCE_S):
            os.write(self.screen, b"\x03")
            if select.select([self.screen], [], [], 1)[0]:
                break
        return self.see(until)

    def see(self, words: str) -> str:
        shown = b""
        while not shown.endswith(words.encode()):
            ready, _, _ = select.select([self.screen], [], [], PATIENCE_S)
            assert ready, f"{words!r} was never shown, but: {shown!r}"
            shown += os.read(self.screen, 65_536)
        return shown.decode().replace("\r\n", "\n")


@contextmanager
def sitting(world: Path) -> Iterator[Keyboard]:
    """Let ada sit down at a terminal."""
    screen, terminal = pty.openpty()
    surroundings = os.environ | {"TERM": "dumb", "COLUMNS": "100"}
    # A session of its own has the terminal's Ctrl-C; a test run in the background would have it ignored.
    setup = "import fcntl, os, signal, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    setup += "signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
    command = [sys.executable, "-c", setup, LONGWAVE, "play", "-d", str(world), "--as", "ada"]
    process = subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, env=surroundings, start_new_session=True
    )
    os.close(terminal)
    try:
        yield Keyboard(screen, process)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        os.close(screen)


def test_a_theory_is_put_forward_in_one_line_and_shows_what_is_staked(world: Path) -> None:
    said = play(world, "submit-theory", CLAIM, "certain", "--days", "3")

    assert said.code == 0, said
    assert CLAIM in said.out
    assert "certain: +5" in said.out
    assert said.err == ""
    assert CLAIM in str(play(world, "theories", "--json").json)


def test_json_has_the_card_and_the_events_wherever_the_option_stands(world: Path) -> None:
    said = longwave("play", "table-talk", "I shall be back.", "--json", "-d", world, "--as", "ADA")

    assert said.code == 0, said
    assert said.json["command"] == "table_talk"
    assert "I shall be back." in said.json["card"]["text"]
    assert "academy.table_talked" in [event["kind"] for event in said.json["events"]]
    assert play(world, "status", "--json").json["card"]["title"] == "Ada Quill"


@pytest.mark.parametrize(
    ("words", "saying", "cure"),
    [
        (
            ["submit-theory", CLAIM],
            "confidence should be one of suspect, certain, stake-my-career",
            "submit-theory --help",
        ),
        (["submit-theory", "short", "certain"], "claim should have 8 characters at least, and has 5", "--help"),
        (["submit-theory", CLAIM, "certain", "--days", "0"], "days should be 1 at least, not 0", "--help"),
        (["submit-theory", CLAIM, "certain", "--modifier", "9"], "no option '--modifier'", "--"),
        (["recruit"], "scholar is missing; faction is missing", "longwave play recruit --help"),
        (["recrut", "x", "y"], "nothing is called 'recrut'", "did you mean `recruit`?"),
        (["theories", "\x1b[2J"], "'\\x1b[2J'", "--help"),
    ],
)
def test_misuse_names_the_field_and_what_is_wrong(played: Path, words: list[str], saying: str, cure: str) -> None:
    assert_misused(play(played, *words), saying=saying, cure=cure)


def test_what_the_game_refuses_is_refused_with_the_cure(played: Path, tmp_path: Path, own_world: Path) -> None:
    assert_refused(play(played, "status", name="bo"), saying="no seat at the table", cure="join")
    assert_refused(play(played, "pause-game", "a rest"), saying="for the host", cure="--host")
    assert_refused(play(played, "status", name="a b"), saying="'a b' is no name", cure="--as ada")
    assert_refused(play(tmp_path / "none.db", "status"), saying="there is no database", cure="--database")
    assert_refused(
        play(played, "status", "--world", str(own_world)), saying="the name saltmere", cure="another database"
    )


def test_a_world_that_is_not_bundled_is_named_with_its_folder(tmp_path: Path, own_world: Path) -> None:
    with bootstrap.open_ledger(str(tmp_path / "world.db"), Settings(), create=True) as ledger:
        assert_refused(play(tmp_path / "world.db", "players"), saying="holds no world", cure="--database")
        with ledger.write(Stamp(at=dt.datetime(1931, 3, 2, tzinfo=dt.UTC), actor="host")) as tx:
            tx.append(WorldOpened(world="the-island", title="The Island", seed=1, pack_digest=""))

    assert_refused(play(tmp_path / "world.db", "players"), saying="no world 'the-island'", cure="--world")
    assert "Nobody sits here" in play(tmp_path / "world.db", "players", "--world", str(own_world)).out
    assert play(tmp_path / "world.db", "wager", "--world", str(own_world)).code == 1


def test_the_host_may_ask_what_players_may_not_and_stays_a_player(world: Path) -> None:
    assert play(world, "--host", "adjust-reputation", "local:ada", "-5", "for the noise").code == 0

    assert "-5" in play(world, "--host", "status").out
    assert_misused(
        play(world, "--host", "adjust-reputation", "local:ada", "500", "x"), saying="change should be 100 at most"
    )


def test_an_account_is_who_one_is_on_this_machine_and_never_a_display_name(world: Path) -> None:
    assert play(world, "rename", "Bo Osk").code == 0

    assert "Bo Osk" in play(world, "status").out
    assert_refused(play(world, "status", name="bo"), saying="no seat at the table", cure="join")
    assert "looks just like 'Bo Osk'" in play(world, "join", "Bo Osk", name="bo").err


def test_help_lists_what_may_be_asked_and_needs_no_world() -> None:
    every, one, none = (
        longwave("play", "--help"),
        longwave("play", "recruit", "--help"),
        longwave("play", "rec", "--help"),
    )

    assert every.code == one.code == 0
    for words in ("\nplay\n", "\nlook up\n", "\nhost\n", "submit-theory", "--database"):
        assert words in every.out
    assert one.out.startswith("usage: longwave play recruit SCHOLAR FACTION\n")
    assert_misused(none, saying="nothing is called 'rec'", cure="did you mean `recruit`?")


def test_a_file_of_lines_is_played_to_its_end_and_says_whether_all_was_well(world: Path) -> None:
    good = piped(world, f'table-talk "{CLAIM}"\nplayers\nquit\nnonsense\n')
    bad = piped(world, "recruit\nnonsense\nplayers")

    assert (good.code, bad.code) == (0, 1)
    assert CLAIM in good.out
    assert good.err == ""
    assert "Ada Quill (you)" in bad.out
    assert bad.err.count("error: ") == 2
    assert "\x1b" not in good.out + bad.out + bad.err


def test_lines_that_are_no_text_or_far_too_long_are_refused_in_words(world: Path) -> None:
    said = piped(
        world, b"\xff\xfe\ntable-talk \xff\ntable-talk \0\ntable-talk " + b"x" * 1_000_000 + b"\n''\nplayers\n"
    )

    assert said.err.count("error: ") == 5, said.err
    assert "Traceback" not in said.err
    assert len(said.err) < 2_000
    assert "Ada Quill (you)" in said.out


def test_at_a_keyboard_tab_completes_and_nobody_needs_to_know_an_id(world: Path) -> None:
    with sitting(world) as ada:
        greeting = ada.see("ada> ")
        ada.type("recr\t", until="recruit ")
        listed = ada.type("\t", until="ada> recruit ")
        asked = ada.type("\x15recruit\n", until="scholar: ")
        ada.type("1\n", until="faction: ")
        odds = ada.type("acad\t\n", until="go ahead? [Y/n] ")
        left = ada.type("n\n", until="ada> ")
        again = ada.type("\x1b[A", until="academic")
        ada.interrupt(until="ada> ")
        ada.type("\x04", until="\n")
        code = ada.process.wait(PATIENCE_S)

    assert "1931" in greeting
    assert "you are ada" in greeting
    first = asked.split("1 ")[1].split()[0]
    assert first in listed
    assert "in 100" in odds
    assert f"in one line: recruit {first} academic" in odds
    assert "left as it was" in left
    assert f"recruit {first} academic" in again
    assert code == 0


def test_a_command_is_carried_out_after_a_yes_and_ctrl_c_ends_no_session(world: Path) -> None:
    with sitting(world) as ada:
        ada.see("ada> ")
        ada.type("table-talk\n", until="says: ")
        ada.interrupt(until="ada> ")
        ada.type("table-talk\n", until="says: ")
        ada.type("It's the moon [bold]again[/bold]\n", until="go ahead? [Y/n] ")
        said = ada.type("\n", until="ada> ")
        refused = ada.type("tabel-talk x\n", until="ada> ")
        ada.process.send_signal(signal.SIGTERM)
        code = ada.process.wait(PATIENCE_S)

    assert "“It's the moon [bold]again[/bold]”" in said
    assert "did you mean `table-talk`?" in refused
    assert code == -signal.SIGTERM


def test_one_may_play_while_the_world_goes_on_in_another_process(tmp_path: Path) -> None:
    going = start("run", "-o", tmp_path, "--port", "0")
    try:
        wait_for(going, "goes on")
        joined = play(tmp_path / "world.db", "join", "Ada Quill")
        staked = play(tmp_path / "world.db", "submit-theory", CLAIM, "suspect")
        going.send_signal(signal.SIGINT)
        stopped = end(going)
    finally:
        if going.poll() is None:
            going.kill()
            going.communicate()

    assert (joined.code, staked.code, stopped.code) == (0, 0, 0), (joined, staked, stopped)
    assert longwave("ledger", "verify", "-d", tmp_path / "world.db").code == 0


anything = st.text(st.characters(), max_size=30) | st.sampled_from(
    [
        "1",
        "0",
        "-1",
        "9" * 30,
        "academic",
        "certain",
        "EX-0001",
        "true",
        "%",
        "_",
        "\0",
        "\ud800",
        "[bold]",
        "\u202ex",
        "x" * 5_000,
    ]
)


def test_no_text_in_any_field_of_anything_ends_a_session(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with taken(str(world), "", "ada", is_host=True) as seat:

        @settings(max_examples=300, deadline=None)
        @given(st.sampled_from(seat.requests), st.data())
        def ask(request: Asked, data: st.DataObject) -> None:
            fields = [of for of in fields_of(request) if of.is_required or data.draw(st.booleans())]
            line = shlex.join([spelled(request.name), *(f"{of.option}={data.draw(anything)}" for of in fields)])

            spoken(seat, line, answers=False)

            assert "\x1b" not in "".join(capsys.readouterr())

        ask()
        assert seat.ledger.verify() == seat.ledger.head()
