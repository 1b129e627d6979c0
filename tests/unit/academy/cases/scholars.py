"""Scholars: how they feel, how long they stay, whom they meet, and how they are told of."""

import datetime as dt
from collections.abc import Callable
from random import Random

from longwave.modules.academy.scholars import cards, rules
from longwave.modules.academy.scholars.templates import filled
from longwave.world.game import Numbers
from unit.academy.case import Case
from unit.academy.table import OPENED

Row = tuple[str, str, object, Callable[[], object]]
NEVER, ALWAYS = Numbers(sidecast=0.0), Numbers(sidecast=1.0)


def of_rule(rule: str, *rows: Row) -> tuple[Case, ...]:
    return tuple(Case(rule=rule, says=says, given=given, then=then, of=of) for says, given, then, of in rows)


def _roster(fewest: int, most: int) -> Numbers:
    return Numbers(roster=(fewest, most))


def _retires(*, tier: int = 0, years: int = 0, is_founding: bool = False) -> float:
    return rules.retirement_chance(tier=tier, years=years, is_founding=is_founding)


def _meets(around: tuple[str, ...], **feelings: float) -> str | None:
    felt = {("new", other): value for other, value in feelings.items()}
    return rules.companion("new", around, felt, Random(1))


def _years(days: float) -> int:
    return rules.years(OPENED, OPENED + dt.timedelta(days=days))


CASES: tuple[Case, ...] = (
    *of_rule(
        "scholars: feelings in words",
        ("From 6 on a scholar is devoted.", "6.0", "devoted", lambda: rules.in_words(6.0)),
        ("Just below 6 a scholar is fond.", "5.99", "fond", lambda: rules.in_words(5.99)),
        ("From 3 on a scholar is fond.", "3.0", "fond", lambda: rules.in_words(3.0)),
        ("From 1 on a scholar is well disposed.", "1.0", "well disposed", lambda: rules.in_words(1.0)),
        ("A stranger is neither.", "0.0", "neither warm nor cold", lambda: rules.in_words(0.0)),
        ("At -1 a scholar is not cool yet.", "-1.0", "neither warm nor cold", lambda: rules.in_words(-1.0)),
        ("Below -1 a scholar is cool.", "-1.01", "cool", lambda: rules.in_words(-1.01)),
        ("Below -3 a scholar is resentful.", "-3.01", "resentful", lambda: rules.in_words(-3.01)),
        ("Below -6 a scholar is hostile.", "-6.01", "hostile", lambda: rules.in_words(-6.01)),
        ("There is nothing below hostile.", "-10.0", "hostile", lambda: rules.in_words(-10.0)),
        ("A feeling is shown with its number.", "1.04", "well disposed (+1.0)", lambda: cards.towards(1.04)),
        ("No feeling has no number.", "-0.04", "neither warm nor cold", lambda: cards.towards(-0.04)),
    ),
    *of_rule(
        "scholars: feelings",
        ("A feeling moves by what happens.", "+1 from 2", 3.0, lambda: rules.felt(2.0, 1.0)),
        ("A feeling ends at 10.", "+3 from 9", 10.0, lambda: rules.felt(9.0, 3.0)),
        ("A feeling ends at -10.", "-2 from -9.5", -10.0, lambda: rules.felt(-9.5, -2.0)),
        ("A feeling is kept to a millionth.", "a third from 0", 0.333333, lambda: rules.felt(0.0, 1 / 3)),
    ),
    *of_rule(
        "scholars: the first day",
        ("There are two more than there must be.", "20 to 30", 22, lambda: rules.founding_size(_roster(20, 30))),
        ("There are never more than there may be.", "20 to 21", 21, lambda: rules.founding_size(_roster(20, 21))),
        ("A roster of one size is full.", "20 to 20", 20, lambda: rules.founding_size(_roster(20, 20))),
    ),
    *of_rule(
        "scholars: sidecasts",
        (
            "A chance of one always brings somebody.",
            "29 of 30",
            True,
            lambda: rules.is_introduced(ALWAYS, 29, Random(1)),
        ),
        ("A full roster takes in nobody.", "30 of 30", False, lambda: rules.is_introduced(ALWAYS, 30, Random(1))),
        ("A chance of none never brings anybody.", "0 of 30", False, lambda: rules.is_introduced(NEVER, 0, Random(1))),
    ),
    *of_rule(
        "scholars: newcomers' stories",
        ("Two digests after the debut nothing happens.", "debut, 2", None, lambda: rules.stage_due("debut", 2)),
        ("Three digests after it they find a place.", "debut, 3", "integration", lambda: rules.stage_due("debut", 3)),
        (
            "Five digests after it nothing more happens.",
            "integration, 5",
            None,
            lambda: rules.stage_due("integration", 5),
        ),
        (
            "Six digests after it all look at them.",
            "integration, 6",
            "spotlight",
            lambda: rules.stage_due("integration", 6),
        ),
        (
            "One stage comes after the other, however late.",
            "debut, 9",
            "integration",
            lambda: rules.stage_due("debut", 9),
        ),
        ("After the spotlight the story is over.", "spotlight, 90", None, lambda: rules.stage_due("spotlight", 90)),
        ("Who was there on the first day has no such story.", "none, 90", None, lambda: rules.stage_due("", 90)),
    ),
    *of_rule(
        "scholars: whom they get on with",
        ("With whom they like best.", "0.5 and 2.0", "b", lambda: _meets(("a", "b"), a=0.5, b=2.0)),
        ("With a stranger rather than with an enemy.", "-1.0 and a stranger", "b", lambda: _meets(("a", "b"), a=-1.0)),
        ("With an enemy, where there is nobody else.", "-1.0", "a", lambda: _meets(("a",), a=-1.0)),
        ("With nobody, where nobody is.", "nobody", None, lambda: _meets(())),
        (
            "The order in which they stand does not matter.",
            "two strangers",
            True,
            lambda: _meets(("a", "b")) == _meets(("b", "a")),
        ),
    ),
    *of_rule(
        "scholars: retirement",
        ("In the first twenty years nobody retires.", "20 years", 0.0, lambda: _retires(years=20)),
        ("In the year after, one in a thousand does.", "21 years", 0.001, lambda: _retires(years=21)),
        ("After sixty years it is one in twenty-five.", "60 years", 0.04, lambda: _retires(years=60)),
        ("It is never more than one in twenty.", "200 years", 0.05, lambda: _retires(years=200)),
        ("At the top, forty years are not too many.", "tier 2, 40 years", 0.02, lambda: _retires(tier=2, years=40)),
        ("At the top, forty-one years are enough.", "tier 2, 41 years", 1.0, lambda: _retires(tier=2, years=41)),
        ("Below the top, forty-one years are not.", "tier 1, 41 years", 0.021, lambda: _retires(tier=1, years=41)),
        (
            "Who was there on the first day stays as long as the dice let them.",
            "tier 2, 41 years, founding",
            0.021,
            lambda: _retires(tier=2, years=41, is_founding=True),
        ),
        ("A day of the clock is a year of the Work.", "41 days", 41, lambda: _years(41)),
        ("A day that is not over is no year.", "23 hours", 0, lambda: _years(23 / 24)),
        ("Nobody serves less than no year.", "a day before they came", 0, lambda: _years(-1)),
    ),
    *of_rule(
        "scholars: templates",
        ("A slot is filled.", "{lead}", "for Ada.", lambda: filled("for {lead}.", {"lead": "Ada"})),
        (
            "A name that looks like a slot stays as it is.",
            "{lead}",
            "for {site}.",
            lambda: filled("for {lead}.", {"lead": "{site}", "site": "x"}),
        ),
        ("An unknown slot stays as it is.", "{other}", "for {other}.", lambda: filled("for {other}.", {})),
        (
            "A text begins with a capital letter.",
            "{they}",
            "They came.",
            lambda: filled("{they} came.", {"they": "they"}),
        ),
        (
            "So does a sentence within it.",
            "{they}",
            "It rained. They came.",
            lambda: filled("It rained. {they} came.", {"they": "they"}),
        ),
        ("So does what is quoted.", "“{they}", "“They came.”", lambda: filled("“{they} came.”", {"they": "they"})),
        (
            "In mid-sentence it stays small.",
            "{site}",
            "At the quay.",
            lambda: filled("At {site}.", {"site": "the quay"}),
        ),
        ("What is in other brackets stays.", "[site]", "At [site].", lambda: filled("At [site].", {"site": "x"})),
    ),
)
