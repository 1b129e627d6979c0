"""The Great Work, as a pack tells it: disciplines, sites, what the season brings, and the numbers of the game."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from longwave.world.airing import Airing
from longwave.world.fields import Id, Ids, Part, Sentence, Share, Text, Texts
from longwave.world.findings import (
    Depth,
    ExpeditionType,
    Mishap,
    Vignette,
)
from longwave.world.scholars import Generation, Scholar
from longwave.world.writing import Budget, Writing


class Discipline(Part):
    """A field of study.

    Attributes:
        name: as it stands in mid-sentence ("the study of tides").
        faction: whose influence it is nearest to.
    """

    id: Id
    name: Text
    faction: Id
    topics: Ids
    summary: Sentence


class Site(Part):
    """A place where something can be found out.

    Attributes:
        lore: the entry about it, where it has one.
        friction: how hard it makes an expedition.
        faction: who has a say there.
    """

    id: Id
    name: Text
    lore: Id | None = None
    region: Id
    faction: Id
    friction: Annotated[int, Field(ge=0, le=15)]
    disciplines: Ids
    summary: Sentence


class Question(Part):
    """A topic for the symposium, for a week in which nobody has proposed one.

    Attributes:
        title: as a headline ("Whether the tide can be owned").
        says: the question in one or two sentences.
    """

    id: Id
    title: Annotated[Text, Field(max_length=120)]
    says: Sentence


class SeasonalEvent(Part):
    """Something that a stretch of the year brings, and what a faction asks for then.

    Attributes:
        first, last: the days of the year, as MM-DD; it may go over new year.
        says: two or three sentences about it.
        asks: what is asked of the leads, as a clause ("lamp oil for the winter lectures").
    """

    id: Id
    title: Text
    first: Annotated[str, Field(pattern=r"^\d\d-\d\d$")]
    last: Annotated[str, Field(pattern=r"^\d\d-\d\d$")]
    faction: Id
    says: Sentence
    asks: Text


class Project(Part):
    """What a faction builds with the influence that leads invest in it.

    Attributes:
        name: as it stands in mid-sentence ("the second tide gauge at Nine Elms").
        target: the progress at which it is done.
        done: what is told when it is.
    """

    id: Id
    faction: Id
    name: Text
    target: Annotated[float, Field(gt=0)]
    says: Sentence
    done: Sentence


class Policy(StrEnum):
    """How an autoplayer plays."""

    BOLD = "bold"
    CAREFUL = "careful"
    COLLECTOR = "collector"
    SPOILER = "spoiler"


class Lead(Part):
    """A research lead whom nobody plays: an autoplayer.

    Attributes:
        policy: how they play; of one that a model plays, the temper that it is told, and who plays where it is away.
        talk: what they say at the table, as whole sentences.
        writing: which model plays for them.
        budget: what their turns of a day may cost.
    """

    id: Id
    name: Text
    policy: Policy
    faction: Id
    history: Sentence
    talk: Annotated[Texts, Field(min_length=1)]
    writing: Writing = Writing()
    budget: Budget = Budget()


class Claims(Part):
    """`academy/claims.yaml`: what theories of autoplayers claim.

    Attributes:
        words: named alternatives; any pattern may use them as a slot.
        patterns: by discipline, templates of the phrasebook's language; each is one whole sentence.
    """

    words: dict[str, Annotated[Texts, Field(min_length=1)]]
    patterns: dict[Id, Annotated[tuple[Sentence, ...], Field(min_length=1)]]


class Confidence(StrEnum):
    """What somebody stakes on a claim."""

    SUSPECT = "suspect"
    CERTAIN = "certain"
    STAKE_MY_CAREER = "stake_my_career"


class Wager(Part):
    """What a confidence wins and loses.

    Attributes:
        quiet_digests: for how many digests whoever lost it cannot recruit.
    """

    reward: int
    penalty: int
    quiet_digests: int = 0


class Numbers(Part):
    """`academy/game.yaml`: the numbers of The Great Work that a pack may change.

    Attributes:
        wagers: what each confidence pays and costs.
        recruit_gate: the reputation below which nobody is asked to sign.
        gates: the reputation below which something is closed.
        costs: of an expedition, by type, in influence by faction; the first named pays for depth.
        depth_costs: what a depth costs besides.
        preparation: what a depth adds to the roll.
        rewards: of one that did not fail.
        start_influence: what a new player holds of each faction.
        stipend_below: whoever holds fewer of a faction is given one a day.
        roster: how many scholars there are at least, and at most.
        sidecast: how likely an expedition that did not fail brings somebody back.
        theory_days: how long a theory stays open whose owner does not say.
        season_days: how long a season lasts.
        digests: when they are held, by the world's clocks.
        symposium_weekday, symposium_at: when the table meets; Monday is 0.
        is_fresh_first: whether the newest questions come first at the symposium, or the oldest.
    """

    wagers: dict[Confidence, Wager] = Field(
        default_factory=lambda: {
            Confidence.SUSPECT: Wager(reward=2, penalty=1),
            Confidence.CERTAIN: Wager(reward=5, penalty=7),
            Confidence.STAKE_MY_CAREER: Wager(reward=15, penalty=25, quiet_digests=2),
        }
    )
    recruit_gate: int = -10
    gates: dict[ExpeditionType, int] = Field(
        default_factory=lambda: {
            ExpeditionType.THINK_TANK: -5,
            ExpeditionType.FIELD: 0,
            ExpeditionType.GREAT_PROJECT: 10,
        }
    )
    costs: dict[ExpeditionType, dict[Id, int]] = Field(
        default_factory=lambda: {
            ExpeditionType.THINK_TANK: {"academic": 1},
            ExpeditionType.FIELD: {"academic": 1, "government": 1},
            ExpeditionType.GREAT_PROJECT: {"academic": 2, "government": 2, "industry": 2},
        }
    )
    depth_costs: dict[Depth, int] = Field(default_factory=lambda: {Depth.SHALLOW: 0, Depth.STANDARD: 1, Depth.DEEP: 2})
    preparation: dict[Depth, int] = Field(default_factory=lambda: {Depth.SHALLOW: 0, Depth.STANDARD: 5, Depth.DEEP: 10})
    rewards: dict[ExpeditionType, dict[Id, int]] = Field(
        default_factory=lambda: {
            ExpeditionType.THINK_TANK: {"academic": 1},
            ExpeditionType.FIELD: {"government": 1, "industry": 1},
            ExpeditionType.GREAT_PROJECT: {"academic": 2, "industry": 2, "foreign": 1},
        }
    )
    start_influence: Annotated[int, Field(ge=0, le=6)] = 3
    stipend_below: Annotated[int, Field(ge=0, le=6)] = 3
    roster: tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)]] = (20, 30)
    sidecast: Share = 0.25
    theory_days: Annotated[int, Field(ge=1, le=60)] = 7
    season_days: Annotated[int, Field(ge=7, le=366)] = 90
    digests: Annotated[tuple[str, ...], Field(min_length=1)] = ("13:00", "21:00")
    symposium_weekday: Annotated[int, Field(ge=0, le=6)] = 4
    symposium_at: str = "12:00"
    is_fresh_first: bool = True


class Game(Part):
    """All of The Great Work, by id.

    Attributes:
        claims: None where autoplayers have nothing to claim, and so are not to be had.
        airing: None where nobody outside the game speaks of it.
    """

    numbers: Numbers
    disciplines: dict[str, Discipline]
    sites: dict[str, Site]
    scholars: dict[str, Scholar]
    generation: Generation
    leads: dict[str, Lead]
    claims: Claims | None
    vignettes: dict[str, Vignette]
    mishaps: dict[str, Mishap]
    questions: dict[str, Question]
    seasons: dict[str, SeasonalEvent]
    projects: dict[str, Project]
    airing: Airing | None = None
