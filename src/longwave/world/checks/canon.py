"""What an entry's `canon` holds must be of the kind its key asks for, and what it names must exist."""

import re
from collections.abc import Iterator

from longwave.world.canon import (
    DIRECTIONS,
    MONTHS,
    NUMBERS,
    REFERENCES,
    STATUSES,
    VOCABULARY,
    WEEKDAYS,
    Holds,
    is_id,
    values_of,
)
from longwave.world.card import WorldCard
from longwave.world.draft import Draft, Placed
from longwave.world.errors import Fault
from longwave.world.explain import nearest
from longwave.world.lore import LoreEntry

_WORDS = {
    Holds.MONTHS: MONTHS,
    Holds.WEEKDAYS: WEEKDAYS,
    Holds.DIRECTION: DIRECTIONS,
    Holds.STATUS: STATUSES,
}
_DATE = re.compile(rf"\d{{1,2}} (?:{'|'.join(MONTHS)})$")


def check(draft: Draft) -> Iterator[Fault]:
    """Yield every value that its key cannot hold, and every id that names nothing."""
    ids = _ids(draft)
    for entry in draft.all(LoreEntry):
        for key, value in entry.value.canon.items():
            holds = VOCABULARY.get(key)
            is_number = isinstance(value, int | float)
            if holds is None:
                if not is_number:
                    cure = nearest(
                        key, frozenset(VOCABULARY), otherwise="write a number, or use a key that holds words"
                    )
                    yield entry.fault(f"`{key}` is no key of canon for words", cure, "canon", key)
            elif is_number is not (holds in NUMBERS):
                yield entry.fault(f"`{key}` holds {holds}, not {value!r}", f"write {holds}", "canon", key)
            elif not is_number:
                for text in values_of(value):
                    yield from _in_text(entry, key, text, ids)


def _in_text(entry: Placed[LoreEntry], key: str, text: str, ids: frozenset[str] | None) -> Iterator[Fault]:
    holds = VOCABULARY[key]
    if holds in REFERENCES:
        if ids is not None and is_id(text) and text not in ids:
            cure = nearest(text, ids, otherwise="add the entry to lore/, or write a name with its capital")
            yield entry.fault(f"`{key}` names `{text}`, which is no lore entry, region or faction", cure, "canon", key)
    elif holds in _WORDS and text not in _WORDS[holds]:
        cure = nearest(text, frozenset(_WORDS[holds]), otherwise=f"write one of {', '.join(_WORDS[holds])}")
        yield entry.fault(f"`{key}` holds {holds}, not {text!r}", cure, "canon", key)
    elif holds is Holds.DATE and not _DATE.match(text):
        yield entry.fault(f"`{key}` holds {holds}, not {text!r}", "write it as 21 March", "canon", key)


def _ids(draft: Draft) -> frozenset[str] | None:
    """Return what an id may name; None where a file that could hold it was unreadable."""
    card = draft.one(WorldCard)
    if card is None or LoreEntry in draft.unreadable:
        return None
    lore = {key for key, _ in draft.keys(LoreEntry)}
    return frozenset(lore | {part.id for part in (*card.value.regions, *card.value.factions)})
