"""How events change offers, and what refusals and defections leave behind."""

import datetime as dt

from sqlalchemy import Connection, bindparam, delete, insert, update

from longwave.kernel import canonical
from longwave.ledger.events import Recorded
from longwave.ledger.projections import Projection
from longwave.modules.academy.offers import rules
from longwave.modules.academy.offers.departures import LAPSES, Departure
from longwave.modules.academy.offers.events import (
    ArcEnd,
    DefectionSettled,
    EpilogueTold,
    GrudgeFlared,
    Lapse,
    OfferCountered,
    OfferMade,
    OfferRefused,
    OfferWithdrawn,
    RecruitmentRefused,
    ScholarDefected,
    ScholarRecruited,
    ScholarReleased,
)
from longwave.modules.academy.offers.tables import academy_arcs, academy_courtships, academy_grudges, academy_offers
from longwave.modules.academy.scholars.events import ScholarRetired

REFUSAL, DEFECTION = "refusal", "defection"
offers, courtships = academy_offers.c, academy_courtships.c
grudges, arcs = academy_grudges.c, academy_arcs.c
_of = offers.id == bindparam("of")
_closed = update(academy_offers).where(_of).values(closed_at=bindparam("now"))
_countered = (
    update(academy_offers)
    .where(_of)
    .values(counter_influence=bindparam("given"), counter_terms=bindparam("promised"), due=bindparam("until"))
)
_lapsed = (
    update(academy_offers)
    .where(offers.scholar == bindparam("of"), offers.closed_at.is_(None), offers.lapse == "")
    .values(lapse=bindparam("why"))
)
_borne, _begun = insert(academy_grudges), insert(academy_arcs)
_settled = update(academy_arcs).where(arcs.id == bindparam("of")).values(outcome=bindparam("end"), due=bindparam("now"))
_told = delete(academy_arcs).where(arcs.id == bindparam("of"))
_flared = delete(academy_grudges).where(grudges.id == bindparam("of"))
_forgiven = delete(academy_grudges).where(grudges.scholar == bindparam("of"))
_unsettled = delete(academy_arcs).where(arcs.scholar == bindparam("of"), arcs.outcome.is_(None))
_moot = _unsettled.where(arcs.other_player == bindparam("by"))


def _on_recruited(connection: Connection, _recorded: Recorded, event: ScholarRecruited) -> None:
    _court(connection, event.scholar, event.player, asked=1)
    connection.execute(_moot, {"of": event.scholar, "by": event.player})


def _on_refused(connection: Connection, recorded: Recorded, event: RecruitmentRefused) -> None:
    _court(connection, event.scholar, event.player, asked=1, parted_at=recorded.at)
    grudge = {"scholar": event.scholar, "player": event.player, "because": REFUSAL}
    connection.execute(_borne, {"id": recorded.seq, **grudge, "due": recorded.at + rules.GRUDGE_AFTER_REFUSAL})


def _on_flared(connection: Connection, _recorded: Recorded, event: GrudgeFlared) -> None:
    connection.execute(_flared, {"of": event.grudge})


def _on_made(connection: Connection, _recorded: Recorded, event: OfferMade) -> None:
    row = {
        "id": event.offer,
        "scholar": event.scholar,
        "rival": event.player,
        "employer": event.other_player,
        "influence": canonical.dumps(event.influence),
        "terms": canonical.dumps(event.terms),
        "due": event.due,
        "lapse": "",
    }
    connection.execute(insert(academy_offers), row)


def _on_countered(connection: Connection, _recorded: Recorded, event: OfferCountered) -> None:
    counter = {"given": canonical.dumps(event.influence), "promised": canonical.dumps(event.terms)}
    connection.execute(_countered, {"of": event.offer, **counter, "until": event.due})


def _on_withdrawn(connection: Connection, recorded: Recorded, event: OfferWithdrawn) -> None:
    connection.execute(_closed, {"of": event.offer, "now": recorded.at})
    if event.reason == Lapse.WITHDRAWN:
        _court(connection, event.scholar, event.player, offered_at=recorded.at)


def _on_stayed(connection: Connection, recorded: Recorded, event: OfferRefused) -> None:
    connection.execute(_closed, {"of": event.offer, "now": recorded.at})
    _court(connection, event.scholar, event.player, offered_at=recorded.at, parted_at=recorded.at)


def _on_defected(connection: Connection, recorded: Recorded, event: ScholarDefected) -> None:
    if event.offer is not None:
        connection.execute(_closed, {"of": event.offer, "now": recorded.at})
        _court(connection, event.scholar, event.player, offered_at=recorded.at)
    connection.execute(_moot, {"of": event.scholar, "by": event.player})
    _on_left(connection, recorded, event)
    _court(connection, event.scholar, event.other_player, parted_at=recorded.at)
    grudge = {"scholar": event.scholar, "player": event.other_player, "because": DEFECTION}
    connection.execute(_borne, {"id": recorded.seq, **grudge, "due": recorded.at + rules.GRUDGE_AFTER_DEFECTION})
    arc = {"scholar": event.scholar, "player": event.player, "other_player": event.other_player}
    connection.execute(_begun, {"id": recorded.seq, **arc, "due": recorded.at + rules.ARC_AFTER})


def _on_settled(connection: Connection, recorded: Recorded, event: DefectionSettled) -> None:
    due = recorded.at + rules.EPILOGUE_AFTER
    connection.execute(_settled, {"of": event.defection, "end": event.end, "now": due})
    if event.end is ArcEnd.RETURN:
        _on_left(connection, recorded, event)
        _court(connection, event.scholar, event.player, parted_at=recorded.at)
        connection.execute(_moot, {"of": event.scholar, "by": event.other_player})


def _on_told(connection: Connection, _recorded: Recorded, event: EpilogueTold) -> None:
    connection.execute(_told, {"of": event.defection})


def _on_released(connection: Connection, recorded: Recorded, event: ScholarReleased) -> None:
    _on_left(connection, recorded, event)
    _court(connection, event.scholar, event.player, parted_at=recorded.at)


def _on_retired(connection: Connection, recorded: Recorded, event: ScholarRetired) -> None:
    """Let what they would still have said and done go with them."""
    _on_left(connection, recorded, event)
    connection.execute(_forgiven, {"of": event.scholar})
    connection.execute(_unsettled, {"of": event.scholar})


def _on_left(connection: Connection, _recorded: Recorded, event: Departure) -> None:
    connection.execute(_lapsed, {"of": event.scholar, "why": LAPSES[type(event)]})


def _court(connection: Connection, scholar: str, player: str, *, asked: int = 0, **dates: dt.datetime) -> None:
    """Note how a player fares with a scholar."""
    both = update(academy_courtships).where(courtships.scholar == scholar, courtships.player == player)
    if connection.execute(both.values(asked=courtships.asked + asked, **dates)).rowcount == 0:
        row = {"scholar": scholar, "player": player, "asked": asked, **dates}
        connection.execute(insert(academy_courtships), row)


PROJECTION = Projection(
    tables=(academy_offers, academy_courtships, academy_grudges, academy_arcs),
    folds={
        ScholarRecruited: _on_recruited,
        RecruitmentRefused: _on_refused,
        GrudgeFlared: _on_flared,
        OfferMade: _on_made,
        OfferCountered: _on_countered,
        OfferWithdrawn: _on_withdrawn,
        OfferRefused: _on_stayed,
        ScholarDefected: _on_defected,
        DefectionSettled: _on_settled,
        EpilogueTold: _on_told,
        ScholarReleased: _on_released,
        ScholarRetired: _on_retired,
    },
)
