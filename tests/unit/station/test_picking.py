import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longwave.modules.station.knowledge import Presenter
from longwave.modules.station.picking import Picker
from longwave.world.pack import Pack
from unit.station.plans import days, everything, presenter_of

PRESENTERS = pytest.mark.parametrize("persona", ["wren", "corvin"])
SEEDS = st.integers(0, 2**32)
MANY = 400


class Airtime:
    """Picks day after day; what is picked counts as told."""

    def __init__(self, pack: Pack, knower: Presenter, seed: int, *, picks_a_day: int) -> None:
        self.uses = Counter[str]()
        self._pack, self._knower, self._dice, self._left = pack, knower, random.Random(seed), 0
        self._picks_a_day = picks_a_day

    def picker(self) -> Picker:
        if not self._left:
            self._left = self._picks_a_day
            self._today = Picker(
                knower=self._knower, uses=Counter(self.uses), related=everything(self._pack), dice=self._dice
            )
        self._left -= 1
        return self._today

    def item(self, form: str) -> str | None:
        item = self.picker().item(form)
        return self._told(f"item:{item.id}") if item else None

    def letter(self) -> str | None:
        letter = self.picker().letter()
        return self._told(f"letter:{letter.id}") if letter else None

    def record(self) -> str | None:
        record = self.picker().record()
        return self._told(f"record:{record.id}") if record else None

    def facts(self, max_chars: int) -> list[str]:
        told = self.picker().facts((), topics=(), count=3, max_chars=max_chars)
        return [self._told(telling.ref) for telling in told]

    def _told(self, ref: str) -> str:
        self.uses[ref] += 1
        return ref


KINDS: dict[str, Callable[[Airtime], str | None]] = {
    "news": lambda air: air.item("news"),
    "gossip": lambda air: air.item("gossip"),
    "letters": Airtime.letter,
    "records": Airtime.record,
}


@pytest.fixture(scope="module")
def knowers(saltmere: Pack) -> Mapping[str, Presenter]:
    return {persona: presenter_of(saltmere, persona) for persona in ("wren", "corvin")}


@PRESENTERS
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_picked_again_before_everything_else_was(
    saltmere: Pack, knowers: Mapping[str, Presenter], persona: str, kind: str
) -> None:
    air = Airtime(saltmere, knowers[persona], seed=1, picks_a_day=3)

    picked = [KINDS[kind](air) for _ in range(MANY)]

    pool = len(set(picked))
    rounds = [picked[at : at + pool] for at in range(0, MANY - pool, pool)]
    assert None not in picked
    assert len(rounds) > 2
    assert all(len(set(once)) == pool for once in rounds)


@PRESENTERS
@pytest.mark.parametrize("max_chars", [90, 150])
def test_no_fact_is_told_again_before_every_other_that_fits_was(
    saltmere: Pack, knowers: Mapping[str, Presenter], persona: str, max_chars: int
) -> None:
    air = Airtime(saltmere, knowers[persona], seed=1, picks_a_day=8)

    told = [ref for _ in range(2 * MANY) for ref in air.facts(max_chars)]

    first_again = next(place for place, ref in enumerate(told) if ref in told[:place])
    pool = len(set(told))
    assert pool > 500
    # The three facts of one text are of three entries, so the last ones of a round may have to wait for the next.
    assert first_again >= 0.98 * pool


def test_one_day_never_brings_the_same_thing_twice_even_if_nothing_else_is_left(tiny: Pack) -> None:
    air = Airtime(tiny, presenter_of(tiny, "ada", 1950), seed=1, picks_a_day=MANY)

    picked = [air.letter() for _ in range(20)]

    assert len(set(picked[: len(tiny.letters)])) == len(tiny.letters)
    assert set(picked[len(tiny.letters) :]) == {None}


def test_what_was_told_before_waits_whatever_the_dice_say(tiny: Pack) -> None:
    knower = presenter_of(tiny, "ada", 1950)
    *told, left = [letter.id for letter in tiny.letters.values()]

    for seed in range(30):
        uses = Counter({f"letter:{name}": 1 for name in told})
        picked = Picker(knower=knower, uses=uses, related=everything(tiny), dice=random.Random(seed)).letter()

        assert picked is not None
        assert picked.id == left


@settings(max_examples=30)
@given(data=st.data(), seed=SEEDS, persona=st.sampled_from(["wren", "corvin"]))
def test_a_letter_is_answered_by_a_fact_of_what_it_asks_about(
    saltmere: Pack, knowers: Mapping[str, Presenter], *, data: st.DataObject, seed: int, persona: str
) -> None:
    letter = data.draw(st.sampled_from(sorted(saltmere.letters)))
    told = Counter({f"letter:{name}": 1 for name in saltmere.letters if name != letter})
    told.update(f"fact:{name}#{n}" for name in saltmere.letters[letter].about for n in range(9))
    picker = Picker(knower=knowers[persona], uses=told, related=everything(saltmere), dice=random.Random(seed))

    picked = picker.letter()

    assert picked is not None
    facts = picker.facts(picked.about, topics=(), count=5, max_chars=150)
    assert facts[0].ids[0] in picked.about


def test_facts_lead_from_one_to_what_it_links_to(tiny: Pack) -> None:
    picker = Picker(
        knower=presenter_of(tiny, "ada", 1950), uses=Counter(), related=everything(tiny), dice=random.Random(1)
    )

    facts = picker.facts(("ferry",), topics=(), count=3, max_chars=150)

    path = [telling.ids[0] for telling in facts]
    assert path[0] == "ferry"
    assert len(set(path)) == 3
    for one, other in pairwise(path):
        assert other in tiny.lore[one].links or one in tiny.lore[other].links


def test_facts_of_a_topic_are_preferred_where_a_topic_is_asked_for(tiny: Pack) -> None:
    for seed in range(20):
        picker = Picker(
            knower=presenter_of(tiny, "ada", 1950), uses=Counter(), related=everything(tiny), dice=random.Random(seed)
        )

        facts = picker.facts((), topics=("bells",), count=2, max_chars=150)

        assert all("bells" in tiny.lore[telling.ids[0]].topics for telling in facts)


@pytest.mark.parametrize("max_chars", [40, 72, 110])
def test_a_fact_and_its_gloss_keep_to_the_length_they_are_asked_in(tiny: Pack, max_chars: int) -> None:
    knower = presenter_of(tiny, "ada", 1950)
    picker = Picker(knower=knower, uses=Counter(), related=everything(tiny), dice=random.Random(1))

    facts = picker.facts((), topics=(), count=50, max_chars=max_chars)

    for slots in (telling.slots for telling in facts):
        assert len(str(slots["fact"])) <= max_chars
        assert len(str(slots["title"])) + len(str(slots.get("gloss", ""))) <= max_chars
    fitting = [
        entry.id
        for entry in tiny.lore.values()
        if len(entry.title) + len(entry.gloss) <= max_chars and min(len(fact.says) for fact in entry.facts) <= max_chars
    ]
    assert sorted(telling.ids[0] for telling in facts) == sorted(fitting)


def test_a_sheet_agrees_with_its_entries_in_number_and_tense(saltmere: Pack) -> None:
    [day] = days(saltmere, "corvin", seed=1, start=dt.date(1931, 3, 2), count=1)

    told = [telling for slot in day.slots for telling in slot.sheet.facts]
    for telling in told:
        entry = saltmere.lore[telling.ids[0]]
        is_past = entry.years[1] is not None and entry.years[1] <= 1921
        assert telling.slots["past"] is is_past
        assert (
            telling.slots["be"]
            == {(False, False): "is", (True, False): "are", (False, True): "was", (True, True): "were"}[
                entry.plural, is_past
            ]
        )
    assert {telling.slots["past"] for telling in told} == {True, False}
