"""How the forum's commands are carried out: decided on fresh state, in the transaction that commits them."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError
from sqlalchemy import func, select

from longwave.commands.command import Carry, Command
from longwave.ledger.ledger import Transaction
from longwave.modules.commons import commands as asked
from longwave.modules.commons import events, feed, rules
from longwave.modules.commons.errors import (
    ConfigMisfit,
    NoSuchPiece,
    NoSuchThread,
    OwnPiece,
    OwnSelf,
    ResidentKnown,
)
from longwave.modules.commons.handlers import extra_order, heartbeat_order
from longwave.modules.commons.residents import Residents, global_pace
from longwave.modules.commons.tables import commons_pieces, commons_residents, commons_threads
from longwave.narrator.spend import MICRO
from longwave.orders import book
from longwave.world.pack import Pack
from longwave.world.persona import Persona, Role

_TEMPER = frozenset(
    {
        "creativity_level",
        "leadership_tendency",
        "skepticism",
        "aggression",
        "shyness",
        "engagement_style",
        "communication_style",
        "interests",
        "quirks",
    }
)


@dataclass(frozen=True, kw_only=True)
class CommandHandlers:
    """Carries commands out."""

    residents: Residents

    @property
    def pack(self) -> Pack:
        return self.residents.pack

    def all(self) -> Mapping[type[Command], Carry]:
        """Return what carries out which command."""
        return {
            asked.ConfigureResident: self.configure,
            asked.ResetResident: self.reset,
            asked.CreateResident: self.create,
            asked.SetCaps: self.set_caps,
            asked.SetPace: self.set_pace,
            asked.PauseResident: self.pause,
            asked.ResumeResident: self.resume,
            asked.TriggerHeartbeat: self.trigger,
            asked.CastVote: self.vote,
            asked.FollowResident: self.follow,
            asked.UnfollowResident: self.unfollow,
            asked.ModeratePiece: self.moderate,
            asked.LockThread: self.lock,
            asked.FlagPiece: self.flag,
        }

    def configure(self, tx: Transaction, command: asked.ConfigureResident) -> None:
        resident = self.residents.get(tx.connection, command.resident)
        given = command.model_dump(mode="json", exclude_none=True, exclude={"resident"})
        whole = resident.persona.model_dump(mode="json")
        whole["temper"] |= {name: value for name, value in given.items() if name in _TEMPER}
        whole |= {name: value for name, value in given.items() if name not in _TEMPER}
        persona = self._checked(whole)
        if persona != resident.persona:
            tx.append(events.ResidentConfigured(resident=resident.id, persona=persona), subject=resident.id)

    def reset(self, tx: Transaction, command: asked.ResetResident) -> None:
        if self.residents.get(tx.connection, command.resident).is_edited:
            tx.append(events.ResidentConfigured(resident=command.resident, persona=None), subject=command.resident)

    def create(self, tx: Transaction, command: asked.CreateResident) -> None:
        persona = command.persona
        if persona.role is not Role.RESIDENT:
            raise ConfigMisfit("only a resident can join the forum: write `role: resident` and a `temper`")
        if "\0" in persona.name:  # PostgreSQL's texts hold none.
            raise ConfigMisfit("name: no name holds the character NUL")
        known = select(commons_residents.c.id).where(commons_residents.c.id == persona.id)
        if persona.id in self.pack.personas or tx.connection.execute(known).first() is not None:
            raise ResidentKnown(persona.id)
        whole = persona.model_dump(mode="json")
        if persona.phrasebook is None:
            whole["phrasebook"] = self._nearest(persona)
        persona = self._checked(whole)
        number = tx.connection.execute(select(func.count()).select_from(commons_residents)).scalar_one()
        offset = rules.offset_s(number)
        joined = events.ResidentJoined(resident=persona.id, name=persona.name, offset_s=offset, persona=persona)
        tx.append(joined, subject=persona.id)
        first = rules.next_beat(tx.stamp.at, global_pace(tx.connection), offset)
        book.enqueue(tx, heartbeat_order(persona.id, first))

    def set_caps(self, tx: Transaction, command: asked.SetCaps) -> None:
        resident = self.residents.get(tx.connection, command.resident)
        usd = command.daily_cost_cap_usd
        microusd = None if usd is None else int(usd * MICRO)
        if (resident.token_cap, resident.microusd_cap) != (command.daily_token_cap, microusd):
            caps = events.CapsSet(resident=resident.id, tokens=command.daily_token_cap, microusd=microusd)
            tx.append(caps, subject=resident.id)

    def set_pace(self, tx: Transaction, command: asked.SetPace) -> None:
        if command.resident is None and command.pace is None:
            raise ConfigMisfit("the global pace is one of slow, normal, fast, turbo: name one")
        before = (
            global_pace(tx.connection)
            if command.resident is None
            else self.residents.get(tx.connection, command.resident).pace
        )
        if before != command.pace:
            tx.append(events.PaceSet(resident=command.resident, pace=command.pace), subject=command.resident or "")

    def pause(self, tx: Transaction, command: asked.PauseResident) -> None:
        if not self.residents.get(tx.connection, command.resident).is_paused:
            paused = events.ResidentPaused(resident=command.resident, reason=command.reason)
            tx.append(paused, subject=command.resident)

    def resume(self, tx: Transaction, command: asked.ResumeResident) -> None:
        if self.residents.get(tx.connection, command.resident).is_paused:
            tx.append(events.ResidentResumed(resident=command.resident), subject=command.resident)

    def trigger(self, tx: Transaction, command: asked.TriggerHeartbeat) -> None:
        if command.resident is not None:
            names = [self.residents.get(tx.connection, command.resident).id]
        else:
            names = list(
                tx.connection.execute(select(commons_residents.c.id).order_by(commons_residents.c.id)).scalars()
            )
        for name in names:
            book.enqueue(tx, extra_order(name, tx.stamp.at, command.request_id))

    def vote(self, tx: Transaction, command: asked.CastVote) -> None:
        resident = self.residents.get(tx.connection, command.resident)
        seen = feed.one(tx.connection, resident.id, command.piece)
        if seen is None:
            raise NoSuchPiece(command.piece)
        if seen.author == resident.id:
            raise OwnPiece(command.piece)
        if seen.voted != command.value:
            vote = events.VoteCast(
                voter=resident.id, piece=seen.id, author=seen.author, value=command.value, was=seen.voted
            )
            tx.append(vote, subject=str(seen.id))

    def follow(self, tx: Transaction, command: asked.FollowResident) -> None:
        me, other = self._pair(tx, command)
        if not feed.follows(tx.connection, me, other):
            tx.append(events.ResidentFollowed(follower=me, followed=other), subject=other)

    def unfollow(self, tx: Transaction, command: asked.UnfollowResident) -> None:
        me, other = self._pair(tx, command)
        if feed.follows(tx.connection, me, other):
            tx.append(events.ResidentUnfollowed(follower=me, followed=other), subject=other)

    def moderate(self, tx: Transaction, command: asked.ModeratePiece) -> None:
        self._piece(tx, command.piece)
        flagged = events.PieceFlagged(piece=command.piece, reasons=("a moderator's own",))
        decided = events.PieceModerated(piece=command.piece, decision=command.decision, reason=command.reason)
        tx.append(flagged, decided, subject=str(command.piece))

    def flag(self, tx: Transaction, command: asked.FlagPiece) -> None:
        self._piece(tx, command.piece)
        tx.append(events.PieceFlagged(piece=command.piece, reasons=(command.reason,)), subject=str(command.piece))

    def lock(self, tx: Transaction, command: asked.LockThread) -> None:
        found = select(commons_threads.c.is_locked).where(commons_threads.c.id == command.thread)
        is_locked = tx.connection.execute(found).scalar()
        if is_locked is None:
            raise NoSuchThread(command.thread)
        if is_locked != command.is_locked:
            locked = events.ThreadLocked(thread=command.thread, is_locked=command.is_locked)
            tx.append(locked, subject=str(command.thread))

    def _pair(self, tx: Transaction, command: asked.FollowResident | asked.UnfollowResident) -> tuple[str, str]:
        if command.resident == command.other:
            raise OwnSelf
        me = self.residents.get(tx.connection, command.resident)
        return me.id, self.residents.get(tx.connection, command.other).id

    def _piece(self, tx: Transaction, piece: int) -> None:
        known = select(commons_pieces.c.id).where(commons_pieces.c.id == piece)
        if tx.connection.execute(known).first() is None:
            raise NoSuchPiece(piece)

    def _checked(self, whole: dict[str, object]) -> Persona:
        """Return a persona that fits into this world.

        Raises:
            ConfigMisfit: it does not.
        """
        try:
            persona = Persona.model_validate(whole)
        except ValidationError as error:
            first = error.errors()[0]
            raise ConfigMisfit(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
        card, knows = self.pack.card, persona.knowledge
        regions = {region.id for region in card.regions}
        factions = {faction.id for faction in card.factions}
        interests = persona.temper.interests if persona.temper else ()
        for what, named, known in (
            ("region", knows.regions, regions),
            ("faction", knows.forbidden_factions, factions),
            ("topic", (*knows.forbidden_topics, *interests), set(card.topics)),
            ("phrasebook", [persona.phrasebook or persona.id], set(self.pack.phrasebooks) & set(self.pack.residents)),
        ):
            for name in named:
                if name not in known:
                    raise ConfigMisfit(f"there is no {what} {name!r} in {card.title}")
        return persona

    def _nearest(self, persona: Persona) -> str:
        """Return the resident of the pack whose temper is most like somebody's: who has no phrasebook speaks like
        them.
        """
        own = _sliders(persona)
        return min(
            self.pack.residents,
            key=lambda name: (
                sum((a - b) ** 2 for a, b in zip(own, _sliders(self.pack.residents[name]), strict=True)),
                name,
            ),
        )


def _sliders(persona: Persona) -> list[int]:
    assert persona.temper is not None  # noqa: S101 - a resident has one
    temper = persona.temper
    return [
        temper.creativity_level,
        temper.leadership_tendency,
        temper.skepticism,
        temper.aggression,
        temper.shyness,
    ]
