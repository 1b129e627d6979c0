"""What the pages say is so: links lead somewhere, commands parse, the README keeps its word."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from docs.pages import ROOT, Shown, commands, dead_links, pages
from longwave.cli.main import app


def dry_run(shown: Shown) -> None:
    """Parse a command as the terminal would, without carrying it out."""
    command, words = typer.main.get_command(app), shlex.split(shown.arguments)
    while isinstance(command, TyperGroup) and (words or shown.is_typed):
        command = command.commands[words.pop(0)]
    if words or shown.is_typed:
        command.make_context("longwave", words)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_inside_the_repository_leads_somewhere(page: Path) -> None:
    assert list(dead_links(page)) == []


@pytest.mark.parametrize(
    "link", ["[gone](no-such.md)", "[gone](#no-such-heading)", "[gone](other.md#no-such-heading)", "![gone](no.svg)"]
)
def test_a_dead_link_is_found(tmp_path: Path, link: str) -> None:
    (tmp_path / "other.md").write_text("# A heading\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text(f"# Here it is\n[good](other.md#a-heading) [good](#here-it-is) {link}\n", encoding="utf-8")

    dead = list(dead_links(page))

    assert dead == re.findall(r"\((no.*|#no.*|other.*#no.*)\)", link)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_that_a_page_shows_can_be_typed(page: Path) -> None:
    for shown in commands(page):
        dry_run(shown)


@pytest.mark.parametrize(
    "wrong",
    [
        "```\nlongwave ledger vanish -d OUT\n```",
        "```\nlongwave ledger hash --no-such-option\n```",
        "```\n.venv/bin/longwave station produce --hours many --output OUT\n```",
        "```\nsleep 4; longwave world import SOURCE\n```",
        "say `longwave orders show o-1 --no-such-option`",
        "say `longwave nothing`",
    ],
)
def test_a_command_that_cannot_be_typed_is_found(tmp_path: Path, wrong: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(wrong, encoding="utf-8")
    [shown] = commands(page)

    with pytest.raises((KeyError, TyperException)):
        dry_run(shown)


def test_the_readmes_two_commands_are_what_the_makefile_and_the_ci_offer() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()

    promised = re.findall(r"^```\n(.*)\n```$", page, re.MULTILINE)

    assert promised == ["make run", "make test"]
    assert {command.removeprefix("make ") for command in promised} <= set(targets)
    assert "make test" in ci


def test_the_contributors_table_names_every_target_of_the_makefile() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    named = re.findall(r"^\| `make ([a-z]+)` \|", page, re.MULTILINE)

    assert sorted(named) == sorted(set(targets) - {"help"})


def test_the_architecture_shows_the_layers_as_they_are_checked() -> None:
    page = (ROOT / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = [layer for line in contracts["contracts"][0]["layers"] for layer in line.split(" | ")]

    rows = re.findall(r"^\| (`\w+(?:\.py|/)`.*?) \|", page, re.MULTILINE)

    assert [name for row in rows for name in re.findall(r"`(\w+)(?:\.py|/)`", row)] == layers


def test_every_decision_is_listed_and_has_its_three_parts() -> None:
    folder = ROOT / "docs" / "decisions"
    decisions = sorted(folder.glob("0*.md"))
    listed = re.findall(r"\((0\d{3}-.*\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))

    headings = [re.findall(r"^## (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE) for page in decisions]

    assert listed == [page.name for page in decisions]
    assert headings == [["Context", "Decision", "Consequences"]] * len(decisions)
