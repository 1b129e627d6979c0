"""What the forum refuses.

LongwaveError
└── CommonsError
    ├── NoForum            the world has no residents
    ├── NoSuchResident     nobody of that id lives on the forum
    ├── NoSuchPiece        nothing of that number stands on the forum
    ├── NoSuchThread       no thread has that number
    ├── ResidentKnown      somebody of that id is there already
    ├── OwnPiece           a vote on what one wrote oneself
    ├── OwnSelf            following oneself
    ├── ConfigMisfit       a character that cannot be
    └── LibraryForeign     a library that is not to be asked
"""

from collections.abc import Iterable
from difflib import get_close_matches

from longwave.kernel.errors import LongwaveError


class CommonsError(LongwaveError):
    """The forum refuses this."""


class NoForum(CommonsError):
    """The world has no residents."""

    hint = "add personas with `role: resident` and forum/board.yaml to its pack"

    def __init__(self, world: str) -> None:
        super().__init__(f"{world} has no residents")


class NoSuchResident(CommonsError):
    """Nobody of that id lives on the forum."""

    def __init__(self, name: str, known: Iterable[str] = ()) -> None:
        nearest = get_close_matches(name, list(known), n=1)
        super().__init__(f"no resident is called {name!r}")
        self.hint = f"did you mean {nearest[0]!r}?" if nearest else "GET /api/bots lists them"


class NoSuchPiece(CommonsError):
    """Nothing of that number stands on the forum."""

    def __init__(self, piece: int) -> None:
        super().__init__(f"there is no piece {piece} on the forum")


class NoSuchThread(CommonsError):
    """No thread has that number."""

    def __init__(self, thread: int) -> None:
        super().__init__(f"there is no thread {thread}")


class ResidentKnown(CommonsError):
    """Somebody of that id is there already."""

    hint = "choose another id, or edit the one who is there"

    def __init__(self, name: str) -> None:
        super().__init__(f"a persona is called {name!r} already")


class OwnPiece(CommonsError):
    """Nobody votes on what they wrote themselves."""

    def __init__(self, piece: int) -> None:
        super().__init__(f"piece {piece} is the voter's own")


class OwnSelf(CommonsError):
    """Nobody follows themselves."""


class ConfigMisfit(CommonsError):
    """A character that cannot be."""

    def __init__(self, what: str) -> None:
        super().__init__(what)


class LibraryForeign(CommonsError):
    """A library that is not to be asked."""

    hint = "set LONGWAVE_LIBRARY=lore, or begin the `language` in world.yaml with a code such as `en`"

    def __init__(self, address: str) -> None:
        super().__init__(f"{address!r} is no Wikipedia, as https://en.wikipedia.org is one")
