"""What the HTTP surface refuses.

LongwaveError
├── ApiError                a request is not let in
│   ├── TokenMissing        401  it needs the admin token
│   ├── TokenWrong          401  it brings another token
│   ├── AdminOnly           403  a player asks what is the admin's
│   ├── ForeignHost         403  the server does not go by this name
│   ├── ForeignOrigin       403  a page of another site asks
│   ├── BodyTooLarge        413  its body is too large
│   └── TooManyWrites       429  its address changes too much too quickly
└── ServerError             there can be no server
    ├── BindingRefused      it would be reached from beyond this machine, and nobody holds a token
    ├── AddressTaken        it cannot listen there
    └── ServerFailed        the application does not start
"""

from longwave.kernel.errors import LongwaveError


class ApiError(LongwaveError):
    """A request is not let in.

    Attributes:
        status: the HTTP status that says so.
    """

    status = 403


class TokenMissing(ApiError):
    """A token is needed for this."""

    status = 401
    hint = "send the header `Authorization: Bearer TOKEN` with the token that the first start showed"


class TokenWrong(ApiError):
    """A token was sent that nobody holds."""

    status = 401
    hint = "the first start, or the last rotation, showed the right one; a lost token can be rotated"


class AdminOnly(ApiError):
    """A player asks what is the admin's."""

    hint = "ask your host"

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is for the host of the game")


class ForeignHost(ApiError):
    """The server does not go by this name."""

    hint = "call it by a name of this machine, or add the name to LONGWAVE_HOSTS"


class ForeignOrigin(ApiError):
    """A page of another site asks."""

    hint = "open the page from this server, or add its origin to LONGWAVE_ORIGINS"


class BodyTooLarge(ApiError):
    """The body is too large."""

    status = 413

    def __init__(self, max_bytes: int) -> None:
        super().__init__(f"the body is larger than {max_bytes} bytes")
        self.hint = "send less at once"


class TooManyWrites(ApiError):
    """An address changes too much too quickly."""

    status = 429

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"this address changes too much too quickly; there is room again in {retry_after_s} s")
        self.retry_after_s = retry_after_s


class ServerError(LongwaveError):
    """There can be no server."""


class BindingRefused(ServerError):
    """The server would be reached from beyond this machine, and nobody holds a token."""

    hint = "start once on 127.0.0.1, which makes the admin token, or let everybody read with LONGWAVE_PUBLIC=1"

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} is reached from beyond this machine, and there is no admin token yet")


class AddressTaken(ServerError):
    """The server cannot listen there."""

    hint = "name another port, or stop the program that has this one"

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"{host} port {port} cannot be listened on: {reason}")


class ServerFailed(ServerError):
    """The application does not start."""

    hint = "the log says why"
