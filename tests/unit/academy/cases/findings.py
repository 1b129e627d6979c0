"""What expeditions find, and what it does: effects, opportunities, vignettes and the questions that they raise."""

from collections.abc import Sequence
from functools import partial

from longwave.modules.academy.events import Felt, Injured, Move, Repute
from longwave.modules.academy.expeditions import effects, rules
from longwave.modules.academy.expeditions.effects import Consequences
from longwave.modules.academy.standing.errors import InfluenceShort
from longwave.modules.academy.standing.rules import Standing
from longwave.world.findings import Clue, Effect, EffectKind, FactionShift, Grudge, Injury, ReputationChange
from unit.academy.case import Case
from unit.academy.voyages import member


def _effect(
    says: str, given: str, brought: Sequence[Effect], then: Consequences, *, reputation: int = 0, hurt_until: int = 0
) -> Case:
    """A case of effects on a lead who holds 5 academic and 1 foreign influence, at digest 10."""
    lead = Standing(id="ada", name="Ada", reputation=reputation, held={"academic": 5, "foreign": 1})
    scholar = member("a", injured_until=hurt_until)
    of = partial(effects.consequences, brought, lead, scholar, 10)
    return Case(rule="findings: effects", says=says, given=given, then=then, of=of)


def _shift(faction: str, change: int) -> FactionShift:
    return FactionShift(kind=EffectKind.FACTION_SHIFT, faction=faction, change=change)


def _reputation(change: int) -> ReputationChange:
    return ReputationChange(kind=EffectKind.REPUTATION, change=change)


def _injury(digests: int) -> Injury:
    return Injury(kind=EffectKind.INJURY, digests=digests)


def _moved(faction: str, change: int) -> Consequences:
    return Consequences(moves=(Move(player="ada", faction=faction, change=change),))


def _reputed(change: int) -> Consequences:
    return Consequences(reputes=(Repute(player="ada", change=change),))


def _hurt(until: int) -> Consequences:
    return Consequences(injured=(Injured(scholar="a", until=until),))


EFFECTS = (
    _effect("Influence is won.", "+1 academic at a cap of 6", [_shift("academic", 1)], _moved("academic", 1)),
    _effect("Influence is won up to the cap.", "+3 at 5 of 6", [_shift("academic", 3)], _moved("academic", 1)),
    _effect("Influence is lost.", "-2 academic of 5", [_shift("academic", -2)], _moved("academic", -2)),
    _effect("Nobody loses more than they hold.", "-3 foreign of 1", [_shift("foreign", -3)], _moved("foreign", -1)),
    _effect("Who holds nothing loses nothing.", "-1 religious of 0", [_shift("religious", -1)], Consequences()),
    _effect(
        "Of two gains the second sees the first.",
        "+1 and +1 at 5 of 6",
        [_shift("academic", 1), _shift("academic", 1)],
        _moved("academic", 1),
    ),
    _effect("A reputation rises.", "+2 from 0", [_reputation(2)], _reputed(2)),
    _effect("A reputation ends at fifty.", "+5 from 48", [_reputation(5)], _reputed(2), reputation=48),
    _effect("A reputation ends at minus fifty.", "-5 from -50", [_reputation(-5)], Consequences(), reputation=-50),
    _effect(
        "A reputation that rises raises the cap for what follows.",
        "+1 from 4, then +3 at 5 of 7",
        [_reputation(1), _shift("academic", 3)],
        Consequences(
            reputes=(Repute(player="ada", change=1),), moves=(Move(player="ada", faction="academic", change=2),)
        ),
        reputation=4,
    ),
    _effect(
        "A grudge is the told scholar's, against the lead.",
        "a grudge of -1.5",
        [Grudge(kind=EffectKind.GRUDGE, feeling=-1.5)],
        Consequences(feelings=(Felt(scholar="a", towards="ada", change=-1.5),)),
    ),
    _effect("An injury counts from the digest that is held.", "2 digests at digest 10", [_injury(2)], _hurt(12)),
    _effect("Of two injuries the longer counts.", "2 and 5 digests at digest 10", [_injury(2), _injury(5)], _hurt(15)),
    _effect(
        "An injury does not shorten an older one.",
        "1 digest at digest 10, hurt until 14",
        [_injury(1)],
        Consequences(),
        hurt_until=14,
    ),
    _effect("A clue changes nothing at once.", "a clue", [Clue(kind=EffectKind.CLUE)], Consequences()),
)

OPPORTUNITIES = (
    Case(
        rule="findings: opportunity",
        says="It is paid for, and pays.",
        given="1 academic of 4 for 2 industry at 3 of 6",
        then=(
            Move(player="ada", faction="academic", change=-1),
            Move(player="ada", faction="industry", change=2),
        ),
        of=partial(
            rules.trade,
            Standing(id="ada", name="Ada", held={"academic": 4, "industry": 3}),
            {"academic": 1},
            {"industry": 2},
        ),
    ),
    Case(
        rule="findings: opportunity",
        says="It pays up to the cap.",
        given="2 industry at 5 of 6",
        then=(Move(player="ada", faction="industry", change=1),),
        of=partial(rules.trade, Standing(id="ada", name="Ada", held={"industry": 5}), {}, {"industry": 2}),
    ),
    Case(
        rule="findings: opportunity",
        says="What is paid for it makes room for what it pays.",
        given="1 industry of 6 for 2 industry",
        then=(
            Move(player="ada", faction="industry", change=-1),
            Move(player="ada", faction="industry", change=1),
        ),
        of=partial(rules.trade, Standing(id="ada", name="Ada", held={"industry": 6}), {"industry": 1}, {"industry": 2}),
    ),
    Case(
        rule="findings: opportunity",
        says="Who cannot pay for it cannot take it.",
        given="2 academic, and 1 held",
        then=InfluenceShort,
        of=partial(rules.trade, Standing(id="ada", name="Ada", held={"academic": 1}), {"academic": 2}, {"industry": 2}),
    ),
)

TOLD = (
    Case(
        rule="findings: vignettes",
        says="What was never told comes before what was.",
        given="a once, b never",
        then=["b"],
        of=partial(rules.least_told, {"a": 1}, ["a", "b"]),
    ),
    Case(
        rule="findings: vignettes",
        says="Where all were told as often, any may come.",
        given="a and b twice",
        then=["a", "b"],
        of=partial(rules.least_told, {"a": 2, "b": 2}, ["a", "b"]),
    ),
    Case(
        rule="findings: topics",
        says="A question fits on the list of topics, cut between words.",
        given="a hundred and fifty characters of words of four",
        then="word " * 22 + "word…",
        of=partial(effects.headline, "word " * 30),
    ),
    Case(
        rule="findings: topics",
        says="A question that fits is not cut.",
        given="a hundred and twenty characters",
        then="x" * 120,
        of=partial(effects.headline, "x" * 120),
    ),
)


CASES: tuple[Case, ...] = (*EFFECTS, *OPPORTUNITIES, *TOLD)
