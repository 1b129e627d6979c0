"""The heartbeat: a resident wakes, reads, decides, acts, and remembers."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from longwave.editorial.editor import Composed, Editor
from longwave.editorial.telling import telling
from longwave.kernel import clock
from longwave.kernel.dice import dice
from longwave.ledger.ledger import Transaction
from longwave.modules.commons import feed, moderation, remembering, rules, writing
from longwave.modules.commons.deciding import Decided, Decider
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
from longwave.modules.commons.residents import Resident, Residents
from longwave.modules.commons.scene import NOTHING, Decision, Scene
from longwave.modules.commons.waking import WRITTEN, Waking
from longwave.modules.commons.writing import CHANNEL
from longwave.narrator.assignment import Draft, Feedback, Telling
from longwave.narrator.errors import CallMissing, ProviderOutage
from longwave.narrator.spend import NOTHING as NOTHING_SPENT
from longwave.narrator.spend import Spend
from longwave.orders import book
from longwave.orders.events import Payload
from longwave.orders.handler import CannotGoOn, Handler, NotNow
from longwave.orders.states import NewOrder, Order
from longwave.world.memory import upkeep
from longwave.world.pack import Pack

# How many heartbeats lie between two looks at what a resident's memory has become, at the most.
UPKEEP_BEATS = 12


@dataclass(frozen=True, kw_only=True)
class Beat:
    """What a heartbeat came to.

    Attributes:
        composed: the text, where one was written.
        facts: what it could state.
        searched: what was looked up for it, if anything was.
        capped: the budget that kept them quiet, if one did.
        decided_for: what the decision cost, where no text came of it.
    """

    scene: Scene
    decision: Decision
    composed: Composed | None = None
    facts: tuple[Telling, ...] = ()
    searched: str = ""
    capped: str = ""
    decided_for: Spend = NOTHING_SPENT

    @property
    def spent(self) -> Spend:
        """What all attempts at it cost."""
        if self.composed is None:
            return self.decided_for
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
    """Wakes one resident."""

    order_type: ClassVar[str] = "commons.heartbeat"
    waking: Waking
    decider: Decider
    editor: Editor
    library: Library

    @property
    def residents(self) -> Residents:
        return self.waking.residents

    @property
    def pack(self) -> Pack:
        return self.residents.pack

    def prepare(self, snapshot: Connection, order: Order) -> Scene | None:
        return self.waking.scene(snapshot, order)

    async def perform(self, prepared: Scene | None, feedback: Feedback | None) -> Beat | None:
        if prepared is None:
            return None
        try:
            return await self._performed(prepared, feedback)
        except ProviderOutage as outage:
            raise NotNow(str(outage)) from outage
        except CallMissing as missing:
            raise CannotGoOn(missing) from missing

    async def _performed(self, scene: Scene, feedback: Feedback | None) -> Beat:
        if self._is_capped(scene):
            return Beat(scene=scene, decision=NOTHING, capped=scene.view.resident.id)
        decided = await self.decider.decide(scene)
        searched, facts = "", scene.facts
        if decided.decision.action is Action.WEB_SEARCH:
            searched = decided.query or self.pack.lore[decided.decision.subject].title
            facts = await self._looked_up(scene, searched)
            if decided.narrator:
                before, decided = decided.spent, await self.decider.decide(scene, facts)
                decided = replace(decided, spent=decided.spent.plus(before))
        decision = decided.decision
        if decision.action not in WRITTEN or not (facts or decision.text):
            quiet = decision if decision.action not in WRITTEN else NOTHING
            return Beat(
                scene=scene, decision=quiet, searched=searched, capped=decided.capped, decided_for=decided.spent
            )
        asked = writing.assignment(self.pack, scene, decision, (*facts, *decided.facts))
        first = _draft(decided) if decision.text and feedback is None else None
        begun = feedback or Feedback(because=decided.because, spent=NOTHING_SPENT if first else decided.spent)
        composed = await self.editor.compose(asked, begun, first)
        return Beat(scene=scene, decision=decision, composed=composed, facts=facts, searched=searched)

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
        spent = performed.spent
        tx.append(
            HeartbeatEnded(
                resident=resident.id,
                beat=resident.beats + 1,
                action=Action.REPLY if decision.action is Action.WEB_SEARCH else decision.action,
                target=target,
                details=decision.why,
                capped=bool(performed.capped),
                reputation=resident.reputation,  # Nothing that they do changes their own.
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
        at = rules.next_beat(tx.stamp.at, resident.effective_pace, resident.offset_s)
        if not order.payload["extra"]:
            book.enqueue(tx, heartbeat_order(resident.id, at))
        return at

    def _is_capped(self, scene: Scene) -> bool:
        """Tell whether a cap was reached earlier in this world day."""
        resident, tz = scene.view.resident, ZoneInfo(self.pack.card.tz)
        last = resident.last_beat_at
        is_today = last is not None and last.astimezone(tz).date() == scene.view.at.astimezone(tz).date()
        return resident.is_capped and is_today

    async def _looked_up(self, scene: Scene, query: str) -> tuple[Telling, ...]:
        view = scene.view
        found = await self.library.search(query, view.knower)
        stream = dice(self.waking.seed, "library", view.resident.id, view.resident.beats)
        # Of what was thought of already the fact that was told least is at hand; the library has always the same.
        at_hand = {fact.ids[0]: fact for fact in scene.facts}
        return tuple(
            one.telling()
            if one.number is None
            else at_hand.get(one.entry) or telling(view.knower, view.knower.entries[one.entry], one.number, stream)
            for one in found
        )[: writing.FACTS[writing.REPLY]]

    def _still_possible(self, connection: Connection, beat: Beat) -> Decision:
        """Decide again on fresh state: what was answered may be gone, closed or answered, who was followed may be."""
        decision, me = beat.decision, beat.scene.view.resident.id
        if decision.other and feed.follows(connection, me, decision.other) is (decision.action is Action.FOLLOW):
            return NOTHING
        if decision.piece is None:
            return decision
        fresh = feed.one(connection, me, decision.piece.id)
        if fresh is None:
            return NOTHING
        writes = decision.action in (Action.REPLY, Action.WEB_SEARCH)
        if writes and (fresh.is_closed or fresh.is_answered):
            return NOTHING
        if decision.action is Action.VOTE and fresh.voted == decision.value:
            return NOTHING
        return replace(decision, piece=fresh)

    def _act(self, tx: Transaction, beat: Beat, decision: Decision) -> str:
        """Append what a decision does; return what it is about."""
        me = beat.scene.view.resident.id
        match decision.action:
            case Action.CREATE_THREAD | Action.REPLY | Action.WEB_SEARCH:
                return str(self._publish(tx, beat, decision))
            case Action.VOTE:
                piece = decision.piece
                assert piece is not None  # noqa: S101 - a vote is on a piece
                vote = VoteCast(voter=me, piece=piece.id, author=piece.author, value=decision.value, was=piece.voted)
                tx.append(vote, subject=str(piece.id))
                return str(piece.id)
            case Action.FOLLOW:
                tx.append(ResidentFollowed(follower=me, followed=decision.other), subject=decision.other)
                return decision.other
            case Action.UNFOLLOW:
                tx.append(ResidentUnfollowed(follower=me, followed=decision.other), subject=decision.other)
                return decision.other
        return ""

    def _publish(self, tx: Transaction, beat: Beat, decision: Decision) -> int:
        assert beat.composed is not None  # noqa: S101 - whoever writes has a text
        me, draft = beat.scene.view.resident.id, beat.composed.verdict.draft
        published = self.editor.publish(tx, beat.composed, CHANNEL)
        piece = published.seq
        tx.append(*moderation.flags(published), subject=str(piece))
        about = tuple(dict.fromkeys(filter(None, (decision.subject, *draft.tells))))
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


def _draft(decided: Decided) -> Draft:
    """Return what a model wrote while it decided, as a text's first attempt."""
    told = (name for fact in decided.facts for name in fact.ids)
    return Draft(
        text=decided.decision.text,
        tells=tuple(dict.fromkeys((*filter(None, [decided.decision.subject]), *told))),
        used=tuple(dict.fromkeys(fact.ref for fact in decided.facts)),
        narrator=decided.narrator,
        spent=decided.spent,
    )
