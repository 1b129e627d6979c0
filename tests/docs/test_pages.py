"""What the pages say is so: links lead somewhere, commands parse, the README keeps its word."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import typer
from markdown_pages import ROOT, Shown, anchors, commands, links, pages, tokens
from typer.core import TyperGroup

from docs import readme
from longwave.cli.main import app


def dry_run(shown: Shown) -> None:
    """Parse a command as the terminal would, without carrying it out."""
    command, name, words = typer.main.get_command(app), "longwave", shlex.split(shown.arguments)
    while isinstance(command, TyperGroup):
        assert words[:1], f"{shown.page}: `{name}` is no whole command"
        assert words[0] in command.commands, f"{shown.page}: there is no `{name} {words[0]}`"
        name, command = f"{name} {words[0]}", command.commands[words.pop(0)]
    if words or shown.is_whole:
        command.make_context(name, words)


def is_a_group(shown: Shown) -> bool:
    """Tell whether only a group is named, as in "`longwave orders` lists …"."""
    return not shown.is_whole and len(shown.arguments.split()) == 1 and shown.arguments != "doctor"
