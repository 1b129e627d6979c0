"""Whatever names an id must name one that exists."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from longwave.world.broadcast import Item, Letter, Record
from longwave.world.card import StationCard, WorldCard
from longwave.world.climate import Climate, Feast
from longwave.world.document import Step
from longwave.world.draft import Draft, file_of
from longwave.world.errors import Fault
from longwave.world.explain import nearest
from longwave.world.fields import Part
from longwave.world.findings import Mishap, Vignette
from longwave.world.forum import SeedThread
from longwave.world.game import Claims, Discipline, Lead, Project, SeasonalEvent, Site
from longwave.world.lore import LoreEntry
from longwave.world.persona import Persona, Phrasebook
from longwave.world.quest import Quest
from longwave.world.scholars import Generation, Scholar

PUBLIC = "public"


class Realm(StrEnum):
    """What an id can name, as the fault says it."""

    LORE = "lore entry"
    REGION = "region"
    FACTION = "faction"
    TOPIC = "topic"
    CIRCLE = "circle"
    PERSONA = "persona"
    HOME = "lore entry or region"
    DISCIPLINE = "discipline"
    SCHOLAR = "scholar"
    ARCHETYPE = "archetype"


_OF_EFFECTS = {f"effects.*.{field}": Realm.FACTION for field in ("faction", "costs", "pays")}
# For each model, the fields that hold ids; * stands for every item of a list, and a mapping's keys are its ids.
_FIELDS: dict[type[Part], dict[str, Realm]] = {
    LoreEntry: {
        "links": Realm.LORE,
        "regions": Realm.REGION,
        "factions": Realm.FACTION,
        "topics": Realm.TOPIC,
        "known_by": Realm.CIRCLE,
    },
    Item: {"about": Realm.LORE, "regions": Realm.REGION, "factions": Realm.FACTION, "topics": Realm.TOPIC},
    Letter: {"about": Realm.LORE, "regions": Realm.REGION, "topics": Realm.TOPIC},
    Record: {"about": Realm.LORE, "topics": Realm.TOPIC},
    Quest: {
        "acts.*.beats.*.entities": Realm.LORE,
        "regions": Realm.REGION,
        "factions": Realm.FACTION,
        "topics": Realm.TOPIC,
    },
    Feast: {"lore": Realm.LORE, "regions": Realm.REGION},
    StationCard: {"lore": Realm.LORE},
    Climate: {"region": Realm.REGION},
    Persona: {
        "home": Realm.HOME,
        "knowledge.regions": Realm.REGION,
        "knowledge.circles": Realm.CIRCLE,
        "knowledge.forbidden_factions": Realm.FACTION,
        "knowledge.forbidden_topics": Realm.TOPIC,
        "temper.interests": Realm.TOPIC,
        "phrasebook": Realm.PERSONA,
        "faction": Realm.FACTION,
    },
    Phrasebook: {"persona": Realm.PERSONA},
    SeedThread: {"about": Realm.LORE, "tags": Realm.TOPIC, "replies.*.about": Realm.LORE},
    Discipline: {"faction": Realm.FACTION, "topics": Realm.TOPIC},
    Site: {"lore": Realm.LORE, "region": Realm.REGION, "faction": Realm.FACTION, "disciplines": Realm.DISCIPLINE},
    Scholar: {
        "home": Realm.HOME,
        "archetype": Realm.ARCHETYPE,
        "discipline": Realm.DISCIPLINE,
        "faction": Realm.FACTION,
        "skills": Realm.DISCIPLINE,
        "opinions.*.of": Realm.SCHOLAR,
    },
    Generation: {"homes": Realm.HOME},
    Lead: {"faction": Realm.FACTION},
    Claims: {"patterns": Realm.DISCIPLINE},
    SeasonalEvent: {"faction": Realm.FACTION},
    Project: {"faction": Realm.FACTION},
    Vignette: _OF_EFFECTS | {f"follow_up.{field}": realm for field, realm in _OF_EFFECTS.items()},
    Mishap: _OF_EFFECTS,
}


@dataclass(frozen=True, kw_only=True)
class _Known:
    """The ids of a realm; `where` is where a new one would go."""

    ids: frozenset[str]
    where: str


def check(draft: Draft) -> Iterator[Fault]:
    """Yield every id that names nothing, with the nearest one that exists."""
    realms = _realms(draft)
    for model, fields in _FIELDS.items():
        for part in draft.all(model):
            for dotted, realm in fields.items():
                if realm not in realms:
                    continue
                known = realms[realm]
                for path, name in _ids_at(part.value, tuple(dotted.split("."))):
                    if name not in known.ids:
                        cure = nearest(name, known.ids, otherwise=f"add it to {known.where}, or take it out here")
                        yield part.fault(f"there is no {realm} `{name}`", cure, *path)


def _realms(draft: Draft) -> dict[Realm, _Known]:
    """Return what exists. A realm with an unreadable file is left out: each of its ids would be called missing."""
    found: dict[Realm, _Known] = {}
    lore = frozenset(key for key, _ in draft.keys(LoreEntry))
    personas = frozenset(key for key, _ in draft.keys(Persona))
    if LoreEntry not in draft.unreadable:
        found[Realm.LORE] = _Known(ids=lore, where="lore/")
    if Persona not in draft.unreadable:
        found[Realm.PERSONA] = _Known(ids=personas, where="personas/")
    found |= _of_the_game(draft)
    card = draft.one(WorldCard)
    if card is None:
        return found
    regions = frozenset(region.id for region in card.value.regions)
    factions = frozenset(faction.id for faction in card.value.factions)
    found[Realm.REGION] = _Known(ids=regions, where="world.yaml")
    found[Realm.FACTION] = _Known(ids=factions, where="world.yaml")
    found[Realm.TOPIC] = _Known(ids=frozenset(card.value.topics), where="world.yaml")
    if Realm.PERSONA in found:
        found[Realm.CIRCLE] = _Known(ids=factions | personas | {PUBLIC}, where="world.yaml or personas/")
    if Realm.LORE in found:
        found[Realm.HOME] = _Known(ids=lore | regions, where="lore/")
    return found


def _of_the_game(draft: Draft) -> dict[Realm, _Known]:
    found = {
        realm: _Known(ids=frozenset(key for key, _ in draft.keys(model)), where=file_of(model))
        for realm, model in ((Realm.DISCIPLINE, Discipline), (Realm.SCHOLAR, Scholar))
        if model not in draft.unreadable
    }
    generation = draft.one(Generation)
    if generation is not None:
        archetypes = frozenset(kind.id for kind in generation.value.archetypes)
        found[Realm.ARCHETYPE] = _Known(ids=archetypes, where=file_of(Generation))
    return found


def _ids_at(
    value: object, fields: tuple[str, ...], at: tuple[Step, ...] = ()
) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Yield the ids under a field of a part, each with its path."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        yield from (((*at, key), key) for key in value)
    elif isinstance(value, tuple):
        rest = fields[1:] if fields[:1] == ("*",) else fields
        for index, item in enumerate(value):
            yield from _ids_at(item, rest, (*at, index))
    elif fields and value is not None:
        # Of effects, only some have the field.
        yield from _ids_at(getattr(value, fields[0], None), fields[1:], (*at, fields[0]))
