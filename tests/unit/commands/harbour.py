"""Requests of every shape, for tests: a harbour from which voyages are sent."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from longwave.commands.command import Audience, Command, Query, Request, chosen
from longwave.world.fields import Id


class Ship(StrEnum):
    """What goes to sea."""

    ROWING_BOAT = "rowing_boat"
    TALL_SHIP = "tall_ship"


def _with_words(text: str) -> str:
    if not any(map(str.isalpha, text)):
        raise ValueError("it has no words")
    return text


Aim = Annotated[str, Field(min_length=8, max_length=240), AfterValidator(_with_words)]


class Voyage(Request):
    """A voyage as somebody means to make it.

    Attributes:
        port: where it ends.
        berths, knots: which of them, and how fast;
            both may be left to the weather.
    """

    ship: Ship
    port: Id = chosen("ports")
    aim: Aim
    crew: tuple[Id, ...] = chosen("own_sailors", min_length=1, max_length=2)
    berths: Annotated[int, Field(ge=1, le=9)] | None = None
    knots: int = Field(default=4, ge=1, le=2**53)
    is_secret: bool = False


class Sail(Voyage, Command):
    """Send a ship to sea.

    She is back with the tide.

    Attributes:
        port: where it ends.
        berths, knots: which of them, and how fast;
            both may be left to the weather.
    """

    name: ClassVar[str] = "sail"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ('tall_ship oxmouth "To see the whales" ada-quill,mirabel-osk --knots 7',)


class SailOdds(Voyage, Query):
    """Say how likely a voyage is to end well."""

    name: ClassVar[str] = "sail_odds"
    audience: ClassVar[Audience] = Audience.PLAYER


class Promise(Command):
    """Promise a sailor something; what comes first may be left out, as it may be promised in silence."""

    name: ClassVar[str] = "promise"
    audience: ClassVar[Audience] = Audience.PLAYER
    says: Annotated[str, AfterValidator(_with_words), Field(min_length=2, max_length=20)] = "nothing at all"
    ship: Ship


class Odds(Query):
    """Say how a sailor feels about a ship."""

    name: ClassVar[str] = "odds"
    audience: ClassVar[Audience] = Audience.PLAYER
    ship: Ship


class News(Query):
    """Say what is new."""

    name: ClassVar[str] = "news"
    audience: ClassVar[Audience] = Audience.PLAYER


class Log(Query):
    """Show the harbour's log, page by page."""

    name: ClassVar[str] = "log"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("", "--page 2")
    page: Annotated[int, Field(ge=1)] = 1
    is_mine: bool = False


class CloseHarbour(Command):
    """Let nobody out."""

    name: ClassVar[str] = "close_harbour"
    storm: Annotated[int, chosen("storms", ge=1)]
    is_total: bool
