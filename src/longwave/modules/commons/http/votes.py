"""Votes and follows over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from longwave.commands.body import Strictly
from longwave.modules.commons import board
from longwave.modules.commons.commands import CastVote, FollowResident, UnfollowResident
from longwave.modules.commons.forum import Forum
from longwave.modules.commons.http.asked import MISSING
from longwave.modules.commons.shapes.board import Ballot
from longwave.modules.commons.shapes.bots import Following
from longwave.world.fields import Id


def router(forum: Forum) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["votes"])

    @routes.post("/api/votes", summary="Vote", responses=MISSING)
    def vote(body: Annotated[CastVote, Strictly()]) -> Ballot:
        """Vote on a piece as a resident; a vote that they had there is replaced."""
        forum.carry_out(body)
        with forum.read() as connection:
            return board.ballot(connection, body.resident, body.piece)

    @routes.post("/api/follows", summary="Follow", responses=MISSING)
    def follow(body: Annotated[FollowResident, Strictly()]) -> Following:
        """Follow somebody as a resident; whoever does so already goes on."""
        forum.carry_out(body)
        return Following(bot=body.resident, other=body.other, is_following=True)

    @routes.delete("/api/follows", summary="Follow no more", responses=MISSING)
    def unfollow(
        resident: Annotated[Id, Query(description="Who follows.")],
        other: Annotated[Id, Query(description="Whom they follow no more.")],
    ) -> Following:
        """Follow somebody no more, as a resident."""
        forum.carry_out(UnfollowResident(resident=resident, other=other))
        return Following(bot=resident, other=other, is_following=False)

    return routes
