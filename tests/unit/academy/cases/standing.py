"""Standing's rules, case by case."""

from collections.abc import Callable, Mapping

from longwave.modules.academy.events import Move, Repute
from longwave.modules.academy.standing import cards, rules
from longwave.modules.academy.standing.errors import InfluenceShort, NameUnusable, ReputationShort
from longwave.modules.academy.standing.names import folded, usable
from longwave.modules.academy.standing.rules import Standing, WagerEnd
from longwave.world.game import Confidence, Numbers, Wager
from unit.academy.case import Case

NUMBERS = Numbers()
SUSPECT, CERTAIN, CAREER = Confidence
Row = tuple[str, str, object, Callable[[], object]]


def of_rule(rule: str, *rows: Row) -> tuple[Case, ...]:
    return tuple(Case(rule=rule, says=says, given=given, then=then, of=of) for says, given, then, of in rows)


def ada(
    reputation: int = 0,
    *,
    held: Mapping[str, int] | None = None,
    escrow: Mapping[str, int] | None = None,
    quiet_until: int = 0,
) -> Standing:
    return Standing(
        id="ada",
        name="Ada",
        reputation=reputation,
        held={"academic": 3} if held is None else held,
        escrow=escrow or {},
        quiet_until=quiet_until,
    )


def move(change: int, escrow: int = 0) -> tuple[Move, ...]:
    return (Move(player="ada", faction="academic", change=change, escrow=escrow),)


def change(reputation: int, by: int) -> int:
    return sum(each.change for each in rules.repute(ada(reputation), by))


def gate(name: str, reputation: int, *, digest: int = 0, quiet_until: int = 0) -> str:
    around = cards.Surroundings(digest=digest, staff=(), waiting=())
    shown = cards.status(ada(reputation, quiet_until=quiet_until), NUMBERS, (), around)
    return dict(shown.fields)[name].partition(":")[0]


def place(of: str, *reputations: int) -> str:
    everybody = [Standing(id=name, name=name, reputation=each) for name, each in zip("abcd", reputations, strict=False)]
    grid = cards.ranking(everybody, 1, "").grid
    assert grid is not None
    return {row[1]: row[0] for row in grid.rows}[of]


_CAP = of_rule(
    "standing: cap",
    ("Nobody thought of at all can earn up to six.", "reputation 0", 6, lambda: rules.cap(0)),
    ("Four above nothing lifts it not yet.", "reputation 4", 6, lambda: rules.cap(4)),
    ("Five above nothing lifts it by one.", "reputation 5", 7, lambda: rules.cap(5)),
    ("Nine lifts it no further than five.", "reputation 9", 7, lambda: rules.cap(9)),
    ("The best thought of can earn up to sixteen.", "reputation 50", 16, lambda: rules.cap(50)),
    ("A bad reputation takes nothing off it.", "reputation -1", 6, lambda: rules.cap(-1)),
    ("The worst reputation takes nothing off it.", "reputation -50", 6, lambda: rules.cap(-50)),
)
_BOUNDS = of_rule(
    "standing: reputation",
    ("It rises to fifty.", "49, +1", 1, lambda: change(49, 1)),
    ("It rises no further than fifty.", "49, +15", 1, lambda: change(49, 15)),
    ("At fifty nothing lifts it.", "50, +2", 0, lambda: change(50, 2)),
    ("It falls to minus fifty.", "-49, -1", -1, lambda: change(-49, -1)),
    ("It falls no further than minus fifty.", "-30, -25", -20, lambda: change(-30, -25)),
    ("At minus fifty nothing lowers it.", "-50, -7", 0, lambda: change(-50, -7)),
    ("From one bound it may leave for the other.", "-50, +200", 100, lambda: change(-50, 200)),
    ("No change leaves no trace in an event.", "7, 0", (), lambda: rules.repute(ada(7), 0)),
    (
        "A quiet is noted also where the bound takes the change away.",
        "-50, -25, quiet until digest 9",
        (Repute(player="ada", change=0, quiet_until=9),),
        lambda: rules.repute(ada(-50), -25, 9),
    ),
)
_INFLUENCE = of_rule(
    "standing: influence",
    ("What is earned below the cap is had.", "3 held, +2", move(2), lambda: rules.earn(ada(), {"academic": 2})),
    ("It can be earned right up to the cap.", "3 held, +3", move(3), lambda: rules.earn(ada(), {"academic": 3})),
    ("Nothing is earned above the cap.", "3 held, +4", move(3), lambda: rules.earn(ada(), {"academic": 4})),
    (
        "At the cap nothing is earned.",
        "6 held, +1",
        (),
        lambda: rules.earn(ada(held={"academic": 6}), {"academic": 1}),
    ),
    (
        "Above a cap that has fallen nothing is taken away.",
        "9 held, +1",
        (),
        lambda: rules.earn(ada(held={"academic": 9}), {"academic": 1}),
    ),
    (
        "A better reputation makes room for more.",
        "reputation 5, 6 held, +2",
        move(1),
        lambda: rules.earn(ada(5, held={"academic": 6}), {"academic": 2}),
    ),
    (
        "A faction of which nothing is held yet can be earned.",
        "nothing held, +1",
        move(1),
        lambda: rules.earn(ada(held={}), {"academic": 1}),
    ),
    ("All that is held can be paid.", "3 held, a price of 3", move(-3), lambda: rules.pay(ada(), {"academic": 3})),
    (
        "More than is held cannot be paid.",
        "3 held, a price of 4",
        InfluenceShort,
        lambda: rules.pay(ada(), {"academic": 4}),
    ),
    ("A price of nothing is no payment.", "a price of 0", (), lambda: rules.pay(ada(), {"academic": 0})),
    (
        "One faction that is short stops the whole payment.",
        "3 academic and no foreign, a price of 1 each",
        InfluenceShort,
        lambda: rules.pay(ada(), {"academic": 1, "foreign": 1}),
    ),
    (
        "What stands in escrow cannot be paid with.",
        "nothing held and 3 in escrow, a price of 1",
        InfluenceShort,
        lambda: rules.pay(ada(held={"academic": 0}, escrow={"academic": 3}), {"academic": 1}),
    ),
    ("A loss takes no more than is held.", "3 held, -5", move(-3), lambda: rules.lose(ada(), {"academic": 5})),
    (
        "Who holds nothing loses nothing.",
        "nothing held, -1",
        (),
        lambda: rules.lose(ada(held={}), {"academic": 1}),
    ),
)
_ESCROW = of_rule(
    "standing: escrow",
    (
        "What is set aside leaves what is held and stands in escrow.",
        "3 held, 2 set aside",
        move(-2, 2),
        lambda: rules.set_aside(ada(), {"academic": 2}),
    ),
    (
        "More than is held cannot be set aside.",
        "3 held, 4 set aside",
        InfluenceShort,
        lambda: rules.set_aside(ada(), {"academic": 4}),
    ),
    (
        "What comes back comes back whole, also above the cap.",
        "9 in escrow",
        move(9, -9),
        lambda: rules.give_back("ada", {"academic": 9}),
    ),
    (
        "What is spent from escrow is gone.",
        "2 in escrow",
        move(0, -2),
        lambda: rules.spend_escrow("ada", {"academic": 2}),
    ),
)
_WAGER = of_rule(
    "wager",
    ("A suspicion that holds pays two.", "suspect, won", WagerEnd(change=2), lambda: rules.wager_won(NUMBERS, SUSPECT)),
    (
        "A certainty that holds pays five.",
        "certain, won",
        WagerEnd(change=5),
        lambda: rules.wager_won(NUMBERS, CERTAIN),
    ),
    ("A career that holds pays fifteen.", "career, won", WagerEnd(change=15), lambda: rules.wager_won(NUMBERS, CAREER)),
    (
        "Half a suspicion pays one.",
        "suspect, partial",
        WagerEnd(change=1),
        lambda: rules.wager_partial(NUMBERS, SUSPECT),
    ),
    (
        "Half a certainty pays two, rounded down.",
        "certain, partial",
        WagerEnd(change=2),
        lambda: rules.wager_partial(NUMBERS, CERTAIN),
    ),
    (
        "Half a career pays seven, rounded down.",
        "career, partial",
        WagerEnd(change=7),
        lambda: rules.wager_partial(NUMBERS, CAREER),
    ),
    (
        "Half of one still pays one.",
        "a reward of 1, partial",
        WagerEnd(change=1),
        lambda: rules.wager_partial(Numbers(wagers={SUSPECT: Wager(reward=1, penalty=1)}), SUSPECT),
    ),
    (
        "A suspicion that fails costs one.",
        "suspect, lost",
        WagerEnd(change=-1),
        lambda: rules.wager_lost(NUMBERS, SUSPECT),
    ),
    (
        "A certainty that fails costs seven, and leaves one free to recruit.",
        "certain, lost",
        WagerEnd(change=-7),
        lambda: rules.wager_lost(NUMBERS, CERTAIN),
    ),
    (
        "A career that fails costs twenty-five and two digests without recruiting.",
        "career, lost",
        WagerEnd(change=-25, quiet_digests=2),
        lambda: rules.wager_lost(NUMBERS, CAREER),
    ),
    (
        "The quiet is counted from the digest that decided.",
        "career, lost at digest 5",
        (Repute(player="ada", change=-25, quiet_until=7),),
        lambda: rules.wagered(ada(), rules.wager_lost(NUMBERS, CAREER), 5),
    ),
    (
        "A longer quiet is not cut short.",
        "quiet until digest 12, career lost at digest 5",
        (Repute(player="ada", change=-25, quiet_until=12),),
        lambda: rules.wagered(ada(quiet_until=12), rules.wager_lost(NUMBERS, CAREER), 5),
    ),
    (
        "A win silences nobody.",
        "career, won at digest 5",
        (Repute(player="ada", change=15),),
        lambda: rules.wagered(ada(), rules.wager_won(NUMBERS, CAREER), 5),
    ),
    (
        "A penalty is cut off at the bound.",
        "reputation -40, career lost at digest 1",
        (Repute(player="ada", change=-10, quiet_until=3),),
        lambda: rules.wagered(ada(-40), rules.wager_lost(NUMBERS, CAREER), 1),
    ),
)
_GATES = of_rule(
    "gates",
    ("Recruiting is open at minus ten.", "reputation -10", "open", lambda: gate("Recruiting", -10)),
    ("Recruiting is closed below minus ten.", "reputation -11", "closed", lambda: gate("Recruiting", -11)),
    (
        "A lost career closes recruiting until its digest.",
        "quiet until digest 7, digest 6",
        "closed until digest 7",
        lambda: gate("Recruiting", 0, digest=6, quiet_until=7),
    ),
    (
        "From its digest on recruiting is open again.",
        "quiet until digest 7, digest 7",
        "open",
        lambda: gate("Recruiting", 0, digest=7, quiet_until=7),
    ),
    ("Think tanks are open at minus five.", "reputation -5", "open", lambda: gate("Think tank", -5)),
    ("Think tanks are closed below minus five.", "reputation -6", "closed", lambda: gate("Think tank", -6)),
    ("Field expeditions are open at nothing.", "reputation 0", "open", lambda: gate("Field", 0)),
    ("Field expeditions are closed below nothing.", "reputation -1", "closed", lambda: gate("Field", -1)),
    ("Great projects are open at ten.", "reputation 10", "open", lambda: gate("Great project", 10)),
    ("Great projects are closed below ten.", "reputation 9", "closed", lambda: gate("Great project", 9)),
    ("A gate lets pass who just reaches it.", "-10 of -10", None, lambda: rules.require(ada(-10), -10, "it")),
    ("A gate stops who just misses it.", "-11 of -10", ReputationShort, lambda: rules.require(ada(-11), -10, "it")),
)
_PLACES = of_rule(
    "ranking",
    ("Who is thought best of comes first.", "3, 9", "1", lambda: place("b", 3, 9)),
    ("Who is thought of alike shares a place.", "9, 9, 1", "1", lambda: place("b", 9, 9, 1)),
    ("The place after a shared one is left out.", "9, 9, 1", "3", lambda: place("c", 9, 9, 1)),
    ("A bad reputation comes after none.", "-1, 0", "2", lambda: place("a", -1, 0)),
)
_NAMES = of_rule(
    "names",
    ("Two letters are a name.", "“Bo”", "Bo", lambda: usable("Bo")),
    ("One letter is none.", "“B”", NameUnusable, lambda: usable("B")),
    ("A letter and a digit are none.", "“B7”", NameUnusable, lambda: usable("B7")),
    ("Forty characters fit on a card.", "40 letters", "a" * 40, lambda: usable("a" * 40)),
    ("Forty-one do not.", "41 letters", NameUnusable, lambda: usable("a" * 41)),
    ("Blanks around and between are put in order.", "“ Ada   Quill ”", "Ada Quill", lambda: usable(" Ada   Quill ")),
    (
        "Apostrophes, dots and hyphens belong to names.",
        "“J. O’Hara-Osk”",
        "J. O’Hara-Osk",
        lambda: usable("J. O’Hara-Osk"),
    ),
    ("Letters of any script are letters.", "“Ждан Łoś”", "Ждан Łoś", lambda: usable("Ждан Łoś")),
    ("Nothing to be called by is no name.", "three blanks", NameUnusable, lambda: usable("   ")),
    ("A name that turns the line round is refused.", "U+202E", NameUnusable, lambda: usable("Ada\u202eadA")),
    ("A name that calls everybody is refused.", "“@everyone”", NameUnusable, lambda: usable("@everyone")),
    ("A name made of markup is refused.", "“**Ada**”", NameUnusable, lambda: usable("**Ada**")),
    ("Capitals make no other name.", "“ADA”, “ada”", True, lambda: folded("ADA") == folded("ada")),
    ("Blanks make no other name.", "“A da”, “Ada”", True, lambda: folded("A da") == folded("Ada")),
    ("Letters that look alike make no other name.", "Cyrillic “Аdа”", True, lambda: folded("Аdа") == folded("Ada")),  # noqa: RUF001 - the rule is about these letters
    ("Other letters make another name.", "“Ada”, “Ida”", False, lambda: folded("Ada") == folded("Ida")),
)

CASES: tuple[Case, ...] = (*_CAP, *_BOUNDS, *_INFLUENCE, *_ESCROW, *_WAGER, *_GATES, *_PLACES, *_NAMES)
