"""What the host's rules refuse.

AcademyError
└── HostingError
    ├── TextRefused       a text holds something that is never printed
    ├── GameOpen          the game is open already
    └── PetitionRefused   what is asked for cannot be given, or not to who asks
"""

from longwave.modules.academy.errors import AcademyError


class HostingError(AcademyError):
    """The host's rules refuse this."""


class TextRefused(HostingError):
    """A text holds something that is never printed."""

    hint = "write it without"

    def __init__(self, passage: str) -> None:
        super().__init__(f"the Gazette never prints {passage!r}")


class GameOpen(HostingError):
    """The game is open already."""


class PetitionRefused(HostingError):
    """What is asked for cannot be given, or not to who asks."""

    def __init__(self, why: str, hint: str) -> None:
        super().__init__(why)
        self.hint = hint
