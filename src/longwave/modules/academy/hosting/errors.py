"""What the host's rules refuse.

AcademyError
└── HostingError
    ├── TextRefused    a text holds something that is never printed
    └── GameOpen       the game is open already
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
