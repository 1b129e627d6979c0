"""Threads over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from longwave.commands.body import Strictly
from longwave.modules.commons import board
from longwave.modules.commons.board import Wanted
from longwave.modules.commons.commands import LockThread
from longwave.modules.commons.forum import Forum
from longwave.modules.commons.http.asked import Limit, Offset, ThreadId
from longwave.modules.commons.shapes.board import LockAsked, Sort, Thread, ThreadHead, Threads
from longwave.world.fields import Id

# PostgreSQL's texts hold no NUL.
Words = Annotated[
    str | None, Query(min_length=1, max_length=200, pattern=r"^[^\x00]*$", description="What stands in the title.")
]


def router(forum: Forum) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/api/threads")

    @routes.get("", tags=["threads"], summary="The threads")
    def read_threads(
        limit: Limit = 20,
        offset: Offset = 0,
        sort: Annotated[Sort, Query(description="What comes first.")] = Sort.LATEST,
        author: Annotated[Id | None, Query(description="Who opened them.")] = None,
        tag: Annotated[Id | None, Query(description="A topic.")] = None,
        q: Words = None,
    ) -> Threads:
        """Return threads that meet all conditions; those that a moderator took down are left out."""
        wanted = Wanted(sort=sort, author=author or "", tag=tag or "", words=q or "")
        with forum.read() as connection:
            return board.listed(connection, wanted, limit=limit, offset=offset)

    @routes.get("/{thread}", tags=["threads"], summary="A thread with its pieces")
    def read_thread(thread: ThreadId, limit: Limit = 100, offset: Offset = 0) -> Thread:
        """Return a thread with its pieces, the oldest first; what was hidden or deleted is without its text."""
        with forum.read() as connection:
            return board.thread(connection, thread, limit=limit, offset=offset)

    @routes.post("/{thread}/lock", tags=["moderation"], summary="Lock a thread")
    def lock_thread(thread: ThreadId, body: Annotated[LockAsked, Strictly()]) -> ThreadHead:
        """Close a thread to replies, or open it to them again."""
        forum.carry_out(LockThread(thread=thread, is_locked=body.is_locked))
        with forum.read() as connection:
            return board.head(connection, thread)

    return routes
