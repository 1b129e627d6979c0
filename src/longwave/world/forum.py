"""The forum of a world: its board, and the threads that are there on the first day."""

from typing import Annotated

from pydantic import AfterValidator, Field

from longwave.world.fields import Id, Ids, Part, Sentence, Text

MAX_TITLE_CHARS, MAX_POST_CHARS = 90, 1000
BOTH = 2

Said = Annotated[str, Field(min_length=1, max_length=MAX_POST_CHARS)]


def _names_both(says: str) -> str:
    if says.count("{who}") != 1 or says.count("{what}") != 1 or says.count("{") > BOTH:
        raise ValueError("must say {who} and {what} once each, and nothing else in braces")
    return says


class Board(Part):
    """The board on which residents open threads and answer each other.

    Attributes:
        talk: how a presenter says that somebody there has set people talking of something: {who} of {what}.
    """

    name: Text
    summary: Text
    talk: Annotated[tuple[Annotated[Sentence, AfterValidator(_names_both)], ...], Field(min_length=1)] = (
        "{who} has set people talking about {what}.",
    )


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
