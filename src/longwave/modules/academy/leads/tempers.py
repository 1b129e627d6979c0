"""How autoplayers differ: the same moves, each as likely as their policy makes it."""

from collections.abc import Mapping
from dataclasses import dataclass

from longwave.world.findings import Depth, ExpeditionType
from longwave.world.game import Confidence, Policy


@dataclass(frozen=True, kw_only=True)
class Temper:
    """What a policy makes of a turn; what is no weight is a chance from 0 to 1.

    Attributes:
        staff: how many scholars they want.
        confidences, ventures, depths: weights of what they choose.
        tests: how readily they let an expedition decide a theory.
        promises: how readily an offer of theirs promises each of the terms.
        fortune: how readily they take what is on offer for a while.
        thrift: how much influence they keep for another day.
    """

    staff: int
    theories: float
    confidences: Mapping[Confidence, int]
    ventures: Mapping[ExpeditionType, int]
    depths: Mapping[Depth, int]
    expeditions: float
    tests: float
    conferences: float
    poaching: float
    promises: float
    countering: float
    mentoring: float
    support: float
    opposition: float
    talk: float
    voting: float
    giving: float
    repaying: float
    fortune: float
    thrift: int


TEMPERS: Mapping[Policy, Temper] = {
    Policy.BOLD: Temper(
        staff=3,
        theories=0.35,
        confidences={Confidence.SUSPECT: 2, Confidence.CERTAIN: 4, Confidence.STAKE_MY_CAREER: 1},
        ventures={ExpeditionType.THINK_TANK: 1, ExpeditionType.FIELD: 3, ExpeditionType.GREAT_PROJECT: 4},
        depths={Depth.SHALLOW: 2, Depth.STANDARD: 3, Depth.DEEP: 1},
        expeditions=0.7,
        tests=0.5,
        conferences=0.15,
        poaching=0.1,
        promises=0.9,
        countering=0.4,
        mentoring=0.06,
        support=0.08,
        opposition=0.1,
        talk=0.08,
        voting=0.1,
        giving=0.1,
        repaying=0.3,
        fortune=0.6,
        thrift=0,
    ),
    Policy.CAREFUL: Temper(
        staff=2,
        theories=0.18,
        confidences={Confidence.SUSPECT: 5, Confidence.CERTAIN: 1, Confidence.STAKE_MY_CAREER: 0},
        ventures={ExpeditionType.THINK_TANK: 4, ExpeditionType.FIELD: 3, ExpeditionType.GREAT_PROJECT: 1},
        depths={Depth.SHALLOW: 0, Depth.STANDARD: 2, Depth.DEEP: 3},
        expeditions=0.45,
        tests=0.1,
        conferences=0.08,
        poaching=0.03,
        promises=0.5,
        countering=0.6,
        mentoring=0.13,
        support=0.15,
        opposition=0.04,
        talk=0.05,
        voting=0.25,
        giving=0.25,
        repaying=0.9,
        fortune=0.4,
        thrift=2,
    ),
    Policy.COLLECTOR: Temper(
        staff=5,
        theories=0.18,
        confidences={Confidence.SUSPECT: 4, Confidence.CERTAIN: 2, Confidence.STAKE_MY_CAREER: 0},
        ventures={ExpeditionType.THINK_TANK: 4, ExpeditionType.FIELD: 2, ExpeditionType.GREAT_PROJECT: 1},
        depths={Depth.SHALLOW: 2, Depth.STANDARD: 2, Depth.DEEP: 1},
        expeditions=0.45,
        tests=0.2,
        conferences=0.08,
        poaching=0.18,
        promises=0.9,
        countering=0.5,
        mentoring=0.14,
        support=0.1,
        opposition=0.06,
        talk=0.06,
        voting=0.15,
        giving=0.15,
        repaying=0.6,
        fortune=0.7,
        thrift=1,
    ),
    Policy.SPOILER: Temper(
        staff=3,
        theories=0.18,
        confidences={Confidence.SUSPECT: 3, Confidence.CERTAIN: 2, Confidence.STAKE_MY_CAREER: 1},
        ventures={ExpeditionType.THINK_TANK: 3, ExpeditionType.FIELD: 3, ExpeditionType.GREAT_PROJECT: 1},
        depths={Depth.SHALLOW: 3, Depth.STANDARD: 1, Depth.DEEP: 0},
        expeditions=0.45,
        tests=0.3,
        conferences=0.12,
        poaching=0.15,
        promises=0.9,
        countering=0.3,
        mentoring=0.03,
        support=0.04,
        opposition=0.25,
        talk=0.12,
        voting=0.02,
        giving=0.05,
        repaying=0.05,
        fortune=0.3,
        thrift=0,
    ),
}
