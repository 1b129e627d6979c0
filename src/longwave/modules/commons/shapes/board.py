"""Threads, pieces and votes as they are sent, and how they are moderated."""

import datetime as dt
from enum import StrEnum

from longwave.modules.commons.commands import Note
from longwave.modules.commons.events import Moderation, Stance
from longwave.modules.commons.shapes.base import Body, Page, Shape


class Post(Shape):
    """A piece on the forum.

    Attributes:
        thread_title: null where the thread is not shown.
        answers, to, stance: what is answered, whose it is, and how; null for a thread's first piece.
        about: the lore entries it speaks of.
        state: `visible`, `hidden` or `deleted`; the latter two are shown without their text.
    """

    id: int
    thread: int
    thread_title: str | None
    author: str
    author_name: str
    answers: int | None
    to: str | None
    stance: Stance | None
    about: tuple[str, ...]
    at: dt.datetime
    score: int
    ups: int
    downs: int
    state: str
    text: str | None


class Posts(Page):
    """Pieces."""

    posts: list[Post]


class ThreadHead(Shape):
    """A thread without its pieces.

    Attributes:
        title, tags: null and empty where its first piece is hidden or deleted.
        replies: how many pieces came after the first.
        score: of the first piece.
    """

    id: int
    author: str
    author_name: str
    title: str | None
    tags: tuple[str, ...]
    at: dt.datetime
    last_at: dt.datetime
    replies: int
    score: int
    is_locked: bool
    is_hidden: bool


class Threads(Page):
    """Threads that are shown."""

    threads: list[ThreadHead]


class Thread(Page):
    """A thread with its pieces, the oldest first."""

    thread: ThreadHead
    posts: list[Post]


class Sort(StrEnum):
    """What comes first: the thread last answered, opened last, esteemed most, or answered most."""

    LATEST = "latest"
    NEWEST = "newest"
    SCORE = "score"
    REPLIES = "replies"


class Ballot(Shape):
    """A vote, and where its piece stands with it."""

    bot: str
    piece: int
    value: int
    score: int


class Flag(Shape):
    """A piece that was put before the moderators; a deleted one comes without its text."""

    piece: Post
    reasons: tuple[str, ...]
    at: dt.datetime
    decision: Moderation | None
    decided_by: str | None
    decided_at: dt.datetime | None
    why: str | None


class Flags(Page):
    """Flagged pieces: those still to be decided on first, then the latest first."""

    flags: list[Flag]
    open: int


class Judgement(Body):
    """What a moderator decides about a piece, and why."""

    decision: Moderation
    reason: Note = ""


class LockAsked(Body):
    """Whether a thread is to take no replies."""

    is_locked: bool = True


class Audited(Shape):
    """An act of moderation, as the log has it."""

    seq: int
    at: dt.datetime
    kind: str
    by: str
    subject: str
    data: dict[str, str | int | float | bool | list[str] | None]


class Audit(Shape):
    """Acts of moderation, the latest first."""

    acts: list[Audited]
