"""What the game's tutorial has somebody type can be typed, is asked as it shows, and comes to what it says."""

import re
import shlex
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from acceptance.terminal import end, longwave, start, wait_for
from docs.pages import ROOT
from longwave.cli.play_seat import taken
from longwave.cli.play_session import Session
from unit.cli.tavern import Talker

PAGE = ROOT / "docs" / "tutorial" / "the-first-ten-minutes.md"
_BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TYPED = re.compile(r"^(ada>|[a-z-]+(?: \[\w+\])?:|go ahead\? \[Y/n\])(?: (.*))?$", re.MULTILINE)
_PLAY = ".venv/bin/longwave play "
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the tutorial's commands are typed."""
    (tmp_path / "out" / "work").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def blocks() -> Iterator[str]:
    """Yield what is typed: whole commands, and what somebody types in a session that one of them begins."""
    session = ""
    for block in _BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if _TYPED.match(block):
            session += block
            continue
        if session:
            yield session
            session = ""
        yield block
    yield session


def of_command(block: str) -> list[str]:
    """Return the arguments of a block's only call of longwave."""
    [arguments] = re.findall(r"^\.venv/bin/longwave (.*)$", block, re.MULTILINE)
    return shlex.split(arguments)


def sat_through(session: str) -> Session:
    """Let ada type what stands behind the prompts of a session; they must be the prompts that she is shown."""
    shown = [(found[1], (found[2] or "").strip()) for found in _TYPED.finditer(session)]
    talker = Talker([typed for _, typed in shown])
    with taken("out/work", "", "ada", is_host=False) as seat:
        sitting = Session(seat=seat, lines=talker)
        sitting.run()
    assert [prompt.strip() for prompt in talker.prompts] == [prompt for prompt, _ in shown]
    return sitting


@pytest.mark.usefixtures("folder")
def test_the_first_ten_minutes_go_as_the_tutorial_says(capsys: Capture) -> None:
    lay, sit_down, first, pass_time, sit_down_again, second = blocks()
    assert [sit_down.startswith(_PLAY), sit_down_again.startswith(_PLAY)] == [True, True]

    assert longwave(*of_command(lay)).code == 0
    assert sat_through(first).refused == 0
    evening = capsys.readouterr().out
    world = start(*of_command(pass_time), "--port", "0")
    wait_for(world, "Saltmere goes on")
    world.send_signal(signal.SIGINT)
    assert end(world).code == 0
    assert sat_through(second).refused == 0
    morning = " ".join(capsys.readouterr().out.split())

    assert "75 in 100" in evening
    assert "“What the charts dream of”" in morning
    assert re.search(r"Score \d+: (landmark|success|partial success|failure)", morning)
    assert "“The bells ring before the tide turns, and not after”" in morning
