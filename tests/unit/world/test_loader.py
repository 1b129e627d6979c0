import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from longwave.world import new
from longwave.world.loader import load
from longwave.world.locate import bundled_worlds
from longwave.world.pack import Pack

MAX_LOAD_S = 5.0  # Half a second on an idle machine; tests share theirs.


def test_a_pack_holds_what_its_files_say(pack: Path) -> None:
    loaded = load(pack)

    assert loaded.card.title == "The Test World"
    assert list(loaded.lore)[:3] == ["island-station", "town-clock", "long-pier"]
    assert [name for name in loaded.items if name in {"news-plank", "gossip-north-face"}] == [
        "gossip-north-face",
        "news-plank",
    ]
    assert loaded.personas["ada"].knowledge.regions.keys() == {"town", "harbour"}
    assert loaded.climates["harbour"].skies[2].emergency
    assert loaded.phrasebooks["ada"].plans.keys() == loaded.station.forms.keys()


def test_loading_twice_gives_the_same_pack(pack: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(pack, tmp_path / "elsewhere" / "under another name")

    assert load(pack) == load(moved)


def test_notes_and_hidden_files_do_not_count(pack: Path) -> None:
    before = load(pack)
    (pack / "README.md").write_text("Notes.", "utf-8")
    (pack / "lore" / "NOTES.md").write_text("Notes.", "utf-8")
    (pack / ".git").mkdir()
    (pack / ".git" / "config.yaml").write_text("a: 1", "utf-8")
    (pack / "LICENSE").write_text("MIT", "utf-8")

    assert load(pack).digest == before.digest


def test_any_change_of_a_file_changes_the_digest(pack: Path, edit: Callable[..., None]) -> None:
    before = load(pack)
    edit("world.yaml", "islanders", "islanders # a comment")

    assert load(pack).digest != before.digest


def test_a_renamed_file_changes_the_digest(pack: Path) -> None:
    before = load(pack)
    (pack / "lore" / "places.yaml").rename(pack / "lore" / "sights.yaml")

    assert load(pack).digest != before.digest


def test_every_template_goes_through_the_check(pack: Path) -> None:
    seen: list[str] = []

    loaded = load(pack, check_template=seen.append)

    parts = loaded.phrasebooks["ada"].parts.values()
    assert seen
    assert seen == [line.say for lines in parts for line in lines]


def written_in(order: list[str], folder: Path) -> Pack:
    pack = new.create(folder, "World")
    for name in order:
        entry = {"id": name, "title": f"the {name}", "kind": "place", "years": [1900], "text": "Text."}
        (pack / "lore" / f"{name}.yaml").write_text(yaml.safe_dump([entry]), "utf-8")
    return load(pack)


@settings(deadline=None)
@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_in_which_files_are_written_does_not_matter(order: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sorted_first = written_in(sorted(order), Path(folder) / "sorted")
        shuffled = written_in(order, Path(folder) / "shuffled")

    assert shuffled == sorted_first
    assert list(shuffled.lore)[:4] == ["a", "b", "c", "d"]


def test_three_hundred_entries_load_at_once(pack: Path) -> None:
    entries = [
        {
            "id": f"thing-{number}",
            "title": f"the thing {number}",
            "kind": "object",
            "years": [1900],
            "text": "Text. " * 60,
            "facts": [f"The thing {number} has {part} parts." for part in range(2, 8)],
            "links": [f"thing-{(number + step) % 300}" for step in range(1, 6)],
        }
        for number in range(300)
    ]
    (pack / "lore" / "things.yaml").write_text(yaml.safe_dump(entries), "utf-8")
    before = len(load(bundled_worlds() / new.TEMPLATE).lore)
    start = time.perf_counter()

    loaded = load(pack)

    assert len(loaded.lore) == before + 300
    assert time.perf_counter() - start < MAX_LOAD_S


def test_the_template_is_sound_as_it_stands() -> None:
    assert load(bundled_worlds() / new.TEMPLATE).card.id == "template"
