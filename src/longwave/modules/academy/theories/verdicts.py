"""What comes of a theory once it is decided: the events that say so, from what is known and a roll. Pure."""

from dataclasses import dataclass

from longwave.modules.academy.events import Felt, Noted, Repute
from longwave.modules.academy.standing import rules as standing_rules
from longwave.modules.academy.theories import rules
from longwave.modules.academy.theories.events import (
    ConferenceOutcome,
    ConferenceResolved,
    Ground,
    TheoryResolved,
    Verdict,
)
from longwave.modules.academy.theories.rules import Trial
from longwave.modules.academy.theories.theory import Conference, Matter
from longwave.world.game import Confidence, Numbers

_WAGERS = {
    Verdict.PROVEN: standing_rules.wager_won,
    Verdict.CONTESTED: standing_rules.wager_partial,
    Verdict.REFUTED: standing_rules.wager_lost,
}
_OUTCOMES = {
    Verdict.PROVEN: ConferenceOutcome.SUCCESS,
    Verdict.CONTESTED: ConferenceOutcome.PARTIAL,
    Verdict.REFUTED: ConferenceOutcome.FAILURE,
}
_FEELINGS = {Verdict.PROVEN: 0.5, Verdict.REFUTED: -0.5}


@dataclass(frozen=True, kw_only=True)
class Stakes:
    """By which numbers wagers end, and at which digest."""

    numbers: Numbers
    digest: int

    def end(self, matter: Matter, confidence: Confidence, verdict: Verdict) -> tuple[Repute, ...]:
        """Return what a confidence does to who staked it."""
        end = _WAGERS[verdict](self.numbers, confidence)
        return standing_rules.wagered(matter.owner, end, self.digest)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What became of a theory.

    Attributes:
        confidence: what was staked on it.
        reputes: empty where a conference's own event holds them.
    """

    verdict: Verdict
    ground: Ground
    confidence: Confidence
    change: int
    reputes: tuple[Repute, ...] = ()
    roll: int | None = None
    score: int | None = None


def adjudicated(matter: Matter, roll: int, stakes: Stakes) -> TheoryResolved:
    """Decide a theory whose deadline has come."""
    score = rules.adjudication(matter.backing).score(roll)
    verdict, confidence = rules.verdict(score), matter.theory.confidence
    reputes = stakes.end(matter, confidence, verdict)
    decision = Decision(
        verdict=verdict,
        ground=Ground.DEADLINE,
        confidence=confidence,
        change=_change(reputes),
        reputes=reputes,
        roll=roll,
        score=score,
    )
    return _resolved(matter, decision)


def tested(matter: Matter, verdict: Verdict, stakes: Stakes) -> TheoryResolved:
    """Decide a theory as an expedition that put it to the test did."""
    confidence = matter.theory.confidence
    reputes = stakes.end(matter, confidence, verdict)
    decision = Decision(
        verdict=verdict, ground=Ground.EXPEDITION, confidence=confidence, change=_change(reputes), reputes=reputes
    )
    return _resolved(matter, decision)


def heard(
    matter: Matter, conference: Conference, trial: Trial, roll: int, stakes: Stakes
) -> tuple[ConferenceResolved] | tuple[ConferenceResolved, TheoryResolved]:
    """Decide a conference, and by it, unless it half succeeds, the theory."""
    verdict, confidence = rules.verdict(trial.score(roll)), conference.confidence
    reputes = stakes.end(matter, confidence, verdict)
    ended = ConferenceResolved(
        conference=conference.number,
        theory=matter.theory.number,
        player=matter.owner.id,
        confidence=confidence,
        supporters=trial.supporters,
        opponents=trial.opponents,
        roll=roll,
        score=trial.score(roll),
        outcome=_OUTCOMES[verdict],
        change=_change(reputes),
        reputes=reputes,
    )
    if verdict is Verdict.CONTESTED:
        return (ended,)
    decision = Decision(verdict=verdict, ground=Ground.CONFERENCE, confidence=confidence, change=ended.change)
    return ended, _resolved(matter, decision)


def _change(reputes: tuple[Repute, ...]) -> int:
    return sum(each.change for each in reputes)


def _resolved(matter: Matter, decision: Decision) -> TheoryResolved:
    theory, owner, backing = matter.theory, matter.owner, matter.backing
    feeling = _FEELINGS.get(decision.verdict)
    says = f"I stood by theory {theory.number} of {owner.name}, and it was {decision.verdict.value}."
    return TheoryResolved(
        theory=theory.number,
        player=owner.id,
        claim=theory.claim,
        confidence=decision.confidence,
        verdict=decision.verdict,
        ground=decision.ground,
        supporters=backing.supporters,
        opponents=len(backing.opponents),
        roll=decision.roll,
        score=decision.score,
        change=decision.change,
        reputes=decision.reputes,
        feelings=tuple(
            Felt(scholar=each, towards=owner.id, change=feeling) for each in backing.scholars if feeling is not None
        ),
        notes=tuple(Noted(scholar=each, says=says) for each in backing.scholars),
    )
