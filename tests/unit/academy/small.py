"""A small Great Work for tests: a handful of sites, scholars and findings, each of which a test can name."""

import datetime as dt
from typing import Any

from longwave.world.card import Named, StationCard, WorldCard
from longwave.world.findings import (
    Clue,
    Depth,
    EffectKind,
    ExpeditionType,
    Injury,
    Mishap,
    MishapKind,
    ReputationChange,
    Vignette,
)
from longwave.world.game import Claims, Discipline, Game, Lead, Numbers, Policy, Project, Question, SeasonalEvent, Site
from longwave.world.pack import Pack
from longwave.world.scholars import Archetype, Generation, Pronoun, Scholar, Track

FACTIONS = ("academic", "government", "industry", "religious", "foreign")
START = dt.date(1931, 3, 2)


def small_pack(numbers: Numbers | None = None) -> Pack:
    """Return a pack with nothing in it but a small game."""
    card = WorldCard(
        id="isle",
        title="Isle",
        summary="An island.",
        licence="CC0-1.0",
        tz="Europe/London",
        start=START,
        people="islanders",
        regions=(Named(id="shore", name="the Shore"),),
        factions=tuple(Named(id=name, name=f"the {name} house") for name in FACTIONS),
        topics=("tides", "bells"),
    )
    nothing = dict[str, Any]()  # Any: of whatever a pack has.
    return Pack(
        card=card,
        station=StationCard(name="Radio Isle", lore="radio-isle", forms={}),
        lore=nothing,
        personas=nothing,
        items=nothing,
        letters=nothing,
        records=nothing,
        quests=nothing,
        feasts=nothing,
        climates=nothing,
        phrasebooks=nothing,
        game=small_game(numbers),
        digest="isle",
    )


def small_game(numbers: Numbers | None = None) -> Game:
    """Return the small game itself."""
    return Game(
        numbers=numbers or Numbers(),
        disciplines={
            name: Discipline(
                id=name, name=f"the study of {name}", faction=faction, topics=("tides",), summary="It is old."
            )
            for name, faction in (("tides", "academic"), ("bells", "religious"), ("lamps", "industry"))
        },
        sites={
            name: Site(
                id=name,
                name=f"the {name}",
                region="shore",
                faction=faction,
                friction=friction,
                disciplines=disciplines,
                summary="It is wet.",
            )
            for name, faction, friction, disciplines in (
                ("quay", "government", 0, ("tides", "lamps")),
                ("tower", "religious", 8, ("bells",)),
                ("wreck", "foreign", 15, ("tides", "bells")),
            )
        },
        scholars={each.id: each for each in map(_scholar, range(8))},
        generation=Generation(
            first_names={Pronoun.SHE: ("Ama", "Bea"), Pronoun.HE: ("Col", "Dov"), Pronoun.THEY: ("Eli", "Fay")},
            surnames=tuple(f"Stone{letter}" for letter in "abcdefghij"),
            archetypes=(
                Archetype(
                    id="plodder",
                    name="plodder",
                    loyalty=(3, 7),
                    integrity=(2, 8),
                    main_skill=(5, 9),
                    side_skill=(1, 4),
                    sayings=("One stone, then the next.",),
                ),
            ),
            drives=("to be right",),
            virtues=("patience",),
            vices=("tea",),
            taboos=("never whistles",),
            methods=("counting",),
            contacts=("a pilot",),
            homes=("shore",),
            histories=("{name} came from {home} to study {discipline}.",),
        ),
        leads={
            policy.value: Lead(
                id=policy.value,
                name=f"Lead {policy.value.title()}",
                policy=policy,
                faction="academic",
                history="They came early.",
                talk=("I shall be back.",),
            )
            for policy in Policy
        },
        claims=Claims(
            words={"thing": ("stone", "rope", "lamp")},
            patterns={
                name: (f"The {{thing}} knows more of {name} than we do.",) for name in ("tides", "bells", "lamps")
            },
        ),
        vignettes={
            f"{kind}-{depth}-{number}": Vignette(
                id=f"{kind}-{depth}-{number}".replace("_", "-"),
                expedition=kind,
                depth=depth,
                title=f"A {kind.value} surprise",
                says="At {site} {scholar} found a thing that {lead} had lost.",
                effects=(ReputationChange(kind=EffectKind.REPUTATION, change=1),),
            )
            for kind in ExpeditionType
            for depth in Depth
            for number in range(3)
        },
        mishaps={
            f"{kind}-{depth}-{number}": Mishap(
                id=f"{kind}-{depth}-{number}".replace("_", "-"),
                expedition=kind,
                depth=depth,
                kind=what,
                weight=1,
                says="At {site} it rained on {scholar}.",
                effects=effects,
            )
            for kind in ExpeditionType
            for depth in Depth
            for number, (what, effects) in enumerate(
                (
                    (MishapKind.CLUE, (Clue(kind=EffectKind.CLUE),)),
                    (MishapKind.DISASTER, (Injury(kind=EffectKind.INJURY),)),
                )
            )
        },
        questions={
            f"question-{number}": Question(
                id=f"question-{number}", title=f"Whether stone {number} is wet", says="Is it, and who is to say?"
            )
            for number in range(4)
        },
        seasons={
            name: SeasonalEvent(
                id=name, title=name.title(), first=first, last=last, faction=faction, says="It comes.", asks="lamp oil"
            )
            for name, first, last, faction in (
                ("spring", "03-01", "05-31", "government"),
                ("summer", "06-01", "08-31", "industry"),
                ("autumn", "09-01", "11-30", "religious"),
                ("winter", "12-01", "02-28", "academic"),
            )
        },
        projects={
            faction: Project(
                id=faction,
                faction=faction,
                name=f"the {faction} mill",
                target=1.0,
                says="It is a mill.",
                done="The mill turns.",
            )
            for faction in FACTIONS
        },
    )


def _scholar(number: int) -> Scholar:
    discipline = ("tides", "bells", "lamps")[number % 3]
    return Scholar(
        id=f"scholar-{number}",
        name=f"Scholar Number{number}",
        pronoun=tuple(Pronoun)[number % 3],
        born=1880 + number,
        home="shore",
        archetype="plodder",
        discipline=discipline,
        faction=("academic", "religious", "industry")[number % 3],
        drive="to be right",
        virtue="patience",
        vice="tea",
        taboo="never whistles",
        method="counting",
        contact="a pilot",
        track=tuple(Track)[number % 2],
        tier=number % 3,
        loyalty=number,
        integrity=10 - number,
        skills={discipline: 3 + number % 7, "tides": 2 + number % 4},
        idle_days=number * 20,
        history="Came by boat.",
        sayings=("Wet is wet.",),
    )
