"""Turning what a persona knows into something a line can say."""

import random

from longwave.editorial.framing import CONFIRMED, framed
from longwave.editorial.knower import Knower, fact_ref
from longwave.narrator.assignment import Telling
from longwave.world.lore import LoreEntry


def telling(knower: Knower, entry: LoreEntry, number: int, stream: random.Random) -> Telling:
    """Return one of an entry's facts, as surely as the persona knows it."""
    last = entry.years[1]
    past = last is not None and last <= knower.until
    be = ("were" if past else "are") if entry.plural else ("was" if past else "is")
    said, hearsay = as_said(knower, entry.facts[number].says, knower.confidence(entry.regions), stream)
    slots: dict[str, str | bool] = {
        "title": entry.title,
        "fact": said,
        "hearsay": hearsay,
        "be": be,
        "kind": entry.kind.value,
        "past": past,
    }
    if entry.gloss and not hearsay:
        slots["gloss"] = entry.gloss
    return Telling(ref=fact_ref(entry.id, number), ids=(entry.id,), slots=slots)


def as_said(knower: Knower, says: str, confidence: float, stream: random.Random) -> tuple[str, bool]:
    """Return a sentence as the persona says it who is so sure of it, and whether it is hearsay."""
    if confidence >= CONFIRMED or not knower.canon.pack.card.language.startswith("en"):
        return says, False
    return framed(says, confidence, knower.casing.clause, stream), True
