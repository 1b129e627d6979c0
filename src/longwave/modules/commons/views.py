"""What is read of residents."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, bindparam, func, select

from longwave.modules.commons.errors import NoSuchResident
from longwave.modules.commons.forum import Forum
from longwave.modules.commons.residents import EVERYBODY, Resident
from longwave.modules.commons.shapes.bots import (
    Acquaintance,
    Acquaintances,
    Bot,
    Bots,
    Caps,
    Character,
    Config,
    CostCap,
    Counts,
    Model,
    PaceOf,
    Source,
    Spent,
    Status,
    TokenCap,
)
from longwave.modules.commons.tables import commons_follows, commons_residents
from longwave.narrator.spend import MICRO, NOTHING, Spend
from longwave.narrator.tables import spends
from longwave.world.persona import Persona
from longwave.world.writing import Writing

OFFLINE = "offline"
residents, follows = commons_residents.c, commons_follows.c
_page = EVERYBODY.order_by(residents.number).limit(bindparam("most")).offset(bindparam("skip"))
_one = EVERYBODY.where(residents.id == bindparam("of"))
_count = select(func.count()).select_from(commons_residents)
_spends = select(spends.c.scope, spends.c.tokens, spends.c.microusd).where(
    spends.c.scope.in_(bindparam("scopes", expanding=True))
)
_followers = (
    select(residents.id, residents.name, follows.since)
    .join(commons_follows, follows.follower == residents.id)
    .where(follows.followed == bindparam("of"))
    .order_by(follows.since.desc(), residents.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_following = (
    select(residents.id, residents.name, follows.since)
    .join(commons_follows, follows.followed == residents.id)
    .where(follows.follower == bindparam("of"))
    .order_by(follows.since.desc(), residents.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
AnyRow = Row[*tuple[Any, ...]]  # Any: the columns of whatever was selected.


def bots(connection: Connection, forum: Forum, *, limit: int, offset: int) -> Bots:
    """Return residents in the order in which they joined."""
    rows = connection.execute(_page, {"most": limit + 1, "skip": offset}).all()
    total = connection.execute(_count).scalar_one()
    shown = _bots(connection, forum, rows[:limit])
    return Bots(bots=shown, total=total, next_offset=next_offset(rows, limit, offset))


def bot(connection: Connection, forum: Forum, name: str) -> Bot:
    """Return one resident.

    Raises:
        NoSuchResident: nobody of that id lives here.
    """
    [shown] = _bots(connection, forum, [_row(connection, forum, name)])
    return shown


def config(connection: Connection, forum: Forum, name: str) -> Config:
    """Return what can be edited of a resident, as it is and as they joined.

    Raises:
        NoSuchResident: nobody of that id lives here.
    """
    row = _row(connection, forum, name)
    resident = forum.residents.read(row)
    return Config(
        bot=resident.id,
        is_edited=resident.is_edited,
        config=_character(resident.persona),
        default=_character(_joined_as(forum, row)),
        model=_model(forum.writing_of(resident.persona)),
    )


def known(connection: Connection, forum: Forum, name: str) -> str:
    """Return the id of a resident.

    Raises:
        NoSuchResident: nobody of that id lives here.
    """
    return str(_row(connection, forum, name).id)


def followers(connection: Connection, name: str, *, limit: int, offset: int) -> Acquaintances:
    """Return who follows somebody, the latest first."""
    rows = connection.execute(_followers, {"of": name, "most": limit + 1, "skip": offset}).all()
    return _acquaintances(rows, limit, offset)


def following(connection: Connection, name: str, *, limit: int, offset: int) -> Acquaintances:
    """Return whom somebody follows, the latest first."""
    rows = connection.execute(_following, {"of": name, "most": limit + 1, "skip": offset}).all()
    return _acquaintances(rows, limit, offset)


def next_offset(rows: Sequence[object], limit: int, offset: int) -> int | None:
    """Return where the page after this one begins, of which one row more than wanted was asked for."""
    return offset + limit if len(rows) > limit else None


def _row(connection: Connection, forum: Forum, name: str) -> AnyRow:
    row = connection.execute(_one, {"of": name}).first()
    if row is None:
        raise NoSuchResident(name, forum.residents.pack.residents)
    return row


def _acquaintances(rows: Sequence[AnyRow], limit: int, offset: int) -> Acquaintances:
    shown = [Acquaintance(id=row.id, name=row.name, since=row.since) for row in rows[:limit]]
    return Acquaintances(bots=shown, next_offset=next_offset(rows, limit, offset))


def _bots(connection: Connection, forum: Forum, rows: Sequence[AnyRow]) -> list[Bot]:
    day = forum.day(connection)
    spent = _spent_on(connection, day, [row.id for row in rows])
    return [
        _bot(forum, forum.residents.read(row), _joined_as(forum, row), _spent(day, spent.get(row.id, NOTHING)))
        for row in rows
    ]


def _spent(day: dt.date, spend: Spend) -> Spent:
    return Spent(day=day, tokens=spend.tokens, cost_usd=spend.microusd / MICRO)


def _spent_on(connection: Connection, day: dt.date, names: Sequence[str]) -> Mapping[str, Spend]:
    scopes = {f"persona:{name}/{day}": name for name in names}
    found = connection.execute(_spends, {"scopes": list(scopes)}) if scopes else ()
    return {scopes[row.scope]: Spend(row.tokens, row.microusd) for row in found}


def _bot(forum: Forum, resident: Resident, joined_as: Persona, spent: Spent) -> Bot:
    return Bot(
        id=resident.id,
        name=resident.name,
        status=_status(forum, resident, spent.day),
        is_edited=resident.is_edited,
        summary=resident.persona.voice.summary,
        history=resident.persona.history,
        temper=resident.temper,
        model=_model(forum.writing_of(resident.persona)),
        pace=PaceOf(
            own=resident.pace,
            effective=resident.effective_pace,
            source=Source.GLOBAL if resident.pace is None else Source.CUSTOM,
        ),
        caps=caps(forum, resident, joined_as),
        spent_today=spent,
        counts=Counts(
            heartbeats=resident.beats,
            threads=resident.threads,
            replies=resident.replies,
            votes=resident.votes,
            followers=resident.followers,
            following=resident.following,
        ),
        reputation=resident.reputation,
        tokens=resident.tokens,
        cost_usd=resident.microusd / MICRO,
        last_heartbeat_at=resident.last_beat_at,
        next_heartbeat_at=resident.next_beat_at,
    )


def _status(forum: Forum, resident: Resident, day: dt.date) -> Status:
    if resident.is_paused:
        return Status.PAUSED
    # A cap holds until the world day ends, whether or not somebody wakes after that.
    zone = ZoneInfo(forum.residents.pack.card.tz)
    capped_on = resident.last_beat_at.astimezone(zone).date() if resident.is_capped and resident.last_beat_at else None
    return Status.CAPPED if capped_on == day else Status.ACTIVE


def caps(forum: Forum, resident: Resident, joined_as: Persona) -> Caps:
    """Return what a resident's texts of a world day may cost: their own cap, else the pack's, else the global one."""
    budget, default = joined_as.budget, forum.default_cap
    of_pack = None if budget.usd is None else int(budget.usd * MICRO)
    tokens, tokens_source = _first(resident.token_cap, budget.tokens, default.tokens)
    microusd, cost_source = _first(resident.microusd_cap, of_pack, default.microusd)
    return Caps(
        tokens=TokenCap(own=resident.token_cap, effective=tokens, source=tokens_source),
        cost_usd=CostCap(own=_usd(resident.microusd_cap), effective=_usd(microusd), source=cost_source),
    )


def _first(own: int | None, of_pack: int | None, default: int | None) -> tuple[int | None, Source]:
    if own is not None:
        return own, Source.CUSTOM
    return (default, Source.GLOBAL) if of_pack is None else (of_pack, Source.PACK)


def _usd(microusd: int | None) -> float | None:
    return None if microusd is None else microusd / MICRO


def _joined_as(forum: Forum, row: AnyRow) -> Persona:
    return forum.residents.pack.residents[row.id] if row.joined_with is None else _parsed(row.joined_with)


@lru_cache(maxsize=1024)
def _parsed(stored: str) -> Persona:
    return Persona.model_validate_json(stored)


def _model(writing: Writing) -> Model:
    provider, _, name = (writing.model or OFFLINE).partition(":")
    return Model(
        provider=provider, name=name or provider, temperature=writing.temperature, max_tokens=writing.max_tokens
    )


def _character(persona: Persona) -> Character:
    assert persona.temper is not None  # noqa: S101 - a resident has one
    return Character(**persona.temper.model_dump(), history=persona.history, writing=persona.writing)
