"""Tokens: the admin's is made at the first start, a player's by an invitation; each is shown once, kept as a hash."""

import datetime as dt
import hashlib
import secrets

from sqlalchemy import Connection, bindparam, delete, insert, select

from longwave.access.tables import access_tokens
from longwave.ledger.store import Store

ADMIN = "admin"
_kept = select(access_tokens.c.name).where(access_tokens.c.name == ADMIN)
_holder = select(access_tokens.c.name).where(access_tokens.c.hash == bindparam("of"))


class Tokens:
    """The tokens of one database; they are read anew for every question, since another process may change them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def make(self, at: dt.datetime) -> str | None:
        """Make the admin token at the first start; None where there is one, which nobody can show again."""
        with self._store.write() as connection:
            if connection.execute(_kept).first() is not None:
                return None
            return _put(connection, ADMIN, at)

    def rotate(self, at: dt.datetime) -> str:
        """Put a new admin token in the place of the old one, which opens nothing from here on."""
        with self._store.write() as connection:
            return _put(connection, ADMIN, at)

    def invite(self, at: dt.datetime) -> str:
        """Make a token for a new account, with which somebody can play."""
        account = f"guest-{secrets.token_hex(8)}"
        with self._store.write() as connection:
            return _put(connection, account, at)

    def exists(self) -> bool:
        with self._store.read() as connection:
            return connection.execute(_kept).first() is not None

    def holder(self, token: str) -> str | None:
        """Return whose token this is: the admin's, or an account's; None where it is nobody's."""
        with self._store.read() as connection:
            name: str | None = connection.execute(_holder, {"of": _hash(token)}).scalar()
        return name


def _put(connection: Connection, name: str, at: dt.datetime) -> str:
    token = secrets.token_urlsafe(32)
    connection.execute(delete(access_tokens).where(access_tokens.c.name == name))
    connection.execute(insert(access_tokens).values(name=name, hash=_hash(token), made_at=at))
    return token


def _hash(token: str) -> str:
    # 256 random bits cannot be guessed from their hash, so no slow one is needed.
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
