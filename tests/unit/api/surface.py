"""The HTTP surface over a toy world, on a real port: a toy module's routes, a feed that keeps secrets, a client."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any

import httpx2
from fastapi import APIRouter, Depends, FastAPI, Path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from sqlalchemy import select
from websockets.asyncio.client import ClientConnection, connect

from longwave.access.tables import access_tokens
from longwave.access.tokens import Tokens
from longwave.api.access import Access, require_admin
from longwave.api.app import Health, create_app
from longwave.api.feed import Feed, Message, Patience, message_of
from longwave.api.server import listen, serve
from longwave.kernel.errors import LongwaveError
from longwave.ledger.events import Recorded
from longwave.ledger.ledger import Ledger
from unit.ledger.toy import STAMP, START, Counted, tallies

UNLIMITED = Access(hosts=("testserver",), write_burst=10**9)
Name = Annotated[str, Field(pattern=r"^[a-z]{1,20}$")]


class TallyMissing(LongwaveError):
    """Nothing of that name was counted."""


class UnluckyNumber(LongwaveError):
    """Thirteen is not counted here."""

    hint = "count twelve and one"


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


# JSON Schema takes 1.0 for an integer, which pydantic's strict mode does not, and not "1", which its lax mode does.
Whole = Annotated[int, BeforeValidator(_whole)]


class Counting(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: Name
    by: Whole = Field(ge=0, le=1000)


class Tally(BaseModel):
    name: str
    total: int


class Vitals(BaseModel):
    """How the toy world is."""

    status: str
    events: int


def shown(recorded: Recorded) -> Message | None:
    """Show what was counted, unless its name says that it is secret."""
    event = recorded.event
    is_public = isinstance(event, Counted) and not event.name.startswith("secret")
    return message_of(recorded, kind="counted") if is_public else None


def toy_router(ledger: Ledger, admin: Callable[..., None]) -> APIRouter:
    """Return routes as a module declares them."""
    router = APIRouter(prefix="/api/tallies", tags=["tallies"])

    def tally(name: str) -> Tally:
        with ledger.store.read() as connection:
            row = connection.execute(select(tallies.c.total).where(tallies.c.name == name)).first()
        if row is None:
            raise TallyMissing
        return Tally(name=name, total=row.total)

    @router.get("/{name}", summary="A tally")
    def read_tally(name: Annotated[Name, Path()]) -> Tally:
        """Return what was counted under a name."""
        return tally(name)

    @router.get("", summary="The log's length", dependencies=[Depends(admin)])
    def read_length() -> int:
        """Return how long the log is, which is nobody else's business."""
        return ledger.head()[0]

    @router.post("", summary="Count", status_code=201)
    def count(counting: Counting) -> Tally:
        """Count something."""
        if counting.by == 13:
            raise UnluckyNumber
        with ledger.write(STAMP) as tx:
            tx.append(Counted(name=counting.name, by=counting.by))
        return tally(counting.name)

    return router


def with_tokens(ledger: Ledger) -> Ledger:
    """Return a toy world that has the table of tokens, too."""
    with ledger.store.write() as connection:
        access_tokens.create(connection, checkfirst=True)
    return ledger


def toy_app(
    ledger: Ledger, access: Access, feed: Feed | None = None, routers: Sequence[APIRouter] = ()
) -> tuple[FastAPI, str]:
    """Return the application over a toy world, and its admin token."""
    tokens = Tokens(ledger.store)
    app = create_app(
        feed=feed or Feed(ledger, shown),
        access=access,
        tokens=tokens,
        health=Health(read=lambda: Vitals(status="well", events=ledger.head()[0]), model=Vitals),
        routers=[toy_router(ledger, require_admin), *routers],
        statuses={TallyMissing: 404},
    )
    return app, tokens.rotate(START)


@dataclass(frozen=True, kw_only=True)
class Surface:
    """A served application."""

    ledger: Ledger
    feed: Feed
    port: int
    token: str
    stop: asyncio.Event
    http: httpx2.AsyncClient

    def follow(self, query: str = "", **options: Any) -> connect:  # Any: whatever the client takes.
        return connect(f"ws://127.0.0.1:{self.port}/ws/activity{query}", compression=None, proxy=None, **options)

    async def append(self, *names: str, said: str = "", by: int = 1) -> None:
        """Count some things, in one transaction, and wake the feed."""
        await asyncio.to_thread(self._append, names, said, by)
        self.feed.wake()

    def _append(self, names: Sequence[str], said: str, by: int) -> None:
        with self.ledger.write(STAMP) as tx:
            tx.append(*(Counted(name=name, by=by, said=said) for name in names), subject="quay")

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@asynccontextmanager
async def served(
    ledger: Ledger, access: Access = UNLIMITED, patience: Patience | None = None, routers: Sequence[APIRouter] = ()
) -> AsyncIterator[Surface]:
    """Serve a toy world on a free port of the loopback."""
    feed = Feed(ledger, shown, patience)
    app, token = toy_app(ledger, access, feed, routers)
    listener, stop = listen("127.0.0.1", 0), asyncio.Event()
    port: int = listener.getsockname()[1]
    serving = asyncio.create_task(serve(app, listener, stop))
    try:
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
            yield Surface(ledger=ledger, feed=feed, port=port, token=token, stop=stop, http=http)
    finally:
        stop.set()
        await serving


async def receive(connection: ClientConnection) -> dict[str, Any]:  # Any: JSON.
    """Return the next message that is no ping."""
    message: dict[str, Any] = {"kind": "ping"}
    while message["kind"] == "ping":
        message = json.loads(await connection.recv())
    return message
