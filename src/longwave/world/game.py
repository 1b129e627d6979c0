"""The Great Work, as a pack tells it: disciplines, sites, scholars, what they find, and what the season brings."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from longwave.world.airing import Airing
from longwave.world.fields import Id, Ids, Part, Sentence, Share, Text, Texts

MAX_CLAIM_CHARS = 240
Skill = Annotated[int, Field(ge=0, le=10)]
Opinion = Annotated[float, Field(ge=-10, le=10)]
Weight = Annotated[int, Field(ge=1, le=100)]


class ExpeditionType(StrEnum):
    """How large an undertaking is."""

    THINK_TANK = "think_tank"
    FIELD = "field"
    GREAT_PROJECT = "great_project"


class Depth(StrEnum):
    """How well it is prepared."""

    SHALLOW = "shallow"
    STANDARD = "standard"
    DEEP = "deep"


class Track(StrEnum):
    """Where a scholar makes a career."""

    ACADEMIA = "academia"
    INDUSTRY = "industry"


class Pronoun(StrEnum):
    """How others speak of somebody."""

    SHE = "she"
    HE = "he"
    THEY = "they"

    @property
    def forms(self) -> tuple[str, str, str]:
        """How they are called as who does something, as whom it is done to, and as whose it is."""
        match self:
            case Pronoun.SHE:
                return "she", "her", "her"
            case Pronoun.HE:
                return "he", "him", "his"
        return "they", "them", "their"


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


class View(Part):
    """What a scholar thinks of another.

    Attributes:
        because: a whole sentence.
    """

    of: Id
    feeling: Opinion
    because: Sentence


class Scholar(Part):
    """Somebody who can be won for an undertaking.

    Attributes:
        faction: whose influence a contract with them costs.
        archetype: an archetype of `generation.yaml`.
        tier: where the career stands, from 0 to 2.
        idle_days: how long before the first day they last discovered anything.
        sayings: sentences of theirs, fit to be quoted.
    """

    id: Id
    name: Text
    pronoun: Pronoun
    born: int
    home: Id
    archetype: Id
    discipline: Id
    faction: Id
    drive: Text
    virtue: Text
    vice: Text
    taboo: Text
    method: Text
    contact: Text
    track: Track
    tier: Annotated[int, Field(ge=0, le=2)] = 0
    loyalty: Skill
    integrity: Skill
    skills: dict[Id, Skill]
    idle_days: Annotated[int, Field(ge=0)] = 0
    history: Text
    sayings: Texts = ()
    opinions: tuple[View, ...] = ()


class Archetype(Part):
    """A kind of scholar that is drawn from dice.

    Attributes:
        name: with no article ("reluctant genius").
        sayings: sentences that any of them may say.
    """

    id: Id
    name: Text
    loyalty: tuple[Skill, Skill]
    integrity: tuple[Skill, Skill]
    main_skill: tuple[Skill, Skill]
    side_skill: tuple[Skill, Skill]
    sayings: Annotated[Texts, Field(min_length=1)]


class Generation(Part):
    """`academy/generation.yaml`: what scholars are drawn from.

    Attributes:
        histories: templates with `{name}`, `{first}`, `{discipline}`, `{home}`, `{drive}`, `{virtue}`, `{vice}`,
            `{taboo}`, `{method}`, `{contact}` and the forms of the pronoun `{they}`, `{them}`, `{their}`; a sentence
            that needs a verb to agree says the name instead.
    """

    first_names: dict[Pronoun, Annotated[Texts, Field(min_length=1)]]
    surnames: Annotated[Texts, Field(min_length=1)]
    archetypes: Annotated[tuple[Archetype, ...], Field(min_length=1)]
    drives: Annotated[Texts, Field(min_length=1)]
    virtues: Annotated[Texts, Field(min_length=1)]
    vices: Annotated[Texts, Field(min_length=1)]
    taboos: Annotated[Texts, Field(min_length=1)]
    methods: Annotated[Texts, Field(min_length=1)]
    contacts: Annotated[Texts, Field(min_length=1)]
    homes: Annotated[Ids, Field(min_length=1)]
    histories: Annotated[tuple[Sentence, ...], Field(min_length=1)]


class EffectKind(StrEnum):
    """What something found, or gone wrong, brings with it."""

    FACTION_SHIFT = "faction_shift"
    THEORY_SEED = "theory_seed"
    GRUDGE = "grudge"
    CONFERENCE = "conference"
    TOPIC = "topic"
    REPUTATION = "reputation"
    OPPORTUNITY = "opportunity"
    CLUE = "clue"
    UNLOCK = "unlock"
    INJURY = "injury"


class FactionShift(Part):
    """A faction's influence is won, or lost."""

    kind: Literal[EffectKind.FACTION_SHIFT]
    faction: Id
    change: Annotated[int, Field(ge=-3, le=3)]


class TheorySeed(Part):
    """A claim that whoever found it can submit, with evidence that counts as a supporter more."""

    kind: Literal[EffectKind.THEORY_SEED]
    claim: Annotated[Text, Field(max_length=MAX_CLAIM_CHARS)]


class Grudge(Part):
    """A scholar of the team takes it ill."""

    kind: Literal[EffectKind.GRUDGE]
    feeling: Annotated[float, Field(ge=-3, lt=0)] = -1.0


class ConferenceCall(Part):
    """A conference on the theory that the expedition was about is called by itself; without a theory, a topic is."""

    kind: Literal[EffectKind.CONFERENCE]
    question: Annotated[Text, Field(max_length=MAX_CLAIM_CHARS)]


class TopicFound(Part):
    """The question goes before the symposium."""

    kind: Literal[EffectKind.TOPIC]
    question: Annotated[Text, Field(max_length=MAX_CLAIM_CHARS)]


class ReputationChange(Part):
    """The lead is thought better of, or worse."""

    kind: Literal[EffectKind.REPUTATION]
    change: Annotated[int, Field(ge=-5, le=5)]


class Opportunity(Part):
    """An offer with a date: whoever takes it in time pays one faction and is paid by another.

    Attributes:
        says: what is offered, as a whole sentence without names of players.
        days: how long it stands.
    """

    kind: Literal[EffectKind.OPPORTUNITY]
    says: Sentence
    costs: dict[Id, Annotated[int, Field(ge=1, le=3)]] = Field(default_factory=dict)
    pays: dict[Id, Annotated[int, Field(ge=1, le=4)]]
    days: Annotated[int, Field(ge=1, le=7)] = 2


class Clue(Part):
    """The lead's next expedition to the same site is so much the better prepared."""

    kind: Literal[EffectKind.CLUE]
    bonus: Annotated[int, Field(ge=1, le=10)] = 5


class Unlock(Part):
    """The site's friction falls for good, for everybody."""

    kind: Literal[EffectKind.UNLOCK]
    eases: Annotated[int, Field(ge=1, le=5)] = 2


class Injury(Part):
    """A scholar of the team cannot travel for so many digests."""

    kind: Literal[EffectKind.INJURY]
    digests: Annotated[int, Field(ge=1, le=6)] = 2


Effect = Annotated[
    FactionShift
    | TheorySeed
    | Grudge
    | ConferenceCall
    | TopicFound
    | ReputationChange
    | Opportunity
    | Clue
    | Unlock
    | Injury,
    Field(discriminator="kind"),
]


class FollowUp(Part):
    """What comes of a vignette later.

    Attributes:
        digests: how many digests later.
        says: a template, as in a vignette.
    """

    digests: Annotated[int, Field(ge=1, le=8)]
    says: Sentence
    effects: tuple[Effect, ...] = ()


class Vignette(Part):
    """A sideways discovery: what a partial success finds instead.

    Attributes:
        title: as a headline, without a full stop.
        says: a template of two to four sentences with `{lead}` (the player), `{scholar}` (one of the team), `{site}`.
    """

    id: Id
    expedition: ExpeditionType
    depth: Depth
    title: Text
    says: Sentence
    effects: Annotated[tuple[Effect, ...], Field(min_length=1)]
    follow_up: FollowUp | None = None


class MishapKind(StrEnum):
    """How a failure ends."""

    NOTHING = "nothing"
    CLUE = "clue"
    SCANDAL = "scandal"
    DISASTER = "disaster"
    ADJACENT_FIELD = "adjacent_field"
    PRESTIGE_HIT = "prestige_hit"
    UNLOCK = "unlock"


class Mishap(Part):
    """A way in which an expedition fails: the failure table of its type and depth is drawn from these.

    Attributes:
        weight: how often, next to the others of the same type and depth.
        says: a template of one to three sentences with `{lead}`, `{scholar}` and `{site}`.
    """

    id: Id
    expedition: ExpeditionType
    depth: Depth
    kind: MishapKind
    weight: Weight
    says: Sentence
    effects: tuple[Effect, ...] = ()


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
        talk: what they say at the table, as whole sentences.
    """

    id: Id
    name: Text
    policy: Policy
    faction: Id
    history: Sentence
    talk: Annotated[Texts, Field(min_length=1)]


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
        gates: the reputation below which something is closed.
        costs: of an expedition, by type, in influence by faction; the first named pays for depth.
        rewards: of one that did not fail.
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
