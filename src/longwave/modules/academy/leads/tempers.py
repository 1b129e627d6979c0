"""How autoplayers differ: the same moves, each as likely as their policy makes it."""

from collections.abc import Mapping
from dataclasses import dataclass

from longwave.world.game import Confidence, Depth, ExpeditionType, Policy


@dataclass(frozen=True, kw_only=True)
class Temper:
    """What a policy makes of a turn; what is no weight is a chance from 0 to 1.

    Attributes:
        staff: how many scholars they want.
        confidences, ventures, depths: weights of what they choose.
        tests: how readily they let an expedition decide a theory.
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
    countering: float
    mentoring: float
    support: float
    opposition: float
    talk: float
    voting: float
    giving: float
    thrift: int


TEMPERS: Mapping[Policy, Temper] = {
    Policy.BOLD: Temper(
        staff=3,
        theories=0.6,
        confidences={Confidence.SUSPECT: 1, Confidence.CERTAIN: 4, Confidence.STAKE_MY_CAREER: 2},
        ventures={ExpeditionType.THINK_TANK: 1, ExpeditionType.FIELD: 3, ExpeditionType.GREAT_PROJECT: 4},
        depths={Depth.SHALLOW: 2, Depth.STANDARD: 3, Depth.DEEP: 1},
        expeditions=0.8,
        tests=0.6,
        conferences=0.5,
        poaching=0.15,
        countering=0.6,
        mentoring=0.2,
        support=0.15,
        opposition=0.2,
        talk=0.2,
        voting=0.7,
        giving=0.1,
        thrift=0,
    ),
    Policy.CAREFUL: Temper(
        staff=2,
        theories=0.25,
        confidences={Confidence.SUSPECT: 5, Confidence.CERTAIN: 1, Confidence.STAKE_MY_CAREER: 0},
        ventures={ExpeditionType.THINK_TANK: 4, ExpeditionType.FIELD: 3, ExpeditionType.GREAT_PROJECT: 1},
        depths={Depth.SHALLOW: 0, Depth.STANDARD: 2, Depth.DEEP: 3},
        expeditions=0.5,
        tests=0.1,
        conferences=0.2,
        poaching=0.02,
        countering=0.9,
        mentoring=0.4,
        support=0.3,
        opposition=0.05,
        talk=0.1,
        voting=0.95,
        giving=0.25,
        thrift=2,
    ),
    Policy.COLLECTOR: Temper(
        staff=5,
        theories=0.3,
        confidences={Confidence.SUSPECT: 4, Confidence.CERTAIN: 2, Confidence.STAKE_MY_CAREER: 0},
        ventures={ExpeditionType.THINK_TANK: 4, ExpeditionType.FIELD: 2, ExpeditionType.GREAT_PROJECT: 1},
        depths={Depth.SHALLOW: 2, Depth.STANDARD: 2, Depth.DEEP: 1},
        expeditions=0.5,
        tests=0.2,
        conferences=0.2,
        poaching=0.4,
        countering=0.8,
        mentoring=0.5,
        support=0.2,
        opposition=0.1,
        talk=0.15,
        voting=0.85,
        giving=0.15,
        thrift=1,
    ),
    Policy.SPOILER: Temper(
        staff=3,
        theories=0.25,
        confidences={Confidence.SUSPECT: 3, Confidence.CERTAIN: 2, Confidence.STAKE_MY_CAREER: 1},
        ventures={ExpeditionType.THINK_TANK: 3, ExpeditionType.FIELD: 3, ExpeditionType.GREAT_PROJECT: 1},
        depths={Depth.SHALLOW: 3, Depth.STANDARD: 1, Depth.DEEP: 0},
        expeditions=0.5,
        tests=0.3,
        conferences=0.3,
        poaching=0.35,
        countering=0.4,
        mentoring=0.1,
        support=0.05,
        opposition=0.6,
        talk=0.35,
        voting=0.45,
        giving=0.03,
        thrift=0,
    ),
}
