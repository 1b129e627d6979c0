"""The symposium's decisions: when it meets, what it asks, and what it costs whom.

Every player who sits at the table when a question is called has pledged. Who votes has the pledge back, so they pay
nothing; who does not pays it, of what they hold most. The first miss in four weeks is let off, and so is whoever the
host has excused: such a miss neither counts nor ends a row of misses. What cannot be paid is owed, on top of the debt
before. Weeks are counted in days of the world's calendar: a meeting is seldom to the second, and clocks change.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from zoneinfo import ZoneInfo

from longwave.modules.academy import calendar
from longwave.modules.academy.economy.purse import drawn, fullest
from longwave.modules.academy.events import Move
from longwave.modules.academy.standing.rules import Standing, lose, repute
from longwave.modules.academy.symposium.events import Choice, Paid, PlayerReprimanded, TopicScore
from longwave.world.game import Numbers

MOST_TOPICS, MOST_OWN_TOPICS, TOPIC_DAYS = 12, 3, 28
NEWCOMER, RECENT, RECENT_DAYS = 0.5, -0.75, 28
BASE_PLEDGE, MOST_FOR_MISSES, MOST_FOR_DEBT = 2, 5, 5
GRACE_DAYS = 28
MOST_DEBT, REPRIMAND_DAYS = 5, 7
REPRIMAND_INFLUENCE, REPRIMAND_REPUTATION = 2, -1


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A question on the list.

    Attributes:
        player: empty where an expedition raised it.
        at: since when it stands there.
    """

    id: int
    player: str
    title: str
    says: str
    at: dt.datetime
    expires: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Pledge:
    """What a player has to do with a symposium that closes.

    Attributes:
        choice: None where they have not voted.
        grace_on: the day on which they were last let off a miss.
        is_excused: whether the host has excused them.
    """

    player: str
    pledged: int
    choice: Choice | None = None
    grace_on: dt.date | None = None
    is_excused: bool = False


def next_meeting(after: dt.datetime, tz: ZoneInfo, numbers: Numbers) -> dt.datetime:
    """Return the first meeting after an instant, in UTC."""
    return calendar.next_at(after, tz, calendar.times([numbers.symposium_at]), numbers.symposium_weekday)


def is_within(days: int, since: dt.date | None, today: dt.date) -> bool:
    """Tell whether something happened less than so many days ago."""
    return since is not None and (today - since).days < days


def score(topic: Topic, at: dt.datetime, *, is_fresh_first: bool, is_new: bool, is_recent: bool) -> TopicScore:
    """Return what speaks for a topic.

    Args:
        is_new: whether no topic of its player was ever picked; a topic of nobody's is neither new nor recent.
        is_recent: whether one was, within four weeks.
    """
    age = min(1.0, max(0.0, (at - topic.at) / dt.timedelta(days=TOPIC_DAYS)))
    return TopicScore(
        topic=topic.id,
        age=round(1 - age if is_fresh_first else age, 6),
        newcomer=NEWCOMER if topic.player and is_new else 0,
        recent=RECENT if topic.player and is_recent else 0,
    )


def best(scores: Sequence[TopicScore]) -> int:
    """Return the topic that most speaks for; of equals, the one that has stood on the list longest."""
    return min(scores, key=lambda each: (-each.total, each.topic)).topic


def question(asked: Mapping[str, dt.datetime], questions: Sequence[str], stream: Random) -> str:
    """Return the question of the pack that was not asked for longest: the dice decide between those never asked.

    Args:
        asked: when each was last.
    """
    fresh = [each for each in questions if each not in asked]
    return stream.choice(fresh) if fresh else min(questions, key=lambda each: (asked[each], each))


def pledge(misses: int, debt: int) -> int:
    """Return what a player pledges: 2, one more for each miss in a row and each point of debt, up to 5 for each."""
    return BASE_PLEDGE + min(misses, MOST_FOR_MISSES) + min(debt, MOST_FOR_DEBT)


def outcome(votes: Mapping[Choice, int]) -> Choice | None:
    """Return the choice with most votes; None where nobody voted, or two were level."""
    most = max(votes.values(), default=0)
    leading = [choice for choice, count in votes.items() if count == most]
    return leading[0] if most and len(leading) == 1 else None


def settle(standing: Standing, each: Pledge, today: dt.date) -> tuple[Paid, tuple[Move, ...]]:
    """Return what a symposium costs a player."""
    voted = each.choice is not None
    took_grace = not voted and not each.is_excused and not is_within(GRACE_DAYS, each.grace_on, today)
    is_excused = not voted and (each.is_excused or took_grace)
    owes = 0 if voted or is_excused else each.pledged
    moves = lose(standing, drawn(standing.held, owes))
    paid = -sum(move.change for move in moves)
    settled = Paid(
        player=standing.id,
        voted=voted,
        pledged=each.pledged,
        paid=paid,
        debt=standing.debt + owes - paid,
        misses=0 if voted else standing.misses + (not is_excused),
        is_excused=is_excused,
        took_grace=took_grace,
    )
    return settled, moves


def is_called_in(debt: int, reprimanded_on: dt.date | None, today: dt.date) -> bool:
    """Tell whether a debt is called in: it is 6 or more, and was not called in for 7 days."""
    return debt > MOST_DEBT and not is_within(REPRIMAND_DAYS, reprimanded_on, today)


def reprimand(standing: Standing) -> PlayerReprimanded:
    """Return what calling a debt in costs: 2 influence of what they hold most, or 1 reputation. It stays owed."""
    faction = fullest(standing.held)
    if standing.held.get(faction, 0) < REPRIMAND_INFLUENCE:
        reputes = repute(standing, REPRIMAND_REPUTATION)
        return PlayerReprimanded(player=standing.id, debt=standing.debt, reputes=reputes)
    moves = lose(standing, {faction: REPRIMAND_INFLUENCE})
    return PlayerReprimanded(player=standing.id, debt=standing.debt, faction=faction, moves=moves)
