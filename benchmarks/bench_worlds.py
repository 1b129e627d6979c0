"""Worlds: importing a real wiki, loading the bundled pack, filling the lore index and searching it."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import yaml
from sqlalchemy import Connection

from figures import Took, at_most, best_of, fresh_folder, milliseconds, per_second, ratio, say, stopwatch
from longwave import bootstrap
from longwave.ledger.store import Store, database_url
from longwave.settings import Settings
from longwave.world import document, locate
from longwave.world.imports.mediawiki import import_mediawiki
from longwave.world.index import LoreIndex, tokens
from longwave.world.lore import LoreEntry

DUMP = Path(__file__).parents[1].parent / "shared" / "data" / "wiki" / "ltgwiki-pages-articles.xml.gz"
ROUNDS, QUERIES = 3, 100
Lore = Mapping[str, LoreEntry]
IndexRow = tuple[str, str, str]


def timed(work: Callable[[], object]) -> Took:
    with stopwatch() as took:
        work()
    return took


def say_import(target: Path) -> None:
    with stopwatch() as took:
        report = import_mediawiki(DUMP, target)
    say(
        f"a wiki of {report.pages:,} pages imported, {report.taken:,} taken",
        f"{took.wall_s:.1f} s",
        beside=f"{report.pages / took.wall_s:,.0f} pages/s",
        target=at_most(took.wall_s, 60, " s"),
    )


def say_loading(folder: Path) -> Lore:
    load = partial(bootstrap.load_pack, str(folder), Settings())
    ours, bare = best_of(ROUNDS, partial(timed, load), partial(timed, partial(parse_alone, folder)))
    say("the bundled pack loaded and checked", milliseconds(ours.cpu_s), beside=ratio(ours, bare, "its YAML"))
    return load().lore


def parse_alone(folder: Path) -> None:
    """Parse every YAML file of a pack and do nothing with it."""
    for path in folder.rglob("*.yaml"):
        yaml.load(path.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe loaders both


def imported(folder: Path) -> Lore:
    """Return the entries of an imported pack."""
    read = [document.read(file.name, file.read_bytes()).data for file in sorted((folder / "lore").iterdir())]
    entries = [LoreEntry.model_validate(data) for file in read if isinstance(file, list) for data in file]
    return {entry.id: entry for entry in entries}


def say_index(name: str, lore: Lore) -> None:
    rows = index_rows(lore)
    ours, bare = best_of(ROUNDS, partial(fill_ours, lore), partial(fill_raw, rows))
    say(f"{name} indexed, {len(rows):,} entries", milliseconds(ours.cpu_s), beside=ratio(ours, bare, "raw FTS5"))
    queries = [" ".join([entry.title, *entry.topics]) for entry in list(lore.values())[:QUERIES]]
    with fresh_folder() as folder:
        store = Store(database_url(f"{folder}/index.db"), create=True)
        index = LoreIndex(store, lore, name)
        index.refresh()
        raw = sqlite3.connect(folder / "raw.db", isolation_level=None)
        fill(raw, rows)
        with store.read() as connection:
            ours, bare = best_of(
                ROUNDS,
                partial(timed, partial(search_ours, index, connection, queries)),
                partial(timed, partial(search_raw, raw, queries)),
            )
        raw.close()
        store.close()
    say(f"searches in {name}", per_second(len(queries), ours.cpu_s), beside=ratio(ours, bare, "raw FTS5"))


def index_rows(lore: Lore) -> list[IndexRow]:
    """Return what the raw side indexes: id, names, text."""
    return [
        (
            entry.id,
            " ".join(tokens(" ".join([entry.title, *entry.aliases]))),
            " ".join(tokens(" ".join([entry.gloss, entry.text, *(fact.says for fact in entry.facts), *entry.topics]))),
        )
        for entry in lore.values()
    ]


def fill_ours(lore: Lore) -> Took:
    with fresh_folder() as folder:
        store = Store(database_url(f"{folder}/index.db"), create=True)
        took = timed(LoreIndex(store, lore, "any").refresh)
        store.close()
        return took


def fill_raw(rows: list[IndexRow]) -> Took:
    with fresh_folder() as folder:
        connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
        took = timed(partial(fill, connection, rows))
        connection.close()
        return took


def fill(connection: sqlite3.Connection, rows: list[IndexRow]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("CREATE VIRTUAL TABLE terms USING fts5(entry UNINDEXED, names, body)")
    connection.executemany("INSERT INTO terms VALUES (?, ?, ?)", rows)
    connection.execute("COMMIT")


def search_ours(index: LoreIndex, connection: Connection, queries: list[str]) -> None:
    for query in queries:
        index.search(connection, query, limit=8)


def search_raw(connection: sqlite3.Connection, queries: list[str]) -> None:
    for query in queries:
        asked = " OR ".join(json.dumps(token, ensure_ascii=False) for token in tokens(query))
        connection.execute("SELECT entry FROM terms WHERE terms MATCH ? ORDER BY rank LIMIT 8", (asked,)).fetchall()


def main() -> None:
    say_index("the bundled pack", say_loading(locate.find_pack("saltmere", [])))
    if not DUMP.is_file():
        say("a wiki imported", "no dump here")
        return
    with fresh_folder() as folder:
        say_import(folder / "wiki")
        say_index("the wiki", imported(folder / "wiki"))


if __name__ == "__main__":
    main()
