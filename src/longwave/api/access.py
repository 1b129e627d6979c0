"""Who may do what: read from this machine, change with the token, and never through somebody else's page."""

import asyncio
import ipaddress
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from longwave.access.tokens import ADMIN, Tokens
from longwave.api.errors import (
    ApiError,
    BindingRefused,
    ForeignHost,
    ForeignOrigin,
    TokenMissing,
    TokenWrong,
    TooManyWrites,
)
from longwave.api.limits import Buckets
from longwave.api.problems import answer

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:/?#@\[\]]+)(?::\d+)?")
COMMANDS = "/api/commands/"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
SUBPROTOCOL = "longwave"
_TOKEN_PROTOCOL = "bearer."  # noqa: S105 - not a token but what stands before one
BEARER = HTTPBearer(
    scheme_name="token", description="The admin's, which the first start showed, or a player's.", auto_error=False
)


@dataclass(frozen=True, kw_only=True)
class Access:
    """What is let in.

    Attributes:
        is_public: whether everybody may read, from wherever.
        hosts: the names, besides those of this machine, that the server goes by.
        origins: the pages (`https://example.org`) that may change things and follow the feed, besides the server's own.
        write_burst, writes_per_s: how much one address may change at once, and in the long run.
    """

    is_public: bool = False
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    write_burst: int = 30
    writes_per_s: float = 5.0


def refuse_binding(host: str, access: Access, *, has_token: bool) -> None:
    """Refuse to be reached from beyond this machine as long as nobody holds a token; call it before the socket opens.

    Raises:
        BindingRefused: the host is not of the loopback, there is no token, and not everybody may read.
    """
    if not (_is_loopback(host) or access.is_public or has_token):
        raise BindingRefused(host)


def require_admin(
    connection: HTTPConnection, _token: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]
) -> None:
    """Let only the holder of the admin token pass: for what is read but is nobody else's business.

    Whatever changes something needs no mention: `Gate` asks every method but reading ones for the token.

    Raises:
        TokenMissing: the request brings no token.
    """
    if not connection.state.is_admin:
        raise TokenMissing


def holder_of(
    connection: HTTPConnection, _token: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]
) -> str:
    """Return whose token the request brings, for what is asked in somebody's name.

    Raises:
        TokenMissing: it brings none.
    """
    holder: str | None = connection.state.holder
    if holder is None:
        raise TokenMissing
    return holder


class Gate:
    """Lets a request in, or answers it with the refusal, before anything of its body is read."""

    def __init__(
        self, app: ASGIApp, access: Access, tokens: Tokens, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._app, self._access, self._tokens = app, access, tokens
        self._buckets = Buckets(access.write_burst, access.writes_per_s, now_s)
        self._hosts = LOOPBACK_NAMES | {host.lower() for host in access.hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        try:
            await self._admit(HTTPConnection(scope))
        except ApiError as refusal:
            await answer(refusal, refusal.status)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _admit(self, connection: HTTPConnection) -> None:
        is_write = connection.scope["type"] == "http" and connection.scope["method"] not in READING
        self._refuse_strangers(connection, is_write=is_write)
        address = connection.client.host if connection.client else ""
        if is_write and (retry_after_s := self._buckets.take(address)) is not None:
            raise TooManyWrites(retry_after_s)
        holder = await self._holder(connection)
        connection.state.holder, connection.state.is_admin = holder, holder == ADMIN
        may_read = self._access.is_public or _is_local(connection) or holder is not None
        # Which commands are a player's, their own route knows.
        may_write = holder == ADMIN or (holder is not None and connection.url.path.startswith(COMMANDS))
        if (is_write and not may_write) or not may_read:
            raise TokenMissing

    def _refuse_strangers(self, connection: HTTPConnection, *, is_write: bool) -> None:
        """Refuse what a page of another site makes a browser on this machine ask."""
        if _host_of(connection) not in self._hosts:
            raise ForeignHost
        # A page cannot read what it fetched from another site, so only what acts, or stays open, is refused.
        if not is_write and connection.scope["type"] == "http":
            return
        origin = connection.headers.get("origin")
        if origin is None or origin in self._access.origins:
            return
        scheme, _, authority = origin.partition("://")
        if scheme not in {"http", "https"} or authority.lower() != connection.headers["host"].lower():
            raise ForeignOrigin

    async def _holder(self, connection: HTTPConnection) -> str | None:
        token = _token_of(connection)
        if token is None:
            return None
        holder = await asyncio.to_thread(self._tokens.holder, token)
        if holder is None:
            raise TokenWrong
        return holder


def _token_of(connection: HTTPConnection) -> str | None:
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme:
        return token.strip() if scheme.lower() == "bearer" else ""
    # A page cannot give a WebSocket a header, but it can name subprotocols.
    offered: list[str] = connection.scope.get("subprotocols", [])
    return next((name.removeprefix(_TOKEN_PROTOCOL) for name in offered if name.startswith(_TOKEN_PROTOCOL)), None)


def _host_of(connection: HTTPConnection) -> str | None:
    found = _HOST.fullmatch(connection.headers.get("host", "").lower())
    return found and found[1]


def _is_local(connection: HTTPConnection) -> bool:
    # A proxy on this machine brings strangers from the loopback, but under the name they know.
    peer = connection.client.host if connection.client else ""
    return _is_loopback(peer) and _host_of(connection) in LOOPBACK_NAMES


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return address.is_loopback or (mapped is not None and mapped.is_loopback)
