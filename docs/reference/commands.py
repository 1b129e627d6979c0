"""Writes the page of commands."""

from collections.abc import Iterator

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from docs.reference.markdown import code, table
from docs.reference.types import in_words
from longwave.cli.main import app


def commands() -> Iterator[tuple[str, TyperCommand]]:
    """Yield every command with its full name ("longwave station produce")."""
    yield from _below("longwave", typer.main.get_command(app))


def page() -> str:
    """Return the page: every command, its arguments and options."""
    intro = (
        "Data goes to stdout, words go to stderr. [Exit codes](exits.md) are the same for all. `--help` after any of"
        " them prints what stands here.\n"
    )
    return "\n".join([intro, *(_section(name, command) for name, command in commands())])


def _below(name: str, command: object) -> Iterator[tuple[str, TyperCommand]]:
    if isinstance(command, TyperGroup):
        for word, inner in command.commands.items():
            yield from _below(f"{name} {word}", inner)
    elif isinstance(command, TyperCommand):
        yield name, command


def _section(name: str, command: TyperCommand) -> str:
    rows = [_row(parameter) for parameter in command.params if isinstance(parameter, TyperOption | TyperArgument)]
    return f"## {name}\n{command.help}\n\n{table(('parameter', 'value', 'default', 'meaning'), rows)}"


def _row(parameter: TyperOption | TyperArgument) -> tuple[str, str, str, str]:
    is_flag = isinstance(parameter, TyperOption) and parameter.is_flag
    names = (
        parameter.opts if isinstance(parameter, TyperOption) else [(parameter.metavar or parameter.name or "").upper()]
    )
    default = "" if is_flag or parameter.default in (None, "") else code(parameter.default)
    return (
        ", ".join(map(code, names)),
        "" if is_flag else _value(parameter),
        "required" if parameter.required else default,
        parameter.help or "",
    )


def _value(parameter: TyperOption | TyperArgument) -> str:
    formats = parameter.type_descriptor.parameter_info.formats
    words = code(formats[0]) if formats else in_words(parameter.type_descriptor.annotation)
    if parameter.min is not None and parameter.max is not None:
        words += f", {parameter.min:,} to {parameter.max:,}"
    elif parameter.min is not None:
        words += f", {parameter.min:,} or more"
    return words
