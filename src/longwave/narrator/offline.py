"""The offline narrator: writes from a phrasebook, the same text for the same assignment, without any model."""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from longwave.kernel.dice import dice
from longwave.narrator import phrases
from longwave.narrator.assignment import Assignment, Draft, Telling
from longwave.narrator.casing import Casing
from longwave.narrator.errors import CannotCompose
from longwave.narrator.openings import opener
from longwave.world.persona import Line, Phrasebook

Card = TypeVar("Card")
Values = Mapping[str, str | int | bool | tuple[str, ...]]
Plan = tuple[str, ...]
# How much of a part's lines, the shortest first, a text may use that would else be too long.
SHARES = (1.0, 0.5, 0.25)
# How many texts are tried for one with an opening of its own; how many attempts lie between two of them.
VARIANTS, APART = 6, 11
# Of two cards, moving would deal one twice in a row.
MIN_TO_MOVE = 2
_FACT, _ITEM = re.compile(r"(fact|note)(_|$)"), re.compile(r"item(_|$)")


@dataclass(frozen=True, kw_only=True)
class _Spoken:
    """A part of a text, said."""

    part: str
    text: str
    telling: Telling | None


@dataclass(frozen=True)
class _Deck:
    """A phrasebook, shuffled once for a world and for whoever speaks from it."""

    speaker: str
    book: Phrasebook
    casing: Casing
    seed: int
    # As many as the conditions of a phrasebook's lines can be met in different ways.
    _fitting: dict[tuple[object, ...], list[Line]] = field(default_factory=dict, repr=False)

    @cached_property
    def plans(self) -> Mapping[str, list[Plan]]:
        """The plans of each form, as they are dealt."""
        return {form: self._shuffled(plans, f"plan:{form}") for form, plans in self.book.plans.items()}

    def lines(self, part: str, values: Values, share: float) -> list[Line]:
        """Return a part's lines that fit some values, as they are dealt: all of them, or a share, the shortest."""
        lines, needed, asked = self._lines[part]
        fits = (part, share, *(name in values for name in needed), *(values.get(name) for name in asked))
        if fits not in self._fitting:
            fitting = [line for line in lines if _fits(line, values)]
            if share < 1 and fitting:
                longest = sorted(len(line.say) for line in fitting)[int(len(fitting) * share)]
                fitting = [line for line in fitting if len(line.say) <= longest]
            self._fitting[fits] = fitting
        return self._fitting[fits]

    @cached_property
    def _lines(self) -> Mapping[str, tuple[list[Line], list[str], list[str]]]:
        """Each part's lines as they are dealt, the slots that they need and those that they ask the value of."""
        return {
            part: (
                self._shuffled(lines, part),
                sorted({name for line in lines for name in _needs(line.say)}),
                sorted({name for line in lines for name in line.when}),
            )
            for part, lines in self.book.parts.items()
        }

    def _shuffled(self, cards: Sequence[Card], name: str) -> list[Card]:
        shuffled = list(cards)
        dice(self.seed, "phrasebook", self.speaker, name).shuffle(shuffled)
        return shuffled

    @cached_property
    def shared(self) -> frozenset[str]:
        """The parts that more than one form uses."""
        forms = Counter(
            name for plans in self.book.plans.values() for name in {_bare(p) for plan in plans for p in plan}
        )
        return frozenset(name for name, count in forms.items() if count > 1)

    @cached_property
    def uses(self) -> Counter[str]:
        """How often one text uses a part, at the most."""
        most: Counter[str] = Counter()
        for plans in self.book.plans.values():
            for plan in plans:
                most |= Counter(map(_bare, plan))
        return most


class OfflineNarrator:
    """Deals plans and lines like cards.

    A line of a part that every text of a form uses does not come again before all others but one that fit have been
    used. It keeps no count: the turns in the assignment say which card is next, so parts that only some plans use, or
    texts that are too long for some lines, skip cards.
    """

    name = "offline"

    def __init__(self, phrasebooks: Mapping[str, Phrasebook], casing: Casing, seed: int) -> None:
        self._phrasebooks = phrasebooks
        self._casing = casing
        self._seed = seed
        # As many as there are personas that were spoken for.
        self._decks: dict[str, _Deck] = {}

    async def write(self, assignment: Assignment) -> Draft:
        """Write one text.

        Raises:
            CannotCompose: no plan gives a text within the limit.
        """
        return self.compose(assignment)

    def compose(self, assignment: Assignment) -> Draft:
        """Write one text; see `write`. It begins as none to be avoided did, if a few tries find such a one."""
        drafts = (self._composed(_varied(assignment, variant)) for variant in range(VARIANTS))
        first = next(drafts)
        if not assignment.avoid or opener(first.text) not in assignment.avoid:
            return first
        return next((draft for draft in drafts if opener(draft.text) not in assignment.avoid), first)

    def _composed(self, assignment: Assignment) -> Draft:
        deck = self._deck_of(assignment)
        plans = deck.plans[assignment.form]
        first = assignment.form_turn + _step(assignment.feedback.attempt, len(plans))
        turns = [plans[(first + place) % len(plans)] for place in range(len(plans))]
        attempts = [(share, _is_optional) for share in SHARES] + [(SHARES[-1], _is_optional_or_fact)]
        for share, may_drop in attempts:
            for plan in turns:
                parts = _Text(assignment, deck, plan, share).parts()
                if kept := _fitted(parts, assignment.max_chars, may_drop):
                    return self._draft(assignment, kept)
        raise CannotCompose(assignment.persona.id, assignment.form, assignment.max_chars)

    def _deck_of(self, assignment: Assignment) -> _Deck:
        persona = assignment.persona
        dealer = assignment.deck or persona.id
        if dealer not in self._decks:
            book = self._phrasebooks[persona.phrasebook or persona.id]
            self._decks[dealer] = _Deck(dealer, book, self._casing, self._seed)
        return self._decks[dealer]

    def _draft(self, assignment: Assignment, parts: Sequence[_Spoken]) -> Draft:
        told = [part.telling for part in parts if part.telling is not None]
        names = (*assignment.sheet.subject, *(name for telling in told for name in telling.ids))
        return Draft(
            text=_joined(parts),
            tells=tuple(dict.fromkeys(names)),
            used=tuple(telling.ref for telling in told),
            narrator=self.name,
        )


class _Text:
    """One text in the making, out of a share of each part's lines, the shortest."""

    def __init__(self, assignment: Assignment, deck: _Deck, plan: Plan, share: float) -> None:
        self._assignment = assignment
        self._deck = deck
        self._plan = plan
        self._share = share
        self._left = {_FACT: list(assignment.sheet.facts), _ITEM: list(assignment.sheet.items)}
        self._said: Counter[str] = Counter()
        self._last_title = ""

    def parts(self) -> list[_Spoken]:
        """Say every part of the plan that the sheet and the phrasebook have something for."""
        return [spoken for part in self._plan if (spoken := self._say(part)) is not None]

    def _say(self, part: str) -> _Spoken | None:
        name = _bare(part)
        queue = next((left for pattern, left in self._left.items() if pattern.match(name)), None)
        if queue == []:
            return None
        telling = queue[0] if queue else None
        values = self._values(telling)
        line = self._deal(name, values)
        if line is None:
            return None
        if queue and telling:
            queue.pop(0)
            self._last_title = str(telling.slots.get("title") or telling.slots.get("about", ""))
        stream = dice(self._deck.seed, "wording", self._assignment.key, self._assignment.feedback.attempt, part)
        wording = phrases.Wording(values=values, clause=self._deck.casing.clause, dice=stream)
        return _Spoken(part=part, text=wording.render(phrases.parse(line.say)), telling=telling)

    def _values(self, telling: Telling | None) -> Values:
        values: dict[str, str | int | bool | tuple[str, ...]] = {
            **self._deck.book.words,
            **self._assignment.sheet.slots,
        }
        if self._last_title:
            values["last_title"] = self._last_title
        return {**values, **telling.slots} if telling else values

    def _deal(self, name: str, values: Values) -> Line | None:
        """Return the next line of a part that fits, counting on from the texts and parts before."""
        lines = self._deck.lines(name, values, self._share)
        if not lines:
            return None
        assignment = self._assignment
        turn = assignment.turn if name in self._deck.shared else assignment.form_turn
        card = turn * self._deck.uses[name] + self._said[name]
        self._said[name] += 1
        return lines[(_place(card, len(lines)) + _step(assignment.feedback.attempt, len(lines))) % len(lines)]


def _varied(assignment: Assignment, variant: int) -> Assignment:
    """Return an assignment that other cards are dealt for."""
    if not variant:
        return assignment
    attempt = assignment.feedback.attempt + variant * APART
    return replace(assignment, feedback=replace(assignment.feedback, attempt=attempt))


def _place(card: int, count: int) -> int:
    """Return which of some cards is dealt: each round begins with another one.

    Otherwise a part that is said at every fourth turn would only ever deal a fourth of four, eight or twelve cards.
    From one round to the next the beginning moves by one card or none, at the golden ratio, so that a card never comes
    again before all others but one, and no rhythm of turns keeps any card away.
    """
    turn, place = divmod(card, count)
    return (place + turn * 987 // 1597) % count if count > MIN_TO_MOVE else place


def _step(attempt: int, count: int) -> int:
    """Return how far an attempt's card lies from the turn's own: none is another's, nor one that comes soon."""
    stride = next(step for step in range(max(1, count * 382 // 1000), count + 1) if math.gcd(step, count) == 1)
    return attempt * stride


def _bare(part: str) -> str:
    return part.rstrip("?")


def _fits(line: Line, values: Values) -> bool:
    for name, wanted in line.when.items():
        if values.get(name) not in (wanted if isinstance(wanted, tuple) else (wanted,)):
            return False
    return _needs(line.say) <= values.keys()


def _needs(say: str) -> frozenset[str]:
    return frozenset(phrases.slots(phrases.parse(say)))


def _is_optional(part: _Spoken) -> bool:
    return part.part.endswith("?")


def _is_optional_or_fact(part: _Spoken) -> bool:
    return _is_optional(part) or _FACT.match(part.part) is not None


def _fitted(parts: list[_Spoken], max_chars: int, may_drop: Callable[[_Spoken], bool]) -> list[_Spoken]:
    """Leave out parts from the end that may be dropped until the text is short enough; nothing if it never is."""
    kept = list(parts)
    while len(_joined(kept)) > max_chars:
        last = next((place for place in reversed(range(len(kept))) if may_drop(kept[place])), None)
        if last is None:
            return []
        del kept[last]
    return kept


def _joined(parts: Sequence[_Spoken]) -> str:
    return " ".join(part.text.strip() for part in parts)
