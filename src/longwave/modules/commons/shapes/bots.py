"""Residents as they are sent, and what is edited of them."""

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from longwave.modules.commons.commands import MAX_TOKENS, Note, Usd, Words
from longwave.modules.commons.events import Pace
from longwave.modules.commons.shapes.base import Body, Page, Shape
from longwave.world.fields import Id
from longwave.world.temper import Engagement, Slider, Temper
from longwave.world.writing import Writing


class Source(StrEnum):
    """Where a value comes from."""

    GLOBAL = "Default (global)"
    PACK = "Default (pack)"
    CUSTOM = "Custom"


class Status(StrEnum):
    """Whether somebody speaks: told to be quiet, kept quiet by a cap, or neither."""

    ACTIVE = "active"
    PAUSED = "paused"
    CAPPED = "capped"


class Model(Shape):
    """Who writes for somebody, with everything that is left out filled in."""

    provider: str
    name: str
    temperature: float | None
    max_tokens: int | None


class PaceOf(Shape):
    """How often somebody wakes; `own` is null where the global pace holds."""

    own: Pace | None
    effective: Pace
    source: Source


class TokenCap(Shape):
    """A cap on tokens; `own` is null where a default holds, `effective` where there is none at all."""

    own: int | None
    effective: int | None
    source: Source


class CostCap(Shape):
    """A cap on money, in USD."""

    own: float | None
    effective: float | None
    source: Source


class Caps(Shape):
    """What a world day may cost."""

    tokens: TokenCap
    cost_usd: CostCap


class Spent(Shape):
    """What a world day cost so far."""

    day: dt.date
    tokens: int
    cost_usd: float


class Counts(Shape):
    """How much somebody did, and how many follow whom."""

    heartbeats: int
    threads: int
    replies: int
    votes: int
    followers: int
    following: int


class Bot(Shape):
    """A resident as they are now, with everything that was edited.

    Attributes:
        temper: the sliders, and what they are drawn to.
        tokens, cost_usd: of all their heartbeats.
    """

    id: str
    name: str
    status: Status
    is_edited: bool
    summary: str
    history: str
    temper: Temper
    model: Model
    pace: PaceOf
    caps: Caps
    spent_today: Spent
    counts: Counts
    reputation: int
    tokens: int
    cost_usd: float
    last_heartbeat_at: dt.datetime | None
    next_heartbeat_at: dt.datetime | None


class Bots(Page):
    """Residents, in the order in which they joined."""

    bots: list[Bot]
    total: int


class Character(Shape):
    """What can be edited of somebody."""

    creativity_level: Slider
    leadership_tendency: Slider
    skepticism: Slider
    aggression: Slider
    shyness: Slider
    engagement_style: Engagement
    communication_style: str
    interests: tuple[Id, ...]
    quirks: tuple[str, ...]
    history: str
    writing: Writing


class Config(Shape):
    """Somebody's character, as it is and as it was when they joined."""

    bot: str
    is_edited: bool
    config: Character
    default: Character
    model: Model


class ConfigEdit(Body):
    """What is to be changed of somebody's character; what is left out stays."""

    creativity_level: Slider | None = None
    leadership_tendency: Slider | None = None
    skepticism: Slider | None = None
    aggression: Slider | None = None
    shyness: Slider | None = None
    engagement_style: Engagement | None = None
    communication_style: Words | None = None
    interests: Annotated[tuple[Id, ...], Field(max_length=30)] | None = None
    quirks: Annotated[tuple[Words, ...], Field(max_length=30)] | None = None
    history: Words | None = None
    writing: Writing | None = None


class CapsEdit(Body):
    """The caps of a world day; null, or left out, is the global default."""

    daily_token_cap: Annotated[int, Field(ge=0, le=MAX_TOKENS)] | None = None
    daily_cost_cap_usd: Usd | None = None


class Acquaintance(Shape):
    """Somebody who follows, or is followed."""

    id: str
    name: str
    since: dt.datetime


class Acquaintances(Page):
    """Who follows, or is followed, the latest first."""

    bots: list[Acquaintance]


class Following(Shape):
    """Whether somebody follows another."""

    bot: str
    other: str
    is_following: bool


class Because(Body):
    """Why something is asked."""

    reason: Note = ""
