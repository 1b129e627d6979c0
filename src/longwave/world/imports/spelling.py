"""Spelling lore as YAML that people can read and every YAML version understands alike."""

import re
from collections.abc import Iterable
from typing import TypeAlias

import yaml

from longwave.world.card import WorldCard
from longwave.world.fields import Part
from longwave.world.lore import Fact, LoreEntry

try:
    from yaml import CSafeDumper as _Emitter
except ImportError:  # PyYAML built without libyaml: the same, slower.
    from yaml import SafeDumper as _Emitter  # type: ignore[assignment]

Value: TypeAlias = "str | int | float | list[Value] | dict[str, Value]"

WIDTH = 120
MAX_LINE_CHARS = 90
# PyYAML writes for YAML 1.1; a pack is read as YAML 1.2, where for example 08 and 1e5 are numbers.
AMBIGUOUS = re.compile(r"[-+.]?\d[\d.eE+-]*|[-+.]\d.*|~|null|true|false", re.IGNORECASE)


class _Dumper(_Emitter):
    """Writes long texts as folded paragraphs."""

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


def _text(dumper: yaml.representer.BaseRepresenter, text: str) -> yaml.ScalarNode:
    style = None
    if AMBIGUOUS.fullmatch(text):
        style = "'"
    elif len(text) > MAX_LINE_CHARS or "\n" in text:
        style = ">"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def spell_lore(entries: Iterable[LoreEntry]) -> str:
    """Return the text of a lore file."""
    return "\n".join(_spell([_entry(entry)]) for entry in entries)


def spell_card(card: WorldCard) -> str:
    """Return the text of a `world.yaml`."""
    return spell_part(card)


def spell_part(part: Part) -> str:
    """Return the text of a file that holds one part of a pack."""
    return _spell(part.model_dump(mode="json", exclude_defaults=True))


def _spell(value: object) -> str:
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)
    return text


def _entry(entry: LoreEntry) -> dict[str, Value]:
    first, last = entry.years
    spelled: dict[str, Value] = {
        "id": entry.id,
        "title": entry.title,
        "aliases": list(entry.aliases),
        "kind": str(entry.kind),
        "years": [first] if last is None else [first, last],
        "regions": list(entry.regions),
        "factions": list(entry.factions),
        "topics": list(entry.topics),
        "known_by": list(entry.known_by),
        "text": entry.text,
        "facts": [_fact(fact) for fact in entry.facts],
        "links": list(entry.links),
    }
    return {key: value for key, value in spelled.items() if value != [] and (key, value) != ("known_by", ["public"])}


def _fact(fact: Fact) -> Value:
    return fact.says if fact.year is None else {"says": fact.says, "year": fact.year}
