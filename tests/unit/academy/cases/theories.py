"""The rules of theories and conferences, case by case."""

import datetime as dt
from collections.abc import Callable, Sequence

from longwave.modules.academy.events import Felt, Repute
from longwave.modules.academy.standing.rules import Standing
from longwave.modules.academy.theories import rules, verdicts
from longwave.modules.academy.theories.errors import ClaimStands, OwnConference, SideFull, SpeaksAlready, TooManyOpen
from longwave.modules.academy.theories.events import ConferenceOutcome, Ground, TheoryResolved, Verdict
from longwave.modules.academy.theories.rules import Odds, Trial
from longwave.modules.academy.theories.theory import Backing, Conference, Matter, Speaker, Theory
from longwave.modules.academy.theories.verdicts import Stakes
from longwave.world.game import Confidence, Numbers
from unit.academy.case import Case

PROVEN, CONTESTED, REFUTED = Verdict
SUSPECT, CERTAIN, CAREER = Confidence
STAKES = Stakes(numbers=Numbers(), digest=4)
NOW = dt.datetime(1931, 3, 9, 13, tzinfo=dt.UTC)
Row = tuple[str, str, object, Callable[[], object]]


def of_rule(rule: str, *rows: Row) -> tuple[Case, ...]:
    return tuple(Case(rule=rule, says=says, given=given, then=then, of=of) for says, given, then, of in rows)


def backed(supporters: int = 0, opponents: int = 0) -> Backing:
    return Backing(
        scholars=tuple(f"s{number}" for number in range(supporters)),
        opponents=tuple(f"p{number}" for number in range(opponents)),
    )


def matter(backing: Backing | None = None, *, confidence: Confidence = CERTAIN, reputation: int = 0) -> Matter:
    theory = Theory(
        number=3, player="ada", claim="Eels count", confidence=confidence, scholars=(), seed=None, deadline=NOW
    )
    owner = Standing(id="ada", name="Ada", reputation=reputation)
    return Matter(theory=theory, owner=owner, backing=backing or Backing())


def adjudicated(roll: int, supporters: int = 0, opponents: int = 0) -> Verdict:
    return verdicts.adjudicated(matter(backed(supporters, opponents)), roll, STAKES).verdict


def found_out(verdict: Verdict, confidence: Confidence = CERTAIN) -> TheoryResolved:
    return verdicts.tested(matter(backed(1), confidence=confidence), verdict, STAKES)


def heard(roll: int, supporters: int = 0, opponents: int = 0, confidence: Confidence = SUSPECT) -> tuple[object, ...]:
    """Return how a conference ends, what it moves, and the theory's verdict where there is one."""
    conference = Conference(number=2, theory=3, player="ada", confidence=confidence, meets=4)
    trial = Trial(supporters=supporters, opponents=opponents, weight=rules.AT_A_CONFERENCE)
    ended, *resolved = verdicts.heard(matter(confidence=CAREER), conference, trial, roll, STAKES)
    return ended.outcome, sum(each.change for each in ended.reputes), *(each.verdict for each in resolved)


def decided_by_conference() -> TheoryResolved:
    conference = Conference(number=2, theory=3, player="ada", confidence=SUSPECT, meets=4)
    trial = Trial(supporters=0, opponents=0, weight=rules.AT_A_CONFERENCE)
    *_, resolved = verdicts.heard(matter(confidence=CAREER), conference, trial, 100, STAKES)
    assert isinstance(resolved, TheoryResolved)
    return resolved


def odds(supporters: int, opponents: int, weight: int = rules.AT_A_DEADLINE) -> Odds:
    return Trial(supporters=supporters, opponents=opponents, weight=weight).odds


def speaker(player: str, scholar: str = "", *, against: bool = False) -> Speaker:
    return Speaker(player=player, scholar=scholar, is_support=not against)


def room(count: int, *, against: bool = False) -> list[Speaker]:
    return [speaker(f"p{number}", against=against) for number in range(count)]


def joins(there: Sequence[Speaker], joining: Speaker) -> None:
    rules.may_speak("ada", there, joining)


def heard_sides(*there: Speaker, staff: frozenset[str] = frozenset()) -> tuple[int, int]:
    trial = rules.hearing("ada", there, staff)
    return trial.supporters, trial.opponents


_VERDICTS = of_rule(
    "theory: verdict",
    ("Sixty proves it.", "roll 60", PROVEN, lambda: adjudicated(60)),
    ("Fifty-nine leaves it contested.", "roll 59", CONTESTED, lambda: adjudicated(59)),
    ("Forty leaves it contested.", "roll 40", CONTESTED, lambda: adjudicated(40)),
    ("Thirty-nine refutes it.", "roll 39", REFUTED, lambda: adjudicated(39)),
    ("The lowest roll refutes it.", "roll 1", REFUTED, lambda: adjudicated(1)),
    ("The highest roll proves it.", "roll 100", PROVEN, lambda: adjudicated(100)),
    ("A supporter is worth three.", "roll 57, 1 for", PROVEN, lambda: adjudicated(57, 1)),
    ("A supporter is worth no more than three.", "roll 56, 1 for", CONTESTED, lambda: adjudicated(56, 1)),
    ("An opponent costs three.", "roll 62, 1 against", CONTESTED, lambda: adjudicated(62, 0, 1)),
    ("An opponent costs no more than three.", "roll 63, 1 against", PROVEN, lambda: adjudicated(63, 0, 1)),
    ("As many for as against are worth nothing.", "roll 60, 4 for, 4 against", PROVEN, lambda: adjudicated(60, 4, 4)),
    ("Opponents can refute any roll.", "roll 100, 21 against", REFUTED, lambda: adjudicated(100, 0, 21)),
    ("Supporters can prove any roll.", "roll 1, 20 for", PROVEN, lambda: adjudicated(1, 20)),
    (
        "The score in the event is the roll with all that counts.",
        "roll 50, 2 for, 1 against",
        53,
        lambda: verdicts.adjudicated(matter(backed(2, 1)), 50, STAKES).score,
    ),
    ("There is no score where an expedition decides.", "a landmark", None, lambda: found_out(PROVEN).score),
)
_SUPPORT = of_rule(
    "theory: supporters",
    ("Scholars count.", "2 scholars", 2, lambda: Backing(scholars=("s1", "s2")).supporters),
    ("Players who stand by it count.", "1 player", 1, lambda: Backing(players=("bo",)).supporters),
    ("Evidence counts for one.", "a seed", 1, lambda: Backing(has_evidence=True).supporters),
    (
        "Scholars, players and evidence add up.",
        "5 scholars, 2 players, a seed",
        8,
        lambda: Backing(scholars=tuple("abcde"), players=("bo", "cyd"), has_evidence=True).supporters,
    ),
    ("Opponents are no supporters.", "1 against", 0, lambda: Backing(opponents=("bo",)).supporters),
)
_ODDS = of_rule(
    "theory: odds",
    (
        "With nobody for or against it 41 of a hundred rolls prove it.",
        "0, 0",
        Odds(proven=41, contested=20, refuted=39),
        lambda: odds(0, 0),
    ),
    ("A supporter adds three of a hundred.", "1, 0", Odds(proven=44, contested=20, refuted=36), lambda: odds(1, 0)),
    ("An opponent takes three of a hundred.", "0, 1", Odds(proven=38, contested=20, refuted=42), lambda: odds(0, 1)),
    ("Twenty supporters make it sure.", "20, 0", Odds(proven=100, contested=0, refuted=0), lambda: odds(20, 0)),
    ("Thirteen leave nothing to refute it.", "13, 0", Odds(proven=80, contested=20, refuted=0), lambda: odds(13, 0)),
    (
        "Fourteen opponents leave nothing to prove it.",
        "0, 14",
        Odds(proven=0, contested=19, refuted=81),
        lambda: odds(0, 14),
    ),
    ("Twenty-one opponents make it hopeless.", "0, 21", Odds(proven=0, contested=0, refuted=100), lambda: odds(0, 21)),
    (
        "At a conference a speaker adds five of a hundred.",
        "1, 0",
        Odds(proven=46, contested=20, refuted=34),
        lambda: odds(1, 0, rules.AT_A_CONFERENCE),
    ),
)
_WAGERED = of_rule(
    "theory: wager",
    ("A proof pays the reward.", "certain, proven", 5, lambda: found_out(PROVEN).change),
    ("A contest pays half the reward.", "certain, contested", 2, lambda: found_out(CONTESTED).change),
    ("A refutation costs the penalty.", "certain, refuted", -7, lambda: found_out(REFUTED).change),
    (
        "A career that is refuted is quiet for two digests.",
        "career, refuted at digest 4",
        (Repute(player="ada", change=-25, quiet_until=6),),
        lambda: found_out(REFUTED, CAREER).reputes,
    ),
    (
        "A career that is contested is not quiet.",
        "career, contested at digest 4",
        (Repute(player="ada", change=7),),
        lambda: found_out(CONTESTED, CAREER).reputes,
    ),
    (
        "The event says what really came of it at the bound.",
        "reputation 48, certain, proven",
        2,
        lambda: verdicts.tested(matter(reputation=48), PROVEN, STAKES).change,
    ),
    (
        "A scholar who stood by it likes a proof.",
        "1 scholar, proven",
        (Felt(scholar="s0", towards="ada", change=0.5),),
        lambda: found_out(PROVEN).feelings,
    ),
    (
        "A scholar who stood by it minds a refutation.",
        "1 scholar, refuted",
        (Felt(scholar="s0", towards="ada", change=-0.5),),
        lambda: found_out(REFUTED).feelings,
    ),
    (
        "A scholar who stood by it takes a contest as it comes.",
        "1 scholar, contested",
        (),
        lambda: found_out(CONTESTED).feelings,
    ),
    ("Who stood by it remembers a contest too.", "1 scholar, contested", 1, lambda: len(found_out(CONTESTED).notes)),
)
_SUBMITTING = of_rule(
    "theory: submitting",
    ("Two open theories leave room for one.", "2 open", None, lambda: rules.may_submit({1: "a", 2: "b"}, "c")),
    ("Three leave none.", "3 open", TooManyOpen, lambda: rules.may_submit({1: "a", 2: "b", 3: "c"}, "d")),
    (
        "What stands open is not said again.",
        "the same claim",
        ClaimStands,
        lambda: rules.may_submit({1: "Eels"}, "Eels"),
    ),
    ("Capitals make no other claim.", "in capitals", ClaimStands, lambda: rules.may_submit({1: "Eels"}, "EELS")),
)
_CONFERENCES = of_rule(
    "conference: outcome",
    (
        "Sixty succeeds, pays its own reward and proves the theory.",
        "suspect, roll 60",
        (ConferenceOutcome.SUCCESS, 2, PROVEN),
        lambda: heard(60),
    ),
    (
        "Fifty-nine half succeeds, pays half, and leaves the theory open.",
        "suspect, roll 59",
        (ConferenceOutcome.PARTIAL, 1),
        lambda: heard(59),
    ),
    ("Forty half succeeds.", "suspect, roll 40", (ConferenceOutcome.PARTIAL, 1), lambda: heard(40)),
    (
        "Thirty-nine fails, costs its own penalty and refutes the theory.",
        "suspect, roll 39",
        (ConferenceOutcome.FAILURE, -1, REFUTED),
        lambda: heard(39),
    ),
    ("A supporter is worth five.", "roll 55, 1 for", (ConferenceOutcome.SUCCESS, 2, PROVEN), lambda: heard(55, 1)),
    ("A supporter is worth no more than five.", "roll 54, 1 for", (ConferenceOutcome.PARTIAL, 1), lambda: heard(54, 1)),
    ("An opponent costs five.", "roll 64, 1 against", (ConferenceOutcome.PARTIAL, 1), lambda: heard(64, 0, 1)),
    (
        "Five opponents outweigh any luck below eighty-five.",
        "roll 84, 5 against",
        (ConferenceOutcome.PARTIAL, 1),
        lambda: heard(84, 0, 5),
    ),
    (
        "Eighty-five carries it against five.",
        "roll 85, 5 against",
        (ConferenceOutcome.SUCCESS, 2, PROVEN),
        lambda: heard(85, 0, 5),
    ),
    (
        "Five supporters cannot save the lowest roll.",
        "roll 1, 5 for",
        (ConferenceOutcome.FAILURE, -1, REFUTED),
        lambda: heard(1, 5),
    ),
    (
        "A career staked at it is lost at it.",
        "career, roll 1",
        (ConferenceOutcome.FAILURE, -25, REFUTED),
        lambda: heard(1, confidence=CAREER),
    ),
    ("The theory's event moves no reputation once more.", "a success", (), lambda: decided_by_conference().reputes),
    (
        "The theory's event names the confidence that decided.",
        "suspect, on a career",
        SUSPECT,
        lambda: decided_by_conference().confidence,
    ),
    (
        "The theory's event names the conference as its ground.",
        "a success",
        Ground.CONFERENCE,
        lambda: decided_by_conference().ground,
    ),
)
_SPEAKERS = of_rule(
    "conference: speakers",
    ("Another player may speak for it.", "bo for", None, lambda: joins([], speaker("bo"))),
    ("Another player may speak against it.", "bo against", None, lambda: joins([], speaker("bo", against=True))),
    ("A fifth may speak on a side.", "4 for, bo for", None, lambda: joins(room(4), speaker("bo"))),
    ("A sixth may not.", "5 for, bo for", SideFull, lambda: joins(room(5), speaker("bo"))),
    (
        "A full side leaves the other open.",
        "5 for, bo against",
        None,
        lambda: joins(room(5), speaker("bo", against=True)),
    ),
    ("Nobody speaks twice.", "bo for, bo for", SpeaksAlready, lambda: joins([speaker("bo")], speaker("bo"))),
    (
        "Nobody speaks on both sides.",
        "bo for, bo against",
        SpeaksAlready,
        lambda: joins([speaker("bo")], speaker("bo", against=True)),
    ),
    (
        "A second scholar does not let a player speak twice.",
        "bo, bo with s1",
        SpeaksAlready,
        lambda: joins([speaker("bo")], speaker("bo", "s1")),
    ),
    (
        "A scholar does not speak for two.",
        "s1 for bo, s1 for cyd",
        SpeaksAlready,
        lambda: joins([speaker("bo", "s1")], speaker("cyd", "s1")),
    ),
    ("The owner alone does not count.", "ada for", OwnConference, lambda: joins([], speaker("ada"))),
    ("The owner's scholar may speak for it.", "ada's s1 for", None, lambda: joins([], speaker("ada", "s1"))),
    (
        "The owner may bring several.",
        "ada's s1, ada's s2",
        None,
        lambda: joins([speaker("ada", "s1")], speaker("ada", "s2")),
    ),
    (
        "The owner does not bring the same one twice.",
        "ada's s1 twice",
        SpeaksAlready,
        lambda: joins([speaker("ada", "s1")], speaker("ada", "s1")),
    ),
    (
        "The owner's scholar does not speak against it.",
        "ada's s1 against",
        OwnConference,
        lambda: joins([], speaker("ada", "s1", against=True)),
    ),
    ("A player with a scholar counts for one.", "bo with s1", (1, 0), lambda: heard_sides(speaker("bo", "s1"))),
    (
        "The owner's scholars count for one each.",
        "ada's s1 and s2",
        (2, 0),
        lambda: heard_sides(speaker("ada", "s1"), speaker("ada", "s2"), staff=frozenset({"s1", "s2"})),
    ),
    (
        "The owner's scholar who has left does not count.",
        "ada's s1, gone",
        (0, 0),
        lambda: heard_sides(speaker("ada", "s1")),
    ),
    (
        "Another player counts also where their scholar has left.",
        "bo with s1, gone",
        (0, 1),
        lambda: heard_sides(speaker("bo", "s1", against=True)),
    ),
)

CASES: tuple[Case, ...] = (*_VERDICTS, *_SUPPORT, *_ODDS, *_WAGERED, *_SUBMITTING, *_CONFERENCES, *_SPEAKERS)
