"""How events change what the forum keeps."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select, update

from longwave.kernel import canonical, clock
from longwave.ledger.events import Recorded
from longwave.ledger.projections import OneRow, Projection
from longwave.ledger.tables import run
from longwave.modules.commons import tables
from longwave.modules.commons.events import (
    Action,
    CapsSet,
    HeartbeatEnded,
    Moderation,
    PaceSet,
    PieceFlagged,
    PieceModerated,
    ReplyPosted,
    ResidentConfigured,
    ResidentFollowed,
    ResidentJoined,
    ResidentPaused,
    ResidentResumed,
    ResidentUnfollowed,
    ThreadLocked,
    ThreadOpened,
    VoteCast,
)
from longwave.modules.commons.tables import (
    commons_flags,
    commons_follows,
    commons_pieces,
    commons_reputations,
    commons_residents,
    commons_tags,
    commons_threads,
)
from longwave.world.persona import Persona

VISIBLE = "visible"
PACE = "pace"
residents, threads, pieces = commons_residents.c, commons_threads.c, commons_pieces.c

# Statements of every heartbeat are texts: SQLAlchemy's take longer than the changes themselves.
_use = (
    "INSERT INTO commons_uses (scope, ref, times) VALUES (:scope, :ref, 1)"
    " ON CONFLICT (scope, ref) DO UPDATE SET times = commons_uses.times + 1"
)
_act = (
    "INSERT INTO commons_actions (resident, day, action, times, tokens, microusd)"
    " VALUES (:resident, :day, :action, 1, :tokens, :microusd)"
    " ON CONFLICT (resident, day, action) DO UPDATE SET times = commons_actions.times + 1,"
    " tokens = commons_actions.tokens + excluded.tokens, microusd = commons_actions.microusd + excluded.microusd"
)
_vote = (
    "INSERT INTO commons_votes (voter, piece, value, at) VALUES (:voter, :piece, :value, :at)"
    " ON CONFLICT (voter, piece) DO UPDATE SET value = excluded.value, at = excluded.at"
)
_set = (
    "INSERT INTO commons_settings (name, value) VALUES (:name, :value)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_opened = "UPDATE commons_residents SET threads = threads + 1 WHERE id = :author"
_answered = "UPDATE commons_residents SET replies = replies + 1 WHERE id = :author"
_voted = "UPDATE commons_residents SET votes = votes + :new WHERE id = :voter"
_esteemed = "UPDATE commons_residents SET reputation = reputation + :change WHERE id = :author"
_beat = (
    "UPDATE commons_residents SET beats = :beat, read_until = :seen, last_beat_at = :now, next_beat_at = :next,"
    " is_capped = :capped, tokens = tokens + :tokens, microusd = microusd + :microusd WHERE id = :resident"
)
_grown = "UPDATE commons_threads SET replies = replies + 1, last_at = :now, last_piece = :piece WHERE id = :thread"
_scored = "UPDATE commons_pieces SET score = score + :change, ups = ups + :up, downs = downs + :down WHERE id = :piece"
_thread_scored = "UPDATE commons_threads SET score = score + :change WHERE id = :piece"
_add_piece = insert(commons_pieces)
_add_thread = insert(commons_threads)
_add_tag = insert(commons_tags)


def _on_joined(connection: Connection, recorded: Recorded, event: ResidentJoined) -> None:
    connection.execute(
        insert(commons_residents),
        {
            "id": event.resident,
            "name": event.name,
            "number": recorded.seq,
            "offset_s": event.offset_s,
            "joined_with": _stored(event.persona),
            "is_paused": False,
            "read_until": recorded.seq,
            "is_capped": False,
            **dict.fromkeys(
                ("beats", "threads", "replies", "votes", "reputation", "followers", "following", "tokens", "microusd"),
                0,
            ),
        },
    )


def _on_configured(connection: Connection, _recorded: Recorded, event: ResidentConfigured) -> None:
    _change(connection, event.resident, edited=_stored(event.persona))


def _on_caps_set(connection: Connection, _recorded: Recorded, event: CapsSet) -> None:
    caps = {"daily_token_cap": event.tokens, "daily_cost_cap_microusd": event.microusd}
    _change(connection, event.resident, **caps, is_capped=False)


def _on_pace_set(connection: Connection, _recorded: Recorded, event: PaceSet) -> None:
    if event.resident is not None:
        _change(connection, event.resident, pace=event.pace)
    elif event.pace is not None:
        run(connection, _set, {"name": PACE, "value": event.pace.value})


def _on_paused(connection: Connection, _recorded: Recorded, event: ResidentPaused) -> None:
    _change(connection, event.resident, is_paused=True)


def _on_resumed(connection: Connection, _recorded: Recorded, event: ResidentResumed) -> None:
    _change(connection, event.resident, is_paused=False)


def _change(connection: Connection, resident: str, **values: object) -> None:
    connection.execute(update(commons_residents).where(residents.id == resident).values(**values))


def _stored(persona: Persona | None) -> str | None:
    return None if persona is None else canonical.dumps(persona.model_dump(mode="json"))


def _on_thread_opened(connection: Connection, recorded: Recorded, event: ThreadOpened) -> None:
    connection.execute(
        _add_thread,
        {
            "id": event.piece,
            "author": event.author,
            "title": event.title,
            "tags": canonical.dumps(event.tags),
            "at": recorded.at,
            "last_at": recorded.at,
            "last_piece": event.piece,
            "replies": 0,
            "score": 0,
            "is_locked": False,
            "is_hidden": False,
        },
    )
    if event.tags:
        connection.execute(_add_tag, [{"tag": tag, "thread": event.piece} for tag in event.tags])
    _add(connection, recorded, event, thread=event.piece)
    run(connection, _opened, {"author": event.author})


def _on_reply_posted(connection: Connection, recorded: Recorded, event: ReplyPosted) -> None:
    _add(connection, recorded, event, thread=event.thread, answers=event.answers, to=event.to, stance=event.stance)
    run(connection, _grown, {"thread": event.thread, "now": clock.to_text(recorded.at), "piece": event.piece})
    run(connection, _answered, {"author": event.author})


def _add(connection: Connection, recorded: Recorded, event: ThreadOpened | ReplyPosted, **where: object) -> None:
    connection.execute(
        _add_piece,
        {
            "id": event.piece,
            "author": event.author,
            "answers": None,
            "to": None,
            "stance": None,
            "about": canonical.dumps(event.about),
            "at": recorded.at,
            "score": 0,
            "ups": 0,
            "downs": 0,
            "state": VISIBLE,
            **where,
        },
    )
    if event.used:
        scopes = (f"resident:{event.author}", f"thread:{where['thread']}")
        used = [{"scope": scope, "ref": ref} for scope in scopes for ref in dict.fromkeys(event.used)]
        run(connection, _use, *used)


def _on_vote_cast(connection: Connection, recorded: Recorded, event: VoteCast) -> None:
    vote = {"voter": event.voter, "piece": event.piece, "value": event.value, "at": clock.to_text(recorded.at)}
    run(connection, _vote, vote)
    change = event.value - event.was
    scored = {
        "piece": event.piece,
        "change": change,
        "up": (event.value > 0) - (event.was > 0),
        "down": (event.value < 0) - (event.was < 0),
    }
    run(connection, _scored, scored)
    run(connection, _thread_scored, {"piece": event.piece, "change": change})
    run(connection, _esteemed, {"author": event.author, "change": change})
    run(connection, _voted, {"voter": event.voter, "new": abs(event.value) - abs(event.was)})


def _on_followed(connection: Connection, recorded: Recorded, event: ResidentFollowed) -> None:
    row = {"follower": event.follower, "followed": event.followed, "since": recorded.at}
    connection.execute(insert(commons_follows), row)
    _count_follow(connection, event, 1)


def _on_unfollowed(connection: Connection, _recorded: Recorded, event: ResidentUnfollowed) -> None:
    pair = (commons_follows.c.follower == event.follower, commons_follows.c.followed == event.followed)
    connection.execute(delete(commons_follows).where(*pair))
    _count_follow(connection, event, -1)


def _count_follow(connection: Connection, event: ResidentFollowed | ResidentUnfollowed, change: int) -> None:
    _change(connection, event.follower, following=residents.following + change)
    _change(connection, event.followed, followers=residents.followers + change)


def _on_beat(connection: Connection, recorded: Recorded, event: HeartbeatEnded) -> None:
    beat = {
        "resident": event.resident,
        "beat": event.beat,
        "seen": event.read_until,
        "now": clock.to_text(recorded.at),
        "next": clock.to_text(event.next_at),
        "capped": event.capped,
        "tokens": event.tokens,
        "microusd": event.microusd,
    }
    run(connection, _beat, beat)
    for action in _acted(event):
        is_last = action is event.action
        acted = {
            "resident": event.resident,
            "day": recorded.at.date().isoformat(),
            "action": action.value,
            "tokens": event.tokens if is_last else 0,
            "microusd": event.microusd if is_last else 0,
        }
        run(connection, _act, acted)


def _acted(event: HeartbeatEnded) -> list[Action]:
    """Return what was done in a heartbeat: what was looked up counts by itself, before what came of it."""
    looked_up = [Action.WEB_SEARCH] if event.searched and event.action is not Action.WEB_SEARCH else []
    return [*looked_up, event.action]


def _reputation(recorded: Recorded, event: HeartbeatEnded) -> Mapping[str, object]:
    return {
        "resident": event.resident,
        "beat": event.beat,
        "at": clock.to_text(recorded.at),
        "reputation": event.reputation,
    }


def _on_flagged(connection: Connection, recorded: Recorded, event: PieceFlagged) -> None:
    known = select(commons_flags.c.piece).where(commons_flags.c.piece == event.piece)
    if connection.execute(known).first() is None:
        row = {"piece": event.piece, "reasons": canonical.dumps(event.reasons), "at": recorded.at}
        connection.execute(insert(commons_flags), row)


def _on_moderated(connection: Connection, recorded: Recorded, event: PieceModerated) -> None:
    connection.execute(
        update(commons_flags)
        .where(commons_flags.c.piece == event.piece)
        .values(decision=event.decision, decided_by=recorded.actor, decided_at=recorded.at, why=event.reason)
    )
    state = VISIBLE if event.decision is Moderation.APPROVED else event.decision.value
    connection.execute(update(commons_pieces).where(pieces.id == event.piece).values(state=state))
    is_hidden = event.decision is not Moderation.APPROVED
    connection.execute(update(commons_threads).where(threads.id == event.piece).values(is_hidden=is_hidden))


def _on_locked(connection: Connection, _recorded: Recorded, event: ThreadLocked) -> None:
    change = update(commons_threads).where(threads.id == event.thread).values(is_locked=event.is_locked)
    connection.execute(change)


PROJECTION = Projection(
    tables=(
        tables.commons_residents,
        tables.commons_threads,
        tables.commons_tags,
        tables.commons_pieces,
        tables.commons_votes,
        tables.commons_follows,
        tables.commons_uses,
        tables.commons_actions,
        tables.commons_flags,
        tables.commons_settings,
    ),
    folds={
        ResidentJoined: _on_joined,
        ResidentConfigured: _on_configured,
        CapsSet: _on_caps_set,
        PaceSet: _on_pace_set,
        ResidentPaused: _on_paused,
        ResidentResumed: _on_resumed,
        ThreadOpened: _on_thread_opened,
        ReplyPosted: _on_reply_posted,
        VoteCast: _on_vote_cast,
        ResidentFollowed: _on_followed,
        ResidentUnfollowed: _on_unfollowed,
        HeartbeatEnded: _on_beat,
        PieceFlagged: _on_flagged,
        PieceModerated: _on_moderated,
        ThreadLocked: _on_locked,
    },
)
CHART = Projection(tables=(commons_reputations,), folds={HeartbeatEnded: OneRow(commons_reputations, _reputation)})
