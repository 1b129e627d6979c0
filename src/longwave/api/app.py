"""The application: what modules hand in, between one gate before it and one way to refuse."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from typing import Annotated

import structlog
from fastapi import APIRouter, FastAPI, Query
from pydantic import BaseModel
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from longwave.access.tokens import Tokens
from longwave.api.access import Access, Gate
from longwave.api.document import describe
from longwave.api.errors import BodyTooLarge
from longwave.api.feed import Activity, Feed
from longwave.api.problems import MAX_BODY_BYTES, Statuses, answer, handle_problems, unexpected

MAX_SEQ, MAX_DIGITS = 2**63 - 1, 18
DESCRIPTION = "Reads a Longwave world, changes it, and follows it live over the WebSocket `/ws/activity?after=SEQ`."
SECURITY_HEADERS = {
    "content-security-policy": "default-src 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
}
log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Health:
    """How the world's health is told.

    Attributes:
        read: looks at what the world last put out; called off the event loop.
        model: what it returns.
    """

    read: Callable[[], BaseModel]
    model: type[BaseModel]


def create_app(
    *,
    feed: Feed,
    access: Access,
    tokens: Tokens,
    health: Health,
    routers: Iterable[APIRouter] = (),
    statuses: Statuses | None = None,
) -> FastAPI:
    """Build the application; while it is served, its feed runs.

    Args:
        routers: of the modules; what changes something is closed to all but the admin without their saying so.
        statuses: which HTTP status an error and what derives from it has, where it is not 409.
    """

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with feed.running():
            yield

    app = FastAPI(
        title="Longwave",
        version=version("longwave"),
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    handle_problems(app, statuses or {})
    # The last one added comes first.
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=MAX_BODY_BYTES)
    app.add_middleware(Gate, access=access, tokens=tokens)
    app.add_middleware(Shell)
    for router in (_own_routes(feed, health), *routers):
        app.include_router(router)
    app.add_api_websocket_route("/ws/activity", feed.follow)
    app.openapi = partial(describe, app)  # type: ignore[method-assign] # FastAPI documents it so.
    return app


def _own_routes(feed: Feed, health: Health) -> APIRouter:
    router = APIRouter()

    @router.get("/health", response_model=health.model, tags=["health"], summary="How the world is")
    def read_health() -> BaseModel:
        """Tell how the world is, judged by what it last put out and not by whether a process runs."""
        return health.read()

    @router.get("/api/activity", tags=["activity"], summary="What happened")
    def read_activity(
        after: Annotated[int | None, Query(ge=0, le=MAX_SEQ, description="Begin after this event.")] = None,
        limit: Annotated[int, Query(ge=1, le=500, description="How many events at most.")] = 50,
    ) -> Activity:
        """Return public events as the live feed shows them: the last ones, or those after a number, oldest first."""
        return feed.latest(limit) if after is None else feed.since(after, limit)

    return router


class Shell:
    """Around everything: tells browsers to be careful, takes no body that is too large, shows no failure of ours."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        reply = _Reply(send)
        try:
            if _says_too_much(scope):
                await answer(BodyTooLarge(MAX_BODY_BYTES), 413)(scope, receive, reply)
                return
            await self._app(scope, receive, reply)
        except Exception:
            log.exception("request.failed", method=scope["method"], path=scope["path"])
            if reply.has_begun:
                raise
            await unexpected()(scope, receive, reply)


class _Reply:
    """Sends a reply with the headers that every one has."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_begun = True
            MutableHeaders(scope=message).update(SECURITY_HEADERS)
        await self._send(message)


def _says_too_much(scope: Scope) -> bool:
    length = Headers(scope=scope).get("content-length", "")
    return length.isdecimal() and (len(length) > MAX_DIGITS or int(length) > MAX_BODY_BYTES)
