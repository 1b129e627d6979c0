"""How events change scholars: all of them may touch what scholars feel and remember."""

import datetime as dt

from sqlalchemy import Connection, bindparam, insert, select, text, update

from longwave.kernel import canonical
from longwave.ledger.events import Recorded
from longwave.ledger.projections import Projection
from longwave.modules.academy.catalogue import EVENTS
from longwave.modules.academy.economy.events import ContractsPaid
from longwave.modules.academy.events import Felt, GameEvent
from longwave.modules.academy.expeditions.events import ExpeditionResolved, Outcome, SidewaysFound, VignetteContinued
from longwave.modules.academy.hosting.events import DigestHeld
from longwave.modules.academy.mentoring.events import CareerAdvanced, LabAssigned
from longwave.modules.academy.offers.events import (
    ArcEnd,
    DefectionSettled,
    ScholarDefected,
    ScholarRecruited,
    ScholarReleased,
)
from longwave.modules.academy.scholars.events import ScholarArrived, ScholarRetired, SidecastAdvanced
from longwave.modules.academy.scholars.rules import DECAY, felt
from longwave.modules.academy.scholars.tables import academy_feelings, academy_notes, academy_scholars
from longwave.modules.academy.talk.events import NicknameGiven

scholars, feelings = academy_scholars.c, academy_feelings.c
NO_TERMS = canonical.dumps([])
# What it sets are its parameters, so that it is compiled once for each set of them.
_scholar = update(academy_scholars).where(scholars.id == bindparam("of"))
_unpaid = _scholar.values(unpaid=scholars.unpaid + 1)
_feeling = select(feelings.value).where(feelings.scholar == bindparam("of"), feelings.towards == bindparam("whom"))
# SQLAlchemy has no insert that both databases read and that replaces what is there.
_feel = text(
    "INSERT INTO academy_feelings (scholar, towards, value) VALUES (:scholar, :towards, :value)"
    " ON CONFLICT (scholar, towards) DO UPDATE SET value = excluded.value"
)


def _on_any(connection: Connection, recorded: Recorded, event: GameEvent) -> None:
    for each in event.feelings:
        _on_felt(connection, each)
    for place, note in enumerate(event.notes):
        row = {"event": recorded.seq, "place": place, **note.model_dump(), "at": recorded.at}
        connection.execute(insert(academy_notes), row)


def _on_felt(connection: Connection, each: Felt) -> None:
    before = connection.execute(_feeling, {"of": each.scholar, "whom": each.towards}).scalar() or 0.0
    row = {"scholar": each.scholar, "towards": each.towards, "value": felt(before, each.change)}
    connection.execute(_feel, row)


def _on_arrived(connection: Connection, recorded: Recorded, event: ScholarArrived) -> None:
    sheet = event.sheet
    connection.execute(
        insert(academy_scholars),
        {
            "id": event.scholar,
            "name": sheet.name,
            "sheet": canonical.dumps(sheet.model_dump(mode="json")),
            "discipline": sheet.discipline,
            "faction": sheet.faction,
            "track": sheet.track,
            "tier": sheet.tier,
            "terms": NO_TERMS,
            "unpaid": 0,
            "discovered_at": recorded.at - dt.timedelta(days=sheet.idle_days),
            "injured_until": 0,
            "arrived_at": recorded.at,
            "stage": "" if event.is_founding else "debut",
        },
    )
    _on_any(connection, recorded, event)


def _on_retired(connection: Connection, recorded: Recorded, event: ScholarRetired) -> None:
    _change(connection, event.scholar, retired_at=recorded.at, employer=None, contract_at=None, terms=NO_TERMS)
    _on_any(connection, recorded, event)


def _on_sidecast(connection: Connection, recorded: Recorded, event: SidecastAdvanced) -> None:
    _change(connection, event.scholar, stage=event.stage)
    _on_any(connection, recorded, event)


def _on_recruited(connection: Connection, recorded: Recorded, event: ScholarRecruited) -> None:
    _employ(connection, recorded, event.scholar, event.player)
    _on_any(connection, recorded, event)


def _on_defected(connection: Connection, recorded: Recorded, event: ScholarDefected) -> None:
    _employ(connection, recorded, event.scholar, event.player, tuple(event.terms))
    _on_any(connection, recorded, event)


def _on_settled(connection: Connection, recorded: Recorded, event: DefectionSettled) -> None:
    if event.end is ArcEnd.RETURN:
        _employ(connection, recorded, event.scholar, event.other_player)
    _on_any(connection, recorded, event)


def _on_released(connection: Connection, recorded: Recorded, event: ScholarReleased) -> None:
    _change(connection, event.scholar, employer=None, contract_at=None, terms=NO_TERMS, unpaid=0)
    _on_any(connection, recorded, event)


def _on_paid(connection: Connection, recorded: Recorded, event: ContractsPaid) -> None:
    for paid in event.paid:
        _change(connection, paid, unpaid=0)
    for unpaid in event.unpaid:
        connection.execute(_unpaid, {"of": unpaid})
    _on_any(connection, recorded, event)


def _on_advanced(connection: Connection, recorded: Recorded, event: CareerAdvanced) -> None:
    _change(connection, event.scholar, tier=event.tier)
    _on_any(connection, recorded, event)


def _on_assigned(connection: Connection, recorded: Recorded, event: LabAssigned) -> None:
    values: dict[str, object] = {"discipline": event.discipline, "track": event.track}
    if event.tier is not None:
        values["tier"] = event.tier
    _change(connection, event.scholar, **values)
    _on_any(connection, recorded, event)


def _on_expedition(connection: Connection, recorded: Recorded, event: ExpeditionResolved) -> None:
    if event.outcome in (Outcome.SUCCESS, Outcome.LANDMARK):
        for scholar in event.team:
            _change(connection, scholar, discovered_at=recorded.at)
    for injury in event.injured:
        _change(connection, injury.scholar, injured_until=injury.until)
    _on_any(connection, recorded, event)


def _on_sideways(connection: Connection, recorded: Recorded, event: SidewaysFound | VignetteContinued) -> None:
    for injury in event.injured:
        _change(connection, injury.scholar, injured_until=injury.until)
    _on_any(connection, recorded, event)


def _on_nickname(connection: Connection, recorded: Recorded, event: NicknameGiven) -> None:
    _change(connection, event.scholar, nickname=event.nickname)
    _on_any(connection, recorded, event)


def _on_digest(connection: Connection, recorded: Recorded, event: DigestHeld) -> None:
    """Let all feelings fade a little."""
    connection.execute(update(academy_feelings).values(value=feelings.value * DECAY))
    _on_any(connection, recorded, event)


def _employ(connection: Connection, recorded: Recorded, scholar: str, player: str, terms: tuple[str, ...] = ()) -> None:
    contract = {"employer": player, "contract_at": recorded.at, "terms": canonical.dumps(terms), "unpaid": 0}
    _change(connection, scholar, **contract)


def _change(connection: Connection, scholar: str, **values: object) -> None:
    connection.execute(_scholar, {"of": scholar, **values})


PROJECTION = Projection(
    tables=(academy_scholars, academy_feelings, academy_notes),
    folds={
        **dict.fromkeys(EVENTS, _on_any),
        ScholarArrived: _on_arrived,
        ScholarRetired: _on_retired,
        SidecastAdvanced: _on_sidecast,
        ScholarRecruited: _on_recruited,
        ScholarDefected: _on_defected,
        DefectionSettled: _on_settled,
        ScholarReleased: _on_released,
        ContractsPaid: _on_paid,
        CareerAdvanced: _on_advanced,
        LabAssigned: _on_assigned,
        ExpeditionResolved: _on_expedition,
        SidewaysFound: _on_sideways,
        VignetteContinued: _on_sideways,
        NicknameGiven: _on_nickname,
        DigestHeld: _on_digest,
    },
)
