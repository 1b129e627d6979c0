"""The reference is what the code says."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from typer.core import TyperOption

from docs.reference import cases, status
from docs.reference.commands import commands
from docs.reference.pages import FOLDER, PAGES, pages
from longwave import bootstrap
from longwave.commands.command import Audience, Commands
from longwave.commands.fields import spelled
from longwave.editorial.gate import VERSIONS
from longwave.live import Live
from longwave.modules.academy.events import Repute
from longwave.modules.academy.standing.errors import InfluenceShort
from longwave.modules.academy.standing.rules import WagerEnd
from longwave.orders.handler import Handlers
from longwave.settings import Settings
from longwave.world.draft import SUBJECTS
from longwave.world.game import Confidence


def written(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A world of Saltmere, with all that belongs to it."""
    out = tmp_path_factory.mktemp("world")
    settings = Settings()
    with bootstrap.open_ledger(str(out), settings, create=True) as ledger:
        pack = bootstrap.load_pack("saltmere", settings)
        yield Live(ledger=ledger, pack=pack, seed=1, settings=settings, out=out, say=print)


@pytest.fixture(scope="module")
def handlers(live: Live) -> Handlers:
    return live.handlers


@pytest.fixture(scope="module")
def commands_of_the_game(live: Live) -> Commands:
    return live.playing.commands


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


def test_every_type_of_order_has_its_place(handlers: Handlers) -> None:
    listed = re.findall(r"^\| `(\w+\.\w+)`", written("orders.md"), re.MULTILINE)

    assert listed == sorted(handlers) == sorted(bootstrap.ORDER_TYPES)


def test_every_request_of_the_game_has_its_place_with_its_fields(commands_of_the_game: Commands) -> None:
    sections = dict(re.findall(r"^### ([\w-]+)\n((?:(?!^###? ).*\n?)*)", written("game.md"), re.MULTILINE))
    asked = [*commands_of_the_game.carried_by, *commands_of_the_game.answered_by]

    assert set(sections) == {spelled(request.name) for request in asked}
    for request in asked:
        section = sections[spelled(request.name)]
        assert re.findall(r"^\| `(\w+)`", section, re.MULTILINE) == list(request.model_fields)
        assert all(f"{spelled(request.name)} {example}".strip() in section for example in request.examples)


def test_what_is_the_hosts_stands_apart_from_what_is_the_players(commands_of_the_game: Commands) -> None:
    players, host = written("game.md").split("## What the host does\n")
    asked = [*commands_of_the_game.carried_by, *commands_of_the_game.answered_by]

    for request in asked:
        assert f"\n### {spelled(request.name)}\n" in f"\n{players if request.audience is Audience.PLAYER else host}"


def test_every_case_of_a_rule_has_its_place() -> None:
    found = [case for some in cases.subjects().values() for case in some]
    rows = [
        re.split(r" (?<!\\)\| ", row)
        for row in re.findall(r"^\| (.* \| .* \| .*) \|$", written("cases.md"), re.MULTILINE)
    ]

    listed = [(rule, says) for rule, says, *_ in rows if rule not in ("rule", "---")]

    assert [(rule, says.casefold().removesuffix(".")) for rule, says in listed] == [
        (case.rule, case.says.casefold().removesuffix(".")) for case in found
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "nothing"),
        ((), "nothing"),
        ({}, "nothing"),
        ("", "nothing"),
        (True, "yes"),
        (0.25, "0.25"),
        (10**16, "10000000000000000"),
        (dt.date(1931, 3, 2), "1931-03-02"),
        (Confidence.STAKE_MY_CAREER, "stake my career"),
        ({"academic": 1, "foreign": 2}, "academic 1, foreign 2"),
        ((("s2",), ("s1",), ()), "(s2), (s1), nothing"),
        (Repute(player="ada", change=-2), "player ada, change -2"),
        (WagerEnd(change=5), "change 5"),
        (InfluenceShort, "refused: `InfluenceShort`"),
        ("x" * 121, "x" * 120 + "…"),
    ],
)
def test_the_result_of_a_case_reads_as_words(value: object, said: str) -> None:
    assert cases.shown(value) == said


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
