"""What players ask of the symposium."""

from typing import ClassVar

from longwave.commands.command import Audience, Command, Query, chosen
from longwave.modules.academy.symposium.events import Choice
from longwave.modules.academy.texts import Heading, Talk

# What is typed, and what it means.
VOTES = dict(enumerate(Choice, start=1))


class ProposeTopic(Command):
    """Put a question on the list for the symposium."""

    name: ClassVar[str] = "propose_topic"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ('"Whether the tide can be owned" "Is it a thing, or a habit of the moon?"',)
    title: Heading
    says: Talk


class VoteSymposium(Command):
    """Vote on the question of the week: 1 affirms it, 2 doubts it, 3 denies it. Until it closes you may change it."""

    name: ClassVar[str] = "vote_symposium"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("1", "3")
    choice: int = chosen("symposium_votes", ge=min(VOTES), le=max(VOTES))


class ShowSymposium(Query):
    """Show the question of the week, when it closes, how many have voted, and what you have pledged."""

    name: ClassVar[str] = "symposium"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("",)


class ListTopics(Query):
    """List the topics that wait for a symposium, with what speaks for each."""

    name: ClassVar[str] = "symposium_topics"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("",)


class ShowHistory(Query):
    """Show how the last symposia ended."""

    name: ClassVar[str] = "symposium_history"
    audience: ClassVar[Audience] = Audience.PLAYER
    examples: ClassVar[tuple[str, ...]] = ("",)
