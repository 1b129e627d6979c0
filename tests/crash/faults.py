"""Makes the n-th thing that is asked of a database fail, as its driver would make it fail."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import psycopg
from sqlalchemy import Connection, event, exc

from longwave.ledger.store import Store


class Fault(StrEnum):
    """What happens at the chosen moment.

    ONCE, LASTING: the database refuses this one thing, or everything from here on.
    CUT: the connection to the server is lost before it hears of it.
    UNHEARD: a commit takes effect, and the answer is lost; nothing else is counted.
    """

    ONCE = "once"
    LASTING = "for good"
    CUT = "cut off"
    UNHEARD = "unheard"


@dataclass(kw_only=True)
class Faults:
    """Stands between a store and its driver.

    Attributes:
        asked: how much was asked since the fault was laid.
        struck: whether it came to pass.
        on_commit: called when a commit went by unharmed.
    """

    store: Store
    asked: int = 0
    struck: bool = False
    on_commit: Callable[[], object] | None = None
    _at: int = 0
    _fault: Fault | None = None
    _error: Callable[[], sqlite3.Error | psycopg.Error] = field(init=False)

    def __post_init__(self) -> None:
        message = "the fault that was laid"
        operational = sqlite3.OperationalError if self.store.is_sqlite else psycopg.OperationalError
        self._error = lambda: operational(message)
        for asked in ("do_execute", "do_executemany", "do_execute_no_params"):
            event.listen(self.store.engine, asked, self._on_statement)
        event.listen(self.store.engine, "do_connect", self._on_connect)
        event.listen(self.store.engine, "commit", self._on_commit)

    def lay(self, at: int, fault: Fault) -> None:
        """Make the at-th thing asked from now on fail."""
        self.asked, self.struck, self._at, self._fault = 0, False, at, fault

    def lift(self) -> None:
        """Let everything pass from now on."""
        self._fault = None

    # Any: SQLAlchemy calls these listeners with its drivers' own objects.
    def _on_statement(self, cursor: Any, *_rest: Any) -> None:
        if self._fault is Fault.UNHEARD or not self._strikes():
            return
        if self._fault is not Fault.CUT:
            raise self._error()
        cursor.connection.close()

    def _on_connect(self, *_rest: Any) -> None:
        if self._fault is not Fault.UNHEARD and self._strikes():
            raise self._error()

    def _on_commit(self, connection: Connection) -> None:
        if self._strikes():
            driver: Any = connection.connection.dbapi_connection
            if self._fault is Fault.CUT:
                driver.close()  # The commit that follows finds out.
                return
            if self._fault is Fault.UNHEARD:
                driver.commit()
            raise exc.OperationalError("COMMIT", None, self._error())
        if self.on_commit is not None:
            self.on_commit()

    def _strikes(self) -> bool:
        if self._fault is None:
            return False
        self.asked += 1
        strikes = self.asked == self._at or (self._fault is Fault.LASTING and self.asked > self._at)
        self.struck = self.struck or strikes
        return strikes
