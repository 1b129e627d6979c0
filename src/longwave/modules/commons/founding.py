"""The forum's first day: its residents join, and the pack's threads stand on the board."""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select

from longwave.editorial.events import PieceAccepted
from longwave.editorial.gate import VERSIONS, Gate
from longwave.ledger.ledger import Transaction
from longwave.modules.commons import rules, writing
from longwave.modules.commons.errors import NoForum
from longwave.modules.commons.events import ReplyPosted, ResidentJoined, Stance, ThreadOpened, VoteCast
from longwave.modules.commons.handlers import heartbeat_order
from longwave.modules.commons.residents import global_pace
from longwave.modules.commons.tables import commons_residents
from longwave.narrator.assignment import Assignment, Draft, FactSheet
from longwave.orders import book
from longwave.world.errors import PackReduced
from longwave.world.forum import SeedReply, SeedThread
from longwave.world.names import is_named_in
from longwave.world.pack import Pack

PACK = "pack"
_joined = select(commons_residents.c.id, commons_residents.c.joined_with)


@dataclass(frozen=True, kw_only=True)
class Founding:
    """Puts a pack's society into an open transaction, once."""

    pack: Pack
    gate: Gate

    def found(self, tx: Transaction) -> bool:
        """Let everybody join who has not yet; in an empty forum, lay the threads out. Tell whether somebody joined.

        Raises:
            NoForum: the pack has no residents.
            PackReduced: somebody who lives here is no longer in the pack.
        """
        if not self.pack.residents:
            raise NoForum(self.pack.card.title)
        is_of_pack = {row.id: row.joined_with is None for row in tx.connection.execute(_joined)}
        if gone := sorted(name for name, is_so in is_of_pack.items() if is_so and name not in self.pack.residents):
            raise PackReduced("resident", gone)
        known = is_of_pack.keys()
        new = [persona for persona in self.pack.residents.values() if persona.id not in known]
        for number, persona in enumerate(new, len(known)):
            offset = rules.offset_s(number)
            tx.append(ResidentJoined(resident=persona.id, name=persona.name, offset_s=offset), subject=persona.id)
            first = rules.next_beat(tx.stamp.at, global_pace(tx.connection), offset)
            book.enqueue(tx, heartbeat_order(persona.id, first))
        for thread in () if known else self.pack.threads.values():
            self._thread(tx, thread)
        return bool(new)

    def _thread(self, tx: Transaction, thread: SeedThread) -> None:
        text = f"{thread.title}\n\n{thread.says.strip()}"
        number = self._piece(tx, thread, writing.THREAD, text, f"{writing.CHANNEL}/seed/{thread.id}")
        tx.append(
            ThreadOpened(piece=number, author=thread.author, title=thread.title, tags=thread.tags, about=thread.about),
            subject=str(number),
        )
        self._votes(tx, number, thread)
        replies: list[tuple[int, str]] = []
        for index, reply in enumerate(thread.replies):
            answers, to = (number, thread.author) if reply.to is None else replies[reply.to]
            key = f"{writing.CHANNEL}/seed/{thread.id}/{index}"
            piece = self._piece(tx, reply, writing.REPLY, reply.says.strip(), key)
            tx.append(
                ReplyPosted(
                    piece=piece,
                    author=reply.author,
                    thread=number,
                    answers=answers,
                    to=to,
                    stance=Stance.ADD,
                    about=reply.about or thread.about,
                ),
                subject=str(number),
            )
            self._votes(tx, piece, reply)
            replies.append((piece, reply.author))

    def _piece(self, tx: Transaction, said: SeedThread | SeedReply, form: str, text: str, key: str) -> int:
        """Publish what the pack says; the gate's findings on it are recorded, and its author answers for them."""
        persona = self.pack.residents[said.author]
        at = tx.stamp.at.astimezone(ZoneInfo(self.pack.card.tz))
        asked = Assignment(
            key=key,
            persona=persona,
            form=form,
            sheet=FactSheet(at=at, slots={"says": text}, subject=said.about),
            max_chars=len(text),
            turn=0,
            form_turn=0,
        )
        named = tuple(name for name in said.about if is_named_in(text, self.pack.lore[name]))
        draft = Draft(text=text, tells=named, used=(), narrator=PACK)
        [recorded] = tx.append(
            PieceAccepted(
                channel=writing.CHANNEL,
                form=form,
                persona=persona.id,
                text=text,
                narrator=PACK,
                attempts=1,
                is_fallback=False,
                because="",
                tokens=0,
                microusd=0,
                tells=named,
                findings=self.gate.review(draft, asked).findings,
                rules=dict(VERSIONS),
            ),
            subject=key,
        )
        return recorded.seq

    def _votes(self, tx: Transaction, piece: int, said: SeedThread | SeedReply) -> None:
        values: Iterable[tuple[str, int]] = (*((name, 1) for name in said.up), *((name, -1) for name in said.down))
        for voter, value in values:
            tx.append(VoteCast(voter=voter, piece=piece, author=said.author, value=value), subject=str(piece))
