"""How a refusal reads: one body for every status that is no success."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from longwave.api.errors import ApiError, BodyTooLarge, TooManyWrites
from longwave.kernel.errors import LongwaveError
from longwave.ledger.errors import LedgerError, NoSuchEvent, StoreError

MAX_BODY_BYTES = 1_000_000
Statuses = Mapping[type[LongwaveError], int]
STATUSES: Statuses = {NoSuchEvent: 404, StoreError: 503, LedgerError: 500}
# What pydantic calls a fault that no schema speaks of: what a validator of our own finds, a text that is no decimal.
_OURS = frozenset({"value_error", "assertion_error", "decimal_parsing"})
log = structlog.get_logger()


class Problem(BaseModel):
    """Why a request was refused."""

    error: str = Field(description="What is wrong, in one sentence.")
    hint: str | None = Field(default=None, description="What would help.")


def answer(error: LongwaveError, status: int) -> Response:
    """Return the response that tells of a refusal."""
    headers = {}
    if isinstance(error, TooManyWrites):
        headers["retry-after"] = str(error.retry_after_s)
    if status == HTTPStatus.UNAUTHORIZED:
        headers["www-authenticate"] = "Bearer"
    return _respond(status, str(error), error.hint, headers)


def unexpected() -> Response:
    """Return the response to a request that failed of our own fault; it says nothing of how."""
    return _respond(500, "this failed inside Longwave; its log says how")


def handle_problems(app: FastAPI, statuses: Statuses) -> None:
    """Answer every refusal of an application's routes with a `Problem`.

    Args:
        statuses: which status an error and what derives from it has, where it is not 409.
    """
    known = {**STATUSES, **statuses}

    async def refused(request: Request, error: LongwaveError) -> Response:
        status = error.status if isinstance(error, ApiError) else _status_of(error, known)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("request.failed", method=request.method, path=request.url.path, error=str(error))
        return answer(error, status)

    app.add_exception_handler(LongwaveError, refused)  # type: ignore[arg-type] # Starlette's type knows Exception only.
    app.add_exception_handler(RequestValidationError, _invalid)  # type: ignore[arg-type] # As above.
    app.add_exception_handler(HTTPException, _http)  # type: ignore[arg-type] # As above.


def _status_of(error: LongwaveError, statuses: Statuses) -> int:
    return next((statuses[kind] for kind in type(error).__mro__ if kind in statuses), 409)


async def _invalid(_request: Request, error: RequestValidationError) -> Response:
    faults = error.errors()
    # A request that is as the document says, and is refused all the same, is in conflict with a rule of ours.
    status = 409 if all(fault["type"] in _OURS for fault in faults) else 422
    return _respond(status, "; ".join(map(_fault, faults)))


def _fault(fault: Mapping[str, Any]) -> str:  # Any: pydantic's description of one fault.
    place: Sequence[object] = fault["loc"]
    # Of what a validator of ours raised pydantic tells more than we said.
    raised = fault.get("ctx", {}).get("error")
    says = raised if isinstance(raised, Exception) else fault["msg"]
    return f"{'.'.join(map(str, place[1:])) or place[0]}: {says}"


async def _http(request: Request, error: HTTPException) -> Response:
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return answer(BodyTooLarge(MAX_BODY_BYTES), 413)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = _methods_at(request)
        return _respond(405, f"{request.method} is not possible here", f"use {allowed}", {"allow": allowed})
    if error.status_code == HTTPStatus.NOT_FOUND:
        return _respond(404, f"there is nothing at {request.url.path}", "GET /openapi.json lists what there is")
    return _respond(error.status_code, error.detail[:1].lower() + error.detail[1:], None, error.headers)


def _methods_at(request: Request) -> str:
    # The router names the methods of the first route of a path only; other routes may have the same path.
    path = getattr(request.scope.get("route"), "path_format", request.url.path)
    app: FastAPI = request.app
    return ", ".join(sorted(method.upper() for method in app.openapi()["paths"].get(path, {}))) or "GET"


def _respond(status: int, error: str, hint: str | None = None, headers: Mapping[str, str] | None = None) -> Response:
    # A client may have sent half of a surrogate pair, and an error may quote it; UTF-8 cannot say it.
    sayable = error.encode("utf-8", "replace").decode()
    body = Problem(error=sayable, hint=hint).model_dump_json()
    return Response(body, status, media_type="application/json", headers=headers)
