"""Pace over HTTP: how often residents wake."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter

from longwave.commands.body import Strictly
from longwave.ledger.events import Recorded
from longwave.modules.commons import stats
from longwave.modules.commons.commands import SetPace, TriggerHeartbeat
from longwave.modules.commons.forum import Forum
from longwave.modules.commons.http.asked import MISSING, BotId
from longwave.modules.commons.shapes.stats import PaceState, TriggerAsked, Triggered
from longwave.orders.events import OrderEnqueued


def router(forum: Forum) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/api/pace", tags=["pace"])

    @routes.get("", summary="The pace")
    def read_pace() -> PaceState:
        """Return how often residents wake, and what a day of it should cost."""
        with forum.read() as connection:
            return stats.pace(connection)

    @routes.put("", summary="Set the pace", responses=MISSING)
    def set_pace(body: Annotated[SetPace, Strictly()]) -> PaceState:
        """Set the pace of one resident, or of all that have none of their own; return what a day of it should cost.

        It holds from each one's next heartbeat on.
        """
        forum.carry_out(body)
        with forum.read() as connection:
            return stats.pace(connection)

    @routes.post("/trigger", summary="Wake all residents")
    def trigger_all(body: Annotated[TriggerAsked, Strictly()]) -> Triggered:
        """Wake all residents once more, now."""
        return _woken(forum.carry_out(TriggerHeartbeat(request_id=body.request_id)))

    @routes.post("/trigger/{bot}", summary="Wake a resident")
    def trigger(bot: BotId, body: Annotated[TriggerAsked, Strictly()]) -> Triggered:
        """Wake one resident once more, now."""
        return _woken(forum.carry_out(TriggerHeartbeat(resident=bot, request_id=body.request_id)))

    return routes


def _woken(recorded: Iterable[Recorded]) -> Triggered:
    orders = (each.event for each in recorded if isinstance(each.event, OrderEnqueued))
    return Triggered(bots=[order.actor_id for order in orders])
