import bz2
import datetime as dt
import gzip
import lzma
from collections.abc import Callable
from html import escape
from itertools import count
from pathlib import Path

import mwparserfromhell
import pytest
import yaml
from mwparserfromhell.parser import ParserError
from mwparserfromhell.wikicode import Wikicode

from longwave.world.imports.mediawiki import import_mediawiki
from longwave.world.imports.options import ImportOptions
from longwave.world.imports.report import ImportReport, Skip
from longwave.world.lore import Kind, LoreEntry

SITE = """<siteinfo><sitename>Vailpedia</sitename><dbname>vail</dbname><base>https://vail.example/wiki/Gate</base>
<case>first-letter</case><namespaces><namespace key="0" case="first-letter"/><namespace key="2">Lītuotuojs</namespace>
<namespace key="6">Bilde</namespace><namespace key="10">Taiss</namespace><namespace key="14">Kategoreja</namespace>
<namespace key="112">Gameplay</namespace></namespaces></siteinfo>"""
PROSE = "This page has enough words to be taken, because one with fewer characters than the limit is a stub."
ORLO = (
    "{{Infobox character\n| name = Orlo\n| born = {{Birth date|1204|5|1}}\n| died = 1266\n"
    "| affiliation = [[Bell Guild]]\n}}"
    "'''Orlo Vane''' (born in 1204) was a ''bell founder'' of [[Vail]].<ref>Annals</ref> "
    "Orlo Vane cast nine bells in 1241 for the [[Bell Guild|guild]]. He never rang one of them himself.\n"
    "== See also ==\n* [[Cold Harbour]]\n[[Category:Founders]][[Kategoreja:People of Vail]]"
)

numbers = count(1)


def page(title: str, text: str, *, ns: int = 0, head: str = "", model: str = "wikitext") -> str:
    return (
        f"<page><title>{title}</title><ns>{ns}</ns><id>{next(numbers)}</id>{head}<revision><id>1</id>"
        f"<timestamp>1931-03-02T10:00:00Z</timestamp><model>{model}</model>"
        f'<text xml:space="preserve">{escape(text)}</text></revision></page>'
    )


def dump(*pages: str, site: str = SITE) -> str:
    return f'<mediawiki xml:lang="ltg">{site}{"".join(pages)}</mediawiki>'


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., tuple[ImportReport, dict[str, LoreEntry]]]:
    def run_import(
        *pages: str, options: ImportOptions | None = None, parse: Callable[[str], Wikicode] = mwparserfromhell.parse
    ) -> tuple[ImportReport, dict[str, LoreEntry]]:
        source = tmp_path / "dump.xml"
        source.write_text(dump(*pages), "utf-8")
        report = import_mediawiki(source, tmp_path / "pack", options, parse=parse)
        return report, entries_in(tmp_path / "pack")

    return run_import


Run = Callable[..., tuple[ImportReport, dict[str, LoreEntry]]]


def entries_in(pack: Path) -> dict[str, LoreEntry]:
    lists = [yaml.safe_load(file.read_text("utf-8")) for file in sorted((pack / "lore").glob("*.yaml"))]
    return {entry["id"]: LoreEntry.model_validate(entry) for entries in lists for entry in entries}


def test_a_page_becomes_an_entry_with_clean_text(run: Run) -> None:
    _, entries = run(page("Orlo Vane", ORLO))

    assert entries["orlo-vane"].text == (
        "Orlo Vane (born in 1204) was a bell founder of Vail. Orlo Vane cast nine bells in 1241 for the guild. "
        "He never rang one of them himself."
    )


def test_infobox_and_categories_give_kind_and_years(run: Run) -> None:
    report, entries = run(page("Orlo Vane", ORLO))

    assert (entries["orlo-vane"].kind, entries["orlo-vane"].years) == (Kind.PERSON, (1204, 1266))
    assert report.dated == 1


def test_first_sentences_that_name_the_subject_become_facts_from_the_year_they_speak_of(run: Run) -> None:
    _, entries = run(page("Orlo Vane", ORLO))

    assert [(fact.says, fact.year) for fact in entries["orlo-vane"].facts] == [
        ("Orlo Vane was a bell founder of Vail.", None),
        ("Orlo Vane cast nine bells in 1241 for the guild.", 1241),
    ]


def test_links_go_only_to_pages_that_were_taken_also_through_redirects_and_from_see_also(run: Run) -> None:
    report, entries = run(
        page("Orlo Vane", ORLO),
        page("Bell Guild", "#REDIRECT [[The Guild]]", head='<redirect title="The Guild"/>'),
        page("The Guild", f"The Guild. {PROSE}"),
        page("Cold Harbour", f"Cold Harbour. {PROSE}"),
    )

    assert entries["orlo-vane"].links == ("the-guild", "cold-harbour")
    assert (report.links_kept, report.links_dropped) == (2, 1)


def test_a_redirect_is_an_alias_of_its_target_and_a_dangling_one_is_counted(run: Run) -> None:
    report, entries = run(
        page("Vail", f"Vail. {PROSE}"),
        page("Old Vail", "#redirect [[Vail town]]"),
        page("Vail town", "#PUORADRESACEJA [[vail]]"),
        page("Battle of Vail", "#REDIRECT [[Vail#Battle]]"),
        page("Nowhere", "#REDIRECT [[Missing]]"),
        page("Loop", "#REDIRECT [[Loop]]"),
    )

    assert entries["vail"].aliases == ("Old Vail", "Vail town")
    assert (report.redirects_resolved, report.redirects_dangling) == (3, 2)


@pytest.mark.parametrize(
    ("reason", "given"),
    [
        (Skip.NAMESPACE, page("Lītuotuojs:Ann", PROSE, ns=2)),
        (Skip.TEMPLATE, page("Taiss:Box", PROSE, ns=10)),
        (Skip.CATEGORY, page("Kategoreja:Towns", PROSE, ns=14)),
        (Skip.REDIRECT, page("Old", "#REDIRECT [[Kept]]")),
        (Skip.DISAMBIGUATION, page("Mercury", f"{PROSE} {{{{Disambig}}}}")),
        (Skip.DISAMBIGUATION, page("Mercury (disambiguation)", f"{PROSE} __DISAMBIG__")),
        (Skip.LIST, page("List of towns", PROSE)),
        (Skip.LIST, page("Vail towns", f"{PROSE} [[Category:Lists of towns]]")),
        (Skip.LIST, page("Kaviekļu saroksts", PROSE)),
        (Skip.MAIN_PAGE, page("Gate", PROSE)),
        (Skip.NOT_PROSE, page("Style", "a { color: red }", model="css")),
        (Skip.DUPLICATE, page("Kept", PROSE)),
        (Skip.EMPTY, page("Void", "{{Infobox town|name=Void}} [[Category:Towns]]")),
        (Skip.SHORT, page("Stub", "A stub.")),
        (Skip.UNPARSABLE, page("Odd", PROSE).replace("<model>", "<surprise/><model>")),
    ],
)
def test_a_page_that_is_no_entry_is_counted_with_its_reason(run: Run, reason: Skip, given: str) -> None:
    report, entries = run(page("Kept", PROSE), given)

    assert list(entries) == ["kept"]
    assert (report.pages, report.taken, dict(report.skipped)) == (2, 1, {reason: 1})


def test_a_page_that_the_parser_gives_up_on_is_named_and_stops_nothing(run: Run) -> None:
    def fragile(text: str) -> Wikicode:
        if "broken" in text:
            raise ParserError("state 7")  # type: ignore[no-untyped-call]  # it has no annotations
        return mwparserfromhell.parse(text)

    report, entries = run(page("Bad", f"broken {PROSE}"), page("Good", PROSE), parse=fragile)

    assert list(entries) == ["good"]
    assert report.unparsable[0].startswith("Bad: the parser of wikitext gave up")


def test_template_pages_in_the_dump_teach_what_their_templates_mean(run: Run) -> None:
    _, entries = run(
        page("Taiss:Atškiršona", "<includeonly>{{#if:x|__DISAMBIG__}}</includeonly>", ns=10),
        page("Taiss:Vol", "''{{{1}}}''<noinclude>docs</noinclude>", ns=10),
        page("Taiss:Skreine", '{| class="infobox"\n| {{{dead}}}\n|}', ns=10),
        page("Taiss:Vacuo skreine", "#REDIRECT [[Taiss:Skreine]]", ns=10),
        page("Roksts", f"{PROSE} {{{{atškiršona}}}}"),
        page("Wolf", f"The wolf ({{{{Vol|lupus}}}}) is grey. {{{{vacuo skreine|died=1911}}}} {PROSE}"),
    )

    assert list(entries) == ["wolf"]
    assert entries["wolf"].text.startswith("The wolf (lupus) is grey.")
    assert entries["wolf"].years == (1, 1911)


def test_a_long_page_becomes_several_linked_entries(run: Run) -> None:
    section = " ".join(f"The tower of Vail has a stair number {n} and it creaks." for n in range(30))

    tower = f"{section}\n\n== Stairs ==\n{section} See [[Vail|the town]].\n"
    report, entries = run(page("Tower", tower), page("Vail", PROSE))

    assert list(entries) == ["tower", "tower-2", "tower-3", "tower-4", "vail"]
    assert max(len(entry.text) for entry in entries.values()) <= 1200
    titles = [entry.title for entry in entries.values()]
    assert titles == ["Tower", "Tower (2)", "Tower: Stairs", "Tower: Stairs (2)", "Vail"]
    assert entries["tower"].links == ("tower-2",)
    assert entries["tower-4"].links == ("tower", "tower-3", "vail")
    assert (entries["tower-2"].kind, entries["tower-2"].facts, report.chunks) == (Kind.ARTICLE, (), 3)


def test_titles_keep_their_alphabet_and_ids_are_ascii_and_distinct(run: Run) -> None:
    _, entries = run(
        page("Daugpiļs", PROSE),
        page("Łódź", PROSE),
        page("Србија", PROSE),
        page("日本", PROSE),
        page("Resume", PROSE),
        page("Résumé", PROSE),
        page("2009", PROSE),
    )

    ids = {entry.title: entry.id for entry in entries.values()}
    assert (ids["Daugpiļs"], ids["Łódź"], ids["Resume"], ids["2009"]) == ("daugpils", "lodz", "resume", "2009")
    assert ids["Србија"] == "page-833768997e"
    assert ids["Résumé"].startswith("resume-")
    assert len(set(ids.values())) == 7


def test_a_title_loses_its_qualifier_only_where_no_other_page_has_the_bare_name(run: Run) -> None:
    _, entries = run(page("Mercury (planet)", PROSE), page("Mercury (god)", PROSE), page("Vail (town)", PROSE))

    assert [entry.title for entry in entries.values()] == ["Mercury (planet)", "Mercury (god)", "Vail"]


def test_further_namespaces_can_be_taken_by_name(run: Run) -> None:
    _, entries = run(
        page("Gameplay:Tides", PROSE, ns=112),
        page("Vail", f"See [[Gameplay:Tides]]. {PROSE}"),
        options=ImportOptions(namespaces=("0", "gameplay")),
    )

    assert entries["tides"].title == "Tides"
    assert entries["vail"].links == ("tides",)


def test_a_mapping_decides_kinds_regions_factions_topics_and_field_names(run: Run, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "kinds: {custom: [founders]}\nregions: {fens: [the Fens, Marsh]}\nfactions: {guild: [bell guild]}\n"
        "topics: {bells: [founders]}\nfields: {began: [first rung], region: [lies in]}\n",
        "utf-8",
    )

    box = "{{Infobox thing|first rung=c. 1204|lies in=Great Marsh|affiliation=[[Bell Guild]]}}"
    _, entries = run(
        page("Bell", f"{box} {PROSE} [[Category:Founders of Vail]]"),
        options=ImportOptions(mapping=mapping, name="vale"),
    )

    bell = entries["bell"]
    assert (bell.kind, bell.years, bell.regions) == (Kind.CUSTOM, (1204, None), ("fens",))
    assert (bell.factions, bell.topics) == (("guild",), ("bells",))


def test_years_are_taken_from_the_source_or_from_the_option_and_never_invented(run: Run) -> None:
    _, entries = run(
        page("Ada", f"Ada Orr (1845 – 1925) was a pilot. {PROSE} [[Category:Pilots (people)]]"),
        page("Bo", f"Bo Orr (* 1. Mai 1850 in Vail; † 3. April 1910) was a pilot. {PROSE}"),
        page("Cy", f"Cy Orr had 1900 eels. {PROSE} [[Category:1860 births]]"),
        page("War", f"{{{{Infobox battle|date=4 May 1739 – 1742}}}} {PROSE}"),
        page("Old", f"{{{{Infobox king|born=44 BC}}}} {PROSE}"),
        page("Wrong", f"{{{{Infobox king|born=1900|died=1800}}}} {PROSE}"),
        page("Hill", f"A hill of 1845 fathoms. {PROSE}"),
        options=ImportOptions(from_year=900),
    )

    assert {key: entry.years for key, entry in entries.items()} == {
        "ada": (1845, 1925),
        "bo": (1850, 1910),
        "cy": (1860, None),
        "war": (1739, 1742),
        "old": (-44, None),
        "wrong": (900, None),
        "hill": (900, None),
    }


def test_the_same_dump_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    pages = (page("Orlo Vane", ORLO), page("Vail", PROSE), page("日本", PROSE))
    run(*pages)
    before = {file: file.read_bytes() for file in (tmp_path / "pack").rglob("*.yaml")}

    report, _ = run(*pages)

    assert {file: file.read_bytes() for file in (tmp_path / "pack").rglob("*.yaml")} == before
    assert (report.files_written, report.files_unchanged) == (0, 2)


@pytest.mark.parametrize(("ending", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)])
def test_packed_dumps_are_read_as_they_are(tmp_path: Path, ending: str, pack: Callable[[bytes], bytes]) -> None:
    source = tmp_path / f"dump.xml.{ending}"
    source.write_bytes(pack(dump(page("Vail", PROSE)).encode()))

    report = import_mediawiki(source, tmp_path / "pack")

    assert (report.taken, report.damage) == (1, None)


def test_an_old_dump_without_namespaces_and_siteinfo_is_read(tmp_path: Path) -> None:
    source = tmp_path / "old.xml"
    pages = page("Vail", f"{PROSE} [[Image:x.png|thumb]]") + page("Template:Box", PROSE)
    source.write_text(dump(pages.replace("<ns>0</ns>", ""), site=""), "utf-8")

    report = import_mediawiki(source, tmp_path / "pack")

    assert report.taken >= 1
    assert entries_in(tmp_path / "pack")["vail"].text == PROSE


def test_a_new_pack_gets_a_card_with_the_wiki_s_name_and_the_day_of_its_newest_page(run: Run, tmp_path: Path) -> None:
    run(*(page(f"Town {n}", f"{PROSE} [[Category:Cold towns]]") for n in range(5)))

    card = yaml.safe_load((tmp_path / "pack" / "world.yaml").read_text("utf-8"))
    assert (card["id"], card["title"], card["language"], card["start"]) == ("vail", "Vailpedia", "ltg", "1931-03-02")
    assert card["topics"] == ["cold-towns"]


def test_a_new_pack_is_named_and_given_a_region_by_the_options(run: Run, tmp_path: Path) -> None:
    _, entries = run(page("Vail", PROSE), options=ImportOptions(name="Cold Coast", region="the Fens"))

    card = yaml.safe_load((tmp_path / "pack" / "world.yaml").read_text("utf-8"))
    assert (card["id"], card["title"], card["regions"]) == (
        "cold-coast",
        "Cold Coast",
        [{"id": "the-fens", "name": "the Fens"}],
    )
    assert entries["vail"].regions == ("the-fens",)


def test_the_report_reads_as_rows_and_as_json(run: Run) -> None:
    report, _ = run(page("Vail", PROSE), page("Stub", "A stub."), options=ImportOptions(start=dt.date(1931, 3, 2)))

    assert ("pages taken", "1") in report.rows()
    assert ("skipped: too short", "1") in report.rows()
    assert yaml.safe_load(report.as_json())["skipped"]["too short"] == 1
    assert report.table().row_count == len(report.rows())
