"""What a presenter tells next: the least told first, the dice among equals, one thing leading to another."""

import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from longwave.modules.station.knowledge import Knower
from longwave.narrator.assignment import Telling
from longwave.world.broadcast import Item, Letter, Record
from longwave.world.lore import MAX_FACT_CHARS, Fact, LoreEntry
from longwave.world.pack import Pack
from longwave.world.persona import Tier
from longwave.world.quest import Beat, Quest

Thing = TypeVar("Thing", Item, Letter, Record, Quest)

TIER_WEIGHT: Mapping[Tier, float] = {Tier.LOCAL: 1.0, Tier.COMMON: 0.7}
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
    _facts_within: dict[int, dict[str, list[int]]] = field(default_factory=dict)
    _fewest: dict[int, int] = field(default_factory=dict)

    def item(self, form: str) -> Item | None:
        """Pick an item of news or gossip: of the present for one who knows it, else of the years that are known."""
        items = [item for item in self._pack.items.values() if item.form == form and self._may_tell_item(item)]
        return self._least_told(items, "item")

    def letter(self) -> Letter | None:
        """Pick a letter that a fact answers."""
        letters = [
            letter
            for letter in self._pack.letters.values()
            if self.knower.may_tell(letter.regions, (), letter.topics, letter.asks, letter.sender)
            and self._tellable((self.knower.entries[entry] for entry in self._known(letter.about)), MAX_FACT_CHARS)
        ]
        return self._least_told(letters, "letter")

    def record(self) -> Record | None:
        """Pick a recording."""
        records = [
            record
            for record in self._pack.records.values()
            if record.year <= self.knower.until
            and self.knower.may_tell((), (), record.topics, record.note, record.title, record.artist)
            and len(self._known(record.about)) == len(record.about)
        ]
        return self._least_told(records, "record")

    def beat(self) -> StoryBeat | None:
        """Pick the next beat: of the story that was begun and not ended, else the first of the least told story."""
        stories = [quest for quest in self._pack.quests.values() if self._may_tell_quest(quest)]
        begun = [quest for quest in stories if self._beats_told(quest) % len(_beats(quest)) > 0]
        quest = begun[0] if begun else self._least_told(stories, "quest")
        if quest is None:
            return None
        beats = _beats(quest)
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
        own_topics = {topic for entry in near for topic in entry.topics}
        of_topic = [entry.id for entry in self.knower.entries.values() if set(topics) & set(entry.topics)]
        if topics:
            linked = [name for name in linked if name in set(of_topic)]
        for circle in (
            linked,
            of_topic,
            [entry.id for entry in self.knower.entries.values() if set(entry.topics) & own_topics],
            (name for entry in near for name in self.related(entry)),
            self.knower.entries,
        ):
            untold = (self.knower.entries[name] for name in circle if name in self.knower.entries and name not in told)
            yield self._fresh(self._tellable(untold, max_chars), max_chars)
        yield self._tellable((entry for entry in self.knower.entries.values() if entry.id not in told), max_chars)

    @property
    def _pack(self) -> Pack:
        return self.knower.canon.pack

    def _known(self, entries: Iterable[str]) -> list[str]:
        return [entry for entry in entries if entry in self.knower.entries]

    def _may_tell_item(self, item: Item) -> bool:
        of_now = item.year is None
        return (
            (self.knower.knows_the_present if of_now else (item.year or 0) <= self.knower.until)
            # Old news is for those who have no new.
            and of_now is self.knower.knows_the_present
            and self.knower.may_tell(item.regions, item.factions, item.topics, item.says)
            # A rumour may be talked of; news of it would state it as a fact.
            and (item.form == "gossip" or self.knower.tier(item.regions) in TIER_WEIGHT)
            and len(self._known(item.about)) == len(item.about)
        )

    def _may_tell_quest(self, quest: Quest) -> bool:
        texts = [quest.title, *(text for beat in _beats(quest) for text in (beat.says, beat.recap))]
        return (
            (quest.year is None) is self.knower.knows_the_present
            and (quest.year or 0) <= self.knower.until
            and self.knower.may_tell(quest.regions, quest.factions, quest.topics, *texts)
            and all(entry in self.knower.entries for beat in _beats(quest) for entry in beat.entities)
        )

    def _beats_told(self, quest: Quest) -> int:
        return sum(self.uses[f"beat:{quest.id}#{number}"] for number in range(len(_beats(quest))))

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
        fitting = self._fitting(max_chars)
        return [
            (entry, min(fitting[entry.id], key=lambda n: self.uses[_fact_ref(entry, n)]))
            for entry in {entry.id: entry for entry in entries}.values()
            if entry.id in fitting
        ]

    def _fresh(self, tellable: list[tuple[LoreEntry, int]], max_chars: int) -> list[tuple[LoreEntry, int]]:
        """Return those of some facts that no other fact that fits was told less often than."""
        fewest = self._fewest_tellings(max_chars)
        return [(entry, number) for entry, number in tellable if self.uses[_fact_ref(entry, number)] <= fewest]

    def _fewest_tellings(self, max_chars: int) -> int:
        """Return how often the least told of all facts that fit was told; it only ever grows."""
        refs = [f"fact:{entry}#{n}" for entry, facts in self._fitting(max_chars).items() for n in facts]
        fewest = self._fewest.get(max_chars, 0)
        while refs and not any(self.uses[ref] <= fewest for ref in refs):
            fewest += 1
        self._fewest[max_chars] = fewest
        return fewest

    def _fitting(self, max_chars: int) -> Mapping[str, list[int]]:
        """Return, for every entry that may be told as fact, the numbers of the facts that are short enough."""
        if max_chars not in self._facts_within:
            self._facts_within[max_chars] = {
                entry.id: facts
                for entry in self.knower.entries.values()
                if self.knower.tier(entry.regions) in TIER_WEIGHT and len(entry.title) + len(entry.gloss) <= max_chars
                if (
                    facts := [
                        n for n, f in enumerate(entry.facts) if len(f.says) <= max_chars and self._knows(entry, f)
                    ]
                )
            }
        return self._facts_within[max_chars]

    def _knows(self, entry: LoreEntry, fact: Fact) -> bool:
        return (fact.year or entry.years[0]) <= self.knower.until and self.knower.may_say(fact.says)

    def _choose(self, candidates: list[tuple[LoreEntry, int]]) -> tuple[LoreEntry, int]:
        ranked = sorted(candidates, key=lambda c: (self.uses[_fact_ref(*c)], self.uses[f"entry:{c[0].id}"]))
        nearest = ranked[:OPENING_CHOICE]
        fewest = [c for c in nearest if self.uses[_fact_ref(*c)] == self.uses[_fact_ref(*nearest[0])]]
        weights = [TIER_WEIGHT[self.knower.tier(entry.regions)] for entry, _ in fewest]
        return self.dice.choices(fewest, weights=weights)[0]

    def _telling(self, entry: LoreEntry, number: int) -> Telling:
        ref = _fact_ref(entry, number)
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


def _fact_ref(entry: LoreEntry, number: int) -> str:
    return f"fact:{entry.id}#{number}"


def _beats(quest: Quest) -> list[Beat]:
    return [beat for act in quest.acts for beat in act.beats]
