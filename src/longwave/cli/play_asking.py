"""Asks for the fields of a request one after the other, so that nobody needs to know an id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from longwave.cli import cards
from longwave.cli.play_completion import Completion
from longwave.cli.play_lines import Lines
from longwave.cli.play_seat import Asked, Seat, is_called
from longwave.commands import typed
from longwave.commands.command import MOST_CHOICES, Choice, Command
from longwave.commands.fields import Field, fields_of, spelled
from longwave.commands.typed import Given
from longwave.kernel.errors import LongwaveError

Value = str | list[str]


class NothingToChoose(LongwaveError):
    """There is nothing that a field could be."""

    def __init__(self, request: str, of: Field, kind: str) -> None:
        super().__init__(f"{request} needs {of.spelled}, and there are no {kind.replace('_', ' ')} to choose from")


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Asks somebody at a seat."""

    seat: Seat
    lines: Lines
    request: Asked

    def complete(self, given: Given) -> Given:
        """Return what was given, with the answers; for a question, only what it cannot do without is asked.

        Raises:
            NothingToChoose: there is nothing that a field could be.
            EOFError, KeyboardInterrupt: who is asked leaves it.
        """
        answers: dict[str, Value] = dict(given)
        asked = [of for of in fields_of(self.request) if of.name not in given and self._is_asked(of)]
        offered = {of.name: self._offered(of) for of in asked}
        for of in asked:
            choices = offered[of.name]
            # What may be left out, and could be nothing, is not worth a question.
            answer = None if choices == [] else self._ask(of, choices)
            if answer is not None:
                answers[of.name] = answer
        return answers

    def _is_asked(self, of: Field) -> bool:
        return of.is_required or issubclass(self.request, Command)

    def _offered(self, of: Field) -> list[Choice] | None:
        """Return what a field may be; None where it is not one of a list."""
        if not of.values and of.chosen not in self.seat.commands.choices:
            return None
        offered = self.seat.choices(self.request, of, "")
        if of.chosen is not None and of.is_required and not offered:
            raise NothingToChoose(spelled(self.request.name), of, of.chosen)
        return offered

    def _ask(self, of: Field, offered: Sequence[Choice] | None) -> Value | None:
        _say(f"{of.spelled}: {of.about or of.takes}", "bold")
        if offered is not None:
            return self._chosen(of, offered)
        while True:
            line = self._read(of)
            if not line:
                return None
            value = typed.value(of, [line])
            if self._is_right(of, value):
                return value

    def _chosen(self, of: Field, offered: Sequence[Choice]) -> Value | None:
        _list(offered)
        while True:
            line = self._read(of)
            if not line:
                return None
            parts = [part.strip() for part in line.split(",") if part.strip()] if of.is_many else [line]
            found = [self._meant(of, part, offered) for part in parts]
            vague = next(((part, each) for part, each in zip(parts, found, strict=True) if len(each) != 1), None)
            if vague is None:
                value = typed.value(of, [choice.value for [choice] in found])
                if self._is_right(of, value):
                    return value
            elif vague[1]:
                _say(f"{typed.quoted(vague[0])} may be each of these:")
                offered = vague[1]
                _list(offered)
            else:
                _say(f"{typed.quoted(vague[0])} is none of them")

    def _read(self, of: Field) -> str:
        """Return an answer; nothing where the field is left out."""
        prompt = f"{of.spelled}: " if of.is_required else f"{of.spelled} [{of.default or 'none'}]: "
        while True:
            line = self.lines.read(prompt, Completion(seat=self.seat).answer(self.request, of)).strip()
            if line or not of.is_required:
                return line
            _say("this cannot be left out; Ctrl-C leaves the question")

    def _meant(self, of: Field, part: str, offered: Sequence[Choice]) -> list[Choice]:
        """Return what a part of an answer may mean: a number in the list, an id, a name, or part of one."""
        if part in _numbered(offered):
            return [_numbered(offered)[part]]
        found = self.seat.choices(self.request, of, part)
        if part.isdecimal():
            return [each for each in found if each.value == part]
        return [each for each in found if is_called(each, part)] or found

    def _is_right(self, of: Field, value: Value) -> bool:
        fault = typed.faults(self.request, {of.name: value}).get(of.name)
        if fault is not None:
            _say(f"{of.spelled} {fault}")
        return fault is None


def _numbered(offered: Sequence[Choice]) -> Mapping[str, Choice]:
    """Return choices by their number: their own where they have one, or their place in the list."""
    if all(each.value.isdecimal() for each in offered):
        return {each.value: each for each in offered}
    return {str(number): each for number, each in enumerate(offered, start=1)}


def _list(offered: Sequence[Choice]) -> None:
    numbered = _numbered(offered).items()
    rows = [
        (number, each.label) if number == each.value else (number, each.value, each.label) for number, each in numbered
    ]
    cards.console().print(cards.listed(rows, "cyan"))
    if len(offered) == MOST_CHOICES:
        _say("there may be more of them: type a part of the name", "dim")


def _say(words: str, style: str = "") -> None:
    cards.console().print(cards.plain(words, style))
