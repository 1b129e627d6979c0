"""Lore: the things of a world that a reader could look up."""

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, model_validator
from pydantic.functional_validators import BeforeValidator

from longwave.world.canon import CanonValue
from longwave.world.fields import Id, Ids, Part, Sentence, Text, Texts, Years

MAX_FACT_CHARS = 150
MAX_GLOSS_CHARS = 70


class Kind(StrEnum):
    """What a lore entry is about."""

    PLACE = "place"
    PERSON = "person"
    FACTION = "faction"
    EVENT = "event"
    OBJECT = "object"
    CUSTOM = "custom"
    FOOD = "food"
    INSTITUTION = "institution"
    CREATURE = "creature"
    PLANT = "plant"
    SHIP = "ship"
    WORK = "work"
    SAYING = "saying"
    ARTICLE = "article"


class Fact(Part):
    """One sentence that is true in this world and stands on its own.

    Attributes:
        year: when it became true; None means the entry's first year.
    """

    says: Annotated[Sentence, Field(max_length=MAX_FACT_CHARS)]
    year: int | None = None


def _as_facts(value: Any) -> Any:  # Any: YAML, before validation.
    return [{"says": item} if isinstance(item, str) else item for item in value] if isinstance(value, list) else value


class LoreEntry(Part):
    """One thing of the world that a reader could look up.

    Attributes:
        title: as spoken in mid-sentence, with its article if it has one ("the Needle Stair", "Oda Marrable").
        plural: whether the title takes plural verbs.
        years: first and last year; the last is None while it goes on.
        known_by: circles that know it: `public`, a faction's id, or a persona's id.
        gloss: a noun phrase that can follow "is" or stand between commas ("a flight of ninety-nine steps").
        canon: what the gate checks a text against ("steps: 99", "place: pump-row"); longwave.world.canon has the keys.
    """

    id: Id
    title: Text
    aliases: Texts = ()
    plural: bool = False
    kind: Kind
    years: Years
    regions: Ids = ()
    factions: Ids = ()
    topics: Ids = ()
    known_by: Ids = ("public",)
    gloss: Annotated[str, Field(max_length=MAX_GLOSS_CHARS)] = ""
    text: Text
    facts: Annotated[tuple[Fact, ...], BeforeValidator(_as_facts)] = ()
    canon: dict[Id, CanonValue] = Field(default_factory=dict)
    links: Ids = ()

    @model_validator(mode="after")
    def _facts_lie_in_its_years(self) -> Self:
        for fact in self.facts:
            if fact.year is not None and fact.year < self.years[0]:
                raise ValueError(f"a fact of {fact.year} lies before the entry's first year {self.years[0]}")
        return self
