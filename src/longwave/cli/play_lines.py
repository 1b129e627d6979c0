"""Where a session's lines come from: somebody at a keyboard, or a file."""

import io
import os
import readline
import sys
from collections.abc import Sequence
from typing import Protocol

from longwave.cli import cards
from longwave.cli.play_completion import DELIMITERS, Complete
from longwave.commands.command import Choice


class Lines(Protocol):
    """Where lines come from.

    Attributes:
        answers: whether there is somebody to answer questions.
    """

    answers: bool

    def read(self, prompt: str, complete: Complete) -> str:
        """Return the next line, without its end.

        Raises:
            EOFError: there is none.
        """

    def remember(self, line: str) -> None:
        """Keep a line for who wants it once more."""


class Piped:
    """Lines of a file: nobody is asked anything."""

    def __init__(self) -> None:
        self.answers = False
        _read_whatever_bytes()

    def read(self, prompt: str, complete: Complete) -> str:  # noqa: ARG002 - nobody sees the one or needs the other
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\n")

    def remember(self, line: str) -> None:
        """Do nothing: nobody comes back to it."""


class Keyboard:
    """Lines of somebody at a terminal, with history and completion."""

    def __init__(self) -> None:
        self.answers = True
        _read_whatever_bytes()
        self._prompt = ""
        self._complete: Complete = lambda _before, _stem: []
        self._found: list[Choice] = []
        self._insertions: list[str] = []
        readline.set_auto_history(False)
        readline.set_completer_delims(DELIMITERS)
        readline.set_completer(self._insertion)
        readline.set_completion_display_matches_hook(self._display)
        # libedit, which some systems have in the place of GNU readline, has a language of its own.
        is_libedit = "libedit" in (readline.__doc__ or "")
        readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")
        readline.parse_and_bind("set show-all-if-ambiguous on")

    def read(self, prompt: str, complete: Complete) -> str:
        self._prompt, self._complete = prompt, complete
        return input(prompt)

    def remember(self, line: str) -> None:
        readline.add_history(line)

    def _insertion(self, stem: str, number: int) -> str | None:
        if number == 0:
            before = readline.get_line_buffer()[: readline.get_begidx()]
            self._found = self._complete(before, stem)
            self._insertions = insertions(stem, [each.value for each in self._found])
        return self._insertions[number] if number < len(self._insertions) else None

    def _display(self, _substitution: str, _matches: Sequence[str], _longest: int) -> None:
        sys.stdout.write("\n")
        cards.console().print(cards.listed(((each.value, each.label) for each in self._found), "cyan"))
        sys.stdout.write(f"{self._prompt}{readline.get_line_buffer()}")
        sys.stdout.flush()
        readline.redisplay()


def insertions(stem: str, values: Sequence[str]) -> list[str]:
    """Return what readline is told of some values, so that it never takes back what was typed.

    It puts what all of them begin with in the place of the stem; where that is not more of the same, as of values in
    the middle of which the stem stands, it is told of two that part right after the stem, and lists what was found.
    """
    common = os.path.commonprefix(list(values))  # noqa: RUF071 - of any texts, not of paths
    if len(values) > 1 and not (len(common) > len(stem) and common.startswith(stem)):
        return [f"{stem}a", f"{stem}b"]
    return [f"{values[0]} "] if len(values) == 1 else list(values)


def _read_whatever_bytes() -> None:
    # What is no UTF-8 is refused in words where it is used.
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")
