"""How scholars make up their minds, and what comes of it, case by case."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.events import Move
from longwave.modules.academy.mentoring.bonds import Bond
from longwave.modules.academy.offers import outcomes, rules, stakes
from longwave.modules.academy.offers.commands import Poach
from longwave.modules.academy.offers.errors import NoPlace, Quiet, StakeUnclear
from longwave.modules.academy.offers.events import ArcEnd, Lapse, ScholarDefected, Term
from longwave.modules.academy.offers.register import Arc, Offer
from longwave.modules.academy.offers.rules import Odds, Stake, Ties, Wavering
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.standing.errors import ReputationShort
from longwave.modules.academy.standing.rules import Standing
from longwave.world.scholars import Track
from unit.academy.case import Case
from unit.academy.small import FACTIONS, small_game

NOW = dt.datetime(1931, 3, 10, 12, tzinfo=dt.UTC)
DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)
ALL_TERMS = tuple(Term)
Row = tuple[str, str, object, Callable[[], object]]


def of_rule(rule: str, *rows: Row) -> tuple[Case, ...]:
    return tuple(Case(rule=rule, says=says, given=given, then=then, of=of) for says, given, then, of in rows)


def asked(
    *,
    feeling: float = 0,
    bond: Bond | None = None,
    is_sponsor: bool = False,
    influence: int = 0,
    is_cool: bool = False,
) -> Odds:
    ties = Ties(feeling=feeling, bond=bond, is_sponsor=is_sponsor)
    return rules.recruiting(ties, influence=influence, is_cool=is_cool)


def courted(  # What a case does not name adds nothing.
    offered: int,
    *,
    terms: tuple[Term, ...] = (),
    counter: Stake | None = None,
    idle: dt.timedelta = dt.timedelta(),
    **mind: float,
) -> Odds:
    values = {"for_employer": 0.0, "for_rival": 0.0, "loyalty": 0, "integrity": 0} | mind
    wavering = Wavering(
        for_employer=values["for_employer"],
        for_rival=values["for_rival"],
        loyalty=int(values["loyalty"]),
        integrity=int(values["integrity"]),
        idle=idle,
    )
    return rules.poaching(wavering, Stake(influence={"academic": offered}, terms=terms), counter)


def halved(influence: int) -> int:
    return asked(influence=influence, is_cool=True).chance


def bonded(feeling: float, *, is_sponsor: bool = True) -> int:
    return asked(feeling=feeling, bond=Bond.ACTIVE, is_sponsor=is_sponsor).chance


def promised(*terms: Term) -> float:
    return part(courted(1, terms=terms), "terms")


def counter(amount: int, *terms: Term) -> Stake:
    return Stake(influence={"academic": amount}, terms=terms)


def part(odds: Odds, name: str) -> float:
    return odds.parts.get(name, 0.0)


def admitted(*, reputation: int = 0, quiet_until: int = 0, digest: int = 5, staff: int = 0) -> None:
    player = Standing(id="ada", name="Ada", reputation=reputation, quiet_until=quiet_until)
    rules.admit(player, gate=-10, digest=digest, staff=staff)


def typed(**fields: object) -> Stake:
    whole = {"scholar": "scholar-1", "faction": "academic", "amount": 3, **fields}
    return stakes.typed(Poach.model_validate(whole), FACTIONS)


OFFER = Offer(
    id=1,
    scholar="scholar-1",
    rival="bo",
    employer="ada",
    stake=Stake(influence={"academic": 3, "foreign": 2}, terms=(Term.LEADERSHIP,)),
    counter=None,
    due=NOW,
    lapse="",
)
COUNTERED = replace(OFFER, counter=Stake(influence={"industry": 4}))
ADA, BO = Standing(id="ada", name="Ada"), Standing(id="bo", name="Bo")
ARC = Arc(id=9, scholar="scholar-1", player="bo", other_player="ada")


def employed_by(player: str | None) -> Scholar:
    return Scholar(
        id="scholar-1",
        name="Scholar Number1",
        nickname=None,
        sheet=small_game().scholars["scholar-1"],
        discipline="bells",
        faction="religious",
        track=Track.ACADEMIA,
        tier=0,
        employer=player,
        contract_at=None,
        terms=(),
        unpaid=0,
        discovered_at=NOW,
        injured_until=0,
        arrived_at=NOW,
        retired_at=None,
        stage="",
    )


def spent(player: str, **amounts: int) -> tuple[Move, ...]:
    return tuple(Move(player=player, faction=name, change=0, escrow=-amount) for name, amount in amounts.items())


def returned(player: str, **amounts: int) -> tuple[Move, ...]:
    return tuple(Move(player=player, faction=name, change=amount, escrow=-amount) for name, amount in amounts.items())


def settled(odds: Odds, roll: int) -> ArcEnd:
    return outcomes.settled(ARC, employed_by("bo"), ADA, odds, roll).end


def feelings_after(roll: int, employer: str | None = "bo") -> dict[str, float]:
    event = outcomes.settled(ARC, employed_by(employer), ADA, EVEN, roll)
    return {each.towards: each.change for each in event.feelings}


def chance_of_return(former: float, present: float) -> int:
    return rules.returning(for_former=former, for_present=present).chance


def went(offer: Offer) -> ScholarDefected:
    return outcomes.went(offer, BO, ADA, EVEN, 1)


def decreed() -> ScholarDefected:
    return outcomes.decreed(employed_by("ada"), BO, ADA, "a quarrel")


EVEN = rules.returning(for_former=0, for_present=0)

RECRUITING = of_rule(
    "recruiting: chance",
    ("a stranger without influence is won in 60 of 100", "no ties", 60, lambda: asked().chance),
    ("the base is halved in a cooldown", "no ties, cooldown", 30, lambda: asked(is_cool=True).chance),
    ("only the base is halved, not what influence adds", "2 influence, cooldown", 40, lambda: halved(2)),
    ("each influence adds five", "1 influence", 65, lambda: asked(influence=1).chance),
    ("six influence reach ninety", "6 influence", 90, lambda: asked(influence=6).chance),
    ("seven influence reach the most there is", "7 influence", 95, lambda: asked(influence=7).chance),
    ("nothing lifts it above ninety-five", "16 influence", 95, lambda: asked(influence=16).chance),
    ("what is above the most is taken off and shown", "8 influence", -0.05, lambda: part(asked(influence=8), "bounds")),
    ("a point of feeling is worth two", "feeling 1", 62, lambda: asked(feeling=1).chance),
    ("a point of dislike costs two", "feeling -1", 58, lambda: asked(feeling=-1).chance),
    ("half a point of feeling is worth one", "feeling 0.5", 61, lambda: asked(feeling=0.5).chance),
    ("the warmest feeling is worth twenty", "feeling 10", 80, lambda: asked(feeling=10).chance),
    ("the coldest feeling costs twenty", "feeling -10", 40, lambda: asked(feeling=-10).chance),
    (
        "a hated player in a cooldown has ten",
        "feeling -10, cooldown",
        10,
        lambda: asked(feeling=-10, is_cool=True).chance,
    ),
    ("an active mentorship is worth five", "active", 65, lambda: asked(bond=Bond.ACTIVE).chance),
    ("a completed mentorship is worth four", "completed", 64, lambda: asked(bond=Bond.COMPLETED).chance),
    ("a mentorship that ended early is worth two", "past", 62, lambda: asked(bond=Bond.PAST).chance),
    ("a sponsor of the faction is worth two", "sponsor", 62, lambda: asked(is_sponsor=True).chance),
    (
        "feeling and mentorship together reach twenty-five",
        "feeling 10, active",
        85,
        lambda: bonded(10, is_sponsor=False),
    ),
    ("a sponsor adds nothing to a full relationship", "feeling 10, active, sponsor", 85, lambda: bonded(10)),
    ("a relationship one short of full takes one of two", "feeling 9.5, active, sponsor", 85, lambda: bonded(9.5)),
    ("a relationship just below full counts whole", "feeling 9, active, sponsor", 85, lambda: bonded(9)),
    ("a little below that it is not full", "feeling 8.5, active, sponsor", 84, lambda: bonded(8.5)),
    ("what adds nothing is not shown", "no ties", {"base": 0.6}, lambda: asked().parts),
)
GATES = of_rule(
    "recruiting: gates",
    ("a reputation of -10 may recruit", "reputation -10", None, lambda: admitted(reputation=-10)),
    ("a reputation of -11 may not", "reputation -11", ReputationShort, lambda: admitted(reputation=-11)),
    ("who is quiet until the next digest may not", "quiet until 6, at 5", Quiet, lambda: admitted(quiet_until=6)),
    ("from that digest on they may again", "quiet until 5, at 5", None, lambda: admitted(quiet_until=5)),
    ("a fifth scholar may be won", "4 employed", None, lambda: admitted(staff=4)),
    ("a sixth may not", "5 employed", NoPlace, lambda: admitted(staff=5)),
    (
        "reputation is looked at first",
        "-11, quiet, 5 employed",
        ReputationShort,
        lambda: admitted(reputation=-11, staff=5),
    ),
)
COOLING = of_rule(
    "recruiting: cooldown",
    ("who never parted is in no cooldown", "never", False, lambda: rules.is_cooling(None, NOW)),
    ("who parted this moment is in one", "now", True, lambda: rules.is_cooling(NOW, NOW)),
    ("a second short of two days it lasts", "47:59:59", True, lambda: rules.is_cooling(NOW - 2 * DAY + SECOND, NOW)),
    ("after two days it is over", "48:00:00", False, lambda: rules.is_cooling(NOW - 2 * DAY, NOW)),
)
POACHING = of_rule(
    "poaching: chance",
    ("five influence leave somebody unattached in two minds", "5", 50, lambda: courted(5).chance),
    ("one influence is worth a tenth", "1", 0.1, lambda: part(courted(1), "offer")),
    ("ten influence are worth all there is", "10", 1.0, lambda: part(courted(10), "offer")),
    ("an eleventh adds nothing", "11", 1.0, lambda: part(courted(11), "offer")),
    ("exclusive research is worth 0.10", "its term", 0.1, lambda: promised(Term.EXCLUSIVE_RESEARCH)),
    ("guaranteed funding is worth 0.15", "its term", 0.15, lambda: promised(Term.GUARANTEED_FUNDING)),
    ("leadership is worth 0.20", "its term", 0.2, lambda: promised(Term.LEADERSHIP)),
    ("all terms together are worth 0.45", "all terms", 0.45, lambda: promised(*ALL_TERMS)),
    (
        "dislike of the employer counts a fifth a point",
        "-1",
        0.2,
        lambda: part(courted(1, for_employer=-1), "mistreatment"),
    ),
    ("the deepest dislike counts two", "-10", 2.0, lambda: part(courted(1, for_employer=-10), "mistreatment")),
    (
        "liking the employer counts nothing by itself",
        "4",
        0.0,
        lambda: part(courted(1, for_employer=4), "mistreatment"),
    ),
    ("liking the rival counts a fifth a point", "3", 0.6, lambda: part(courted(1, for_rival=3), "alignment")),
    ("dislike of the rival counts nothing by itself", "-3", 0.0, lambda: part(courted(1, for_rival=-3), "alignment")),
    ("ninety days without a discovery count 0.20", "90 days", 0.2, lambda: part(courted(1, idle=90 * DAY), "plateau")),
    ("a second less counts nothing", "a second less", 0.0, lambda: part(courted(1, idle=90 * DAY - SECOND), "plateau")),
    ("full loyalty takes off 0.60", "loyalty 10", -0.6, lambda: part(courted(1, loyalty=10), "loyalty")),
    ("a point of loyalty takes off 0.06", "loyalty 1", -0.06, lambda: part(courted(1, loyalty=1), "loyalty")),
    ("full integrity takes off 0.40", "integrity 10", -0.4, lambda: part(courted(1, integrity=10), "integrity")),
    (
        "full offer, loyalty and integrity leave five in 100",
        "10, 10, 10",
        5,
        lambda: courted(10, loyalty=10, integrity=10).chance,
    ),
    (
        "a counter takes off a tenth by itself",
        "countered",
        -0.1,
        lambda: part(courted(5, counter=counter(1)), "counter"),
    ),
    (
        "its influence takes off what it would add",
        "4",
        -0.4,
        lambda: part(courted(5, counter=counter(4)), "counter's offer"),
    ),
    (
        "ten influence of a counter are all that count",
        "20",
        -1.0,
        lambda: part(courted(5, counter=counter(20)), "counter's offer"),
    ),
    (
        "its terms take off what they would add",
        "all",
        -0.45,
        lambda: part(courted(5, counter=counter(1, *ALL_TERMS)), "counter's terms"),
    ),
    (
        "the same counter outweighs an offer by a tenth",
        "5 against 5",
        round(100 / (1 + 2.718281828**3.6)),
        lambda: courted(5, counter=counter(5)).chance,
    ),
    ("a hopeless offer has no chance at all", "1 against 10", 0, lambda: courted(1, counter=counter(10)).chance),
    ("somebody wretched is certain to go", "-10, 10 offered", 100, lambda: courted(10, for_employer=-10).chance),
)
STAKES = of_rule(
    "poaching: stakes",
    ("one faction may be offered", "3 academic", {"academic": 3}, lambda: typed().influence),
    (
        "two factions may be",
        "3 and 2",
        {"academic": 3, "foreign": 2},
        lambda: typed(faction2="foreign", amount2=2).influence,
    ),
    (
        "the same faction twice is unclear",
        "academic twice",
        StakeUnclear,
        lambda: typed(faction2="academic", amount2=2),
    ),
    ("a second faction without an amount is unclear", "foreign", StakeUnclear, lambda: typed(faction2="foreign")),
    ("a second amount without a faction is unclear", "2", StakeUnclear, lambda: typed(amount2=2)),
    ("a faction of no world is refused", "bakers", NoSuch, lambda: typed(faction="bakers")),
    ("so is a second one", "bakers", NoSuch, lambda: typed(faction2="bakers", amount2=1)),
    ("nothing cannot be offered", "0", ValueError, lambda: typed(amount=0)),
    ("debts cannot be offered", "-3", ValueError, lambda: typed(amount=-3)),
    ("ten of a faction can be offered", "10", {"academic": 10}, lambda: typed(amount=10).influence),
    ("eleven cannot", "11", ValueError, lambda: typed(amount=11)),
    ("a term counts once", "leadership twice", (Term.LEADERSHIP,), lambda: typed(terms=["leadership"] * 2).terms),
    ("a term that nobody knows is refused", "a castle", ValueError, lambda: typed(terms=["castle"])),
)
OUTCOMES = of_rule(
    "poaching: outcomes",
    ("who wins pays what was offered", "3 and 2", spent("bo", academic=3, foreign=2), lambda: went(OFFER).moves),
    (
        "who loses has their counter back, in the same event",
        "3 and 2 against 4",
        (*spent("bo", academic=3, foreign=2), *returned("ada", industry=4)),
        lambda: went(COUNTERED).moves,
    ),
    (
        "an offer in vain goes back, and nothing was countered",
        "3 and 2",
        returned("bo", academic=3, foreign=2),
        lambda: outcomes.stayed(OFFER, EVEN, 100).moves,
    ),
    (
        "an offer in vain goes back, and the counter is paid",
        "3 and 2 against 4",
        (*returned("bo", academic=3, foreign=2), *spent("ada", industry=4)),
        lambda: outcomes.stayed(COUNTERED, EVEN, 100).moves,
    ),
    (
        "an offer that nobody decides about goes back, and so does the counter",
        "3 and 2 against 4",
        (*returned("bo", academic=3, foreign=2), *returned("ada", industry=4)),
        lambda: outcomes.withdrawn(COUNTERED, Lapse.RETIRED).moves,
    ),
    ("the terms of the offer are those of the contract", "leadership", (Term.LEADERSHIP,), lambda: went(OFFER).terms),
    ("a scholar who goes thinks less of whom they left", "-3", -3.0, lambda: went(OFFER).feelings[0].change),
    ("one whom the host sends thinks less still of them", "-4", -4.0, lambda: decreed().feelings[0].change),
    ("going leaves a scar", "a scar", True, lambda: went(OFFER).notes[0].is_scar),
    ("being sent leaves one too", "a scar", True, lambda: decreed().notes[0].is_scar),
    ("nobody pays for what the host decrees", "no moves", (), lambda: decreed().moves),
    ("who stays thinks more of the employer", "+1", 1.0, lambda: outcomes.stayed(OFFER, EVEN, 100).feelings[0].change),
)
ARCS = of_rule(
    "defection: end",
    ("with equal feelings a return is even", "0 and 0", 50, lambda: chance_of_return(0, 0)),
    ("a point for whom they left adds five", "1 and 0", 55, lambda: chance_of_return(1, 0)),
    ("a point for whom they went to takes five off", "0 and 1", 45, lambda: chance_of_return(0, 1)),
    ("a return is never certain", "10 and -10", 95, lambda: chance_of_return(10, -10)),
    ("and never out of the question", "-10 and 10", 5, lambda: chance_of_return(-10, 10)),
    ("a roll as high as the chance brings them back", "50 of 50", ArcEnd.RETURN, lambda: settled(EVEN, 50)),
    ("one more does not", "51 of 50", ArcEnd.RIVALRY, lambda: settled(EVEN, 51)),
    (
        "where there is no way back the lowest roll is a rivalry",
        "1",
        ArcEnd.RIVALRY,
        lambda: settled(rules.NO_WAY_BACK, 1),
    ),
    ("coming back warms the old bond and cools the new", "1", {"ada": 2.0, "bo": -1.0}, lambda: feelings_after(1)),
    ("a rivalry does the reverse", "100", {"ada": -1.0, "bo": 1.0}, lambda: feelings_after(100)),
    ("who has left the new employer too owes them no warmth", "100", {"ada": -1.0}, lambda: feelings_after(100, None)),
)
CASES = (*RECRUITING, *GATES, *COOLING, *POACHING, *STAKES, *OUTCOMES, *ARCS)
