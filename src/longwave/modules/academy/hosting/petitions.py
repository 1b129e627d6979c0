"""Petitions: what a table may have done without its host, by more than half of the people at it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from longwave.commands.card import Card
from longwave.commands.command import Carry, Command
from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.hosting import commands as asked
from longwave.modules.academy.hosting import state
from longwave.modules.academy.hosting.errors import PetitionRefused
from longwave.modules.academy.hosting.events import Measure, PetitionSigned
from longwave.modules.academy.hosting.handlers import Hosting
from longwave.modules.academy.hosting.tables import academy_petitions
from longwave.modules.academy.standing import players
from longwave.modules.academy.theories import reading

EXCUSED_DAYS, EXTENDED_DAYS = 7, 3
COUNTS_FOR = dt.timedelta(days=2)
REASON = "the table asked for it"

petitions = academy_petitions.c
_signed = select(petitions.player).where(
    petitions.measure == bindparam("measure"), petitions.about == bindparam("about"), petitions.at > bindparam("since")
)


@dataclass(frozen=True, kw_only=True)
class Petitions:
    """Carries out what the table asks for."""

    academy: Academy
    hosting: Hosting

    def carried(self) -> Mapping[type[Command], Carry]:
        """Return what carries out which command."""
        return {asked.SignPetition: self.sign}

    def sign(self, tx: Transaction, command: asked.SignPetition) -> Card:
        petition = self._petition(tx, command)
        since = tx.stamp.at - COUNTS_FOR
        of = {"measure": petition.measure.value, "about": petition.about, "since": since}
        signed = set(tx.connection.execute(_signed, of).scalars())
        if petition.player in signed:
            return _waiting("You have signed it already.", len(signed), petition.needed)
        voices = len(signed) + 1
        is_carried = voices >= petition.needed
        signing = petition.model_copy(update={"voices": voices, "is_carried": is_carried})
        self.academy.append(tx, signing, subject=petition.about or petition.player)
        return self._done(tx, signing) if is_carried else _waiting("You have signed it.", voices, petition.needed)

    def _petition(self, tx: Transaction, command: asked.SignPetition) -> PetitionSigned:
        """Return the petition with one voice, if it could be granted."""
        me = players.get(tx.connection, tx.stamp.actor)
        if me.policy is not None:
            raise PetitionRefused("autoplayers sign no petitions", "people at the table do")
        other = None if command.player is None else players.named(tx.connection, command.player).id
        theory = None if command.theory is None else reading.get_open(tx.connection, command.theory).number
        is_for_leave, is_for_time = command.measure is Measure.EXCUSE, command.measure is Measure.EXTEND
        if (other is not None and not is_for_leave) or (theory is None) is is_for_time:
            raise PetitionRefused(
                "a petition for more time names a theory, one for leave may name a player, and no other names either",
                "`petition extend --theory 12`, `petition excuse --player ada`, `petition pause`",
            )
        if command.measure is Measure.PAUSE:
            state.going(tx.connection)
        if command.measure is Measure.RESUME and not state.get(tx.connection).by_petition:
            raise PetitionRefused("no petition had the game rest", "what the host has paused the host resumes")
        return PetitionSigned(
            measure=command.measure,
            player=me.id,
            other_player=None if other == me.id else other,
            theory=theory,
            voices=1,
            needed=players.people(tx.connection) // 2 + 1,
            is_carried=False,
        )

    def _done(self, tx: Transaction, petition: PetitionSigned) -> Card:
        """Do what was asked for, as the host would."""
        match petition.measure:
            case Measure.PAUSE:
                rests = self.hosting.pause(tx, asked.PauseGame(reason=REASON))
                return rests.model_copy(update={"hint": "`petition resume` lets it go on"})
            case Measure.RESUME:
                return self.hosting.resume(tx, asked.ResumeGame(reason=REASON))
            case Measure.EXCUSE:
                excused = asked.ExcusePlayer(player=petition.about, days=EXCUSED_DAYS, reason=REASON)
                return self.hosting.excuse(tx, excused)
            case Measure.EXTEND:
                assert petition.theory is not None  # noqa: S101 - a petition for more time says for which theory
                extended = asked.ExtendTheory(theory=petition.theory, days=EXTENDED_DAYS, reason=REASON)
                return self.hosting.extend_theory(tx, extended)


def _waiting(text: str, voices: int, needed: int) -> Card:
    return Card(
        title="A petition",
        text=text,
        fields=(("Voices", f"{voices} of {needed}"),),
        hint=f"a signature counts for {COUNTS_FOR.days} days",
    )
