"""Every command over HTTP by its name, `POST /api/commands/recruit`, and every query: `GET /api/commands/odds`."""

import datetime as dt
from collections.abc import Callable
from inspect import cleandoc
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi import Query as FromQuery
from pydantic import BaseModel, Field

from longwave.access.tokens import ADMIN
from longwave.api.access import holder_of
from longwave.api.errors import AdminOnly
from longwave.api.problems import Problem
from longwave.commands.body import Strictly
from longwave.commands.card import Card
from longwave.commands.command import Audience, Choice, Command, Commands, Query, Request
from longwave.ledger.ledger import Ledger, Stamp

Holder = Annotated[str, Depends(holder_of)]
_REFUSALS: dict[int | str, dict[str, Any]] = {  # Any: see FastAPI.
    404: {"model": Problem, "description": "It names a thing that is not there."},
    409: {"model": Problem, "description": "The world refuses this as things are."},
}


class Happened(BaseModel):
    """An event that a command appended."""

    seq: int = Field(description="Its number in the log.")
    kind: str


class Done(BaseModel):
    """What came of a command; of one that found everything as it asks, nothing."""

    command: str
    events: list[Happened]
    card: Card | None = Field(default=None, description="What to show of it.")


def router(ledger: Ledger, commands: Commands, now: Callable[[], dt.datetime]) -> APIRouter:
    """Return a route for each command, which takes the command itself as its body, and for each query.

    Args:
        now: the world's present.
    """
    routes = APIRouter(prefix="/api/commands", tags=["commands"])

    def carry_out(holder: str, command: Command) -> Done:
        _refuse_players(holder, command)
        carried = commands.carry_out(ledger, Stamp(at=now(), actor=holder), command)
        happened = [Happened(seq=each.seq, kind=each.event.kind) for each in carried.recorded]
        return Done(command=command.name, events=happened, card=carried.card)

    def answer(holder: str, query: Query) -> Card:
        _refuse_players(holder, query)
        with ledger.store.read() as connection:
            return commands.answer(connection, holder, query)

    for command in commands.carried_by:
        routes.add_api_route(
            f"/{command.name}",
            _endpoint(command, carry_out, Annotated[command, Strictly()]),
            methods=["POST"],
            response_model=Done,
            summary=_title(command),
            responses=_REFUSALS,
        )
    for query in commands.answered_by:
        routes.add_api_route(
            f"/{query.name}",
            _endpoint(query, answer, Annotated[query, FromQuery()]),
            methods=["GET"],
            response_model=Card,
            summary=_title(query),
            responses=_REFUSALS,
        )
    if commands.choices:
        endpoint = _choices(ledger, commands)
        routes.add_api_route("/choices/{kind}", endpoint, methods=["GET"], summary="What may be chosen")
    return routes


def _refuse_players(holder: str, request: Request) -> None:
    if request.audience is Audience.ADMIN and holder != ADMIN:
        raise AdminOnly(request.name)


def _title(request: type[Request]) -> str:
    return request.name.replace("_", " ").capitalize()


def _choices(ledger: Ledger, commands: Commands) -> Callable[..., list[Choice]]:
    def choices(kind: str, holder: Holder, typed: str = "") -> list[Choice]:
        """Return up to 25 things of a kind that somebody may mean by what they have typed so far."""
        offer = commands.choices.get(kind)
        if offer is None:
            return []
        with ledger.store.read() as connection:
            return offer(connection, holder, typed)

    return choices


def _endpoint(request: type[Request], give: Callable[..., BaseModel], body: object) -> Callable[..., BaseModel]:
    """Return a function that FastAPI takes for one that was written for the request."""

    def endpoint(body: Request, holder: Holder) -> BaseModel:
        return give(holder, body)

    endpoint.__name__ = request.name
    # Its attributes are described in the body's schema.
    endpoint.__doc__ = cleandoc(request.__doc__ or "").partition("\n\nAttributes:")[0]
    endpoint.__annotations__["body"] = body
    return endpoint
