"""Moderation of what players write: refused, or withheld until the host has looked at it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from longwave.commands.card import Card
from longwave.commands.command import Carry, Command
from longwave.editorial.blocklist import Ban, Blocklist, Hit
from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.hosting.errors import TextRefused
from longwave.modules.academy.hosting.events import TextWithheld
from longwave.modules.academy.hosting.tables import academy_withheld
from longwave.modules.academy.standing.commands import Join, Rename

# A name stands wherever its owner does anything: it cannot wait.
NAMING = (Join, Rename)
_hidden = select(academy_withheld.c.text).where(
    or_(academy_withheld.c.is_approved.is_(None), academy_withheld.c.is_approved.is_(False))
)


def withheld(connection: Connection) -> frozenset[str]:
    """Return the texts that are not printed: those that wait for the host, and those the host has turned down."""
    return frozenset(connection.execute(_hidden).scalars())


@dataclass(frozen=True, kw_only=True)
class Moderated:
    """Looks through what players write before their commands are carried out.

    Attributes:
        blocklist: the words that are never printed, and those that a person must look at first.
    """

    academy: Academy
    blocklist: Blocklist

    def all(self, carried_by: Mapping[type[Command], Carry]) -> dict[type[Command], Carry]:
        """Return commands with what carries them out once their texts were looked through."""
        return {command: self._one(command, carry) for command, carry in carried_by.items()}

    def _one(self, command: type[Command], carry: Carry) -> Carry:
        fields = [name for name, field in command.model_fields.items() if _is_text(field.annotation, field)]
        if not fields:
            return carry

        def carried(tx: Transaction, asked: Command) -> Card | None:
            doubtful: dict[str, list[Hit]] = {}
            for name in fields:
                text = getattr(asked, name)
                hits = list(self.blocklist.hits(text)) if text else []
                blocked = next((hit for hit in hits if hit.entry.ban is Ban.BLOCK or command in NAMING), None)
                if blocked is not None:
                    raise TextRefused(blocked.passage)
                if hits:
                    doubtful[text] = hits
            card = carry(tx, asked)
            about = next((each.seq for each in reversed(tx.recorded)), 0)
            for text, hits in doubtful.items():
                reasons = tuple(dict.fromkeys(f"“{hit.entry.says}” ({hit.entry.category})" for hit in hits))
                waits = TextWithheld(about=about, player=tx.stamp.actor, text=text.rstrip(".!?… "), reasons=reasons)
                self.academy.append(tx, waits, subject=tx.stamp.actor)
            return card

        return carried


def _is_text(annotation: object, field: object) -> bool:
    """Tell whether a field holds a player's own words, not the id of something."""
    extra = getattr(field, "json_schema_extra", None) or {}
    return annotation in (str, str | None) and "x-choices" not in extra
