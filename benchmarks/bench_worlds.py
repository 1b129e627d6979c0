"""Worlds: importing a real wiki, loading the bundled pack, filling the lore index and searching it."""

import json
import sqlite3
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import yaml
from sqlalchemy import Connection

from figures import at_most, best_of, fresh_folder, milliseconds, per_second, say, stopwatch
from longwave import bootstrap
from longwave.ledger.store import Store, database_url
from longwave.settings import Settings
from longwave.world import locate
from longwave.world.imports.mediawiki import import_mediawiki
from longwave.world.index import LoreIndex, tokens
from longwave.world.pack import Pack

DUMP = Path(__file__).parents[1].parent / "shared" / "data" / "wiki" / "ltgwiki-pages-articles.xml.gz"
ROUNDS = 3


def timed(work: Callable[[], object]) -> float:
    took: list[float] = []
    with stopwatch(took):
        work()
    return took[0]


def say_import(target: Path) -> None:
    if not DUMP.is_file():
        say("a wiki imported", "no dump here")
        return
    begun = time.perf_counter()
    report = import_mediawiki(DUMP, target)
    took_s = time.perf_counter() - begun
    say(
        f"a wiki of {report.pages:,} pages imported, {report.taken:,} taken",
        f"{took_s:.1f} s",
        ratio=f"{report.pages / took_s:,.0f} pages/s",
        target=at_most(took_s, 60, " s"),
    )


def parse_alone(folder: Path) -> None:
    """Parse every YAML file of a pack and do nothing with it."""
    for path in folder.rglob("*.yaml"):
        yaml.load(path.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe loaders both


def load(folder: Path) -> Pack:
    return bootstrap.load_pack(str(folder), Settings())


def say_loading(name: str, folder: Path) -> Pack:
    pack = load(folder)
    ours, bare = best_of(ROUNDS, partial(timed, partial(load, folder)), partial(timed, partial(parse_alone, folder)))
    say(f"{name} loaded and checked, {len(pack.lore):,} entries", milliseconds(ours), ratio=f"{ours / bare:.1f} x YAML")
    return pack


def fill_ours(pack: Pack) -> float:
    with fresh_folder() as folder:
        store = Store(database_url(f"{folder}/index.db"), create=True)
        took_s = timed(LoreIndex(store, pack.lore, pack.digest).refresh)
        store.close()
        return took_s


def fill_raw(rows: list[tuple[str, str, str]]) -> float:
    with fresh_folder() as folder:
        connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
        took_s = timed(partial(_fill, connection, rows))
        connection.close()
        return took_s


def _fill(connection: sqlite3.Connection, rows: list[tuple[str, str, str]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("CREATE VIRTUAL TABLE terms USING fts5(entry UNINDEXED, names, body)")
    connection.executemany("INSERT INTO terms VALUES (?, ?, ?)", rows)
    connection.execute("COMMIT")


def rows_of(pack: Pack) -> list[tuple[str, str, str]]:
    """Return what the raw side indexes: id, names, text."""
    return [
        (
            entry.id,
            " ".join(tokens(" ".join([entry.title, *entry.aliases]))),
            " ".join(tokens(" ".join([entry.gloss, entry.text, *(fact.says for fact in entry.facts), *entry.topics]))),
        )
        for entry in pack.lore.values()
    ]


def search_ours(index: LoreIndex, connection: Connection, queries: list[str]) -> None:
    for query in queries:
        index.search(connection, query, limit=8)


def search_raw(connection: sqlite3.Connection, queries: list[str]) -> None:
    for query in queries:
        asked = " OR ".join(json.dumps(token) for token in tokens(query))
        connection.execute("SELECT entry FROM terms WHERE terms MATCH ? ORDER BY rank LIMIT 8", (asked,)).fetchall()


def say_index(name: str, pack: Pack) -> None:
    rows = rows_of(pack)
    ours, bare = best_of(ROUNDS, partial(fill_ours, pack), partial(fill_raw, rows))
    say(f"{name} indexed, {len(rows):,} entries", milliseconds(ours), ratio=f"{ours / bare:.1f} x raw FTS5")
    queries = [" ".join([entry.title, *entry.topics]) for entry in list(pack.lore.values())[:100]]
    with fresh_folder() as folder:
        store = Store(database_url(f"{folder}/index.db"), create=True)
        index = LoreIndex(store, pack.lore, pack.digest)
        index.refresh()
        raw = sqlite3.connect(folder / "raw.db", isolation_level=None)
        _fill(raw, rows)
        with store.read() as connection:
            ours, bare = best_of(
                ROUNDS,
                partial(timed, partial(search_ours, index, connection, queries)),
                partial(timed, partial(search_raw, raw, queries)),
            )
        raw.close()
        store.close()
    say(f"searches in {name}", per_second(len(queries), ours), ratio=f"{ours / bare:.1f} x raw FTS5")


def main() -> None:
    bundled = locate.find_pack("saltmere", [])
    say_index("the bundled pack", say_loading("the bundled pack", bundled))
    with fresh_folder() as folder:
        target = folder / "wiki"
        say_import(target)
        if target.is_dir():
            say_index("the wiki's pack", say_loading("the wiki's pack", target))


if __name__ == "__main__":
    main()
