"""Retrieval: what of a persona's memory a text brings to mind.

A memory's score is recency x importance x relevance, the three that Park et al. 2023, "Generative Agents: Interactive
Simulacra of Human Behavior", add up. Here they are multiplied, so that what is fresh and strong but beside the point
does not come up; recency is how far a memory has faded by its own half-life, not the hours since it was last looked at,
and has a floor, so that what is old and to the point still comes up; and relevance is of words, not of embeddings,
which are another adapter of the same port.
"""

import datetime as dt
import json
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, Row, bindparam, func, select

from longwave.world.index import tokens
from longwave.world.memory.events import MemoryKind
from longwave.world.memory.tables import memories, memory_terms, summaries

CANDIDATES, POSTINGS = 60, 1000
RECENCY_FLOOR, COLD_IMPORTANCE, ABOUT_BONUS = 0.25, 0.5, 0.25
# What shares half of a cue's words is an eighth as relevant, or yesterday's small talk would hide last month's answer.
FOCUS = 3
# As if everybody remembered this many sentences: counting them would cost more than the difference is worth.
SENTENCES = 1000
DAY = dt.timedelta(days=1)
DIGITS = 12
# Little words that say nothing of what a sentence is about; "no", "not" and "never" do.
STOP_WORDS = frozenset(
    "a about after again all also am an and any are as at be because been before being but by can could did do does "
    "down for from had has have he her here hers him his how i if in into is it its just may me more most much my of "
    "off on one or our out over s she should so some such t than that the their them then there these they this those "
    "to too under up upon us very was we were what when where which while who whom whose why will with would you "
    "your".split()
)

# Statements of every retrieval are built once: building one costs more than running it.
_of_terms = (
    memory_terms.c.persona == bindparam("of"),
    memory_terms.c.term.in_(bindparam("wanted", expanding=True)),
)
_frequencies = select(memory_terms.c.term, func.count()).where(*_of_terms).group_by(memory_terms.c.term)
_postings = (
    select(memory_terms.c.owner, memory_terms.c.place, memory_terms.c.is_cold, memory_terms.c.term)
    .where(*_of_terms)
    .order_by(memory_terms.c.owner.desc(), memory_terms.c.place)
    .limit(POSTINGS)
)
_memories = select(
    memories.c.id,
    memories.c.says,
    memories.c.kind,
    memories.c.about,
    memories.c.strength,
    memories.c.half_life_days,
    memories.c.confidence,
    memories.c.at,
).where(memories.c.id.in_(bindparam("ids", expanding=True)))
_summaries = select(summaries.c.id, summaries.c.says, summaries.c.about, summaries.c.until).where(
    summaries.c.id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, kw_only=True)
class Cue:
    """What is to bring memories to mind.

    Attributes:
        query: a text, long or short; its words count.
        about: ids of what it is about; memories about the same are preferred, and found by it alone.
        at: when it is.
    """

    persona: str
    query: str
    about: Collection[str] = ()
    at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Recalled:
    """A sentence that came to mind.

    Attributes:
        memory: the id of the memory or, where `is_cold`, of the summary.
        kind: a summary does not say of what sort its sentences were.
        at: when it was last kept; of a summary, when its period ended.
    """

    memory: int
    says: str
    kind: MemoryKind | None
    about: tuple[str, ...]
    score: float
    is_cold: bool
    at: dt.datetime


class Retrieval(Protocol):
    """Brings to mind what a persona remembers."""

    def recall(self, connection: Connection, cue: Cue, *, limit: int, is_cold: bool | None = None) -> list[Recalled]:
        """Return the sentences that fit a cue best, best first, from the warm or the cold memory or from both."""


class _Sentence(NamedTuple):
    """A sentence of a memory (its only one) or of a summary."""

    owner: int
    place: int
    is_cold: bool


_Candidates = list[tuple[_Sentence, float]]
_Posting = Row[int, int, bool, str]


class TermRetrieval:
    """Finds memories by the words and ids they share with a cue.

    Reads at most `POSTINGS` entries of the inverted index and `CANDIDATES` memories, however much is remembered; where
    the cue's words have more entries, they are counted in the index itself, and the commonest words left out.
    """

    def recall(self, connection: Connection, cue: Cue, *, limit: int, is_cold: bool | None = None) -> list[Recalled]:
        candidates = _candidates(connection, cue, is_cold=is_cold)
        scored = [*_warm(connection, candidates, cue.at), *_cold(connection, candidates, limit)]
        ranked = sorted(scored, key=lambda one: (-one.score, -one.memory))
        # What was summarised and then kept again is in both memories.
        distinct: dict[str, Recalled] = {}
        for one in ranked:
            distinct.setdefault(one.says, one)
        return list(distinct.values())[:limit]


def terms(value: str) -> list[str]:
    """Return the words by which a text is found: without little words, and without the s of a plural."""
    return [_singular(token) for token in tokens(value) if token not in STOP_WORDS]


def marks(about: Iterable[str]) -> list[str]:
    """Return ids as terms, which no word can be."""
    return [f"@{thing}" for thing in about]


def named(about: Iterable[str], sentence: str) -> tuple[str, ...]:
    """Return the ids whose every word stands in a sentence: what one sentence of a summary is about."""
    words = set(tokens(sentence))
    return tuple(thing for thing in about if (own := tokens(thing)) and words.issuperset(own))


def faded(half_life_days: float, since: dt.datetime, at: dt.datetime) -> float:
    """Return what is left of 1 at a time after it was fresh."""
    return math.pow(0.5, max(0.0, (at - since) / DAY) / half_life_days)


def _singular(word: str) -> str:
    # The S-stemmer of Harman 1991, "How effective is suffixing?".
    if word.endswith("ies") and not word.endswith(("aies", "eies")):
        return f"{word[:-3]}y"
    if word.endswith("s") and not word.endswith(("aes", "ees", "oes", "ss", "us")):
        return word[:-1] or word
    return word


def _candidates(connection: Connection, cue: Cue, *, is_cold: bool | None) -> _Candidates:
    """Return the most relevant sentences, and how relevant they are."""
    words, ids = set(terms(cue.query)), set(marks(cue.about))
    postings = _read(connection, cue.persona, words | ids)
    if len(postings) < POSTINGS:
        counts = Counter(term for *_, term in postings)
    else:
        counts = _rarest(connection, cue.persona, words | ids)
        postings = _read(connection, cue.persona, counts)
    # The inverse document frequency of each term.
    weights = {term: math.log1p(SENTENCES / count) for term, count in counts.items()}
    found: defaultdict[_Sentence, list[str]] = defaultdict(list)
    for owner, place, cold, term in postings:
        if is_cold is None or cold == is_cold:
            found[_Sentence(owner, place, cold)].append(term)
    total = math.fsum(weights[term] for term in words & weights.keys()) or 1.0
    relevances = [(sentence, _relevance(shared, weights, total, len(ids))) for sentence, shared in found.items()]
    relevances.sort(key=lambda pair: (-pair[1], -pair[0].owner, pair[0].place))
    return relevances[:CANDIDATES]


def _read(connection: Connection, persona: str, wanted: Collection[str]) -> Sequence[_Posting]:
    """Return the latest sentences in which a persona remembers some terms."""
    return connection.execute(_postings, {"of": persona, "wanted": list(wanted)}).all() if wanted else ()


def _rarest(connection: Connection, persona: str, wanted: Collection[str]) -> Counter[str]:
    """Count the sentences of the rarest of some terms that a persona remembers: as many as can all be read."""
    counts = connection.execute(_frequencies, {"of": persona, "wanted": list(wanted)}).all()
    rarest = Counter[str]()
    for term, count in sorted(counts, key=lambda pair: (pair[1], pair[0])):
        if rarest and rarest.total() + count > POSTINGS:
            break
        rarest[term] = count
    return rarest


def _relevance(shared: Collection[str], weights: Mapping[str, float], total: float, ids: int) -> float:
    """Return the share of the cue's words that are shared, by weight, with a bonus for shared ids, and sharpened."""
    share = math.fsum(weights[term] for term in shared if not term.startswith("@")) / total
    bonus = ABOUT_BONUS * sum(term.startswith("@") for term in shared) / max(1, ids)
    return (share + bonus) ** FOCUS


def _warm(connection: Connection, candidates: _Candidates, at: dt.datetime) -> list[Recalled]:
    relevances = {sentence.owner: relevance for sentence, relevance in candidates if not sentence.is_cold}
    found = connection.execute(_memories, {"ids": list(relevances)}).all() if relevances else ()
    return [
        Recalled(
            memory=memory,
            says=says,
            kind=MemoryKind(kind),
            about=tuple(json.loads(about)),
            score=round(
                max(RECENCY_FLOOR, faded(half_life_days, kept_at, at)) * (strength * confidence) * relevances[memory],
                DIGITS,
            ),
            is_cold=False,
            at=kept_at,
        )
        for memory, says, kind, about, strength, half_life_days, confidence, kept_at in found
    ]


def _cold(connection: Connection, candidates: _Candidates, limit: int) -> list[Recalled]:
    """Return the most relevant sentences of summaries; what is cold has nothing else to be ranked by."""
    ids = {sentence.owner for sentence, _ in candidates if sentence.is_cold}
    found = connection.execute(_summaries, {"ids": list(ids)}) if ids else ()
    kept = {row.id: (json.loads(row.says), row.about, row.until) for row in found}
    distinct: dict[str, Recalled] = {}
    for (owner, place, is_cold), relevance in candidates:
        if not is_cold or kept[owner][0][place] in distinct:
            continue
        says, about, until = kept[owner]
        distinct[says[place]] = Recalled(
            memory=owner,
            says=says[place],
            kind=None,
            about=named(json.loads(about), says[place]),
            score=round(RECENCY_FLOOR * COLD_IMPORTANCE * relevance, DIGITS),
            is_cold=True,
            at=until,
        )
        if len(distinct) == limit:
            break
    return list(distinct.values())
