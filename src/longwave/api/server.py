"""Serves the application inside a loop that has other work, too."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from starlette.types import ASGIApp
from uvicorn import Config, Server
from uvicorn._types import ASGISendEvent
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN

from longwave.api.errors import AddressTaken, ServerFailed

GOING_AWAY = 1001
GRACE_S, ABORT_S = 5, 4
MAX_MESSAGE_BYTES = 65_536


def listen(host: str, port: int) -> socket.socket:
    """Open the socket that `serve` takes; port 0 is any free one.

    Raises:
        AddressTaken: another program has it, or this machine has no such address.
    """
    try:
        (family, _, _, _, address), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return socket.create_server(address[:2], family=family, backlog=2048)
    except OSError as error:
        raise AddressTaken(host, port, error.strerror or str(error)) from error


async def serve(app: ASGIApp, listener: socket.socket, stop: asyncio.Event) -> None:
    """Serve until told to stop, or cancelled; then end every request and close every WebSocket with 1001.

    Signals are the caller's business.

    Raises:
        ServerFailed: the application does not start.
    """
    server = _Server(
        Config(
            app,
            ws=Connection,
            ws_max_size=MAX_MESSAGE_BYTES,
            ws_per_message_deflate=False,  # It would compress each message once for every client.
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
        )
    )
    serving = asyncio.create_task(_run(server, listener))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        server.should_exit = True
        await serving


async def _run(server: Server, listener: socket.socket) -> None:
    try:
        await server.serve([listener])
    except SystemExit as error:  # How uvicorn says that the application did not start.
        raise ServerFailed from error
    finally:
        listener.close()


class _Server(Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Connection(WebSocketsSansIOProtocol):
    """A WebSocket that ends even where the other side reads nothing, which uvicorn's own would wait for."""

    async def run_asgi(self) -> None:
        await super().run_asgi()
        self._end_in_the_end()

    async def send(self, message: ASGISendEvent) -> None:
        if message["type"] == "websocket.send" and (text := message.get("text")) is not None:
            await self.writable.wait()
            if self.transport.is_closing() or self.conn.state is not OPEN:
                raise ClientDisconnected
            self.transport.write(_frame(text))
            return
        if message["type"] == "websocket.close":
            self.writable.set()  # The last word waits in the transport, behind what was said before.
        await super().send(message)

    def shutdown(self) -> None:
        """Close with 1001; uvicorn says 1012, after which browsers come back at once."""
        if not self.handshake_complete or self.close_sent:
            super().shutdown()
            return
        self.stop_keepalive()
        self.queue.put_nowait({"type": "websocket.disconnect", "code": GOING_AWAY})
        self.conn.send_close(GOING_AWAY, "the server stops")
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.transport.close()
        self._end_in_the_end()

    def _end_in_the_end(self) -> None:
        self.loop.call_later(ABORT_S, self.transport.abort)


@lru_cache(maxsize=64)
def _frame(text: str) -> bytes:
    # The same message goes to every client, and none is compressed or masked, so it is framed once.
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
