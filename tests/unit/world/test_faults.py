import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from longwave.world.errors import Fault, PackInvalid
from longwave.world.loader import load

BROKEN = Path(__file__).parent / "broken"
MARK = "#! "


def faults_of(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(PackInvalid) as refusal:
        load(folder, check_template=lambda say: None if say.count("{") == say.count("}") else "has an open brace")
    return refusal.value.faults


def marked(folder: Path) -> list[tuple[str, int, str]]:
    """Read from the marks in the broken pack which fault stands where."""
    found = []
    for path in folder.rglob("*.yaml"):
        for number, text in enumerate(path.read_text("utf-8").splitlines(), start=1):
            found += [(path.relative_to(folder).as_posix(), number, what.strip()) for what in text.split(MARK)[1:]]
    return found


def test_a_broken_pack_shows_every_fault_at_once_and_on_its_line() -> None:
    expected = marked(BROKEN)
    expected += [("broadcast/gossip.yaml", 3, "is not valid YAML")]
    expected += [("lore/c.yml", 1, "is no file of a pack"), ("lores.yaml", 1, "is no file of a pack")]

    faults = faults_of(BROKEN)

    unmarked = [
        str(fault)
        for fault in faults
        if not any((fault.file, fault.line) == spot[:2] and spot[2] in fault.what for spot in expected)
    ]
    unfound = [
        spot
        for spot in expected
        if not any((fault.file, fault.line) == spot[:2] and spot[2] in fault.what for fault in faults)
    ]
    assert (unmarked, unfound) == ([], [])
    assert len(faults) == len(expected)


def test_faults_stand_in_the_order_of_files_and_lines() -> None:
    faults = faults_of(BROKEN)

    assert [(fault.file, fault.line) for fault in faults] == sorted((fault.file, fault.line) for fault in faults)


def test_every_fault_names_a_cure() -> None:
    assert [fault for fault in faults_of(BROKEN) if not fault.cure] == []


def test_the_error_counts_the_faults_and_tells_the_first() -> None:
    with pytest.raises(PackInvalid, match=r"has \d+ faults, the first at broadcast/gossip.yaml:3: ") as refusal:
        load(BROKEN)

    assert refusal.value.hint == f"list them all with `longwave world check {BROKEN}`"


@pytest.mark.parametrize(
    ("what", "cure"),
    [
        ("no lore entry `long-peir`", "did you mean `long-pier`?"),
        ("no region `harbor`", "did you mean `harbour`?"),
        ("no circle `nobody`", "use one of `ada`, `council`, `public`"),
        ("no time zone", "did you mean `Europe/London`?"),
        ("`yeers`", "did you mean `years`?"),
        ("no part `fcat`", "did you mean `fact`?"),
        ("`gloss` has 86", "shorten it to 70"),
        ("`facts.1` must be", "end it with a full stop"),
        ("`topics.0` ", "use lower-case letters, digits and single hyphens"),
        ("conflict` should be less", "write 1.0 or less"),
        ("names 1940", "give it `year: 1940`"),
    ],
)
def test_a_cure_is_as_near_as_it_can_be(what: str, cure: str) -> None:
    near = [fault.cure for fault in faults_of(BROKEN) if what in fault.what]

    assert near
    assert cure in near


def test_the_cure_for_an_unknown_kind_lists_the_kinds() -> None:
    (cure,) = [fault.cure for fault in faults_of(BROKEN) if "`kind` is 'palace'" in fault.what]

    assert cure.startswith("use one of 'place', 'person', ")


def test_a_file_with_the_wrong_ending_is_told_its_right_name() -> None:
    cures = {fault.file: fault.cure for fault in faults_of(BROKEN)}

    assert cures["lore/c.yml"] == "rename it to lore/c.yaml"


def test_an_unreadable_lore_file_makes_no_entry_look_missing(pack: Path) -> None:
    (pack / "lore" / "places.yaml").write_text("- id: [long-pier\n", "utf-8")

    faults = faults_of(pack)

    assert [fault.file for fault in faults] == ["lore/places.yaml"]


def test_an_entry_with_a_fault_still_exists_for_those_who_name_it(pack: Path, edit: Callable[..., None]) -> None:
    edit("lore/places.yaml", "gloss: a wooden", "glos: a wooden")

    faults = faults_of(pack)

    assert [(fault.line, fault.cure) for fault in faults] == [(45, "did you mean `gloss`?")]


def test_a_missing_card_is_a_fault(pack: Path) -> None:
    (pack / "station.yaml").unlink()

    assert [(fault.file, fault.what) for fault in faults_of(pack)] == [("station.yaml", "is missing")]


def test_an_absent_folder_lacks_its_cards(tmp_path: Path) -> None:
    assert [fault.file for fault in faults_of(tmp_path / "absent")] == ["station.yaml", "world.yaml"]


def test_an_empty_file_is_a_fault(pack: Path) -> None:
    (pack / "world.yaml").write_text("", "utf-8")

    assert [(fault.file, fault.line, fault.what) for fault in faults_of(pack)] == [("world.yaml", 1, "holds no fields")]


def test_a_station_without_presenters_cannot_speak(pack: Path) -> None:
    shutil.rmtree(pack / "personas")
    shutil.rmtree(pack / "phrasebook")

    assert [fault.what for fault in faults_of(pack)] == ["nobody can speak on this station"]


def test_a_station_that_tells_the_weather_needs_a_climate(pack: Path) -> None:
    shutil.rmtree(pack / "climate")

    assert [(f.file, f.line, f.what) for f in faults_of(pack)] == [("station.yaml", 7, "there is no weather to tell")]


def test_an_emergency_sky_needs_a_plan_to_be_spoken(pack: Path) -> None:
    forms = ["time", "weather", "news", "gossip", "story", "music", "letter", "ident"]
    plans = "".join(f"  {form}: [[all]]\n" for form in forms)
    book = f"persona: ada\nplans:\n{plans}parts: {{all: [Good evening.]}}\n"
    (pack / "phrasebook" / "ada.yaml").write_text(book, "utf-8")

    assert [fault.what for fault in faults_of(pack)] == [
        "the station uses the form `emergency`, and this phrasebook has no plan for it"
    ]


def test_a_person_is_named_by_surname(pack: Path, edit: Callable[..., None]) -> None:
    person = "- {id: oda-quill, title: Dame Oda Quill, kind: person, years: [1900], text: A person.}\n"
    (pack / "lore" / "people.yaml").write_text(person, "utf-8")
    edit("broadcast/news.yaml", "about: [long-pier]", "about: [long-pier, oda-quill]")
    edit("broadcast/news.yaml", "A plank of", "To QUILL’s dismay a plank of")

    assert load(pack).items["news-plank"].about == ("long-pier", "oda-quill")
