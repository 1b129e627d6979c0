"""The live feed's fan-out: from the append of an event to the last of many clients, one more of whom never reads.

The clients are a second process, as bare as can be, so that their own work is not what is measured.
"""

import asyncio
import multiprocessing
import socket
import statistics
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

import uvloop
from pydantic import BaseModel

from figures import at_most, fresh_ledger, milliseconds, say
from longwave.access.tables import access_tokens
from longwave.access.tokens import Tokens
from longwave.api.access import Access
from longwave.api.app import Health, create_app
from longwave.api.feed import Feed, Patience, message_of
from longwave.api.server import listen, serve
from longwave.kernel.clock import SystemClock
from longwave.ledger.ledger import Ledger, Stamp
from longwave.modules.station.events import SegmentAired
from longwave.world.card import Form

EVENTS, WARM_UP = 320, 20
MAX_WAITING, LARGE, LARGE_EVENTS = 200, 4000, 80
TARGETS_MS = {200: 10.0, 1000: 50.0}
HANDSHAKE = (
    "GET /ws/activity HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


class Nothing(BaseModel):
    """No health is asked for here."""


@dataclass
class Round:
    """Which clients still wait for the message that is under way."""

    clients: int
    pipe: Connection
    left: int = field(init=False)

    def __post_init__(self) -> None:
        self.left = self.clients

    def one_more(self) -> None:
        """Count a client that got the message; tell the server's process when the last one did."""
        self.left -= 1
        if self.left == 0:
            self.left = self.clients
            self.pipe.send(time.perf_counter())


class Client(asyncio.Protocol):
    """Reads frames of less than 64 KiB and throws them away."""

    def __init__(self, round_: Round) -> None:
        self._round = round_
        self._buffer = b""
        self._is_open = False

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._is_open:
            head, end, rest = self._buffer.partition(b"\r\n\r\n")
            if not end:
                return
            assert head.startswith(b"HTTP/1.1 101"), head  # noqa: S101 - a benchmark may stop here
            self._is_open, self._buffer = True, rest
        while (size := _frame_size(self._buffer)) and len(self._buffer) >= size:
            self._buffer = self._buffer[size:]
            self._round.one_more()


def _frame_size(buffer: bytes) -> int:
    if len(buffer) < 4:
        return 0
    short = buffer[1] & 127
    return 2 + short if short < 126 else 4 + int.from_bytes(buffer[2:4], "big")


def clients(port: int, count: int, pipe: Connection) -> None:
    """Connect that many clients and one that never reads; be there until told otherwise."""
    uvloop.run(_clients(port, count, pipe))


async def _clients(port: int, count: int, pipe: Connection) -> None:
    loop = asyncio.get_running_loop()
    handshake = HANDSHAKE.format(port=port).encode()
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.connect(("127.0.0.1", port))
    deaf.sendall(handshake)
    deaf.recv(8)
    pipe.send("deaf")
    await loop.run_in_executor(None, pipe.recv)
    round_ = Round(count, pipe)
    for _ in range(count):
        transport, _protocol = await loop.create_connection(lambda: Client(round_), "127.0.0.1", port)
        transport.write(handshake)
    await loop.run_in_executor(None, pipe.recv)
    deaf.close()


def aired(number: int, facts: int = 24) -> SegmentAired:
    """Return an event of a usual size, or of any other."""
    used = tuple(f"fact:needle-stair#{number % 9 + each}" for each in range(facts))
    date = SystemClock().now().date()
    return SegmentAired(channel="station:wren", date=date, time="06:00", form=Form.NEWS, piece=number, used=used)


async def append(ledger: Ledger, feed: Feed, event: SegmentAired) -> float:
    """Append one event as the engine does; return when that began."""

    def write() -> None:
        with ledger.write(Stamp(at=SystemClock().now(), actor="wren")) as tx:
            tx.append(event)

    began = time.perf_counter()
    await ledger.store.worker.run(write)
    feed.wake()
    return began


async def measure(ledger: Ledger, count: int) -> tuple[list[float], int]:
    """Return how many seconds each event took to the last client, and how many clients are left."""
    with ledger.store.write() as connection:
        access_tokens.create(connection, checkfirst=True)
    feed = Feed(ledger, message_of, Patience(max_waiting=MAX_WAITING, send_s=3600))
    health = Health(read=Nothing, model=Nothing)
    app = create_app(feed=feed, access=Access(), tokens=Tokens(ledger.store), health=health)
    listener, stop = listen("127.0.0.1", 0), asyncio.Event()
    port: int = listener.getsockname()[1]
    serving = asyncio.create_task(serve(app, listener, stop))
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=clients, args=(port, count, theirs))
    process.start()
    loop = asyncio.get_running_loop()
    try:
        await loop.run_in_executor(None, ours.recv)  # The deaf one is connected: fill every buffer before it.
        for number in range(LARGE_EVENTS):
            await append(ledger, feed, aired(number, LARGE))
        while feed.seq < ledger.head()[0]:  # noqa: ASYNC110 - a feed tells its followers, and there is none to hear it
            await asyncio.sleep(0.01)
        ours.send("go on")
        await loop.run_in_executor(None, ours.recv)  # The last client has its hello.
        took = []
        for number in range(EVENTS):
            began = await append(ledger, feed, aired(number))
            took.append(await loop.run_in_executor(None, ours.recv) - began)
        return took[WARM_UP:], feed.follower_count
    finally:
        ours.send("enough")
        stop.set()
        await serving
        process.join()


def main() -> None:
    for count, target_ms in TARGETS_MS.items():
        with fresh_ledger() as ledger:
            took, left = uvloop.run(measure(ledger, count))
        p95 = statistics.quantiles(took, n=20)[-1]
        beside = f"p50 {milliseconds(statistics.median(took))}"
        name = f"append to the last of {count} clients, one more is deaf, p95"
        say(name, milliseconds(p95), beside=beside, target=at_most(p95 * 1000, target_ms, " ms"))
        say(f"clients left of {count} and a deaf one", str(left))


if __name__ == "__main__":
    main()
