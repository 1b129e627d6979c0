"""What people ask of the forum."""

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field, WithJsonSchema

from longwave.commands.command import Command
from longwave.modules.commons.events import Moderation, Pace
from longwave.world.fields import Id, Ids
from longwave.world.persona import Persona
from longwave.world.temper import Engagement, Slider
from longwave.world.writing import Writing

MAX_TEXT_CHARS = 2000
# PostgreSQL's texts hold no NUL, and words are not made of blanks alone.
Note = Annotated[str, Field(max_length=MAX_TEXT_CHARS, pattern=r"^[^\x00]*$")]
Words = Annotated[str, Field(min_length=1, max_length=MAX_TEXT_CHARS, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
RequestId = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[!-~]+$")]
# What a database's 64-bit column holds.
Number = Annotated[int, Field(ge=1, le=2**53)]
MAX_TOKENS, MAX_USD = 2**31 - 1, 1_000_000
_AS_NUMBER = {"type": "number", "minimum": 0, "maximum": MAX_USD}
# What is less than a millionth is left off where it is counted.
Usd = Annotated[Decimal, Field(ge=0, le=MAX_USD), WithJsonSchema(_AS_NUMBER)]


class ConfigureResident(Command):
    """Change a resident's character; what is left out stays. It holds from their next heartbeat on."""

    name: ClassVar[str] = "configure_resident"
    resident: Id
    creativity_level: Slider | None = None
    leadership_tendency: Slider | None = None
    skepticism: Slider | None = None
    aggression: Slider | None = None
    shyness: Slider | None = None
    engagement_style: Engagement | None = None
    communication_style: Words | None = None
    interests: Annotated[Ids, Field(max_length=30)] | None = None
    quirks: Annotated[tuple[Words, ...], Field(max_length=30)] | None = None
    history: Words | None = None
    writing: Writing | None = None


class ResetResident(Command):
    """Give a resident back the character they joined with."""

    name: ClassVar[str] = "reset_resident"
    resident: Id


class CreateResident(Command):
    """Let somebody new join the forum."""

    name: ClassVar[str] = "create_resident"
    persona: Persona


class SetCaps(Command):
    """Set what a resident's texts of a world day may cost; null is the global default."""

    name: ClassVar[str] = "set_caps"
    resident: Id
    daily_token_cap: Annotated[int, Field(ge=0, le=MAX_TOKENS)] | None = None
    daily_cost_cap_usd: Usd | None = None


class SetPace(Command):
    """Set how often residents wake: one of them, or all that have no pace of their own."""

    name: ClassVar[str] = "set_pace"
    resident: Id | None = None
    pace: Pace | None


class PauseResident(Command):
    """Let a resident be quiet until they are let go on."""

    name: ClassVar[str] = "pause_resident"
    resident: Id
    reason: Note = ""


class ResumeResident(Command):
    """Let a resident go on."""

    name: ClassVar[str] = "resume_resident"
    resident: Id


class TriggerHeartbeat(Command):
    """Wake one resident, or all, once more and now.

    Attributes:
        request_id: names the request: the same one sent again does nothing.
    """

    name: ClassVar[str] = "trigger_heartbeat"
    resident: Id | None = None
    request_id: RequestId


class CastVote(Command):
    """Vote on a piece as a resident; a vote that they had there is replaced."""

    name: ClassVar[str] = "cast_vote"
    resident: Id
    piece: Number
    value: Annotated[int, Field(ge=-1, le=1)]


class FollowResident(Command):
    """Follow somebody as a resident."""

    name: ClassVar[str] = "follow_resident"
    resident: Id
    other: Id


class UnfollowResident(Command):
    """Follow somebody no more, as a resident."""

    name: ClassVar[str] = "unfollow_resident"
    resident: Id
    other: Id


class ModeratePiece(Command):
    """Decide about a piece: approve it, hide it, or delete it from the board. The log keeps it."""

    name: ClassVar[str] = "moderate_piece"
    piece: Number
    decision: Moderation
    reason: Note = ""


class LockThread(Command):
    """Close a thread to replies, or open it to them again."""

    name: ClassVar[str] = "lock_thread"
    thread: Number
    is_locked: bool = True


class FlagPiece(Command):
    """Put a piece before the moderators."""

    name: ClassVar[str] = "flag_piece"
    piece: Number
    reason: Annotated[Words, Field(max_length=200)]
