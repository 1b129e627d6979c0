"""Printing: a layer that is due is written, passes the gate, and is released once."""

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from longwave.editorial import pieces
from longwave.editorial.editor import Composed, Editor
from longwave.kernel.dice import dice
from longwave.ledger.events import Recorded
from longwave.ledger.ledger import Ledger, Transaction
from longwave.narrator import spoken
from longwave.narrator.assignment import Assignment, FactSheet, Feedback
from longwave.orders import book
from longwave.orders.events import Payload
from longwave.orders.handler import Handler
from longwave.orders.states import Lane, Order
from longwave.press.announcing import layer_order
from longwave.press.events import LAYER, NOTICE, LayerDropped, LayerReleased
from longwave.press.tables import press_layers
from longwave.press.told import Teller, Told
from longwave.world.pack import Pack
from longwave.world.persona import Persona, Role
from longwave.world.press import DATED, FACTION, PRESS_BOOK, RIVAL_FACTION, RIVALS, Layer

MAX_CHARS = 1_200
# How many of a channel's latest openings a new piece does not begin with.
AVOIDED = 12
# What was due so long ago was held up, with others: they come out one by one, not in a flood.
FLOOD_AFTER, SPREAD_S = dt.timedelta(minutes=10), 3600
_promised = select(press_layers.c.turn, press_layers.c.asked).where(
    press_layers.c.event == bindparam("of"), press_layers.c.layer == bindparam("named")
)


@dataclass(frozen=True, kw_only=True)
class PrintLayer(Handler[Assignment, Composed]):
    """Prints one layer."""

    order_type: ClassVar[str] = LAYER
    pack: Pack
    seed: int
    ledger: Ledger
    editor: Editor
    teller: Teller

    def prepare(self, snapshot: Connection, order: Order) -> Assignment:
        layer, recorded = self._layer(order), self.ledger.at(snapshot, _event(order))
        turn = snapshot.execute(_promised, {"of": recorded.seq, "named": layer.id}).one().turn
        avoid = pieces.openers_before(snapshot, layer.channel, order.scheduled_at, AVOIDED)
        told = self.teller(snapshot, recorded)
        return replace(self.assigned(layer, recorded, told, order.scheduled_at, turn), avoid=tuple(avoid))

    def assigned(self, layer: Layer, recorded: Recorded, told: Told, due: dt.datetime, turn: int) -> Assignment:
        """Return what a narrator is asked for.

        Args:
            told: what may be told of the event.
            turn: how many pieces this layer was promised for before.
        """
        at = due.astimezone(ZoneInfo(self.pack.card.tz))
        speaker = self._speaker(layer, told, recorded)
        slots = {**_dated(at), **told.slots}
        if layer.voice == RIVALS and speaker.faction is not None:
            slots[RIVAL_FACTION] = self._factions[speaker.faction]
        return Assignment(
            key=f"press/{recorded.seq}/{layer.id}",
            persona=speaker.model_copy(update={"phrasebook": PRESS_BOOK}),
            form=layer.id,
            sheet=FactSheet(at=at, slots=slots),
            max_chars=MAX_CHARS,
            turn=turn,
            form_turn=turn,
            quotes=told.quotes,
            # All who speak in the press share its wordings: none comes again before the others, whoever says it.
            deck=PRESS_BOOK,
            brief=_brief(layer),
        )

    async def perform(self, prepared: Assignment, feedback: Any) -> Composed:  # Any: see Handler.
        return await self.editor.compose(prepared, feedback or Feedback())

    def settle(self, tx: Transaction, order: Order, performed: Composed) -> Payload:
        layer, event = self._layer(order), _event(order)
        if tx.stamp.at - order.scheduled_at > FLOOD_AFTER and not order.payload["spread"]:
            later = dt.timedelta(seconds=dice(self.seed, "press.spread", order.id).randrange(SPREAD_S))
            book.enqueue(tx, layer_order(layer, event, tx.stamp.at + later, is_spread=True))
            return {"spread": int(later.total_seconds())}
        asked = tx.connection.execute(_promised, {"of": event, "named": layer.id}).one().asked
        piece = self.editor.publish(tx, performed, layer.channel).seq
        released = LayerReleased(event=event, layer=layer.id, piece=piece, due=order.scheduled_at, asked=asked)
        tx.append(released, subject=str(event))
        return {"piece": piece}

    def given_up(self, tx: Transaction, order: Order) -> None:
        """Say that the layer will never be printed."""
        tx.append(LayerDropped(event=_event(order), layer=self._layer(order).id), subject=order.subject_id)

    @cached_property
    def _factions(self) -> Mapping[str, str]:
        return {faction.id: faction.name for faction in self.pack.card.factions}

    def _layer(self, order: Order) -> Layer:
        return self.pack.layers[str(order.payload["layer"])]

    def _speaker(self, layer: Layer, told: Told, recorded: Recorded) -> Persona:
        """Return who speaks: as the layer says, or the Gazette's editor where that one has no part in it."""
        if layer.voice in self.pack.personas:
            return self.pack.personas[layer.voice]
        if layer.voice in told.voices:
            return told.voices[layer.voice]
        spokesmen = {each.faction: each for each in self.pack.personas.values() if each.role is Role.SPOKESMAN}
        own = spokesmen.pop(told.faction, None)
        if layer.voice == FACTION and own is not None:
            return own
        if layer.voice == RIVALS and spokesmen:
            stream: random.Random = dice(self.seed, "press.rivals", recorded.seq, layer.id)
            return stream.choice(list(spokesmen.values()))
        return next(each for each in self.pack.personas.values() if each.role is Role.EDITOR)


@dataclass(frozen=True, kw_only=True)
class PrintNotice(PrintLayer):
    """Prints one layer that is printed also while the world rests."""

    order_type: ClassVar[str] = NOTICE
    lane: ClassVar[Lane] = Lane.OPERATIONS


def _brief(layer: Layer) -> str:
    # A model is shown one of the pack's own wordings: it says what the piece is for better than any description.
    return (
        f"a {layer.form.value.replace('_', ' ')} for the newspaper, about what stands under about, and as long as this"
        f" one, which was about something else: {layer.says[0].say}"
    )


def _event(order: Order) -> int:
    return int(str(order.payload["event"]))


def _dated(at: dt.datetime) -> dict[str, str | int | bool]:
    said = (spoken.WEEKDAYS[at.weekday()], spoken.date(at.date()), spoken.part_of_day(at.hour))
    return dict(zip(DATED, said, strict=True))
