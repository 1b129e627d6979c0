"""`longwave pause` and `longwave resume`: hold a world's narrative, and let it go on."""

import uuid
from typing import Annotated

import typer

from longwave.cli.options import DatabaseOption, opened
from longwave.orders.states import Lane

RequestOption = Annotated[
    str, typer.Option("--request-id", help="Names this request: the same one sent again, however late, does nothing.")
]
ByOption = Annotated[str, typer.Option(help="Who asks.")]


def pause(
    *,
    reason: Annotated[str, typer.Option(help="Why, for whoever looks at the status.")] = "",
    by: ByOption = "operator",
    request_id: RequestOption = "",
    database: DatabaseOption = "",
) -> None:
    """Hold a world's narrative; operations and deliveries go on, and nothing is lost."""
    _ask(database, request_id, by=by, reason=reason, is_pause=True)


def resume(*, by: ByOption = "operator", request_id: RequestOption = "", database: DatabaseOption = "") -> None:
    """Let a world's narrative go on."""
    _ask(database, request_id, by=by, reason="", is_pause=False)


def _ask(database: str, request_id: str, *, by: str, reason: str, is_pause: bool) -> None:
    from longwave.kernel.clock import SystemClock
    from longwave.orders import pauses

    asked = pauses.Asked(
        request_id=request_id or uuid.uuid4().hex,
        lane=Lane.NARRATIVE,
        is_pause=is_pause,
        by=by,
        at=SystemClock().now(),
        reason=reason,
    )
    with opened(database) as ledger, ledger.store.write() as connection:
        held = pauses.ask(connection, asked)
    typer.echo(f"narrative is {held}" if held else "narrative goes on")
