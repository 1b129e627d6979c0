from pathlib import Path

import pytest
import yaml

from longwave.world.errors import FileNotOurs, NoMarkdown, PackInvalid, SourceMissing
from longwave.world.imports.markdown import import_markdown
from longwave.world.imports.options import ImportOptions
from longwave.world.imports.report import Skip
from longwave.world.loader import load
from longwave.world.lore import Kind, LoreEntry
from longwave.world.new import create

LAMP = """---
title: the Last Lamp
kind: place
years: [1861]
regions: [outer-lights]
factions: [keepers]
topics: [lights]
known_by: [public, keepers]
aliases: [Last Lamp]
mood: blue
---
# A heading that the title outranks

The Last Lamp is the *farthest* light, says [Ada](people/ada.md) and so does [[Ada Orr|her sister]].

## Stairs
- one stair, `narrow`
- another ![x](x.png)

```
code
```
"""
ADA = "# Ada Orr\n\nAda Orr keeps [the lamp](../last-lamp.md#top) and was born abroad, or so [[Nobody]] says.\n"
OPTIONS = ImportOptions(min_chars=20, name="notes")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    (folder / "people").mkdir(parents=True)
    (folder / "last-lamp.md").write_text(LAMP, "utf-8")
    (folder / "people" / "ada.md").write_text(ADA, "utf-8")
    return folder


def entries_in(pack: Path) -> dict[str, LoreEntry]:
    lists = [yaml.safe_load(file.read_text("utf-8")) for file in sorted((pack / "lore").glob("notes-*.yaml"))]
    return {entry["id"]: LoreEntry.model_validate(entry) for entries in lists for entry in entries}


def without_header(file: Path) -> str:
    return file.read_text("utf-8").split("\n", 2)[2]


def test_front_matter_headings_and_links_become_an_entry(notes: Path, tmp_path: Path) -> None:
    import_markdown(notes, tmp_path / "pack", OPTIONS)

    lamp = entries_in(tmp_path / "pack")["the-last-lamp"]
    assert (lamp.title, lamp.kind, lamp.years) == ("the Last Lamp", Kind.PLACE, (1861, None))
    assert lamp.aliases == ("Last Lamp",)
    assert (lamp.regions, lamp.factions, lamp.topics) == (("outer-lights",), ("keepers",), ("lights",))
    assert (lamp.known_by, lamp.links) == (("public", "keepers"), ("ada-orr",))
    assert lamp.text == (
        "The Last Lamp is the farthest light, says Ada and so does her sister.\n\nStairs: one stair, narrow; another."
    )


def test_without_front_matter_the_first_heading_is_the_title(notes: Path, tmp_path: Path) -> None:
    report = import_markdown(notes, tmp_path / "pack", OPTIONS)

    ada = entries_in(tmp_path / "pack")["ada-orr"]
    assert (ada.title, ada.kind, ada.years, ada.links) == ("Ada Orr", Kind.ARTICLE, (1, None), ("the-last-lamp",))
    assert (report.links_kept, report.links_dropped) == (2, 1)


def test_a_page_without_a_heading_is_called_after_its_file(notes: Path, tmp_path: Path) -> None:
    (notes / "old-well.md").write_text("A well that nobody has emptied since the war.", "utf-8")

    import_markdown(notes, tmp_path / "pack", OPTIONS)

    assert entries_in(tmp_path / "pack")["old-well"].title == "old well"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("bad-yaml", b"---\nkind: [\n---\nWords that would be enough.", Skip.UNPARSABLE),
        ("bad-kind", b"---\nkind: dragon\n---\nWords that would be enough.", Skip.UNPARSABLE),
        ("bad-bytes", b"\xff\xfe\x00 words", Skip.UNPARSABLE),
        ("empty", b"# Only a heading\n", Skip.EMPTY),
        ("short", b"Few words.", Skip.SHORT),
    ],
)
def test_a_page_that_cannot_be_read_is_named_and_stops_nothing(
    notes: Path, tmp_path: Path, name: str, content: bytes, reason: Skip
) -> None:
    (notes / f"{name}.md").write_bytes(content)

    report = import_markdown(notes, tmp_path / "pack", OPTIONS)

    assert (report.pages, report.taken, dict(report.skipped)) == (3, 2, {reason: 1})
    assert [line.partition(":")[0] for line in report.unparsable] == [f"{name}.md"] * (reason is Skip.UNPARSABLE)


def test_a_folder_without_markdown_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NoMarkdown):
        import_markdown(tmp_path, tmp_path / "pack")
    with pytest.raises(SourceMissing):
        import_markdown(tmp_path / "none", tmp_path / "pack")


def test_lore_is_added_to_an_existing_pack_which_stays_valid(notes: Path, tmp_path: Path) -> None:
    pack = create(tmp_path / "pack", "Nine Ports")
    before = {file: file.read_bytes() for file in pack.rglob("*") if file.is_file()}
    (notes / "last-lamp.md").write_text(LAMP.replace("known_by: [public, keepers]\n", ""), "utf-8")

    report = import_markdown(notes, pack, OPTIONS)

    assert {file: file.read_bytes() for file in before} == before
    assert set(entries_in(pack)) < set(load(pack).lore)
    assert [name for name, _ in report.unknown_ids] == ["outer-lights", "keepers", "lights"]


def test_a_title_and_an_id_that_the_pack_already_has_are_told_apart(notes: Path, tmp_path: Path) -> None:
    pack = create(tmp_path / "pack", "Nine Ports")
    theirs = next(iter(load(pack).lore.values()))
    (notes / "same.md").write_text(f"# {theirs.title}\n\nAnother thing of the same name altogether.", "utf-8")

    import_markdown(notes, pack, OPTIONS)

    ours = next(entry for entry in entries_in(pack).values() if entry.text.startswith("Another thing"))
    assert ours.title == f"{theirs.title} (notes)"
    assert ours.id != theirs.id
    assert load(pack).lore[ours.id] == ours


def test_a_secret_of_a_circle_that_the_pack_lacks_is_not_made_public(notes: Path, tmp_path: Path) -> None:
    pack = create(tmp_path / "pack", "Nine Ports")

    report = import_markdown(notes, pack, OPTIONS)

    assert list(entries_in(pack)) == ["ada-orr"]
    assert report.unparsable == ["the Last Lamp: known_by names no circle of the pack: keepers"]


def test_a_file_that_somebody_else_wrote_is_never_overwritten(notes: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "pack" / "lore" / "notes-001.yaml"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("[]\n")

    with pytest.raises(FileNotOurs):
        import_markdown(notes, tmp_path / "pack", OPTIONS)

    assert theirs.read_text() == "[]\n"
    assert not (tmp_path / "pack" / "world.yaml").exists()


def test_a_file_of_ours_that_was_edited_is_never_overwritten(notes: Path, tmp_path: Path) -> None:
    import_markdown(notes, tmp_path / "pack", OPTIONS)
    file = tmp_path / "pack" / "lore" / "notes-001.yaml"
    file.write_text(file.read_text("utf-8").replace("farthest", "nearest"), "utf-8")

    with pytest.raises(FileNotOurs, match=r"notes-001\.yaml"):
        import_markdown(notes, tmp_path / "pack", OPTIONS)


def test_an_edited_world_card_is_kept_and_obeyed(notes: Path, tmp_path: Path) -> None:
    import_markdown(notes, tmp_path / "pack", OPTIONS)
    card = tmp_path / "pack" / "world.yaml"
    card.write_text(card.read_text("utf-8").replace("id: keepers", "id: wardens"), "utf-8")

    import_markdown(notes, tmp_path / "pack", OPTIONS)

    assert "id: wardens" in card.read_text("utf-8")
    assert list(entries_in(tmp_path / "pack")) == ["ada-orr"]


def test_a_world_card_with_faults_is_refused(notes: Path, tmp_path: Path) -> None:
    pack = create(tmp_path / "pack", "Nine Ports")
    card = pack / "world.yaml"
    card.write_text(card.read_text("utf-8") + "colour: red\n", "utf-8")

    with pytest.raises(PackInvalid):
        import_markdown(notes, pack, OPTIONS)


def test_files_that_the_source_no_longer_fills_are_removed(notes: Path, tmp_path: Path) -> None:
    small = ImportOptions(min_chars=20, name="notes", entries_per_file=1)
    import_markdown(notes, tmp_path / "pack", small)
    (notes / "people" / "ada.md").unlink()

    report = import_markdown(notes, tmp_path / "pack", small)

    assert report.files_removed == 1
    assert [file.name for file in (tmp_path / "pack" / "lore").iterdir()] == ["notes-001.yaml"]


def test_two_sources_share_one_pack(notes: Path, tmp_path: Path) -> None:
    import_markdown(notes, tmp_path / "pack", OPTIONS)
    first = without_header(tmp_path / "pack" / "lore" / "notes-001.yaml")

    import_markdown(notes / "people", tmp_path / "pack", ImportOptions(min_chars=20, name="more"))

    more = yaml.safe_load((tmp_path / "pack" / "lore" / "more-001.yaml").read_text("utf-8"))
    assert without_header(tmp_path / "pack" / "lore" / "notes-001.yaml") == first
    assert more[0]["title"] == "Ada Orr (more)"
