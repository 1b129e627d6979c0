"""The scholars of The Great Work, as a pack tells them, and what more of them are drawn from."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from longwave.world.fields import Id, Ids, Part, Sentence, Text, Texts

# What a template of a history may use.
HISTORY_SLOTS = (
    *("name", "first", "discipline", "home", "they", "them", "their"),
    *("drive", "virtue", "vice", "taboo", "method", "contact"),
)

Skill = Annotated[int, Field(ge=0, le=10)]

Opinion = Annotated[float, Field(ge=-10, le=10)]


class Track(StrEnum):
    """Where a scholar makes a career."""

    ACADEMIA = "academia"
    INDUSTRY = "industry"


class Pronoun(StrEnum):
    """How others speak of somebody."""

    SHE = "she"
    HE = "he"
    THEY = "they"

    @property
    def forms(self) -> tuple[str, str, str]:
        """How they are called as who does something, as whom it is done to, and as whose it is."""
        match self:
            case Pronoun.SHE:
                return "she", "her", "her"
            case Pronoun.HE:
                return "he", "him", "his"
        return "they", "them", "their"


class View(Part):
    """What a scholar thinks of another.

    Attributes:
        because: a whole sentence.
    """

    of: Id
    feeling: Opinion
    because: Sentence


class Scholar(Part):
    """Somebody who can be won for an undertaking.

    Attributes:
        faction: whose influence a contract with them costs.
        archetype: an archetype of `generation.yaml`.
        tier: where the career stands, from 0 to 2.
        idle_days: how long before the first day they last discovered anything.
        sayings: sentences of theirs, fit to be quoted.
    """

    id: Id
    name: Text
    pronoun: Pronoun
    born: int
    home: Id
    archetype: Id
    discipline: Id
    faction: Id
    drive: Text
    virtue: Text
    vice: Text
    taboo: Text
    method: Text
    contact: Text
    track: Track
    tier: Annotated[int, Field(ge=0, le=2)] = 0
    loyalty: Skill
    integrity: Skill
    skills: dict[Id, Skill]
    idle_days: Annotated[int, Field(ge=0)] = 0
    history: Text
    sayings: Texts = ()
    opinions: tuple[View, ...] = ()


class Archetype(Part):
    """A kind of scholar that is drawn from dice.

    Attributes:
        name: with no article ("reluctant genius").
        sayings: sentences that any of them may say.
    """

    id: Id
    name: Text
    loyalty: tuple[Skill, Skill]
    integrity: tuple[Skill, Skill]
    main_skill: tuple[Skill, Skill]
    side_skill: tuple[Skill, Skill]
    sayings: Annotated[Texts, Field(min_length=1)]


class Generation(Part):
    """`academy/generation.yaml`: what scholars are drawn from.

    Attributes:
        histories: templates with `{name}`, `{first}`, `{discipline}`, `{home}`, `{drive}`, `{virtue}`, `{vice}`,
            `{taboo}`, `{method}`, `{contact}` and the forms of the pronoun `{they}`, `{them}`, `{their}`; a sentence
            that needs a verb to agree says the name instead.
    """

    first_names: dict[Pronoun, Annotated[Texts, Field(min_length=1)]]
    surnames: Annotated[Texts, Field(min_length=1)]
    archetypes: Annotated[tuple[Archetype, ...], Field(min_length=1)]
    drives: Annotated[Texts, Field(min_length=1)]
    virtues: Annotated[Texts, Field(min_length=1)]
    vices: Annotated[Texts, Field(min_length=1)]
    taboos: Annotated[Texts, Field(min_length=1)]
    methods: Annotated[Texts, Field(min_length=1)]
    contacts: Annotated[Texts, Field(min_length=1)]
    homes: Annotated[Ids, Field(min_length=1)]
    histories: Annotated[tuple[Sentence, ...], Field(min_length=1)]
