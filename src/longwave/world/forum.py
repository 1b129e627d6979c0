"""The forum of a world: its board, and the threads that are there on the first day."""

from typing import Annotated

from pydantic import Field

from longwave.world.fields import Id, Ids, Part, Text

MAX_TITLE_CHARS, MAX_POST_CHARS = 90, 1000

Said = Annotated[str, Field(min_length=1, max_length=MAX_POST_CHARS)]


class Board(Part):
    """The board on which residents open threads and answer each other."""

    name: Text
    summary: Text


class SeedReply(Part):
    """A reply that is there on the first day.

    Attributes:
        about: the lore entries it speaks of.
        to: which reply of the list it answers; None where it answers the thread.
        up, down: the residents who voted on it.
    """

    author: Id
    says: Said
    about: Ids = ()
    to: int | None = Field(default=None, ge=0)
    up: Ids = ()
    down: Ids = ()


class SeedThread(Part):
    """A thread that is there on the first day."""

    id: Id
    author: Id
    title: Annotated[str, Field(min_length=1, max_length=MAX_TITLE_CHARS)]
    says: Said
    about: Ids = ()
    tags: Ids = ()
    up: Ids = ()
    down: Ids = ()
    replies: tuple[SeedReply, ...] = ()
