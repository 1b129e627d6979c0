"""The HTTP surface over Saltmere's society, after a day of its own life; no Gazette has come out."""

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel

from longwave import bootstrap
from longwave.access.tokens import Tokens
from longwave.api import commands
from longwave.api.access import Access, require_admin
from longwave.api.app import Health, create_app
from longwave.api.feed import Feed
from longwave.api.problems import Statuses
from longwave.api.public import shown
from longwave.ledger.events import Event, Recorded
from longwave.ledger.ledger import Ledger, Stamp
from longwave.modules.academy import routes as academy_routes
from longwave.modules.commons import routes
from longwave.modules.commons.forum import Forum
from longwave.settings import Settings
from longwave.world.pack import Pack
from unit.commons.society import founded, lived

SEED, HOURS = 7, 24
READS = [
    "/api/bots",
    "/api/bots/{bot}",
    "/api/bots/{bot}/config",
    "/api/bots/{bot}/memory",
    "/api/bots/{bot}/memory/warm",
    "/api/bots/{bot}/memory/cold",
    "/api/bots/{bot}/posts",
    "/api/bots/{bot}/followers",
    "/api/bots/{bot}/following",
    "/api/threads",
    "/api/threads/{thread}",
    "/api/pace",
    "/api/stats/usage",
    "/api/stats/reputation-history",
    "/api/stats/actions",
    "/api/stats/relationship-graph",
    "/api/export/{kind}.json",
    "/api/export/{kind}.csv",
    "/gazette/atom.xml",
    "/gazette/feed.json",
]
FOR_ADMIN = ["/api/moderation", "/api/moderation/audit"]


class Vitals(BaseModel):
    """How the world is."""

    status: str = "well"


@dataclass(frozen=True, kw_only=True)
class Surface:
    """A forum and whoever asks it.

    Attributes:
        http: the admin.
        guest: somebody on this machine who holds no token.
    """

    ledger: Ledger
    forum: Forum
    app: FastAPI
    token: str
    http: TestClient
    guest: TestClient

    def get(self, path: str, **params: str | int) -> Any:  # Any: JSON.
        response = self.http.get(path, params=params)
        assert response.status_code == 200, response.text
        return response.json()

    def send(self, method: str, path: str, body: object = None) -> Any:  # Any: JSON.
        response = self.http.request(method, path, json=body)
        assert response.is_success, response.text
        return response.json()

    def refused(self, method: str, path: str, body: object = None) -> tuple[int, str]:
        response: httpx2.Response = self.http.request(method, path, json=body)
        assert set(response.json()) == {"error", "hint"}
        return response.status_code, response.json()["error"]

    def longest_thread(self) -> int:
        return int(self.get("/api/threads", sort="replies", limit=1)["threads"][0]["id"])

    def append(self, *facts: Event, subject: str = "") -> list[Recorded]:
        with self.ledger.write(Stamp(at=self.forum.now(), actor="test")) as tx:
            return tx.append(*facts, subject=subject)


@cache
def pack() -> Pack:
    return bootstrap.load_pack("saltmere", Settings())


def application(ledger: Ledger, routers: Iterable[APIRouter], statuses: Statuses) -> tuple[FastAPI, str]:
    """Return an application that everybody may read and write to as fast as they can, and its admin's token."""
    tokens, now = Tokens(ledger.store), ledger.last_at()
    assert now is not None
    app = create_app(
        feed=Feed(ledger, shown),
        access=Access(hosts=("testserver",), is_public=True, write_burst=10**9),
        tokens=tokens,
        health=Health(read=Vitals, model=Vitals),
        routers=routers,
        statuses=statuses,
    )
    return app, tokens.rotate(now)


@contextmanager
def surfaced(ledger: Ledger) -> Iterator[Surface]:
    """Put a surface before a founded forum."""
    station = bootstrap.Station(ledger=ledger, pack=pack(), seed=SEED, settings=Settings())
    society = bootstrap.Society(station=station)
    last = ledger.last_at()
    assert last is not None
    now = last + dt.timedelta(minutes=1)
    forum = society.forum(now=lambda: now, admin=require_admin)
    routers = [
        routes.router(forum),
        commands.router(ledger, society.commands, lambda: now),
        academy_routes.router(ledger.store, pack()),
    ]
    app, token = application(ledger, routers, routes.STATUSES)
    http = TestClient(app, headers={"Authorization": f"Bearer {token}"})
    yield Surface(ledger=ledger, forum=forum, app=app, token=token, http=http, guest=TestClient(app))


@cache
def lived_through() -> bytes:
    """Return a database of Saltmere's forum after a day."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "world.db"
        with founded(str(path), seed=SEED) as saltmere:
            lived(saltmere, hours=HOURS)
        return path.read_bytes()


@contextmanager
def opened(path: Path) -> Iterator[Surface]:
    """Put Saltmere's forum after a day into a file, and a surface before it."""
    path.write_bytes(lived_through())
    with bootstrap.open_ledger(str(path), Settings()) as ledger, surfaced(ledger) as surface:
        yield surface


@pytest.fixture(scope="module")
def read_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Surface]:
    """A surface that tests only read from."""
    with opened(tmp_path_factory.mktemp("forum") / "world.db") as surface:
        yield surface


@pytest.fixture
def surface(tmp_path: Path) -> Iterator[Surface]:
    """A surface of the test's own."""
    with opened(tmp_path / "world.db") as surface:
        yield surface
