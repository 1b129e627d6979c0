"""An evening at the table: one request after the other, until who plays leaves."""

import sys
from dataclasses import dataclass

import typer

from longwave.cli import cards, play_help
from longwave.cli.play_asking import Asking
from longwave.cli.play_completion import HELP, QUIT, Completion
from longwave.cli.play_lines import Lines
from longwave.cli.play_seat import Asked, NoSuchRequest, Seat
from longwave.commands import typed
from longwave.commands.command import Command, Query
from longwave.commands.fields import fields_of, spelled
from longwave.commands.typed import Given, Mistyped
from longwave.kernel.errors import LongwaveError

NEWS, ODDS = "news", "odds"
_LEAVING = frozenset({QUIT, "exit"})


@dataclass(kw_only=True)
class Session:
    """Somebody at a seat, with their lines.

    Attributes:
        refused: how many lines were.
    """

    seat: Seat
    lines: Lines
    refused: int = 0

    def run(self) -> None:
        """Do what is asked, line by line; a refusal ends nothing."""
        if self.lines.answers:
            self._greet()
        while (line := self._next()) is not None:
            try:
                if line in _LEAVING:
                    return
                self._obey(line)
            except (KeyboardInterrupt, EOFError):
                if not self.lines.answers:
                    raise
                _say("\nleft as it was")
            except LongwaveError as error:
                self.refused += 1
                _refuse(error)

    def _greet(self) -> None:
        now = self.seat.now().astimezone(self.seat.tz)
        _say(f"{now:%A} {now.day} {now:%B %Y, %H:%M}; you are {self.seat.name}")
        _say("`help` says what there is to do, TAB completes, Ctrl-D leaves the table\n")
        news = self.seat.find(NEWS)
        if news is not None:
            try:
                self._ask(news, {})
            except LongwaveError as error:  # Who has no seat yet is told how to take one.
                _say(f"{error}; {error.hint}" if error.hint else str(error))

    def _next(self) -> str | None:
        """Return the next line; None where there is none."""
        while True:
            try:
                return self.lines.read(f"{self.seat.name}> ", Completion(seat=self.seat).line).strip()
            except KeyboardInterrupt:
                if not self.lines.answers:
                    raise
                _say("")  # What was begun is thrown away, as in a shell.
            except EOFError:
                if self.lines.answers:
                    _say("")
                return None

    def _obey(self, line: str) -> None:
        words = typed.words(line)
        if not words:
            return
        self.lines.remember(line)
        if words[0] == HELP:
            self._help(words[1:])
            return
        request = self.seat.named(words[0])
        if "--help" in words[1:]:
            self._help(words[:1])
            return
        given = self.seat.meant(request, typed.split(request, words[1:]))
        if self.lines.answers and typed.missing(request, given):
            self._guide(request, given)
        else:
            self._ask(request, given)

    def _help(self, about: list[str]) -> None:
        if about:
            cards.console().print(play_help.page(self.seat.named(about[0])))
        else:
            cards.console().print(play_help.listing(self.seat.requests))
            _say("\n`help NAME` says what one of them takes; type its name alone, and you are asked for the rest")

    def _guide(self, request: Asked, given: Given) -> None:
        """Ask for what is missing, and show what it comes to before anything is done."""
        given = Asking(seat=self.seat, lines=self.lines, request=request).complete(given)
        line = typed.line(request, given)
        self.lines.remember(line)
        if issubclass(request, Command):
            self._show_odds(request, given)
            _say(f"\nin one line: {cards.safe(line)}")
            if not self._is_agreed():
                _say("left as it was")
                return
        self._ask(request, given)

    def _show_odds(self, request: Asked, given: Given) -> None:
        odds = self._odds_of(request)
        if odds is not None:
            names = {of.name for of in fields_of(odds)}
            try:
                self._ask(odds, {name: value for name, value in given.items() if name in names})
            except LongwaveError as error:
                _refuse(error)

    def _odds_of(self, request: Asked) -> Asked | None:
        """Return the question for the odds that can be made of the request's own fields."""
        names = {of.name for of in fields_of(request)}
        for name in (f"{request.name}_{ODDS}", ODDS):
            odds = self.seat.find(name)
            if odds is not None and all(of.name in names for of in fields_of(odds) if of.is_required):
                return odds
        return None

    def _is_agreed(self) -> bool:
        while True:
            answer = self.lines.read("go ahead? [Y/n] ", lambda _before, _stem: []).strip().lower()
            if answer in {"", "y", "yes", "n", "no"}:
                return answer[:1] != "n"

    def _ask(self, request: Asked, given: Given) -> None:
        made: Command | Query = typed.made(request, given)
        card = self.seat.ask(made).card
        if card is None:
            _say(f"{spelled(request.name)}: done")
        else:
            cards.show(card)
            typer.echo()


def _refuse(error: LongwaveError) -> None:
    hint = error.hint
    if hint is None and isinstance(error, Mistyped | NoSuchRequest):
        hint = f"see `{f'{HELP} {error.request}'.strip()}`"
    _say(cards.safe(f"error: {error}" + (f"\n\nhint: {hint}" if hint else "")))


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)  # noqa: T201 - the terminal is this module's subject
