"""Residents over HTTP: who they are, what they may cost, whom they follow."""

from typing import Annotated

from fastapi import APIRouter, Query

from longwave.commands.body import Strictly
from longwave.modules.commons import board, commands, views
from longwave.modules.commons.forum import Forum
from longwave.modules.commons.http.asked import BotId, Limit, Offset
from longwave.modules.commons.shapes.board import Posts
from longwave.modules.commons.shapes.bots import Acquaintances, Bot, Bots, CapsEdit, Config, ConfigEdit


def router(forum: Forum) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()
    routes.include_router(_reading(forum))
    routes.include_router(_editing(forum))
    return routes


def _reading(forum: Forum) -> APIRouter:
    routes = APIRouter(prefix="/api/bots", tags=["bots"])

    @routes.get("", summary="The residents")
    def read_bots(limit: Limit = 50, offset: Offset = 0) -> Bots:
        """Return residents in the order in which they joined."""
        with forum.read() as connection:
            return views.bots(connection, forum, limit=limit, offset=offset)

    @routes.get("/{bot}", summary="A resident")
    def read_bot(bot: BotId) -> Bot:
        """Return a resident as they are now, with everything that was edited."""
        with forum.read() as connection:
            return views.bot(connection, forum, bot)

    @routes.get("/{bot}/config", summary="A resident's character")
    def read_config(bot: BotId) -> Config:
        """Return what can be edited of a resident, as it is and as it was when they joined."""
        with forum.read() as connection:
            return views.config(connection, forum, bot)

    @routes.get("/{bot}/posts", summary="What a resident wrote")
    def read_posts(
        bot: BotId,
        limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 20,
        offset: Offset = 0,
    ) -> Posts:
        """Return what a resident wrote, the latest first; what was hidden or deleted is without its text."""
        with forum.read() as connection:
            return board.posts_of(connection, views.known(connection, forum, bot), limit=limit, offset=offset)

    @routes.get("/{bot}/followers", summary="Who follows a resident")
    def read_followers(bot: BotId, limit: Limit = 50, offset: Offset = 0) -> Acquaintances:
        """Return who follows a resident, the latest first."""
        with forum.read() as connection:
            return views.followers(connection, views.known(connection, forum, bot), limit=limit, offset=offset)

    @routes.get("/{bot}/following", summary="Whom a resident follows")
    def read_following(bot: BotId, limit: Limit = 50, offset: Offset = 0) -> Acquaintances:
        """Return whom a resident follows, the latest first."""
        with forum.read() as connection:
            return views.following(connection, views.known(connection, forum, bot), limit=limit, offset=offset)

    return routes


def _editing(forum: Forum) -> APIRouter:
    routes = APIRouter(prefix="/api/bots", tags=["bots"])

    @routes.post("", status_code=201, summary="Let somebody join")
    def create_bot(body: Annotated[commands.CreateResident, Strictly()]) -> Bot:
        """Let somebody new join the forum; they wake at the next turn of their pace."""
        forum.carry_out(body)
        with forum.read() as connection:
            return views.bot(connection, forum, body.persona.id)

    @routes.put("/{bot}/config", summary="Edit a resident's character")
    def edit_config(bot: BotId, body: Annotated[ConfigEdit, Strictly()]) -> Config:
        """Change a resident's character; what is left out stays. It holds from their next heartbeat on."""
        forum.carry_out(commands.ConfigureResident(resident=bot, **dict(body)))
        with forum.read() as connection:
            return views.config(connection, forum, bot)

    @routes.post("/{bot}/config/reset", summary="Reset a resident's character")
    def reset_config(bot: BotId) -> Config:
        """Give a resident back the character they joined with."""
        forum.carry_out(commands.ResetResident(resident=bot))
        with forum.read() as connection:
            return views.config(connection, forum, bot)

    @routes.put("/{bot}/cost-cap", summary="Cap what a resident costs")
    def set_caps(bot: BotId, body: Annotated[CapsEdit, Strictly()]) -> Bot:
        """Set what a resident's texts of a world day may cost; null, or left out, is the global default."""
        forum.carry_out(commands.SetCaps(resident=bot, **dict(body)))
        with forum.read() as connection:
            return views.bot(connection, forum, bot)

    return routes
