"""How mentorships are begun, moved on by digests, and shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from longwave.commands.card import Card
from longwave.commands.command import MOST_CHOICES, Answer, Carry, Choice, Command, Offer, Query
from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy, Digest
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.hosting import state
from longwave.modules.academy.mentoring import cards, rules, wings
from longwave.modules.academy.mentoring.commands import AssignLab, Mentor, ShowMentorships
from longwave.modules.academy.mentoring.events import LabAssigned, MentorshipQueued
from longwave.modules.academy.mentoring.steps import step
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.standing import players


@dataclass(frozen=True, kw_only=True)
class Mentoring:
    """Carries out what players ask for their scholars' careers, and moves the mentorships on."""

    academy: Academy

    def carried(self) -> Mapping[type[Command], Carry]:
        """Return what carries out which command."""
        return {Mentor: self.mentor, AssignLab: self.assign_lab}

    def answered(self) -> Mapping[type[Query], Answer]:
        """Return what answers which query."""
        return {ShowMentorships: self.show}

    def choices(self) -> Mapping[str, Offer]:
        """Return what lists the choices of which kind."""
        return {"disciplines": self.disciplines}

    def mentor(self, tx: Transaction, command: Mentor) -> Card:
        game = state.going(tx.connection)
        player = players.get(tx.connection, tx.stamp.actor)
        scholar = roster.own(tx.connection, player.id, command.scholar)
        mentored = wings.of_player(tx.connection, player.id)
        rules.take(scholar, mentored=[each.scholar for each in mentored])
        queued = MentorshipQueued(
            mentorship=wings.next_number(tx.connection),
            player=player.id,
            scholar=scholar.id,
            faction=scholar.faction,
            track=scholar.track,
        )
        self.academy.append(tx, queued, subject=scholar.id)
        return cards.queued(scholar, game.digest + 1)

    def assign_lab(self, tx: Transaction, command: AssignLab) -> Card:
        state.going(tx.connection)
        player = players.get(tx.connection, tx.stamp.actor)
        scholar = roster.own(tx.connection, player.id, command.scholar)
        discipline = self.academy.game.disciplines.get(command.discipline)
        if discipline is None:
            raise NoSuch("discipline", command.discipline, self.academy.game.disciplines)
        track = command.track or scholar.track
        mentored = wings.of_player(tx.connection, player.id)
        is_mentored = any(each.scholar == scholar.id for each in mentored)
        tier = rules.assign(scholar, discipline.id, track, is_mentored=is_mentored)
        assigned = LabAssigned(player=player.id, scholar=scholar.id, discipline=discipline.id, track=track, tier=tier)
        self.academy.append(tx, assigned, subject=scholar.id)
        return cards.assigned(scholar, discipline, track, tier)

    def show(self, connection: Connection, actor: str, _query: ShowMentorships) -> Card:
        player = players.get(connection, actor)
        mentored = wings.of_player(connection, player.id)
        scholars = {each.id: each for each in roster.employed(connection, player.id)}
        return cards.shown([(each, scholars[each.scholar]) for each in mentored])

    def disciplines(self, _connection: Connection, _actor: str, typed: str) -> list[Choice]:
        """List the disciplines."""
        asked = typed.casefold()
        every = self.academy.game.disciplines.values()
        fit = [each for each in every if asked in each.id or asked in each.name.casefold()]
        return [Choice(each.id, each.name) for each in fit[:MOST_CHOICES]]

    def at_digest(self, tx: Transaction, digest: Digest) -> int:
        """Begin, move on and end the mentorships that are due, by number; return how many."""
        due = wings.due(tx.connection, digest.number)
        for mentorship in due:
            self.academy.append(tx, *step(tx.connection, mentorship, digest.number), subject=mentorship.scholar)
        return len(due)
