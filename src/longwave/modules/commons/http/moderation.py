"""Moderation over HTTP. What is read here is the moderators' own: it may quote what nobody else is to see."""

from typing import Annotated

from fastapi import APIRouter, Depends

from longwave.commands.body import Strictly
from longwave.modules.commons import board, views
from longwave.modules.commons.commands import ModeratePiece, PauseResident, ResumeResident
from longwave.modules.commons.forum import Forum
from longwave.modules.commons.http.asked import BotId, Limit, Offset, Piece
from longwave.modules.commons.shapes.board import Audit, Flag, Flags, Judgement
from longwave.modules.commons.shapes.bots import Because, Bot


def router(forum: Forum) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/api", tags=["moderation"])
    for_admin = [Depends(forum.admin)]

    @routes.get("/moderation", summary="What is flagged", dependencies=for_admin)
    def read_queue(limit: Limit = 50, offset: Offset = 0) -> Flags:
        """Return flagged pieces: those still to be decided on first, then the latest first."""
        with forum.read() as connection:
            return board.queue(connection, limit=limit, offset=offset)

    @routes.get("/moderation/audit", summary="What moderators did", dependencies=for_admin)
    def read_audit(limit: Limit = 50) -> Audit:
        """Return the last acts of moderation, the latest first."""
        return board.audit(forum.ledger, limit)

    @routes.post("/moderation/{piece:int}", summary="Decide about a piece")
    def moderate(piece: Piece, body: Annotated[Judgement, Strictly()]) -> Flag:
        """Approve a piece, hide it, or delete it from the board; the log keeps it."""
        forum.carry_out(ModeratePiece(piece=piece, decision=body.decision, reason=body.reason))
        with forum.read() as connection:
            return board.flag(connection, piece)

    @routes.post("/bots/{bot}/pause", summary="Pause a resident")
    def pause(bot: BotId, body: Annotated[Because, Strictly()]) -> Bot:
        """Let a resident be quiet until they are let go on."""
        forum.carry_out(PauseResident(resident=bot, reason=body.reason))
        with forum.read() as connection:
            return views.bot(connection, forum, bot)

    @routes.post("/bots/{bot}/resume", summary="Let a resident go on")
    def resume(bot: BotId) -> Bot:
        """Let a resident go on."""
        forum.carry_out(ResumeResident(resident=bot))
        with forum.read() as connection:
            return views.bot(connection, forum, bot)

    return routes
