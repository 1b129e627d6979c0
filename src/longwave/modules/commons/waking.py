"""Waking: what a resident has before them, read from one snapshot."""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection

from longwave.editorial import pieces
from longwave.editorial.canon import Canon
from longwave.editorial.knower import Knower
from longwave.kernel.dice import dice
from longwave.ledger.ledger import head
from longwave.modules.commons import feed, writing
from longwave.modules.commons.deciding import OWN, SHOWN
from longwave.modules.commons.events import Action
from longwave.modules.commons.residents import Resident, Residents
from longwave.modules.commons.scene import Decision, Heard, Scene, View, by_interest, incline, subject_of
from longwave.modules.commons.writing import CHANNEL
from longwave.narrator import openings
from longwave.orders.states import Order
from longwave.press.newsroom import Headlines, no_headlines
from longwave.world.memory.retrieval import Cue, Recalled, Retrieval, TermRetrieval
from longwave.world.persona import Persona

# How many openings of the board's latest pieces are avoided, offline and by a model that is told them.
RECALLED, AVOIDED, AVOIDED_TOLD = 4, 60, 12
WRITTEN = frozenset({Action.CREATE_THREAD, Action.REPLY, Action.WEB_SEARCH})
# For how long what was printed is argued about.
PRINTED = dt.timedelta(days=2)
OnAir = Callable[[Connection, dt.datetime], Sequence[Heard]]


def silence(_connection: Connection, _at: dt.datetime) -> Sequence[Heard]:
    """Return that nothing is on air."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Waking:
    """Prepares heartbeats.

    Attributes:
        is_modelled: tells whether a model decides for a resident.
        on_air: returns what was told on air a little before a world time.
        in_press: returns what was printed since a world time that people argue about.
    """

    residents: Residents
    canon: Canon
    seed: int
    is_modelled: Callable[[Persona], bool] = lambda _: False
    on_air: OnAir = silence
    in_press: Headlines = no_headlines
    retrieval: Retrieval = field(default_factory=TermRetrieval)
    # As many as the pack has residents, and years.
    _knowers: dict[tuple[str, str, int], Knower] = field(default_factory=dict, repr=False)

    def scene(self, snapshot: Connection, order: Order) -> Scene | None:
        """Return what a resident has before them; None for one who is to be quiet."""
        resident = self.residents.get(snapshot, order.actor_id)
        if resident.is_paused:
            return None
        view = self._view(snapshot, resident, order.scheduled_at)
        stream = dice(self.seed, "heartbeat", resident.id, resident.beats)
        listen, read = partial(self.on_air, snapshot, view.at), partial(self.in_press, snapshot, view.at - PRINTED)
        inclination = incline(view, stream, listen, read)
        if self.is_modelled(resident.persona):
            return self._told(snapshot, view, inclination, stream)
        if inclination.action not in WRITTEN:
            return Scene(view=view, inclination=inclination)
        return Scene(
            view=view,
            inclination=inclination,
            facts=writing.facts_for(snapshot, view, inclination, stream),
            recalled=self._recalled(snapshot, view, inclination),
            avoid=tuple(pieces.openers_before(snapshot, CHANNEL, view.at, AVOIDED)),
        )

    def _told(self, snapshot: Connection, view: View, inclination: Decision, stream: random.Random) -> Scene:
        """Return what a model is told of, whatever the resident feels like."""
        drawn = by_interest(view)
        topic = subject_of(view, inclination, drawn)
        shown = [seen.id for seen in (*view.feed.directed, *drawn)][: 2 * SHOWN]
        return Scene(
            view=view,
            inclination=topic,
            facts=writing.facts_for(snapshot, view, topic, stream),
            recalled=self._recalled(snapshot, view, topic),
            avoid=tuple(pieces.openers_before(snapshot, CHANNEL, view.at, AVOIDED_TOLD)),
            drawn=drawn,
            texts=feed.texts(snapshot, shown),
            own=tuple(map(openings.opener, feed.own_texts(snapshot, view.resident.id, OWN))),
            on_air=self.on_air(snapshot, view.at),
        )

    def _view(self, snapshot: Connection, resident: Resident, at: dt.datetime) -> View:
        return View(
            resident=resident,
            knower=self._knower(resident, at.year),
            feed=feed.read(snapshot, resident.id, resident.read_until),
            at=at,
            head=head(snapshot)[0],
        )

    def _knower(self, resident: Resident, year: int) -> Knower:
        """Return what a resident knows; those who joined later share it, where they know the same."""
        persona = resident.persona
        own = persona.id if persona.id in self.canon.pack.personas else ""
        key = (own, persona.knowledge.model_dump_json(), year)
        if key not in self._knowers:
            self._knowers[key] = Knower(persona=persona, canon=self.canon, year=year)
        return self._knowers[key]

    def _recalled(self, snapshot: Connection, view: View, decision: Decision) -> tuple[Recalled, ...]:
        entry = self.canon.pack.lore[decision.subject]
        about = [decision.subject, *([decision.piece.author] if decision.piece else [])]
        cue = Cue(persona=view.resident.id, query=entry.title, about=about, at=view.at)
        return tuple(self.retrieval.recall(snapshot, cue, limit=RECALLED))
