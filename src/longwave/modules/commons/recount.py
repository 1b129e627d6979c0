"""The recount: the society's indicators from the log alone, in one pass.

What is kept in memory meanwhile: everybody's standing and feelings, which are as many as residents and relationships;
the pieces of `JUDGED_DAYS`; and the bands of the pieces of two weeks.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from longwave.editorial import likeness
from longwave.editorial.events import PieceAccepted
from longwave.ledger.events import Event, Recorded
from longwave.modules.commons.events import Action, HeartbeatEnded, ReplyPosted, ResidentJoined, ThreadOpened, VoteCast
from longwave.modules.commons.indicators import JUDGED_DAYS, Counts, Indicators, Pair, Week, indicators, takes_up
from longwave.modules.commons.writing import CHANNEL
from longwave.world.memory import projections
from longwave.world.memory.events import RelationshipChanged

_JUDGED = dt.timedelta(days=JUDGED_DAYS)
_WEEKS_KEPT = 2


@dataclass(frozen=True, kw_only=True)
class _Piece:
    """A piece that may still be answered, or written again."""

    at: dt.datetime
    author: str
    tells: tuple[str, ...]
    text: str


@dataclass(kw_only=True)
class _Recount:
    """What was counted so far.

    Attributes:
        texts: of pieces of which no event has said yet where they stand; it follows at once.
        pieces: by their numbers, the oldest first.
        alike: by week, the pieces that share a bucket of a band, of one resident.
        signs: of each relationship, the last sentiment that was not zero: 1 or -1.
    """

    since: dt.date
    until: dt.date
    names: dict[str, str] = field(default_factory=dict)
    texts: dict[int, PieceAccepted] = field(default_factory=dict)
    pieces: dict[int, _Piece] = field(default_factory=dict)
    written: Counter[str] = field(default_factory=Counter)
    threads: int = 0
    replies: int = 0
    spoken_in: set[int] = field(default_factory=set)
    judged: int = 0
    taking_up: int = 0
    answering: int = 0
    alike: dict[Week, defaultdict[tuple[str, int], list[int]]] = field(default_factory=dict)
    weeks: dict[tuple[str, Week], tuple[int, int]] = field(default_factory=dict)
    pairs: set[Pair] = field(default_factory=set)
    topics: Counter[str] = field(default_factory=Counter)
    votes: Counter[str] = field(default_factory=Counter)
    reputations: dict[str, int] = field(default_factory=dict)
    sentiments: dict[Pair, float] = field(default_factory=dict)
    signs: dict[Pair, int] = field(default_factory=dict)
    turned: set[Pair] = field(default_factory=set)
    deeds: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def is_counted(self, recorded: Recorded) -> bool:
        """Whether an event lies in the span; those before it are known all the same."""
        return recorded.at.date() >= self.since

    def counts(self) -> Counts:
        """Return what was counted."""
        felt = [pair for pair in self.sentiments if pair[0] in self.names]
        return Counts(
            residents=self.names,
            pieces=self.written,
            threads=self.threads,
            replies=self.replies,
            spoken_in=len(self.spoken_in),
            judged=self.judged,
            taking_up=self.taking_up,
            answering=self.answering,
            weeks=self.weeks,
            pairs=self.pairs,
            topics=self.topics,
            reputations=self.reputations,
            relationships=len(felt),
            turned=len(self.turned.intersection(felt)),
            deeds=self.deeds,
        )


def recounted(events: Iterable[Recorded], since: dt.date = dt.date.min, until: dt.date = dt.date.max) -> Indicators:
    """Return a society's indicators over some days, from its log.

    Args:
        events: the log from its beginning: what was before the span is the ground it stands on.
        since: the first day, in UTC.
        until: the day after the last.
    """
    count = _Recount(since=since, until=until)
    for recorded in events:
        fold = _FOLDS.get(type(recorded.event))
        if fold is not None and recorded.at.date() < until:
            fold(count, recorded, recorded.event)
    return indicators(count.counts())


def _on_joined(count: _Recount, _recorded: Recorded, event: ResidentJoined) -> None:
    count.names[event.resident] = event.name


def _on_accepted(count: _Recount, recorded: Recorded, event: PieceAccepted) -> None:
    if event.channel == CHANNEL:
        count.texts[recorded.seq] = event


def _on_thread(count: _Recount, recorded: Recorded, event: ThreadOpened) -> None:
    if count.is_counted(recorded):
        count.threads += 1
        count.spoken_in.add(event.piece)
    _stand(count, recorded, event)


def _on_reply(count: _Recount, recorded: Recorded, event: ReplyPosted) -> None:
    _forget(count, recorded.at - _JUDGED)
    if count.is_counted(recorded):
        count.replies += 1
        count.spoken_in.add(event.thread)
        if event.to != event.author:
            count.pairs.add((event.author, event.to))
        _judge(count, event)
    _stand(count, recorded, event)


def _judge(count: _Recount, event: ReplyPosted) -> None:
    answered = count.pieces.get(event.answers)
    if answered is None:
        return
    said = count.texts[event.piece]
    taken_up = takes_up(said.text, answered.text, count.names.get(event.to, ""))
    count.judged += 1
    count.taking_up += taken_up
    count.answering += taken_up or not set(said.tells).isdisjoint(answered.tells)


def _forget(count: _Recount, before: dt.datetime) -> None:
    while count.pieces:
        oldest = next(iter(count.pieces))
        if count.pieces[oldest].at >= before:
            return
        del count.pieces[oldest]


def _stand(count: _Recount, recorded: Recorded, event: ThreadOpened | ReplyPosted) -> None:
    """Take a piece in that an event put somewhere on the forum."""
    said = count.texts.pop(event.piece)
    week: Week = recorded.at.isocalendar()[:2]
    is_alike = _is_alike(count, week, event, said.text)
    count.pieces[event.piece] = _Piece(at=recorded.at, author=event.author, tells=said.tells, text=said.text)
    if not count.is_counted(recorded):
        return
    count.written[event.author] += 1
    written, alike = count.weeks.get((event.author, week), (0, 0))
    count.weeks[event.author, week] = written + 1, alike + is_alike
    if event.about:
        count.topics[event.about[0]] += 1


def _is_alike(count: _Recount, week: Week, event: ThreadOpened | ReplyPosted, text: str) -> bool:
    """Tell whether a resident wrote a near-duplicate this week; and keep this text to compare with."""
    known = count.alike.setdefault(week, defaultdict(list))
    while len(count.alike) > _WEEKS_KEPT:
        del count.alike[min(count.alike)]
    buckets = [(event.author, bucket) for bucket in likeness.bands(text).tolist()]
    candidates = {piece for bucket in buckets for piece in known.get(bucket, ())}
    for bucket in buckets:
        known[bucket].append(event.piece)
    own = likeness.shingles(text)
    return any(
        likeness.jaccard(own, likeness.shingles(count.pieces[piece].text)) > likeness.NEAR_DUPLICATE
        for piece in candidates
    )


def _on_vote(count: _Recount, _recorded: Recorded, event: VoteCast) -> None:
    count.votes[event.author] += event.value - event.was


def _on_beat(count: _Recount, recorded: Recorded, event: HeartbeatEnded) -> None:
    # By the votes, not by what the event says: the tables have that.
    count.reputations[event.resident] = count.votes[event.resident]
    if not count.is_counted(recorded):
        return
    count.deeds[event.resident][event.action.value] += 1
    if event.searched and event.action is not Action.WEB_SEARCH:
        count.deeds[event.resident][Action.WEB_SEARCH.value] += 1


def _on_feeling(count: _Recount, recorded: Recorded, event: RelationshipChanged) -> None:
    pair = event.persona, event.other
    felt = max(-1.0, min(1.0, count.sentiments.get(pair, 0.0) + event.change))
    felt = count.sentiments[pair] = round(felt, projections.DIGITS)
    if not felt:
        return
    sign = 1 if felt > 0 else -1
    if count.signs.get(pair, sign) != sign and count.is_counted(recorded):
        count.turned.add(pair)
    count.signs[pair] = sign


# Any: each fold takes the one event type that it stands beside, which a mapping's type cannot say.
_FOLDS: Mapping[type[Event], Callable[[_Recount, Recorded, Any], None]] = {
    ResidentJoined: _on_joined,
    PieceAccepted: _on_accepted,
    ThreadOpened: _on_thread,
    ReplyPosted: _on_reply,
    VoteCast: _on_vote,
    HeartbeatEnded: _on_beat,
    RelationshipChanged: _on_feeling,
}
