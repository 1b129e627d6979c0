"""What `longwave play --help` and `help` show: what may be asked, and how each is typed."""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from typing import TypeGuard

from rich.console import Group, RenderableType
from rich.padding import Padding

from longwave.cli import cards
from longwave.cli.play_seat import Asked
from longwave.commands.command import Audience, Command, Query, Request
from longwave.commands.fields import fields_of, help_of, spelled, usage
from longwave.modules import academy

PLAY, LOOK_UP, HOST = "play", "look up", "host"
_INDENT = (0, 0, 0, 2)


def every_request() -> list[Asked]:
    """Return all that may be asked of any game, without a world to ask it of."""
    names = [found.name for found in pkgutil.walk_packages(academy.__path__, f"{academy.__name__}.")]
    modules = [importlib.import_module(name) for name in names if name.endswith(".commands")]
    return [value for module in modules for value in vars(module).values() if _is_request_of(value, module.__name__)]


def listing(requests: Iterable[type[Request]]) -> Group:
    """Return the names of requests with the first line of what each does, by who asks it and what for."""
    found: dict[str, list[tuple[str, str]]] = {PLAY: [], LOOK_UP: [], HOST: []}
    for request in sorted(requests, key=lambda each: each.name):
        found[_group(request)].append((spelled(request.name), help_of(request).partition("\n")[0]))
    shown = {title: rows for title, rows in found.items() if rows}
    return Group(*(block for title, rows in shown.items() for block in _block(title, cards.listed(rows, "cyan"))))


def page(request: type[Request], *, prefix: str = "") -> Group:
    """Return what a request does, what it takes, and examples.

    Args:
        prefix: what stands before a request where it is typed.
    """
    blocks: list[RenderableType] = [cards.plain(f"usage: {prefix}{usage(request)}"), "", cards.plain(help_of(request))]
    if fields_of(request):
        blocks += _block("fields", cards.listed(_meanings(request), "cyan"))
    if request.examples:
        typed = [f"{prefix}{spelled(request.name)} {example}".rstrip() for example in request.examples]
        blocks += _block("examples", cards.plain("\n".join(typed)))
    return Group(*blocks)


def _meanings(request: type[Request]) -> Iterator[tuple[str, str]]:
    for each in fields_of(request):
        default = f" (if left out: {each.default})" if each.default else ""
        about = f"; {each.about}" if each.about else ""
        yield each.spelled.upper() if each.is_required else each.option, f"{each.takes}{default}{about}"


def _block(title: str, content: RenderableType) -> Iterator[RenderableType]:
    yield ""
    yield cards.plain(title, "bold")
    yield Padding(content, _INDENT)


def _group(request: type[Request]) -> str:
    if request.audience is Audience.ADMIN:
        return HOST
    return LOOK_UP if issubclass(request, Query) else PLAY


def _is_request_of(value: object, module: str) -> TypeGuard[Asked]:
    is_ours = isinstance(value, type) and issubclass(value, Command | Query) and value.__module__ == module
    return is_ours and "name" in vars(value)
