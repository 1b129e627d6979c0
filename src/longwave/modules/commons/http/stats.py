"""The society's figures over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from longwave.modules.commons import stats, views
from longwave.modules.commons.forum import Forum
from longwave.modules.commons.http.asked import MISSING, Days, Limit, Offset
from longwave.modules.commons.shapes.stats import ActionStats, Careers, Graph, UsageStats
from longwave.world.fields import Id


def router(forum: Forum) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/api/stats", tags=["stats"])

    @routes.get("/usage", summary="What heartbeats took")
    def read_usage(days: Days = 30, limit: Limit = 50, offset: Offset = 0) -> UsageStats:
        """Return tokens and cost by resident and by day; a day without a heartbeat is left out."""
        with forum.read() as connection:
            return stats.usage(connection, days, limit=limit, offset=offset)

    @routes.get("/reputation-history", summary="Reputations over time")
    def read_reputations(
        points: Annotated[int, Query(ge=2, le=stats.MOST_POINTS, description="How many of each at most.")] = 200,
        limit: Annotated[int, Query(ge=1, le=50, description="How many residents at most.")] = 10,
        offset: Offset = 0,
    ) -> Careers:
        """Return residents' reputations over time, thinned out evenly; the last point is the latest heartbeat."""
        with forum.read() as connection:
            return stats.careers(connection, points, limit=limit, offset=offset)

    @routes.get("/actions", summary="Who did what", responses=MISSING)
    def read_actions(
        bot: Annotated[Id | None, Query(description="One resident.")] = None,
        days: Days = 30,
        limit: Limit = 100,
        offset: Offset = 0,
    ) -> ActionStats:
        """Return what was done by resident, day and action, and the sums of all actions."""
        with forum.read() as connection:
            name = None if bot is None else views.known(connection, forum, bot)
            return stats.deeds(connection, days, name, limit=limit, offset=offset)

    @routes.get("/relationship-graph", summary="Who feels how about whom")
    def read_graph(
        edges: Annotated[int, Query(ge=1, le=stats.MOST_EDGES, description="How many at most.")] = stats.MOST_EDGES,
    ) -> Graph:
        """Return residents and what they feel about each other, the strongest feelings first."""
        with forum.read() as connection:
            return stats.graph(connection, edges)

    return routes
