"""Anyone who speaks: what they know, how they sound."""

import re
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, model_validator
from pydantic.functional_validators import BeforeValidator

from longwave.world.fields import Id, Ids, Part, Text, Texts
from longwave.world.temper import Temper
from longwave.world.writing import Budget, Writing

PART_NAME = re.compile(r"^[a-z_]+\??$")

Value = str | int | bool
Condition = dict[str, Value | tuple[Value, ...]]


class Role(StrEnum):
    """Where somebody speaks: on the station, on the forum, or in the press."""

    PRESENTER = "presenter"
    RESIDENT = "resident"
    SPOKESMAN = "spokesman"
    EDITOR = "editor"
    SCHOLAR = "scholar"


class Tier(StrEnum):
    """How near a presenter is to a region's news."""

    LOCAL = "local"
    COMMON = "common"
    RUMOUR = "rumour"
    EXCLUDED = "excluded"


class Knowledge(Part):
    """What a persona may know and say.

    Attributes:
        cutoff_year: nothing after this year is known; None knows the world's present.
        regions: tier by region id; a region not named is excluded.
        circles: whose lore it hears: `public`, factions; its own id always counts.
    """

    cutoff_year: int | None = None
    regions: dict[Id, Tier]
    circles: Ids = ()
    forbidden_factions: Ids = ()
    forbidden_topics: Ids = ()


class Voice(Part):
    """How a persona speaks.

    Attributes:
        never_says: words, phrases and signs that no text of theirs may hold; `do` and `dont` are for its writer.
    """

    summary: Text
    traits: tuple[Text, ...]
    do: tuple[Text, ...]
    dont: tuple[Text, ...]
    catchphrases: tuple[Text, ...]
    never_says: Texts = ()


class Persona(Part):
    """Anyone who speaks.

    Attributes:
        home: a lore entry or a region.
        faction: for whom a spokesman speaks; nobody else has one.
        temper: how a resident behaves; a presenter has none.
        phrasebook: whose phrasebook speaks for it offline, where it has none of its own.
        writing: which model writes for it.
        budget: what its texts of a day may cost.
    """

    id: Id
    name: Text
    role: Role
    born: int
    home: Id
    history: Text
    knowledge: Knowledge
    voice: Voice
    # Who has none is written as before there were any.
    faction: Id | None = Field(default=None, exclude_if=lambda faction: faction is None)
    temper: Temper | None = None
    phrasebook: Id | None = None
    writing: Writing = Writing()
    budget: Budget = Budget()

    @model_validator(mode="after")
    def _only_residents_have_a_temper(self) -> Self:
        if (self.role is Role.RESIDENT) is not (self.temper is not None):
            raise ValueError("a resident needs a `temper`, and nobody else has one")
        return self

    @model_validator(mode="after")
    def _only_spokesmen_have_a_faction(self) -> Self:
        if (self.role is Role.SPOKESMAN) is not (self.faction is not None):
            raise ValueError("a spokesman needs a `faction`, and nobody else has one")
        return self


class Line(Part):
    """One way to say a part.

    Attributes:
        say: a template; docs/howto/write-a-phrasebook.md says how to write one.
        when: slot values under which the line fits; all must hold.
    """

    say: Text
    when: Condition = Field(default_factory=dict)


def _as_lines(value: Any) -> Any:  # Any: YAML, before validation.
    return [{"say": item} if isinstance(item, str) else item for item in value] if isinstance(value, list) else value


Lines = Annotated[tuple[Line, ...], BeforeValidator(_as_lines), Field(min_length=1)]


class Phrasebook(Part):
    """How the offline narrator speaks for one persona.

    Attributes:
        plans: for each form, sequences of part names; a part with `?` is left out where the text gets too long.
        parts: for each part, the ways to say it.
        words: named alternatives that any line may use as a slot.
    """

    persona: Id
    plans: dict[str, tuple[tuple[Annotated[str, Field(pattern=PART_NAME)], ...], ...]]
    parts: dict[str, Lines]
    words: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
