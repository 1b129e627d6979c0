"""How events change what is kept of expeditions."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from longwave.kernel import canonical
from longwave.ledger.events import Recorded
from longwave.ledger.projections import Projection
from longwave.modules.academy.expeditions import codes
from longwave.modules.academy.expeditions.events import (
    ExpeditionCancelled,
    ExpeditionQueued,
    ExpeditionResolved,
    OpportunityLapsed,
    OpportunityOpened,
    OpportunityTaken,
    SidewaysFound,
    VignetteContinued,
)
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
from longwave.modules.academy.theories.events import TheorySubmitted
from longwave.world.findings import Clue, Effect, TheorySeed, Unlock

QUEUED, RESOLVED, CANCELLED = "queued", "resolved", "cancelled"
OPEN, TAKEN, LAPSED = "open", "taken", "lapsed"
expeditions, seeds = academy_expeditions.c, academy_seeds.c
_ended = update(academy_expeditions).where(expeditions.number == bindparam("of"))
_home = delete(academy_travellers).where(academy_travellers.c.expedition == bindparam("of"))
_spent = delete(academy_clues).where(academy_clues.c.player == bindparam("of"), academy_clues.c.site == bindparam("at"))
# SQLAlchemy has no insert that both databases read and that adds to what is there.
_clue = text(
    "INSERT INTO academy_clues (player, site, bonus) VALUES (:player, :site, :bonus) ON CONFLICT (player, site)"
    " DO UPDATE SET bonus = CASE WHEN excluded.bonus > academy_clues.bonus THEN excluded.bonus"
    " ELSE academy_clues.bonus END"
)
_ease = text(
    "INSERT INTO academy_eased (site, eased) VALUES (:site, :eased)"
    " ON CONFLICT (site) DO UPDATE SET eased = academy_eased.eased + excluded.eased"
)
_tell = text(
    "INSERT INTO academy_told (vignette, times) VALUES (:vignette, 1)"
    " ON CONFLICT (vignette) DO UPDATE SET times = academy_told.times + 1"
)
_first_seed = (
    select(seeds.place).where(seeds.event == bindparam("of"), seeds.taken_by.is_(None)).order_by(seeds.place).limit(1)
)


def _on_queued(connection: Connection, recorded: Recorded, event: ExpeditionQueued) -> None:
    number = codes.number(event.expedition)
    row = {
        "number": number,
        "player": event.player,
        "expedition_type": event.expedition_type,
        "objective": event.objective,
        "site": event.site,
        "team": canonical.dumps(event.team),
        "depth": event.depth,
        "theory": event.theory,
        "costs": canonical.dumps({move.faction: -move.change for move in event.moves}),
        "queued_at": recorded.at,
        "state": QUEUED,
    }
    connection.execute(insert(academy_expeditions), row)
    signed_up = [{"scholar": scholar, "expedition": number} for scholar in event.team]
    connection.execute(insert(academy_travellers), signed_up)


def _on_resolved(connection: Connection, recorded: Recorded, event: ExpeditionResolved) -> None:
    parts = {"scholar", "roll", "preparation", "clue", "expertise", "synergy", "goodwill", "site_friction"}
    parts |= {"political_friction", "score", "outcome", "mishap_says"}
    _end(connection, recorded, event.expedition, state=RESOLVED, **event.model_dump(include=parts))
    if event.clue:
        connection.execute(_spent, {"of": event.player, "at": event.site})
    _bring_about(connection, recorded, event)


def _on_cancelled(connection: Connection, recorded: Recorded, event: ExpeditionCancelled) -> None:
    _end(connection, recorded, event.expedition, state=CANCELLED)


def _on_sideways(connection: Connection, recorded: Recorded, event: SidewaysFound) -> None:
    connection.execute(_tell, {"vignette": event.vignette})
    _on_finding(connection, recorded, event)
    if event.sequel is not None:
        row = {
            "expedition": codes.number(event.expedition),
            "due": event.sequel_at,
            "scholar": event.scholar,
            "vignette": event.vignette,
            "title": event.title,
            "sequel": canonical.dumps(event.sequel.model_dump(mode="json")),
        }
        connection.execute(insert(academy_sequels), row)


def _on_continued(connection: Connection, recorded: Recorded, event: VignetteContinued) -> None:
    told = academy_sequels.c.expedition == codes.number(event.expedition)
    connection.execute(delete(academy_sequels).where(told))
    _on_finding(connection, recorded, event)


def _on_finding(connection: Connection, recorded: Recorded, event: SidewaysFound | VignetteContinued) -> None:
    row = {"event": recorded.seq, "expedition": codes.number(event.expedition), "title": event.title}
    connection.execute(insert(academy_findings), {**row, "says": event.says})
    _bring_about(connection, recorded, event)


def _on_opened(connection: Connection, _recorded: Recorded, event: OpportunityOpened) -> None:
    row = {
        "number": event.opportunity,
        "player": event.player,
        "says": event.says,
        "costs": canonical.dumps(event.costs),
        "pays": canonical.dumps(event.pays),
        "until": event.until,
        "state": OPEN,
    }
    connection.execute(insert(academy_opportunities), row)


def _on_closed(connection: Connection, _recorded: Recorded, event: OpportunityTaken | OpportunityLapsed) -> None:
    state = TAKEN if isinstance(event, OpportunityTaken) else LAPSED
    which = academy_opportunities.c.number == event.opportunity
    connection.execute(update(academy_opportunities).where(which).values(state=state))


def _on_submitted(connection: Connection, _recorded: Recorded, event: TheorySubmitted) -> None:
    place = connection.execute(_first_seed, {"of": event.seed}).scalar()
    if place is not None:
        taken = update(academy_seeds).where(seeds.event == event.seed, seeds.place == place)
        connection.execute(taken.values(taken_by=event.theory))


def _end(connection: Connection, recorded: Recorded, code: str, **values: object) -> None:
    of = {"of": codes.number(code)}
    connection.execute(_ended, {**of, "ended_at": recorded.at, **values})
    connection.execute(_home, of)


def _bring_about(
    connection: Connection, recorded: Recorded, event: ExpeditionResolved | SidewaysFound | VignetteContinued
) -> None:
    """Keep what effects leave behind: clues, easier sites, claims."""
    effects: Sequence[Effect] = event.effects
    for place, effect in enumerate(effects):
        if isinstance(effect, Clue):
            connection.execute(_clue, {"player": event.player, "site": event.site, "bonus": effect.bonus})
        elif isinstance(effect, Unlock):
            connection.execute(_ease, {"site": event.site, "eased": effect.eases})
        elif isinstance(effect, TheorySeed):
            row = {"event": recorded.seq, "place": place, "player": event.player, "claim": effect.claim}
            connection.execute(insert(academy_seeds), row)


PROJECTION = Projection(
    tables=(
        academy_expeditions,
        academy_travellers,
        academy_findings,
        academy_told,
        academy_sequels,
        academy_clues,
        academy_eased,
        academy_seeds,
        academy_opportunities,
    ),
    folds={
        ExpeditionQueued: _on_queued,
        ExpeditionResolved: _on_resolved,
        ExpeditionCancelled: _on_cancelled,
        SidewaysFound: _on_sideways,
        VignetteContinued: _on_continued,
        OpportunityOpened: _on_opened,
        OpportunityTaken: _on_closed,
        OpportunityLapsed: _on_closed,
        TheorySubmitted: _on_submitted,
    },
)
