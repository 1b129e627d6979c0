"""The ledger: append facts with their projections in one transaction, and read them back."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NewType

from sqlalchemy import Connection, Row, Select, bindparam, exc, select

from longwave.kernel import canonical, clock
from longwave.ledger.errors import AppendFailed, ChainBroken, EventDamaged, NoSuchEvent, StoreForeign, StoreUnavailable
from longwave.ledger.events import Event, Recorded, Registry
from longwave.ledger.projections import Projections
from longwave.ledger.store import Store
from longwave.ledger.tables import events, insert_rows

Hash = NewType("Hash", str)
GENESIS = Hash("0" * 64)
PAGE = 1000
Envelope = tuple[int, str, int, str, str, str, str]
"""seq, kind, version, at, actor, subject, cause, as stored."""
StoredEvent = tuple[int, str, int, str, str, str, str, str, str]
# Statements of every transaction are built once: building one costs more than running it.
_head = select(events.c.seq, events.c.hash).order_by(events.c.seq.desc()).limit(1)
_event_at = select(events).where(events.c.seq == bindparam("number"))
_hash_at = select(events.c.hash).where(events.c.seq == bindparam("number"))


def chain(previous: str, envelope: Envelope, data: str) -> Hash:
    """Hash one stored event onto the one before it; the first follows `GENESIS`.

    The hash is SHA-256 over the canonical JSON of the previous hash and the envelope in one list, with the stored data,
    which is canonical JSON itself, right after it: where a JSON list ends is plain, so nothing can move across.
    """
    linked = f"{canonical.dumps((previous, *envelope))}{data}"
    return Hash(hashlib.sha256(linked.encode()).hexdigest())


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What every event of one transaction carries: when, by whom, because of what."""

    at: dt.datetime
    actor: str
    cause: str = ""


@dataclass(kw_only=True)
class Transaction:
    """One open write: events appended here and their projections commit together or not at all.

    Attributes:
        recorded: what was appended so far, in order.
        is_broken: whether an append failed half-way and was not taken back; such a transaction cannot commit.
    """

    connection: Connection
    stamp: Stamp
    recorded: list[Recorded] = field(default_factory=list)
    is_broken: bool = False
    _projections: Projections
    _seq: int
    _hash: Hash

    def append(self, *facts: Event, subject: str = "") -> list[Recorded]:
        """Append facts to the log and fold them into the projections."""
        if not facts:
            return []
        rows, appended = [], []
        at, actor, cause = clock.utc(self.stamp.at), self.stamp.actor, self.stamp.cause
        at_text = clock.to_text(at)
        seq, last = self._seq, self._hash
        for fact in facts:
            data = fact.to_text()
            envelope = (seq + 1, fact.kind, fact.version, at_text, actor, subject, cause)
            seq, last = envelope[0], chain(last, envelope, data)
            rows.append((*envelope, data, last))
            appended.append(Recorded(seq=seq, at=at, actor=actor, subject=subject, cause=cause, event=fact, hash=last))
        was_broken, self.is_broken = self.is_broken, True
        insert_rows(self.connection, events, rows)
        self._projections.apply(self.connection, *appended)
        self._seq, self._hash, self.is_broken = seq, last, was_broken
        self.recorded += appended
        return appended

    @contextmanager
    def stamped(self, stamp: Stamp) -> Iterator[None]:
        """Append under another stamp for a while."""
        before, self.stamp = self.stamp, stamp
        try:
            yield
        finally:
            self.stamp = before

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Take back everything since here if an error leaves the block."""
        before = (self._seq, self._hash, self.is_broken, len(self.recorded))
        self.connection.exec_driver_sql("SAVEPOINT longwave")
        try:
            yield
            self._refuse_half_an_append()
        except BaseException:
            self._take_back()
            self._seq, self._hash, self.is_broken = before[:3]
            del self.recorded[before[3] :]
            raise
        self.connection.exec_driver_sql("RELEASE SAVEPOINT longwave")

    def _refuse_half_an_append(self) -> None:
        if self.is_broken:
            raise AppendFailed

    def _take_back(self) -> None:
        try:
            self.connection.exec_driver_sql("ROLLBACK TO SAVEPOINT longwave")
            # Rolling back keeps the savepoint itself, and an outer one of the same name would be hidden by it.
            self.connection.exec_driver_sql("RELEASE SAVEPOINT longwave")
        except (exc.DBAPIError, exc.PendingRollbackError) as error:  # The latter where the connection is lost.
            raise StoreUnavailable("the database gave the whole transaction up") from error


class Ledger:
    """The log of one world and the projections folded from it."""

    def __init__(self, store: Store, registry: Registry, projections: Projections) -> None:
        self.store = store
        self.registry = registry
        self.projections = projections

    @contextmanager
    def write(self, stamp: Stamp) -> Iterator[Transaction]:
        """Open the one write transaction; leaving the block commits it, an error rolls it back."""
        with self.store.write() as connection:
            seq, last = head(connection)
            tx = Transaction(connection=connection, stamp=stamp, _projections=self.projections, _seq=seq, _hash=last)
            yield tx
            tx._refuse_half_an_append()  # noqa: SLF001 - a transaction ends here

    def head(self) -> tuple[int, Hash]:
        """Return the last event's number and hash; (0, GENESIS) for an empty log."""
        with self.store.read() as connection:
            return head(connection)

    def last_at(self) -> dt.datetime | None:
        """Return the world time of the last event; None for an empty log."""
        with self.store.read() as connection:
            at = connection.execute(select(events.c.at).order_by(events.c.seq.desc()).limit(1)).scalar()
        return None if at is None else clock.from_text(at)

    def read(self, *, after: int = 0, limit: int | None = None) -> Iterator[Recorded]:
        """Yield events in order, from the one after `after`, read page by page.

        Raises:
            UnknownEvent: the log holds a kind or version that no registered event reads.
            EventDamaged: what it holds is not the event it says it is.
        """
        for row in self.rows(select(events), after=after, limit=limit):
            yield self.load(row)

    def at(self, connection: Connection, seq: int) -> Recorded:
        """Return one event, as a connection sees the log.

        Raises:
            NoSuchEvent: the log is shorter.
        """
        row = connection.execute(_event_at, {"number": seq}).first()
        if row is None:
            raise NoSuchEvent(seq, head(connection)[0])
        return self.load(row)

    def latest(self, count: int, *, kind: str | None = None) -> list[Recorded]:
        """Return the last events, of one kind or of all, the newest at the end."""
        query = select(events).order_by(events.c.seq.desc()).limit(count)
        if kind is not None:
            query = query.where(events.c.kind == kind)
        with self.store.read() as connection:
            rows = connection.execute(query).all()
        return [self.load(row) for row in reversed(rows)]

    def rows(
        self, query: Select[StoredEvent], *, after: int = 0, limit: int | None = None
    ) -> Iterator[Row[StoredEvent]]:
        """Yield stored events of a query over `events`, by number, one page of the log at a time."""
        left = limit
        while left is None or left > 0:
            size = PAGE if left is None else min(PAGE, left)
            with self.store.read() as connection:
                page = connection.execute(query.where(events.c.seq > after).order_by(events.c.seq).limit(size)).all()
            yield from page
            if len(page) < size:
                return
            after = page[-1].seq
            left = None if left is None else left - size

    def load(self, row: Row[StoredEvent]) -> Recorded:
        """Read a stored row as the event it holds."""
        try:
            at, event = clock.from_text(row.at), self.registry.load(row.kind, row.version, row.data)
        except ValueError as error:
            raise EventDamaged(row.seq) from error
        return Recorded(
            seq=row.seq, at=at, actor=row.actor, subject=row.subject, cause=row.cause, event=event, hash=row.hash
        )

    def verify(self) -> tuple[int, Hash]:
        """Recompute the chain from the first event to the last; return how many hold, and the last hash.

        Raises:
            ChainBroken: an event was changed, removed or put in.
        """
        seq, previous = 0, GENESIS
        for row in self.rows(select(events)):
            if row.seq != seq + 1:
                raise ChainBroken(seq + 1, f"the next event is number {row.seq}")
            envelope = (row.seq, row.kind, row.version, row.at, row.actor, row.subject, row.cause)
            expected = chain(previous, envelope, row.data)
            if row.hash != expected:
                raise ChainBroken(row.seq, "its content does not give its hash")
            seq, previous = row.seq, expected
        return seq, previous

    def fork(self, target: "Ledger", *, at: int) -> int:
        """Copy the log up to event `at` into an empty ledger and fold it there; return the number of events.

        Raises:
            NoSuchEvent: the log is shorter.
            StoreForeign: the target has a log already.
        """
        last, _ = self.head()
        if not 0 < at <= last:
            raise NoSuchEvent(at, last)
        with target.store.write() as connection:
            if head(connection)[0]:
                raise StoreForeign(f"{target.store.name} holds a world already")
            for row in self.rows(select(events).where(events.c.seq <= at)):
                insert_rows(connection, events, [tuple(row)])
                target.projections.apply(connection, target.load(row))
        return at


def head(connection: Connection) -> tuple[int, Hash]:
    """Return the last event's number and hash, as this connection sees it."""
    row = connection.execute(_head).first()
    return (0, GENESIS) if row is None else (row.seq, Hash(row.hash))


def holds(connection: Connection, recorded: Recorded) -> bool:
    """Tell whether an event stands in the log, as this connection sees it; the hash also speaks for all before it."""
    return connection.execute(_hash_at, {"number": recorded.seq}).scalar() == recorded.hash
