"""What expeditions of The Great Work find, and how they fail, as a pack tells it."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from longwave.world.fields import Id, Part, Sentence, Text

MAX_CLAIM_CHARS = 240
# Who and where it is that something is told of: the player, one of the team, the place.
SLOTS = ("lead", "scholar", "site")

Weight = Annotated[int, Field(ge=1, le=100)]


class ExpeditionType(StrEnum):
    """How large an undertaking is."""

    THINK_TANK = "think_tank"
    FIELD = "field"
    GREAT_PROJECT = "great_project"


class Depth(StrEnum):
    """How well it is prepared."""

    SHALLOW = "shallow"
    STANDARD = "standard"
    DEEP = "deep"


class EffectKind(StrEnum):
    """What something found, or gone wrong, brings with it."""

    FACTION_SHIFT = "faction_shift"
    THEORY_SEED = "theory_seed"
    GRUDGE = "grudge"
    CONFERENCE = "conference"
    TOPIC = "topic"
    REPUTATION = "reputation"
    OPPORTUNITY = "opportunity"
    CLUE = "clue"
    UNLOCK = "unlock"
    INJURY = "injury"


class FactionShift(Part):
    """A faction's influence is won, or lost."""

    kind: Literal[EffectKind.FACTION_SHIFT]
    faction: Id
    change: Annotated[int, Field(ge=-3, le=3)]


class TheorySeed(Part):
    """A claim that whoever found it can submit, with evidence that counts as a supporter more."""

    kind: Literal[EffectKind.THEORY_SEED]
    claim: Annotated[Text, Field(max_length=MAX_CLAIM_CHARS)]


class Grudge(Part):
    """A scholar of the team takes it ill."""

    kind: Literal[EffectKind.GRUDGE]
    feeling: Annotated[float, Field(ge=-3, lt=0)] = -1.0


class ConferenceCall(Part):
    """A conference on the theory that the expedition was about is called by itself; without a theory, a topic is."""

    kind: Literal[EffectKind.CONFERENCE]
    question: Annotated[Text, Field(max_length=MAX_CLAIM_CHARS)]


class TopicFound(Part):
    """The question goes before the symposium."""

    kind: Literal[EffectKind.TOPIC]
    question: Annotated[Text, Field(max_length=MAX_CLAIM_CHARS)]


class ReputationChange(Part):
    """The lead is thought better of, or worse."""

    kind: Literal[EffectKind.REPUTATION]
    change: Annotated[int, Field(ge=-5, le=5)]


class Opportunity(Part):
    """An offer with a date: whoever takes it in time pays one faction and is paid by another.

    Attributes:
        says: what is offered, as a whole sentence without names of players.
        days: how long it stands.
    """

    kind: Literal[EffectKind.OPPORTUNITY]
    says: Sentence
    costs: dict[Id, Annotated[int, Field(ge=1, le=3)]] = Field(default_factory=dict)
    pays: dict[Id, Annotated[int, Field(ge=1, le=4)]]
    days: Annotated[int, Field(ge=1, le=7)] = 2


class Clue(Part):
    """The lead's next expedition to the same site is so much the better prepared."""

    kind: Literal[EffectKind.CLUE]
    bonus: Annotated[int, Field(ge=1, le=10)] = 5


class Unlock(Part):
    """The site's friction falls for good, for everybody."""

    kind: Literal[EffectKind.UNLOCK]
    eases: Annotated[int, Field(ge=1, le=5)] = 2


class Injury(Part):
    """A scholar of the team cannot travel for so many digests."""

    kind: Literal[EffectKind.INJURY]
    digests: Annotated[int, Field(ge=1, le=6)] = 2


Effect = Annotated[
    FactionShift
    | TheorySeed
    | Grudge
    | ConferenceCall
    | TopicFound
    | ReputationChange
    | Opportunity
    | Clue
    | Unlock
    | Injury,
    Field(discriminator="kind"),
]


class FollowUp(Part):
    """What comes of a vignette later.

    Attributes:
        digests: how many digests later.
        says: a template, as in a vignette.
    """

    digests: Annotated[int, Field(ge=1, le=8)]
    says: Sentence
    effects: tuple[Effect, ...] = ()


class Vignette(Part):
    """A sideways discovery: what a partial success finds instead.

    Attributes:
        title: as a headline, without a full stop.
        says: a template of two to four sentences with `{lead}` (the player), `{scholar}` (one of the team), `{site}`.
    """

    id: Id
    expedition: ExpeditionType
    depth: Depth
    title: Text
    says: Sentence
    effects: Annotated[tuple[Effect, ...], Field(min_length=1)]
    follow_up: FollowUp | None = None


class MishapKind(StrEnum):
    """How a failure ends."""

    NOTHING = "nothing"
    CLUE = "clue"
    SCANDAL = "scandal"
    DISASTER = "disaster"
    ADJACENT_FIELD = "adjacent_field"
    PRESTIGE_HIT = "prestige_hit"
    UNLOCK = "unlock"


class Mishap(Part):
    """A way in which an expedition fails: the failure table of its type and depth is drawn from these.

    Attributes:
        weight: how often, next to the others of the same type and depth.
        says: a template of one to three sentences with `{lead}`, `{scholar}` and `{site}`.
    """

    id: Id
    expedition: ExpeditionType
    depth: Depth
    kind: MishapKind
    weight: Weight
    says: Sentence
    effects: tuple[Effect, ...] = ()
