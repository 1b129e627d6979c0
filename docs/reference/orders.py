"""Writes the page of orders."""

from collections.abc import Iterator
from typing import Any

from docs.reference.markdown import code, described, table
from longwave import playing  # noqa: F401 - it imports all that carries orders out
from longwave.orders.attempts import Retry
from longwave.orders.handler import Handler
from longwave.orders.states import Lane, Status


def page() -> str:
    """Return the page: the types of order, the lanes, the statuses, the retries."""
    handlers = order_types()
    rows = [
        (
            code(name),
            code(handlers[name].lane),
            "yes" if handlers[name].independent else "no",
            described(handlers[name]).prose,
        )
        for name in handlers
    ]
    retry = Retry()
    return (
        "An action due at a time. An independent one commits by itself; the others commit together with all that are"
        " due within the same minute.\n\n"
        f"{table(('type', 'lane', 'independent', 'what it does'), rows)}\n"
        f"Lanes: {', '.join(code(lane) for lane in Lane)}. {described(Lane).prose}\n\n"
        f"Statuses: {', '.join(code(status) for status in Status)}. {described(Status).prose}\n\n"
        f"An order is tried {retry.max_attempts} times. The gap before another try begins at {retry.base_s:g} s of"
        f" world time and doubles up to {retry.cap_s:g} s; the dice shorten it by up to a half."
    )


def order_types() -> dict[str, type[Handler[Any, Any]]]:  # Any: every type of order.
    """Return what carries each type of order out, area by area."""
    found = {handler.order_type: handler for handler in _handlers() if hasattr(handler, "order_type")}
    return {name: found[name] for name in sorted(found)}


def _handlers() -> Iterator[type[Handler[Any, Any]]]:  # Any: every type of order.
    found: list[type[Handler[Any, Any]]] = list(Handler.__subclasses__())
    while found:
        handler = found.pop()
        found += handler.__subclasses__()
        if handler.__module__.startswith("longwave."):
            yield handler
