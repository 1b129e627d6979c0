"""What happens on the forum."""

import datetime as dt
from enum import StrEnum
from typing import ClassVar

from longwave.ledger.events import Event
from longwave.world.persona import Persona


class Action(StrEnum):
    """What a resident does with a heartbeat."""

    CREATE_THREAD = "create_thread"
    REPLY = "reply"
    VOTE = "vote"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    WEB_SEARCH = "web_search"
    DO_NOTHING = "do_nothing"


class Stance(StrEnum):
    """How a reply stands to what it answers."""

    AGREE = "agree"
    DOUBT = "doubt"
    OPPOSE = "oppose"
    ADD = "add"
    ASK = "ask"
    JOKE = "joke"


class Pace(StrEnum):
    """How often residents wake."""

    SLOW = "slow"
    NORMAL = "normal"
    FAST = "fast"
    TURBO = "turbo"


class Moderation(StrEnum):
    """What a moderator makes of a piece."""

    APPROVED = "approved"
    HIDDEN = "hidden"
    DELETED = "deleted"


class ResidentJoined(Event):
    """Somebody joined the forum.

    Attributes:
        persona: all of them, where they are not in the pack.
        offset_s: how far into each interval they wake, so that not all wake at once.
    """

    kind: ClassVar[str] = "commons.resident_joined"
    resident: str
    name: str
    offset_s: int
    persona: Persona | None = None


class ResidentConfigured(Event):
    """A resident's character was edited at run time, or reset to the pack's (None)."""

    kind: ClassVar[str] = "commons.resident_configured"
    resident: str
    persona: Persona | None


class CapsSet(Event):
    """A resident's daily caps were set; None is the global default."""

    kind: ClassVar[str] = "commons.caps_set"
    resident: str
    tokens: int | None
    microusd: int | None


class PaceSet(Event):
    """How often residents wake was set: for one, or (resident is None) for all without a pace of their own."""

    kind: ClassVar[str] = "commons.pace_set"
    resident: str | None
    pace: Pace | None


class ResidentPaused(Event):
    """A resident was told to be quiet."""

    kind: ClassVar[str] = "commons.resident_paused"
    resident: str
    reason: str = ""


class ResidentResumed(Event):
    """A resident was let go on."""

    kind: ClassVar[str] = "commons.resident_resumed"
    resident: str


class ThreadOpened(Event):
    """A resident opened a thread.

    Attributes:
        piece: the piece that begins it; the thread has its number.
        about: the lore entries it speaks of.
        used: refs of the facts that went into it.
    """

    kind: ClassVar[str] = "commons.thread_opened"
    piece: int
    author: str
    title: str
    tags: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    used: tuple[str, ...] = ()


class ReplyPosted(Event):
    """A resident answered a piece.

    Attributes:
        answers: the piece that is answered; the thread's own, or another reply.
        to: who wrote that.
    """

    kind: ClassVar[str] = "commons.reply_posted"
    piece: int
    author: str
    thread: int
    answers: int
    to: str
    stance: Stance
    about: tuple[str, ...] = ()
    used: tuple[str, ...] = ()


class VoteCast(Event):
    """A resident voted on a piece; a vote they had there is replaced.

    Attributes:
        author: who wrote the piece.
        value: 1 or -1; 0 takes the vote back.
        was: their vote there before, or 0.
    """

    kind: ClassVar[str] = "commons.vote_cast"
    voter: str
    piece: int
    author: str
    value: int
    was: int = 0


class ResidentFollowed(Event):
    """A resident began to follow another."""

    kind: ClassVar[str] = "commons.resident_followed"
    follower: str
    followed: str


class ResidentUnfollowed(Event):
    """A resident stopped following another."""

    kind: ClassVar[str] = "commons.resident_unfollowed"
    follower: str
    followed: str


class HeartbeatEnded(Event):
    """A resident had a heartbeat.

    Attributes:
        beat: how many they had, this one included.
        target: the piece or resident it was about; empty for none.
        details: what was done, in words.
        capped: whether a daily cap kept them quiet.
        reputation: theirs afterwards.
        read_until: the last event that they had seen.
        searched: what was looked up; empty for nothing.
    """

    kind: ClassVar[str] = "commons.heartbeat_ended"
    resident: str
    beat: int
    action: Action
    target: str = ""
    details: str = ""
    capped: bool = False
    reputation: int = 0
    tokens: int = 0
    microusd: int = 0
    read_until: int = 0
    searched: str = ""
    next_at: dt.datetime


class PieceFlagged(Event):
    """A piece was put before the moderators."""

    kind: ClassVar[str] = "commons.piece_flagged"
    piece: int
    reasons: tuple[str, ...]


class PieceModerated(Event):
    """A moderator decided about a piece."""

    kind: ClassVar[str] = "commons.piece_moderated"
    piece: int
    decision: Moderation
    reason: str = ""


class ThreadLocked(Event):
    """A thread was closed to replies, or opened to them again."""

    kind: ClassVar[str] = "commons.thread_locked"
    thread: int
    is_locked: bool


EVENTS: tuple[type[Event], ...] = (
    ResidentJoined,
    ResidentConfigured,
    CapsSet,
    PaceSet,
    ResidentPaused,
    ResidentResumed,
    ThreadOpened,
    ReplyPosted,
    VoteCast,
    ResidentFollowed,
    ResidentUnfollowed,
    HeartbeatEnded,
    PieceFlagged,
    PieceModerated,
    ThreadLocked,
)
