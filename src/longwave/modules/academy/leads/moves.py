"""The moves of an autoplayer: each a command that a person could give, made of what a person could choose."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from longwave.commands.command import Command
from longwave.modules.academy.economy.commands import EndowArchive, Invest, PayDebt
from longwave.modules.academy.expeditions.commands import LaunchExpedition, TakeOpportunity
from longwave.modules.academy.leads import claims
from longwave.modules.academy.leads.tempers import Temper
from longwave.modules.academy.mentoring.commands import AssignLab, Mentor
from longwave.modules.academy.offers.commands import (
    MOST_OFFERED,
    AcceptOffer,
    CounterOffer,
    Dismiss,
    Poach,
    Recruit,
    WithdrawOffer,
)
from longwave.modules.academy.offers.events import Term
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.standing.rules import Standing
from longwave.modules.academy.symposium.commands import ProposeTopic, VoteSymposium
from longwave.modules.academy.talk.commands import Nickname, Share, TableTalk, Thing
from longwave.modules.academy.theories.commands import (
    AttendConference,
    CallConference,
    OpposeTheory,
    Side,
    SubmitTheory,
    SupportTheory,
)
from longwave.world.findings import ExpeditionType
from longwave.world.game import Claims, Game, Lead

T = TypeVar("T")
RARELY = 0.03
MAX_TEAM = 3
# Of how many scholars the likeliest is asked, and how bound those are of whom nothing is known.
CANDIDATES, UNKNOWN_BONDS = 4, 10


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One turn of an autoplayer, who looks anew before every move: each changes what there is to see.

    Attributes:
        me: returns how they stand.
        staff: returns the scholars in their employ.
        choices: returns what may be chosen of a kind, by its value, as a person sees it.
    """

    lead: Lead
    temper: Temper
    game: Game
    claims: Claims
    me: Callable[[], Standing]
    staff: Callable[[], Sequence[Scholar]]
    choices: Callable[[str], Sequence[str]]
    stream: random.Random

    def moves(self) -> Iterator[Command]:
        """Yield one move after the other, each decided when the one before was made."""
        for move in (
            self._vote,
            self._offers,
            self._fortune,
            self._recruit,
            self._poach,
            self._expedition,
            self._theory,
            self._stances,
            self._conference,
            self._careers,
            self._giving,
            self._symposium,
            self._talk,
        ):
            yield from move()

    def _vote(self) -> Iterator[Command]:
        if self._happens(self.temper.voting) and (votes := self.choices("symposium_votes")):
            yield VoteSymposium(choice=int(self.stream.choice(votes)))

    def _offers(self) -> Iterator[Command]:
        for offer in self.choices("received_offers"):
            me = self.me()
            faction = self._richest(me)
            if self._happens(self.temper.countering) and me.held[faction] > 1:
                amount = self.stream.randint(1, min(3, me.held[faction]))
                yield CounterOffer(offer=int(offer), faction=faction, amount=amount, terms=self._terms())
            elif self._happens(RARELY):
                yield AcceptOffer(offer=int(offer))
        for offer in self.choices("made_offers"):
            if self._happens(RARELY):
                yield WithdrawOffer(offer=int(offer))

    def _fortune(self) -> Iterator[Command]:
        for opportunity in self.choices("own_opportunities"):
            if self._happens(self.temper.fortune):
                yield TakeOpportunity(opportunity=int(opportunity))

    def _recruit(self) -> Iterator[Command]:
        staff = self.staff()
        if len(staff) < self.temper.staff and (free := self.choices("free_scholars")):
            yield Recruit(scholar=self.stream.choice(free), faction=self._richest(self.me()))
        if len(staff) > 1 and self._happens(RARELY):
            yield Dismiss(scholar=self.stream.choice(staff).id)

    def _poach(self) -> Iterator[Command]:
        me = self.me()
        faction = self._richest(me)
        spare = min(me.held[faction] - self.temper.thrift, MOST_OFFERED)
        if spare > 1 and self._happens(self.temper.poaching) and (others := self.choices("rival_scholars")):
            amount = self.stream.randint(max(2, spare // 2), spare)
            yield Poach(scholar=self._likeliest(others), faction=faction, amount=amount, terms=self._terms())

    def _expedition(self) -> Iterator[Command]:
        if not self._happens(self.temper.expeditions):
            return
        staff = self.staff()
        sites = self.stream.sample(list(self.game.sites.values()), min(4, len(self.game.sites)))
        ready = [(scholar, site) for scholar in staff for site in sites]
        if not ready:
            return
        # The one of a few places at which somebody of theirs is at home.
        _, site = max(ready, key=lambda pair: max(pair[0].skill(name) for name in pair[1].disciplines))
        skilled = sorted(staff, key=lambda each: -max(each.skill(name) for name in site.disciplines))
        theories = self.choices("own_open_theories")
        tested = int(self.stream.choice(theories)) if theories and self._happens(self.temper.tests) else None
        team = tuple(each.id for each in skilled[: self.stream.randint(1, MAX_TEAM)])
        objective = claims.drawn(self.claims, site.disciplines[0], self.stream)
        kind, depth = self._weighed(self.temper.ventures), self._weighed(self.temper.depths)
        # Who cannot have what they want sends something smaller.
        for expedition_type in dict.fromkeys((kind, ExpeditionType.FIELD, ExpeditionType.THINK_TANK)):
            yield LaunchExpedition(
                expedition_type=expedition_type,
                site=site.id,
                objective=objective,
                team=team,
                prep_depth=depth,
                theory=tested,
            )

    def _theory(self) -> Iterator[Command]:
        if not self._happens(self.temper.theories):
            return
        staff = self.staff()
        supporters = tuple(scholar.id for scholar in staff[: self.stream.randint(0, 2)])
        confidence = self._weighed(self.temper.confidences)
        seeds = self.choices("own_seeds")
        if seeds:
            seed = int(self.stream.choice(seeds))
            yield SubmitTheory(seed=seed, confidence=confidence, supporters=supporters)
            return
        discipline = staff[0].discipline if staff else self.stream.choice(list(self.game.disciplines))
        claim = claims.drawn(self.claims, discipline, self.stream)
        yield SubmitTheory(claim=claim, confidence=confidence, supporters=supporters)

    def _stances(self) -> Iterator[Command]:
        if self._happens(self.temper.support) and (others := self.choices("others_open_theories")):
            yield SupportTheory(theory=int(self.stream.choice(others)))
        if self._happens(self.temper.opposition) and (others := self.choices("others_open_theories")):
            yield OpposeTheory(theory=int(self.stream.choice(others)))

    def _conference(self) -> Iterator[Command]:
        for conference in self.choices("open_conferences"):
            if self._happens(max(self.temper.support, self.temper.opposition)):
                is_friend = self.stream.random() * (self.temper.support + self.temper.opposition) < self.temper.support
                side = Side.SUPPORT if is_friend else Side.OPPOSE
                yield AttendConference(conference=int(conference), side=side)
        if self._happens(self.temper.conferences) and (own := self.choices("own_open_theories")):
            yield CallConference(theory=int(self.stream.choice(own)), confidence=self._weighed(self.temper.confidences))

    def _careers(self) -> Iterator[Command]:
        staff = self.staff()
        if staff and self._happens(self.temper.mentoring):
            yield Mentor(scholar=self.stream.choice(staff).id)
        if staff and self._happens(RARELY):
            discipline = self.stream.choice(list(self.game.disciplines))
            yield AssignLab(scholar=self.stream.choice(staff).id, discipline=discipline)

    def _giving(self) -> Iterator[Command]:
        me = self.me()
        faction = self._richest(me)
        spare = me.held[faction] - self.temper.thrift
        if me.debt and spare > 0 and self._happens(self.temper.repaying):
            yield PayDebt(faction=faction, amount=min(me.debt, spare))
        elif spare > 2 and self._happens(self.temper.giving):  # noqa: PLR2004 - the least that can be invested is 3
            yield Invest(faction=faction, amount=min(spare, 5))
        elif spare > 3 and self._happens(self.temper.giving / 2):  # noqa: PLR2004 - the least the archive takes is 4
            yield EndowArchive(faction=faction, amount=min(spare, 6))

    def _symposium(self) -> Iterator[Command]:
        if self._happens(RARELY):
            question = self.stream.choice(list(self.game.questions.values()))
            yield ProposeTopic(title=question.title, says=question.says)

    def _talk(self) -> Iterator[Command]:
        if self._happens(self.temper.talk):
            yield TableTalk(says=self.stream.choice(self.lead.talk))
        staff = self.staff()
        if staff and self._happens(RARELY):
            scholar = self.stream.choice(staff)
            yield Nickname(scholar=scholar.id, nickname=f"our {scholar.sheet.archetype.replace('-', ' ')}")
        if staff and self._happens(RARELY):
            yield Share(thing=Thing.SCHOLAR, number=self.stream.choice(staff).id)

    def _likeliest(self, scholars: Sequence[str]) -> str:
        """Return the one of a few who is least bound by their character, as far as the roll of scholars says."""

        def bound(scholar: str) -> int:
            sheet = self.game.scholars.get(scholar)
            return sheet.loyalty + sheet.integrity if sheet else UNKNOWN_BONDS

        return min(self.stream.sample(scholars, min(CANDIDATES, len(scholars))), key=bound)

    def _happens(self, chance: float) -> bool:
        return self.stream.random() < chance

    def _weighed(self, weights: Mapping[T, int]) -> T:
        return self.stream.choices(list(weights), list(weights.values()))[0]

    def _richest(self, me: Standing) -> str:
        return max(sorted(me.held), key=lambda faction: me.held[faction])

    def _terms(self) -> tuple[Term, ...]:
        return tuple(term for term in Term if self._happens(self.temper.promises))
