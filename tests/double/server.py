"""The double itself: a provider on loopback, in a thread of its own."""

import contextlib
import socket
import socketserver
import sys
import threading
from collections.abc import Iterator, Sequence
from http.server import ThreadingHTTPServer
from typing import Final, Self

from double.asked import Asked
from double.books import Books
from double.handler import Handler
from double.replies import Reply
from double.scripts import Script, in_turn
from double.writer import write

HOST: Final = "127.0.0.1"
POLL_S: Final = 0.01
Scripted = Script | Sequence[Reply]


class Listener(ThreadingHTTPServer):
    """Listens on a port, and can let go of everybody who is connected."""

    request_queue_size = 256
    daemon_threads = True

    def __init__(self, double: "Double", port: int) -> None:
        super().__init__((HOST, port), Handler, bind_and_activate=False)
        self.double = double
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.server_bind()

    def server_bind(self) -> None:
        # HTTPServer would look its own name up.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def process_request(self, request: socket.socket, client_address: tuple[str, int]) -> None:  # type: ignore[override] # TCP only
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override] # TCP only
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Close every connection."""
        with self._lock:
            for connection in self._connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        del request, client_address
        error = sys.exception()
        if isinstance(error, Exception) and not isinstance(error, OSError):
            self.double.failures.append(error)


class Double:
    """A provider whose every reply is scripted.

    Attributes:
        script: decides on each reply; may be set anew at any time.
        models: the names that the liveness pages list. Any other name is answered too.
        pages: what else than those pages say is answered to a GET, by path: a status and a body.
        failures: what scripts raised, and requests that cannot be answered; leaving the double raises them.
    """

    def __init__(self, script: Scripted = write, *, port: int = 0, models: Sequence[str] = ("double-1",)) -> None:
        self.script: Script = write
        self.models = tuple(models)
        self.pages: dict[str, tuple[int, bytes]] = {}
        self.books = Books()
        self.released, self.closing = threading.Event(), threading.Event()
        self.failures: list[Exception] = []
        self.play(script)
        self._listener = Listener(self, port)
        self.port = self._listener.server_port
        self.url = f"http://{HOST}:{self.port}"
        self._open()

    def play(self, script: Scripted) -> None:
        """Decide by a script from now on; a list is given in turn, then good replies follow."""
        self.script = script if callable(script) else in_turn(script)

    @property
    def requests(self) -> tuple[Asked, ...]:
        """Everything that was asked, in the order of arrival."""
        return tuple(asked for asked, _ in self.books.decided)

    @property
    def billed(self) -> tuple[Asked, ...]:
        """The requests that were answered 200 with a complete body, whether or not the client was still there."""
        return self.books.billed

    @property
    def openai(self) -> str:
        """The base URL for clients of OpenAI, of what is compatible with it, and of Ollama."""
        return f"{self.url}/v1"

    @property
    def anthropic(self) -> str:
        """The base URL for clients of Anthropic."""
        return self.url

    def release(self) -> None:
        """Let silent replies be answered, those to come too."""
        self.released.set()

    @contextlib.contextmanager
    def down(self) -> Iterator[None]:
        """Refuse connections for a while, and break those that exist."""
        self._shut()
        # Bound but not listening: refuses, and nobody else can take the port.
        self._listener = Listener(self, self.port)
        yield
        self._open()

    def close(self) -> None:
        """Refuse connections from now on."""
        self.closing.set()
        self.released.set()
        self._shut()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()
        if self.failures:
            raise ExceptionGroup("the double or its script failed", self.failures)

    def _open(self) -> None:
        self._listener.server_activate()
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(POLL_S,), daemon=True)
        self._thread.start()

    def _shut(self) -> None:
        self._listener.shutdown()
        self._thread.join()
        self._listener.server_close()
        self._listener.hang_up()
