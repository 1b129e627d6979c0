"""How a season went, in numbers: recounted from the log, event by event."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from longwave.ledger.ledger import Ledger
from longwave.ledger.tables import events
from longwave.modules.academy.expeditions.events import ExpeditionResolved, Outcome
from longwave.modules.academy.offers.events import ScholarDefected
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.standing import players
from longwave.modules.academy.theories.events import TheoryResolved


@dataclass(kw_only=True)
class Career:
    """What a season made of one player.

    Attributes:
        outcomes: of their expeditions; verdicts of their theories.
        won: scholars won from others.
    """

    name: str
    policy: str
    reputation: int
    influence: int
    debt: int
    staff: int
    outcomes: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    won: int = 0


@dataclass(frozen=True, kw_only=True)
class Season:
    """A season in numbers.

    Attributes:
        careers: by player, who is thought best of first.
        kinds: how many events of each kind of the game it had.
    """

    careers: Mapping[str, Career]
    kinds: Counter[str]


def recounted(ledger: Ledger) -> Season:
    """Return how the season went so far."""
    with ledger.store.read() as connection:
        ranked = sorted(players.everybody(connection), key=lambda each: (-each.reputation, each.id))
        careers = {
            each.id: Career(
                name=each.name,
                policy=each.policy or "a person",
                reputation=each.reputation,
                influence=sum(each.held.values()) + sum(each.escrow.values()),
                debt=each.debt,
                staff=len(roster.employed(connection, each.id)),
            )
            for each in ranked
        }
    kinds: Counter[str] = Counter()
    of_game = select(events).where(events.c.kind.startswith("academy."))
    for row in ledger.rows(of_game):
        kinds[row.kind] += 1
        data = json.loads(row.data)
        career = careers.get(data.get("player", ""))
        if career is None:
            continue
        match row.kind:
            case ExpeditionResolved.kind:
                career.outcomes[data["outcome"]] += 1
            case TheoryResolved.kind:
                career.verdicts[data["verdict"]] += 1
            case ScholarDefected.kind:
                career.won += 1
    return Season(careers=careers, kinds=kinds)


def landmarks(career: Career) -> int:
    """Return how many landmark discoveries a career has."""
    return career.outcomes[Outcome.LANDMARK]
