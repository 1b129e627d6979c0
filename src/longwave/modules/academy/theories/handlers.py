"""How theories are put forward, stood by and decided."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from longwave.commands.card import Card
from longwave.commands.command import Answer, Carry, Command, Offer, Query
from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy, Digest, d100
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.hosting import state
from longwave.modules.academy.hosting.events import DeadlineExtended
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.standing import players
from longwave.modules.academy.standing.rules import Standing
from longwave.modules.academy.theories import cards, reading, rules, verdicts
from longwave.modules.academy.theories import commands as asked
from longwave.modules.academy.theories.conferences import Conferences
from longwave.modules.academy.theories.errors import ClaimMissing, OwnTheory
from longwave.modules.academy.theories.events import StanceTaken, TheorySubmitted, Verdict
from longwave.modules.academy.theories.theory import Speaker, Theory
from longwave.modules.academy.theories.verdicts import Stakes

Seeds = Callable[[Connection, str, int], str | None]
"""Returns the claim that an expedition of a player's found, by the number of its event; None where they have none."""
MOST_CONFERENCES = 5


@dataclass(frozen=True, kw_only=True)
class Theories:
    """Carries out what has to do with theories, and decides them."""

    academy: Academy
    seeds: Seeds

    @property
    def conferences(self) -> Conferences:
        return Conferences(academy=self.academy)

    def carried(self) -> Mapping[type[Command], Carry]:
        """Return what carries out which command."""
        return {
            asked.SubmitTheory: self.submit,
            asked.SupportTheory: self.support,
            asked.OpposeTheory: self.oppose,
            asked.CallConference: self.conferences.call,
            asked.AttendConference: self.conferences.attend,
        }

    def answered(self) -> Mapping[type[Query], Answer]:
        """Return what answers which query."""
        return {asked.Theories: self.listing, asked.OneTheory: self.one}

    def choices(self) -> Mapping[str, Offer]:
        """Return what may be chosen."""
        return {kind: partial(reading.offered, kind) for kind in reading.OFFERED}

    def submit(self, tx: Transaction, command: asked.SubmitTheory) -> Card:
        me = self._seated(tx)
        claim = self._claim(tx.connection, me, command)
        rules.may_submit({each.number: each.claim for each in self.open_of(tx.connection, me.id)}, claim)
        supporters = [roster.own(tx.connection, me.id, each).id for each in dict.fromkeys(command.supporters)]
        days = command.days or self.academy.game.numbers.theory_days
        submitted = TheorySubmitted(
            theory=reading.next_number(tx.connection),
            player=me.id,
            claim=claim,
            confidence=command.confidence,
            supporters=tuple(supporters),
            invited=self._invited(tx.connection, me, command.invite),
            deadline=tx.stamp.at + dt.timedelta(days=days),
            seed=command.seed,
        )
        self.academy.append(tx, submitted, subject=_subject(submitted.theory))
        return cards.submitted(self.academy, self._seen(tx.connection, reading.get(tx.connection, submitted.theory)))

    def support(self, tx: Transaction, command: asked.SupportTheory) -> Card:
        return self._stand(tx, command.theory, is_support=True)

    def oppose(self, tx: Transaction, command: asked.OpposeTheory) -> Card:
        return self._stand(tx, command.theory, is_support=False)

    def listing(self, connection: Connection, _actor: str, query: asked.Theories) -> Card:
        is_resolved, skip = query.which is asked.Which.RESOLVED, (query.page - 1) * cards.PAGE
        found = reading.page(connection, is_resolved=is_resolved, skip=skip, most=cards.PAGE + 1)
        names = players.names_of(connection, (each.player for each in found))
        around = (reading.backings(connection, found), names)
        return cards.listing(self.academy, query.which, query.page, found, around)

    def one(self, connection: Connection, _actor: str, query: asked.OneTheory) -> Card:
        theory = reading.get(connection, query.theory)
        held = reading.conferences_on(connection, theory.number, MOST_CONFERENCES)
        speakers = [reading.speaking(connection, each.number) for each in held]
        seen = self._seen(connection, theory, (each for there in speakers for each in there))
        return cards.one(self.academy, seen, list(zip(held, speakers, strict=True)))

    def at_digest(self, tx: Transaction, digest: Digest) -> int:
        """Adjudicate the theories whose deadline has come; return how many."""
        due = reading.due(tx.connection, digest.at)
        for theory in due:
            roll = d100(self.academy.dice("theory", theory.number))
            matter = reading.matter(tx.connection, theory)
            self.academy.append(
                tx, verdicts.adjudicated(matter, roll, self._stakes(digest)), subject=_subject(theory.number)
            )
        return len(due)

    def conferences_at_digest(self, tx: Transaction, digest: Digest) -> int:
        """Hold the conferences that meet now, and cancel those whose theory is resolved; return how many ended."""
        return self.conferences.at_digest(tx, digest)

    def settle_by_expedition(self, tx: Transaction, theory: int, verdict: Verdict, digest: Digest) -> None:
        """Decide a theory as an expedition that put it to the test did; one that is resolved already stays so."""
        found = reading.find(tx.connection, theory)
        if found is None or found.end is not None:
            return
        matter = reading.matter(tx.connection, found)
        self.academy.append(tx, verdicts.tested(matter, verdict, self._stakes(digest)), subject=_subject(theory))

    def call_conference(self, tx: Transaction, theory: int, digest: Digest) -> bool:
        """Call a conference on an open theory for the digest after this one, with what its owner has staked.

        Returns:
            whether it will meet: not where one is called already, or the theory is resolved, or will be before.
        """
        found = reading.find(tx.connection, theory)
        if found is None or found.end is not None:
            return False
        return self.conferences.call_by_expedition(tx, found, digest)

    def open_of(self, connection: Connection, player: str) -> list[Theory]:
        """Return a player's open theories, the oldest first."""
        return reading.open_of(connection, player)

    def extend(self, tx: Transaction, theory: int, by: dt.timedelta, reason: str) -> dt.datetime:
        """Give an open theory more time, from its deadline on, or from now where that has come; return until when.

        Raises:
            NoSuch: there is none of that number.
            TheoryClosed: it is resolved.
        """
        found = reading.get_open(tx.connection, theory)
        deadline = max(found.deadline, tx.stamp.at) + by
        extended = DeadlineExtended(theory=theory, player=found.player, deadline=deadline, reason=reason)
        self.academy.append(tx, extended, subject=_subject(theory))
        return deadline

    def waiting(self, connection: Connection, player: str) -> list[str]:
        """Return what of a player's theories waits for a digest, and who waits for them."""
        said = []
        for theory in self.open_of(connection, player):
            deadline = cards.when(self.academy, theory.deadline)
            said.append(f"Theory {theory.number} is decided at the first digest from {deadline} on.")
            meeting = reading.conference_on(connection, theory.number)
            if meeting is not None:
                said.append(f"Conference {meeting.number} on it meets at digest {meeting.meets}.")
        asking = reading.invitations_of(connection, player)
        names = players.names_of(connection, (theory.player for theory in asking))
        return [*said, *(f"{names[each.player]} asks you to stand by theory {each.number}." for each in asking)]

    def _seated(self, tx: Transaction) -> Standing:
        state.going(tx.connection)
        return players.get(tx.connection, tx.stamp.actor)

    def _stakes(self, digest: Digest) -> Stakes:
        return Stakes(numbers=self.academy.game.numbers, digest=digest.number)

    def _claim(self, connection: Connection, me: Standing, command: asked.SubmitTheory) -> str:
        """Return what a theory says: a seed's words, where it has one."""
        if command.seed is None:
            if not command.claim:
                raise ClaimMissing
            return command.claim
        claim = self.seeds(connection, me.id, command.seed)
        if claim is None:
            raise NoSuch("seed of yours", command.seed)
        return claim

    def _invited(self, connection: Connection, me: Standing, invite: Iterable[str]) -> tuple[str, ...]:
        """Return the players who are asked to stand by a theory, each once."""
        asked_ids = tuple(dict.fromkeys(invite))
        names = players.names_of(connection, asked_ids)
        for each in asked_ids:
            if each == me.id or each not in names:
                raise NoSuch("other player", each)
        return asked_ids

    def _stand(self, tx: Transaction, number: int, *, is_support: bool) -> Card:
        me = self._seated(tx)
        theory = reading.get_open(tx.connection, number)
        if theory.player == me.id:
            raise OwnTheory(number)
        is_news = reading.stance(tx.connection, number, me.id) != is_support
        if is_news:
            taken = StanceTaken(theory=number, player=me.id, owner=theory.player, is_support=is_support)
            self.academy.append(tx, taken, subject=_subject(number))
        return cards.stood(self._seen(tx.connection, theory), is_support=is_support, is_news=is_news)

    def _seen(self, connection: Connection, theory: Theory, speakers: Iterable[Speaker] = ()) -> cards.Seen:
        """Return a theory with all who have to do with it, as it is shown."""
        backing, invited = reading.backing(connection, theory), reading.invited(connection, theory.number)
        speaking = list(speakers)
        people = [theory.player, *backing.players, *backing.opponents, *invited, *(each.player for each in speaking)]
        scholars = [*backing.scholars, *(each.scholar for each in speaking)]
        return cards.Seen(
            theory=theory,
            backing=backing,
            invited=invited,
            players=players.names_of(connection, people),
            scholars=roster.names_of(connection, scholars),
        )


def _subject(theory: int) -> str:
    return f"theory-{theory}"
