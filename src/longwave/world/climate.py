"""Feasts and weather: what the calendar and the sky of a region can do."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from longwave.world.fields import Id, Ids, Part, Sentence, Share, Text
from longwave.world.lore import MAX_FACT_CHARS


class Wind(StrEnum):
    """Where the wind comes from, as spoken."""

    NORTH = "north"
    NORTH_EAST = "north-east"
    EAST = "east"
    SOUTH_EAST = "south-east"
    SOUTH = "south"
    SOUTH_WEST = "south-west"
    WEST = "west"
    NORTH_WEST = "north-west"


def _in_order(span: tuple[int, int]) -> tuple[int, int]:
    if span[1] < span[0]:
        raise ValueError(f"the range runs backwards, from {span[0]} to {span[1]}")
    return span


def _apart(span: tuple[int, int]) -> tuple[int, int]:
    # Noon is warmer than the rest of its day, so a season needs two temperatures at least.
    if span[1] <= span[0]:
        raise ValueError(f"the range from {span[0]} to {span[1]} leaves no room for a warmer noon")
    return span


# Shares are written with two or three decimals; their sum is exact but for floating point.
_SHARES_TOLERANCE = 1e-6

Beaufort = Annotated[int, Field(ge=0, le=12)]
Month = Annotated[int, Field(ge=1, le=12)]
TempRange = Annotated[tuple[int, int], AfterValidator(_apart)]
ForceRange = Annotated[tuple[Beaufort, Beaufort], AfterValidator(_in_order)]


class Feast(Part):
    """A day that the world keeps.

    Attributes:
        on: a date ("11-09") or the n-th weekday of a month ("2nd friday of 04").
        lore: the entry that tells more about it.
    """

    id: Id
    name: Text
    on: Text
    regions: Ids
    says: Annotated[Sentence, Field(max_length=MAX_FACT_CHARS)]
    lore: Id


class Sky(Part):
    """A weather state.

    Attributes:
        words: how a text names this state, lower case, in whole words; none may belong to another state.
        spoken: clauses that state it ("fog lies on the water").
        wind_force: range on the Beaufort scale.
        max_c: the warmest at which this state can be, for snow; None sets no limit.
        emergency: whether it preempts the rundown.
    """

    id: Id
    words: Annotated[tuple[Text, ...], Field(min_length=1)]
    spoken: Annotated[tuple[Text, ...], Field(min_length=1)]
    wind_force: ForceRange
    max_c: int | None = None
    emergency: bool = False


class Season(Part):
    """Some months' weather: temperatures and the Markov chain of its states, stepped four times a day.

    Attributes:
        temp_c: coldest and warmest, in degrees Celsius.
        start: the state of the first slot of all, and after a state that this season does not have.
        steps: for each state, the share with which each state follows it.
    """

    id: Id
    months: Annotated[tuple[Month, ...], Field(min_length=1)]
    temp_c: TempRange
    start: Id
    steps: dict[Id, dict[Id, Share]]


class Climate(Part):
    """A region's weather.

    Attributes:
        winds: what the wind's direction is drawn from; one that is named twice is twice as likely.
    """

    region: Id
    winds: Annotated[tuple[Wind, ...], Field(min_length=1)] = tuple(Wind)
    skies: tuple[Sky, ...]
    seasons: tuple[Season, ...]

    @model_validator(mode="after")
    def _every_month_and_state_is_served(self) -> Self:
        if sorted(month for season in self.seasons for month in season.months) != list(range(1, 13)):
            raise ValueError("the seasons must hold every month from 1 to 12 exactly once")
        for season in self.seasons:
            for state, step in season.steps.items():
                if abs(sum(step.values()) - 1.0) > _SHARES_TOLERANCE:
                    raise ValueError(
                        f"the steps from {state!r} in {season.id!r} add up to {sum(step.values()):g}, not 1"
                    )
        return self
