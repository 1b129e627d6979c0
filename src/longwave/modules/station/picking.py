"""What a presenter tells next: the least told first, the dice among equals, one thing leading to another."""

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from longwave.modules.station.knowledge import TIER_WEIGHT, Knower, beats_of, fact_ref
from longwave.narrator.assignment import Telling
from longwave.world.broadcast import Item, Letter, Record
from longwave.world.lore import LoreEntry
from longwave.world.quest import Beat, Quest

Thing = TypeVar("Thing", Item, Letter, Record, Quest)

# Entries that are told about as equals although one was told a little more often.
OPENING_CHOICE = 12


@dataclass(frozen=True, kw_only=True)
class StoryBeat:
    """A beat in its story.

    Attributes:
        number: its place in the story, from 0.
        recap: how the beat before is recalled; empty for the first.
    """

    quest: Quest
    number: int
    beat: Beat
    recap: str
    is_last: bool

    @property
    def ref(self) -> str:
        return f"beat:{self.quest.id}#{self.number}"


@dataclass(kw_only=True)
class Picker:
    """Picks for one day.

    Attributes:
        uses: how often each ref was told on air before; what is picked today is added.
        related: returns the ids of entries that belong to one, nearest first; it need not know who knows them.
    """

    knower: Knower
    uses: Counter[str]
    related: Callable[[LoreEntry], Iterable[str]]
    dice: random.Random
    _today: set[str] = field(default_factory=set)
    _fewest: dict[int, int] = field(default_factory=dict)

    def item(self, form: str) -> Item | None:
        """Pick an item of news or gossip."""
        return self._least_told([item for item in self.knower.items if item.form == form], "item")

    def letter(self) -> Letter | None:
        """Pick a letter."""
        return self._least_told(self.knower.letters, "letter")

    def record(self) -> Record | None:
        """Pick a recording."""
        return self._least_told(self.knower.records, "record")

    def beat(self) -> StoryBeat | None:
        """Pick the next beat: of the story that was begun and not ended, else the first of the least told story."""
        begun = [quest for quest in self.knower.quests if self._beats_told(quest) % len(beats_of(quest)) > 0]
        quest = begun[0] if begun else self._least_told(self.knower.quests, "quest")
        if quest is None:
            return None
        beats = beats_of(quest)
        number = self._beats_told(quest) % len(beats)
        picked = StoryBeat(
            quest=quest,
            number=number,
            beat=beats[number],
            recap=beats[number - 1].recap if number else "",
            is_last=number == len(beats) - 1,
        )
        self._note(picked.ref)
        if picked.is_last:
            self._note(f"quest:{quest.id}")
        return picked

    def facts(self, seeds: Sequence[str], *, topics: Sequence[str], count: int, max_chars: int) -> tuple[Telling, ...]:
        """Pick facts of different entries: of the seeds first, then each of something that the last one leads to.

        Nothing is told again while something that fits was told less often, but for one fact about the seeds.
        """
        told: dict[str, Telling] = {}
        of_seeds = self._tellable((self.knower.entries[seed] for seed in self._known(seeds)), max_chars)
        for entry, number in self._fresh(of_seeds, max_chars) or of_seeds[:1]:
            told[entry.id] = self._telling(entry, number)
        while len(told) < count:
            last = list(told) or self._known(seeds)
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
            untold = (self.knower.entries[name] for name in circle if name in self.knower.entries and name not in told)
            yield self._fresh(self._tellable(untold, max_chars), max_chars)
        yield self._tellable((entry for entry in self.knower.entries.values() if entry.id not in told), max_chars)

    def _known(self, entries: Iterable[str]) -> list[str]:
        return [entry for entry in entries if entry in self.knower.entries]

    def _beats_told(self, quest: Quest) -> int:
        return sum(self.uses[f"beat:{quest.id}#{number}"] for number in range(len(beats_of(quest))))

    def _least_told(self, things: Sequence[Thing], kind: str) -> Thing | None:
        fresh = [thing for thing in things if f"{kind}:{thing.id}" not in self._today]
        if not fresh:
            return None
        self.dice.shuffle(fresh)
        picked = min(fresh, key=lambda thing: self.uses[f"{kind}:{thing.id}"])
        self._note(f"{kind}:{picked.id}")
        return picked

    def _tellable(self, entries: Iterable[LoreEntry], max_chars: int) -> list[tuple[LoreEntry, int]]:
        """Return entries with the number of the fact to tell of each: the least told one that fits."""
        fitting = self.knower.facts_within(max_chars).numbers
        return [
            (entry, min(fitting[entry.id], key=lambda n: self.uses[fact_ref(entry.id, n)]))
            for entry in {entry.id: entry for entry in entries}.values()
            if entry.id in fitting
        ]

    def _fresh(self, tellable: list[tuple[LoreEntry, int]], max_chars: int) -> list[tuple[LoreEntry, int]]:
        """Return those of some facts that no other fact that fits was told less often than."""
        fewest = self._fewest_tellings(max_chars)
        return [(entry, number) for entry, number in tellable if self.uses[fact_ref(entry.id, number)] <= fewest]

    def _fewest_tellings(self, max_chars: int) -> int:
        """Return how often the least told of all facts that fit was told; it only ever grows."""
        refs = self.knower.facts_within(max_chars).refs
        fewest = self._fewest.get(max_chars, 0)
        while refs and not any(self.uses[ref] <= fewest for ref in refs):
            fewest += 1
        self._fewest[max_chars] = fewest
        return fewest

    def _tellings_of(self, candidate: tuple[LoreEntry, int]) -> int:
        entry, number = candidate
        return self.uses[fact_ref(entry.id, number)]

    def _choose(self, candidates: list[tuple[LoreEntry, int]]) -> tuple[LoreEntry, int]:
        ranked = sorted(candidates, key=lambda c: (self._tellings_of(c), self.uses[f"entry:{c[0].id}"]))
        nearest = ranked[:OPENING_CHOICE]
        fewest = [c for c in nearest if self._tellings_of(c) == self._tellings_of(nearest[0])]
        weights = [TIER_WEIGHT[self.knower.tier(entry.regions)] for entry, _ in fewest]
        return self.dice.choices(fewest, weights=weights)[0]

    def _telling(self, entry: LoreEntry, number: int) -> Telling:
        ref = fact_ref(entry.id, number)
        self._note(ref)
        self._note(f"entry:{entry.id}")
        last = entry.years[1]
        past = last is not None and last <= self.knower.until
        be = ("were" if past else "are") if entry.plural else ("was" if past else "is")
        slots: dict[str, str | bool] = {
            "title": entry.title,
            "fact": entry.facts[number].says,
            "be": be,
            "kind": entry.kind.value,
            "past": past,
        }
        if entry.gloss:
            slots["gloss"] = entry.gloss
        return Telling(ref=ref, ids=(entry.id,), slots=slots)

    def _note(self, ref: str) -> None:
        self.uses[ref] += 1
        self._today.add(ref)
