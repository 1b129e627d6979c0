"""What a persona knows and will say. Filters come first; only what passes them is ranked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from longwave.editorial.blocklist import Ban
from longwave.editorial.canon import Canon
from longwave.editorial.framing import MAX_WORDING_CHARS
from longwave.narrator.casing import Casing
from longwave.narrator.dated import years_in
from longwave.world.lore import Fact, LoreEntry
from longwave.world.persona import Persona, Tier

# How much likelier the nearer is told. What is rumour is told as one.
TIER_WEIGHT: Mapping[Tier, float] = {Tier.LOCAL: 1.0, Tier.COMMON: 0.7, Tier.RUMOUR: 0.4}


@dataclass(frozen=True, kw_only=True)
class TellableFacts:
    """The facts that a persona may state.

    Attributes:
        numbers: by entry, which of its facts they are.
        refs: what their use is counted by.
    """

    numbers: Mapping[str, tuple[int, ...]]
    refs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Knower:
    """A persona in a year of the world.

    What may be told does not change within the year, so it is filtered once and not for every text.
    """

    persona: Persona
    canon: Canon
    year: int
    # As many as the pack has sentences, which are asked about day after day.
    _judged: dict[str, bool] = field(default_factory=dict, repr=False)
    _facts_within: dict[int, TellableFacts] = field(default_factory=dict, repr=False)
    _of_topics: dict[frozenset[str], tuple[str, ...]] = field(default_factory=dict, repr=False)

    @property
    def until(self) -> int:
        """The last year the persona knows of."""
        cutoff = self.persona.knowledge.cutoff_year
        return self.year if cutoff is None else min(cutoff, self.year)

    @property
    def knows_the_present(self) -> bool:
        """Whether things without a year, which are of now, are known."""
        return self.until == self.year

    @cached_property
    def casing(self) -> Casing:
        """What the pack tells about its words."""
        return Casing.of(self.canon.pack)

    @cached_property
    def entries(self) -> dict[str, LoreEntry]:
        """Every lore entry the persona may speak of, by id."""
        return {entry.id: entry for entry in self.canon.pack.lore.values() if self._knows(entry)}

    @cached_property
    def linked(self) -> dict[str, list[str]]:
        """For every known entry, the known ones it links to, then those that link to it."""
        linked = {name: [link for link in entry.links if link in self.entries] for name, entry in self.entries.items()}
        for name, entry in self.entries.items():
            for link in entry.links:
                if link in linked and name not in linked[link]:
                    linked[link].append(name)
        return linked

    def of_topics(self, topics: Iterable[str]) -> Sequence[str]:
        """Return the known entries about any of some topics, in the pack's order."""
        wanted = frozenset(topics)
        if wanted not in self._of_topics:
            found = (name for name, entry in self.entries.items() if not wanted.isdisjoint(entry.topics))
            self._of_topics[wanted] = tuple(found)
        return self._of_topics[wanted]

    def facts_within(self, max_chars: int) -> TellableFacts:
        """Return the facts of known entries that may be stated and are short enough."""
        if max_chars not in self._facts_within:
            numbers = {
                entry.id: facts
                for entry in self.entries.values()
                if self.tier(entry.regions) in TIER_WEIGHT and len(entry.title) + len(entry.gloss) <= max_chars
                if (facts := tuple(n for n, fact in enumerate(entry.facts) if self._may_state(entry, fact, max_chars)))
            }
            refs = tuple(fact_ref(entry, n) for entry, facts in numbers.items() for n in facts)
            self._facts_within[max_chars] = TellableFacts(numbers=numbers, refs=refs)
        return self._facts_within[max_chars]

    def tier(self, regions: Iterable[str]) -> Tier:
        """How near the nearest of some regions is; what belongs to no region is common."""
        order, known = list(Tier), self.persona.knowledge.regions
        near = [known.get(region, Tier.EXCLUDED) for region in regions]
        return min(near, key=order.index, default=Tier.COMMON)

    def confidence(self, regions: Iterable[str], own: float = 1.0) -> float:
        """Return how sure the persona is of something in some regions that is sure in itself to a degree."""
        return min(own, TIER_WEIGHT[Tier.RUMOUR]) if self.tier(regions) is Tier.RUMOUR else own

    def may_tell(self, regions: Iterable[str], factions: Iterable[str], topics: Iterable[str], *texts: str) -> bool:
        """Tell whether something of these regions, factions and topics, in these words, is the persona's to tell."""
        knowledge = self.persona.knowledge
        return (
            self.tier(regions) is not Tier.EXCLUDED
            and not set(factions) & set(knowledge.forbidden_factions)
            and not set(topics) & set(knowledge.forbidden_topics)
            and all(self.may_say(text) for text in texts)
        )

    def may_say(self, text: str) -> bool:
        """Tell whether the persona may say these words: no later year, no forbidden name, nothing blocked."""
        if text not in self._judged:
            self._judged[text] = self._may_say(text)
        return self._judged[text]

    def _may_say(self, text: str) -> bool:
        knowledge = self.persona.knowledge
        forbidden = [self.canon.factions[faction] for faction in knowledge.forbidden_factions]
        forbidden += [self.canon.topics[topic] for topic in knowledge.forbidden_topics]
        if (unsaid := self.canon.unsaid.get(self.persona.id)) is not None:
            forbidden.append(unsaid)
        return (
            not any(year > self.until for year, _ in years_in(text))
            and not any(pattern.search(text) for pattern in forbidden)
            and not any(hit.entry.ban is Ban.BLOCK for hit in self.canon.blocklist.hits(text))
        )

    def _may_state(self, entry: LoreEntry, fact: Fact, max_chars: int) -> bool:
        is_known = (fact.year or entry.years[0]) <= self.until
        room = max_chars - (MAX_WORDING_CHARS if self.tier(entry.regions) is Tier.RUMOUR else 0)
        return is_known and len(fact.says) <= room and self.may_say(fact.says)

    def _knows(self, entry: LoreEntry) -> bool:
        circles = {"public", self.persona.id, *self.persona.knowledge.circles}
        return (
            entry.years[0] <= self.until
            and bool(circles & set(entry.known_by))
            and self.may_tell(entry.regions, entry.factions, entry.topics, entry.title, entry.gloss)
        )


def fact_ref(entry: str, number: int) -> str:
    """Return what the use of an entry's fact is counted by."""
    return f"fact:{entry}#{number}"
