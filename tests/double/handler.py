"""HTTP as the double speaks it: one request read, one reply sent, or broken off as the reply says."""

import json
import os
import socket
import struct
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Final

from double import wire
from double.asked import Api, Asked, read
from double.replies import End, Reply

if TYPE_CHECKING:
    from double.server import Listener

LINGER_NOT: Final = struct.pack("ii", 1, 0)
"""Makes closing a socket a reset."""


class Streaming(Exception):
    """Somebody asked for a stream."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "Listener"

    def log_message(self, *_arguments: object) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        double = self.server.double
        known = {
            "/": b"Ollama is running",
            "/api/version": b'{"version": "0.12.0"}',
            "/api/tags": wire.tags(double.models),
            "/v1/models": wire.models(self._headers(), double.models),
            "/_counts": json.dumps(double.books.counts()).encode(),
        }
        pages = {path: (HTTPStatus.OK, body) for path, body in known.items()} | double.pages
        self._send(_whole(*pages.get(self.path.partition("?")[0], (HTTPStatus.NOT_FOUND, b"{}"))))

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers.get("content-length", 0)))
        path = self.path.partition("?")[0]
        if path not in list(Api):
            self._send(_whole(HTTPStatus.NOT_FOUND, b"{}"))
            return
        double = self.server.double
        asked = read(double.books.arrive(), Api(path), self._headers(), json.loads(sent))
        if asked.body.get("stream"):
            raise Streaming("the double does not stream; pydantic-ai does, unasked, without a small max_tokens")
        reply = double.script(asked)
        double.books.decide(asked, reply)
        double.closing.wait(reply.latency_s)
        if reply.end is End.HELD:
            double.released.wait()
        if double.closing.is_set():
            self.close_connection = True
            return
        self._answer(asked, reply)

    def _answer(self, asked: Asked, reply: Reply) -> None:
        body = wire.body(asked, reply)
        headers = {"content-type": reply.content_type, f"{_vendor(asked)}request-id": f"req_{asked.number}"}
        whole = _whole(reply.status, body, headers | dict(reply.headers))
        if reply.is_billed:
            # Before the first byte, so that who has the answer finds it counted.
            self.server.double.books.bill(asked)
        if reply.end is End.CUT:
            self._send(whole[: -max(1, len(body) // 2)])
            self.close_connection = True
        elif reply.end in (End.RESET, End.RESET_AT_ONCE):
            self._reset(whole[: len(whole) // 2] if reply.end is End.RESET else b"")
        else:
            self._send(whole)

    def _send(self, sent: bytes) -> None:
        # One call: a head and a body apart would wait for each other's acknowledgement, 40 ms.
        self.connection.sendall(sent)

    def _reset(self, first: bytes) -> None:
        self.connection.sendall(first)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
        # The handler's files hold the socket open: its descriptor is closed under them.
        os.close(self.connection.detach())
        self.close_connection = True

    def _headers(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers.items()}


def _vendor(asked: Asked) -> str:
    return "" if asked.api is Api.MESSAGES else "x-"


def _whole(status: int, body: bytes, headers: Mapping[str, str] | None = None) -> bytes:
    named = {"content-type": "application/json"} | dict(headers or {}) | {"content-length": str(len(body))}
    lines = [f"HTTP/1.1 {int(status)} Double", *(f"{name}: {value}" for name, value in named.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
