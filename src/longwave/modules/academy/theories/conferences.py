"""Conferences: how they are called, who comes, and how they end."""

import datetime as dt
from dataclasses import dataclass

from longwave.commands.card import Card
from longwave.ledger.ledger import Transaction
from longwave.modules.academy import calendar
from longwave.modules.academy.academy import Academy, Digest, d100
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.hosting import state
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.standing import players
from longwave.modules.academy.theories import cards, reading, rules, verdicts
from longwave.modules.academy.theories.commands import AttendConference, CallConference, Side
from longwave.modules.academy.theories.errors import ConferenceStands, ConferenceTooLate
from longwave.modules.academy.theories.events import (
    ConferenceCalled,
    ConferenceCancelled,
    ConferenceJoined,
)
from longwave.modules.academy.theories.theory import Conference, End, Speaker, Theory
from longwave.modules.academy.theories.verdicts import Stakes
from longwave.world.game import Confidence


@dataclass(frozen=True, kw_only=True)
class Conferences:
    """Carries out what has to do with conferences."""

    academy: Academy

    def call(self, tx: Transaction, command: CallConference) -> Card:
        game = state.going(tx.connection)
        me = players.get(tx.connection, tx.stamp.actor)
        theory = reading.get_open(tx.connection, command.theory)
        if theory.player != me.id:
            own = (str(each.number) for each in reading.open_of(tx.connection, me.id))
            raise NoSuch("open theory of yours", theory.number, own)
        standing = reading.conference_on(tx.connection, theory.number)
        if standing is not None:
            raise ConferenceStands(theory.number, standing.number)
        meets_at = self._next_digest(tx.stamp.at)
        if theory.deadline <= meets_at:
            raise ConferenceTooLate(theory.number, self.academy.local(theory.deadline))
        called = self._called(tx, theory, command.confidence, game.digest + 1)
        return cards.called(self.academy, theory, called, meets_at)

    def call_by_expedition(self, tx: Transaction, theory: Theory, digest: Digest) -> bool:
        """Call a conference for the digest after this one; tell whether one could be."""
        if reading.conference_on(tx.connection, theory.number) is not None:
            return False
        if theory.deadline <= self._next_digest(digest.at):
            return False
        self._called(tx, theory, theory.confidence, digest.number + 1, is_queued=True)
        return True

    def attend(self, tx: Transaction, command: AttendConference) -> Card:
        state.going(tx.connection)
        me = players.get(tx.connection, tx.stamp.actor)
        conference = reading.open_conference(tx.connection, command.conference)
        scholar = roster.own(tx.connection, me.id, command.scholar) if command.scholar else None
        joining = Speaker(player=me.id, scholar=scholar.id if scholar else "", is_support=command.side is Side.SUPPORT)
        rules.may_speak(conference.player, reading.speaking(tx.connection, conference.number), joining)
        joined = ConferenceJoined(
            conference=conference.number,
            theory=conference.theory,
            player=me.id,
            scholar=joining.scholar,
            is_support=joining.is_support,
        )
        self.academy.append(tx, joined, subject=_subject(conference.number))
        speaker = scholar.name if scholar else me.name
        return cards.joined(conference, speaker, self._trial(tx, conference), is_support=joining.is_support)

    def at_digest(self, tx: Transaction, digest: Digest) -> int:
        """Hold the conferences that meet now, and cancel those whose theory is resolved; return how many ended."""
        ending = reading.ending(tx.connection, digest.number)
        for conference in ending:
            theory = reading.get(tx.connection, conference.theory)
            if theory.end is None:
                self._hold(tx, conference, theory, digest)
            else:
                self._cancel(tx, conference, theory.end)
        return len(ending)

    def _called(
        self, tx: Transaction, theory: Theory, confidence: Confidence, meets: int, *, is_queued: bool = False
    ) -> ConferenceCalled:
        called = ConferenceCalled(
            conference=reading.next_conference(tx.connection),
            theory=theory.number,
            player=theory.player,
            confidence=confidence,
            meets=meets,
            is_queued=is_queued,
        )
        self.academy.append(tx, called, subject=_subject(called.conference))
        return called

    def _hold(self, tx: Transaction, conference: Conference, theory: Theory, digest: Digest) -> None:
        roll = d100(self.academy.dice("conference", conference.number))
        stakes = Stakes(numbers=self.academy.game.numbers, digest=digest.number)
        matter = reading.matter(tx.connection, theory)
        events = verdicts.heard(matter, conference, self._trial(tx, conference), roll, stakes)
        self.academy.append(tx, *events, subject=_subject(conference.number))

    def _cancel(self, tx: Transaction, conference: Conference, end: End) -> None:
        cancelled = ConferenceCancelled(
            conference=conference.number,
            theory=conference.theory,
            player=conference.player,
            verdict=end.verdict,
            ground=end.ground,
        )
        self.academy.append(tx, cancelled, subject=_subject(conference.number))

    def _trial(self, tx: Transaction, conference: Conference) -> rules.Trial:
        staff = frozenset(scholar.id for scholar in roster.employed(tx.connection, conference.player))
        return rules.hearing(conference.player, reading.speaking(tx.connection, conference.number), staff)

    def _next_digest(self, after: dt.datetime) -> dt.datetime:
        return calendar.next_at(after, self.academy.tz, calendar.times(self.academy.game.numbers.digests))


def _subject(conference: int) -> str:
    return f"conference-{conference}"
