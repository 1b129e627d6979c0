"""What players ask about their seat at the table, and about everybody's."""

from typing import Annotated, ClassVar

from pydantic import Field

from longwave.commands.command import Audience, Command, Query
from longwave.modules.academy.texts import MAX_READ_CHARS

# Whether it can be shown is said in words when it is looked at.
PlayerName = Annotated[str, Field(min_length=1, max_length=MAX_READ_CHARS)]


class Join(Command):
    """Take a seat at the table, with a name of your own and some influence in every faction.

    Attributes:
        called: what the others, and the Gazette, call you.
    """

    name: ClassVar[str] = "join"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ('"Ada Quill"',)
    called: PlayerName


class Rename(Command):
    """Go by another name; all that is yours stays yours.

    Attributes:
        called: what the others, and the Gazette, call you from now on.
    """

    name: ClassVar[str] = "rename"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ('"Ada Quill-Osk"',)
    called: PlayerName


class Status(Query):
    """How you stand: reputation, influence, who works for you, what is open to you and what waits."""

    name: ClassVar[str] = "status"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("",)


class WagerTable(Query):
    """What each confidence wins and loses, and what it would leave you with."""

    name: ClassVar[str] = "wager"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("",)


class Players(Query):
    """Everybody at the table, who is thought best of first, twenty a page."""

    name: ClassVar[str] = "players"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("", "--page 2")
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
