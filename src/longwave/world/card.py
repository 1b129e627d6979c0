"""`world.yaml` and `station.yaml`: what the world is, and what its radio station is made of."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from longwave.world.fields import Hour, Id, Ids, Part, Text, Texts
from longwave.world.writing import Budget, Price, Writing


class Named(Part):
    """A region or a faction: an id for the files, a name as it is spoken in mid-sentence."""

    id: Id
    name: Text
    aliases: Texts = ()
    summary: str = ""


class Tides(Part):
    """Two tides a day, larger at new and full moon.

    Attributes:
        high_water_lag_h: hours from the moon's transit to high water at this coast (the "establishment of the port").
        spring_range_m: height between low and high water at springs.
        neap_range_m: the same at neaps.
    """

    high_water_lag_h: float = Field(ge=0, lt=12.5)
    spring_range_m: float = Field(gt=0)
    neap_range_m: float = Field(gt=0)

    @model_validator(mode="after")
    def _springs_are_the_larger(self) -> Self:
        if self.neap_range_m > self.spring_range_m:
            raise ValueError(
                f"the neap range {self.neap_range_m} is larger than the spring range {self.spring_range_m}"
            )
        return self


class Safety(Part):
    """What this world's texts may not say, on top of what no text may say.

    A word stands with its endings: `kill/s/ed` is kill, kills and killed.

    Attributes:
        block: words and phrases that are never heard.
        review: those that a person must look at before they are heard.
        allow: those of the gate's own list that may be heard in this world; a word exempts all its endings.
    """

    block: Texts = ()
    review: Texts = ()
    allow: Texts = ()


class Cadences(Part):
    """How long the layers of the press wait.

    Attributes:
        flash_minutes: `flash` comes within so many.
        staggered_minutes: the three steps of `staggered`.
        long_hours: the three steps of `long`: after a digest, a day and three days, as digests are held by default.
    """

    flash_minutes: int = Field(default=90, ge=1, le=1_440)
    staggered_minutes: tuple[int, int, int] = (30, 60, 120)
    long_hours: tuple[int, int, int] = (12, 24, 72)


class WorldCard(Part):
    """`world.yaml`: what the world is called, when and where it plays, whose words it uses.

    Attributes:
        tz: an IANA time zone ("Europe/London").
        start: the first day of a new run.
        people: what its inhabitants are called, as spoken ("Saltmere people").
        writing: which model writes for the personas that do not say.
        budget: what all texts of a day may cost together.
        prices: of models whose price is not published, by their whole name.
        cadences: how long the press waits.
    """

    id: Id
    title: Text
    summary: Text
    licence: Text
    language: Text = "en"
    tz: Text
    start: dt.date
    people: Text
    regions: tuple[Named, ...]
    factions: tuple[Named, ...]
    topics: tuple[Id, ...]
    tides: Tides | None = None
    writing: Writing = Writing()
    budget: Budget = Budget()
    prices: dict[str, Price] = Field(default_factory=dict)
    safety: Safety = Safety()
    cadences: Cadences = Cadences()


class Form(StrEnum):
    """The kinds of radio segment."""

    TIME = "time"
    WEATHER = "weather"
    EMERGENCY = "emergency"
    NEWS = "news"
    GOSSIP = "gossip"
    STORY = "story"
    MUSIC = "music"
    LETTER = "letter"
    INTERVIEW = "interview"
    IDENT = "ident"


class Slotting(Part):
    """How one form takes part in a broadcast day.

    Attributes:
        max_chars: the longest text allowed, in characters.
        weight: share of the filler slots, relative to the other forms; 0 keeps it out of the filler.
        weights: overrides of `weight` by hour of the day.
        at: hours at which the form is required; it takes the first free slot at or after each.
        at_least: how often it must air on every day.
        topics: what its facts are about, where it has no other subject.
    """

    max_chars: int = Field(ge=80, le=4000)
    weight: float = Field(default=0, ge=0)
    weights: dict[Hour, Annotated[float, Field(ge=0)]] = Field(default_factory=dict)
    at: tuple[Hour, ...] = ()
    at_least: int = Field(default=1, ge=0)
    topics: Ids = ()

    @property
    def is_used(self) -> bool:
        """Whether the form can come on air by the clock; an emergency comes by itself."""
        return bool(self.weight or any(self.weights.values()) or self.at or self.at_least)


class StationCard(Part):
    """`station.yaml`: the radio station of this world.

    Attributes:
        lore: the entry about the station.
        signs_off: the hour at which the last segment has ended.
    """

    name: Text
    lore: Id
    signs_on: Hour = 6
    signs_off: Hour = 22
    forms: dict[Form, Slotting]

    @model_validator(mode="after")
    def _signs_on_before_it_signs_off(self) -> Self:
        if self.signs_off <= self.signs_on:
            raise ValueError(f"it signs off at {self.signs_off}, which is not after it signs on at {self.signs_on}")
        return self
