"""Nothing may stand twice: ids, and the names that lore entries answer to."""

from collections.abc import Iterable, Iterator

from longwave.world import names
from longwave.world.card import WorldCard
from longwave.world.climate import Climate
from longwave.world.document import Place, Step
from longwave.world.draft import SUBJECTS, Draft, Placed
from longwave.world.errors import Fault
from longwave.world.fields import Part
from longwave.world.lore import LoreEntry
from longwave.world.scholars import Generation


def check(draft: Draft) -> Iterator[Fault]:
    """Yield ids and names that stand twice."""
    for model in dict.fromkeys(subject.model for subject in SUBJECTS if subject.key):
        key = next(subject.key for subject in SUBJECTS if subject.model is model)
        yield from _repeated((name, place.at(key)) for name, place in draft.keys(model) if name)
    card = draft.one(WorldCard)
    if card is not None:
        yield from _in_card(card)
    for climate in draft.all(Climate):
        yield from _within(climate, "skies", [sky.id for sky in climate.value.skies])
        yield from _within(climate, "seasons", [season.id for season in climate.value.seasons])
    for generation in draft.all(Generation):
        yield from _within(generation, "archetypes", [kind.id for kind in generation.value.archetypes])
    yield from _two_of_one_name(draft)


def _in_card(card: Placed[WorldCard]) -> Iterator[Fault]:
    yield from _within(card, "regions", [region.id for region in card.value.regions])
    yield from _within(card, "factions", [faction.id for faction in card.value.factions])
    yield from _repeated((topic, card.place.at("topics", index)) for index, topic in enumerate(card.value.topics))


def _within(part: Placed[Part], key: str, ids: Iterable[str]) -> Iterator[Fault]:
    yield from _repeated((name, part.place.at(key, index, "id")) for index, name in enumerate(ids))


def _repeated(keyed: Iterable[tuple[str, Place]]) -> Iterator[Fault]:
    first: dict[str, Place] = {}
    for name, place in keyed:
        known = first.setdefault(name, place)
        if known is not place:
            what = f"the id `{name}` stands twice, first in {known.file}:{known.line}"
            yield place.fault(what, "rename one, or delete it")


def _two_of_one_name(draft: Draft) -> Iterator[Fault]:
    first: dict[str, Placed[LoreEntry]] = {}
    for entry in draft.all(LoreEntry):
        for path, name in _written_names(entry.value):
            known = first.setdefault(names.bare(name), entry)
            if known.key != entry.key:
                what = f"{name!r} already means `{known.key}` in {known.place.file}:{known.place.line}"
                yield entry.fault(what, "rename one of the two, or take out the alias", *path)


def _written_names(entry: LoreEntry) -> Iterator[tuple[tuple[Step, ...], str]]:
    yield ("title",), entry.title
    for index, alias in enumerate(entry.aliases):
        yield ("aliases", index), alias
