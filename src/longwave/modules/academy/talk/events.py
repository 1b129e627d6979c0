"""What is said and shown at the table."""

from typing import ClassVar

from longwave.modules.academy.events import GameEvent


class TableTalked(GameEvent):
    """A player said something at the table."""

    kind: ClassVar[str] = "academy.table_talked"
    player: str
    says: str


class NicknameGiven(GameEvent):
    """A player gave a scholar in their employ another name to be called by."""

    kind: ClassVar[str] = "academy.nickname_given"
    player: str
    scholar: str
    nickname: str


class ThingShared(GameEvent):
    """A player showed something to everybody.

    Attributes:
        thing: what it is: `theory`, `expedition`, `scholar` or `piece`.
        number: which one, as players name it.
        headline: what it says, in a line.
    """

    kind: ClassVar[str] = "academy.thing_shared"
    player: str
    thing: str
    number: str
    headline: str


EVENTS = (TableTalked, NicknameGiven, ThingShared)
