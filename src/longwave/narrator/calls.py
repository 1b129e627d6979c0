"""The call ledger: a request is on record before it is made, and a settled one is never made again."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

from sqlalchemy import bindparam, insert, select, update

from longwave.kernel.clock import Clock, SystemClock
from longwave.ledger.store import Store
from longwave.narrator.assignment import Assignment, Draft, Narrator
from longwave.narrator.tables import calls

# Of a request's digest in its key; the chance that two requests for the same text share them is 1 in 2^64.
DIGITS = 16


# Built once: building a statement costs more than running it.
_known = select(calls).where(calls.c.key == bindparam("of"))
_add = insert(calls)
_change = update(calls).where(calls.c.key == bindparam("of"))


class CallStatus(StrEnum):
    """Where a request stands: dispatched, answered, or answered with an error."""

    OPEN = "open"
    SETTLED = "settled"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class RecordedNarrator:
    """A narrator whose every request goes through the call ledger.

    A request that was settled before, by this process or one that died since, is answered from the record. A draft
    that the database could not take is kept, and recorded when the same is asked again: it is never paid twice.
    A request that differs in anything, be it a finding on the attempt before, is another one with a record of its own:
    what was answered once is never written over.
    """

    narrator: Narrator
    store: Store
    wall: Clock = field(default_factory=SystemClock)
    _unrecorded: dict[str, tuple[Draft, int]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The narrator behind the record."""
        return self.narrator.name

    async def write(self, assignment: Assignment) -> Draft:
        """Write one text, or return the one that was written for the same request before."""
        digest = assignment.digest()
        key = f"{assignment.key}#{assignment.feedback.attempt}@{self.name}/{digest[:DIGITS]}"
        if key not in self._unrecorded:
            if (reply := await self.store.worker.run(partial(self._open, key, digest, assignment))) is not None:
                return reply
            self._unrecorded[key] = await self._ask(key, assignment)
        draft, took_ms = self._unrecorded[key]
        await self.store.worker.run(partial(self._close, key, took_ms, draft, None))
        self._unrecorded.pop(key, None)
        return draft

    async def _ask(self, key: str, assignment: Assignment) -> tuple[Draft, int]:
        opened = self.wall.now()
        try:
            draft = await self.narrator.write(assignment)
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
            await self.store.worker.run(partial(self._close, key, self._ms_since(opened), None, said))
            raise
        return draft, self._ms_since(opened)

    def _ms_since(self, opened: dt.datetime) -> int:
        return round((self.wall.now() - opened).total_seconds() * 1000)

    def _open(self, key: str, digest: str, assignment: Assignment) -> Draft | None:
        with self.store.write() as connection:
            known = connection.execute(_known, {"of": key}).first()
            if known is not None and known.status == CallStatus.SETTLED:
                return Draft.model_validate_json(known.reply)
            values = {
                "digest": digest,
                "persona": assignment.persona.id,
                "form": assignment.form,
                "narrator": self.name,
                "status": CallStatus.OPEN,
                "dispatches": 1 if known is None else known.dispatches + 1,
                "opened_at": self.wall.now(),
                "settled_at": None,
                "took_ms": None,
                "error": None,
            }
            if known is None:
                connection.execute(_add, {"key": key, **values})
            else:
                connection.execute(_change, {"of": key, **values})
        return None

    def _close(self, key: str, took_ms: int, draft: Draft | None, error: str | None) -> None:
        values = {
            "status": CallStatus.FAILED if draft is None else CallStatus.SETTLED,
            "settled_at": self.wall.now(),
            "took_ms": took_ms,
            "reply": None if draft is None else draft.model_dump_json(),
            "error": error,
        }
        with self.store.write() as connection:
            connection.execute(_change, {"of": key, **values})
