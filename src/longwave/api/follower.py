"""One client of the live feed: what waits for it, how long it takes, and how its connection ends."""

import asyncio
from collections import deque
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from typing import Any

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

TRY_AGAIN_LATER, INTERNAL_ERROR = 1013, 1011
CLOSE_S = 1.0
log = structlog.get_logger()


class Follower:
    """A client that follows the feed.

    Attributes:
        last: the number of the last event that it has, or that was passed over as not public.
        is_live: whether it has all that was ever published, and gets what is from now on.
    """

    def __init__(self, socket: WebSocket, after: int, *, max_waiting: int) -> None:
        self.last = after
        self.is_live = False
        self._socket = socket
        self._max_waiting = max_waiting
        self._waiting: deque[str] = deque()
        self._has_some = asyncio.Event()
        self._sending_since_s: float | None = None
        self._serving: asyncio.Task[None] | None = None
        self._is_too_slow = False

    async def attend(self, serve: Coroutine[Any, Any, None]) -> None:  # Any: nothing is sent into a coroutine.
        """Serve the client until it leaves, is dropped, or cannot be served."""
        loop = asyncio.get_running_loop()
        self._serving = loop.create_task(serve)
        both = (self._serving, loop.create_task(self._listen()))
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in both:
                task.cancel()
            outcome, _ = await asyncio.gather(*both, return_exceptions=True)
        if self._is_too_slow:
            await self._close(TRY_AGAIN_LATER, "too slow: come back with the last seq you have")
        elif isinstance(outcome, Exception) and not isinstance(outcome, WebSocketDisconnect):
            log.error("follower.failed", exc_info=outcome)
            await self._close(INTERNAL_ERROR, "the feed failed here: come back with the last seq you have")

    async def send(self, text: str) -> None:
        """Send one message, as soon as the client has read enough of the ones before."""
        self._sending_since_s = asyncio.get_running_loop().time()
        await self._socket.send({"type": "websocket.send", "text": text})
        self._sending_since_s = None

    def offer(self, texts: Sequence[str]) -> None:
        """Put messages into the client's queue; who lets it fill up is dropped."""
        if len(self._waiting) + len(texts) > self._max_waiting:
            self.drop()
            return
        self._waiting.extend(texts)
        self._has_some.set()

    async def forward(self) -> None:
        """Send what is put into the queue, for ever."""
        while True:
            await self._has_some.wait()
            self._has_some.clear()
            while self._waiting:
                await self.send(self._waiting.popleft())

    def has_stalled(self, now_s: float, patience_s: float) -> bool:
        """Tell whether one message is being sent for longer than that."""
        return self._sending_since_s is not None and now_s - self._sending_since_s > patience_s

    def drop(self) -> None:
        """Give the client up: it is too slow, and what it waits for stands in the log."""
        self._is_too_slow = True
        self._waiting.clear()
        if self._serving is not None:
            self._serving.cancel()

    async def _listen(self) -> None:
        # Nothing is expected, but only reading tells that the client left.
        while (await self._socket.receive())["type"] != "websocket.disconnect":
            pass

    async def _close(self, code: int, reason: str) -> None:
        with suppress(WebSocketDisconnect, RuntimeError, TimeoutError):  # It may be gone by now.
            async with asyncio.timeout(CLOSE_S):
                await self._socket.close(code, reason)
