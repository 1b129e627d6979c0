"""The admin token: made once, shown once, kept as a hash."""

import datetime as dt
import hashlib
import hmac
import secrets

from sqlalchemy import Connection, delete, insert, select

from longwave.access.tables import access_tokens
from longwave.ledger.store import Store

ADMIN = "admin"
_kept = select(access_tokens.c.hash).where(access_tokens.c.name == ADMIN)


class Tokens:
    """The admin token of one database; it is read anew for every question, since another process may rotate it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def make(self, at: dt.datetime) -> str | None:
        """Make the admin token at the first start; None where there is one, which nobody can show again."""
        with self._store.write() as connection:
            if connection.execute(_kept).first() is not None:
                return None
            return _put(connection, at)

    def rotate(self, at: dt.datetime) -> str:
        """Put a new admin token in the place of the old one, which opens nothing from here on."""
        with self._store.write() as connection:
            return _put(connection, at)

    def exists(self) -> bool:
        with self._store.read() as connection:
            return connection.execute(_kept).first() is not None

    def admits(self, token: str) -> bool:
        """Tell whether this is the admin token."""
        with self._store.read() as connection:
            kept: str | None = connection.execute(_kept).scalar()
        return kept is not None and hmac.compare_digest(kept, _hash(token))


def _put(connection: Connection, at: dt.datetime) -> str:
    token = secrets.token_urlsafe(32)
    connection.execute(delete(access_tokens).where(access_tokens.c.name == ADMIN))
    connection.execute(insert(access_tokens).values(name=ADMIN, hash=_hash(token), made_at=at))
    return token


def _hash(token: str) -> str:
    # 256 random bits cannot be guessed from their hash, so no slow one is needed.
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
