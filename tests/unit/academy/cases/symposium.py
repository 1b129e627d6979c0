"""The symposium's rules, case by case."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from longwave.modules.academy.events import Move
from longwave.modules.academy.standing.rules import Standing
from longwave.modules.academy.symposium import rules
from longwave.modules.academy.symposium.events import Choice, Paid, TopicScore
from longwave.modules.academy.symposium.rules import Pledge, Topic
from longwave.world.game import Numbers
from unit.academy.case import Case

TODAY = dt.date(1931, 3, 6)
AT = dt.datetime(1931, 3, 6, 12, tzinfo=dt.UTC)
LONDON = ZoneInfo("Europe/London")
VOTED = Pledge(player="ada", pledged=4, choice=Choice.DENY)
MISSED = Pledge(player="ada", pledged=4, grace_on=TODAY)
Row = tuple[str, str, object, Callable[[], object]]


def of_rule(rule: str, *rows: Row) -> tuple[Case, ...]:
    return tuple(Case(rule=rule, says=says, given=given, then=then, of=of) for says, given, then, of in rows)


def ada(held: Mapping[str, int] | None = None, *, debt: int = 0, misses: int = 0, reputation: int = 0) -> Standing:
    return Standing(
        id="ada",
        name="Ada",
        held={"academic": 6} if held is None else held,
        debt=debt,
        misses=misses,
        reputation=reputation,
        escrow={"academic": 3},
    )


def graced(days: int) -> Pledge:
    return Pledge(player="ada", pledged=4, grace_on=TODAY - dt.timedelta(days=days))


def paid(standing: Standing, pledge: Pledge) -> Paid:
    return rules.settle(standing, pledge, TODAY)[0]


def taken(standing: Standing, pledge: Pledge) -> dict[str, int]:
    return amounts(rules.settle(standing, pledge, TODAY)[1])


def amounts(moves: tuple[Move, ...]) -> dict[str, int]:
    return {move.faction: -move.change for move in moves}


def days_before(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def topic(days: float, player: str = "ada") -> Topic:
    at = AT - dt.timedelta(days=days)
    return Topic(id=1, player=player, title="Whether", says="Is it?", at=at, expires=at + dt.timedelta(days=28))


def score(each: Topic, *, fresh: bool = True, new: bool = False, recent: bool = False) -> float:
    return rules.score(each, AT, is_fresh_first=fresh, is_new=new, is_recent=recent).total


def best(*scores: tuple[int, float]) -> int:
    return rules.best([TopicScore(topic=number, age=age) for number, age in scores])


def asked(**days: int) -> str:
    """Return what is asked of three questions of which some were asked so many days ago."""
    before = {name: AT - dt.timedelta(days=count) for name, count in days.items()}
    return rules.question(before, ("tide", "bell", "lamp"), Random(1))


def called_in(debt: int, days: int | None) -> bool:
    return rules.is_called_in(debt, None if days is None else days_before(days), TODAY)


def meets(after: str) -> str:
    at = dt.datetime.fromisoformat(after).replace(tzinfo=dt.UTC)
    return f"{rules.next_meeting(at, LONDON, Numbers()):%Y-%m-%d %H:%M}"


CASES: tuple[Case, ...] = (
    *of_rule(
        "symposium: pledge",
        *(
            (says, f"{misses} misses in a row, a debt of {debt}", then, partial(rules.pledge, misses, debt))
            for says, misses, debt, then in (
                ("who owes nothing and misses nothing pledges two", 0, 0, 2),
                ("a miss adds one", 1, 0, 3),
                ("five misses add five", 5, 0, 7),
                ("a sixth miss adds nothing", 6, 0, 7),
                ("a point of debt adds one", 0, 1, 3),
                ("five points of debt add five", 0, 5, 7),
                ("a sixth point of debt adds nothing", 0, 6, 7),
                ("misses and debt add to one another", 2, 3, 7),
                ("nobody pledges more than twelve", 40, 40, 12),
            )
        ),
    ),
    *of_rule(
        "symposium: outcome",
        *(
            (
                says,
                f"{affirm} affirm, {doubt} doubt, {deny} deny",
                then,
                partial(rules.outcome, dict(zip(Choice, (affirm, doubt, deny), strict=True))),
            )
            for says, (affirm, doubt, deny), then in (
                ("without a vote nothing is decided", (0, 0, 0), None),
                ("a single vote decides", (0, 1, 0), Choice.DOUBT),
                ("the most votes decide, though they are no majority", (2, 2, 3), Choice.DENY),
                ("two that lead together decide nothing", (3, 1, 3), None),
                ("three that are level decide nothing", (1, 1, 1), None),
                ("a tie for the second place does not matter", (2, 1, 1), Choice.AFFIRM),
            )
        ),
    ),
    *of_rule(
        "symposium: pledges",
        ("who votes pays nothing", "a pledge of 4, a vote", {}, lambda: taken(ada(), VOTED)),
        ("a vote ends a row of misses", "3 misses, a vote", 0, lambda: paid(ada(misses=3), VOTED).misses),
        ("a vote leaves a debt as it is", "a debt of 5, a vote", 5, lambda: paid(ada(debt=5), VOTED).debt),
        (
            "who votes does not use their grace up",
            "a vote, no grace taken yet",
            False,
            lambda: paid(ada(), VOTED).took_grace,
        ),
        ("a miss costs the pledge", "a pledge of 4, 6 academic", {"academic": 4}, lambda: taken(ada(), MISSED)),
        ("a miss lengthens the row of misses", "2 misses before", 3, lambda: paid(ada(misses=2), MISSED).misses),
        (
            "it is paid of what is held most",
            "a pledge of 4; 3 academic, 5 foreign",
            {"foreign": 4},
            lambda: taken(ada({"academic": 3, "foreign": 5}), MISSED),
        ),
        (
            "of what is held alike the first by id pays",
            "a pledge of 4; 4 religious, 4 industry",
            {"industry": 4},
            lambda: taken(ada({"religious": 4, "industry": 4}), MISSED),
        ),
        (
            "several factions pay where one does not suffice",
            "a pledge of 4; 1 academic, 3 foreign, 2 religious",
            {"foreign": 3, "religious": 1},
            lambda: taken(ada({"academic": 1, "foreign": 3, "religious": 2}), MISSED),
        ),
        (
            "what is set aside for offers pays nothing",
            "a pledge of 4; nothing held, 3 in escrow",
            {},
            lambda: taken(ada({}), MISSED),
        ),
        (
            "who holds just enough owes nothing",
            "a pledge of 4; 4 academic",
            (4, 0),
            lambda: (paid(ada({"academic": 4}), MISSED).paid, paid(ada({"academic": 4}), MISSED).debt),
        ),
        (
            "what cannot be paid is owed",
            "a pledge of 4; 3 academic",
            (3, 1),
            lambda: (paid(ada({"academic": 3}), MISSED).paid, paid(ada({"academic": 3}), MISSED).debt),
        ),
        (
            "what cannot be paid comes on top of the debt before",
            "a pledge of 4, a debt of 2, nothing held",
            6,
            lambda: paid(ada({}, debt=2), MISSED).debt,
        ),
    ),
    *of_rule(
        "symposium: grace",
        (
            "the first miss is let off",
            "no grace taken yet",
            True,
            lambda: paid(ada(), Pledge(player="ada", pledged=4)).took_grace,
        ),
        (
            "a miss that is let off costs nothing",
            "no grace taken yet, a pledge of 4",
            {},
            lambda: taken(ada(), Pledge(player="ada", pledged=4)),
        ),
        (
            "a miss that is let off leaves the row of misses as it is",
            "2 misses before, no grace taken yet",
            2,
            lambda: paid(ada(misses=2), Pledge(player="ada", pledged=4)).misses,
        ),
        (
            "there is none within four weeks of the last",
            "a grace 27 days ago",
            False,
            lambda: paid(ada(), graced(27)).is_excused,
        ),
        (
            "four weeks after the last there is one again",
            "a grace 28 days ago",
            True,
            lambda: paid(ada(), graced(28)).took_grace,
        ),
        (
            "whom the host excuses is let off",
            "excused, a grace today",
            True,
            lambda: paid(ada(), Pledge(player="ada", pledged=4, grace_on=TODAY, is_excused=True)).is_excused,
        ),
        (
            "whom the host excuses keeps their grace",
            "excused, no grace taken yet",
            False,
            lambda: paid(ada(), Pledge(player="ada", pledged=4, is_excused=True)).took_grace,
        ),
    ),
    *of_rule(
        "symposium: debt called in",
        *(
            (
                says,
                f"a debt of {debt}, last called in {'never' if since is None else f'{since} days ago'}",
                then,
                partial(called_in, debt, since),
            )
            for says, debt, since, then in (
                ("five are not", 5, None, False),
                ("six are", 6, None, True),
                ("not within a week of the last time", 6, 6, False),
                ("a week after the last time again", 6, 7, True),
                ("a larger debt does not shorten the week", 60, 6, False),
            )
        ),
    ),
    *of_rule(
        "symposium: reprimand",
        (
            "it costs two influence of what is held most",
            "2 academic, 5 foreign",
            {"foreign": 2},
            lambda: amounts(rules.reprimand(ada({"academic": 2, "foreign": 5}, debt=6)).moves),
        ),
        (
            "it costs influence alone where there is enough",
            "2 academic",
            ("academic", ()),
            lambda: (rules.reprimand(ada({"academic": 2})).faction, rules.reprimand(ada({"academic": 2})).reputes),
        ),
        (
            "with less than two of anything it costs one reputation",
            "1 academic, 1 foreign",
            ([-1], ()),
            lambda: (
                [each.change for each in rules.reprimand(ada({"academic": 1, "foreign": 1})).reputes],
                rules.reprimand(ada({"academic": 1, "foreign": 1})).moves,
            ),
        ),
        (
            "with nothing it costs one reputation",
            "nothing held",
            [-1],
            lambda: [each.change for each in rules.reprimand(ada({})).reputes],
        ),
        (
            "at the bottom it costs no reputation more",
            "nothing held, a reputation of -50",
            (),
            lambda: rules.reprimand(ada({}, reputation=-50)).reputes,
        ),
        ("it pays nothing of the debt", "a debt of 9", 9, lambda: rules.reprimand(ada(debt=9)).debt),
    ),
    *of_rule(
        "symposium: score",
        *(
            (says, given, then, partial(score, each, **flags))
            for says, given, each, flags, then in (
                ("fresh first: a new topic has one", "0 days", topic(0), {}, 1.0),
                ("fresh first: it falls with age", "14 days", topic(14), {}, 0.5),
                ("fresh first: after four weeks nothing is left", "28 days", topic(28), {}, 0.0),
                ("old first: a new topic has nothing", "0 days", topic(0), {"fresh": False}, 0.0),
                ("old first: it grows with age", "7 days", topic(7), {"fresh": False}, 0.25),
                ("old first: it never has more than one", "40 days", topic(40), {"fresh": False}, 1.0),
                ("a new proposer has a half more", "14 days, new", topic(14), {"new": True}, 1.0),
                (
                    "who was picked lately has three quarters less",
                    "14 days, recent",
                    topic(14),
                    {"recent": True},
                    -0.25,
                ),
                ("nobody's topic is no new proposer's", "14 days, of nobody", topic(14, ""), {"new": True}, 0.5),
                ("nobody's topic was not picked lately", "14 days, of nobody", topic(14, ""), {"recent": True}, 0.5),
            )
        ),
    ),
    *of_rule(
        "symposium: picked lately",
        *(
            (says, given, then, partial(rules.is_within, rules.RECENT_DAYS, since, TODAY))
            for says, given, since, then in (
                ("27 days ago was lately", "27 days", days_before(27), True),
                ("28 days ago was not", "28 days", days_before(28), False),
                ("never was not", "never", None, False),
            )
        ),
    ),
    *of_rule(
        "symposium: pick",
        ("the highest score is picked", "topic 1 with .2, topic 2 with .3", 2, lambda: best((1, 0.2), (2, 0.3))),
        ("of equals the one that came first is picked", "topics 7 and 3 with .5", 3, lambda: best((7, 0.5), (3, 0.5))),
        (
            "a new proposer's topic of two weeks equals a fresh one of anybody's",
            "14 days and new; 0 days",
            True,
            lambda: score(topic(14), new=True) == score(topic(0)),
        ),
    ),
    *of_rule(
        "symposium: question of the pack",
        (
            "one that was never asked comes before all others",
            "tide and lamp were asked, bell never",
            "bell",
            lambda: asked(tide=300, lamp=200),
        ),
        (
            "where all were asked, the one that rested longest comes",
            "tide 9 days ago, bell 16, lamp 2",
            "bell",
            lambda: asked(tide=9, bell=16, lamp=2),
        ),
    ),
    *of_rule(
        "symposium: meeting",
        (
            "a minute before noon it is the same day",
            "Friday, 11:59",
            "1931-03-06 12:00",
            lambda: meets("1931-03-06 11:59"),
        ),
        ("at noon itself it is a week later", "Friday, 12:00", "1931-03-13 12:00", lambda: meets("1931-03-06 12:00")),
        (
            "the week in which clocks go forward is an hour shorter",
            "Friday 17 April 1931, the clocks change on Sunday",
            "1931-04-24 11:00",
            lambda: meets("1931-04-17 12:00"),
        ),
        (
            "the week in which clocks go back is an hour longer",
            "Friday 2 October 1931, the clocks change on Sunday",
            "1931-10-09 12:00",
            lambda: meets("1931-10-02 11:00"),
        ),
    ),
)
