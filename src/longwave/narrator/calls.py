"""The call ledger: a request is on record before it is made, and a settled one is never made again."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, Row, and_, bindparam, delete, insert, select, update

from longwave.kernel.clock import Clock, SystemClock
from longwave.ledger.store import Store
from longwave.narrator import budgets
from longwave.narrator.budgets import NO_CAPS, Caps, Room
from longwave.narrator.errors import (
    BudgetSpent,
    CallMissing,
    NarratorError,
    NarratorUnavailable,
    ProviderDown,
    ReplyUnusable,
    RequestRejected,
)
from longwave.narrator.spend import NOTHING, Spend
from longwave.narrator.tables import calls, spends
from longwave.world.writing import Budget


class CallStatus(StrEnum):
    """What became of a request.

    Attributes:
        OPEN: made, and not yet answered.
        SETTLED: answered with what was asked for.
        UNUSABLE: answered, and the answer is of no use.
        REJECTED: the provider would not write it; it may be made again.
        FAILED: not answered; it may be made again.
        REFUSED: not made, for a reason of ours; it may be made later.
    """

    OPEN = "open"
    SETTLED = "settled"
    UNUSABLE = "unusable"
    REJECTED = "rejected"
    FAILED = "failed"
    REFUSED = "refused"


CallRow = Row[tuple[object, ...]]
# Built once: building a statement costs more than running it.
_known = select(calls).where(calls.c.key == bindparam("of"))
_add = insert(calls)
_last_asked = select(calls.c.narrator).order_by(calls.c.opened_at.desc(), calls.c.key).limit(1)
_change = update(calls).where(calls.c.key == bindparam("of"))
_settle = _change.where(calls.c.status == CallStatus.OPEN).values(
    reserved_tokens=0,
    reserved_microusd=0,
    tokens=calls.c.tokens + bindparam("spent_tokens"),
    microusd=calls.c.microusd + bindparam("spent_microusd"),
)
_MAX_ERROR_CHARS = 500
_REFUSALS: Mapping[str, type[NarratorUnavailable]] = {
    kind.__name__: kind for kind in (RequestRejected, ProviderDown, NarratorUnavailable)
}


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request to a model.

    Attributes:
        key: names it for all time; of requests with the same key one is paid for.
        day: the world day that pays for it.
        most: what it may cost at most.
        is_optional: whether it is kept back when a budget runs low.
        budget: its persona's, as it is now.
    """

    key: str
    digest: str
    persona: str
    day: dt.date
    form: str
    narrator: str
    most: Spend
    prompt: str
    is_optional: bool = False
    budget: Budget | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of a request that was made.

    Attributes:
        value: what was answered, as JSON; None where it is of no use.
        error: what is wrong with the answer, or why there is none.
    """

    status: CallStatus
    took_ms: int
    spent: Spend = NOTHING
    value: str | None = None
    error: str | None = None


class Reply(NamedTuple):
    """An answer that is on record.

    Attributes:
        value: what was answered, as JSON.
        spent: what this answer cost; tries before it may have cost too.
    """

    value: str
    spent: Spend


@dataclass(frozen=True, kw_only=True)
class CallLedger:
    """Records requests and what they cost.

    Attributes:
        keeps_prompts: whether prompts are recorded too.
        is_replay: whether nothing may be asked that is not on record.
    """

    store: Store
    caps: Caps = NO_CAPS
    keeps_prompts: bool = True
    is_replay: bool = False
    wall: Clock = field(default_factory=SystemClock)

    def look_up(self, request: Request) -> Reply | None:
        """Return what was answered to the same request before; None where it is yet to be made.

        Raises:
            ReplyUnusable: the answer was of no use.
            NarratorUnavailable: in a replay, it was not answered.
            CallMissing: in a replay, it was never made.
        """
        with self.store.read() as connection:
            return self._answered(request, _row(connection, request))

    def open(self, request: Request) -> Reply | Room:
        """Reserve a request's cost and record it; or return what was answered to the same one before.

        Raises:
            BudgetSpent: a cap does not allow it.
            ReplyUnusable, NarratorUnavailable, CallMissing: see `look_up`.
        """
        with self.store.write() as connection:
            known = _row(connection, request)
            if (reply := self._answered(request, known)) is not None:
                return reply
            scopes = self.caps.of(request.persona, request.day, request.budget)
            self._give_back(connection, known)
            try:
                room = budgets.reserve(connection, scopes, request.most, is_optional=request.is_optional)
            except BudgetSpent as refusal:
                error = refusal  # Raised when the refusal is on record.
                _record(connection, request, known, self._refused(request, refusal))
            else:
                if room is Room.NOW:
                    _record(connection, request, known, self._opened(request))
                return room
        raise error

    def close(self, request: Request, answer: Answer) -> None:
        """Record what came of a request and settle its cost; nothing where that is on record already."""
        values = {
            "of": request.key,
            "status": answer.status,
            "settled_at": self.wall.now(),
            "took_ms": answer.took_ms,
            "spent_tokens": answer.spent.tokens,
            "spent_microusd": answer.spent.microusd,
            "reply": _reply_of(answer),
            "error": None if answer.error is None else answer.error[:_MAX_ERROR_CHARS],
        }
        with self.store.write() as connection:
            if connection.execute(_settle, values).rowcount:
                scopes = self.caps.of(request.persona, request.day)
                budgets.settle(connection, scopes, request.most, answer.spent)

    def refuse(self, request: Request, refusal: NarratorUnavailable) -> None:
        """Record that a request is not made, so that a replay knows it too."""
        with self.store.write() as connection:
            known = _row(connection, request)
            self._give_back(connection, known)
            _record(connection, request, known, self._refused(request, refusal))

    def last_asked(self) -> str | None:
        """Return the model that was asked last; None where none was."""
        with self.store.read() as connection:
            return connection.execute(_last_asked).scalar()

    def release_dead(self) -> None:
        """Give back what a process that died had reserved. The world must be held."""
        with self.store.write() as connection:
            budgets.release_all(connection)
            lost = {"status": CallStatus.FAILED, "reserved_tokens": 0, "reserved_microusd": 0, "error": "process died"}
            connection.execute(update(calls).where(calls.c.status == CallStatus.OPEN).values(**lost))

    def forget_prompts(self, before: dt.datetime) -> int:
        """Drop the prompts of requests made before an instant; return how many."""
        old = and_(calls.c.opened_at < before, calls.c.prompt.is_not(None))
        with self.store.write() as connection:
            return connection.execute(update(calls).where(old).values(prompt=None)).rowcount

    def copy_from(self, other: Store) -> int:
        """Take over the calls of another world and what they cost, for a replay; return how many."""
        with other.read() as there:
            rows = {table: there.execute(select(table)).all() for table in (calls, spends)}
        with self.store.write() as connection:
            for table, taken in rows.items():
                connection.execute(delete(table))
                if taken:
                    connection.execute(insert(table), [row._asdict() for row in taken])
        return len(rows[calls])

    def _answered(self, request: Request, row: CallRow | None) -> Reply | None:
        if row is None:
            if self.is_replay:
                raise CallMissing(request.key)
            return None
        if row.status == CallStatus.SETTLED:
            tokens, microusd, value = json.loads(row.reply)
            return Reply(value, Spend(tokens, microusd))
        if row.status == CallStatus.UNUSABLE:
            raise ReplyUnusable(row.error, Spend(*json.loads(row.reply)))
        if self.is_replay:
            raise _refusal_of(row)
        return None

    def _give_back(self, connection: Connection, row: CallRow | None) -> None:
        """Give back what is reserved for a request that was opened before, of which nobody heard again."""
        if row is not None and row.status == CallStatus.OPEN:
            scopes = self.caps.of(row.persona, row.day)
            budgets.settle(connection, scopes, Spend(row.reserved_tokens, row.reserved_microusd), NOTHING)

    def _opened(self, request: Request) -> dict[str, object]:
        reserved = {"reserved_tokens": request.most.tokens, "reserved_microusd": request.most.microusd}
        return {**self._asked(request), **reserved, "status": CallStatus.OPEN, "error": None}

    def _refused(self, request: Request, refusal: NarratorUnavailable) -> dict[str, object]:
        reserved = {"reserved_tokens": 0, "reserved_microusd": 0}
        return {**self._asked(request), **reserved, "status": CallStatus.REFUSED, "error": _refusal_as_text(refusal)}

    def _asked(self, request: Request) -> dict[str, object]:
        return {
            "digest": request.digest,
            "persona": request.persona,
            "day": request.day,
            "form": request.form,
            "narrator": request.narrator,
            "opened_at": self.wall.now(),
            "settled_at": None,
            "took_ms": None,
            "prompt": request.prompt if self.keeps_prompts else None,
        }


def _row(connection: Connection, request: Request) -> CallRow | None:
    return connection.execute(_known, {"of": request.key}).first()


def _record(connection: Connection, request: Request, known: CallRow | None, values: dict[str, object]) -> None:
    """Put a request on record, over the row that is there."""
    made = int(values["status"] is CallStatus.OPEN)
    if known is not None:
        connection.execute(_change, {**values, "of": request.key, "dispatches": known.dispatches + made})
        return
    nothing_yet = {"tokens": 0, "microusd": 0, "reply": None}
    connection.execute(_add, {**values, **nothing_yet, "key": request.key, "dispatches": made})


def _reply_of(answer: Answer) -> str | None:
    """Return what is kept of an answer: its cost and what it says; of one that says nothing of use, the cost."""
    if answer.value is not None:
        return json.dumps([*answer.spent, answer.value])
    return json.dumps(answer.spent) if answer.status in (CallStatus.UNUSABLE, CallStatus.REJECTED) else None


def _refusal_as_text(refusal: NarratorUnavailable) -> str:
    if isinstance(refusal, BudgetSpent):
        return json.dumps({"budget": refusal.scope, "is_soft": refusal.is_soft})
    return json.dumps({"refusal": type(refusal).__name__, "reason": str(refusal)[:_MAX_ERROR_CHARS]})


def _refusal_of(row: CallRow) -> NarratorError:
    """Read a recorded refusal or failure as the error it was."""
    if row.status == CallStatus.REJECTED:
        return RequestRejected(row.error, Spend(*json.loads(row.reply)))
    if row.status != CallStatus.REFUSED:
        return ProviderDown(row.error or "not answered")
    found = json.loads(row.error)
    if "budget" in found:
        return BudgetSpent(found["budget"], is_soft=found["is_soft"])
    return _REFUSALS[found["refusal"]](found["reason"])
