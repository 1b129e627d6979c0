"""What players see of scholars, and may choose from."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from longwave.commands.card import Card
from longwave.commands.command import MOST_CHOICES, Answer, Choice, Offer, Query
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.hosting import state
from longwave.modules.academy.scholars import cards, roster
from longwave.modules.academy.scholars.cards import Acquaintance
from longwave.modules.academy.scholars.commands import Employ, ListScholars, ShowScholar
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.standing import players

MOST_REMEMBERED, MOST_RELATIONS = 8, 4


@dataclass(frozen=True, kw_only=True)
class Views:
    """Shows scholars."""

    academy: Academy

    def answered(self) -> Mapping[type[Query], Answer]:
        """Return what answers which query."""
        return {ShowScholar: self.show, ListScholars: self.listed}

    def choices(self) -> Mapping[str, Offer]:
        """Return what lists the choices of which kind."""
        return {
            "scholars": self._offer(Employ.ANYBODY),
            "free_scholars": self._offer(Employ.NOBODY),
            "own_scholars": self._offer(Employ.ME),
            "rival_scholars": self._offer(Employ.RIVALS),
        }

    def show(self, connection: Connection, actor: str, query: ShowScholar) -> Card:
        # Who has retired is remembered; `get` says whose name may have been meant.
        shown = roster.find(connection, query.scholar) or roster.get(connection, query.scholar)
        names = {each.id: each.name for each in roster.active(connection) if each.id != shown.id}
        felt = roster.feelings_between(connection, [shown.id], [*names, actor])
        relations = {names[whom]: value for (_, whom), value in felt.items() if whom in names}
        strongest = sorted(relations, key=lambda name: (-abs(relations[name]), name))[:MOST_RELATIONS]
        employers = players.names_of(connection, [shown.employer or ""])
        known = Acquaintance(
            employer=employers.get(shown.employer or "", ""),
            feeling=felt.get((shown.id, actor), 0.0),
            relations={name: relations[name] for name in strongest},
            remembered=roster.remembered(connection, shown.id, MOST_REMEMBERED),
            digest=state.get(connection).digest,
        )
        return cards.scholar(self.academy, shown, known)

    def listed(self, connection: Connection, actor: str, query: ListScholars) -> Card:
        found = [
            each
            for each in sorted(roster.active(connection), key=lambda scholar: (scholar.name, scholar.id))
            if _works_for(each, query.employ, actor)
            and query.discipline in (None, each.discipline)
            and query.faction in (None, each.faction)
        ]
        employers = players.names_of(connection, (each.employer for each in found if each.employer))
        felt = roster.feelings_between(connection, [each.id for each in found], [actor])
        feelings = {scholar: value for (scholar, _), value in felt.items()}
        return cards.listing(self.academy, query.page, found, employers, feelings)

    def _offer(self, employ: Employ) -> Offer:
        def listed(connection: Connection, actor: str, typed: str) -> list[Choice]:
            asked = typed.casefold()
            every = [
                Choice(each.id, f"{each.name}, {self.academy.game.disciplines[each.discipline].name}")
                for each in roster.active(connection)
                if _works_for(each, employ, actor)
            ]
            return [each for each in every if asked in each.value or asked in each.label.casefold()][:MOST_CHOICES]

        return listed


def _works_for(scholar: Scholar, employ: Employ, actor: str) -> bool:
    match employ:
        case Employ.ANYBODY:
            return True
        case Employ.NOBODY:
            return scholar.employer is None
        case Employ.ME:
            return scholar.employer == actor
        case Employ.RIVALS:
            return scholar.employer not in (None, actor)
