"""The store: one database behind one adapter, SQLite (WAL) or PostgreSQL.

Both give the same promise: any number of readers, each on a snapshot, and one writer at a time.
"""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, event, exc, inspect, make_url, text
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from longwave.kernel.worker import Worker
from longwave.ledger.errors import StoreCorrupt, StoreError, StoreForeign, StoreMissing, StoreUnavailable, WorldBusy

# Two keys of PostgreSQL's advisory locks, per database: one orders the writers, one says who holds the world.
WRITER_KEY, WORLD_KEY = 0x4C570001, 0x4C570002
SQLITE_MAGIC = b"SQLite format 3\x00"
OUR_TABLES = {"events", "alembic_version"}
CONNECT_TIMEOUT_S = 10
SERVER_HINT = "see that the server runs and lets this user in, then run the same command again"
SIGNS_OF_DAMAGE = ("malformed", "not a database", "Could not decode to UTF-8")

# The session that holds the world says so by its name, which the server keeps for whoever asks.
NAME_SESSION = text("SELECT set_config('application_name', :name, false)")
HOLDER = text(
    "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND classid = 0 AND objid = :key AND objsubid = 1 LIMIT 1"
)


def database_url(place: str) -> URL:
    """Read a `--database` value: a URL, a file, or a folder that holds `world.db`."""
    if "://" in place:
        return _supported(place)
    path = Path(place)
    return URL.create("sqlite", database=str(path / "world.db" if path.is_dir() else path))


def _supported(place: str) -> URL:
    try:
        url = make_url(place)
    except (exc.ArgumentError, ValueError) as error:  # The latter comes of a port that is no number.
        raise StoreForeign("this address of a database cannot be read") from error  # It may hold a password.
    if url.drivername.partition("+")[0] in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database not in {None, "", ":memory:"}:
        return url
    raise StoreForeign(f"{url.drivername} with database {url.database!r} is neither a SQLite file nor PostgreSQL")


class Store:
    """One database.

    Args:
        url: where it is.
        create: whether a missing SQLite file is made; otherwise it is an error.
        busy_timeout_s: how long to wait for another process that writes to a SQLite file.

    Attributes:
        worker: what an event loop has its operations done by.

    Raises:
        StoreError: the place cannot be opened, or what is there is not a Longwave database.
    """

    def __init__(self, url: URL, *, create: bool = False, busy_timeout_s: float = 30.0) -> None:
        self.url = url
        self._busy_timeout_s = busy_timeout_s
        # SQLite makes a second writer poll; threads of one process queue here instead.
        self._writer = threading.Lock()
        self.worker = Worker("store")
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self._path = Path(url.database or "")
        if self.is_sqlite:
            self._check_file(create=create)
        self.engine = self._connectable()
        self._snapshots = self.engine.execution_options(
            **({} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"})
        )
        try:
            self.is_empty = self._check_tables(create=create)
        except BaseException:
            self.close()
            raise

    @property
    def name(self) -> str:
        """The database as a message names it: a path, or a URL without its password, wherever it stands in it."""
        if self.is_sqlite:
            return str(self._path)
        return self.url.difference_update_query(["password", "sslpassword"]).render_as_string(hide_password=True)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield a connection that sees one snapshot for as long as it is open."""
        with self._translated(), self._snapshots.connect() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN")
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Yield the one writing connection; it commits at the end, or rolls back on any error."""
        with self._translated(), self._writer, self.engine.connect() as connection, connection.begin():
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER_KEY})
            yield connection

    @contextmanager
    def hold_world(self, purpose: str, *, shared: bool = False) -> Iterator[None]:
        """Hold the world against other processes: alone, or with others that share it. Death lets go.

        Raises:
            WorldBusy: another process holds it.
        """
        hold = (
            self._hold_file(purpose, shared=shared) if self.is_sqlite else self._hold_advisory(purpose, shared=shared)
        )
        with hold:
            yield

    def damage(self) -> list[str]:
        """Return what the database's own check finds wrong with its file; PostgreSQL keeps its files itself."""
        if not self.is_sqlite:
            return []
        with self.read() as connection:
            found = list(connection.execute(text("PRAGMA integrity_check")).scalars())
        return [] if found == ["ok"] else found

    def refuse_damage(self) -> None:
        """Refuse a damaged file: what is damaged may not be what is read, and writing on would spread it.

        Raises:
            StoreCorrupt: the database's own check finds something wrong.
        """
        if found := self.damage():
            raise StoreCorrupt(f"{self.name} is damaged: {found[0].splitlines()[0]}")

    def close(self) -> None:
        """End the worker and close every pooled connection."""
        self.worker.close()
        self.engine.dispose()

    def _check_tables(self, *, create: bool) -> bool:
        """Return whether the database is still empty."""
        with self.read() as connection:
            tables = set(inspect(connection).get_table_names())
        if tables and not tables >= OUR_TABLES:
            raise StoreForeign(f"{self.name} holds other tables than Longwave's")
        if not tables and not create:
            raise StoreMissing(f"{self.name} is empty")
        return not tables

    def _check_file(self, *, create: bool) -> None:
        try:
            if self._path.is_file() and self._path.stat().st_size:
                with self._path.open("rb") as file:
                    if file.read(len(SQLITE_MAGIC)) != SQLITE_MAGIC:
                        raise StoreForeign(f"{self._path} is not a SQLite database")
            elif not create:
                raise StoreMissing(f"there is no database at {self._path}")
            elif not os.access(self._path.parent, os.W_OK):
                raise StoreUnavailable(f"{self._path.parent} is not a folder that can be written")
        except OSError as error:
            raise StoreUnavailable(f"{self._path} cannot be read: {error.strerror}") from error

    def _connectable(self) -> Engine:
        if not self.is_sqlite:
            patience = {} if "connect_timeout" in self.url.query else {"connect_timeout": CONNECT_TIMEOUT_S}
            return create_engine(self.url, pool_size=20, connect_args=patience)
        engine = create_engine(self.url, pool_size=20, connect_args={"timeout": self._busy_timeout_s})
        event.listen(engine, "connect", _set_up_sqlite)
        return engine

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (exc.DBAPIError, sqlite3.Error) as error:  # The driver's own come while connecting.
            raise self._as_ours(error) from error

    def _as_ours(self, error: exc.DBAPIError | sqlite3.Error) -> StoreError:
        cause = error.orig or error if isinstance(error, exc.DBAPIError) else error
        what = f"{self.name}: {(str(cause) or type(cause).__name__).splitlines()[0]}"
        if any(sign in what for sign in SIGNS_OF_DAMAGE):
            return StoreCorrupt(what)
        if not is_unavailable(error):
            return StoreError(what)
        return StoreUnavailable(what) if self.is_sqlite else StoreUnavailable(what, SERVER_HINT)

    @contextmanager
    def _hold_file(self, purpose: str, *, shared: bool) -> Iterator[None]:
        path = self._path.with_name(self._path.name + ".lock")
        try:
            file = path.open("a+")
        except OSError as error:
            raise StoreUnavailable(f"{path} cannot be written: {error.strerror}") from error
        with file:
            try:
                fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                raise WorldBusy(f"{self._path} is in use by {file.read().strip() or 'another process'}") from None
            file.truncate(0)
            file.write(_holder(purpose))
            file.flush()
            yield

    @contextmanager
    def _hold_advisory(self, purpose: str, *, shared: bool) -> Iterator[None]:
        suffix = "_shared" if shared else ""
        alone = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        with self._translated(), alone.connect() as connection:
            taken = connection.execute(text(f"SELECT pg_try_advisory_lock{suffix}(:key)"), {"key": WORLD_KEY}).scalar()
            if not taken:
                holder = connection.execute(HOLDER, {"key": WORLD_KEY}).scalar()
                raise WorldBusy(f"{self.name} is in use by {holder or 'another process'}")
            connection.execute(NAME_SESSION, {"name": _holder(purpose)})
            try:
                yield
            finally:
                connection.execute(text(f"SELECT pg_advisory_unlock{suffix}(:key)"), {"key": WORLD_KEY})
                connection.execute(NAME_SESSION, {"name": ""})


def _holder(purpose: str) -> str:
    return f"{purpose} (process {os.getpid()})"


def _set_up_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own transactions begin too late and never IMMEDIATE; `read` and `write` begin them instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    tables = {name for (name,) in cursor.fetchall()}
    if not tables or tables >= OUR_TABLES:  # The mode is kept in the file, and a foreign one stays as it is.
        cursor.execute("PRAGMA journal_mode=WAL")
    # NORMAL survives the death of the process at any instant; a power cut can take back the last commits, whole.
    cursor.execute("PRAGMA synchronous=NORMAL")
    # The pages that a busy world touches again and again; SQLite's own 2 MB hold half of them.
    cursor.execute("PRAGMA cache_size=-16384")
    # Else every transaction with a savepoint makes, writes and removes a file of what it may take back.
    cursor.execute("PRAGMA temp_store=MEMORY")
    cursor.close()


def is_unavailable(error: BaseException) -> bool:
    """Tell whether an error, ours or the driver's, says that the database does not answer, whatever was asked of it."""
    if isinstance(error, exc.DBAPIError):
        operational = isinstance(error, exc.OperationalError | exc.InterfaceError) or error.connection_invalidated
        return operational and not _is_wrong_sql(error.orig)
    return isinstance(error, StoreUnavailable | sqlite3.OperationalError) and not _is_wrong_sql(error)


def _is_wrong_sql(error: BaseException | None) -> bool:
    # SQLite calls a statement that makes no sense an operational error too.
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
