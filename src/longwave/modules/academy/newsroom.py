"""What the rest of the world hears of The Great Work: headlines, what can be argued about, and whom one could ask."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from longwave.kernel import clock
from longwave.ledger.events import Recorded
from longwave.ledger.ledger import Ledger
from longwave.ledger.tables import events
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.expeditions import codes
from longwave.modules.academy.expeditions.events import ExpeditionResolved
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.standing import players
from longwave.modules.academy.theories import reading
from longwave.modules.academy.theories.events import Ground, TheoryResolved, TheorySubmitted
from longwave.press.newsroom import Guest, Headline
from longwave.world.airing import NEWS, Airing, Deed
from longwave.world.game import Site

# How many of the latest events of a kind are looked through, and of a scholar's memories.
MOST, MOST_REMEMBERED = 64, 8
MAX_FOUND_CHARS = 160
_OWN_WORDS = "I "
_latest = (
    select(events).where(events.c.kind == bindparam("kind")).order_by(events.c.seq.desc()).limit(bindparam("most"))
)


@dataclass(frozen=True, kw_only=True)
class Newsroom:
    """Tells others what happens in the game."""

    academy: Academy
    ledger: Ledger

    def headlines(self, connection: Connection, since: dt.datetime) -> list[Headline]:
        """Return what is news since a world time, the latest first: how expeditions ended, and what a conference found.

        Each is about the lore entry of a place: where the expedition went, or where the theory's discipline is at home.
        """
        return [
            headline
            for recorded in self._since(connection, since, ExpeditionResolved, TheoryResolved)
            if _is_news(recorded)
            if (headline := self._headline(connection, recorded)) is not None and headline.about
        ]

    def disputed(self, connection: Connection, since: dt.datetime) -> list[Headline]:
        """Return what people may argue about since a world time, the latest first: theories, and expeditions."""
        return [
            headline
            for recorded in self._since(connection, since, ExpeditionResolved, TheoryResolved, TheorySubmitted)
            if (headline := self._headline(connection, recorded)) is not None and headline.topics
        ]

    def guests(self, connection: Connection, since: dt.datetime) -> list[Guest]:
        """Return everybody in the roster, first who did most since a world time."""
        active = roster.active(connection)
        employers = players.names_of(connection, (each.employer for each in active if each.employer))
        busy = []
        for scholar in active:
            noted = roster.remembered(connection, scholar.id, MOST_REMEMBERED)
            lately = [says for says, is_scar, at in noted if at >= since and not is_scar]
            busy.append((len(lately), self._guest(scholar, lately, employers.get(scholar.employer or "", ""))))
        return [guest for _, guest in sorted(busy, key=lambda pair: (-pair[0], pair[1].id))]

    def _guest(self, scholar: Scholar, lately: Sequence[str], house: str) -> Guest:
        game = self.academy.game
        discipline = game.disciplines[scholar.discipline]
        drawn_from = {kind.id: kind.sayings for kind in game.generation.archetypes}
        return Guest(
            id=scholar.id,
            name=scholar.name,
            discipline=discipline.name,
            topics=discipline.topics,
            sayings=scholar.sheet.sayings or drawn_from.get(scholar.sheet.archetype, ()),
            found=next((says for says in map(codes.spoken, lately) if _is_quotable(says)), ""),
            house=house,
        )

    def _headline(self, connection: Connection, recorded: Recorded) -> Headline | None:
        """Return how an event is spoken of; None in a world that does not say how."""
        airing = self.academy.game.airing
        if airing is None:
            return None
        match recorded.event:
            case ExpeditionResolved() as event:
                told_of = roster.find(connection, event.scholar)
                deed, site = Deed(event.outcome.value), self.academy.game.sites.get(event.site)
            case TheoryResolved() | TheorySubmitted() as event:
                told_of = self._supporter(connection, event.theory)
                deed = Deed(event.verdict.value) if isinstance(event, TheoryResolved) else Deed.CLAIMED
                site = self._home_of(event.theory, told_of)
            case _:
                return None
        lead = players.names_of(connection, [event.player]).get(event.player, "somebody")
        discipline = self.academy.game.disciplines[told_of.discipline] if told_of else None
        return Headline(
            event=recorded.seq,
            deed=deed,
            lead=lead,
            about=(site.lore,) if site and site.lore else (),
            topics=discipline.topics if discipline else (),
            words={
                **_said_of(airing, deed, lead),
                **({"site": site.name} if site else {}),
                **({"scholar": told_of.name} if told_of else {}),
                **({"discipline": discipline.name} if discipline else {}),
            },
        )

    def _supporter(self, connection: Connection, theory: int) -> Scholar | None:
        """Return the first scholar who was named with a theory; None where nobody was."""
        submitted = reading.find(connection, theory)
        named = submitted.scholars[:1] if submitted else ()
        return next((found for each in named if (found := roster.find(connection, each)) is not None), None)

    def _home_of(self, theory: int, supporter: Scholar | None) -> Site | None:
        """Return the place at which a theory is talked of: one of its discipline, where that is known."""
        places = [site for site in self.academy.game.sites.values() if site.lore]
        at_home = [site for site in places if supporter and supporter.discipline in site.disciplines] or places
        return self.academy.dice("airing", theory).choice(at_home) if at_home else None

    def _since(
        self,
        connection: Connection,
        since: dt.datetime,
        *kinds: type[ExpeditionResolved | TheoryResolved | TheorySubmitted],
    ) -> Iterator[Recorded]:
        first = clock.to_text(since)
        rows = [row for kind in kinds for row in connection.execute(_latest, {"kind": kind.kind, "most": MOST})]
        recent = [row for row in rows if row.at >= first]
        return (self.ledger.load(row) for row in sorted(recent, key=lambda row: -row.seq))


def _is_news(recorded: Recorded) -> bool:
    event = recorded.event
    if isinstance(event, TheoryResolved):
        return event.ground is Ground.CONFERENCE and Deed(event.verdict.value) in NEWS
    return isinstance(event, ExpeditionResolved) and Deed(event.outcome.value) in NEWS


def _is_quotable(says: str) -> bool:
    return says.startswith(_OWN_WORDS) and len(says) <= MAX_FOUND_CHARS


def _said_of(airing: Airing, deed: Deed, lead: str) -> dict[str, str]:
    return {"paper": airing.paper, "lead": lead, "verdict": airing.verdicts[deed]}
