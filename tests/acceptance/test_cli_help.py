"""`--help`: everything has one, and it is there at once."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
import typer

from acceptance.terminal import longwave
from longwave.cli.main import app

HEAVY = ["sqlalchemy", "alembic", "datasketch", "numpy", "mwxml", "mwparserfromhell", "jinja2", "yaml", "psycopg"]
LIST_THE_HEAVY = """
import json, sys
from longwave.cli.main import run
for command in json.loads(sys.argv[1]):
    assert run([*command, "--help"]) == 0
print(json.dumps([name for name in json.loads(sys.argv[2]) if name in sys.modules]), file=sys.stderr)
"""


def _commands(
    command: typer.core.TyperCommand | typer.core.TyperGroup, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], typer.core.TyperCommand | typer.core.TyperGroup]]:
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from _commands(below, (*path, name))


COMMANDS = dict(_commands(typer.main.get_command(app)))  # type: ignore[arg-type]  # a group is a command


def test_the_commands_are_those_that_were_promised() -> None:
    names = {" ".join(path) for path in COMMANDS}

    assert names >= {
        *(f"ledger {name}" for name in ("verify", "rebuild", "hash", "fork", "tail")),
        *(f"orders {name}" for name in ("list", "show", "retry", "cancel")),
        *(f"world {name}" for name in ("new", "check", "show", "search", "import")),
        "doctor",
        "station produce",
    }


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_and_every_option_has_help(path: tuple[str, ...]) -> None:
    command = COMMANDS[path]

    said = longwave(*path, "--help")

    assert said.code == 0
    assert command.help
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{parameter.name} of {' '.join(path)} has no help"


def test_help_loads_nothing_heavy() -> None:
    # The help of the game lists its commands, and they bring what they are made of.
    light = [path for path in COMMANDS if path != ("play",)]
    command = [sys.executable, "-c", LIST_THE_HEAVY, json.dumps(light), json.dumps(HEAVY)]

    ended = subprocess.run(command, capture_output=True, text=True, check=True)

    assert json.loads(ended.stderr) == []


@pytest.mark.parametrize("path", [(), ("ledger",), ("orders",), ("station",), ("world",)], ids=" ".join)
def test_a_group_without_a_command_shows_its_help_and_is_misuse(path: tuple[str, ...]) -> None:
    said = longwave(*path)

    assert said.code == 2
    assert "Usage: longwave" in said.out + said.err
    assert "error" not in said.err
