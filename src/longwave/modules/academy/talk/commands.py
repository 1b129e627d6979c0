"""What players say and show at the table."""

from enum import StrEnum
from typing import Annotated, ClassVar

from longwave.commands.command import Audience, Command, chosen
from longwave.modules.academy.texts import Heading, Talk
from longwave.world.fields import Id


class Thing(StrEnum):
    """What can be shown to everybody."""

    THEORY = "theory"
    EXPEDITION = "expedition"
    SCHOLAR = "scholar"


class TableTalk(Command):
    """Say something at the table; the Gazette keeps a corner for it."""

    name: ClassVar[str] = "table_talk"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ('"I have it from a pilot that the stair is longer by night."',)
    says: Talk


class Nickname(Command):
    """Give a scholar in your employ a name to be called by."""

    name: ClassVar[str] = "nickname"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ('mirabel-osk "the Tide Clerk"',)
    scholar: Annotated[Id, chosen("own_scholars")]
    nickname: Heading


class Share(Command):
    """Show everybody a theory, an expedition or a scholar."""

    name: ClassVar[str] = "share"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("theory 12", "expedition EX-0007")
    thing: Thing
    number: Annotated[str, chosen("things", min_length=1, max_length=80)]
