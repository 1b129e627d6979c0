"""How the symposium is held: what players do about it, and what the week does."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from longwave.commands.card import Card
from longwave.commands.command import Answer, Carry, Command, Offer, Query
from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.hosting import state
from longwave.modules.academy.standing import players
from longwave.modules.academy.standing.rules import Standing
from longwave.modules.academy.symposium import commands as asked
from longwave.modules.academy.symposium import rules, sittings, topics, views
from longwave.modules.academy.symposium.errors import ListFull, NoSymposium, OutOfFavour, OwnTopicsFull, TopicKnown
from longwave.modules.academy.symposium.events import (
    Choice,
    SymposiumCalled,
    SymposiumReminded,
    SymposiumResolved,
    SymposiumVoted,
    TopicExpired,
    TopicProposed,
)
from longwave.modules.academy.symposium.rules import Topic
from longwave.modules.academy.symposium.sittings import Sitting


@dataclass(frozen=True, kw_only=True)
class Symposium:
    """The weekly symposium."""

    academy: Academy

    def carried(self) -> Mapping[type[Command], Carry]:
        """Return what carries out which command."""
        return {asked.ProposeTopic: self.propose_topic, asked.VoteSymposium: self.vote}

    def answered(self) -> Mapping[type[Query], Answer]:
        """Return what answers which query."""
        return {
            asked.ShowSymposium: partial(views.current, self.academy),
            asked.ListTopics: partial(views.listed, self.academy),
            asked.ShowHistory: partial(views.history, self.academy),
        }

    def choices(self) -> Mapping[str, Offer]:
        """Return what may be chosen."""
        return {"symposium_votes": views.votes}

    def propose_topic(self, tx: Transaction, command: asked.ProposeTopic) -> Card:
        state.going(tx.connection)
        player = players.get(tx.connection, tx.stamp.actor)
        self._require_favour(tx, player)
        listed = self._swept(tx, tx.stamp.at)
        if known := _titled(listed, command.title):
            raise TopicKnown(known.title, known.id)
        own = sum(topic.player == player.id for topic in listed)
        if own >= rules.MOST_OWN_TOPICS:
            raise OwnTopicsFull(rules.MOST_OWN_TOPICS)
        if len(listed) >= rules.MOST_TOPICS:
            raise ListFull(rules.MOST_TOPICS)
        proposed = self._propose(tx, player.id, command.title, command.says)
        return Card(
            title=f"On the list: {proposed.title}",
            text=proposed.says,
            fields=(
                ("Topic", str(proposed.topic)),
                ("On the list", f"{len(listed) + 1} of {rules.MOST_TOPICS}, {own + 1} of them yours"),
                ("Next is picked", views.when(self.academy, views.next_meeting(self.academy, tx.connection))),
                ("Expires", views.when(self.academy, proposed.expires)),
            ),
            hint="`symposium_topics` shows how it stands",
        )

    def propose(self, tx: Transaction, title: str, says: str) -> None:
        """Put a question on the list that no player has; it makes room for itself, but never at a player's cost."""
        listed = self._swept(tx, tx.stamp.at)
        oldest = next((topic for topic in listed if not topic.player), None)
        is_full = len(listed) >= rules.MOST_TOPICS
        if _titled(listed, title) or (is_full and oldest is None):
            return
        if is_full and oldest is not None:
            self._expire(tx, oldest)
        self._propose(tx, "", title, says)

    def vote(self, tx: Transaction, command: asked.VoteSymposium) -> Card:
        state.going(tx.connection)
        player = players.get(tx.connection, tx.stamp.actor)
        sitting = sittings.running(tx.connection)
        if sitting is None or tx.stamp.at >= sitting.closes:
            raise NoSymposium
        choice = asked.VOTES[command.choice]
        pledged, before = sittings.own(tx.connection, sitting.id, player.id)
        if before is not choice:
            voted = SymposiumVoted(symposium=sitting.id, player=player.id, title=sitting.title, choice=choice)
            self.academy.append(tx, voted, subject=str(sitting.id))
        everybody, voters = sittings.turnout(tx.connection, sitting.id)
        return Card(
            title=f"You {choice.value} it: {sitting.title}",
            text=_changed(before, choice),
            fields=(
                ("Your pledge", views.pledge(pledged)),
                ("Have voted", f"{voters} of {everybody}"),
                ("Votes are counted", views.when(self.academy, sitting.closes)),
            ),
            hint="until then you may change your mind",
        )

    def meet(self, tx: Transaction, at: dt.datetime, digest_number: int) -> None:
        """Count the votes on the question of the week, settle the pledges, and call the next; do nothing too early.

        Args:
            digest_number: of the last digest.
        """
        sitting = sittings.running(tx.connection)
        if sitting is not None and at < sitting.closes:
            return
        if sitting is not None:
            self._resolve(tx, sitting, at)
        everybody = players.everybody(tx.connection)
        self._reprimand(tx, everybody, at)
        self._call(tx, everybody, at, digest_number)

    def remind(self, tx: Transaction, hours: int) -> None:
        """Remind those who have pledged and not voted, where there is anybody."""
        sitting = sittings.running(tx.connection)
        if sitting is None or tx.stamp.at >= sitting.closes:
            return
        if silent := sittings.silent(tx.connection, sitting.id):
            reminded = SymposiumReminded(symposium=sitting.id, title=sitting.title, players=silent, hours=hours)
            self.academy.append(tx, reminded, subject=str(sitting.id))

    def _require_favour(self, tx: Transaction, player: Standing) -> None:
        at = sittings.reprimanded_at(tx.connection, player.id)
        if at is None:
            return
        since = self.academy.local(at).date()
        if rules.is_within(rules.REPRIMAND_DAYS, since, self._day(tx.stamp.at)):
            until = since + dt.timedelta(days=rules.REPRIMAND_DAYS)
            raise OutOfFavour(f"{until:%A} {until.day} {until:%B}")

    def _propose(self, tx: Transaction, player: str, title: str, says: str) -> TopicProposed:
        expires = tx.stamp.at + dt.timedelta(days=rules.TOPIC_DAYS)
        number = topics.next_number(tx.connection)
        proposed = TopicProposed(topic=number, player=player, title=title, says=says, expires=expires)
        self.academy.append(tx, proposed, subject=str(number))
        return proposed

    def _swept(self, tx: Transaction, at: dt.datetime) -> list[Topic]:
        """Return the topics on the list, after those are gone whose time is over."""
        listed = topics.listed(tx.connection)
        for topic in listed:
            if topic.expires <= at:
                self._expire(tx, topic)
        return [topic for topic in listed if topic.expires > at]

    def _expire(self, tx: Transaction, topic: Topic) -> None:
        expired = TopicExpired(topic=topic.id, player=topic.player, title=topic.title)
        self.academy.append(tx, expired, subject=str(topic.id))

    def _resolve(self, tx: Transaction, sitting: Sitting, at: dt.datetime) -> None:
        pledges = sittings.pledged(tx.connection, sitting, self.academy.tz)
        standings = {each.id: each for each in players.everybody(tx.connection)}
        settled = [rules.settle(standings[each.player], each, self._day(at)) for each in pledges]
        votes = Counter(each.choice for each in pledges if each.choice is not None)
        resolved = SymposiumResolved(
            symposium=sitting.id,
            topic=sitting.topic,
            player=sitting.player,
            title=sitting.title,
            votes={choice: votes[choice] for choice in Choice},
            voters=votes.total(),
            outcome=rules.outcome(votes),
            ledger=tuple(paid for paid, _ in settled),
            moves=tuple(move for _, moves in settled for move in moves),
        )
        self.academy.append(tx, resolved, subject=str(sitting.id))

    def _reprimand(self, tx: Transaction, everybody: Sequence[Standing], at: dt.datetime) -> None:
        for standing in everybody:
            if standing.debt <= rules.MOST_DEBT:
                continue
            last = sittings.reprimanded_at(tx.connection, standing.id)
            if rules.is_called_in(standing.debt, None if last is None else self._day(last), self._day(at)):
                self.academy.append(tx, rules.reprimand(standing), subject=standing.id)

    def _call(self, tx: Transaction, everybody: Sequence[Standing], at: dt.datetime, digest_number: int) -> None:
        number = sittings.next_number(tx.connection)
        closes = rules.next_meeting(at, self.academy.tz, self.academy.game.numbers)
        pledges = {each.id: rules.pledge(each.misses, each.debt) for each in everybody}
        if listed := self._swept(tx, at):
            scores = views.scores(self.academy, tx.connection, listed, at)
            best = rules.best(scores)
            topic = next(each for each in listed if each.id == best)
            called = SymposiumCalled(
                symposium=number,
                topic=topic.id,
                player=topic.player,
                title=topic.title,
                says=topic.says,
                scores=tuple(scores),
                closes=closes,
                pledges=pledges,
            )
        elif questions := self.academy.game.questions:
            stream = self.academy.dice("symposium_question", number, digest_number)
            question = questions[rules.question(topics.asked(tx.connection), tuple(questions), stream)]
            called = SymposiumCalled(
                symposium=number,
                topic=0,
                player="",
                title=question.title,
                says=question.says,
                question=question.id,
                closes=closes,
                pledges=pledges,
            )
        else:
            return
        self.academy.append(tx, called, subject=str(number))

    def _day(self, at: dt.datetime) -> dt.date:
        return self.academy.local(at).date()


def _titled(listed: Sequence[Topic], title: str) -> Topic | None:
    return next((topic for topic in listed if topic.title.casefold() == title.casefold()), None)


def _changed(before: Choice | None, choice: Choice) -> str:
    if before is None:
        return "Your voice is heard."
    return "You had said so before." if before is choice else f"You had meant to {before.value} it."
