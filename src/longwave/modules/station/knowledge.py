"""What a presenter has to tell: items, letters, records, stories."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from longwave.editorial.knower import Knower
from longwave.modules.station.retrieval import Retrieval
from longwave.modules.station.stories import Story, pool_of
from longwave.world.broadcast import Item, Letter, Record
from longwave.world.lore import MAX_FACT_CHARS
from longwave.world.persona import Tier


@dataclass(frozen=True, kw_only=True)
class Presenter(Knower):
    """A presenter in a year of the world."""

    retrieval: Retrieval = field(default_factory=Retrieval, repr=False)

    @cached_property
    def items(self) -> list[Item]:
        """The news and gossip to tell: of the present for one who knows it, else of the years that are known."""
        return [item for item in self.canon.pack.items.values() if self._may_tell_item(item)]

    @cached_property
    def letters(self) -> list[Letter]:
        """The letters that a fact answers."""
        answers = self.facts_within(MAX_FACT_CHARS).numbers
        return [
            letter
            for letter in self.canon.pack.letters.values()
            if self.may_tell(letter.regions, (), letter.topics, letter.asks, letter.sender)
            and any(entry in answers for entry in letter.about)
        ]

    @cached_property
    def records(self) -> list[Record]:
        """The recordings to play."""
        return [
            record
            for record in self.canon.pack.records.values()
            if record.year <= self.until
            and self.may_tell((), (), record.topics, record.note, record.title, record.artist)
            and all(entry in self.entries for entry in record.about)
        ]

    @cached_property
    def stories(self) -> dict[str, Story]:
        """The stories to tell, by id."""
        pool = pool_of(self.canon.pack)
        return {story.id: story for story in pool.stories if self._may_tell_story(story)}

    def of_topics(self, topics: Iterable[str]) -> Sequence[str]:
        """Return the known entries about any of some topics, in the pack's order."""
        wanted, found = frozenset(topics), super().of_topics
        return self.retrieval.get(self.persona.id, self.until, wanted, lambda: found(wanted))

    def _may_tell_item(self, item: Item) -> bool:
        of_now = item.year is None
        return (
            (self.knows_the_present if of_now else (item.year or 0) <= self.until)
            # Old news is for those who have no new.
            and of_now is self.knows_the_present
            and self.may_tell(item.regions, item.factions, item.topics, item.says)
            # A rumour may be talked of; news of it would state it as a fact.
            and (item.form == "gossip" or self.tier(item.regions) is not Tier.RUMOUR)
            and all(entry in self.entries for entry in item.about)
        )

    def _may_tell_story(self, story: Story) -> bool:
        return (
            (self.knows_the_present if story.year is None else story.year <= self.until)
            and self.may_tell(story.regions, story.factions, story.topics, *story.texts)
            and all(entry in self.entries for step in story.steps for entry in step.beat.entities)
        )
