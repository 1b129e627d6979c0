"""What a presenter knows and will say. Filters come first; only what passes them is ranked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from longwave.editorial.canon import Canon
from longwave.narrator.dated import years_in
from longwave.world.lore import LoreEntry
from longwave.world.persona import Persona, Tier


@dataclass(frozen=True, kw_only=True)
class Knower:
    """A presenter in a year of the world."""

    persona: Persona
    canon: Canon
    year: int
    # As many as the pack has sentences, which are asked about day after day.
    _judged: dict[str, bool] = field(default_factory=dict, repr=False)

    @property
    def until(self) -> int:
        """The last year the presenter knows of."""
        cutoff = self.persona.knowledge.cutoff_year
        return self.year if cutoff is None else min(cutoff, self.year)

    @property
    def knows_the_present(self) -> bool:
        """Whether things without a year, which are of now, are known."""
        return self.until == self.year

    @cached_property
    def entries(self) -> dict[str, LoreEntry]:
        """Every lore entry the presenter may speak of, by id."""
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

    def tier(self, regions: Iterable[str]) -> Tier:
        """How near the nearest of some regions is; what belongs to no region is common."""
        order, known = list(Tier), self.persona.knowledge.regions
        near = [known.get(region, Tier.EXCLUDED) for region in regions]
        return min(near, key=order.index, default=Tier.COMMON)

    def may_tell(self, regions: Iterable[str], factions: Iterable[str], topics: Iterable[str], *texts: str) -> bool:
        """Tell whether something of these regions, factions and topics, in these words, is the presenter's to tell."""
        knowledge = self.persona.knowledge
        return (
            self.tier(regions) is not Tier.EXCLUDED
            and not set(factions) & set(knowledge.forbidden_factions)
            and not set(topics) & set(knowledge.forbidden_topics)
            and all(self.may_say(text) for text in texts)
        )

    def may_say(self, text: str) -> bool:
        """Tell whether the presenter may say these words: no later year, no forbidden name."""
        if text not in self._judged:
            self._judged[text] = self._may_say(text)
        return self._judged[text]

    def _may_say(self, text: str) -> bool:
        knowledge = self.persona.knowledge
        forbidden = [self.canon.factions[faction] for faction in knowledge.forbidden_factions]
        forbidden += [self.canon.topics[topic] for topic in knowledge.forbidden_topics]
        return not any(year > self.until for year, _ in years_in(text)) and not any(
            pattern.search(text) for pattern in forbidden
        )

    def _knows(self, entry: LoreEntry) -> bool:
        circles = {"public", self.persona.id, *self.persona.knowledge.circles}
        return (
            entry.years[0] <= self.until
            and bool(circles & set(entry.known_by))
            and self.may_tell(entry.regions, entry.factions, entry.topics, entry.title, entry.gloss)
        )
