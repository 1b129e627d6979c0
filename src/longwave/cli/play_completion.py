"""What TAB offers: names of requests, their options, and whatever may be chosen for the field that is being typed."""

from collections.abc import Callable
from dataclasses import dataclass

from longwave.cli.play_seat import Asked, Seat
from longwave.commands import typed
from longwave.commands.command import Choice
from longwave.commands.fields import Field, fields_of, help_of, spelled
from longwave.commands.typed import Mistyped

# A stem is what readline completes: it begins after one of these, or where the line does.
DELIMITERS = " \t\n,=\"'"
HELP, QUIT = "help", "quit"
_OWN = {HELP: "how to play, or what a request takes", QUIT: "leave the table"}
Complete = Callable[[str, str], list[Choice]]
"""Returns what may stand in the place of a stem: with what stands before it on the line, and the stem."""


@dataclass(frozen=True, kw_only=True)
class Completion:
    """Completes what somebody types at a seat."""

    seat: Seat

    def line(self, before: str, stem: str) -> list[Choice]:
        """Complete a line that asks for something."""
        try:
            words = typed.words(before)
        except Mistyped:  # Within a quotation, which is a text.
            return []
        # What stands right before the stem belongs to the same word: `ada-quill,` or `--prep-depth=`.
        joined = words.pop() if words and before[-1:].strip() else ""
        if not words:
            return [] if joined else self._names(stem, own=_OWN)
        if words[0] == HELP:
            return self._names(stem, own={})
        request = self.seat.find(words[0])
        return [] if request is None else self._within(request, words[1:], joined, stem)

    def answer(self, request: Asked, of: Field) -> Complete:
        """Return what completes the answer to a question for one field."""

        def complete(before: str, stem: str) -> list[Choice]:
            return self._values(request, of, before, stem)

        return complete

    def _within(self, request: Asked, words: list[str], joined: str, stem: str) -> list[Choice]:
        if stem.startswith("--"):
            return _options(request, words, stem)
        try:
            if joined.startswith("--"):
                option, _, joined = joined.partition("=")
                of = typed.awaited(request, [*words, option])
            else:
                of = typed.awaited(request, words)
        except Mistyped:
            return []
        return [] if of is None else self._values(request, of, joined, stem)

    def _values(self, request: Asked, of: Field, joined: str, stem: str) -> list[Choice]:
        taken = {part.strip() for part in joined.split(",")} if of.is_many else set()
        return [each for each in self.seat.choices(request, of, stem) if each.value not in taken]

    def _names(self, stem: str, *, own: dict[str, str]) -> list[Choice]:
        """Return the names that begin so; where none does, those in which it stands."""
        every = {spelled(each.name): help_of(each).partition("\n")[0] for each in self.seat.requests} | own
        found = [name for name in sorted(every) if name.startswith(spelled(stem))]
        found = found or [name for name in sorted(every) if spelled(stem) in name]
        return [Choice(name, every[name]) for name in found]


def _options(request: Asked, words: list[str], stem: str) -> list[Choice]:
    used = {word.partition("=")[0] for word in words}
    return [
        Choice(each.option, each.about or each.takes)
        for each in fields_of(request)
        if each.option.startswith(stem) and (each.is_many or each.option not in used)
    ]
