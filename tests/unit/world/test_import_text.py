import re

import mwparserfromhell
import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.world import document
from longwave.world.imports.article import Block
from longwave.world.imports.chunks import chunks
from longwave.world.imports.options import load_words
from longwave.world.imports.scrub import scrub
from longwave.world.imports.sentences import facts, sentences
from longwave.world.imports.site import Site
from longwave.world.imports.slugs import Slugs, slug
from longwave.world.imports.spelling import spell_lore
from longwave.world.imports.templates import Templates
from longwave.world.imports.wikitext import Reader, Reading
from longwave.world.lore import Fact, Kind, LoreEntry

WORDS = load_words(None)
SITE = Site(names={6: "Fails", 14: "Kategoreja"}, prefixes={**WORDS.namespaces, "fails": 6, "kategoreja": 14})
READER = Reader(SITE, Templates(SITE, WORDS), WORDS)
LEFTOVER = re.compile(
    r"\[\[|\]\]|\{\{|\}\}|\{\||\|\}|\||''|</?[a-z]+[^>]*>|__[A-Z]+__|&#?\w+;|https?://|(?m:^\s*[!*#:;=])"
)
MARKS = (
    "[[ ]] {{ }} {| |} | |- ! = == '' ''' <ref> </ref> <b> </b> <br <br/> /> < > * : ; # {{{ }}} http://x.y [ ] & &amp;"
    " &nbsp; <nowiki> </nowiki> <!-- --> Vail tower Fails: Kategoreja: File:x.png de: __TOC__ -{ }- ~~~~ <table>"
    " <td> . , ( )"
)
TOKENS = st.sampled_from([*MARKS.split(), "\n", "\n\n", " "])


def read(text: str) -> Reading:
    return READER.read("Vail", text)


def text_of(text: str) -> str:
    return "\n".join(block.text for block in read(text).blocks)


@given(st.lists(TOKENS, max_size=60).map(" ".join) | st.lists(TOKENS, max_size=60).map("".join))
def test_no_wikitext_however_broken_leaves_markup_behind(wikitext: str) -> None:
    reading = READER.read("Vail", wikitext)

    for text in (*(b.text for b in reading.blocks), *(b.heading for b in reading.blocks)):
        assert LEFTOVER.search(text) is None, text


@given(st.text(max_size=80))
def test_scrubbing_twice_changes_nothing(text: str) -> None:
    assert scrub(scrub(text)) == scrub(text)


@pytest.mark.parametrize(
    ("wikitext", "text"),
    [
        ("[[Fails:x.jpg|thumb|A [[tower]] at ''dusk'']]The tower stands.", "The tower stands."),
        ("[[Image:x.jpg|left]] The tower stands.", "The tower stands."),
        ("The [[tower|Tower]]s of [[Vail]].", "The Towers of Vail."),
        ("The tower.<ref name=a>Annals</ref> It leans.<ref name=a /> [[de:Turm]]", "The tower. It leans."),
        ("The tower (<!-- x -->{{IPA|x}}, {{foo}}; ) leans , slowly .", "The tower leans, slowly."),
        ('{| class="wikitable"\n! a\n|-\n| b || c\n|}\nThe tower.', "The tower."),
        ('{| class="wikitable"\n<tr><td>a<td>b\n|}\nThe tower.', "The tower."),
        ("<gallery>\nx.jpg|y\n</gallery>The&nbsp;tower &amp; the& nbsp;well.", "The tower & the well."),
        ("The [http://x.y old tower] and http://x.y more.", "The old tower and more."),
        ("The {{lang|fr|vieille tour}} and {{nowrap|the well}}.", "The vieille tour and the well."),
        (":''For the ship, see [[Tower (ship)]].''\nThe tower.", "The tower."),
        ("The tower has\n* a stair;\n* a bell\n", "The tower has: a stair; a bell."),
        ("<div style='display:none'>x</div><math>a^2</math>The tower.", "The tower."),
        ("'''{{PAGENAME}}''' is old.__NOTOC__", "Vail is old."),
        ("The tower [[Vail", "The tower Vail"),
        ("The tower {{unclosed|x=1\n| y=2\nIt leans.", "The tower\nIt leans."),
        ("One line\nand the next.\n\nAnother.", "One line and the next.\nAnother."),
    ],
)
def test_wikitext_reads_as_plain_text(wikitext: str, text: str) -> None:
    assert re.sub(r"\s+", " ", text_of(wikitext)) == re.sub(r"\s+", " ", text)


def test_sections_that_are_no_text_are_left_out_with_what_is_below_them() -> None:
    reading = read("A tower.\n== References ==\nBooks.\n=== Notes on bells ===\nMore.\n== Bells ==\nNine bells.")

    assert [(block.heading, block.text) for block in reading.blocks] == [("", "A tower."), ("Bells", "Nine bells.")]


def test_a_list_alone_in_its_section_follows_the_section_s_heading() -> None:
    assert text_of("A tower.\n== Bells ==\n* [[Maud]]\n* [[Great Tom]]") == "A tower.\nBells: Maud; Great Tom."


@pytest.mark.parametrize(
    "text",
    [
        "A. Kempa saw St. Mary in 1925. He left.",
        "He was the 44. President. He left.",
        "It is 3.5 m long, i.e. short. He left.",
        "Is it “so”? He left.",
    ],
)
def test_initials_abbreviations_and_ordinals_end_no_sentence(text: str) -> None:
    assert sentences(text)[1:] == ["He left."]


def test_facts_are_whole_short_and_name_their_subject() -> None:
    text = "The tower (a ruin) leans. It is old! The tower is " + "very " * 30 + "old. The tower ends."

    assert facts(text, ("Tower",)) == ["The tower leans."]


@given(st.lists(st.text(alphabet="ab .", min_size=1, max_size=400).filter(str.strip), min_size=1, max_size=12))
def test_no_text_is_longer_than_allowed_and_no_word_is_lost(texts: list[str]) -> None:
    blocks = [Block(heading="", text=text.strip()) for text in texts]

    parts = chunks(blocks, 100)

    assert all(0 < len(part.text) <= 100 for part in parts)
    assert "".join("".join(part.text for part in parts).split()) == "".join("".join(texts).split())


@given(st.text(min_size=1, max_size=200))
def test_every_title_has_an_id_that_the_schema_accepts(title: str) -> None:
    given_ids = Slugs()
    ids = [given_ids.give(title), given_ids.give(title), given_ids.give(f"{title}!")]

    assert len(set(ids)) == 3
    for id_ in ids:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_)
        assert len(id_) <= 80
    assert slug(title) == slug(title)


ODD_NAMES = st.sampled_from(["08", "1e5", "null", "on", "~", "1_0"])
NAMES = ODD_NAMES | st.text(min_size=1, max_size=60).map(scrub).filter(bool)


@given(NAMES, st.text(min_size=1, max_size=400).map(scrub).filter(bool), st.integers(-9999, 9999))
def test_a_written_entry_reads_back_the_same(title: str, text: str, year: int) -> None:
    fact = Fact(says=f"{title}.", year=year + 1)
    told = f"{text}\n\n{text}"
    entry = LoreEntry(id="08", title=title, kind=Kind.PLACE, years=(year, None), text=told, facts=(fact,))

    found = document.read("lore.yaml", spell_lore([entry, entry]).encode())

    assert found.faults == ()
    assert isinstance(found.data, list)
    assert [LoreEntry.model_validate(data) for data in found.data] == [entry, entry]


def test_pages_are_parsed_once() -> None:
    seen: list[str] = []

    def counting(text: str) -> mwparserfromhell.wikicode.Wikicode:
        seen.append(text)
        return mwparserfromhell.parse(text)

    Reader(SITE, Templates(SITE, WORDS), WORDS, parse=counting).read("Vail", "{{Infobox|born=1}} A [[tower]].")

    assert len(seen) == 1
