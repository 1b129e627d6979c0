"""How the station's orders are carried out: plan a day, write a segment."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from longwave.editorial import pieces
from longwave.editorial.canon import Canon
from longwave.editorial.editor import Composed, Editor
from longwave.ledger.ledger import Transaction
from longwave.modules.station import views
from longwave.modules.station.errors import UnknownPersona
from longwave.modules.station.events import RundownPlanned, SegmentAired, Slot
from longwave.modules.station.knowledge import Presenter
from longwave.modules.station.outlook import DayOrder, Outlook
from longwave.modules.station.planning import Continuity, plan_day
from longwave.modules.station.retrieval import Retrieval
from longwave.narrator.assignment import Assignment, FactSheet, Feedback
from longwave.orders import book
from longwave.orders.events import Payload
from longwave.orders.handler import Handler
from longwave.orders.states import NewOrder, Order
from longwave.press.newsroom import Guests, Headlines, no_guests, no_headlines
from longwave.world.card import Form
from longwave.world.index import LoreIndex
from longwave.world.lore import LoreEntry
from longwave.world.persona import Persona

# A day is planned and written an hour before the station signs on.
LEAD = dt.timedelta(hours=1)
RELATED = 8
DAY = dt.timedelta(days=1)
# How far back among the latest pieces of a day one looks for talk.
MOST_TALK = 200
# How long whoever was interviewed is not asked again; and what counts as lately.
GUEST_REST = dt.timedelta(days=14)
# How many openers a model is told not to begin with; the offline narrator, whom they cost nothing, a month's.
AVOIDED, AVOIDED_OFFLINE = 20, 500
# Slots that hold people's own words.
OWN_WORDS = frozenset({"guest_saying", "guest_found", "house", "lead"})
# What fills the day between what a listener waits for: written offline when a budget runs low.
OPTIONAL = frozenset({Form.GOSSIP, Form.MUSIC, Form.IDENT, Form.TIME})


def persona_of(canon: Canon, name: str) -> Persona:
    """Return a presenter.

    Raises:
        UnknownPersona: there is none of that name.
    """
    if name not in canon.pack.presenters:
        raise UnknownPersona(name, canon.pack.presenters)
    return canon.pack.presenters[name]


def presenter_of(canon: Canon, name: str, year: int, retrieval: Retrieval | None = None) -> Presenter:
    """Return a presenter in a year of the world.

    Raises:
        UnknownPersona: there is none of that name.
    """
    return Presenter(persona=persona_of(canon, name), canon=canon, year=year, retrieval=retrieval or Retrieval())


def rundown_order(canon: Canon, persona: str, day: DayOrder) -> NewOrder:
    """Return the order to plan one broadcast day."""
    signs_on = dt.datetime.combine(day.date, dt.time(canon.pack.station.signs_on), ZoneInfo(canon.pack.card.tz))
    return NewOrder(
        order_type=PlanRundown.order_type,
        actor_id=persona,
        subject_id=str(day.date),
        scheduled_at=(signs_on - LEAD).astimezone(dt.UTC),
        payload={"date": str(day.date), "hours": day.hours, "segments_per_hour": day.segments_per_hour},
        dedupe_key=f"rundown:{views.channel_of(persona)}:{day.date}",
    )


@dataclass(frozen=True, kw_only=True)
class PlanRundown(Handler[None, None]):
    """Plans a broadcast day, orders its segments, and orders the next day's rundown while hours are left.

    Attributes:
        talk: the channel and form of pieces that people talk about; None where they have nowhere to.
        headlines, guests: what there is of the game that the newspaper prints.
    """

    order_type: ClassVar[str] = "station.rundown"
    canon: Canon
    index: LoreIndex
    seed: int
    retrieval: Retrieval = field(default_factory=Retrieval, repr=False)
    talk: tuple[str, str] | None = None
    headlines: Headlines = no_headlines
    guests: Guests = no_guests
    _knowers: dict[tuple[str, int], Presenter] = field(default_factory=dict, repr=False)
    _outlooks: dict[str, Outlook] = field(default_factory=dict, repr=False)

    def prepare(self, snapshot: Connection, order: Order) -> None:
        """Prepare nothing: a plan is made at once, on the state it commits with."""

    async def perform(self, prepared: None, feedback: None) -> None:
        """Perform nothing."""

    def settle(self, tx: Transaction, order: Order, performed: None) -> Payload:  # noqa: ARG002 - the port's signature
        persona = persona_of(self.canon, order.actor_id)
        channel = views.channel_of(persona.id)
        asked = DayOrder(
            date=dt.date.fromisoformat(order.payload["date"]),
            hours=order.payload["hours"],
            segments_per_hour=order.payload["segments_per_hour"],
        )
        knower = self._knower(persona, asked.date.year)
        continuity = self._continuity(tx, channel, asked.date)
        related = partial(self._related, tx.connection, knower)
        day = plan_day(asked, knower, continuity, related, self._outlook(persona))
        tx.append(
            RundownPlanned(
                channel=channel,
                persona=persona.id,
                date=asked.date,
                slots=day.slots,
                skies=day.skies,
                turns=day.turns,
            ),
            subject=str(asked.date),
        )
        for slot in day.slots:
            book.enqueue(tx, _segment_order(persona.id, asked.date, slot, tx.stamp.at))
        self._order_next(tx, persona.id, asked)
        return {"slots": len(day.slots)}

    def _continuity(self, tx: Transaction, channel: str, date: dt.date) -> Continuity:
        """Return what the day's plan must know of the days before, on air and elsewhere."""
        connection, at = tx.connection, tx.stamp.at
        talked = pieces.talk(connection, *self.talk, at - DAY, MOST_TALK) if self.talk else ()
        channels = [views.channel_of(name) for name in self.canon.pack.presenters]
        guests = self.guests(connection, at - GUEST_REST)
        heard = views.interviewed(connection, channels, after=date - GUEST_REST) if guests else frozenset()
        return replace(
            views.continuity(connection, channel),
            talk=tuple(talked),
            headlines=tuple(self.headlines(connection, at - DAY)),
            guests=tuple(guest for guest in guests if guest.id not in heard),
        )

    def _knower(self, persona: Persona, year: int) -> Presenter:
        key = (persona.id, year)
        if key not in self._knowers:
            self._knowers[key] = presenter_of(self.canon, persona.id, year, self.retrieval)
        return self._knowers[key]

    def _outlook(self, persona: Persona) -> Outlook:
        if persona.id not in self._outlooks:
            self._outlooks[persona.id] = Outlook(pack=self.canon.pack, persona=persona.id, seed=self.seed)
        return self._outlooks[persona.id]

    def _related(self, connection: Connection, knower: Presenter, entry: LoreEntry) -> Iterable[str]:
        query = " ".join([entry.title, *entry.topics])

        def found() -> Iterable[str]:
            hits = self.index.search(connection, query, allowed=knower.entries, limit=RELATED)
            return (hit.entry for hit in hits if hit.entry != entry.id)

        return self.retrieval.get(knower.persona.id, knower.until, (query, RELATED), found)

    def _order_next(self, tx: Transaction, persona: str, asked: DayOrder) -> None:
        tomorrow = asked.next_day(self.canon.pack.station)
        if tomorrow is not None:
            book.enqueue(tx, rundown_order(self.canon, persona, tomorrow))


def _segment_order(persona: str, date: dt.date, slot: Slot, at: dt.datetime) -> NewOrder:
    name = f"{date}/{slot.time}"
    return NewOrder(
        order_type=WriteSegment.order_type,
        actor_id=persona,
        subject_id=name,
        scheduled_at=at,
        payload={"date": str(date), "time": slot.time},
        dedupe_key=views.segment_key(views.channel_of(persona), date, slot.time),
    )


def assignment_of(persona: Persona, date: dt.date, slot: Slot) -> Assignment:
    """Return what is asked for in a planned slot."""
    return Assignment(
        key=f"{views.channel_of(persona.id)}/{date}/{slot.time}",
        persona=persona,
        form=slot.form,
        sheet=slot.sheet,
        max_chars=slot.max_chars,
        turn=slot.turn,
        form_turn=slot.form_turn,
        is_optional=slot.form in OPTIONAL,
        quotes=tuple(_quotes(slot.sheet)),
    )


def _quotes(sheet: FactSheet) -> Iterator[str]:
    """Yield what people say in their own words: guests, and players who are named as they please."""
    said = [*sheet.slots.items(), *(pair for item in sheet.items for pair in item.slots.items())]
    return (str(value) for name, value in said if name in OWN_WORDS)


def first_day(canon: Canon, name: str, seed: int) -> list[Assignment]:
    """Return what a presenter would be asked for on a world's first day, in the order of the slots."""
    card, persona = canon.pack.card, persona_of(canon, name)
    hours = canon.pack.station.signs_off - canon.pack.station.signs_on
    order = DayOrder(date=card.start, hours=hours, segments_per_hour=1)
    knower = presenter_of(canon, name, card.start.year)
    outlook = Outlook(pack=canon.pack, persona=persona.id, seed=seed)
    day = plan_day(order, knower, Continuity(turns={}, uses={}), lambda _: (), outlook)
    return [assignment_of(persona, order.date, slot) for slot in day.slots]


@dataclass(frozen=True, kw_only=True)
class WriteSegment(Handler[Assignment, Composed]):
    """Writes one segment of a planned day: it needs its own plan alone, so segments are written concurrently.

    Attributes:
        modelled: the presenters that a model writes for.
    """

    order_type: ClassVar[str] = "station.segment"
    independent: ClassVar[bool] = True
    canon: Canon
    editor: Editor
    modelled: frozenset[str] = frozenset()
    _begun: dict[tuple[str, dt.datetime], tuple[str, ...]] = field(default_factory=dict, repr=False)

    def prepare(self, snapshot: Connection, order: Order) -> Assignment:
        channel = views.channel_of(order.actor_id)
        date = dt.date.fromisoformat(order.payload["date"])
        slot = views.slot(snapshot, channel, date, order.payload["time"])
        asked = assignment_of(persona_of(self.canon, order.actor_id), date, slot)
        return replace(asked, avoid=self._openers(snapshot, channel, order))

    def _openers(self, snapshot: Connection, channel: str, order: Order) -> tuple[str, ...]:
        """Return how the latest pieces of the days before began, so that this one begins otherwise."""
        key = channel, order.scheduled_at
        if key not in self._begun:
            most = AVOIDED if order.actor_id in self.modelled else AVOIDED_OFFLINE
            self._begun.clear()  # The day before is over.
            self._begun[key] = tuple(pieces.openers_before(snapshot, channel, order.scheduled_at, most))
        return self._begun[key]

    async def perform(self, prepared: Assignment, feedback: Feedback | None) -> Composed:
        return await self.editor.compose(prepared, feedback or Feedback())

    def settle(self, tx: Transaction, order: Order, performed: Composed) -> Payload:
        channel = views.channel_of(order.actor_id)
        date, time = dt.date.fromisoformat(order.payload["date"]), order.payload["time"]
        slot = views.slot(tx.connection, channel, date, time)
        piece = self.editor.publish(tx, performed, channel)
        tx.append(
            SegmentAired(
                channel=channel,
                date=date,
                time=time,
                form=slot.form,
                piece=piece.seq,
                used=(*slot.spends, *performed.verdict.draft.used),
                beat=slot.beat,
            ),
            subject=order.subject_id,
        )
        return {"piece": piece.seq}
