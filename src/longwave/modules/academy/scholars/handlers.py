"""How the roster is founded, and moved on by expeditions and digests."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection

from longwave.commands.command import Answer, Offer, Query
from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy, Digest
from longwave.modules.academy.events import Felt, Noted
from longwave.modules.academy.scholars import arcs, roster, rules
from longwave.modules.academy.scholars.events import ScholarArrived, ScholarRetired, SidecastAdvanced
from longwave.modules.academy.scholars.generation import generated
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.scholars.views import Views
from longwave.modules.academy.standing import players
from longwave.world.game import Site
from longwave.world.imports.slugs import slug
from longwave.world.scholars import Scholar as Sheet

# What a newcomer feels for who brought them in.
GRATITUDE = 1.0
# What a newcomer and whom they get on with come to feel for each other, and what the newcomer remembers of it.
WARMTH = {rules.INTEGRATION: 1.0, rules.SPOTLIGHT: 0.5}
_STORIES = {
    rules.INTEGRATION: "I found a bench to work at, next to {0}.",
    rules.SPOTLIGHT: "I was listened to by everybody for an evening, and {0} began the applause.",
}


@dataclass(frozen=True, kw_only=True)
class Roster:
    """Lets scholars arrive, find their place and retire, and shows them."""

    academy: Academy

    @cached_property
    def views(self) -> Views:
        return Views(academy=self.academy)

    def answered(self) -> Mapping[type[Query], Answer]:
        """Return what answers which query."""
        return self.views.answered()

    def choices(self) -> Mapping[str, Offer]:
        """Return what lists the choices of which kind."""
        return self.views.choices()

    def found(self, tx: Transaction) -> None:
        """Fill the roster for the first day: with the pack's scholars who never were in it, then with drawn ones."""
        game = self.academy.game
        for sheet in game.scholars.values():
            if roster.find(tx.connection, sheet.id) is None:
                self._begin(tx, sheet)
        for number in range(rules.founding_size(game.numbers) - roster.size(tx.connection)):
            known = self._is_known(tx.connection)
            self._begin(tx, generated(self.academy, "founding", number, is_known=known, is_founding=True))

    def introduce(self, tx: Transaction, expedition: str, player: str, site: Site, digest: Digest) -> None:
        """Let somebody come back with an expedition that did not fail, if the dice will have it."""
        stream = self.academy.dice("sidecast", expedition)
        if not rules.is_introduced(self.academy.game.numbers, roster.size(tx.connection), stream):
            return
        known = self._is_known(tx.connection)
        sheet = generated(self.academy, "sidecast", expedition, is_known=known, disciplines=site.disciplines)
        lead = players.get(tx.connection, player).name
        says = f"I came back from {site.name} with {expedition}, which {lead} had sent."
        arrived = ScholarArrived(
            scholar=sheet.id,
            sheet=sheet,
            discipline=sheet.discipline,
            site=site.id,
            expedition=expedition,
            player=player,
            digest=digest.number,
            feelings=(Felt(scholar=sheet.id, towards=player, change=GRATITUDE),),
            notes=(Noted(scholar=sheet.id, says=says),),
        )
        self.academy.append(tx, arrived, subject=sheet.id)

    def at_digest(self, tx: Transaction, digest: Digest) -> int:
        """Let newcomers' stories go on, the old retire, and others come where too few are left; return how many."""
        advanced = self._go_on(tx, digest)
        retired = self._retire(tx, digest)
        return advanced + retired + self._fill(tx, digest)

    def _begin(self, tx: Transaction, sheet: Sheet) -> None:
        """Let a scholar of the first day be there, with all that they think of others."""
        feelings = tuple(Felt(scholar=sheet.id, towards=view.of, change=view.feeling) for view in sheet.opinions)
        arrived = ScholarArrived(
            scholar=sheet.id, sheet=sheet, discipline=sheet.discipline, is_founding=True, feelings=feelings
        )
        self.academy.append(tx, arrived, subject=sheet.id)

    def _go_on(self, tx: Transaction, digest: Digest) -> int:
        since = arcs.going_on(tx.connection)
        present = {scholar.id: scholar for scholar in roster.active(tx.connection)}
        count = 0
        for newcomer in sorted(since):
            stage = rules.stage_due(present[newcomer].stage, digest.number - since[newcomer])
            if stage is not None:
                others = [scholar for scholar in present.values() if scholar.id != newcomer]
                self._advance(tx, present[newcomer], stage, others)
                count += 1
        return count

    def _advance(self, tx: Transaction, newcomer: Scholar, stage: str, others: Sequence[Scholar]) -> None:
        names = {scholar.id: scholar.name for scholar in others}
        colleagues = [other.id for other in others if newcomer.employer and other.employer == newcomer.employer]
        feelings = roster.feelings_between(tx.connection, [newcomer.id], names)
        stream = self.academy.dice("companion", newcomer.id, stage)
        other = rules.companion(newcomer.id, colleagues or list(names), feelings, stream)
        if other is None:
            self.academy.append(tx, SidecastAdvanced(scholar=newcomer.id, stage=stage), subject=newcomer.id)
            return
        pairs = ((newcomer.id, other), (other, newcomer.id))
        advanced = SidecastAdvanced(
            scholar=newcomer.id,
            stage=stage,
            other=other,
            feelings=tuple(Felt(scholar=one, towards=two, change=WARMTH[stage]) for one, two in pairs),
            notes=(Noted(scholar=newcomer.id, says=_STORIES[stage].format(names[other])),),
        )
        self.academy.append(tx, advanced, subject=newcomer.id)

    def _retire(self, tx: Transaction, digest: Digest) -> int:
        leaving = [scholar for scholar in roster.active(tx.connection) if self._is_leaving(scholar, digest)]
        employers = players.names_of(tx.connection, (each.employer for each in leaving if each.employer))
        for scholar in sorted(leaving, key=lambda scholar: scholar.id):
            years = rules.years(scholar.arrived_at, digest.at)
            last = f", at the end with {employers[scholar.employer]}" if scholar.employer else ""
            says = f"I retired after {years} years of the Work{last}."
            retired = ScholarRetired(
                scholar=scholar.id,
                player=scholar.employer or "",
                years=years,
                notes=(Noted(scholar=scholar.id, says=says),),
            )
            self.academy.append(tx, retired, subject=scholar.id)
        return len(leaving)

    def _is_leaving(self, scholar: Scholar, digest: Digest) -> bool:
        years = rules.years(scholar.arrived_at, digest.at)
        chance = rules.retirement_chance(tier=scholar.tier, years=years, is_founding=not scholar.stage)
        return self.academy.dice("retirement", scholar.id, digest.number).random() < chance

    def _fill(self, tx: Transaction, digest: Digest) -> int:
        missing = max(0, self.academy.game.numbers.roster[0] - roster.size(tx.connection))
        for place in range(missing):
            known = self._is_known(tx.connection)
            sheet = generated(self.academy, "arrival", digest.number, place, is_known=known)
            arrived = ScholarArrived(scholar=sheet.id, sheet=sheet, discipline=sheet.discipline, digest=digest.number)
            self.academy.append(tx, arrived, subject=sheet.id)
        return missing

    def _is_known(self, connection: Connection) -> Callable[[str], bool]:
        """Return what tells whether an id was ever given, also to somebody of the pack who is still to come."""
        in_pack = {name for sheet in self.academy.game.scholars.values() for name in (sheet.id, slug(sheet.name))}
        return lambda name: name in in_pack or roster.find(connection, name) is not None
