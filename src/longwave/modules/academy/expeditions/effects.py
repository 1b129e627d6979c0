"""What a finding or a mishap does at once to its lead and the scholar it is told of: pure decisions.

What else it leaves behind follows from the event by itself (clues, easier sites, claims), or is an event of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from longwave.modules.academy.events import Felt, Injured, Move, Repute
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.standing import rules as standing
from longwave.modules.academy.standing.rules import Standing
from longwave.world.findings import Effect, FactionShift, Grudge, Injury, ReputationChange

MAX_TITLE_CHARS = 120


@dataclass(frozen=True, kw_only=True)
class Consequences:
    """What effects change in the event that brings them about."""

    moves: tuple[Move, ...] = ()
    reputes: tuple[Repute, ...] = ()
    feelings: tuple[Felt, ...] = ()
    injured: tuple[Injured, ...] = ()


def consequences(effects: Sequence[Effect], lead: Standing, scholar: Scholar, digest: int) -> Consequences:
    """Return what effects change, one after the other.

    Args:
        scholar: whom it is told of; who has retired meanwhile is past grudges and injuries.
        digest: the one that is being held.
    """
    moves: tuple[Move, ...] = ()
    reputes: tuple[Repute, ...] = ()
    feelings: list[Felt] = []
    until = scholar.injured_until
    for effect in effects:
        now = lead.after(moves, reputes)
        if isinstance(effect, FactionShift):
            moves += _shift(now, effect)
        elif isinstance(effect, ReputationChange):
            reputes += standing.repute(now, effect.change)
        elif isinstance(effect, Grudge) and scholar.retired_at is None:
            feelings.append(Felt(scholar=scholar.id, towards=lead.id, change=effect.feeling))
        elif isinstance(effect, Injury) and scholar.retired_at is None:
            until = max(until, digest + effect.digests)
    injured = (Injured(scholar=scholar.id, until=until),) if until > scholar.injured_until else ()
    return Consequences(moves=moves, reputes=reputes, feelings=tuple(feelings), injured=injured)


def headline(question: str) -> str:
    """Return a question as the title of a topic: its beginning in whole words, where it is longer than one may be."""
    if len(question) <= MAX_TITLE_CHARS:
        return question
    return question[: MAX_TITLE_CHARS - 1].rpartition(" ")[0] + "…"


def raised(question: str, site: str, code: str) -> str:
    """Return what is said of a question that an expedition brought back."""
    end = "" if question.endswith((".", "!", "?")) else "."
    return f"{question}{end} The question came back from {site} with {code}."


def _shift(lead: Standing, effect: FactionShift) -> tuple[Move, ...]:
    if effect.change > 0:
        return standing.earn(lead, {effect.faction: effect.change})
    return standing.lose(lead, {effect.faction: -effect.change})
