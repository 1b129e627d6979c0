"""Every command over HTTP, by its name: `POST /api/commands/submit_theory`."""

from collections.abc import Callable
from inspect import cleandoc
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from longwave.api.problems import Problem
from longwave.commands.body import Strictly
from longwave.commands.command import Command, Commands
from longwave.ledger.ledger import Ledger, Stamp


class Happened(BaseModel):
    """An event that a command appended."""

    seq: int = Field(description="Its number in the log.")
    kind: str


class Done(BaseModel):
    """What came of a command; of one that found everything as it asks, nothing."""

    command: str
    events: list[Happened]


def router(ledger: Ledger, commands: Commands, stamp: Callable[[], Stamp]) -> APIRouter:
    """Return a route for each command, which takes the command itself as its body.

    Args:
        stamp: when, and by whom, what a command appends happens.
    """
    routes = APIRouter(prefix="/api/commands", tags=["commands"])

    def carry_out(command: Command) -> Done:
        recorded = commands.carry_out(ledger, stamp(), command)
        happened = [Happened(seq=each.seq, kind=each.event.kind) for each in recorded]
        return Done(command=command.name, events=happened)

    for command in commands.carried_by:
        routes.add_api_route(
            f"/{command.name}",
            _endpoint(command, carry_out),
            methods=["POST"],
            response_model=Done,
            summary=command.name.replace("_", " ").capitalize(),
            responses={404: {"model": Problem, "description": "It names a thing that is not there."}},
        )
    return routes


def _endpoint(command: type[Command], carry_out: Callable[[Command], Done]) -> Callable[[Command], Done]:
    """Return a function that FastAPI takes for one that was written for the command."""

    def give(body: Command) -> Done:
        return carry_out(body)

    give.__name__ = command.name
    # Its attributes are described in the body's schema.
    give.__doc__ = cleandoc(command.__doc__ or "").partition("\n\nAttributes:")[0]
    give.__annotations__["body"] = Annotated[command, Strictly()]
    return give
