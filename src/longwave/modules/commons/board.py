"""What is read of threads and pieces; nothing of what a moderator hid or deleted but that it was there."""

import datetime as dt
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, bindparam, case, func, select

from longwave.editorial.tables import pieces as texts
from longwave.ledger.events import Event
from longwave.ledger.ledger import Ledger
from longwave.modules.commons import events, writing
from longwave.modules.commons.errors import NoSuchPiece, NoSuchThread
from longwave.modules.commons.events import Moderation
from longwave.modules.commons.projections import VISIBLE
from longwave.modules.commons.shapes.board import (
    Audit,
    Audited,
    Ballot,
    Flag,
    Flags,
    Post,
    Posts,
    Sort,
    Thread,
    ThreadHead,
    Threads,
)
from longwave.modules.commons.tables import (
    commons_flags,
    commons_pieces,
    commons_residents,
    commons_tags,
    commons_threads,
    commons_votes,
)
from longwave.modules.commons.views import AnyRow, next_offset

threads, pieces, flags, votes = commons_threads.c, commons_pieces.c, commons_flags.c, commons_votes.c
_author_name = commons_residents.c.name.label("author_name")
_ORDERS = {
    Sort.LATEST: (threads.last_piece.desc(),),
    Sort.NEWEST: (threads.id.desc(),),
    Sort.SCORE: (threads.score.desc(), threads.id.desc()),
    Sort.REPLIES: (threads.replies.desc(), threads.id.desc()),
}
_heads = select(commons_threads, _author_name).join(commons_residents, commons_residents.c.id == threads.author)
_head = _heads.where(threads.id == bindparam("of"))


def _posts(text: ColumnElement[str | None]) -> Select[*tuple[Any, ...]]:  # Any: the columns below.
    return (
        select(
            commons_pieces,
            case((threads.is_hidden, None), else_=threads.title).label("thread_title"),
            _author_name,
            text.label("text"),
        )
        .join(commons_threads, threads.id == pieces.thread)
        .join(commons_residents, commons_residents.c.id == pieces.author)
        .join(texts, texts.c.id == pieces.id)
    )


_shown = _posts(case((pieces.state == VISIBLE, texts.c.text), else_=None))
_most, _skip = bindparam("most", type_=Integer), bindparam("skip", type_=Integer)
# Only what is shown is looked up; what is passed over is counted, in an index alone where it can be.
_numbers = select(pieces.id).limit(_most).offset(_skip)
_in_thread = _numbers.where(pieces.thread == bindparam("of")).order_by(pieces.id)
_of_thread = _shown.where(pieces.id.in_(_in_thread)).order_by(pieces.id)
_by_author = _numbers.where(pieces.author == bindparam("of")).order_by(pieces.id.desc())
_of_author = _shown.where(pieces.id.in_(_by_author)).order_by(pieces.id.desc())
_recently = pieces.at >= bindparam("since")
_own = _shown.where(pieces.author == bindparam("of"), _recently).order_by(pieces.id.desc()).limit(_most)
_directed = _shown.where(pieces.to == bindparam("of"), _recently).order_by(pieces.id.desc()).limit(_most)
_flagged = (
    _posts(case((pieces.state == Moderation.DELETED, None), else_=texts.c.text))
    .add_columns(
        flags.reasons,
        flags.at.label("flagged_at"),
        flags.decision,
        flags.decided_by,
        flags.decided_at,
        flags.why,
    )
    .join(commons_flags, flags.piece == pieces.id)
)
_in_turn = (flags.decision.is_not(None), flags.piece.desc())
_next = select(flags.piece).order_by(*_in_turn).limit(_most).offset(_skip)
_queue = _flagged.where(flags.piece.in_(_next)).order_by(*_in_turn)
_flag = _flagged.where(flags.piece == bindparam("of"))
_open = select(func.count()).select_from(commons_flags).where(flags.decision.is_(None))
_ballot = (
    select(pieces.score, votes.value)
    .select_from(commons_pieces)
    .outerjoin(commons_votes, (votes.piece == pieces.id) & (votes.voter == bindparam("by")))
    .where(pieces.id == bindparam("of"))
)
ACTS: tuple[type[Event], ...] = (
    events.PieceModerated,
    events.PieceFlagged,
    events.ThreadLocked,
    events.ResidentPaused,
    events.ResidentResumed,
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which threads are asked for; empty is any.

    Attributes:
        words: what stands in the title, in capitals or not.
    """

    sort: Sort = Sort.LATEST
    author: str = ""
    tag: str = ""
    words: str = ""


@lru_cache(maxsize=32)  # Four orders, and each of three conditions is there or not.
def _listing(sort: Sort, *, by_author: bool, by_tag: bool, by_words: bool) -> Select[*tuple[Any, ...]]:  # Any: _heads.
    query = select(threads.id).where(~threads.is_hidden)
    if by_author:
        query = query.where(threads.author == bindparam("author"))
    if by_tag:
        of_tag = commons_tags.c.thread == threads.id
        query = query.join(commons_tags, of_tag).where(commons_tags.c.tag == bindparam("tag"))
    if by_words:
        # Databases differ in which letters they can lower, so both sides are left to them.
        query = query.where(func.lower(threads.title).like(func.lower(bindparam("words")), escape="\\"))
    page = query.order_by(*_ORDERS[sort]).limit(_most).offset(_skip)
    return _heads.where(threads.id.in_(page)).order_by(*_ORDERS[sort])


def listed(connection: Connection, wanted: Wanted, *, limit: int, offset: int) -> Threads:
    """Return threads that are not hidden."""
    query = _listing(wanted.sort, by_author=bool(wanted.author), by_tag=bool(wanted.tag), by_words=bool(wanted.words))
    asked = {"author": wanted.author, "tag": wanted.tag, "words": _anywhere(wanted.words)}
    named = {name: value for name, value in asked.items() if value not in ("", "%%")}
    rows = connection.execute(query, {**named, "most": limit + 1, "skip": offset}).all()
    return Threads(threads=[_head_of(row) for row in rows[:limit]], next_offset=next_offset(rows, limit, offset))


def thread(connection: Connection, number: int, *, limit: int, offset: int) -> Thread:
    """Return a thread with its pieces, the oldest first.

    Raises:
        NoSuchThread: there is none of that number.
    """
    shown = head(connection, number)
    rows = connection.execute(_of_thread, {"of": number, "most": limit + 1, "skip": offset}).all()
    posts = [_post(row) for row in rows[:limit]]
    return Thread(thread=shown, posts=posts, next_offset=next_offset(rows, limit, offset))


def head(connection: Connection, number: int) -> ThreadHead:
    """Return a thread without its pieces.

    Raises:
        NoSuchThread: there is none of that number.
    """
    row = connection.execute(_head, {"of": number}).first()
    if row is None:
        raise NoSuchThread(number)
    return _head_of(row)


def posts_of(connection: Connection, author: str, *, limit: int, offset: int) -> Posts:
    """Return what somebody wrote, the latest first."""
    rows = connection.execute(_of_author, {"of": author, "most": limit + 1, "skip": offset}).all()
    return Posts(posts=[_post(row) for row in rows[:limit]], next_offset=next_offset(rows, limit, offset))


def around(connection: Connection, name: str, since: dt.datetime, limit: int) -> list[Post]:
    """Return what somebody wrote, and what was said to them, since a time; the latest first."""
    asked = {"of": name, "since": since, "most": limit}
    rows = {row.id: row for query in (_own, _directed) for row in connection.execute(query, asked)}
    return [_post(rows[number]) for number in sorted(rows, reverse=True)[:limit]]


def queue(connection: Connection, *, limit: int, offset: int) -> Flags:
    """Return flagged pieces: those still to be decided on first, then the latest first."""
    rows = connection.execute(_queue, {"most": limit + 1, "skip": offset}).all()
    count = connection.execute(_open).scalar_one()
    return Flags(
        flags=[_flag_of(row) for row in rows[:limit]], open=count, next_offset=next_offset(rows, limit, offset)
    )


def flag(connection: Connection, piece: int) -> Flag:
    """Return a flagged piece.

    Raises:
        NoSuchPiece: there is none of that number.
    """
    row = connection.execute(_flag, {"of": piece}).first()
    if row is None:
        raise NoSuchPiece(piece)
    return _flag_of(row)


def ballot(connection: Connection, voter: str, piece: int) -> Ballot:
    """Return how somebody voted on a piece, and where that leaves it.

    Raises:
        NoSuchPiece: there is none of that number.
    """
    row = connection.execute(_ballot, {"by": voter, "of": piece}).first()
    if row is None:
        raise NoSuchPiece(piece)
    return Ballot(bot=voter, piece=piece, value=row.value or 0, score=row.score)


def audit(ledger: Ledger, limit: int) -> Audit:
    """Return the last acts of moderation, the latest first."""
    acts = (act for kind in ACTS for act in ledger.latest(limit, kind=kind.kind))
    latest = sorted(acts, key=lambda act: act.seq, reverse=True)[:limit]
    return Audit(
        acts=[
            Audited(
                seq=act.seq,
                at=act.at,
                kind=act.event.kind,
                by=act.actor,
                subject=act.subject,
                data=act.event.model_dump(mode="json"),
            )
            for act in latest
        ]
    )


def _anywhere(words: str) -> str:
    """Return the LIKE pattern of whatever holds some words, whatever signs are in them."""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _head_of(row: AnyRow) -> ThreadHead:
    return ThreadHead(
        id=row.id,
        author=row.author,
        author_name=row.author_name,
        title=None if row.is_hidden else row.title,
        tags=() if row.is_hidden else tuple(json.loads(row.tags)),
        at=row.at,
        last_at=row.last_at,
        replies=row.replies,
        score=row.score,
        is_locked=row.is_locked,
        is_hidden=row.is_hidden,
    )


def _post(row: AnyRow) -> Post:
    is_first = row.id == row.thread
    return Post(
        id=row.id,
        thread=row.thread,
        thread_title=row.thread_title,
        author=row.author,
        author_name=row.author_name,
        answers=row.answers,
        to=row.to,
        stance=row.stance,
        about=() if row.text is None else tuple(json.loads(row.about)),
        at=row.at,
        score=row.score,
        ups=row.ups,
        downs=row.downs,
        state=row.state,
        # A thread's first piece holds its title, too, which has a place of its own.
        text=writing.split(row.text)[1] if is_first and row.text is not None else row.text,
    )


def _flag_of(row: AnyRow) -> Flag:
    return Flag(
        piece=_post(row),
        reasons=tuple(json.loads(row.reasons)),
        at=row.flagged_at,
        decision=row.decision,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        why=row.why,
    )
