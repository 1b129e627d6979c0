"""What players are shown of theories and conferences."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from longwave.commands.card import Card, Grid
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.standing.cards import signed, stakes, worded
from longwave.modules.academy.theories import rules
from longwave.modules.academy.theories.commands import Which
from longwave.modules.academy.theories.events import ConferenceCalled
from longwave.modules.academy.theories.rules import Trial
from longwave.modules.academy.theories.theory import Backing, Conference, End, Speaker, Theory

PAGE = 20
NOBODY = "nobody"
Names = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A theory as it is shown.

    Attributes:
        invited: players who have not answered yet.
        players, scholars: what everybody is called who has to do with it, by id.
    """

    theory: Theory
    backing: Backing
    invited: Sequence[str]
    players: Names
    scholars: Names


def submitted(academy: Academy, seen: Seen) -> Card:
    """Return what comes of putting a theory forward."""
    theory = seen.theory
    return Card(
        title=f"Theory {theory.number} is put forward",
        text=f"“{theory.claim}”",
        fields=(
            ("Staked", stakes(academy.game.numbers, theory.confidence)),
            ("Decided", f"at the first digest from {when(academy, theory.deadline)} on, if nothing does before"),
            *_people(seen),
            _odds(seen.backing),
        ),
        hint="`conference` has it argued out at the next digest, and an expedition may put it to the test",
    )


def stood(seen: Seen, *, is_support: bool, is_news: bool) -> Card:
    """Return what comes of a stance."""
    side = "by" if is_support else "against"
    already = "" if is_news else " already"
    return Card(
        title=f"You stand {side} theory {seen.theory.number}{already}",
        text=f"“{seen.theory.claim}”",
        fields=(*_people(seen), _odds(seen.backing)),
        hint=f"`{'oppose' if is_support else 'support'} {seen.theory.number}` changes sides, until it is resolved",
    )


def listing(
    academy: Academy, which: Which, page: int, theories: Sequence[Theory], around: tuple[Mapping[int, Backing], Names]
) -> Card:
    """Return a page of theories.

    Args:
        theories: of the page, and the first of the next where there is one.
        around: who stands by each, by number, and the names of whose they are.
    """
    backings, names = around
    shown = theories[:PAGE]
    rows = tuple((str(each.number), names[each.player], each.claim, *_state(academy, each, backings)) for each in shown)
    columns = ("Confidence", "For", "Against", "Deadline") if which is Which.OPEN else ("Verdict", "Reputation", "On")
    follow = f"`theories --which {which} --page {page + 1}` goes on" if len(theories) > PAGE else ""
    return Card(
        title=f"{which.value.capitalize()} theories",
        text="" if shown else ("There is none." if page == 1 else f"There is nothing on page {page}."),
        grid=Grid(columns=("Theory", "Lead", "Claim", *columns), rows=rows) if shown else None,
        hint=follow or "`theory` shows one of them, and `support` and `oppose` take a stance",
    )


def one(academy: Academy, seen: Seen, conferences: Sequence[tuple[Conference, Sequence[Speaker]]]) -> Card:
    """Return all that is known of a theory."""
    theory = seen.theory
    decided = (
        [("Deadline", when(academy, theory.deadline)), _odds(seen.backing)]
        if theory.end is None
        else _closed(academy, theory.end)
    )
    return Card(
        title=f"Theory {theory.number}",
        text=f"“{theory.claim}”",
        fields=(
            ("Put forward by", seen.players[theory.player]),
            ("Staked", stakes(academy.game.numbers, theory.confidence)),
            *_people(seen),
            *decided,
            *((f"Conference {each.number}", _conference(seen, each, who)) for each, who in conferences),
        ),
    )


def called(academy: Academy, theory: Theory, conference: ConferenceCalled, meets_at: dt.datetime) -> Card:
    """Return what comes of calling a conference."""
    empty = Trial(supporters=0, opponents=0, weight=rules.AT_A_CONFERENCE)
    return Card(
        title=f"Conference {conference.conference} on theory {theory.number}",
        text=f"“{theory.claim}”\n\nIt meets at the next digest, {when(academy, meets_at)}. If an expedition settles the"
        " theory first, it is cancelled.",
        fields=(
            ("Staked", stakes(academy.game.numbers, conference.confidence)),
            ("Odds with nobody there", _conference_odds(empty)),
            ("Each who takes part", f"{rules.AT_A_CONFERENCE} for their side, and at most {rules.MOST_A_SIDE} a side"),
        ),
        hint=f"`attend {conference.conference} support` with a scholar of yours brings them to speak for it",
    )


def joined(conference: Conference, speaker: str, trial: Trial, *, is_support: bool) -> Card:
    """Return what comes of taking part in a conference."""
    return Card(
        title=f"{speaker} speaks {'for' if is_support else 'against'} theory {conference.theory}",
        fields=(
            ("Meets", f"at digest {conference.meets}"),
            ("For", str(trial.supporters)),
            ("Against", str(trial.opponents)),
            ("Odds", _conference_odds(trial)),
        ),
        hint=f"`theory {conference.theory}` shows who else comes",
    )


def when(academy: Academy, at: dt.datetime) -> str:
    """Return a time as the world's clocks and calendars show it."""
    return f"{academy.local(at):%A %d %B %H:%M}"


def _people(seen: Seen) -> list[tuple[str, str]]:
    backing = seen.backing
    people = [
        ("Scholars who stand by it", _listed(seen.scholars[each] for each in backing.scholars)),
        ("For", _listed(seen.players[each] for each in backing.players)),
        ("Against", _listed(seen.players[each] for each in backing.opponents)),
    ]
    if seen.invited:
        people.append(("Asked to stand by it", _listed(seen.players[each] for each in seen.invited)))
    if backing.has_evidence:
        people.append(("Evidence", "an expedition found the claim"))
    return people


def _odds(backing: Backing) -> tuple[str, str]:
    trial = rules.adjudication(backing)
    odds = trial.odds
    said = f"proven {odds.proven} %, contested {odds.contested} %, refuted {odds.refuted} %"
    return "Odds at the deadline", f"{said}: a roll of a hundred {_added(trial)}"


def _conference_odds(trial: Trial) -> str:
    odds = trial.odds
    said = f"success {odds.proven} %, half a success {odds.contested} %, failure {odds.refuted} %"
    return f"{said}: a roll of a hundred {_added(trial)}"


def _added(trial: Trial) -> str:
    return f"with {signed(trial.modifier)}" if trial.modifier else "as it falls"


def _closed(academy: Academy, end: End) -> list[tuple[str, str]]:
    rolled = "" if end.roll is None else f", at {end.score} (a roll of {end.roll})"
    return [
        ("Verdict", f"{end.verdict.value} by {end.ground.value}{rolled}"),
        ("Reputation", signed(end.change)),
        ("Decided", when(academy, end.at)),
    ]


def _state(academy: Academy, theory: Theory, backings: Mapping[int, Backing]) -> tuple[str, ...]:
    if theory.end is not None:
        return theory.end.verdict.value, signed(theory.end.change), when(academy, theory.end.at)
    trial = rules.adjudication(backings[theory.number])
    return worded(theory.confidence), str(trial.supporters), str(trial.opponents), when(academy, theory.deadline)


def _conference(seen: Seen, conference: Conference, speakers: Sequence[Speaker]) -> str:
    sides: dict[bool, list[str]] = {True: [], False: []}
    for each in speakers:
        sides[each.is_support].append(seen.scholars[each.scholar] if each.scholar else seen.players[each.player])
    who = f"for: {_listed(sides[True])}; against: {_listed(sides[False])}"
    if conference.ended_at is None:
        return f"{worded(conference.confidence)}, meets at digest {conference.meets}; {who}"
    if conference.outcome is None:
        return "cancelled: the theory was resolved before it met"
    return f"{conference.outcome.value} at {conference.score}, {signed(conference.change or 0)}; {who}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or NOBODY
