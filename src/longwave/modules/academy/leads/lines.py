"""Lines of a lead that a model plays: typed as people type them, and read by what reads theirs."""

from collections.abc import Mapping

from longwave.commands import typed
from longwave.commands.command import Audience, Command, Commands
from longwave.commands.fields import spelled
from longwave.commands.typed import Mistyped
from longwave.modules.academy.hosting.commands import SignPetition
from longwave.modules.academy.hosting.moderation import NAMING

# What a lead is called is the pack's to say, and petitions are signed by people.
PEOPLES = (*NAMING, SignPetition)


def playable(commands: Commands) -> Mapping[str, type[Command]]:
    """Return what may be typed, by its name as people write it: what players may do, but for what is people's alone."""
    theirs = (each for each in commands.carried_by if each.audience is Audience.PLAYER and each not in PEOPLES)
    return {spelled(each.name): each for each in theirs}


def read(line: str, among: Mapping[str, type[Command]]) -> Command:
    """Return the command that a line is.

    Raises:
        Mistyped: it is none of those.
    """
    name, *rest = typed.words(line) or [""]
    command = among.get(spelled(name.lower()))
    if command is None:
        raise Mistyped("", f"nothing is called {typed.quoted(name)}")
    return typed.made(command, typed.split(command, rest))
