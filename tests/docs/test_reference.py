"""The reference is what the code says."""

import re

import pytest
from typer.core import TyperOption

from docs.reference import status
from docs.reference.commands import commands
from docs.reference.pages import FOLDER, PAGES, pages
from longwave import bootstrap
from longwave.editorial.gate import VERSIONS
from longwave.settings import Settings
from longwave.world.draft import SUBJECTS


def written(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", *PAGES])
def test_a_page_of_the_reference_is_what_the_code_says(name: str) -> None:
    assert written(name) == pages()[name], f"docs/reference/{name} is stale; run `make docs`"


def test_the_reference_has_no_page_that_nobody_writes() -> None:
    assert {path.name for path in FOLDER.glob("*.md")} == {"README.md", *PAGES}


def test_every_command_and_every_option_has_its_place() -> None:
    page = written("commands.md")
    sections = dict(re.findall(r"^## (longwave .*)\n((?:(?!^## ).*\n?)*)", page, re.MULTILINE))

    missing = [
        (name, option)
        for name, command in commands()
        for parameter in command.params
        for option in (parameter.opts if isinstance(parameter, TyperOption) else [str(parameter.name).upper()])
        if f"`{option}`" not in sections[name]
    ]

    assert missing == []


def test_every_setting_has_its_place_and_its_meaning() -> None:
    rows = dict(re.findall(r"^\| `LONGWAVE_(\w+)` \|.*\| (.*) \|$", written("settings.md"), re.MULTILINE))

    assert {name.lower() for name in rows} == set(Settings.model_fields)
    assert all(rows.values())


def test_every_kind_of_event_has_its_place_with_its_version_and_fields() -> None:
    sections = dict(re.findall(r"^## (\w+\.\w+)\n((?:(?!^## ).*\n?)*)", written("events.md"), re.MULTILINE))

    assert set(sections) == {event.kind for event in bootstrap.EVENTS}
    for event in bootstrap.EVENTS:
        assert f"Version {event.version}." in sections[event.kind]
        assert re.findall(r"^\| `(\w+)`", sections[event.kind], re.MULTILINE) == list(event.model_fields)


def test_every_rule_of_the_gate_has_its_place_with_its_version() -> None:
    rows = re.findall(r"^\| `([A-Z]+\d+)` \| \w+ \| (\d+) \|", written("rules.md"), re.MULTILINE)

    assert {code: int(version) for code, version in rows} == VERSIONS


def test_every_type_of_order_has_its_place() -> None:
    assert re.findall(r"^\| `((?:station|commons)\.\w+)`", written("orders.md"), re.MULTILINE) == list(
        bootstrap.ORDER_TYPES
    )


def test_every_file_of_a_pack_has_its_place_with_its_fields() -> None:
    page = written("packs.md")

    for subject in SUBJECTS:
        section = page.split(f"## {subject.model.__name__}\n")[1].split("\n## ")[0]
        assert f"`{subject.pattern}`" in section
        assert re.findall(r"^\| `(\w+)`", section, re.MULTILINE) == list(subject.model.model_fields)


def test_a_status_field_without_a_meaning_stops_the_page() -> None:
    meanings = {name: said for name, said in status.MEANINGS.items() if name != "position"}

    with pytest.raises(KeyError, match="position"):
        status.page(meanings)


def test_a_meaning_without_a_status_field_stops_the_page() -> None:
    with pytest.raises(KeyError, match="mood"):
        status.page({**status.MEANINGS, "mood": "how it feels"})
