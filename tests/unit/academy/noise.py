"""People who ask for anything: what they could choose, what is somebody else's, and what nobody could mean."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from pydantic import ValidationError
from sqlalchemy import select

from longwave.commands.command import Audience, Command, Query, Request
from longwave.commands.fields import Field, fields_of
from longwave.kernel.errors import LongwaveError
from longwave.modules.academy.expeditions.commands import LaunchExpedition, TakeOpportunity
from longwave.modules.academy.hosting.commands import CancelOrder, PauseGame, ResumeGame
from longwave.modules.academy.leads.commands import SeatLead
from longwave.modules.academy.offers.commands import CounterOffer, Poach
from longwave.modules.academy.theories.commands import SubmitTheory
from longwave.orders.states import Status
from longwave.orders.tables import orders
from unit.academy.club import HOST, Club

PEOPLE = ("discord:ada", "discord:bo", "terminal:cyd", "web:dora", "discord:ève")
# They have a seat from the beginning; the others may take one.
SEATED, STRANGER = PEOPLE[:4], "discord:6666"
SUBJECTS = (
    "the tide|the bell|every eel|the third lamp|no chart|the Needle Stair|my aunt's barometer|a stopped clock".split(
        "|"
    )
)
CLAIMS = "knows more than it says|was laid before the stair|turns twice in a night|can be heard at Marrow End".split(
    "|"
)
ODD_TEXTS = (
    "",
    " ",
    "?",
    "{lead} {player} {scholar}",
    "@everyone <script>alert(1)</script> **so** [it](http://x.y) goes",
    "the bell\N{RIGHT-TO-LEFT OVERRIDE} gnorw si",
    "half \ud800 a sign",
    "nul \x00 nul",
    "line\nupon\tline",
    "they will kill the bell for a shilling",
    "fuck the tide and all who measure it",
    "the bell is \N{FULLWIDTH LATIN SMALL LETTER W}ide",
    "it is so " * 60,
    "x" * 5_000,
    "'; DROP TABLE academy_players; --",
)
ODD_IDS = (
    "",
    "no-such-one",
    "EX-0001",
    "ex-1",
    "EX-99999999999",
    "lead:nobody",
    "host",
    "Mirabel Osk",
    "mirabel-osk",
    "ada\x00",
)
ODD_NUMBERS = (
    -1,
    0,
    1,
    2,
    3,
    7,
    101,
    2**31,
    2**53,
    2**53 + 1,
    2**63,
    10**30,
    1.5,
    float("nan"),
    "7",
    "seven",
    True,
    None,
)
# What all else comes of.
DEEDS = (LaunchExpedition, SubmitTheory, TakeOpportunity, Poach, CounterOffer)
LIKELY, VALID, FOREIGN, OPTIONAL, TOO_MUCH = 0.9, 0.93, 0.08, 0.4, 0.02


@dataclass(kw_only=True)
class Crowd:
    """All who ask, one after the other.

    Attributes:
        carried, refused: how often, by the request's name.
    """

    club: Club
    stream: Random
    carried: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def move(self) -> None:
        """Let somebody ask for something; all that may come of it is a deed, an answer or a refusal in words."""
        who, request = self._asked()
        try:
            asked = request.model_validate(self._values(who, request))
            if isinstance(asked, Command):
                self.club.ask(who, asked)
            if isinstance(asked, Query):
                self.club.answer(who, asked)
        except (LongwaveError, ValidationError):
            self.refused[request.name] += 1
        else:
            self.carried[request.name] += 1

    def wait(self) -> None:
        """Let some time pass."""
        self.club.let_pass(dt.timedelta(minutes=self.stream.choice((1, 60, 200, 400, 600, 900))))

    def _asked(self) -> tuple[str, type[Request]]:
        if self.club.is_resting and self.stream.random() < 0.3:
            return HOST, ResumeGame
        commands = self.club.playing.commands
        who = self.stream.choices((*PEOPLE, STRANGER, HOST), (10,) * len(PEOPLE) + (1, 8))[0]
        requests: Sequence[type[Request]] = tuple(commands.carried_by)
        if self.stream.random() < 0.1:
            requests = tuple(commands.answered_by)
        if who == HOST and self.stream.random() < 0.9:
            requests = [each for each in requests if each.audience is Audience.ADMIN]
        elif who != HOST:
            requests = [each for each in requests if each.audience is Audience.PLAYER]
        request = self._likely(who, requests) if self.stream.random() < LIKELY else min(requests, key=self._asked_for)
        # A world that mostly rests, or is full of autoplayers, shows nothing.
        if request in (PauseGame, SeatLead) and self.stream.random() < 0.8:
            return self._asked()
        return who, request

    def _asked_for(self, request: type[Request]) -> int:
        """Return how often somebody has asked for something."""
        return self.carried[request.name] + self.refused[request.name]

    def _likely(self, who: str, requests: Sequence[type[Request]]) -> type[Request]:
        """Return one of some requests: rather one for which there is all to choose that it needs."""
        weights = [5 if request in DEEDS else 1 for request in requests]
        some = self.stream.choices(requests, weights, k=3)
        return next((request for request in some if self._can_choose(who, request)), some[-1])

    def _can_choose(self, who: str, request: type[Request]) -> bool:
        needed = (each.chosen for each in fields_of(request) if each.chosen and each.is_required)
        return all(self._choices(who, kind) for kind in needed)

    def _values(self, who: str, request: type[Request]) -> dict[str, object]:
        values = {
            each.name: self._many(who, each) if each.is_many else self._one(who, request, each)
            for each in fields_of(request)
            if self._is_given(who, each)
        }
        if self.stream.random() < TOO_MUCH:
            values["modifier"] = 100
        return values

    def _is_given(self, who: str, each: Field) -> bool:
        """Tell whether a field is filled in; what need not be, where there is something to choose."""
        if each.is_required:
            return self.stream.random() > TOO_MUCH / 2
        if each.chosen is not None and not self._choices(who, each.chosen):
            return self.stream.random() < TOO_MUCH
        return self.stream.random() < (OPTIONAL if each.chosen or each.is_number else 2 * OPTIONAL)

    def _many(self, who: str, each: Field) -> object:
        least = 1 if each.is_required else 0
        most = self.stream.choice((least, 1, 1, 2, 3, 9))
        values = each.values or self._choices(who, each.chosen)
        return self.stream.sample(values, min(most, len(values))) if self._is_sane else [self._odd_id()]

    def _one(self, who: str, request: type[Request], each: Field) -> object:
        if each.chosen is not None:
            return self._chosen(who, each)
        if each.values:
            return self.stream.choice(each.values) if self._is_sane else self._odd_id()
        if each.is_yes_or_no:
            return self.stream.choice((True, False)) if self._is_sane else self._odd_id()
        if each.is_number:
            return self._number(request, each)
        return self._text(each) if self._is_sane else self.stream.choice(ODD_TEXTS)

    def _chosen(self, who: str, each: Field) -> object:
        if not self._is_sane:
            return self.stream.choice(ODD_NUMBERS) if each.is_number else self._odd_id()
        whose = self.stream.choice(PEOPLE) if self.stream.random() < FOREIGN else who
        values = self._choices(whose, each.chosen)
        return self.stream.choice(values) if values else self.stream.choice(("1", "2", "nobody"))

    def _number(self, request: type[Request], each: Field) -> object:
        if not self._is_sane:
            return self.stream.choice(ODD_NUMBERS)
        if request is CancelOrder:
            return self._order()
        least = max(1, each.schema.get("minimum", 1))
        return least + self.stream.choice((0, 0, 0, 1, 1, 2, 3, 9))

    def _order(self) -> int:
        """Return the number of an order that is to come, of whatever kind."""
        pending = select(orders.c.id).where(orders.c.status == Status.PENDING)
        with self.club.ledger.store.read() as connection:
            return int(self.stream.choice(connection.execute(pending).scalars().all()))

    def _text(self, each: Field) -> str:
        text = f"{self.stream.choice(SUBJECTS)} {self.stream.choice(CLAIMS)} {self.stream.choice('abcdefghij')}"
        return text.capitalize()[:36] if each.name == "called" else text.capitalize()

    def _choices(self, who: str, kind: str | None) -> list[str]:
        return self.club.choices(kind or "", who)

    def _odd_id(self) -> str:
        return self.stream.choice((*ODD_IDS, *PEOPLE))

    @property
    def _is_sane(self) -> bool:
        return self.stream.random() < VALID
