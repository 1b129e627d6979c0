"""What a resident has before them on waking, and what they are inclined to do about it."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from longwave.editorial.knower import Knower
from longwave.modules.commons import rules
from longwave.modules.commons.events import Action, Stance
from longwave.modules.commons.feed import Feed
from longwave.modules.commons.residents import Resident
from longwave.modules.commons.rules import Guidance, Seen
from longwave.narrator.assignment import Telling
from longwave.press.newsroom import Headline
from longwave.world.memory.retrieval import Recalled

AIR_SHARE, TALK_SHARE = 0.4, 0.3
# How many of the threads take up what the newspaper printed, where there is anything.
PRESS_SHARE = 0.25


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Something that was told on air a little while ago."""

    presenter: str
    about: tuple[str, ...]


Listen = Callable[[], Sequence[Heard]]
Read = Callable[[], Sequence[Headline]]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a resident does with a heartbeat.

    Attributes:
        piece: what is answered or voted on.
        other: whom they follow, or follow no more.
        value: of a vote.
        subject: the lore entry that is written about, or looked up.
        prompted: what a thread comes from: `air`, `talk`, `press` or `lore`.
        by: the presenter or resident it was heard from.
        news: what was printed that it comes from.
        text: what a model wrote; empty where the offline narrator is to write it.
    """

    action: Action
    piece: Seen | None = None
    other: str = ""
    value: int = 0
    stance: Stance | None = None
    subject: str = ""
    prompted: str = "lore"
    by: str = ""
    news: Headline | None = None
    text: str = ""
    why: str = ""


NOTHING = Decision(action=Action.DO_NOTHING)


@dataclass(frozen=True, kw_only=True)
class View:
    """A resident's view of the forum.

    Attributes:
        head: the last event there was.
    """

    resident: Resident
    knower: Knower
    feed: Feed
    at: dt.datetime
    head: int

    def feels(self, other: str) -> float:
        """How the resident feels about somebody."""
        return self.feed.sentiments.get(other, 0.0)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What a heartbeat is performed on.

    Attributes:
        inclination: what the resident would do by their own temper.
        facts: what they may state doing it.
        recalled: what comes to mind, warm and cold.
        avoid: how the latest pieces on the board began.
        drawn: the feed by how much it draws the resident; empty for one who goes by their temper.
        texts: what the first of them say.
        own: how the resident's last pieces began.
        on_air: what was told on air a little before.
    """

    view: View
    inclination: Decision
    facts: tuple[Telling, ...] = ()
    recalled: tuple[Recalled, ...] = ()
    avoid: tuple[str, ...] = ()
    drawn: tuple[Seen, ...] = ()
    texts: Mapping[int, str] = field(default_factory=dict)
    own: tuple[str, ...] = ()
    on_air: Sequence[Heard] = ()

    @property
    def names(self) -> Mapping[str, str]:
        """The names of everybody in the feed."""
        return self.view.feed.names


def incline(view: View, stream: random.Random, listen: Listen, read: Read = tuple) -> Decision:
    """Draw what a resident does: by their sliders, of what can be done.

    Args:
        listen: returns what was told on air a little before; asked of one who opens a thread.
        read: returns what was printed that people argue about; likewise.
    """
    guide = rules.guidance(view.resident.temper)
    if (changed := _change_of_heart(view, stream)) is not None:
        return changed
    wanted = stream.choices(list(guide.deeds), weights=list(guide.deeds.values()))[0]
    decision: Decision | None = None
    match wanted:
        case Action.CREATE_THREAD:
            decision = _argument(view, stream, read()) or _thread(view, stream, listen)
        case Action.REPLY:  # A vote, where there is nothing to answer.
            decision = _reply(view, guide, stream) or _vote(view, guide, stream)
        case Action.VOTE:
            decision = _vote(view, guide, stream)
        case Action.WEB_SEARCH:
            decision = _search(view, guide, stream)
    return decision or NOTHING


def _change_of_heart(view: View, stream: random.Random) -> Decision | None:
    """Follow somebody who has become dear, or let somebody go who no longer is; not every such thought is a deed."""
    following = frozenset(view.feed.following)
    for other, sentiment in sorted(view.feed.sentiments.items(), key=lambda pair: (-abs(pair[1]), pair[0])):
        if sentiment >= rules.FOLLOWED_FROM and other not in following and stream.random() < sentiment:
            return Decision(action=Action.FOLLOW, other=other, why="they write what I would have written")
        if sentiment <= rules.UNFOLLOWED_FROM and other in following:
            return Decision(action=Action.UNFOLLOW, other=other, why="we no longer see eye to eye")
    return None


def _drawn(view: View, candidates: Sequence[Seen]) -> list[tuple[Seen, float]]:
    following, reader = frozenset(view.feed.following), view.resident
    said = Counter(seen.thread for seen in view.feed.seen if seen.author == reader.id)
    liked = frozenset(view.knower.of_topics(reader.temper.interests))
    return [
        (
            seen,
            rules.interest_in(
                seen,
                view.feels(seen.author),
                reader=reader.id,
                followed=seen.author in following,
                liking=len(liked.intersection(seen.about)),
                said=said[seen.thread],
            ),
        )
        for seen in candidates
    ]


def by_interest(view: View) -> tuple[Seen, ...]:
    """Return the feed by how much it draws the resident, their own pieces left out."""
    others = [seen for seen in view.feed.seen if seen.author != view.resident.id]
    return tuple(seen for seen, _ in sorted(_drawn(view, others), key=lambda pair: (-round(pair[1], 6), -pair[0].id)))


def subject_of(view: View, inclination: Decision, drawn: Sequence[Seen]) -> Decision:
    """Return something to write of, for one who may write although they do not feel like it."""
    if inclination.subject:
        return inclination
    about = next((entry for seen in drawn if (entry := _subject(view, seen))), "")
    return replace(inclination, subject=about or next(iter(view.knower.entries)))


def _reply(view: View, guide: Guidance, stream: random.Random) -> Decision | None:
    open_to = [
        seen
        for seen in view.feed.seen
        if seen.author != view.resident.id and not seen.is_answered and not seen.is_closed and _subject(view, seen)
    ]
    chosen = rules.choose(_drawn(view, open_to), stream)
    if chosen is None:
        return None
    stance = rules.stance_toward(view.feels(chosen.author), guide, stream)
    return Decision(action=Action.REPLY, piece=chosen, stance=stance, subject=_subject(view, chosen))


def _vote(view: View, guide: Guidance, stream: random.Random) -> Decision | None:
    unvoted = [seen for seen in view.feed.seen if seen.author != view.resident.id and not seen.voted]
    chosen = rules.choose(_drawn(view, unvoted), stream)
    if chosen is None:
        return None
    value = rules.vote_on(view.feels(chosen.author), guide, stream)
    return Decision(action=Action.VOTE, piece=chosen, value=value)


def _search(view: View, guide: Guidance, stream: random.Random) -> Decision | None:
    """Look up what somebody spoke of, to answer them with it."""
    reply = _reply(view, guide, stream)
    if reply is None:
        return None
    stance = reply.stance if reply.stance is not Stance.JOKE else Stance.ADD
    return Decision(action=Action.WEB_SEARCH, piece=reply.piece, stance=stance, subject=reply.subject)


def _argument(view: View, stream: random.Random, printed: Sequence[Headline]) -> Decision | None:
    """Take up something that was printed, now and then: what it touches of which the resident knows something."""
    known = [(headline, subjects) for headline in printed if (subjects := _subjects(view, headline))]
    if not known or stream.random() >= PRESS_SHARE:
        return None
    headline, subjects = stream.choice(known)
    subject = stream.choice(stream.choice(subjects))
    return Decision(action=Action.CREATE_THREAD, subject=subject, prompted="press", news=headline)


def _subjects(view: View, headline: Headline) -> list[Sequence[str]]:
    """Return the known lore entries of a headline's place, and those of its discipline; none where there is none."""
    places = [entry for entry in headline.about if entry in view.knower.entries]
    return [entries for entries in (places, view.knower.of_topics(headline.topics)) if entries]


def _thread(view: View, stream: random.Random, listen: Listen) -> Decision | None:
    creative = view.resident.temper.creativity_level / rules.HUNDRED
    on_air = [(heard.presenter, entry) for heard in listen() for entry in heard.about[:2]]
    talked = [(seen.author, entry) for seen in view.feed.seen for entry in _beside(view, seen)]
    draw = stream.random()
    if draw < AIR_SHARE and (known := [pair for pair in on_air if pair[1] in view.knower.entries]):
        by, subject = stream.choice(known)
        return Decision(action=Action.CREATE_THREAD, subject=subject, prompted="air", by=by)
    if draw < AIR_SHARE + TALK_SHARE * (1 - creative) and talked:
        by, subject = stream.choice(talked)
        return Decision(action=Action.CREATE_THREAD, subject=subject, prompted="talk", by=by)
    liked = view.knower.of_topics(view.resident.temper.interests) or tuple(view.knower.entries)
    subject = stream.choice(liked) if liked else ""
    return Decision(action=Action.CREATE_THREAD, subject=subject) if subject else None


def _subject(view: View, seen: Seen) -> str:
    """Return what a piece is about, of which the reader knows something; empty for nothing."""
    return next((entry for entry in seen.about if entry in view.knower.entries), "")


def _beside(view: View, seen: Seen) -> list[str]:
    """Return what lies beside the subject of somebody's piece."""
    if seen.author == view.resident.id:
        return []
    return [name for entry in seen.about[:1] for name in view.knower.linked.get(entry, ())][:3]
