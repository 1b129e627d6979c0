"""The forum over HTTP."""

from collections.abc import Mapping

from fastapi import APIRouter

from longwave.kernel.errors import LongwaveError
from longwave.modules.commons.errors import NoSuchPiece, NoSuchResident, NoSuchThread
from longwave.modules.commons.forum import Forum
from longwave.modules.commons.http import bots, export, memory, moderation, pace, stats, threads, votes

# Which refusals are of a thing that is not there, not of what the world allows.
STATUSES: Mapping[type[LongwaveError], int] = {NoSuchResident: 404, NoSuchPiece: 404, NoSuchThread: 404}


def router(forum: Forum) -> APIRouter:
    """Return all routes of the forum; whoever includes them closes what changes something to all but the admin."""
    routes = APIRouter()
    for subject in (bots, memory, threads, pace, stats, export, votes, moderation):
        routes.include_router(subject.router(forum))
    return routes
