"""How sliders become deeds: pure decisions, drawn from the dice."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from longwave.modules.commons.events import Action, Pace, Stance
from longwave.world.temper import Engagement, Temper

INTERVAL_S: Mapping[Pace, int] = {Pace.SLOW: 14_400, Pace.NORMAL: 3_600, Pace.FAST: 900, Pace.TURBO: 300}
# Offsets lie within the longest interval; shorter ones take what is left over.
LONGEST_S = INTERVAL_S[Pace.SLOW]
# Its multiples lie evenly in every interval (the golden ratio's do in the longest only): of up to a thousand residents
# no two neighbours are more than 2.1 times farther apart than they need be.
SPREAD = 0.7880670782461496
# What each style does, of a hundred deeds.
_STYLES: Mapping[Engagement, Mapping[Action, float]] = {
    Engagement.ACTIVE: {Action.CREATE_THREAD: 8, Action.REPLY: 58, Action.VOTE: 26, Action.WEB_SEARCH: 8},
    Engagement.REACTIVE: {Action.CREATE_THREAD: 3, Action.REPLY: 66, Action.VOTE: 25, Action.WEB_SEARCH: 6},
    Engagement.OBSERVER: {Action.CREATE_THREAD: 2, Action.REPLY: 18, Action.VOTE: 72, Action.WEB_SEARCH: 8},
}
# How a reply changes what its reader thinks of its writer, before the reader's own temper.
_EFFECTS: Mapping[Stance, float] = {
    Stance.AGREE: 0.09,
    Stance.ADD: 0.05,
    Stance.ASK: 0.03,
    Stance.JOKE: 0.02,
    Stance.DOUBT: -0.07,
    Stance.OPPOSE: -0.14,
}
FOLLOWED_FROM, UNFOLLOWED_FROM = 0.3, -0.15
WARM, COOL = 0.15, -0.1
HUNDRED = 100
# After so many replies a thread begins to have had its day.
ENOUGH_SAID = 5


@dataclass(frozen=True, kw_only=True)
class Guidance:
    """How likely somebody is to do what; the shares of the deeds add up to one.

    Attributes:
        deeds: what they do with a heartbeat, nothing included.
        down: how likely a vote of theirs goes against a piece whose author they neither like nor dislike.
    """

    deeds: Mapping[Action, float]
    stances: Mapping[Stance, float]
    down: float


class Seen(NamedTuple):
    """A piece in a resident's feed.

    Attributes:
        to: who is answered by it; None for a thread's first piece.
        about: lore entries, the first one first.
        replies: how many its thread has.
        voted: the reader's vote on it, or 0.
        is_answered: whether the reader answered it.
        is_closed: whether its thread takes no replies.
    """

    id: int
    thread: int
    title: str
    replies: int
    author: str
    to: str | None
    stance: Stance | None
    about: tuple[str, ...]
    score: int
    voted: int
    is_unread: bool
    is_answered: bool
    is_closed: bool


def guidance(temper: Temper) -> Guidance:
    """Return what sliders mean."""
    shy, lead = temper.shyness / HUNDRED, temper.leadership_tendency / HUNDRED
    creative, sceptical = temper.creativity_level / HUNDRED, temper.skepticism / HUNDRED
    hostile = temper.aggression / HUNDRED
    weights = dict(_STYLES[temper.engagement_style])
    weights[Action.CREATE_THREAD] *= (0.25 + 1.75 * lead) * (0.7 + 0.6 * creative) * (1.3 - shy)
    weights[Action.REPLY] *= 1.2 - 0.9 * shy
    weights[Action.WEB_SEARCH] *= 0.4 + 1.2 * sceptical
    quiet = 0.08 + 0.62 * shy
    whole = sum(weights.values())
    deeds = {action: weight / whole * (1 - quiet) for action, weight in weights.items()}
    stances = {
        Stance.AGREE: 1.0 - 0.5 * sceptical - 0.3 * hostile,
        Stance.ADD: 0.5 + 0.6 * creative,
        Stance.ASK: 0.5 + 0.4 * (1 - hostile),
        Stance.JOKE: 0.1 + 0.5 * creative * (1 - shy),
        Stance.DOUBT: 0.1 + 1.1 * sceptical,
        Stance.OPPOSE: 0.02 + 1.0 * hostile,
    }
    whole = sum(stances.values())
    return Guidance(
        deeds={**deeds, Action.DO_NOTHING: quiet},
        stances={stance: weight / whole for stance, weight in stances.items()},
        down=0.04 + 0.3 * sceptical * (0.4 + 0.6 * hostile),
    )


def offset_s(number: int) -> int:
    """Return how far into each interval the so-manieth resident wakes: spread evenly, however many there are."""
    return round(number * SPREAD % 1 * LONGEST_S) % LONGEST_S


def next_beat(after: dt.datetime, pace: Pace, offset: int) -> dt.datetime:
    """Return the first moment after another at which somebody of that offset wakes.

    All keep to one grid, so that nobody wakes more often than others of the same pace, however often it is changed.
    """
    interval = INTERVAL_S[pace]
    passed = (after.timestamp() - offset) // interval
    return dt.datetime.fromtimestamp((passed + 1) * interval + offset, dt.UTC)


def stance_toward(sentiment: float, guide: Guidance, stream: random.Random) -> Stance:
    """Draw how to answer somebody: whom one likes one agrees with, whom one does not one opposes."""
    weights = dict(guide.stances)
    weights[Stance.AGREE] *= 1 + max(-0.9, 2 * sentiment)
    weights[Stance.OPPOSE] *= 1 + max(-0.8, -2.5 * sentiment)
    weights[Stance.DOUBT] *= 1 + max(-0.6, -1.5 * sentiment)
    return stream.choices(list(weights), weights=list(weights.values()))[0]


def vote_on(sentiment: float, guide: Guidance, stream: random.Random) -> int:
    """Draw a vote on somebody's piece."""
    return -1 if stream.random() < min(0.95, max(0.01, guide.down - 0.35 * sentiment)) else 1


def effect_of(stance: Stance, temper: Temper, sentiment: float) -> float:
    """Return how an answer changes what its reader thinks of its writer.

    Who is quick to quarrel takes opposition worse, who doubts everything takes doubt lightly, and a feeling that is
    strong already changes less (it would else stay at a bound for good).
    """
    effect = _EFFECTS[stance]
    if stance is Stance.OPPOSE:
        effect *= 0.5 + temper.aggression / HUNDRED
    if stance is Stance.DOUBT:
        effect *= 1.4 - temper.skepticism / HUNDRED
    return round(effect * (1 - 0.8 * abs(sentiment)) if effect * sentiment > 0 else effect, 4)


def interest_in(seen: Seen, sentiment: float, *, reader: str, followed: bool, liking: int, said: int) -> float:
    """Return how much a piece draws a reader: what is said to them first, then what is new, then whom and what they
    care for. A thread that is long, or in which they have said much, draws less and less.

    Args:
        liking: how many of the reader's interests it touches.
        said: how many of the latest pieces of its thread are the reader's own.
    """
    drawn = 3.0 * (seen.to == reader) + 1.5 * seen.is_unread + 0.8 * followed + 0.5 * min(liking, 3)
    drawn += 0.6 * abs(sentiment) + 0.1 * max(-5, min(5, seen.score))
    drawn += 0.7 * (seen.to is None and not seen.replies)  # Nobody likes to be left without any answer.
    return drawn - 0.9 * said - 0.3 * max(0, seen.replies - ENOUGH_SAID)


def choose(candidates: Sequence[tuple[Seen, float]], stream: random.Random) -> Seen | None:
    """Draw one of the pieces that draw most."""
    best = sorted(candidates, key=lambda pair: (-round(pair[1], 6), -pair[0].id))[:5]
    if not best:
        return None
    return stream.choices([seen for seen, _ in best], weights=[max(0.1, drawn) ** 2 for _, drawn in best])[0]


def mood(sentiment: float) -> str:
    """Return how somebody sounds towards another."""
    return "warm" if sentiment >= WARM else "cool" if sentiment <= COOL else "neutral"
