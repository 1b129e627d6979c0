"""The call ledger: a request is on record before it is made, and a settled one is never made again."""

import asyncio
import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import insert, select, update

from longwave.kernel.clock import Clock, SystemClock
from longwave.ledger.store import Store
from longwave.narrator.assignment import Assignment, Draft, Narrator
from longwave.narrator.tables import calls


class CallStatus(StrEnum):
    """Where a request stands: dispatched, answered, or answered with an error."""

    OPEN = "open"
    SETTLED = "settled"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class RecordedNarrator:
    """A narrator whose every request goes through the call ledger.

    A request that was settled before, by this process or one that died since, is answered from the record.
    """

    narrator: Narrator
    store: Store
    wall: Clock = field(default_factory=SystemClock)

    @property
    def name(self) -> str:
        """The narrator behind the record."""
        return self.narrator.name

    async def write(self, assignment: Assignment) -> Draft:
        """Write one text, or return the one that was written for the same request before."""
        key, digest = f"{assignment.key}#{assignment.feedback.attempt}@{self.name}", assignment.digest()
        if (reply := await asyncio.to_thread(self._open, key, digest, assignment)) is not None:
            return reply
        opened = self.wall.now()
        try:
            draft = await self.narrator.write(assignment)
        except Exception as error:
            await asyncio.to_thread(self._close, key, opened, None, f"{type(error).__name__}: {error}")
            raise
        await asyncio.to_thread(self._close, key, opened, draft, None)
        return draft

    def _open(self, key: str, digest: str, assignment: Assignment) -> Draft | None:
        with self.store.write() as connection:
            known = connection.execute(select(calls).where(calls.c.key == key)).first()
            if known is not None and known.digest == digest and known.status == CallStatus.SETTLED:
                return Draft.model_validate_json(known.reply)
            values = {
                "digest": digest,
                "persona": assignment.persona.id,
                "form": assignment.form,
                "narrator": self.name,
                "status": CallStatus.OPEN,
                "dispatches": 1 if known is None else known.dispatches + 1,
                "opened_at": self.wall.now(),
            }
            if known is None:
                connection.execute(insert(calls), {"key": key, **values})
            else:
                connection.execute(update(calls).where(calls.c.key == key).values(**values))
        return None

    def _close(self, key: str, opened: dt.datetime, draft: Draft | None, error: str | None) -> None:
        now = self.wall.now()
        with self.store.write() as connection:
            connection.execute(
                update(calls)
                .where(calls.c.key == key)
                .values(
                    status=CallStatus.FAILED if draft is None else CallStatus.SETTLED,
                    settled_at=now,
                    took_ms=round((now - opened).total_seconds() * 1000),
                    reply=None if draft is None else draft.model_dump_json(),
                    error=error,
                )
            )
