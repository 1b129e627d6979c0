"""Scholars who are drawn from dice: the same for the same purpose, whatever else happened."""

from collections.abc import Callable, Sequence
from itertools import count
from random import Random

from longwave.modules.academy.academy import Academy
from longwave.modules.academy.scholars.templates import filled
from longwave.world.imports.slugs import slug
from longwave.world.scholars import Archetype, Generation, Pronoun, Track
from longwave.world.scholars import Scholar as Sheet

YOUNGEST, OLDEST, OLDEST_NEWCOMER = 24, 64, 38
# Where a career may stand on the first day; a newcomer's begins.
FOUNDING_TIERS = (0, 0, 1, 1, 2)
MOST_IDLE_DAYS = 60
SIDE_SKILLS, SAYINGS = 2, 3
_TRIES = 50
_NUMERALS = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def generated(
    academy: Academy,
    *purpose: str | int,
    is_known: Callable[[str], bool],
    disciplines: Sequence[str] = (),
    is_founding: bool = False,
) -> Sheet:
    """Draw a scholar.

    Args:
        purpose: what they are drawn for; the same one always gives the same scholar.
        is_known: tells whether an id was ever given.
        disciplines: of which they have one; all of the pack's where none is named.
        is_founding: whether they are there on the first day, with some of a career behind them.
    """
    game, stream = academy.game, academy.dice("scholar", *purpose)
    source = game.generation
    archetype = stream.choice(source.archetypes)
    pronoun = stream.choice(list(source.first_names))
    name = _name(source, pronoun, stream, is_known)
    discipline = game.disciplines[stream.choice(list(disciplines) or list(game.disciplines))]
    character = {
        part: stream.choice(of)
        for part, of in (
            ("drive", source.drives),
            ("virtue", source.virtues),
            ("vice", source.vices),
            ("taboo", source.taboos),
            ("method", source.methods),
            ("contact", source.contacts),
        )
    }
    home = stream.choice(source.homes)
    they, them, their = pronoun.forms
    words = {"name": name, "first": name.split()[0], "discipline": discipline.name, "home": _place(academy, home)}
    words |= {"they": they, "them": them, "their": their, **character}
    return Sheet(
        id=slug(name),
        name=name,
        pronoun=pronoun,
        born=academy.pack.card.start.year - stream.randint(YOUNGEST, OLDEST if is_founding else OLDEST_NEWCOMER),
        home=home,
        archetype=archetype.id,
        discipline=discipline.id,
        faction=discipline.faction,
        **character,
        track=stream.choice(list(Track)),
        tier=stream.choice(FOUNDING_TIERS) if is_founding else 0,
        loyalty=stream.randint(*archetype.loyalty),
        integrity=stream.randint(*archetype.integrity),
        skills=_skills(archetype, discipline.id, list(game.disciplines), stream),
        idle_days=stream.randint(0, MOST_IDLE_DAYS) if is_founding else 0,
        history=filled(stream.choice(source.histories), words),
        sayings=tuple(stream.sample(archetype.sayings, min(SAYINGS, len(archetype.sayings)))),
    )


def _name(source: Generation, pronoun: Pronoun, stream: Random, is_known: Callable[[str], bool]) -> str:
    """Draw a name that nobody has; where nearly all are taken, somebody is called after a forebear."""
    for _ in range(_TRIES):
        name = f"{stream.choice(source.first_names[pronoun])} {stream.choice(source.surnames)}"
        if not is_known(slug(name)):
            return name
    heirs = (f"{name} {_roman(number)}" for number in count(2))
    return next(heir for heir in heirs if not is_known(slug(heir)))


def _roman(number: int) -> str:
    for value, letters in _NUMERALS:
        if number >= value:
            return letters + _roman(number - value)
    return ""


def _place(academy: Academy, home: str) -> str:
    """Return the name of a region, or of a place in the lore."""
    for region in academy.pack.card.regions:
        if region.id == home:
            return region.name
    return academy.pack.lore[home].title


def _skills(archetype: Archetype, main: str, disciplines: Sequence[str], stream: Random) -> dict[str, int]:
    others = [discipline for discipline in disciplines if discipline != main]
    sides = stream.sample(others, min(SIDE_SKILLS, len(others)))
    return {main: stream.randint(*archetype.main_skill)} | {
        side: stream.randint(*archetype.side_skill) for side in sides
    }
