"""`longwave world`: new, check, show, search and import work together."""

from pathlib import Path

import pytest

from acceptance.terminal import assert_misused, assert_refused, files_of, longwave

WIKI = """\
<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" version="0.10" xml:lang="en">
  <siteinfo><sitename>Test</sitename><dbname>test</dbname><base>http://localhost/</base><generator>MediaWiki</generator>
    <case>first-letter</case><namespaces><namespace key="0" case="first-letter" /></namespaces></siteinfo>
  <page><title>Brass Heron</title><ns>0</ns><id>1</id><revision><id>1</id><timestamp>2020-01-01T00:00:00Z</timestamp>
    <text xml:space="preserve">The '''Brass Heron''' is a weathervane on the old granary.
It has turned since 1804 and points at rain an hour before it falls.
Everybody on the quay looks up at it, and nobody admits to doing so.</text></revision></page>
  <page><title>Heron</title><ns>0</ns><id>2</id><redirect title="Brass Heron" /><revision><id>2</id>
    <timestamp>2020-01-01T00:00:00Z</timestamp>
    <text xml:space="preserve">#REDIRECT [[Brass Heron]]</text></revision></page>
</mediawiki>
"""


def test_a_new_world_passes_its_check_and_goes_on_air(tmp_path: Path) -> None:
    island = tmp_path / "island"

    made = longwave("world", "new", island, "--name", "Nine Ports")
    checked = longwave("world", "check", island)
    produced = longwave(
        "station", "produce", "--world", island, "--persona", "ada", "--hours", "3", "-o", tmp_path / "out"
    )

    assert made.code == 0
    assert made.out.startswith(f"{island} holds a new world; begin with {island / 'world.yaml'}")
    assert (checked.code, checked.out, checked.err) == (0, "", "Nine Ports has no faults\n")
    assert produced.code == 0, produced
    assert produced.out == (
        "3 segments by ada, 1950-01-02 and on\n"
        f"read      {tmp_path / 'out' / 'index.html'}\n"
        f"segments  {tmp_path / 'out' / 'segments'}\n"
        f"status    {tmp_path / 'out' / 'LIVE_STATUS.json'}\n"
    )


def test_a_new_world_is_not_made_over_anything(own_world: Path) -> None:
    before = files_of(own_world)

    said = longwave("world", "new", own_world)

    assert_refused(said, saying=f"'{own_world}' exists and is not an empty folder", cure="does not exist yet")
    assert files_of(own_world) == before


@pytest.mark.parametrize("target", ["/proc/island", "/proc/1/island"])
def test_a_new_world_where_nothing_can_be_made_is_refused(target: str) -> None:
    said = longwave("world", "new", target)

    assert_refused(said, saying=target, cure="another place")


def test_check_of_a_sound_world_gives_an_empty_list_as_json() -> None:
    said = longwave("world", "check", "saltmere", "--json")

    assert (said.code, said.json) == (0, [])


def test_show_counts_what_a_world_is_made_of(own_world: Path) -> None:
    said = longwave("world", "show", own_world)
    as_json = longwave("world", "show", own_world, "--json").json

    assert said.code == 0
    assert said.out.splitlines()[0] == "The Island (the-island), from 1950-01-02, UTC"
    assert as_json["title"] == "The Island"
    assert as_json["counts"]["presenters"] == 1
    assert all(f"{count:>6} {what}\n" in said.out for what, count in as_json["counts"].items())


def test_search_finds_an_entry_by_its_name_first() -> None:
    said = longwave("world", "search", "saltmere", "bell relay", "--json", "--limit", "3")
    plain = longwave("world", "search", "saltmere", "bell relay", "--limit", "3")

    assert len(said.json) == 3
    assert said.json[0]["title"] == "the Bell Relay"
    assert "the Bell Relay  (bell-relay, event)" in plain.out.splitlines()[0]


def test_search_of_what_is_not_there_says_so(own_world: Path) -> None:
    said = longwave("world", "search", own_world, "xylophone")

    assert (said.code, said.out, said.err) == (0, "", "nothing found\n")
    assert longwave("world", "search", own_world, "xylophone", "--json").json == []


@pytest.mark.parametrize("query", ["", "   ", '"', "AND OR NOT", "a*b:c(", "'; DROP TABLE x"])
def test_a_query_of_any_signs_is_only_words(own_world: Path, query: str) -> None:
    said = longwave("world", "search", own_world, query)

    assert said.code == 0, said


def test_an_imported_wiki_can_be_searched(own_world: Path, tmp_path: Path) -> None:
    dump = tmp_path / "wiki.xml"
    dump.write_text(WIKI, encoding="utf-8")

    said = longwave("world", "import", dump, "--into", own_world, "--json")
    checked = longwave("world", "check", own_world)
    found = longwave("world", "search", own_world, "weathervane granary", "--json")

    assert said.code == 0, said
    assert said.json["taken"] == 1
    assert checked.code == 0, checked
    assert found.json[0]["title"] == "Brass Heron"


def test_imported_markdown_can_be_searched(own_world: Path, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "heron.md").write_text(
        "# The Brass Heron\n\nA weathervane on the old granary that points at rain an hour before it falls."
        " It has turned since 1804. Everybody on the quay looks up at it, and nobody admits to doing so.\n",
        encoding="utf-8",
    )

    said = longwave("world", "import", notes, "--into", own_world)
    found = longwave("world", "search", own_world, "weathervane", "--json")

    assert said.code == 0, said
    assert "taken" in said.out
    assert found.json[0]["title"] == "The Brass Heron"


def test_an_import_of_what_is_not_there_is_refused(own_world: Path, tmp_path: Path) -> None:
    before = files_of(own_world)

    said = longwave("world", "import", tmp_path / "none.xml", "--into", own_world)

    assert_refused(said, saying=f"cannot read '{tmp_path / 'none.xml'}'", cure="MediaWiki XML dump")
    assert files_of(own_world) == before


def test_an_import_without_a_target_is_misuse(tmp_path: Path) -> None:
    said = longwave("world", "import", tmp_path)

    assert_misused(said, saying="'--into'")
