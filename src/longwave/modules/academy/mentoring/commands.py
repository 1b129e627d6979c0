"""What players ask for their scholars' careers."""

from typing import ClassVar

from longwave.commands.command import Audience, Command, Query, chosen
from longwave.world.fields import Id
from longwave.world.scholars import Track


class Mentor(Command):
    """Take a scholar of yours under your wing, from the next digest on, until they reach the top of their track."""

    name: ClassVar[str] = "mentor"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("ada-quill",)
    scholar: Id = chosen("own_scholars")


class AssignLab(Command):
    """Put a scholar of yours into another discipline's laboratory, or on the other track.

    Attributes:
        track: left out, it stays as it is; on another track they begin at the bottom.
    """

    name: ClassVar[str] = "assign_lab"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("ada-quill tides", "ada-quill tides --track industry")
    scholar: Id = chosen("own_scholars")
    discipline: Id = chosen("disciplines")
    track: Track | None = None


class ShowMentorships(Query):
    """Show whom you mentor, and when they rise."""

    name: ClassVar[str] = "mentorships"
    audience: ClassVar[Audience] = Audience.PLAYER
