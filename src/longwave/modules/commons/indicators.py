"""Health of the society over a span of world time: what is counted for it, and the formulas.

There are two ways to the counts that share nothing but the decisions of this file: `recount` folds the log, `measures`
asks the tables. They must come to the same.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from longwave.modules.commons.events import Action
from longwave.world.index import tokens
from longwave.world.memory.retrieval import terms

DIGITS = 6
# How many content words a reply must take up from what it answers, where it is not about the same.
TAKEN_UP = 3
# How old a piece may be for an answer to it to be judged: a recount keeps the texts of so many days in memory.
JUDGED_DAYS = 30
Pair = tuple[str, str]
Week = tuple[int, int]
"""Year and week, as ISO 8601 counts them, in UTC."""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What indicators are made of, over a span.

    Attributes:
        residents: who had joined by its end.
        pieces: how many each wrote.
        spoken_in: how many threads were opened or answered in.
        judged, taking_up, answering: replies to what is not too old, those of them that take its words up, and those
            that answer it by their content, which they also do by naming the same.
        weeks: of each resident's week, how many pieces there are and how many of them are near-duplicates.
        pairs: who answered whom, themselves left out.
        topics: how many pieces are about what, by the first lore entry; pieces about nothing are left out.
        reputations: everybody's at their last heartbeat before the end.
        relationships, turned: those there were by the end, and those of which the sentiment changed its sign.
        deeds: what each did with their heartbeats; what was looked up counts beside what came of it.
    """

    residents: Collection[str]
    pieces: Mapping[str, int]
    threads: int
    replies: int
    spoken_in: int
    judged: int
    taking_up: int
    answering: int
    weeks: Mapping[tuple[str, Week], tuple[int, int]]
    pairs: Collection[Pair]
    topics: Mapping[str, int]
    reputations: Mapping[str, int]
    relationships: int
    turned: int
    deeds: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, kw_only=True)
class Indicators:
    """How a society fares, over a span; None is "no data". Whatever was moderated away counts like the rest.

    Attributes:
        residents, threads, replies: who had joined by the end; what was written.
        participation: share of the residents that did anything but nothing with a heartbeat.
        answering: share of the replies that answer by content: their text names a lore entry that the answered text
            names too, or the name of its writer and `TAKEN_UP` of its content words. Replies to pieces older than
            `JUDGED_DAYS` are not judged.
        taking_up: share of them that do the latter.
        gini: of pieces per resident, sum((2i - n - 1) x_i) / (n sum(x_i)) with x ascending: 0 where all write as much,
            (n - 1) / n where one writes all (Gini 1912, in the form of Damgaard and Weiner 2000).
        density: directed pairs of which one answered the other, of n (n - 1) (Wasserman and Faust 1994, section 4.3).
        reciprocity: share of those pairs whose other half is there too (Newman 2010, "Networks", section 7.10).
        topic_entropy: Shannon's H = -sum(p ln p) over topics, of ln(k) for k topics (Pielou's evenness 1966); the topic
            of a piece is the first lore entry that it is about.
        near_duplicates: share of the pieces of which the same resident wrote a near-duplicate earlier in the same week:
            one with a Jaccard index over five-word runs above `likeness.NEAR_DUPLICATE`, found by bands of MinHash
            (Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", section 3.4).
        worst_week: the same share, of the resident and the week where it is largest.
        reputation_entropy: Shannon's H over the residents' shares of all reputation above zero at their last
            heartbeats, of ln(n) for n residents.
        opinion_churn: share of the relationships whose sentiment changed its sign; on the way through zero, too.
        replies_per_thread: replies of the span, of the threads that were opened or answered in it.
        deeds: how often what was done with a heartbeat, nothing included.
        deeds_of: the same of each resident.
    """

    residents: int
    threads: int
    replies: int
    participation: float | None
    answering: float | None
    taking_up: float | None
    gini: float | None
    density: float | None
    reciprocity: float | None
    topic_entropy: float | None
    near_duplicates: float | None
    worst_week: float | None
    reputation_entropy: float | None
    opinion_churn: float | None
    replies_per_thread: float | None
    deeds: Mapping[str, int]
    deeds_of: Mapping[str, Mapping[str, int]]


def indicators(counts: Counts) -> Indicators:
    """Return the indicators that follow from counts."""
    residents = sorted(counts.residents)
    doing = sum(any(action != Action.DO_NOTHING for action in counts.deeds.get(name, ())) for name in residents)
    deeds: Counter[str] = Counter()
    for of_one in counts.deeds.values():
        deeds.update(of_one)
    pairs = frozenset(counts.pairs)
    return Indicators(
        residents=len(residents),
        threads=counts.threads,
        replies=counts.replies,
        participation=share(doing, len(residents)),
        answering=share(counts.answering, counts.judged),
        taking_up=share(counts.taking_up, counts.judged),
        gini=gini([counts.pieces.get(name, 0) for name in residents]),
        density=share(len(pairs), len(residents) * (len(residents) - 1)),
        reciprocity=share(sum((other, one) in pairs for one, other in pairs), len(pairs)),
        topic_entropy=evenness(counts.topics.values(), len(counts.topics)),
        near_duplicates=share(
            sum(alike for _, alike in counts.weeks.values()), sum(written for written, _ in counts.weeks.values())
        ),
        worst_week=max((share(alike, written) or 0.0 for written, alike in counts.weeks.values()), default=None),
        reputation_entropy=None
        if len(residents) == 1
        else evenness([counts.reputations.get(name, 0) for name in residents], len(residents)),
        opinion_churn=share(counts.turned, counts.relationships),
        replies_per_thread=share(counts.replies, counts.spoken_in),
        deeds=dict(sorted(deeds.items())),
        deeds_of={name: dict(sorted(of_one.items())) for name, of_one in sorted(counts.deeds.items())},
    )


def share(part: int, whole: int) -> float | None:
    """Return a part of a whole; None where there is no whole."""
    return round(part / whole, DIGITS) if whole else None


def gini(values: Sequence[int]) -> float | None:
    """Return how unequal some values are; None where they are all nothing."""
    count, total = len(values), sum(values)
    ranked = sum((2 * place - count - 1) * value for place, value in enumerate(sorted(values), start=1))
    return share(ranked, count * total)


def evenness(values: Iterable[int], kinds: int) -> float | None:
    """Return Shannon's entropy of the values above zero, of the most that so many kinds can have.

    One kind alone has none; no value above zero is no data.
    """
    present = [value for value in values if value > 0]
    total = sum(present)
    if not total:
        return None
    entropy = math.fsum(value / total * math.log(total / value) for value in present)
    return round(entropy / math.log(kinds), DIGITS) if kinds > 1 else 0.0


def takes_up(reply: str, answered: str, name: str) -> bool:
    """Tell whether a reply names whom it answers, by the first name at least, and takes their words up."""
    called = tokens(name)
    if not called or called[0] not in tokens(reply):
        return False
    return len((set(terms(reply)) & set(terms(answered))) - set(terms(name))) >= TAKEN_UP
