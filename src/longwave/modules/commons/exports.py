"""What the forum gives away whole: page by page, so that no list is ever in memory, and nothing that was taken down.

Each page is a snapshot of its own: a client that reads slowly holds nothing up. What happens meanwhile may be in it.
"""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, bindparam, case, select, tuple_

from longwave.editorial.tables import pieces as texts
from longwave.kernel import clock
from longwave.ledger.store import Store
from longwave.modules.commons.projections import VISIBLE
from longwave.modules.commons.tables import (
    commons_actions,
    commons_follows,
    commons_pieces,
    commons_residents,
    commons_threads,
    commons_votes,
)
from longwave.world.memory.tables import relationships

PAGE = 500
Value = str | int | float | bool | None
Record = dict[str, Value]
# What a spreadsheet takes for a formula, or skips to find one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Kind(StrEnum):
    """What can be exported."""

    THREADS = "threads"
    POSTS = "posts"
    VOTES = "votes"
    FOLLOWS = "follows"
    BOTS = "bots"
    RELATIONSHIPS = "relationships"
    ACTIONS = "actions"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A list that is read by its key.

    Attributes:
        page: the rows after a key, as many as a page has.
        keys: the names of the key's columns, and what stands before all of their values.
    """

    page: Select[*tuple[Any, ...]]  # Any: its columns.
    keys: Mapping[str, object]

    @property
    def columns(self) -> list[str]:
        return list(self.page.selected_columns.keys())


def _table(query: Select[*tuple[Any, ...]], *keys: Column[Any]) -> Table:  # Any: whatever columns there are.
    after = [bindparam(f"after_{key.name}", type_=key.type) for key in keys]
    page = query.where(tuple_(*keys) > tuple_(*after)).order_by(*keys).limit(PAGE)
    return Table(page=page, keys={key.name: _before_all(key) for key in keys})


def _before_all(key: Column[Any]) -> object:  # Any: as above.
    return {str: "", int: -1, dt.date: dt.date.min}[key.type.python_type]


def _only(
    condition: ColumnElement[bool], column: ColumnElement[Any], name: str
) -> ColumnElement[Any]:  # Any: as above.
    return case((condition, column), else_=None).label(name)


_threads, _pieces, _residents = commons_threads.c, commons_pieces.c, commons_residents.c
_posts = select(
    _pieces.id,
    _pieces.thread,
    _pieces.author,
    _pieces.answers,
    _pieces.to,
    _pieces.stance,
    _pieces.at,
    _pieces.score,
    _pieces.ups,
    _pieces.downs,
    _pieces.state,
    _only(_pieces.state == VISIBLE, texts.c.text, "text"),
).join(texts, texts.c.id == _pieces.id)
TABLES: Mapping[Kind, Table] = {
    Kind.THREADS: _table(
        select(
            _threads.id,
            _threads.author,
            _only(~_threads.is_hidden, _threads.title, "title"),
            _only(~_threads.is_hidden, _threads.tags, "tags"),
            _threads.at,
            _threads.last_at,
            _threads.replies,
            _threads.score,
            _threads.is_locked,
            _threads.is_hidden,
        ),
        _threads.id,
    ),
    Kind.POSTS: _table(_posts, _pieces.id),
    Kind.VOTES: _table(select(commons_votes), commons_votes.c.voter, commons_votes.c.piece),
    Kind.FOLLOWS: _table(select(commons_follows), commons_follows.c.follower, commons_follows.c.followed),
    Kind.BOTS: _table(
        select(*(column for column in _residents if column.name not in {"joined_with", "edited", "read_until"})),
        _residents.id,
    ),
    Kind.RELATIONSHIPS: _table(select(relationships), relationships.c.persona, relationships.c.other),
    Kind.ACTIONS: _table(
        select(commons_actions), commons_actions.c.resident, commons_actions.c.day, commons_actions.c.action
    ),
}


def pages(store: Store, kind: Kind) -> Iterator[list[Record]]:
    """Yield a list, a page at a time."""
    table = TABLES[kind]
    after = dict(table.keys)
    while True:
        with store.read() as connection:
            rows = (
                connection.execute(table.page, {f"after_{name}": key for name, key in after.items()}).mappings().all()
            )
        if rows:
            yield [{name: _value(value) for name, value in row.items()} for row in rows]
        if len(rows) < PAGE:
            return
        after = {name: rows[-1][name] for name in after}


def as_json(store: Store, kind: Kind) -> Iterator[str]:
    """Yield a list as a JSON array of objects."""
    opening = "["
    for page in pages(store, kind):
        yield opening + ",\n".join(json.dumps(record) for record in page)
        opening = ",\n"
    yield "[]" if opening == "[" else "]"


def as_csv(store: Store, kind: Kind) -> Iterator[str]:
    """Yield a list as CSV, with a line of names first; no text in it is taken for a formula."""
    yield _lines([TABLES[kind].columns])
    for page in pages(store, kind):
        yield _lines([[_cell(value) for value in record.values()] for record in page])


def _lines(rows: Sequence[Sequence[Value]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _value(value: object) -> Value:
    if isinstance(value, dt.datetime):
        return clock.to_text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    assert value is None or isinstance(value, str | int | float | bool)  # noqa: S101 - what columns hold
    return value


def _cell(value: Value) -> Value:
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
