"""Who lives on the forum, as they are now: the pack's or edited at run time."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from longwave.modules.commons.errors import NoSuchResident
from longwave.modules.commons.events import Pace
from longwave.modules.commons.projections import PACE
from longwave.modules.commons.tables import commons_residents, commons_settings
from longwave.narrator.spend import MICRO
from longwave.world.pack import Pack
from longwave.world.persona import Persona
from longwave.world.temper import Temper
from longwave.world.writing import Budget

_names = select(commons_residents.c.id, commons_residents.c.name).where(
    commons_residents.c.id.in_(bindparam("ids", expanding=True))
)
_pace = select(commons_settings.c.value).where(commons_settings.c.name == PACE)
columns = commons_residents.c
# Most of it by the names that `Resident` has for it.
EVERYBODY = select(
    columns.joined_with,
    columns.edited,
    _pace.scalar_subquery().label("pace_of_all"),
    columns.id,
    columns.name,
    columns.offset_s,
    columns.is_paused,
    columns.is_capped,
    columns.daily_token_cap.label("token_cap"),
    columns.daily_cost_cap_microusd.label("microusd_cap"),
    columns.pace,
    columns.beats,
    columns.threads,
    columns.replies,
    columns.votes,
    columns.reputation,
    columns.followers,
    columns.following,
    columns.read_until,
    columns.last_beat_at,
    columns.next_beat_at,
    columns.tokens,
    columns.microusd,
)
_one = EVERYBODY.where(columns.id == bindparam("of"))


@dataclass(frozen=True, kw_only=True)
class Resident:
    """A resident as they are now.

    Attributes:
        persona: with what was edited.
        is_edited: whether it differs from what they joined with.
        token_cap, microusd_cap: their own of a world day; None is the global default.
        pace: their own; None is the global one.
        effective_pace: their own or, without one, the global one.
        read_until: the last event that they had seen when they last woke.
    """

    id: str
    name: str
    persona: Persona
    is_edited: bool
    offset_s: int
    is_paused: bool
    is_capped: bool
    token_cap: int | None
    microusd_cap: int | None
    pace: Pace | None
    effective_pace: Pace
    beats: int
    threads: int
    replies: int
    votes: int
    reputation: int
    followers: int
    following: int
    read_until: int
    last_beat_at: dt.datetime | None
    next_beat_at: dt.datetime | None
    tokens: int
    microusd: int

    @property
    def temper(self) -> Temper:
        assert self.persona.temper is not None  # noqa: S101 - a pack and every edit were checked for it
        return self.persona.temper

    @property
    def writer(self) -> Persona:
        """The persona as texts are asked for in its name: they may cost what was set for the resident."""
        if self.token_cap is None and self.microusd_cap is None:
            return self.persona
        asked = self.persona.budget
        usd = asked.usd if self.microusd_cap is None else Decimal(self.microusd_cap) / MICRO
        budget = Budget(tokens=asked.tokens if self.token_cap is None else self.token_cap, usd=usd)
        return self.persona.model_copy(update={"budget": budget})


@dataclass(frozen=True, kw_only=True)
class Residents:
    """Reads residents of one world."""

    pack: Pack

    def get(self, connection: Connection, name: str) -> Resident:
        """Return a resident.

        Raises:
            NoSuchResident: nobody of that id lives here.
        """
        row = connection.execute(_one, {"of": name}).first()
        if row is None:
            raise NoSuchResident(name, self.pack.residents)
        return self.read(row)

    def read(self, row: Row[*tuple[Any, ...]]) -> Resident:  # Any: the columns of EVERYBODY
        """Return the resident that a row is about."""
        values = row._asdict()
        edited, joined_with, own, of_all = map(values.pop, ("edited", "joined_with", "pace", "pace_of_all"))
        stored = edited or joined_with
        return Resident(
            persona=self.pack.residents[row.id] if stored is None else _parsed(stored),
            is_edited=edited is not None,
            pace=None if own is None else Pace(own),
            effective_pace=Pace(own or of_all or Pace.NORMAL),
            **values,
        )


@lru_cache(maxsize=4096)
def _parsed(stored: str) -> Persona:
    return Persona.model_validate_json(stored)


def names_of(connection: Connection, ids: Iterable[str]) -> Mapping[str, str]:
    """Return the names of residents by their ids."""
    wanted = sorted(set(ids))
    return {row.id: row.name for row in connection.execute(_names, {"ids": wanted})} if wanted else {}


def global_pace(connection: Connection) -> Pace:
    """Return how often residents wake that have no pace of their own."""
    value = connection.execute(_pace).scalar()
    return Pace.NORMAL if value is None else Pace(value)
