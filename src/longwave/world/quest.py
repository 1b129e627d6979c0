"""Stories: arcs of acts and beats, with an end."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from longwave.world.fields import Id, Ids, Part, Sentence, Share, Text

MAX_BEAT_CHARS = 430


class Timeline(StrEnum):
    """How long a story runs."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


class ActName(StrEnum):
    """The five acts, in order."""

    SETUP = "setup"
    RISING = "rising"
    CLIMAX = "climax"
    FALLING = "falling"
    RESOLUTION = "resolution"


class Beat(Part):
    """One step of a story, as told on air.

    Attributes:
        says: the telling, two to four sentences.
        recap: a clause that reminds a listener of this beat later ("Maud Tarn had counted nine strokes").
        entities: lore entries that the telling names.
        conflict: from 0 (calm) to 1 (crisis).
    """

    says: Annotated[Sentence, Field(max_length=MAX_BEAT_CHARS)]
    recap: Annotated[str, Field(min_length=1, max_length=90, pattern=r"[^.!?]$")]
    entities: Annotated[Ids, Field(min_length=1)]
    conflict: Share
    tone: Text


class Act(Part):
    """One of the five acts of a story."""

    act: ActName
    beats: Annotated[tuple[Beat, ...], Field(min_length=1)]


class Quest(Part):
    """A story seed: an arc with an end."""

    id: Id
    title: Text
    kind: Literal["quest", "event"] = "quest"
    timeline: Timeline
    year: int | None = None
    regions: Ids
    factions: Ids = ()
    topics: Ids = ()
    themes: tuple[Text, ...]
    summary: Sentence
    acts: tuple[Act, ...]

    @model_validator(mode="after")
    def _acts_stand_in_order(self) -> Self:
        order = [list(ActName).index(act.act) for act in self.acts]
        if order != sorted(set(order)) or not order or self.acts[-1].act is not ActName.RESOLUTION:
            raise ValueError("acts must stand once each in the order setup … resolution, and end with a resolution")
        return self
