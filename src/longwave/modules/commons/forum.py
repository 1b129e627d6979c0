"""What the forum's surfaces work on."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from longwave.access.tokens import ADMIN
from longwave.commands.command import Command, Commands
from longwave.kernel import clock
from longwave.ledger.events import Recorded
from longwave.ledger.ledger import Ledger, Stamp
from longwave.ledger.tables import events
from longwave.modules.commons.residents import Residents
from longwave.narrator.spend import Cap
from longwave.world.persona import Persona
from longwave.world.writing import Writing

_last = select(events.c.at).order_by(events.c.seq.desc()).limit(1)


@dataclass(frozen=True, kw_only=True)
class Forum:
    """One world's forum, as its surfaces see it.

    Attributes:
        writing_of: how somebody's texts are written, with everything that is left out filled in.
        default_cap: what a resident's texts of a world day may cost where nothing else is said.
        now: the world's present.
        admin: the dependency that lets only the admin read.
    """

    ledger: Ledger
    residents: Residents
    commands: Commands
    writing_of: Callable[[Persona], Writing]
    default_cap: Cap
    now: Callable[[], dt.datetime]
    admin: Callable[..., None]

    def read(self) -> AbstractContextManager[Connection]:
        """Open one snapshot."""
        return self.ledger.store.read()

    def carry_out(self, command: Command) -> list[Recorded]:
        """Carry a command of the admin out; return what that appended.

        Raises:
            LongwaveError: it is refused.
        """
        return self.commands.carry_out(self.ledger, Stamp(at=self.now(), actor=ADMIN), command).recorded

    def day(self, connection: Connection) -> dt.date:
        """Return the world day that budgets count in: of the last event, where the world is."""
        return last_at(connection).astimezone(ZoneInfo(self.residents.pack.card.tz)).date()


def last_at(connection: Connection) -> dt.datetime:
    """Return when the last event was; long ago for an empty log."""
    at = connection.execute(_last).scalar()
    return dt.datetime(1, 1, 2, tzinfo=dt.UTC) if at is None else clock.from_text(at)
