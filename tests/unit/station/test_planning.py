import datetime as dt
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from longwave.kernel import canonical
from longwave.modules.station.outlook import DayOrder, Outlook, climate_of
from longwave.modules.station.planning import Continuity, Day, plan_day
from longwave.world.card import Form
from longwave.world.pack import Pack
from unit.station.plans import days, everything, presenter_of

START = dt.date(1931, 3, 2)
PRESENTERS = pytest.mark.parametrize("persona", ["wren", "corvin"])
TESTS = Path(__file__).parents[2]
DIGEST = """
import datetime as dt
from longwave import bootstrap
from longwave.settings import Settings
from unit.station.plans import days
from unit.station.test_planning import digest
pack = bootstrap.load_pack("saltmere", Settings())
print(digest(list(days(pack, "wren", seed=1, start=dt.date(1931, 3, 2), count=1))))
"""


def digest(planned: list[Day]) -> str:
    return canonical.digest(*(canonical.dumps(slot.model_dump(mode="json")) for day in planned for slot in day.slots))


@PRESENTERS
def test_most_facts_of_a_sheet_lead_to_one_another(saltmere: Pack, persona: str) -> None:
    lore = saltmere.lore
    planned = days(saltmere, persona, seed=1, start=START, count=30)
    steps = [
        (lore[one.ids[0]], lore[other.ids[0]])
        for day in planned
        for slot in day.slots
        for one, other in pairwise(slot.sheet.facts)
    ]

    linked = sum(other.id in one.links or one.id in other.links for one, other in steps)
    akin = sum(bool(set(one.topics) & set(other.topics)) for one, other in steps)
    either = sum(
        other.id in one.links or one.id in other.links or bool(set(one.topics) & set(other.topics))
        for one, other in steps
    )
    print(  # noqa: T201 - a figure is printed
        f"\n{persona}: of {len(steps)} steps {linked / len(steps):.0%} linked, {akin / len(steps):.0%} of one topic,"
        f" {either / len(steps):.0%} either"
    )
    assert either >= 0.7 * len(steps)


@PRESENTERS
def test_every_slot_has_five_facts_of_five_entries_and_what_its_form_needs(saltmere: Pack, persona: str) -> None:
    needed = {
        Form.NEWS: {"items"},
        Form.GOSSIP: {"items"},
        Form.STORY: {"story", "beat", "first", "last"},
        Form.MUSIC: {"record", "artist", "record_year", "note_on_record"},
        Form.LETTER: {"sender", "asks"},
    }

    for day in days(saltmere, persona, seed=2, start=START, count=5):
        for slot in day.slots:
            assert len({telling.ids[0] for telling in slot.sheet.facts}) == 5
            has = set(slot.sheet.slots) | ({"items"} if slot.sheet.items else set())
            assert needed.get(slot.form, set()) <= has
            assert slot.max_chars == saltmere.station.forms[slot.form].max_chars


def test_turns_count_on_from_day_to_day(saltmere: Pack) -> None:
    planned = list(days(saltmere, "wren", seed=3, start=START, count=3))

    slots = [slot for day in planned for slot in day.slots]
    assert [slot.turn for slot in slots] == list(range(48))
    for form in Form:
        of_form = [slot.form_turn for slot in slots if slot.form is form]
        assert of_form == list(range(len(of_form)))
    assert planned[-1].turns == dict(Counter(slot.form for slot in slots))


def test_a_plan_does_not_depend_on_the_order_in_which_uses_are_listed(saltmere: Pack) -> None:
    uses = Counter(
        ref
        for day in days(saltmere, "corvin", seed=4, start=START, count=3)
        for slot in day.slots
        for ref in (*slot.spends, *(told.ref for told in slot.sheet.facts))
    )
    order = DayOrder(date=dt.date(1931, 3, 5), hours=16, segments_per_hour=1)

    plans = [
        plan_day(
            order,
            presenter_of(saltmere, "corvin"),
            Continuity(skies=("rain",), turns={"story": 6}, uses=dict(listed)),
            everything(saltmere),
            Outlook(pack=saltmere, persona="corvin", seed=4),
        )
        for listed in (sorted(uses.items()), sorted(uses.items(), reverse=True))
    ]

    assert plans[0] == plans[1]


def test_a_plan_does_not_depend_on_how_this_process_hashes(saltmere: Pack) -> None:
    here = digest(list(days(saltmere, "wren", seed=1, start=START, count=1)))

    elsewhere = subprocess.run(
        [sys.executable, "-c", DIGEST],
        env={"PYTHONHASHSEED": "1", "PYTHONPATH": str(TESTS)},
        check=True,
        capture_output=True,
        text=True,
    )

    assert elsewhere.stdout.strip() == here


def test_another_seed_another_presenter_or_another_day_is_another_plan(saltmere: Pack) -> None:
    plans = [
        digest(list(days(saltmere, persona, seed=seed, start=start, count=1)))
        for persona, seed, start in (
            ("wren", 1, START),
            ("wren", 2, START),
            ("corvin", 1, START),
            ("wren", 1, START + dt.timedelta(days=1)),
        )
    ]

    assert len(set(plans)) == 4


@pytest.mark.parametrize("density", [1, 2, 4])
def test_only_the_first_segment_of_an_hour_speaks_the_hour(saltmere: Pack, density: int) -> None:
    [day] = days(saltmere, "wren", seed=1, start=START, count=1, density=density)

    speaking = [slot.time for slot in day.slots if "hour" in slot.sheet.slots]
    assert speaking == [f"{hour:02}:00" for hour in range(6, 22)]
    assert len(day.slots) == 16 * density
    assert {slot.time for slot in day.slots} == {f"{slot.sheet.at:%H:%M}" for slot in day.slots}


def test_a_form_that_has_nothing_left_to_tell_becomes_a_time_check(tiny: Pack) -> None:
    [day] = days(tiny.model_copy(update={"letters": {}}), "ada", seed=1, start=dt.date(1950, 1, 2), count=1)

    forms = Counter(slot.form for slot in day.slots)
    assert Form.LETTER not in forms
    assert forms[Form.TIME] >= 2
    assert forms.total() == 14


def test_weather_goes_on_from_the_day_before(saltmere: Pack) -> None:
    skies = [sky.id for sky in climate_of(saltmere).skies]
    run = [sky for day in days(saltmere, "wren", seed=5, start=START, count=10) for sky in day.skies]

    assert len(run) == 40
    assert set(run) <= set(skies)
    assert not any(len(set(run[at : at + 4])) == 1 for at in range(len(run) - 3))


def test_a_quarter_of_emergency_weather_is_announced_in_its_first_slot(tiny: Pack) -> None:
    alarming = {sky.id for sky in climate_of(tiny).skies if sky.emergency}
    announced = 0

    for day in days(tiny, "ada", seed=1, start=dt.date(1951, 1, 1), count=40):
        for before, slot in zip((None, *day.slots), day.slots, strict=False):
            is_new = before is None or before.sheet.at.hour // 6 != slot.sheet.at.hour // 6
            is_due = slot.sheet.sky in alarming and is_new
            assert (slot.form is Form.EMERGENCY) is is_due
            announced += is_due

    assert announced > 0
