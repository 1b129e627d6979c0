"""What is known of expeditions, and of what they found."""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Row, RowMapping, Select, bindparam, func, select

from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.expeditions import codes
from longwave.modules.academy.expeditions.events import Outcome
from longwave.modules.academy.expeditions.projections import OPEN, QUEUED
from longwave.modules.academy.expeditions.rules import Modifiers
from longwave.modules.academy.expeditions.tables import (
    academy_clues,
    academy_eased,
    academy_expeditions,
    academy_findings,
    academy_opportunities,
    academy_seeds,
    academy_sequels,
    academy_told,
    academy_travellers,
)
from longwave.modules.academy.hosting import moderation
from longwave.world.findings import Depth, ExpeditionType, FollowUp

WITHHELD = "words that wait for the host"
# What is withheld is kept without what a sentence ends with.
_BARE = ".!?… "
expeditions, offers, seeds = academy_expeditions.c, academy_opportunities.c, academy_seeds.c
_newest = select(academy_expeditions).order_by(expeditions.number.desc())
_by_number = select(academy_expeditions).where(expeditions.number == bindparam("of"))
_queued = select(academy_expeditions).where(expeditions.state == QUEUED).order_by(expeditions.number)
_last = select(func.max(expeditions.number))
_rivals = select(func.count(expeditions.player.distinct())).where(
    expeditions.state == QUEUED, expeditions.site == bindparam("at"), expeditions.player != bindparam("of")
)
_travelling = select(academy_travellers.c.scholar, academy_travellers.c.expedition).where(
    academy_travellers.c.scholar.in_(bindparam("ids", expanding=True))
)
_clue = select(academy_clues.c.bonus).where(
    academy_clues.c.player == bindparam("of"), academy_clues.c.site == bindparam("at")
)
_eased = select(academy_eased.c.eased).where(academy_eased.c.site == bindparam("at"))
_told = select(academy_told.c.vignette, academy_told.c.times).where(
    academy_told.c.vignette.in_(bindparam("ids", expanding=True))
)
_findings = (
    select(academy_findings.c.title, academy_findings.c.says)
    .where(academy_findings.c.expedition == bindparam("of"))
    .order_by(academy_findings.c.event)
)
_sequels = (
    select(academy_sequels, expeditions.player, expeditions.site, expeditions.theory)
    .join(academy_expeditions, expeditions.number == academy_sequels.c.expedition)
    .where(academy_sequels.c.due <= bindparam("digest"))
    .order_by(academy_sequels.c.expedition)
)
_offer = select(academy_opportunities).where(offers.number == bindparam("of"))
_last_offer = select(func.max(offers.number))
_open_offers = (
    select(academy_opportunities)
    .where(offers.player == bindparam("of"), offers.state == OPEN)
    .order_by(offers.until, offers.number)
)
_lapsed = (
    select(academy_opportunities)
    .where(offers.state == OPEN, offers.until <= bindparam("at", type_=offers.until.type))
    .order_by(offers.number)
)
_seed = (
    select(seeds.claim)
    .where(seeds.event == bindparam("of"), seeds.player == bindparam("player"), seeds.taken_by.is_(None))
    .order_by(seeds.place)
    .limit(1)
)
_landmarks = (
    select(func.count())
    .select_from(academy_expeditions)
    .where(
        expeditions.outcome == Outcome.LANDMARK,
        expeditions.ended_at >= bindparam("since", type_=expeditions.ended_at.type),
    )
)


@dataclass(frozen=True, kw_only=True)
class Result:
    """How an expedition ended, and by what.

    Attributes:
        scholar: the one of the team that it is told of.
        mishap_says: how it went wrong; empty where it did not.
    """

    outcome: Outcome
    scholar: str
    roll: int
    score: int
    modifiers: Modifiers
    mishap_says: str


@dataclass(frozen=True, kw_only=True)
class Expedition:
    """An expedition as it stands.

    Attributes:
        state: `queued`, `resolved` or `cancelled`.
        costs: what was paid for it, by faction.
        result: None before it is resolved.
    """

    number: int
    player: str
    expedition_type: ExpeditionType
    objective: str
    site: str
    team: tuple[str, ...]
    depth: Depth
    theory: int | None
    costs: Mapping[str, int]
    queued_at: dt.datetime
    state: str
    ended_at: dt.datetime | None
    result: Result | None

    @property
    def code(self) -> str:
        return codes.code(self.number)


@dataclass(frozen=True, kw_only=True)
class Sequel:
    """What comes of a vignette, and is still to be told."""

    expedition: int
    player: str
    site: str
    theory: int | None
    scholar: str
    vignette: str
    title: str
    sequel: FollowUp


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Something on offer to a player until a date."""

    number: int
    player: str
    says: str
    costs: Mapping[str, int]
    pays: Mapping[str, int]
    until: dt.datetime
    state: str


def get(connection: Connection, code: str) -> Expedition:
    """Return an expedition by its code, in capitals or not.

    Raises:
        NoSuch: there is none.
    """
    number = codes.read(code)
    row = None if number is None else connection.execute(_by_number, {"of": number}).first()
    if row is None:
        raise NoSuch("expedition", code)
    return _expedition(row)


def queued(connection: Connection) -> list[Expedition]:
    """Return the expeditions that the next digest resolves, in the order of their numbers."""
    return [_expedition(row) for row in connection.execute(_queued)]


def newest(connection: Connection, *, most: int, skip: int = 0, player: str | None = None) -> list[Expedition]:
    """Return the last expeditions, the newest first, of one player or of all."""
    query: Select[tuple[object, ...]] = _newest.limit(most).offset(skip)
    if player is not None:
        query = query.where(expeditions.player == player)
    return [_expedition(row) for row in connection.execute(query)]


def next_number(connection: Connection) -> int:
    return (connection.execute(_last).scalar() or 0) + 1


def rivals(connection: Connection, player: str, site: str) -> int:
    """Return how many others have an expedition queued to a site."""
    return connection.execute(_rivals, {"of": player, "at": site}).scalar_one()


def travelling(connection: Connection, scholars: Collection[str]) -> dict[str, str]:
    """Return for which queued expedition scholars are signed up, by its code; who is not is left out."""
    rows = connection.execute(_travelling, {"ids": list(scholars)})
    return {row.scholar: codes.code(row.expedition) for row in rows}


def clue(connection: Connection, player: str, site: str) -> int:
    """Return by how much a clue betters a player's next expedition to a site."""
    return connection.execute(_clue, {"of": player, "at": site}).scalar() or 0


def eased(connection: Connection, site: str) -> int:
    """Return by how much a site's friction has fallen."""
    return connection.execute(_eased, {"at": site}).scalar() or 0


def told(connection: Connection, vignettes: Iterable[str]) -> dict[str, int]:
    """Return how often vignettes were told; those that never were are left out."""
    return {row.vignette: row.times for row in connection.execute(_told, {"ids": list(vignettes)})}


def findings(connection: Connection, number: int) -> list[tuple[str, str]]:
    """Return what an expedition found sideways, and its sequel: title and words."""
    return [tuple(row) for row in connection.execute(_findings, {"of": number})]


def sequels(connection: Connection, digest: int) -> list[Sequel]:
    """Return the sequels that are due at a digest, in the order of the expeditions."""
    found = []
    for row in connection.execute(_sequels, {"digest": digest}):
        values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
        del values["due"]
        found.append(Sequel(**{**values, "sequel": FollowUp.model_validate_json(row.sequel)}))
    return found


def offer(connection: Connection, number: int) -> Offer | None:
    """Return an opportunity by its number; None where there is none."""
    row = connection.execute(_offer, {"of": number}).first()
    return None if row is None else _offered(row)


def next_offer(connection: Connection) -> int:
    return (connection.execute(_last_offer).scalar() or 0) + 1


def open_offers(connection: Connection, player: str) -> list[Offer]:
    """Return what is on offer to a player, what lapses first first."""
    return [_offered(row) for row in connection.execute(_open_offers, {"of": player})]


def lapsed_offers(connection: Connection, at: dt.datetime) -> list[Offer]:
    """Return what nobody took in time, in the order of the numbers."""
    return [_offered(row) for row in connection.execute(_lapsed, {"at": at})]


def seed_of(connection: Connection, player: str, event_seq: int) -> str | None:
    """Return the claim that an event found for a player and that is no theory yet; None where there is none."""
    return connection.execute(_seed, {"of": event_seq, "player": player}).scalar()


def seeds_of(connection: Connection, player: str, most: int) -> list[tuple[int, str]]:
    """Return the claims that a player may still submit, with the events that found them, the newest first."""
    free = select(seeds.event, seeds.claim).where(seeds.player == player, seeds.taken_by.is_(None))
    rows = connection.execute(free.order_by(seeds.event.desc(), seeds.place).limit(most))
    return [(row.event, row.claim) for row in rows]


def landmarks(connection: Connection, since: dt.datetime) -> int:
    """Return how many landmark discoveries were made since a time."""
    return connection.execute(_landmarks, {"since": since}).scalar_one()


def headline(connection: Connection, code: str) -> str:
    """Return an expedition in a line.

    Raises:
        NoSuch: there is none.
    """
    expedition = get(connection, code)
    end = expedition.result.outcome.value if expedition.result else expedition.state
    objective = shown(connection, expedition.objective)
    return f"{expedition.code}, {type_words(expedition.expedition_type)}: {objective} ({end})"


def shown(connection: Connection, objective: str) -> str:
    """Return an objective as it may be shown to everybody: the host may withhold it."""
    return WITHHELD if objective.rstrip(_BARE) in moderation.withheld(connection) else objective


def type_words(expedition_type: ExpeditionType) -> str:
    return expedition_type.value.replace("_", " ")


def _expedition(row: Row[tuple[object, ...]]) -> Expedition:
    stored = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    return Expedition(
        number=stored["number"],
        player=stored["player"],
        expedition_type=ExpeditionType(stored["expedition_type"]),
        objective=stored["objective"],
        site=stored["site"],
        team=tuple(json.loads(stored["team"])),
        depth=Depth(stored["depth"]),
        theory=stored["theory"],
        costs=json.loads(stored["costs"]),
        queued_at=stored["queued_at"],
        state=stored["state"],
        ended_at=stored["ended_at"],
        result=None if stored["outcome"] is None else _result(stored),
    )


def _result(stored: RowMapping) -> Result:
    return Result(
        outcome=Outcome(stored["outcome"]),
        scholar=stored["scholar"],
        roll=stored["roll"],
        score=stored["score"],
        modifiers=Modifiers(
            preparation=stored["preparation"],
            clue=stored["clue"],
            skill=stored["expertise"] - stored["synergy"],
            synergy=stored["synergy"],
            goodwill=stored["goodwill"],
            site_friction=stored["site_friction"],
            political_friction=stored["political_friction"],
        ),
        mishap_says=stored["mishap_says"],
    )


def _offered(row: Row[tuple[object, ...]]) -> Offer:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return Offer(**{**values, "costs": json.loads(row.costs), "pays": json.loads(row.pays)})
