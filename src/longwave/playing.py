"""Builds The Great Work of a world: its commands, what the clock brings, and its press."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from longwave.commands.command import Answer, Carry, Command, Commands, Offer, Query
from longwave.editorial.blocklist import blocklist
from longwave.editorial.editor import Editor
from longwave.ledger.ledger import Ledger
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.digests import HoldDigest, HoldSymposium, Remind
from longwave.modules.academy.economy.handlers import Economy
from longwave.modules.academy.expeditions import reading
from longwave.modules.academy.expeditions.handlers import Expeditions
from longwave.modules.academy.hosting.handlers import Hosting
from longwave.modules.academy.hosting.moderation import Moderated
from longwave.modules.academy.hosting.petitions import Petitions
from longwave.modules.academy.leads.handlers import Leads, TakeTurn
from longwave.modules.academy.mentoring.handlers import Mentoring
from longwave.modules.academy.news.handlers import News
from longwave.modules.academy.offers.handlers import Offers
from longwave.modules.academy.opening import Opening
from longwave.modules.academy.scholars.handlers import Roster
from longwave.modules.academy.standing.handlers import Seats
from longwave.modules.academy.symposium.handlers import Symposium
from longwave.modules.academy.talk.handlers import TalkHandlers, any_of
from longwave.modules.academy.telling import Telling
from longwave.modules.academy.theories.handlers import Theories
from longwave.narrator.caller import Asker, no_model
from longwave.orders.handler import Handler, Handlers
from longwave.press.announcing import Announcer
from longwave.press.gazette import Issue, Outlook
from longwave.press.printing import PrintLayer, PrintNotice
from longwave.world.pack import Pack
from longwave.world.persona import Persona


@dataclass(frozen=True, kw_only=True)
class Playing:
    """The game's parts, built for one world and one ledger.

    Attributes:
        now: the world's present.
        editor: who has the press written and judged; None where nothing is printed.
        askers_of: returns what asks the models of an autoplayer, in turn.
    """

    ledger: Ledger
    pack: Pack
    seed: int
    now: Callable[[], dt.datetime]
    editor: Editor | None = None
    askers_of: Callable[[Persona], Sequence[Asker]] = no_model

    @cached_property
    def academy(self) -> Academy:
        if self.editor is None:
            return Academy(pack=self.pack, seed=self.seed)
        announcer = Announcer(pack=self.pack, seed=self.seed)
        return Academy(pack=self.pack, seed=self.seed, announce=announcer.announce)

    @cached_property
    def telling(self) -> Telling:
        return Telling(academy=self.academy)

    @cached_property
    def outlook(self) -> Outlook:
        return Outlook(pack=self.pack, ledger=self.ledger, teller=self.telling.told)

    @cached_property
    def roster(self) -> Roster:
        return Roster(academy=self.academy)

    @cached_property
    def theories(self) -> Theories:
        return Theories(academy=self.academy, seeds=reading.seed_of)

    @cached_property
    def symposium(self) -> Symposium:
        return Symposium(academy=self.academy)

    @cached_property
    def economy(self) -> Economy:
        return Economy(academy=self.academy)

    @cached_property
    def expeditions(self) -> Expeditions:
        return Expeditions(academy=self.academy, theories=self.theories, symposium=self.symposium, roster=self.roster)

    @cached_property
    def offers(self) -> Offers:
        return Offers(academy=self.academy, sponsors=self.economy.sponsors, now=self.now)

    @cached_property
    def mentoring(self) -> Mentoring:
        return Mentoring(academy=self.academy)

    @cached_property
    def seats(self) -> Seats:
        return Seats(academy=self.academy, waiting=(self.theories.waiting,))

    @cached_property
    def opening(self) -> Opening:
        return Opening(academy=self.academy, roster=self.roster, economy=self.economy)

    @cached_property
    def commands(self) -> Commands:
        """All that players and the host may ask."""
        hosting = Hosting(
            academy=self.academy,
            theories=self.theories,
            expeditions=self.expeditions,
            offers=self.offers,
            economy=self.economy,
        )
        petitions = Petitions(academy=self.academy, hosting=hosting)
        leads = Leads(academy=self.academy, seats=self.seats)
        talk = TalkHandlers(academy=self.academy)
        news = News(academy=self.academy, outlook=self.outlook, now=self.now)
        playing = (self.seats, self.theories, self.expeditions, self.offers, self.mentoring, self.symposium)
        carried: dict[type[Command], Carry] = {}
        answered: dict[type[Query], Answer] = {}
        choices: dict[str, Offer] = {}
        for carrying in (*playing, self.economy, talk, leads, hosting, petitions):
            carried |= carrying.carried()
        for answering in (*playing, self.economy, self.roster, news, hosting):
            answered |= answering.answered()
        for choosing in (*playing, self.economy, self.roster, leads, hosting):
            choices |= choosing.choices()
        choices["things"] = any_of(choices["theories"], choices["expeditions"], choices["scholars"])
        moderated = Moderated(academy=self.academy, blocklist=blocklist(self.pack.card.safety))
        return Commands(moderated.all(carried), answered, choices)

    @cached_property
    def handlers(self) -> Handlers:
        """All that the clock brings."""
        steps = (
            ("theories", self.theories.at_digest),
            ("expeditions", self.expeditions.at_digest),
            ("conferences", self.theories.conferences_at_digest),
            ("offers", self.offers.at_digest),
            ("mentorships", self.mentoring.at_digest),
            ("economy", self.economy.at_digest),
            ("sequels", self.expeditions.follow_up_at_digest),
            ("roster", self.roster.at_digest),
        )
        clockwork: tuple[Handler[Any, Any], ...] = (  # Any: see Handlers.
            HoldDigest(academy=self.academy, steps=steps),
            HoldSymposium(academy=self.academy, symposium=self.symposium),
            Remind(academy=self.academy, symposium=self.symposium),
            TakeTurn(academy=self.academy, commands=self.commands, askers_of=self.askers_of),
            Issue(outlook=self.outlook),
        )
        return {handler.order_type: handler for handler in (*clockwork, *self._printers())}

    def _printers(self) -> tuple[PrintLayer, ...]:
        if self.editor is None:
            return ()
        return tuple(
            printer(pack=self.pack, seed=self.seed, ledger=self.ledger, editor=self.editor, teller=self.telling.told)
            for printer in (PrintLayer, PrintNotice)
        )
