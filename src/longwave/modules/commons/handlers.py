"""The heartbeat: a resident wakes, reads, decides, acts, and remembers."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from sqlalchemy import Connection

from longwave.editorial import pieces
from longwave.editorial.canon import Canon
from longwave.editorial.editor import Composed, Editor
from longwave.editorial.knower import Knower
from longwave.editorial.telling import telling
from longwave.kernel import clock
from longwave.kernel.dice import dice
from longwave.ledger.ledger import Transaction, head
from longwave.modules.commons import feed, moderation, remembering, rules, writing
from longwave.modules.commons.events import (
    Action,
    HeartbeatEnded,
    ReplyPosted,
    ResidentFollowed,
    ResidentUnfollowed,
    ThreadOpened,
    VoteCast,
)
from longwave.modules.commons.library import Library
from longwave.modules.commons.residents import Resident, Residents, global_pace, names_of
from longwave.modules.commons.scene import NOTHING, Decision, Heard, Scene, View, incline
from longwave.modules.commons.writing import CHANNEL
from longwave.narrator import openings
from longwave.narrator.assignment import Feedback, Telling
from longwave.narrator.errors import BudgetSpent
from longwave.narrator.spend import NOTHING as NOTHING_SPENT
from longwave.narrator.spend import Spend
from longwave.orders import book
from longwave.orders.events import Payload
from longwave.orders.handler import Handler
from longwave.orders.states import NewOrder, Order
from longwave.world.memory import upkeep, views
from longwave.world.memory.retrieval import Cue, Recalled, Retrieval, TermRetrieval
from longwave.world.pack import Pack

OWN, RECALLED, ON_AIR = 5, 4, 2
# How many heartbeats lie between two looks at what a resident's memory has become, at the most.
UPKEEP_BEATS = 12
WRITTEN = frozenset({Action.CREATE_THREAD, Action.REPLY, Action.WEB_SEARCH})


@dataclass(frozen=True, kw_only=True)
class Beat:
    """What a heartbeat came to.

    Attributes:
        composed: the text, where one was written.
        facts: what it could state.
        learned: what was looked up for it, if it was.
        capped: the budget that kept them quiet, if one did.
    """

    scene: Scene
    decision: Decision
    composed: Composed | None = None
    facts: tuple[Telling, ...] = ()
    searched: str = ""
    capped: str = ""

    @property
    def spent(self) -> Spend:
        """What all attempts at it cost."""
        if self.composed is None:
            return NOTHING_SPENT
        return self.composed.assignment.feedback.spent.plus(self.composed.verdict.draft.spent)


def heartbeat_order(resident: str, at: dt.datetime) -> NewOrder:
    """Return the order to wake a resident at a time."""
    return NewOrder(
        order_type=Heartbeat.order_type,
        actor_id=resident,
        subject_id=resident,
        scheduled_at=at,
        payload={"extra": False},
        dedupe_key=f"heartbeat:{resident}:{clock.to_text(at)}",
    )


def extra_order(resident: str, at: dt.datetime, request: str) -> NewOrder:
    """Return the order to wake a resident once more, now."""
    return NewOrder(
        order_type=Heartbeat.order_type,
        actor_id=resident,
        subject_id=resident,
        scheduled_at=at,
        payload={"extra": True},
        dedupe_key=f"heartbeat:{resident}:asked:{request}",
    )


@dataclass(frozen=True, kw_only=True)
class Heartbeat(Handler[Scene | None, Beat | None]):
    """Wakes one resident.

    Attributes:
        channels: where presenters are heard, by their ids.
    """

    order_type: ClassVar[str] = "commons.heartbeat"
    residents: Residents
    canon: Canon
    editor: Editor
    library: Library
    seed: int
    channels: Mapping[str, str] = field(default_factory=dict)
    retrieval: Retrieval = field(default_factory=TermRetrieval)
    _knowers: dict[tuple[str, int], Knower] = field(default_factory=dict, repr=False)

    @property
    def pack(self) -> Pack:
        return self.canon.pack

    def prepare(self, snapshot: Connection, order: Order) -> Scene | None:
        resident = self.residents.get(snapshot, order.actor_id)
        if resident.is_paused:
            return None
        view = self._view(snapshot, resident, order.scheduled_at)
        stream = dice(self.seed, "heartbeat", resident.id, resident.beats)
        inclination = incline(view, stream)
        names = names_of(snapshot, [resident.id, *feed.authors(view.feed.seen, resident.id)])
        if inclination.action not in WRITTEN:
            return Scene(view=view, inclination=inclination, names=names)
        return Scene(
            view=view,
            inclination=inclination,
            facts=writing.facts_for(snapshot, view, inclination, stream),
            recalled=self._recalled(snapshot, view, inclination),
            own=tuple(openings.opener(text) for text in self._own(snapshot, resident.id)),
            names=names,
        )

    async def perform(self, prepared: Scene | None, feedback: Feedback | None) -> Beat | None:
        if prepared is None:
            return None
        decision = prepared.inclination
        if decision.action not in WRITTEN:
            return Beat(scene=prepared, decision=decision)
        facts, searched = prepared.facts, ""
        if decision.action is Action.WEB_SEARCH:
            searched = self.pack.lore[decision.subject].title
            facts = await self._looked_up(prepared, searched)
        if not facts:
            return Beat(scene=prepared, decision=NOTHING, searched=searched)
        asked = writing.assignment(self.pack, prepared, decision, facts)
        try:
            composed = await self.editor.compose(asked, feedback or Feedback())
        except BudgetSpent as spent:
            return Beat(scene=prepared, decision=NOTHING, capped=spent.scope)
        return Beat(scene=prepared, decision=decision, composed=composed, facts=facts, searched=searched)

    def settle(self, tx: Transaction, order: Order, performed: Beat | None) -> Payload:
        resident = self.residents.get(tx.connection, order.actor_id)
        following = self._wake_again(tx, order, resident)
        if performed is None or resident.is_paused:
            return {"quiet": "paused"}
        if resident.beats != performed.scene.view.resident.beats:
            return {"quiet": "another heartbeat of theirs ended meanwhile"}
        tx.append(*remembering.taken(self.pack, performed.scene), subject=resident.id)
        decision = self._still_possible(tx.connection, performed)
        target = self._act(tx, performed, decision)
        after = self.residents.get(tx.connection, resident.id)
        spent = performed.spent
        tx.append(
            HeartbeatEnded(
                resident=resident.id,
                beat=resident.beats + 1,
                action=Action.REPLY if decision.action is Action.WEB_SEARCH else decision.action,
                target=target,
                details=decision.why,
                capped=bool(performed.capped),
                reputation=after.reputation,
                tokens=spent.tokens,
                microusd=spent.microusd,
                read_until=performed.scene.view.head,
                searched=performed.searched,
                next_at=following,
            ),
            subject=resident.id,
        )
        self._tidy(tx, resident)
        return {"action": decision.action.value, "target": target}

    def given_up(self, tx: Transaction, order: Order) -> None:
        """Wake the resident at the next time all the same."""
        self._wake_again(tx, order, self.residents.get(tx.connection, order.actor_id))

    def _wake_again(self, tx: Transaction, order: Order, resident: Resident) -> dt.datetime:
        pace = resident.pace or global_pace(tx.connection)
        at = rules.next_beat(tx.stamp.at, pace, resident.offset_s)
        if not order.payload["extra"]:
            book.enqueue(tx, heartbeat_order(resident.id, at))
        return at

    def _view(self, snapshot: Connection, resident: Resident, at: dt.datetime) -> View:
        seen = feed.read(snapshot, resident.id, resident.read_until)
        others = [*feed.authors(seen.seen, resident.id), *seen.following]
        return View(
            resident=resident,
            knower=self._knower(resident, at.year),
            feed=seen,
            sentiments=views.sentiments(snapshot, resident.id, others),
            on_air=tuple(self._on_air(snapshot)),
            at=at,
            head=head(snapshot)[0],
        )

    def _knower(self, resident: Resident, year: int) -> Knower:
        key = (resident.id, year)
        known = self._knowers.get(key)
        if known is None or known.persona != resident.persona:
            known = self._knowers[key] = Knower(persona=resident.persona, canon=self.canon, year=year)
        return known

    def _on_air(self, snapshot: Connection) -> list[Heard]:
        return [
            Heard(presenter=presenter, about=piece.tells)
            for presenter, channel in self.channels.items()
            for piece in pieces.latest(snapshot, channel, ON_AIR)
        ]

    def _recalled(self, snapshot: Connection, view: View, decision: Decision) -> tuple[Recalled, ...]:
        entry = self.pack.lore[decision.subject]
        about = [decision.subject, *([decision.piece.author] if decision.piece else [])]
        cue = Cue(persona=view.resident.id, query=entry.title, about=about, at=view.at)
        return tuple(self.retrieval.recall(snapshot, cue, limit=RECALLED))

    def _own(self, snapshot: Connection, resident: str) -> Sequence[str]:
        return feed.own_texts(snapshot, resident, OWN)

    async def _looked_up(self, scene: Scene, query: str) -> tuple[Telling, ...]:
        view = scene.view
        found = await self.library.search(query, view.knower)
        stream = dice(self.seed, "library", view.resident.id, view.resident.beats)
        return tuple(
            telling(view.knower, view.knower.entries[one.entry], one.number, stream)
            for one in found
            if one.number is not None
        )[: writing.FACTS[writing.REPLY]]

    def _still_possible(self, connection: Connection, beat: Beat) -> Decision:
        """Decide again on fresh state: what was answered may be gone, closed or answered."""
        decision, me = beat.decision, beat.scene.view.resident.id
        if decision.piece is None:
            return decision
        fresh = feed.one(connection, me, decision.piece.id)
        if fresh is None:
            return NOTHING
        writes = decision.action in (Action.REPLY, Action.WEB_SEARCH)
        if writes and (fresh.is_closed or fresh.is_answered):
            return NOTHING
        return NOTHING if decision.action is Action.VOTE and fresh.voted == decision.value else decision

    def _act(self, tx: Transaction, beat: Beat, decision: Decision) -> str:
        """Append what a decision does; return what it is about."""
        me = beat.scene.view.resident.id
        match decision.action:
            case Action.CREATE_THREAD | Action.REPLY | Action.WEB_SEARCH:
                return str(self._publish(tx, beat, decision))
            case Action.VOTE:
                assert decision.piece is not None  # noqa: S101 - a vote is on a piece
                fresh = feed.one(tx.connection, me, decision.piece.id)
                assert fresh is not None  # noqa: S101 - it was just looked up
                vote = VoteCast(voter=me, piece=fresh.id, author=fresh.author, value=decision.value, was=fresh.voted)
                tx.append(vote, subject=str(fresh.id))
                return str(fresh.id)
            case Action.FOLLOW if not feed.follows(tx.connection, me, decision.other):
                tx.append(ResidentFollowed(follower=me, followed=decision.other), subject=decision.other)
                return decision.other
            case Action.UNFOLLOW if feed.follows(tx.connection, me, decision.other):
                tx.append(ResidentUnfollowed(follower=me, followed=decision.other), subject=decision.other)
                return decision.other
        return ""

    def _publish(self, tx: Transaction, beat: Beat, decision: Decision) -> int:
        assert beat.composed is not None  # noqa: S101 - whoever writes has a text
        me, draft = beat.scene.view.resident.id, beat.composed.verdict.draft
        published = self.editor.publish(tx, beat.composed, CHANNEL)
        piece = published.seq
        tx.append(*moderation.flags(published), subject=str(piece))
        about = tuple(dict.fromkeys((decision.subject, *draft.tells)))
        if decision.action is Action.CREATE_THREAD:
            title, _ = writing.split(draft.text)
            tags = self.pack.lore[decision.subject].topics
            tx.append(
                ThreadOpened(piece=piece, author=me, title=title, tags=tags, about=about, used=draft.used),
                subject=str(piece),
            )
        else:
            assert decision.piece is not None  # noqa: S101 - a reply answers a piece
            assert decision.stance is not None  # noqa: S101 - in some way
            tx.append(
                ReplyPosted(
                    piece=piece,
                    author=me,
                    thread=decision.piece.thread,
                    answers=decision.piece.id,
                    to=decision.piece.author,
                    stance=decision.stance,
                    about=about,
                    used=draft.used,
                ),
                subject=str(decision.piece.thread),
            )
        learned = next((fact for fact in beat.facts if fact.ref in draft.used), None)
        tx.append(*remembering.written(self.pack, beat.scene, decision, piece, learned), subject=me)
        return piece

    def _tidy(self, tx: Transaction, resident: Resident) -> None:
        """Summarise what has become too much, or too old, once a day and now and then."""
        last = resident.last_beat_at
        if last is not None and last.date() == tx.stamp.at.date() and (resident.beats + 1) % UPKEEP_BEATS:
            return
        while (due := upkeep.due(tx.connection, resident.id, tx.stamp.at)) is not None:
            tx.append(upkeep.summarised(due), subject=resident.id)
