import bz2
import gzip
import hashlib
from pathlib import Path

import pytest

from longwave.world.errors import (
    DumpUnreadable,
    ImportRefused,
    MappingUnreadable,
    NamespaceUnknown,
    NotMediaWiki,
    NotPackedAsNamed,
    PackingUnknown,
    RegionUnknown,
    SourceMissing,
    TargetUnusable,
)
from longwave.world.imports.mediawiki import import_mediawiki
from longwave.world.imports.options import ImportOptions

PROSE = "This page has enough words to be taken, because a page with fewer characters than the limit is a stub."


def dump(pages: int) -> bytes:
    page = "<page><title>Town {n}</title><ns>0</ns><revision><id>1</id><text>{prose}</text></revision></page>\n"
    body = "".join(page.format(n=n, prose=PROSE + hashlib.sha512(b"%d" % n).hexdigest()) for n in range(pages))
    return f"<mediawiki><siteinfo><dbname>vail</dbname></siteinfo>\n{body}</mediawiki>".encode()


def test_truncated_xml_keeps_the_pages_before_the_break_and_says_where_it_is(tmp_path: Path) -> None:
    source = tmp_path / "dump.xml"
    source.write_bytes(dump(20)[:3000])

    report = import_mediawiki(source, tmp_path / "pack")

    assert report.damage is not None
    assert report.taken == report.damage.pages == report.pages > 5
    assert (report.damage.position, report.damage.line) == (3000, report.pages + 2)
    assert "breaks off after" in dict(report.rows())["broken off"]


def test_malformed_xml_keeps_the_pages_before_the_fault(tmp_path: Path) -> None:
    source = tmp_path / "dump.xml"
    source.write_bytes(dump(9).replace(b"<title>Town 5", b"<title>Town & <5"))

    report = import_mediawiki(source, tmp_path / "pack")

    assert report.damage is not None
    assert (report.taken, report.damage.pages) == (5, 5)


@pytest.mark.parametrize(("ending", "kept"), [("gz", 0.9), ("bz2", 0.6)])
def test_a_truncated_archive_keeps_what_came_out_of_it(tmp_path: Path, ending: str, kept: float) -> None:
    packed = gzip.compress(dump(1500)) if ending == "gz" else bz2.compress(dump(1500), 1)
    source = tmp_path / f"dump.xml.{ending}"
    source.write_bytes(packed[: int(len(packed) * kept)])

    report = import_mediawiki(source, tmp_path / "pack")

    assert report.damage is not None
    assert 100 < report.taken < 1500
    assert report.damage.reason == "the compressed file ends too early"


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("dump.xml.gz", dump(1), NotPackedAsNamed),
        ("dump.xml.bz2", b"plain", NotPackedAsNamed),
        ("dump.xml.7z", b"7z\xbc\xaf\x27\x1c and so on", PackingUnknown),
        ("dump.xml", b"<html><body/></html>", NotMediaWiki),
        ("dump.xml", b"just words", NotMediaWiki),
        ("dump.xml", b"", NotMediaWiki),
        ("dump.xml", dump(1)[:30], DumpUnreadable),
        ("dump.xml.gz", gzip.compress(dump(1), mtime=0)[:14], DumpUnreadable),
    ],
)
def test_a_file_that_is_no_dump_is_refused_with_a_cure(
    tmp_path: Path, name: str, content: bytes, refusal: type[ImportRefused]
) -> None:
    source = tmp_path / name
    source.write_bytes(content)

    with pytest.raises(refusal) as caught:
        import_mediawiki(source, tmp_path / "pack")

    assert caught.value.hint
    assert not (tmp_path / "pack").exists()


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match="No such file"):
        import_mediawiki(tmp_path / "missing.xml", tmp_path / "pack")
    with pytest.raises(SourceMissing, match="directory"):
        import_mediawiki(tmp_path, tmp_path / "pack")


def test_a_packed_dump_is_known_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    source = tmp_path / "dump.xml"
    source.write_bytes(gzip.compress(dump(2)))

    assert import_mediawiki(source, tmp_path / "pack").taken == 2


def test_a_target_that_is_a_file_is_refused(tmp_path: Path) -> None:
    source, target = tmp_path / "dump.xml", tmp_path / "pack"
    source.write_bytes(dump(1))
    target.write_text("mine")

    with pytest.raises(TargetUnusable):
        import_mediawiki(source, target)


@pytest.mark.parametrize("name", ["10", "Category", "Nonsense", "77"])
def test_a_namespace_that_holds_no_entries_is_refused(tmp_path: Path, name: str) -> None:
    source = tmp_path / "dump.xml"
    source.write_bytes(dump(1))

    with pytest.raises(NamespaceUnknown):
        import_mediawiki(source, tmp_path / "pack", ImportOptions(namespaces=(name,)))


@pytest.mark.parametrize(
    ("text", "match"), [("kinds: {dragon: [x]}", "kinds"), ("kinds: [", "mapping.yaml:2"), ("colour: red", "colour")]
)
def test_a_mapping_with_faults_is_refused_and_names_them(tmp_path: Path, text: str, match: str) -> None:
    source, mapping = tmp_path / "dump.xml", tmp_path / "mapping.yaml"
    source.write_bytes(dump(1))
    mapping.write_text(text)

    with pytest.raises(MappingUnreadable, match=match):
        import_mediawiki(source, tmp_path / "pack", ImportOptions(mapping=mapping))


def test_a_missing_mapping_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "dump.xml"
    source.write_bytes(dump(1))

    with pytest.raises(MappingUnreadable, match="No such file"):
        import_mediawiki(source, tmp_path / "pack", ImportOptions(mapping=tmp_path / "none.yaml"))


def test_a_region_that_the_pack_does_not_have_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "dump.xml"
    source.write_bytes(dump(1))
    import_mediawiki(source, tmp_path / "pack")
    card = tmp_path / "pack" / "world.yaml"
    card.write_text(card.read_text("utf-8").partition("anew.")[2].partition("\n")[2], "utf-8")

    with pytest.raises(RegionUnknown, match="fens"):
        import_mediawiki(source, tmp_path / "pack", ImportOptions(region="fens"))
