"""What a presenter tells next: the least told first, the dice among equals, one thing leading to another."""

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from longwave.editorial.knower import TIER_WEIGHT, TellableFacts, fact_ref
from longwave.editorial.telling import as_said, telling
from longwave.modules.station.knowledge import Presenter
from longwave.narrator.assignment import Telling
from longwave.world.broadcast import Item, Letter, Record
from longwave.world.lore import LoreEntry

Thing = TypeVar("Thing", Item, Letter, Record)

# Entries that are told about as equals although one was told a little more often.
OPENING_CHOICE = 12


@dataclass(kw_only=True)
class Picker:
    """Picks for one day.

    Attributes:
        uses: how often each ref was told on air before; what is picked today is added.
        related: returns the ids of entries that belong to one, nearest first; it need not know who knows them.
    """

    knower: Presenter
    uses: Counter[str]
    related: Callable[[LoreEntry], Iterable[str]]
    dice: random.Random
    _today: set[str] = field(default_factory=set)
    _freshest: dict[int, "_Freshest"] = field(default_factory=dict)

    def item(self, form: str) -> Item | None:
        """Pick an item of news or gossip."""
        return self._least_told([item for item in self.knower.items if item.form == form], "item")

    def letter(self) -> Letter | None:
        """Pick a letter."""
        return self._least_told(self.knower.letters, "letter")

    def record(self) -> Record | None:
        """Pick a recording."""
        return self._least_told(self.knower.records, "record")

    def facts(self, seeds: Sequence[str], *, topics: Sequence[str], count: int, max_chars: int) -> tuple[Telling, ...]:
        """Pick facts of different entries: of the seeds first, then each of something that the last one leads to.

        Nothing is told again while something that fits was told less often, but for one fact about the seeds.
        """
        told: dict[str, Telling] = {}
        known = self._known(seeds)
        for entry, number in self._fresh(known, told, max_chars) or self._tellable(known, told, max_chars)[:1]:
            told[entry.id] = self._telling(entry, number)
        while len(told) < count:
            last = list(told) or known
            candidates = next(filter(None, self._candidates(last[-1:], topics, told, max_chars)), None)
            if candidates is None:
                break
            entry, number = self._choose(candidates)
            told[entry.id] = self._telling(entry, number)
        return tuple(told.values())[:count]

    def _candidates(
        self, last: Sequence[str], topics: Sequence[str], told: Collection[str], max_chars: int
    ) -> Iterator[list[tuple[LoreEntry, int]]]:
        """Yield ever wider circles of what may be told next: linked, of the topics, akin, related by its words, any.

        All of them hold only what was told least; the last one holds whatever is left.
        """
        near = [self.knower.entries[name] for name in last]
        linked = [name for entry in near for name in self.knower.linked[entry.id]]
        of_topic = self.knower.of_topics(topics)
        if topics:
            linked = [name for name in linked if name in of_topic]
        for circle in (
            linked,
            of_topic,
            self.knower.of_topics(topic for entry in near for topic in entry.topics),
            (name for entry in near for name in self.related(entry)),
            self.knower.entries,
        ):
            yield self._fresh(circle, told, max_chars)
        yield self._tellable(self.knower.entries, told, max_chars)

    def _known(self, entries: Iterable[str]) -> list[str]:
        return [entry for entry in entries if entry in self.knower.entries]

    def _least_told(self, things: Sequence[Thing], kind: str) -> Thing | None:
        fresh = [thing for thing in things if f"{kind}:{thing.id}" not in self._today]
        if not fresh:
            return None
        self.dice.shuffle(fresh)
        picked = min(fresh, key=lambda thing: self.uses[f"{kind}:{thing.id}"])
        self._note(f"{kind}:{picked.id}")
        return picked

    def _tellable(self, names: Iterable[str], told: Collection[str], max_chars: int) -> list[tuple[LoreEntry, int]]:
        """Return entries with the number of the fact to tell of each: the least told one that fits."""
        fitting = self.knower.facts_within(max_chars).numbers
        return [
            (self.knower.entries[name], min(fitting[name], key=lambda n: self.uses[fact_ref(name, n)]))
            for name in dict.fromkeys(names)
            if name in fitting and name not in told
        ]

    def _fresh(self, names: Iterable[str], told: Collection[str], max_chars: int) -> list[tuple[LoreEntry, int]]:
        """Return those entries with a fact that no other fact that fits was told less often than."""
        if max_chars not in self._freshest:
            self._freshest[max_chars] = _Freshest(self.knower.facts_within(max_chars), self.uses)
        fresh = self._freshest[max_chars].numbers
        return [
            (self.knower.entries[name], fresh[name])
            for name in dict.fromkeys(names)
            if name in fresh and name not in told
        ]

    def _tellings_of(self, candidate: tuple[LoreEntry, int]) -> int:
        entry, number = candidate
        return self.uses[fact_ref(entry.id, number)]

    def _choose(self, candidates: list[tuple[LoreEntry, int]]) -> tuple[LoreEntry, int]:
        ranked = sorted(candidates, key=lambda c: (self._tellings_of(c), self.uses[f"entry:{c[0].id}"]))
        nearest = ranked[:OPENING_CHOICE]
        fewest = [c for c in nearest if self._tellings_of(c) == self._tellings_of(nearest[0])]
        weights = [TIER_WEIGHT[self.knower.tier(entry.regions)] for entry, _ in fewest]
        return self.dice.choices(fewest, weights=weights)[0]

    def spend(self, entry: str, number: int) -> str:
        """Take in that a fact is told, and return what its use is counted by."""
        ref = fact_ref(entry, number)
        self._note(ref)
        self._note(f"entry:{entry}")
        for freshest in self._freshest.values():
            freshest.update(entry)
        return ref

    def _telling(self, entry: LoreEntry, number: int) -> Telling:
        self.spend(entry.id, number)
        return telling(self.knower, entry, number, self.dice)

    def framed(self, says: str, confidence: float) -> tuple[str, bool]:
        """Return a sentence as the presenter says it who is so sure of it, and whether it is hearsay."""
        return as_said(self.knower, says, confidence, self.dice)

    def _note(self, ref: str) -> None:
        self.uses[ref] += 1
        self._today.add(ref)


class _Freshest:
    """Of some facts those that were told least often: by entry, in the pack's order, the number of its first.

    It follows the telling, since looking through all facts for each one to tell would make days dearer and dearer.
    """

    def __init__(self, facts: TellableFacts, uses: Mapping[str, int]) -> None:
        self._facts = facts
        self._uses = uses
        self._fill()

    def update(self, entry: str) -> None:
        """Take in that a fact of an entry was told."""
        if entry not in self.numbers:
            return
        number = self._first(entry)
        if number is not None:
            self.numbers[entry] = number
            return
        del self.numbers[entry]
        if not self.numbers:
            self._fill()

    def _fill(self) -> None:
        self._fewest = min((self._uses[ref] for ref in self._facts.refs), default=0)
        first = {entry: self._first(entry) for entry in self._facts.numbers}
        self.numbers = {entry: number for entry, number in first.items() if number is not None}

    def _first(self, entry: str) -> int | None:
        numbers = self._facts.numbers[entry]
        return next((number for number in numbers if self._uses[fact_ref(entry, number)] <= self._fewest), None)
