"""What players see of expeditions, and may choose from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection

from longwave.commands.card import Card
from longwave.commands.command import MOST_CHOICES, Answer, Choice, Offer, Query
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.expeditions import cards, planning, reading
from longwave.modules.academy.expeditions import commands as asked
from longwave.modules.academy.expeditions.reading import Expedition
from longwave.modules.academy.hosting import state
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.standing import players
from longwave.world.game import Site

# How far back expeditions are looked through for what somebody types.
_LATELY = 200


@dataclass(frozen=True, kw_only=True)
class Views:
    """Shows expeditions."""

    academy: Academy

    def answered(self) -> Mapping[type[Query], Answer]:
        """Return what answers which query."""
        return {
            asked.ExpeditionOdds: self.odds,
            asked.ListSites: self.sites,
            asked.ListExpeditions: self.listed,
            asked.ExpeditionReport: self.report,
            asked.ListOpportunities: self.opportunities,
        }

    def choices(self) -> Mapping[str, Offer]:
        """Return what lists the choices of which kind."""
        return {
            "sites": self._sites,
            "expeditions": self._expeditions,
            "queued_expeditions": self._queued,
            "own_opportunities": self._opportunities,
            "own_seeds": self._seeds,
        }

    def odds(self, connection: Connection, actor: str, query: asked.ExpeditionOdds) -> Card:
        lead = players.get(connection, actor)
        planned = planning.checked(self.academy, connection, query, lead, state.get(connection).digest)
        return cards.considered(planned.outlook(connection, self.academy.game.numbers), list(planned.obstacles()))

    def sites(self, _connection: Connection, _actor: str, _query: asked.ListSites) -> Card:
        names = {faction.id: faction.name for faction in self.academy.pack.card.factions}
        return cards.sites(
            [
                (site.id, site.name, names[site.faction], self._studied(site), str(site.friction))
                for site in self.academy.game.sites.values()
            ]
        )

    def listed(self, connection: Connection, actor: str, query: asked.ListExpeditions) -> Card:
        skip = (query.page - 1) * cards.PAGE
        player = actor if query.mine else None
        found = reading.newest(connection, most=cards.PAGE + 1, skip=skip, player=player)
        shown = found[: cards.PAGE]
        names = players.names_of(connection, (each.player for each in shown))
        rows = [
            (
                each.code,
                reading.type_words(each.expedition_type),
                self._site(each),
                names[each.player],
                cards.end_of(each),
            )
            for each in shown
        ]
        return cards.listing(rows, query.page, is_last=len(found) <= cards.PAGE)

    def report(self, connection: Connection, _actor: str, query: asked.ExpeditionReport) -> Card:
        expedition = reading.get(connection, query.expedition)
        names = players.names_of(connection, [expedition.player]) | roster.names_of(connection, expedition.team)
        story = [f"“{reading.shown(connection, expedition.objective)}”"]
        if expedition.result is not None and expedition.result.mishap_says:
            story.append(expedition.result.mishap_says)
        story += [f"{title}. {says}" for title, says in reading.findings(connection, expedition.number)]
        return cards.report(expedition, self._site(expedition), names, story)

    def opportunities(self, connection: Connection, actor: str, _query: asked.ListOpportunities) -> Card:
        lead = players.get(connection, actor)
        offers = reading.open_offers(connection, lead.id)
        return cards.opportunities([(offer, f"{self.academy.local(offer.until):%A %H:%M}") for offer in offers])

    def _studied(self, site: Site) -> str:
        return ", ".join(self.academy.game.disciplines[discipline].name for discipline in site.disciplines)

    def _site(self, expedition: Expedition) -> str:
        return self.academy.game.sites[expedition.site].name

    def _sites(self, _connection: Connection, _actor: str, typed: str) -> list[Choice]:
        sites = self.academy.game.sites.values()
        return _fitting((Choice(site.id, f"{site.name}: {self._studied(site)}") for site in sites), typed)

    def _expeditions(self, connection: Connection, _actor: str, typed: str) -> list[Choice]:
        most = _LATELY if typed else MOST_CHOICES
        return _fitting(map(self._choice, reading.newest(connection, most=most)), typed)

    def _queued(self, connection: Connection, _actor: str, typed: str) -> list[Choice]:
        return _fitting(map(self._choice, reading.queued(connection)), typed)

    def _opportunities(self, connection: Connection, actor: str, typed: str) -> list[Choice]:
        offers = reading.open_offers(connection, actor)
        return _fitting((Choice(str(offer.number), offer.says) for offer in offers), typed)

    def _seeds(self, connection: Connection, actor: str, typed: str) -> list[Choice]:
        seeds = reading.seeds_of(connection, actor, _LATELY if typed else MOST_CHOICES)
        return _fitting((Choice(str(event), claim) for event, claim in seeds), typed)

    def _choice(self, expedition: Expedition) -> Choice:
        kind = reading.type_words(expedition.expedition_type)
        return Choice(
            expedition.code, f"{expedition.code}: {kind}, {self._site(expedition)} ({cards.end_of(expedition)})"
        )


def _fitting(found: Iterable[Choice], typed: str) -> list[Choice]:
    asked_for = typed.casefold()
    fit = (each for each in found if asked_for in each.value.casefold() or asked_for in each.label.casefold())
    return list(islice(fit, MOST_CHOICES))
