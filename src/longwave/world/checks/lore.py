"""Sentences must keep to their years and name what they claim to be about."""

import re
from collections.abc import Iterator

from longwave.world.broadcast import Item, Record
from longwave.world.card import WorldCard
from longwave.world.document import Step
from longwave.world.draft import Draft, Placed
from longwave.world.errors import Fault
from longwave.world.fields import Part
from longwave.world.lore import LoreEntry
from longwave.world.names import is_named_in
from longwave.world.quest import Quest

_FOUR_DIGITS = re.compile(r"(?<![\w.,])[1-9]\d{3}(?![\w]|[.,]\d)")


def check(draft: Draft) -> Iterator[Fault]:
    """Yield facts that run ahead of their year and sentences that do not name their subjects."""
    card = draft.one(WorldCard)
    if card is not None:
        for entry in draft.all(LoreEntry):
            yield from _years_ahead(entry, present=card.value.start.year)
    lore = draft.table(LoreEntry)
    for part, path, sentence in _sentences(draft):
        says, key = path[:-1], path[-1]
        for index, name in enumerate(_claims(part.value, path)):
            if name in lore and not is_named_in(sentence, lore[name]):
                what = f"the sentence does not name `{name}` ({lore[name].title!r} or an alias)"
                yield part.fault(what, "name it in whole words, or take it out of the list", *says, key, index)


def _years_ahead(entry: Placed[LoreEntry], *, present: int) -> Iterator[Fault]:
    for index, fact in enumerate(entry.value.facts):
        counts_from = entry.value.years[0] if fact.year is None else fact.year
        named = (int(digits) for digits in _FOUR_DIGITS.findall(fact.says))
        # A number beyond the world's present is a quantity, such as 2400 fathoms.
        latest = max((year for year in named if year <= present), default=counts_from)
        if latest > counts_from:
            what = f"the fact names {latest} but counts from {counts_from}"
            yield entry.fault(what, f"give it `year: {latest}`", "facts", index)


def _sentences(draft: Draft) -> Iterator[tuple[Placed[Part], tuple[Step, ...], str]]:
    """Yield each part that makes a claim, the path of the claim, and the sentence that must bear it out."""
    for item in draft.all(Item):
        yield item, ("about",), item.value.says
    for record in draft.all(Record):
        yield record, ("about",), record.value.note
    for quest in draft.all(Quest):
        for act_index, act in enumerate(quest.value.acts):
            for beat_index, beat in enumerate(act.beats):
                yield quest, ("acts", act_index, "beats", beat_index, "entities"), beat.says


def _claims(part: Part, path: tuple[Step, ...]) -> tuple[str, ...]:
    value: object = part
    for step in path:
        if isinstance(step, str):
            value = getattr(value, step)
        elif isinstance(value, tuple):
            value = value[step]
    return value if isinstance(value, tuple) else ()
