"""How careers rise under a mentor, case by case."""

import datetime as dt
from collections.abc import Callable, Sequence

from longwave.modules.academy.mentoring import cards, rules
from longwave.modules.academy.mentoring.errors import CareerComplete, HandsFull, LabUnchanged, TrackBound, UnderAWing
from longwave.modules.academy.scholars.roster import Scholar
from longwave.world.scholars import Track
from unit.academy.case import Case
from unit.academy.small import small_game

NOW = dt.datetime(1931, 3, 10, 12, tzinfo=dt.UTC)
Row = tuple[str, str, object, Callable[[], object]]


def of_rule(rule: str, *rows: Row) -> tuple[Case, ...]:
    return tuple(Case(rule=rule, says=says, given=given, then=then, of=of) for says, given, then, of in rows)


def scholar(tier: int, track: Track = Track.ACADEMIA) -> Scholar:
    """Return somebody who works on bells."""
    return Scholar(
        id="scholar-1",
        name="Scholar Number1",
        nickname=None,
        sheet=small_game().scholars["scholar-1"],
        discipline="bells",
        faction="religious",
        track=track,
        tier=tier,
        employer="ada",
        contract_at=NOW,
        terms=(),
        unpaid=0,
        discovered_at=NOW,
        injured_until=0,
        arrived_at=NOW,
        retired_at=None,
        stage="",
    )


def took(tier: int, *mentored: str) -> None:
    rules.take(scholar(tier), mentored=mentored)


def assigned(discipline: str, track: Track, *, tier: int = 1, is_mentored: bool = False) -> int | None:
    return rules.assign(scholar(tier), discipline, track, is_mentored=is_mentored)


def shown(tier: int, column: int, first: int = 4) -> Sequence[str]:
    """Return a column of what a new mentor is told: digests, ranks, feelings, influence."""
    grid = cards.queued(scholar(tier), first).grid
    return [row[column] for row in grid.rows] if grid else []


ACADEMIA, INDUSTRY = Track.ACADEMIA, Track.INDUSTRY
CASES = (
    *of_rule(
        "mentoring: who may",
        ("somebody at the bottom can be mentored", "tier 0", None, lambda: took(0)),
        ("so can somebody half-way", "tier 1", None, lambda: took(1)),
        ("somebody at the top cannot", "tier 2", CareerComplete, lambda: took(2)),
        ("a second can be taken on", "one other", None, lambda: took(0, "scholar-2")),
        ("a third cannot", "two others", HandsFull, lambda: took(0, "scholar-2", "scholar-3")),
        ("nobody is taken on twice", "the same", UnderAWing, lambda: took(0, "scholar-1")),
        (
            "that they are mentored is said before that hands are full",
            "both",
            UnderAWing,
            lambda: took(0, "scholar-1", "a"),
        ),
        ("that they can rise no further is said before too", "both", CareerComplete, lambda: took(2, "a", "b")),
    ),
    *of_rule(
        "mentoring: course",
        ("a whole career is three steps", "tier 0", ["Postdoc", "Fellow", "Professor"], lambda: shown(0, 1)),
        ("half a career is two", "tier 1", ["Fellow", "Professor"], lambda: shown(1, 1)),
        ("each rank takes three digests", "from digest 4", ["4", "7", "10"], lambda: shown(0, 0)),
        ("feelings rise at each step, most at the top", "tier 0", ["+1.0", "+0.5", "+1.5"], lambda: shown(0, 2)),
        ("who begins half-way skips the middle step", "tier 1", ["+1.0", "+1.5"], lambda: shown(1, 2)),
        ("influence rises by one, one and two", "tier 0", ["+1", "+1", "+2"], lambda: shown(0, 3)),
        (
            "in industry the ranks are others",
            "industry",
            ("Associate", "Director", "Visionary"),
            lambda: rules.RANKS[INDUSTRY],
        ),
    ),
    *of_rule(
        "mentoring: laboratories",
        ("another discipline keeps the rank", "lamps", None, lambda: assigned("lamps", ACADEMIA)),
        ("another track begins at the bottom", "industry", 0, lambda: assigned("bells", INDUSTRY)),
        ("also with another discipline", "lamps, industry", 0, lambda: assigned("lamps", INDUSTRY)),
        ("also from the top", "tier 2, industry", 0, lambda: assigned("bells", INDUSTRY, tier=2)),
        ("the same laboratory is refused", "bells", LabUnchanged, lambda: assigned("bells", ACADEMIA)),
        (
            "a mentorship holds to the track",
            "industry",
            TrackBound,
            lambda: assigned("bells", INDUSTRY, is_mentored=True),
        ),
        ("but not to the discipline", "lamps", None, lambda: assigned("lamps", ACADEMIA, is_mentored=True)),
    ),
)
