import re
from pathlib import Path

import pytest

from longwave.world import document
from longwave.world.imports.mediawiki import import_mediawiki
from longwave.world.lore import LoreEntry

DUMP = Path(__file__).parents[3].parent / "shared" / "data" / "wiki" / "ltgwiki-pages-articles.xml.gz"
LEFTOVER = re.compile(
    r"\[\[|\]\]|\{\{|\}\}|\{\||\|\}|\||''|</?[a-z]+[^>]*>|__[A-Z]+__|&#?\w+;|https?://|(?m:^\s*[!*#:;=])"
)

pytestmark = pytest.mark.skipif(not DUMP.is_file(), reason="the Latgalian dump is not next to the repository")


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("ltg")
    report = import_mediawiki(DUMP, target)
    assert (report.pages, report.damage, report.unparsable) == (2004, None, [])
    assert report.pages == report.taken + sum(report.skipped.values())
    assert report.taken > 750
    assert report.redirects_resolved > 100
    assert report.links_kept > 1500
    assert report.seconds < 60
    return target


def entries(pack: Path) -> list[LoreEntry]:
    found = [document.read(file.name, file.read_bytes()) for file in sorted((pack / "lore").iterdir())]
    return [LoreEntry.model_validate(entry) for read in found if isinstance(read.data, list) for entry in read.data]


def test_a_whole_wiki_is_imported_without_a_trace_of_markup(pack: Path) -> None:
    texts = [text for e in entries(pack) for text in (e.title, e.text, *e.aliases, *(fact.says for fact in e.facts))]

    assert [text for text in texts if LEFTOVER.search(text)] == []


def test_every_link_of_a_whole_wiki_leads_to_an_entry_and_every_text_is_short(pack: Path) -> None:
    found = {entry.id: entry for entry in entries(pack)}

    assert {link for entry in found.values() for link in entry.links} <= set(found)
    assert max(len(entry.text) for entry in found.values()) <= 1200


def test_a_whole_wiki_imports_twice_to_the_same_bytes(pack: Path) -> None:
    before = {file: file.read_bytes() for file in pack.rglob("*.yaml")}

    report = import_mediawiki(DUMP, pack)

    assert report.files_written == 0
    assert {file: file.read_bytes() for file in pack.rglob("*.yaml")} == before
