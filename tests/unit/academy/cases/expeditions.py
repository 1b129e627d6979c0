"""Expeditions: what they take, what helps and hinders them, and how they end."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from longwave.modules.academy.events import Move
from longwave.modules.academy.expeditions import codes, rules
from longwave.modules.academy.expeditions.errors import ScholarInjured, ScholarTravelling, TwiceInTeam
from longwave.modules.academy.expeditions.events import Outcome
from longwave.modules.academy.expeditions.rules import Modifiers
from longwave.modules.academy.standing import rules as standing
from longwave.modules.academy.standing.errors import ReputationShort
from longwave.modules.academy.standing.rules import Standing
from longwave.world.findings import Depth, ExpeditionType
from longwave.world.game import Numbers
from unit.academy.case import Case
from unit.academy.voyages import member

NUMBERS = Numbers()
SITE = ("tides", "bells")
BEST_FIRST = (Outcome.LANDMARK, Outcome.SUCCESS, Outcome.PARTIAL, Outcome.FAILURE)
TIDE, BELL, LAMP = member("a", "tides", tides=7), member("b", "bells", bells=4), member("c", "lamps", lamps=9)


def _outcome(score: int, then: Outcome, says: str) -> Case:
    given = f"a score of {score}"
    return Case(rule="expedition: outcome", says=says, given=given, then=then, of=partial(rules.outcome, score))


def _odds(total: int, then: tuple[int, int, int, int], says: str) -> Case:
    return Case(
        rule="expedition: odds",
        says=says,
        given=f"{total:+d} to the roll: landmark, success, partial success, failure in hundredths",
        then=dict(zip(BEST_FIRST, then, strict=True)),
        of=partial(rules.chances, total),
    )


def _price(kind: ExpeditionType, depth: Depth, then: Mapping[str, int], says: str) -> Case:
    given = f"a {depth.value} {kind.value}"
    of = partial(rules.price, NUMBERS, kind, depth)
    return Case(rule="expedition: price", says=says, given=given, then=dict(then), of=of)


def _gate(kind: ExpeditionType, reputation: int, then: object, says: str) -> Case:
    lead = Standing(id="ada", name="Ada", reputation=reputation)
    of = partial(standing.require, lead, NUMBERS.gates[kind], kind.value)
    given = f"a {kind.value} and a reputation of {reputation}"
    return Case(rule="expedition: gate", says=says, given=given, then=then, of=of)


def _fit(says: str, given: str, then: object, of: Callable[[], object]) -> Case:
    return Case(rule="expedition: team", says=says, given=given, then=then, of=of)


def _expertise(says: str, given: str, then: int, of: Callable[[], int]) -> Case:
    return Case(rule="expedition: expertise", says=says, given=given, then=then, of=of)


def _goodwill(held: int, feelings: Sequence[float], then: int, says: str) -> Case:
    given = f"{held} held of a cap of 6, and feelings of {', '.join(map(str, feelings))}"
    of = partial(rules.goodwill, held, 6, feelings)
    return Case(rule="expedition: goodwill", says=says, given=given, then=then, of=of)


def _friction(says: str, given: str, then: int, of: Callable[[], int]) -> Case:
    return Case(rule="expedition: friction", says=says, given=given, then=then, of=of)


OUTCOMES = (
    _outcome(-20, Outcome.FAILURE, "A score below nothing is a failure like any other."),
    _outcome(39, Outcome.FAILURE, "The highest failure is 39."),
    _outcome(40, Outcome.PARTIAL, "A partial success begins at 40."),
    _outcome(64, Outcome.PARTIAL, "The highest partial success is 64."),
    _outcome(65, Outcome.SUCCESS, "A success begins at 65."),
    _outcome(84, Outcome.SUCCESS, "The highest success is 84."),
    _outcome(85, Outcome.LANDMARK, "A landmark begins at 85."),
    _outcome(130, Outcome.LANDMARK, "There is nothing above a landmark."),
)

ODDS = (
    _odds(0, (16, 20, 25, 39), "An expedition that nothing helps or hinders fails in 39 of a hundred."),
    _odds(10, (26, 20, 25, 29), "Ten more move ten of a hundred from failure to landmark."),
    _odds(-15, (1, 20, 25, 54), "At -15 only a roll of a hundred is a landmark."),
    _odds(-16, (0, 20, 25, 55), "At -16 no roll is a landmark."),
    _odds(38, (54, 20, 25, 1), "At +38 only a roll of one fails."),
    _odds(39, (55, 20, 25, 0), "At +39 no roll fails."),
    _odds(83, (99, 1, 0, 0), "At +83 only a roll of one is less than a landmark."),
    _odds(84, (100, 0, 0, 0), "At +84 every roll is a landmark."),
    _odds(-60, (0, 0, 1, 99), "At -60 only a roll of a hundred is not a failure."),
    _odds(-61, (0, 0, 0, 100), "At -61 every roll fails."),
)

PRICES = (
    _price(ExpeditionType.THINK_TANK, Depth.SHALLOW, {"academic": 1}, "A think tank costs one academic."),
    _price(ExpeditionType.THINK_TANK, Depth.STANDARD, {"academic": 2}, "Standard preparation costs one more."),
    _price(ExpeditionType.THINK_TANK, Depth.DEEP, {"academic": 3}, "Deep preparation costs two more."),
    _price(
        ExpeditionType.FIELD, Depth.SHALLOW, {"academic": 1, "government": 1}, "A field expedition costs two factions."
    ),
    _price(
        ExpeditionType.FIELD,
        Depth.DEEP,
        {"academic": 3, "government": 1},
        "Depth is paid in influence of the first faction alone.",
    ),
    _price(
        ExpeditionType.GREAT_PROJECT,
        Depth.DEEP,
        {"academic": 4, "government": 2, "industry": 2},
        "A great project costs two of three factions, and its depth.",
    ),
    Case(
        rule="expedition: price",
        says="What costs nothing in a pack costs nothing however deep.",
        given="a pack whose think tanks are free",
        then={},
        of=partial(
            rules.price,
            NUMBERS.model_copy(update={"costs": {ExpeditionType.THINK_TANK: {}}}),
            ExpeditionType.THINK_TANK,
            Depth.DEEP,
        ),
    ),
    Case(
        rule="expedition: price",
        says="A called-off expedition gives back what it cost, above the cap too.",
        given="3 academic paid",
        then=(Move(player="ada", faction="academic", change=3),),
        of=partial(rules.refund, "ada", {"academic": 3, "industry": 0}),
    ),
)

GATES = (
    _gate(ExpeditionType.THINK_TANK, -5, None, "A think tank is open from a reputation of -5 on."),
    _gate(ExpeditionType.THINK_TANK, -6, ReputationShort, "A think tank is closed below a reputation of -5."),
    _gate(ExpeditionType.FIELD, 0, None, "The field is open from a reputation of 0 on."),
    _gate(ExpeditionType.FIELD, -1, ReputationShort, "The field is closed below a reputation of 0."),
    _gate(ExpeditionType.GREAT_PROJECT, 10, None, "A great project is open from a reputation of 10 on."),
    _gate(ExpeditionType.GREAT_PROJECT, 9, ReputationShort, "A great project is closed below a reputation of 10."),
)

TEAMS = (
    _fit(
        "A scholar who is named twice is refused.",
        "one scholar, twice",
        TwiceInTeam,
        partial(rules.require_fit, [TIDE, TIDE], {}, 0),
    ),
    _fit(
        "A scholar who is hurt beyond the last digest stays at home.",
        "hurt until digest 6, and 5 was held",
        ScholarInjured,
        partial(rules.require_fit, [member("a", injured_until=6)], {}, 5),
    ),
    _fit(
        "A scholar travels again when the digest of their injury was held.",
        "hurt until digest 6, and 6 was held",
        None,
        partial(rules.require_fit, [member("a", injured_until=6)], {}, 6),
    ),
    _fit(
        "A scholar who is signed up already is refused.",
        "one of two is in EX-0004",
        ScholarTravelling,
        partial(rules.require_fit, [TIDE, BELL], {"b": "EX-0004"}, 0),
    ),
    _fit(
        "Whoever is signed up elsewhere keeps nobody else from leaving.",
        "another scholar is in EX-0004",
        None,
        partial(rules.require_fit, [TIDE], {"b": "EX-0004"}, 0),
    ),
)

EXPERTISE = (
    _expertise(
        "The best of the team at the best of the site's disciplines counts.",
        "7 in tides, 4 in bells",
        7,
        partial(rules.skill, [TIDE, BELL], SITE),
    ),
    _expertise(
        "A skill that the site does not ask for counts for nothing.",
        "9 in lamps at a site of tides and bells",
        0,
        partial(rules.skill, [LAMP], SITE),
    ),
    _expertise(
        "The skills of a team are not added up.", "7 and 7", 7, partial(rules.skill, [TIDE, member("d", tides=7)], SITE)
    ),
    _expertise(
        "A second discipline of the site adds one to the synergy.",
        "tides and bells",
        1,
        partial(rules.synergy, [TIDE, BELL], SITE, {}),
    ),
    _expertise(
        "A discipline that the site does not ask for adds nothing.",
        "tides and lamps",
        0,
        partial(rules.synergy, [TIDE, LAMP], SITE, {}),
    ),
    _expertise("Somebody alone has no synergy.", "one scholar", 0, partial(rules.synergy, [TIDE], SITE, {})),
    _expertise(
        "Two who like each other add one.",
        "0.5 both ways",
        2,
        partial(rules.synergy, [TIDE, BELL], SITE, {("a", "b"): 0.5, ("b", "a"): 0.5}),
    ),
    _expertise(
        "A liking that is not returned adds nothing.",
        "8 one way, 0.49 the other",
        1,
        partial(rules.synergy, [TIDE, BELL], SITE, {("a", "b"): 8.0, ("b", "a"): 0.49}),
    ),
    _expertise(
        "Who cannot stand somebody spoils it for both.",
        "8 one way, -0.5 the other",
        0,
        partial(rules.synergy, [TIDE, BELL], SITE, {("a", "b"): 8.0, ("b", "a"): -0.5}),
    ),
    _expertise(
        "A dislike that has nearly faded does no harm.",
        "-0.49 both ways",
        1,
        partial(rules.synergy, [TIDE, BELL], SITE, {("a", "b"): -0.49, ("b", "a"): -0.49}),
    ),
    _expertise(
        "Synergy never falls below nothing.",
        "two of one discipline who hate each other",
        0,
        partial(rules.synergy, [TIDE, member("b")], SITE, {("a", "b"): -9.0, ("b", "a"): -9.0}),
    ),
    _expertise(
        "Synergy ends at five.",
        "four friends of two disciplines: six pairs and a discipline",
        5,
        partial(
            rules.synergy,
            [member("a"), member("b"), member("c"), member("d", "bells")],
            SITE,
            {(one, other): 5.0 for one in "abcd" for other in "abcd"},
        ),
    ),
)

GOODWILL = (
    _goodwill(0, (0.0,), -3, "Who holds nothing of the site's faction is least welcome."),
    _goodwill(3, (0.0,), 0, "Who holds half of the cap is neither welcome nor not."),
    _goodwill(6, (0.0,), 3, "Who holds all of the cap is most welcome."),
    _goodwill(9, (0.0,), 3, "What is held above the cap makes nobody more welcome."),
    _goodwill(6, (10.0, 10.0), 5, "A full hand and a devoted team make five."),
    _goodwill(0, (-10.0, -10.0), -5, "An empty hand and a hostile team make minus five."),
    _goodwill(3, (2.5, 2.5), 1, "A feeling of 2.5 on average is rounded up to one."),
    _goodwill(3, (2.4,), 0, "A feeling of 2.4 is not felt yet."),
    _goodwill(3, (10.0, -10.0), 0, "One who is devoted and one who is hostile level out."),
)

FRICTION = (
    _friction("A site that nobody has eased keeps its friction.", "15", 15, partial(rules.site_friction, 15, 0)),
    _friction("What eases a site is taken off.", "15, eased by 4", 11, partial(rules.site_friction, 15, 4)),
    _friction("Friction never helps.", "3, eased by 5", 0, partial(rules.site_friction, 3, 5)),
    _friction("Each rival at the site costs two.", "two rivals", 4, partial(rules.political_friction, 2, 0)),
    _friction("Each opponent of the theory costs one.", "three opponents", 3, partial(rules.political_friction, 0, 3)),
    _friction(
        "Politics cost ten at most.", "four rivals, three opponents", 10, partial(rules.political_friction, 4, 3)
    ),
    _friction(
        "Just below the most, all of it counts.",
        "four rivals, one opponent",
        9,
        partial(rules.political_friction, 4, 1),
    ),
    _friction(
        "Everything that helps is added and both frictions are taken off.",
        "5 + 3 + 7 + 2 + 4 - 8 - 2",
        11,
        lambda: (
            Modifiers(
                preparation=5, clue=3, skill=7, synergy=2, goodwill=4, site_friction=8, political_friction=2
            ).total
        ),
    ),
)

CODES = (
    Case(rule="expedition: code", says="The first is EX-0001.", given="1", then="EX-0001", of=partial(codes.code, 1)),
    Case(
        rule="expedition: code",
        says="A code grows when its places are used up.",
        given="12345",
        then="EX-12345",
        of=partial(codes.code, 12345),
    ),
    Case(
        rule="expedition: code",
        says="A code may be typed small and without its letters.",
        given="ex-0007 and 7",
        then=(7, 7),
        of=lambda: (codes.read("ex-0007"), codes.read("7")),
    ),
    Case(
        rule="expedition: code",
        says="What is no code is not taken for one.",
        given="EX-, X-7, EX-7777777777",
        then=(None, None, None),
        of=lambda: (codes.read("EX-"), codes.read("X-7"), codes.read("EX-7777777777")),
    ),
)

CASES: tuple[Case, ...] = (
    *OUTCOMES,
    *ODDS,
    *PRICES,
    *GATES,
    *TEAMS,
    *EXPERTISE,
    *GOODWILL,
    *FRICTION,
    *CODES,
)
