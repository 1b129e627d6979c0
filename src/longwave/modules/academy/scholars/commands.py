"""What players ask about scholars."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from longwave.commands.command import Audience, Query, chosen
from longwave.world.fields import Id


class Employ(StrEnum):
    """For whom a scholar works."""

    ANYBODY = "anybody"
    NOBODY = "nobody"
    ME = "me"
    RIVALS = "rivals"


class ShowScholar(Query):
    """Show a scholar: who they are, for whom they work, what they feel about you, and what they remember."""

    name: ClassVar[str] = "scholar"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("mirabel-osk",)
    scholar: Id = chosen("scholars")


class ListScholars(Query):
    """List the scholars of the roster by name: all of them, or those who work for nobody, for you or for rivals."""

    name: ClassVar[str] = "scholars"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("", "nobody", "anybody --discipline horology --page 2")
    employ: Employ = Employ.ANYBODY
    discipline: Id | None = chosen("disciplines", default=None)
    faction: Id | None = chosen("factions", default=None)
    page: Annotated[int, Field(ge=1, le=1_000)] = 1
