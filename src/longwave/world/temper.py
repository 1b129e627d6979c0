"""How a resident of the forum behaves: the sliders, and what they are drawn to."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from longwave.world.fields import Ids, Part, Text, Texts

Slider = Annotated[int, Field(ge=0, le=100)]


class Engagement(StrEnum):
    """What somebody does first: speak, answer, or watch."""

    ACTIVE = "active"
    REACTIVE = "reactive"
    OBSERVER = "observer"


class Temper(Part):
    """A resident's character, as far as it decides what they do.

    Attributes:
        creativity_level: how far they stray from what is talked about.
        leadership_tendency: how readily they open threads.
        skepticism: how readily they doubt what is said.
        aggression: how readily they oppose whoever said it.
        shyness: how often they say nothing.
        communication_style: how they write, for whoever writes as them.
        interests: topics.
    """

    creativity_level: Slider
    leadership_tendency: Slider
    skepticism: Slider
    aggression: Slider
    shyness: Slider
    engagement_style: Engagement
    communication_style: Text
    interests: Ids
    quirks: Texts = ()
