"""What the ledger and its store refuse.

LongwaveError
├── StoreError               the database cannot do it
│   ├── StoreUnavailable     locked, full, read-only or gone: the same call may work later
│   ├── StoreCorrupt         the file is damaged
│   ├── StoreForeign         the database is not one of ours, or of another version
│   ├── StoreMissing         there is no database at that place
│   └── WorldBusy            another process holds the world
└── LedgerError
    ├── UnknownEvent         the log holds a kind or version that this program does not know
    ├── EventDamaged         what the log holds is not the event it says it is
    ├── AppendFailed         an append failed half-way and the transaction was to commit all the same
    ├── ChainBroken          an event does not follow from the one before
    └── NoSuchEvent          a sequence number beyond the log
"""

from longwave.kernel.errors import LongwaveError


class StoreError(LongwaveError):
    """The database cannot do this."""


class StoreUnavailable(StoreError):
    """The database does not answer or cannot be written now."""

    def __init__(self, message: str, hint: str = "free the disk or the lock, then run the same command again") -> None:
        super().__init__(message)
        self.hint = hint


class StoreCorrupt(StoreError):
    """The database file is damaged."""

    hint = "restore the file from a backup; `longwave ledger verify` tells how far a copy can be read"


class StoreForeign(StoreError):
    """The database was not made by this version of Longwave."""

    hint = "name another database or folder; nothing in this one was changed"


class StoreMissing(StoreError):
    """There is no database at that place."""

    hint = "`longwave station produce` makes one; see `--database`"


class WorldBusy(StoreError):
    """Another process works on this world."""

    hint = "wait for it, or stop it; two processes never write one world at once"


class LedgerError(LongwaveError):
    """The log cannot be read or extended."""


class UnknownEvent(LedgerError):
    """The log holds an event that this program does not know."""

    def __init__(self, kind: str, version: int) -> None:
        super().__init__(f"event {kind!r} in version {version} is unknown to this program")
        self.hint = "a newer Longwave wrote this world; use that version"


class EventDamaged(LedgerError):
    """An event cannot be read."""

    hint = "`longwave ledger verify` tells where the log was changed; restore a backup made before that"

    def __init__(self, seq: int) -> None:
        super().__init__(f"event {seq} is damaged: it does not read as what it says it is")


class AppendFailed(LedgerError):
    """An append failed half-way, so its transaction cannot commit."""


class ChainBroken(LedgerError):
    """An event does not follow from the one before it."""

    hint = "restore the world from a backup made before that event"

    def __init__(self, seq: int, why: str) -> None:
        super().__init__(f"the chain breaks at event {seq}: {why}")
        self.seq = seq


class NoSuchEvent(LedgerError):
    """There is no event of that number."""

    def __init__(self, seq: int, last: int) -> None:
        super().__init__(f"there is no event {seq}: the log ends at {last}")
        self.hint = f"name one from 1 to {last}" if last else "the log is empty"
