"""What the game refuses; each subject has its own beside these.

LongwaveError
└── AcademyError
    ├── NoGame           the world has no Great Work
    ├── GamePausedNow    the host has paused the game
    ├── NotPlaying       who asks has no seat at the table
    └── NoSuch           something named does not exist, or is not what it should be
"""

from collections.abc import Iterable
from difflib import get_close_matches

from longwave.kernel.errors import LongwaveError


class AcademyError(LongwaveError):
    """The game refuses this."""


class NoGame(AcademyError):
    """The world has no Great Work."""

    hint = "add academy/generation.yaml and its scholars to its pack"

    def __init__(self, world: str) -> None:
        super().__init__(f"{world} has no Great Work")


class GamePausedNow(AcademyError):
    """The host has paused the game."""

    hint = "questions are answered all the same"

    def __init__(self, reason: str) -> None:
        super().__init__(f"the game is paused: {reason or 'the host gives no reason'}")


class NotPlaying(AcademyError):
    """Who asks has no seat at the table."""

    hint = "take one with `join`"

    def __init__(self) -> None:
        super().__init__("you have no seat at the table yet")


class NoSuch(AcademyError):
    """Something named does not exist, or is not what it should be here.

    Args:
        what: what it should be ("scholar in your employ").
        known: ids that would do.
    """

    def __init__(self, what: str, name: str | int, known: Iterable[str] = ()) -> None:
        super().__init__(f"there is no {what} {name!r}")
        nearest = get_close_matches(str(name), list(known), n=1)
        if nearest:
            self.hint = f"did you mean {nearest[0]!r}?"
