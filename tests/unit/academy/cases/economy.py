"""The economy's rules, case by case."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial

from longwave.modules.academy.economy import purse, rules
from longwave.modules.academy.economy.events import ContractsPaid
from longwave.modules.academy.events import Move
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.standing.errors import InfluenceShort
from longwave.modules.academy.standing.rules import Standing
from longwave.world.game import SeasonalEvent
from longwave.world.scholars import Track
from unit.academy.case import Case
from unit.academy.small import FACTIONS, small_game

OPENED = dt.date(1931, 3, 2)
NOW = dt.datetime(1931, 3, 2, 13, tzinfo=dt.UTC)
Row = tuple[str, str, object, Callable[[], object]]


def of_rule(rule: str, *rows: Row) -> tuple[Case, ...]:
    return tuple(Case(rule=rule, says=says, given=given, then=then, of=of) for says, given, then, of in rows)


def ada(
    held: Mapping[str, int] | None = None,
    *,
    escrow: Mapping[str, int] | None = None,
    debt: int = 0,
    endowed: int = 0,
    reputation: int = 0,
) -> Standing:
    holds = dict.fromkeys(FACTIONS, 6) if held is None else held
    return Standing(
        id="ada", name="Ada", held=holds, escrow=escrow or {}, debt=debt, endowed=endowed, reputation=reputation
    )


def scholar(number: int, faction: str, unpaid: int = 0) -> Scholar:
    sheet = small_game().scholars["scholar-0"]
    return Scholar(
        id=f"s{number}",
        name=f"S{number}",
        nickname=None,
        sheet=sheet,
        discipline=sheet.discipline,
        faction=faction,
        track=Track.ACADEMIA,
        tier=0,
        employer="ada",
        contract_at=NOW,
        terms=(),
        unpaid=unpaid,
        discovered_at=NOW,
        injured_until=0,
        arrived_at=NOW,
        retired_at=None,
        stage="",
    )


def gains(moves: tuple[Move, ...]) -> dict[str, int]:
    return {move.faction: move.change for move in moves}


def stipend(academic: int, foreign: int, aside: int = 0, below: int = 3) -> dict[str, int]:
    """Return what is given to who holds so much of two factions, and has set academic influence aside."""
    player = ada({"academic": academic, "foreign": foreign}, escrow={"academic": aside})
    return gains(rules.stipend(player, ("academic", "foreign"), below))


def paid(held: Mapping[str, int], *staff: Scholar) -> ContractsPaid:
    return rules.pay_contracts(ada(held), staff)


def endowed(amount: int, *, debt: int = 0, before: int = 0, reputation: int = 0) -> tuple[int, int, int]:
    """Return what pays a debt, what has been given in all, and the reputation it earns."""
    event = rules.endow(ada({"academic": 99}, debt=debt, endowed=before, reputation=reputation), "academic", amount)
    return event.against_debt, event.total, sum(each.change for each in event.reputes)


def repaid(amount: int, debt: int) -> tuple[int, int]:
    event = rules.pay_debt(ada({"academic": 99}, debt=debt), "academic", amount)
    return event.amount, event.left


def season(first: str, last: str) -> SeasonalEvent:
    return SeasonalEvent(
        id="s", title="S", first=first, last=last, faction="academic", says="It comes.", asks="lamp oil"
    )


CASES: tuple[Case, ...] = (
    *of_rule(
        "economy: stipend",
        ("who holds two is given one", "2 and 3", {"academic": 1}, lambda: stipend(2, 3)),
        ("who holds three is given nothing", "3 and 3", {}, lambda: stipend(3, 3)),
        ("each faction gives by itself", "0 and 1", {"academic": 1, "foreign": 1}, lambda: stipend(0, 1)),
        ("what is set aside counts", "0 held and 3 in escrow", {}, lambda: stipend(0, 3, aside=3)),
        ("what is held counts with it", "1 held and 1 in escrow", {"academic": 1}, lambda: stipend(1, 3, aside=1)),
        ("a pack may do without", "0 and 0, below 0", {}, lambda: stipend(0, 0, below=0)),
        ("a pack may give up to the cap", "5 and 6, below 6", {"academic": 1}, lambda: stipend(5, 6, below=6)),
        (
            "a faction that nothing is held of gives too",
            "nothing at all of one faction",
            {"academic": 1},
            lambda: gains(rules.stipend(ada({}), ("academic",), 3)),
        ),
    ),
    *of_rule(
        "economy: contracts",
        (
            "each scholar costs one of their faction",
            "two academic scholars and a foreign one",
            {"academic": -2, "foreign": -1},
            lambda: gains(
                paid(
                    {"academic": 3, "foreign": 3},
                    *(scholar(1, "academic"), scholar(2, "academic"), scholar(3, "foreign")),
                ).moves
            ),
        ),
        (
            "where their faction is short, what is held most pays",
            "a foreign scholar; 2 academic, 5 industry",
            {"industry": -1},
            lambda: gains(paid({"academic": 2, "industry": 5, "foreign": 0}, scholar(1, "foreign")).moves),
        ),
        (
            "a faction is spent to the last before another pays",
            "two foreign scholars; 1 foreign, 4 academic",
            {"foreign": -1, "academic": -1},
            lambda: gains(paid({"academic": 4, "foreign": 1}, scholar(1, "foreign"), scholar(2, "foreign")).moves),
        ),
        (
            "who has nothing leaves scholars unpaid",
            "two scholars, nothing held",
            ("s1", "s2"),
            lambda: paid({}, scholar(1, "academic"), scholar(2, "foreign")).unpaid,
        ),
        (
            "who has waited longest is paid first",
            "one influence; s1 unpaid for 0 days, s2 for 2",
            (("s2",), ("s1",)),
            lambda: (
                paid({"academic": 1}, scholar(1, "academic"), scholar(2, "academic", 2)).paid,
                paid({"academic": 1}, scholar(1, "academic"), scholar(2, "academic", 2)).unpaid,
            ),
        ),
        (
            "an unpaid day costs half a point of feeling",
            "a scholar, nothing held",
            [("s1", "ada", -0.5)],
            lambda: [(each.scholar, each.towards, each.change) for each in paid({}, scholar(1, "academic")).feelings],
        ),
        (
            "a paid day leaves feelings as they are",
            "a scholar, 1 academic",
            (),
            lambda: paid({"academic": 1}, scholar(1, "academic")).feelings,
        ),
        (
            "the second unpaid day in a row is borne",
            "unpaid for 1 day before",
            False,
            lambda: rules.leaves(scholar(1, "academic", 1)),
        ),
        (
            "after the third unpaid day in a row the contract ends",
            "unpaid for 2 days before",
            True,
            lambda: rules.leaves(scholar(1, "academic", 2)),
        ),
    ),
    *of_rule(
        "economy: investment: feelings",
        *(
            (says, f"{amount} influence", then, partial(rules.warming, amount))
            for says, amount, then in (
                ("three warm by a fifth", 3, 0.2),
                ("five warm no more than three", 5, 0.2),
                ("six warm twice as much", 6, 0.4),
            )
        ),
    ),
    *of_rule(
        "economy: investment: goodwill",
        *(
            (says, f"feelings of {feelings or 'nobody'}", then, partial(rules.goodwill, feelings))
            for says, feelings, then in (
                ("a hundredth of the mean feeling", (4.0, 6.0), 0.05),
                ("never more than a tenth", (10.0, 10.0), 0.1),
                ("ill will takes nothing away", (-10.0, -2.0), 0.0),
                ("ill will counts in the mean", (6.0, -4.0), 0.01),
                ("strangers count in the mean", (6.0, 0.0, 0.0), 0.02),
                ("a faction without scholars adds nothing", (), 0.0),
            )
        ),
    ),
    *of_rule(
        "economy: investment: progress",
        ("three influence without goodwill are .24", "3 influence", 0.24, lambda: rules.progress(3, 0.0)),
        ("goodwill comes on top, once", "6 influence, a goodwill of .1", 0.58, lambda: rules.progress(6, 0.1)),
    ),
    *of_rule(
        "economy: project: shares",
        *(
            (
                says,
                ", ".join(f"{player} {amount}" for player, amount in backing.items()),
                then,
                partial(rules.shares, backing),
            )
            for says, backing, then in (
                ("who built alone has all six", {"ada": 3}, {"ada": 6}),
                ("two who gave alike share alike", {"ada": 9, "bo": 9}, {"ada": 3, "bo": 3}),
                ("shares follow what was given", {"ada": 8, "bo": 4}, {"ada": 4, "bo": 2}),
                (
                    "the rest goes to the largest remainders",
                    {"ada": 7, "bo": 3, "cyd": 3},
                    {"ada": 3, "bo": 2, "cyd": 1},
                ),
                ("who gave too little has nothing", {"ada": 97, "bo": 3}, {"ada": 6}),
                ("of equals the first by id", dict.fromkeys("gfedcba", 3), dict.fromkeys("abcdef", 1)),
            )
        ),
    ),
    *of_rule(
        "economy: archive",
        *(
            (
                says,
                f"{amount} given, a debt of {debt}, {before} before",
                then,
                partial(endowed, amount, debt=debt, before=before),
            )
            for says, amount, debt, before, then in (
                ("a gift counts in full where nothing is owed", 4, 0, 0, (0, 4, 0)),
                ("a debt is paid first", 6, 4, 0, (4, 2, 0)),
                ("a debt may take all of it", 4, 9, 7, (4, 7, 0)),
                ("eleven earn nothing", 4, 0, 7, (0, 11, 0)),
                ("twelve earn a point of reputation", 5, 0, 7, (0, 12, 1)),
                ("a point is earned once", 4, 0, 12, (0, 16, 0)),
                ("twenty-four earn the second", 4, 0, 20, (0, 24, 1)),
                ("a large gift earns several at once", 36, 0, 0, (0, 36, 3)),
                ("what pays a debt earns nothing", 12, 12, 0, (12, 0, 0)),
            )
        ),
    ),
    *of_rule(
        "economy: archive",
        (
            "nobody is thought better of than fifty",
            "24 given at a reputation of 49",
            (0, 24, 1),
            lambda: endowed(24, reputation=49),
        ),
        (
            "nobody gives what they do not hold",
            "4 given, 3 held",
            InfluenceShort,
            lambda: rules.endow(ada({"academic": 3}), "academic", 4),
        ),
    ),
    *of_rule(
        "economy: debt",
        *(
            (says, f"{amount} paid of {debt}", then, partial(repaid, amount, debt))
            for says, amount, debt, then in (
                ("a part of it may be paid", 2, 5, (2, 3)),
                ("all of it may be paid", 5, 5, (5, 0)),
                ("no more is taken than is owed", 9, 5, (5, 0)),
            )
        ),
    ),
    *of_rule(
        "economy: debt",
        (
            "nobody pays what they do not hold",
            "4 paid of 5, 3 held",
            InfluenceShort,
            lambda: rules.pay_debt(ada({"academic": 3}, debt=5), "academic", 4),
        ),
        (
            "who owes less than they offer need hold no more than that",
            "9 offered, 3 owed, 3 held",
            0,
            lambda: rules.pay_debt(ada({"academic": 3}, debt=3), "academic", 9).left,
        ),
    ),
    *of_rule(
        "economy: commitment: amount",
        *(
            (says, f"feelings of {feelings or 'nobody'}", then, partial(rules.owed, feelings))
            for says, feelings, then in (
                ("a stranger is asked for three", (0.0, 0.0), 3),
                ("nobody is asked for more, whoever hates them", (-10.0,), 3),
                ("a little liking changes nothing", (1.6,), 3),
                ("more of it is worth one", (1.7,), 2),
                ("a friend is asked for two", (5.0,), 2),
                ("nobody is asked for less", (10.0,), 2),
                ("the mean counts", (10.0, -10.0), 3),
                ("a faction without scholars asks for three", (), 3),
            )
        ),
    ),
    *of_rule(
        "economy: commitment: parts",
        *(
            (says, f"{owed} owed, {parts} parts due", then, partial(rules.due, owed, parts))
            for says, owed, parts, then in (
                ("nothing is due at once", 3, 0, 0),
                ("of three, one is due after a week", 3, 1, 1),
                ("of three, two are due after two weeks", 3, 2, 2),
                ("of three, all are due after three weeks", 3, 3, 3),
                ("of two, one is due after two weeks", 2, 2, 1),
                ("in the end all is due", 2, 4, 2),
            )
        ),
    ),
    *of_rule(
        "economy: commitment: weeks",
        *(
            (says, f"{days} days", then, partial(rules.part, OPENED, OPENED + dt.timedelta(days=days)))
            for says, days, then in (
                ("six days are no week", 6, 0),
                ("seven days are one", 7, 1),
                ("27 days are three", 27, 3),
                ("28 days are all four", 28, 4),
                ("there are no more than four", 70, 4),
            )
        ),
    ),
    *of_rule(
        "economy: season",
        *(
            (says, f"{day}; from {first} to {last}", then, partial(rules.began, season(first, last), day))
            for says, first, last, day, then in (
                ("its first day is in it", "03-01", "05-31", dt.date(1931, 3, 1), dt.date(1931, 3, 1)),
                ("its last day is in it", "03-01", "05-31", dt.date(1931, 5, 31), dt.date(1931, 3, 1)),
                ("the day before is not", "03-01", "05-31", dt.date(1931, 2, 28), None),
                ("the day after is not", "03-01", "05-31", dt.date(1931, 6, 1), None),
                ("it may go over new year", "12-01", "02-28", dt.date(1932, 1, 15), dt.date(1931, 12, 1)),
                (
                    "before new year it began in the same year",
                    "12-01",
                    "02-28",
                    dt.date(1931, 12, 31),
                    dt.date(1931, 12, 1),
                ),
                ("between two new years it is not", "12-01", "02-28", dt.date(1931, 7, 1), None),
                (
                    "29 February is the 28th where there is none",
                    "02-29",
                    "03-02",
                    dt.date(1931, 2, 28),
                    dt.date(1931, 2, 28),
                ),
                ("29 February is itself in a leap year", "02-29", "03-02", dt.date(1932, 2, 28), None),
                ("one day may be all of it", "05-01", "05-01", dt.date(1931, 5, 1), dt.date(1931, 5, 1)),
            )
        ),
    ),
    *of_rule(
        "economy: purse",
        (
            "what is held most pays first",
            "5 drawn of 4 foreign and 3 academic",
            {"foreign": 4, "academic": 1},
            lambda: purse.drawn({"academic": 3, "foreign": 4}, 5),
        ),
        (
            "no more is drawn than there is",
            "9 drawn of 1 foreign and 3 academic",
            {"academic": 3, "foreign": 1},
            lambda: purse.drawn({"academic": 3, "foreign": 1}, 9),
        ),
        ("who holds nothing holds nothing most", "0 academic", "", lambda: purse.fullest({"academic": 0})),
    ),
)
