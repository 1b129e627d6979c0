"""How theories are weighed, and what they allow: pure decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from longwave.modules.academy.theories.errors import ClaimStands, OwnConference, SideFull, SpeaksAlready, TooManyOpen
from longwave.modules.academy.theories.events import Verdict
from longwave.modules.academy.theories.theory import Backing, Speaker

MOST_OPEN, MOST_SCHOLARS, MOST_A_SIDE, MAX_DAYS = 3, 5, 5, 14
PROVEN_AT, CONTESTED_AT = 60, 40
AT_A_DEADLINE, AT_A_CONFERENCE = 3, 5


@dataclass(frozen=True, kw_only=True)
class Odds:
    """How a trial would end, in hundredths; a conference succeeds, half succeeds or fails as often."""

    proven: int
    contested: int
    refuted: int


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What a claim is weighed with.

    Attributes:
        weight: of one supporter, or opponent.
    """

    supporters: int
    opponents: int
    weight: int

    @property
    def modifier(self) -> int:
        """What is added to the roll."""
        return self.weight * (self.supporters - self.opponents)

    @property
    def odds(self) -> Odds:
        """How it would end, with all the rolls of a hundred-sided die."""
        proven, not_refuted = self._chance(PROVEN_AT), self._chance(CONTESTED_AT)
        return Odds(proven=proven, contested=not_refuted - proven, refuted=100 - not_refuted)

    def score(self, roll: int) -> int:
        """Return the roll with all that speaks for and against."""
        return roll + self.modifier

    def _chance(self, least: int) -> int:
        return min(100, max(0, 101 - (least - self.modifier)))


def verdict(score: int) -> Verdict:
    """Return what a score decides."""
    if score >= PROVEN_AT:
        return Verdict.PROVEN
    return Verdict.CONTESTED if score >= CONTESTED_AT else Verdict.REFUTED


def adjudication(backing: Backing) -> Trial:
    """Return what a theory is weighed with at its deadline."""
    return Trial(supporters=backing.supporters, opponents=len(backing.opponents), weight=AT_A_DEADLINE)


def hearing(owner: str, speakers: Iterable[Speaker], staff: frozenset[str]) -> Trial:
    """Return what a conference weighs.

    Args:
        staff: the scholars who work for the theory's owner: one who has left does not speak for it.
    """
    heard = [each for each in speakers if each.player != owner or each.scholar in staff]
    supporters = sum(each.is_support for each in heard)
    return Trial(supporters=supporters, opponents=len(heard) - supporters, weight=AT_A_CONFERENCE)


def may_submit(open_claims: Mapping[int, str], claim: str) -> None:
    """Let pass who may put one more theory forward.

    Args:
        open_claims: of their open theories, by number.

    Raises:
        ClaimStands: one of them says the same.
        TooManyOpen: there is no room for one more.
    """
    for number, other in open_claims.items():
        if other.casefold() == claim.casefold():
            raise ClaimStands(number)
    if len(open_claims) >= MOST_OPEN:
        raise TooManyOpen(open_claims)


def may_speak(owner: str, speakers: Sequence[Speaker], joining: Speaker) -> None:
    """Let pass who may take part in a conference.

    Args:
        owner: whose theory it is: they preside, and their scholars speak for it.

    Raises:
        OwnConference: its owner would speak, or let a scholar speak against it.
        SpeaksAlready: the player, or the scholar, takes part already.
        SideFull: five do on that side.
    """
    if joining.player == owner and not (joining.scholar and joining.is_support):
        raise OwnConference
    if joining.player != owner and any(each.player == joining.player for each in speakers):
        raise SpeaksAlready("you take")
    if joining.scholar and any(each.scholar == joining.scholar for each in speakers):
        raise SpeaksAlready(f"{joining.scholar} takes")
    if sum(each.is_support == joining.is_support for each in speakers) >= MOST_A_SIDE:
        raise SideFull(MOST_A_SIDE, is_support=joining.is_support)
