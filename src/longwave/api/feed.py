"""The live feed: reads each event of the log once, and hands the same message to everybody who follows."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog
from pydantic import BaseModel, Field, JsonValue
from pydantic_core import to_json
from starlette.websockets import WebSocket

from longwave.api.access import SUBPROTOCOL
from longwave.api.follower import Follower
from longwave.kernel import clock
from longwave.kernel.worker import Worker
from longwave.ledger.events import Recorded
from longwave.ledger.ledger import Ledger

POLICY_VIOLATION = 1008
CHUNK = 200
MAX_SCANNED = 10_000
Message = Mapping[str, Any]  # Any: JSON.
Shown = Callable[[Recorded], Message | None]
"""Turns an event into the message that the public gets (see `message_of`), or into None where it gets none."""
log = structlog.get_logger()


class PublicEvent(BaseModel):
    """An event as everybody may see it."""

    seq: int = Field(description="Its number in the log.")
    kind: str
    at: str = Field(description="World time, UTC.")
    actor: str = Field(description="Who did it.")
    subject: str = Field(description="What it is about.")
    data: dict[str, JsonValue]


class Activity(BaseModel):
    """Public events, oldest first."""

    events: list[PublicEvent]
    after: int = Field(description="How far the log was read: `after` of the next question, or of `/ws/activity`.")


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long is waited for what, and for whom.

    Attributes:
        poll_s: after how long the log is looked at again where nobody calls `wake`.
        ping_s: how often everybody hears that the feed is alive.
        max_waiting: how many messages may wait for one client.
        send_s: how long sending one message may take.
    """

    poll_s: float = 0.2
    ping_s: float = 15.0
    max_waiting: int = 1000
    send_s: float = 5.0


@dataclass(kw_only=True)
class _Page:
    """Some of the log as it is published: numbers and texts of the public events, and how far it was read."""

    last: int
    seqs: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    is_full: bool = False


class Feed:
    """The feed of one ledger.

    Args:
        shown: decides what is public of each event; it must be quick and touch nothing else.
    """

    def __init__(self, ledger: Ledger, shown: Shown, patience: Patience | None = None) -> None:
        self._ledger, self._shown = ledger, shown
        self._patience = patience or Patience()
        # A page must fit into the queue of whoever keeps up.
        self._chunk = max(1, min(CHUNK, self._patience.max_waiting // 4))
        self._followers: set[Follower] = set()
        self._seq = 0
        self._woken = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Follow the log while the block is open."""
        # A client that catches up must not keep the tail from its thread.
        self._tailer, self._replayer = Worker("feed"), Worker("feed-replay")
        self._loop, self._woken = asyncio.get_running_loop(), asyncio.Event()
        self._seq = await self._tailer.run(self._head)
        tail = self._loop.create_task(self._tail())
        try:
            yield
        finally:
            self._loop = None
            tail.cancel()
            with suppress(asyncio.CancelledError):
                await tail
            self._tailer.close()
            self._replayer.close()

    @property
    def seq(self) -> int:
        """How far the log was read; 0 before the feed runs."""
        return self._seq

    @property
    def follower_count(self) -> int:
        return len(self._followers)

    def wake(self) -> None:
        """Say that something was appended, from any thread; without it, the feed finds out by itself a little later."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._woken.set)

    def since(self, after: int, limit: int) -> Activity:
        """Return the first public events after a number; reading stops early where very few are public."""
        events: list[PublicEvent] = []
        for recorded in self._ledger.read(after=after, limit=MAX_SCANNED):
            after = recorded.seq
            if (message := self._message(recorded)) is not None:
                events.append(PublicEvent.model_validate(message))
            if len(events) == limit:
                break
        return Activity(events=events, after=after)

    def latest(self, limit: int) -> Activity:
        """Return the last public events; reading stops early where very few are public."""
        head, window = self._head(), 2 * limit
        while True:
            found = self.since(max(0, head - window), MAX_SCANNED)
            if len(found.events) >= limit or window >= min(head, MAX_SCANNED):
                return Activity(events=found.events[-limit:], after=found.after)
            window = min(4 * window, MAX_SCANNED)

    async def follow(self, socket: WebSocket) -> None:
        """Serve `/ws/activity`: what came after `after`, or after now, without a gap and in order."""
        await socket.accept(SUBPROTOCOL if SUBPROTOCOL in socket.scope["subprotocols"] else None)
        after, fault = await self._start_of(socket.query_params.get("after"))
        if fault:
            await socket.close(POLICY_VIOLATION, fault)
            return
        follower = Follower(socket, after, max_waiting=self._patience.max_waiting)
        self._followers.add(follower)
        try:
            await follower.attend(self._serve(follower))
        finally:
            self._followers.discard(follower)

    async def _start_of(self, after: str | None) -> tuple[int, str]:
        if after is None:
            return self._seq, ""
        if not re.fullmatch(r"[0-9]{1,18}", after):
            return 0, "after is the number of an event, or 0"
        # The client may know of an event already that the feed has yet to see.
        head = await self._replayer.run(self._head)
        return int(after), "" if int(after) <= head else f"there is no event {after}: the log ends at {head}"

    async def _serve(self, follower: Follower) -> None:
        await follower.send(_as_text({"kind": "hello", "seq": self._seq}))
        while follower.last < self._seq:
            page = await self._replayer.run(partial(self._page, follower.last))
            for text in page.texts:
                await follower.send(text)
            follower.last = page.last
        # Nothing is awaited between that question and this, so nothing is published between them.
        follower.is_live = True
        await follower.forward()

    async def _tail(self) -> None:
        loop = asyncio.get_running_loop()
        ping_at_s = loop.time() + self._patience.ping_s
        is_stalled = False
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._patience.poll_s):
                    await self._woken.wait()
            self._woken.clear()
            try:
                await self._read_on()
                is_stalled = False
            except Exception:  # The log may be locked, or hold what this program cannot read: that may pass.
                if not is_stalled:
                    log.exception("feed.stalled", after=self._seq)
                is_stalled = True
            if loop.time() >= ping_at_s:
                ping_at_s = loop.time() + self._patience.ping_s
                self._ping()
            self._drop_stalled(loop.time())

    async def _read_on(self) -> None:
        is_more = True
        while is_more:
            page = await self._tailer.run(partial(self._page, self._seq))
            self._seq = page.last
            self._publish(page)
            is_more = page.is_full
            # Whoever keeps up empties its queue in this pause, however much was appended at once.
            await asyncio.sleep(0)

    def _publish(self, page: _Page) -> None:
        for follower in list(self._followers):
            if follower.is_live:
                missing = [text for seq, text in zip(page.seqs, page.texts, strict=True) if seq > follower.last]
                follower.last = max(follower.last, page.last)
                if missing:
                    follower.offer(missing)

    def _ping(self) -> None:
        ping = [_as_text({"kind": "ping", "seq": self._seq})]
        for follower in list(self._followers):
            if follower.is_live:
                follower.offer(ping)

    def _drop_stalled(self, now_s: float) -> None:
        for follower in self._followers:
            if follower.has_stalled(now_s, self._patience.send_s):
                follower.drop()

    def _page(self, after: int) -> _Page:
        page, count = _Page(last=after), 0
        for recorded in self._ledger.read(after=after, limit=self._chunk):
            page.last, count = recorded.seq, count + 1
            if (message := self._message(recorded)) is not None:
                page.seqs.append(recorded.seq)
                page.texts.append(_as_text(message))
        page.is_full = count == self._chunk
        return page

    def _message(self, recorded: Recorded) -> Message | None:
        try:
            return self._shown(recorded)
        except Exception:  # One event that cannot be shown must not hide all that follow.
            log.exception("event.not_shown", seq=recorded.seq)
            return None

    def _head(self) -> int:
        return self._ledger.head()[0]


def message_of(recorded: Recorded, *, kind: str = "", data: Mapping[str, Any] | None = None) -> Message:
    """Return an event as a message, under another name or with other data than its own where that is given."""
    return {
        "seq": recorded.seq,
        "kind": kind or recorded.event.kind,
        "at": clock.to_text(recorded.at),
        "actor": recorded.actor,
        "subject": recorded.subject,
        "data": recorded.event.model_dump(mode="json") if data is None else data,
    }


def _as_text(message: Message) -> str:
    return to_json(message).decode()
