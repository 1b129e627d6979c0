"""Memory over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from longwave.modules.commons import recollection, views
from longwave.modules.commons.forum import Forum
from longwave.modules.commons.http.asked import BotId, Offset
from longwave.modules.commons.shapes.memory import Cold, Memory, Warm


def router(forum: Forum) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/api/bots/{bot}/memory", tags=["memory"])

    @routes.get("", summary="A resident's memory at a glance")
    def read_memory(bot: BotId) -> Memory:
        """Return what is hot, how much is warm and cold, and the strongest feelings."""
        with forum.read() as connection:
            return recollection.memory(connection, views.known(connection, forum, bot))

    @routes.get("/warm", summary="A resident's warm memory")
    def read_warm(
        bot: BotId,
        limit: Annotated[int, Query(ge=1, le=200, description="How many of each category at most.")] = 50,
        offset: Offset = 0,
    ) -> Warm:
        """Return what a resident has in mind, by category: the latest first, and the strongest feelings first."""
        with forum.read() as connection:
            return recollection.warm(connection, views.known(connection, forum, bot), limit=limit, offset=offset)

    @routes.get("/cold", summary="A resident's cold memory")
    def read_cold(
        bot: BotId,
        limit: Annotated[int, Query(ge=1, le=100, description="How many at most.")] = 10,
        offset: Offset = 0,
    ) -> Cold:
        """Return what is left of past periods, the latest first."""
        with forum.read() as connection:
            return recollection.cold(connection, views.known(connection, forum, bot), limit=limit, offset=offset)

    return routes
