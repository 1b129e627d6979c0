"""`longwave play`: The Great Work in a terminal, one request at a time or as a session."""

import getpass
import signal
import sys
from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperOption

from longwave.cli.options import DatabaseOption, JsonOption, print_json

if TYPE_CHECKING:
    from longwave.cli.play_seat import NoSuchRequest, Seat
    from longwave.commands.typed import Mistyped

PREFIX = "longwave play "
REFUSED = 1


class Misplayed(typer.BadParameter):
    """What stands behind `longwave play` is no request."""

    def __init__(self, error: "NoSuchRequest | Mistyped") -> None:
        super().__init__(str(error))
        self.hint = error.hint or f"see `{f'{PREFIX}{error.request}'.strip()} --help`"

    def format_message(self) -> str:
        return self.message


class RequestLast(TyperCommand):
    """A command whose options may stand before, within or behind a request that has options of its own."""

    # Any: Typer keeps the type of a context to itself.
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, self._in_order(args))

    def _in_order(self, words: Sequence[str]) -> list[str]:
        """Return the options of this command, then what is the request's."""
        options = {name: each for each in self.params if isinstance(each, TyperOption) for name in each.opts}
        own, request, left = list[str](), list[str](), deque(words)
        while left:
            word = left.popleft()
            if word == "--":
                request += [word, *left] if request else left
                break
            if word.partition("=")[0] not in options and (request or not word.startswith("-")):
                request.append(word)
                continue
            own.append(word)
            if word in options and not options[word].is_flag:
                if not left:
                    return [word]  # Which is refused with what it lacks.
                own.append(left.popleft())
        return [*own, "--", *request]


def play(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    request: Annotated[
        list[str] | None,
        typer.Argument(help="What you ask, as `recruit ada-quill academic`; without it you are asked."),
    ] = None,
    *,
    database: DatabaseOption = "",
    name: Annotated[str, typer.Option("--as", help="Who plays; by default who you are on this machine.")] = "",
    world: Annotated[str, typer.Option(help="The world's pack, if it is not a bundled one: its folder.")] = "",
    host: Annotated[bool, typer.Option("--host", help="Ask what only the host may.")] = False,
    as_json: JsonOption = False,
    is_help: Annotated[bool, typer.Option("--help", help="Say what may be asked, or what a request takes.")] = False,
) -> None:
    """Play The Great Work: ask one thing of a world, or sit down at its table and stay."""
    if is_help:
        _help(context, request or [])
        return
    from longwave.cli.play_seat import taken

    with taken(database, world, name or _own_name(), is_host=host) as seat:
        if request:
            _ask_once(seat, request, as_json=as_json)
        else:
            _sit_down(seat)


def _help(context: typer.Context, words: list[str]) -> None:
    from longwave.cli import cards, play_help
    from longwave.cli.play_seat import NoSuchRequest, named

    requests = play_help.every_request()
    if words:
        try:
            about = named(words[0], requests)
        except NoSuchRequest as error:
            raise Misplayed(error) from error
        cards.console().print(play_help.page(about, prefix=PREFIX))
        return
    typer.echo(context.get_help())
    cards.console().print(play_help.listing(requests))
    cards.console().print(f"\n`{PREFIX}NAME --help` says what one of them takes", style="dim")


def _ask_once(seat: "Seat", words: list[str], *, as_json: bool) -> None:
    from longwave.cli import cards
    from longwave.cli.play_seat import NoSuchRequest
    from longwave.commands import typed
    from longwave.commands.typed import Mistyped

    try:
        request = seat.named(words[0])
        made = typed.made(request, seat.meant(request, typed.split(request, words[1:])))
    except (NoSuchRequest, Mistyped) as error:
        raise Misplayed(error) from error
    carried = seat.ask(made)
    if as_json:
        card = carried.card and carried.card.model_dump(mode="json")
        events = [{"seq": each.seq, "kind": each.event.kind} for each in carried.recorded]
        print_json({"command": request.name, "events": events, "card": card})
    elif carried.card is not None:
        cards.show(carried.card)
    else:
        typer.echo("done", err=True)


def _sit_down(seat: "Seat") -> None:
    from longwave.cli.play_lines import Keyboard, Piped
    from longwave.cli.play_session import Session

    session = Session(seat=seat, lines=Keyboard() if sys.stdin.isatty() else Piped())
    if session.lines.answers:
        # Ctrl-C is for who plays; who ends the process means it.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    session.run()
    if session.refused and not session.lines.answers:
        raise typer.Exit(REFUSED)


def _own_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # As in a container whose user has no name.
        return ""
