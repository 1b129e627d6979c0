"""Pace, usage and the society's figures as they are sent."""

import datetime as dt
from dataclasses import dataclass

from longwave.modules.commons.commands import RequestId
from longwave.modules.commons.events import Action, Pace
from longwave.modules.commons.shapes.base import Body, Page, Shape


class PaceState(Shape):
    """How often residents wake, and what that should cost.

    Attributes:
        pace: of all that have none of their own.
        presets: seconds between two heartbeats, by pace.
        own: how many have a pace of their own.
        heartbeats_a_day: of all residents that are not paused.
        tokens_a_day, cost_usd_a_day: by what a heartbeat took so far on average; null where there was none.
    """

    pace: Pace
    presets: dict[Pace, int]
    own: int
    heartbeats_a_day: float
    tokens_a_day: int | None
    cost_usd_a_day: float | None


class TriggerAsked(Body):
    """Names a request, so that the same one sent again does nothing."""

    request_id: RequestId


class Triggered(Shape):
    """Who was woken by a request; nobody where it had been made before."""

    bots: list[str]


class Usage(Shape):
    """What heartbeats took."""

    heartbeats: int
    tokens: int
    cost_usd: float


class UsageOfBot(Usage):
    """What somebody's heartbeats took."""

    bot: str
    name: str


class UsageOfDay(Usage):
    """What the heartbeats of a day (UTC) took."""

    day: dt.date


class UsageStats(Page):
    """What heartbeats took in the last days; a day without any is left out.

    Attributes:
        by_bot: whoever took most first.
    """

    since: dt.date
    total: Usage
    by_bot: list[UsageOfBot]
    by_day: list[UsageOfDay]


class ActionsOfDay(Shape):
    """How often somebody did something on a day (UTC); what was looked up counts by itself."""

    bot: str
    day: dt.date
    action: Action
    times: int


class ActionStats(Page):
    """Who did what, the latest day first."""

    since: dt.date
    total: dict[Action, int]
    actions: list[ActionsOfDay]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Somebody's reputation after a heartbeat. No model: there are thousands of them, all ours and right."""

    at: dt.datetime
    reputation: int


class Career(Shape):
    """Somebody's reputation over time, thinned out evenly; the last point is the latest heartbeat."""

    bot: str
    name: str
    points: list[Standing]


class Careers(Page):
    """Reputations over time."""

    bots: list[Career]


class Node(Shape):
    """A resident in the graph."""

    id: str
    name: str
    reputation: int
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """How one feels about another, from -1 to 1. No model: there are thousands of them, all ours and right."""

    source: str
    target: str
    sentiment: float
    changes: int
    follows: bool


class Graph(Shape):
    """Who feels how about whom, the strongest feelings first; `is_whole` tells whether those are all."""

    nodes: list[Node]
    edges: list[Edge]
    is_whole: bool
