"""Announcing: an event promises its layers, each as an order, in the event's own transaction."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from longwave.kernel.dice import dice
from longwave.ledger.events import Event, Recorded
from longwave.ledger.ledger import Transaction
from longwave.orders import book
from longwave.orders.states import NewOrder
from longwave.press import cadence
from longwave.press.events import LAYER, NOTICE
from longwave.world.pack import Pack
from longwave.world.press import NONE, Layer, PressForm

# What is said while the world rests.
NOTICES = (PressForm.ADMIN_BULLETIN, PressForm.OPS_UPDATE)


@dataclass(frozen=True, kw_only=True)
class Announcer:
    """Schedules the layers of events."""

    pack: Pack
    seed: int

    @cached_property
    def _layers(self) -> Mapping[str, tuple[Layer, ...]]:
        """The layers by the kind of event that they are about."""
        kinds = dict.fromkeys(layer.event for layer in self.pack.layers.values())
        return {kind: tuple(layer for layer in self.pack.layers.values() if layer.event == kind) for kind in kinds}

    def announce(self, tx: Transaction, recorded: Sequence[Recorded]) -> None:
        """Enqueue an order for each layer that events get."""
        for each in recorded:
            for layer in self._layers.get(each.event.kind, ()):
                stream = dice(self.seed, "press", each.seq, layer.id)
                if _fits(layer, each.event) and stream.random() < layer.chance:
                    due = cadence.due(layer, each.at, self.pack.card.cadences, stream)
                    book.enqueue(tx, layer_order(layer, each.seq, due))


def layer_order(layer: Layer, event: int, due: dt.datetime, *, is_spread: bool = False) -> NewOrder:
    """Return the order to print a layer.

    Args:
        is_spread: whether it was due before, at a time at which nothing was printed.
    """
    return NewOrder(
        order_type=NOTICE if layer.form in NOTICES else LAYER,
        actor_id="press",
        subject_id=layer.id,
        scheduled_at=due,
        payload={"event": event, "layer": layer.id, "spread": is_spread},
        dedupe_key=f"press:{event}:{layer.id}:{is_spread:d}",
    )


def _fits(layer: Layer, event: Event) -> bool:
    return all(
        _value(event, name) in (wanted if isinstance(wanted, tuple) else (wanted,))
        for name, wanted in layer.when.items()
    )


def _value(event: Event, name: str) -> object:
    """Return a field's value as a pack writes it: `none` for what is not there."""
    value = getattr(event, name, None)
    if value is None:
        return NONE
    return value.value if isinstance(value, Enum) else value
