"""What a request to the forum's API takes on a forum of 10,000 threads, 50,000 replies and 100 residents.

Each is asked for alone, from inside the process: the whole application with its gate, its thread and the JSON, without
the socket. The forum is filled by appending events, as `bench_society` does; votes, follows, feelings and ten days of
heartbeats come on top.
"""

import random
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvloop
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.types import Message

from bench_society import BETWEEN, REPLIES_A_THREAD, THREADS, Crowd, begin_of, founded
from figures import at_most, fresh_folder, milliseconds, per_second, say, stopwatch
from longwave import bootstrap
from longwave.access.tokens import Tokens
from longwave.api.access import Access, require_admin
from longwave.api.app import Health, create_app
from longwave.api.feed import Feed
from longwave.api.public import shown
from longwave.ledger.events import Event
from longwave.ledger.ledger import Ledger, Stamp
from longwave.modules.commons import routes
from longwave.modules.commons.events import (
    Action,
    HeartbeatEnded,
    PieceFlagged,
    ResidentFollowed,
    VoteCast,
)
from longwave.modules.commons.exports import Kind, as_csv
from longwave.modules.commons.forum import Forum
from longwave.settings import Settings
from longwave.world.memory.events import RelationshipChanged
from longwave.world.pack import Pack

RESIDENTS, BEATS, VOTES, FOLLOWS = 100, 240, 20_000, 20
REQUESTS, WARM_UP = 300, 20
LIST_MS, GRAPH_MS = 10.0, 50.0
# What is asked for, and the most that it may take.
PATHS = (
    ("residents, 50 of 100", "/api/bots", LIST_MS),
    ("a resident", "/api/bots/averil", LIST_MS),
    ("followers", "/api/bots/averil/followers", LIST_MS),
    ("posts of a resident, 20", "/api/bots/averil/posts", LIST_MS),
    ("posts of a resident, 20 after 5,000", "/api/bots/averil/posts?offset=5000", LIST_MS),
    ("warm memory", "/api/bots/averil/memory/warm", LIST_MS),
    ("threads, the latest 20", "/api/threads", LIST_MS),
    ("threads, 20 of the best", "/api/threads?sort=score", LIST_MS),
    ("threads, 20 after 9,000", "/api/threads?offset=9000", LIST_MS),
    ("threads of a tag", "/api/threads?tag=tides", LIST_MS),
    ("threads by words that few titles have", "/api/threads?q=reckoning", LIST_MS),
    ("threads by words that no title has", "/api/threads?q=zzzz", LIST_MS),
    ("a thread with its pieces", "/api/threads/{thread}", LIST_MS),
    ("pace", "/api/pace", LIST_MS),
    ("usage, 30 days", "/api/stats/usage", LIST_MS),
    ("actions, 100", "/api/stats/actions", LIST_MS),
    ("reputations, 10 residents", "/api/stats/reputation-history", LIST_MS),
    ("flagged pieces, 50", "/api/moderation", LIST_MS),
    ("what happened, 50", "/api/activity", LIST_MS),
    ("relationship graph, 5,000 edges", "/api/stats/relationship-graph", GRAPH_MS),
)


class Nothing(BaseModel):
    """No health is asked for here."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An application and whoever asks it."""

    app: FastAPI
    token: str

    async def get(self, path: str) -> int:
        """Ask for something; return how many bytes came."""
        path, _, query = path.partition("?")
        headers = ((b"host", b"localhost"), (b"authorization", f"Bearer {self.token}".encode()))
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": headers,
            "client": ("127.0.0.1", 4000),
            "server": ("127.0.0.1", 8000),
            "state": {},
        }
        size = 0

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            nonlocal size
            if message["type"] == "http.response.start":
                assert message["status"] == 200, (path, message)  # noqa: S101 - a benchmark may stop here
            size += len(message.get("body", b""))

        await self.app(scope, receive, send)
        return size


def events_of_ten_days(
    names: Sequence[str], pieces: Sequence[tuple[int, str]], stream: random.Random
) -> Iterator[Event]:
    """Yield what residents do besides writing."""
    for name in names:
        others = [other for other in names if other != name]
        for other in others:
            change = round(stream.uniform(-0.9, 0.9), 3)
            yield RelationshipChanged(persona=name, other=other, change=change, because="we spoke", source=None)
        for other in stream.sample(others, FOLLOWS):
            yield ResidentFollowed(follower=name, followed=other)
    for voter, (piece, author) in {(stream.choice(names), stream.choice(pieces)): None for _ in range(VOTES)}:
        if voter != author:
            yield VoteCast(voter=voter, piece=piece, author=author, value=stream.choice((1, 1, -1)))
    for piece, _ in stream.sample(pieces, 500):
        yield PieceFlagged(piece=piece, reasons=("repetitive",))


def let_live(ledger: Ledger, names: Sequence[str], stream: random.Random) -> None:
    """Append ten days of heartbeats."""
    at = ledger.last_at()
    assert at is not None  # noqa: S101 - a forum was founded
    for beat in range(1, BEATS + 1):
        at += BETWEEN * 60
        with ledger.write(Stamp(at=at, actor="bench")) as tx:
            tx.append(
                *(
                    HeartbeatEnded(
                        resident=name,
                        beat=beat,
                        action=stream.choice(list(Action)),
                        reputation=stream.randrange(500),
                        tokens=900,
                        microusd=1200,
                        next_at=at + BETWEEN * 60,
                    )
                    for name in names
                )
            )


@contextmanager
def forum_of(folder: Path, pack: Pack) -> Iterator[tuple[Forum, int]]:
    """Yield a full forum, and the number of one of its threads."""
    stream = random.Random(7)
    path = folder / "world.db"
    crowd = Crowd(pack=pack, at=begin_of(pack) - BETWEEN * THREADS * (REPLIES_A_THREAD + 2), stream=stream)
    with bootstrap.open_ledger(str(path), Settings(), create=True) as ledger:
        crowd.fill(ledger)
    with founded(path, pack, RESIDENTS) as board:
        ledger, society = board.ledger, board.society
        with ledger.store.read() as connection:
            names = list(connection.exec_driver_sql("SELECT id FROM commons_residents").scalars())
            pieces = [tuple(row) for row in connection.exec_driver_sql("SELECT id, author FROM commons_pieces")]
            thread = connection.exec_driver_sql("SELECT max(id) FROM commons_threads WHERE replies = 5").scalar_one()
        with ledger.write(Stamp(at=board.start, actor="bench")) as tx:
            tx.append(*events_of_ten_days(names, pieces, stream))
        let_live(ledger, names, stream)
        yield society.forum(now=lambda: board.start, admin=require_admin), thread


async def measure(asked: Asked, path: str) -> tuple[list[float], int]:
    """Return how many seconds each request took, and the size of what came."""
    took, size = [], 0
    for _ in range(REQUESTS):
        began = time.perf_counter()
        size = await asked.get(path)
        took.append(time.perf_counter() - began)
    return took[WARM_UP:], size


def say_request(name: str, took: Sequence[float], size: int, most_ms: float) -> None:
    """Print what one kind of request takes."""
    p50, p99 = statistics.median(took), statistics.quantiles(took, n=100)[-1]
    beside = f"p99 {milliseconds(p99)}, {size / 1000:,.0f} kB"
    say(f"{name}, p50", milliseconds(p50), beside=beside, target=at_most(p50 * 1000, most_ms, " ms"))


async def ask_all(asked: Asked, thread: int) -> None:
    """Print what each kind of request takes."""
    for name, path, most_ms in PATHS:
        took, size = await measure(asked, path.format(thread=thread))
        say_request(name, took, size, most_ms)


def main() -> None:
    pack = bootstrap.load_pack("saltmere", Settings())
    with fresh_folder() as folder, forum_of(folder, pack) as (forum, thread):
        ledger = forum.ledger
        tokens = Tokens(ledger.store)
        app = create_app(
            feed=Feed(ledger, shown),
            access=Access(),
            tokens=tokens,
            health=Health(read=Nothing, model=Nothing),
            routers=[routes.router(forum)],
            statuses=routes.STATUSES,
        )
        uvloop.run(ask_all(Asked(app=app, token=tokens.rotate(forum.now())), thread))
        with stopwatch() as took:
            lines = sum(text.count("\r\n") for text in as_csv(ledger.store, Kind.POSTS))
        say(
            "posts exported as CSV",
            per_second(THREADS * (1 + REPLIES_A_THREAD), took.wall_s),
            beside=f"{lines:,} lines",
        )


if __name__ == "__main__":
    main()
