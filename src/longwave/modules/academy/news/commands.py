"""What players ask to read."""

from typing import Annotated, ClassVar

from pydantic import Field

from longwave.commands.command import Audience, Query


class ReadGazette(Query):
    """Read an issue of the Gazette; the latest, if you name none."""

    name: ClassVar[str] = "gazette"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("", "--issue 12")
    issue: Annotated[int, Field(ge=1, le=2**53)] | None = None


class ReadUpcoming(Query):
    """See what is to come: the next digest and symposium, and what the Gazette has in hand."""

    name: ClassVar[str] = "upcoming"
    audience: ClassVar[Audience] = Audience.PLAYER


class ReadNews(Query):
    """See what happened since you last did something."""

    name: ClassVar[str] = "news"
    audience: ClassVar[Audience] = Audience.PLAYER


class ExportLog(Query):
    """Take your own record with you: the last hundred things that happened to you, with their numbers in the log."""

    name: ClassVar[str] = "export_log"
    audience: ClassVar[Audience] = Audience.PLAYER
