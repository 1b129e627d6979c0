"""The lore index answers alike on SQLite and PostgreSQL, whatever is asked of it and in whatever script."""
# ruff: noqa: RUF001 - letters that look like others are what scripts are made of

from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longwave.ledger.store import Store, database_url
from longwave.world.index import Hit, LoreIndex, tokens
from longwave.world.loader import load
from longwave.world.locate import bundled_worlds
from longwave.world.lore import Kind, LoreEntry
from longwave.world.pack import Pack

Stores = tuple[Store, Store]
PACKS = count()

# Words that any pack of a harbour town has, and phrases of more of them; nothing here is a sentence of the pack.
QUESTIONS = (
    "tide|bell|harbour|lamp|radio|silence|bread|eel|goat|clock|stair|ferry|council|athenaeum|winter|fog|letter|ice|"
    "slate|lighthouse|the|a|of and the|who rang the bell|first signal day|the long quiet|Long Quiet|LONG QUIET|"
    "price of bread|letters that nobody answered|stairs with a missing step|lamp oil and gas|a goat on the stairs|"
    "winter ice|Corvin Hale|Maud Tarn|tarn|reading stove|umbrella|chess|pears|eleven|1911|1921|1743|ninety-nine|"
    "o'clock|don’t|keeper’s daughter|radio saltmere|saltmere|bells and tides and lamps|ferry ferry ferry|boat boats|"
    "sluice gate flood|what is the needle|songs of the fens|peat reed eel|terrace|terraces|abroad|nothing_at_all|zzzz"
).split("|")

HOSTILE = [
    "",
    "   ",
    "\t\n",
    '"',
    '""',
    "'",
    "''",
    "\\",
    "*",
    "bell*",
    "-bell",
    "bell -tide",
    "bell NEAR tide",
    "NEAR(bell tide, 2)",
    "bell AND tide",
    "bell OR",
    "NOT",
    "AND",
    "names:bell",
    "body : bell",
    "entry:bell",
    "^bell",
    "{bell tide}",
    "(bell",
    "bell)",
    "bell & tide",
    "bell | !tide",
    "bell:*",
    "bell <-> tide",
    "!",
    "&",
    "'; DROP TABLE lore_terms; --",
    "x'); DELETE FROM lore_terms; --",
    '" OR 1=1 --',
    ":query",
    "%s %(query)s ? $1",
    "%",
    "_",
    "a_b",
    "\x00bell\x00",
    "\ud7ff",
    "🕯️",
    "🕯️ bell",
    "\u200bbell\u200b",
    "١٩٢١",
    "Ⅷ",
    "½",
    "№ 5",
    "ﬁsh",
    "ｂｅｌｌ",
    "𝐛𝐞𝐥𝐥 𝐁𝐄𝐋𝐋",
    "bell" * 1000,
    "bell " * 1000,
]


def entry(
    name: str, title: str, *, text: str = "Nothing else is known of it.", aliases: tuple[str, ...] = ()
) -> LoreEntry:
    return LoreEntry(id=name, title=title, aliases=aliases, kind=Kind.PLACE, years=(1900, None), text=text)


SCRIPTS = {
    found.id: found
    for found in (
        entry(
            "rezekne", "Rēzekne", text="A town on seven hills, in Latgalian also Rēzne; ļaudis, čyuska, škārsteikla."
        ),
        entry("daugavpils", "Daugpiļs", text="Ostoņdesmit ūdiņa; Dvinsk, Двинск, Динабург."),
        entry("dvinsk", "Двинск", text="Город на Даугаве. Ёлка и йод."),
        entry("athens", "Αθήνα", text="Η πόλη της Αθηνάς. Ὀδυσσεύς, ΟΔΥΣΣΕΥΣ, τέλος."),
        entry("umi", "海の町", text="海のそばの小さな町 です"),
        entry("seoul", "서울", text="한강 가에 있는 도시"),
        entry("istanbul", "İstanbul", text="Kayıkçı ışık; Iğdır."),
        entry("strasse", "Straße", text="Die große Straße von Łódź nach Århus, ﬁne; œuvre."),
        entry("hebrew", "ירושלים", text="שָׁלוֹם"),
        entry("arabic", "بغداد", text="مَدِينَة كبيرة ١٩٢١"),
        entry("hindi", "दिल्ली", text="शहर की रोशनी"),
        entry("adlam", "𞤀𞤣𞤤𞤢𞤥", text="𞤆𞤵𞤤𞤢𞤪"),
        entry("georgian", "თბილისი", text="ᲗᲑᲘᲚᲘᲡᲘ"),
        entry("candle", "🕯️", text="A candle. 🕯️ of 12½ hours, No_5, x²"),
        entry("quotes", "the ‘Bell’", text="\"Ring\" it's o'clock; 'NEAR' AND the rest* -- OR not"),
        entry("long", "L" + "o" * 3000 + "ng", text="w" * 5000),
    )
}
SCRIPT_QUESTIONS = [
    "Rēzekne",
    "REZEKNE",
    "rezekne",
    "RĒZEKNE",
    "Re\u0304zekne",
    "rēzne",
    "Čyuska",
    "skarsteikla",
    "ļaudis",
    "laudis",
    "двинск",
    "ДВИНСК",
    "елка",
    "иод",
    "αθηνα",
    "ΑΘΉΝΑ",
    "οδυσσευσ",
    "Οδυσσεύς",
    "海の町",
    "海",
    "です",
    "서울",
    "한강",
    "istanbul",
    "İSTANBUL",
    "ISTANBUL",
    "ISIK",
    "STRASSE",
    "straße",
    "łódź",
    "lodz",
    "arhus",
    "fine",
    "ŒUVRE",
    "ירושלים",
    "שלום",
    "مدينة",
    "١٩٢١",
    "दिल्ली",
    "𞤀𞤣𞤤𞤢𞤥",
    "𞤢𞤣𞤤𞤢𞤥",
    "თბილისი",
    "🕯️",
    "12½",
    "no_5",
    "x2",
    "o'clock",
    "near",
    "L" + "o" * 3000 + "ng",
    "w" * 4999,
    "rezekne двинск αθηνα 서울",
]

SAME_WORD = {
    "Rēzekne": "rezekne",
    "REZEKNE": "rezekne",
    "rezekne": "rezekne",
    "Re\u0304zekne": "rezekne",
    "laudis": "rezekne",
    "cyuska": "rezekne",
    "ūdiņa": "daugavpils",
    "Ёлка": "dvinsk",
    "ΟΔΥΣΣΕΥΣ": "athens",
    "STRASSE": "strasse",
    "ISTANBUL": "istanbul",
    "שלום": "hebrew",
    "თბილისი": "georgian",
    "No_5": "candle",
}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(bundled_worlds() / "saltmere")


@pytest.fixture
def stores(tmp_path: Path, postgres_url: str) -> Iterator[Stores]:
    with (
        closing(Store(database_url(str(tmp_path / "world.db")), create=True)) as sqlite,
        closing(Store(database_url(postgres_url), create=True)) as postgres,
    ):
        yield sqlite, postgres


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with closing(Store(database_url(place), create=True)) as opened:
        yield opened


def indexed(store: Store, entries: Mapping[str, LoreEntry], digest: str = "1") -> LoreIndex:
    index = LoreIndex(store, entries, digest)
    index.refresh()
    return index


def answers(stores: Stores, entries: Mapping[str, LoreEntry], questions: list[str]) -> list[list[list[Hit]]]:
    """Ask each database all questions."""
    found = []
    for store in stores:
        index = indexed(store, entries)
        with store.read() as connection:
            found.append([index.search(connection, question) for question in questions])
    return found


def ask(store: Store, index: LoreIndex, question: str, **options: object) -> list[str]:
    with store.read() as connection:
        return [hit.entry for hit in index.search(connection, question, **options)]  # type: ignore[arg-type] # its own


def test_both_databases_find_the_same_in_the_bundled_world_in_the_same_order(stores: Stores, pack: Pack) -> None:
    questions = [*QUESTIONS, *(found.title for found in list(pack.lore.values())[::5])]

    sqlite, postgres = answers(stores, pack.lore, questions)

    assert sqlite == postgres
    assert sum(bool(hits) for hits in sqlite) >= 50


def test_a_question_that_is_a_title_finds_its_entry_first(stores: Stores, pack: Pack) -> None:
    titles = {found.title: found.id for found in pack.lore.values()}

    [sqlite, _] = answers(stores, pack.lore, list(titles))

    first = [title for title, hits in zip(titles, sqlite, strict=True) if hits[0].entry != titles[title]]
    # A name that is another one's too, as a ward's lamp is the ward's, may come second.
    assert len(first) <= 0.05 * len(titles), first


def test_both_databases_find_the_same_in_every_script(stores: Stores) -> None:
    sqlite, postgres = answers(stores, SCRIPTS, SCRIPT_QUESTIONS)

    assert dict(zip(SCRIPT_QUESTIONS, sqlite, strict=True)) == dict(zip(SCRIPT_QUESTIONS, postgres, strict=True))
    # A stroke is no accent, a dotless i no i, a part of a run of signs no word, and a picture is nothing to be said.
    unfound = [question for question, hits in zip(SCRIPT_QUESTIONS, sqlite, strict=True) if not hits]
    assert unfound == ["海", "ISIK", "lodz", "🕯️"]


def test_case_and_diacritics_do_not_matter(store: Store) -> None:
    index = indexed(store, SCRIPTS)

    assert {asked: ask(store, index, asked)[:1] for asked in SAME_WORD} == {
        asked: [found] for asked, found in SAME_WORD.items()
    }


@pytest.mark.parametrize("entries", ["saltmere", "scripts"])
def test_no_question_breaks_the_index_or_does_anything_but_ask(stores: Stores, pack: Pack, entries: str) -> None:
    held = pack.lore if entries == "saltmere" else SCRIPTS

    sqlite, postgres = answers(stores, held, HOSTILE)

    assert dict(zip(HOSTILE, sqlite, strict=True)) == dict(zip(HOSTILE, postgres, strict=True))
    again, also = answers(stores, held, HOSTILE)
    assert again == also == sqlite


def test_an_empty_question_finds_nothing(store: Store, pack: Pack) -> None:
    index = indexed(store, pack.lore)

    assert [ask(store, index, question) for question in ("", " ", "?!", "🕯️")] == [[], [], [], []]


def test_a_world_without_lore_has_an_index_too(store: Store) -> None:
    assert ask(store, indexed(store, {}), "bell") == []


def test_operators_are_words_like_any_other(store: Store) -> None:
    index = indexed(
        store, {"near": entry("near", "Near"), "bell": entry("bell", "the bell"), "and": entry("and", "And")}
    )

    assert ask(store, index, "NEAR") == ["near"]
    assert ask(store, index, "bell AND") == ["and", "bell"]
    assert ask(store, index, "bel*") == []


def test_what_may_not_be_known_is_left_out_before_the_best_are_taken(store: Store) -> None:
    entries = {f"bell-{n}": entry(f"bell-{n}", "the bell") for n in range(30)}
    index = indexed(store, entries)

    found = ask(store, index, "bell", allowed={"bell-7", "bell-29", "no-such-entry"}, limit=2)

    assert found == ["bell-29", "bell-7"]
    assert ask(store, index, "bell", allowed=set()) == []


def test_a_word_in_a_name_weighs_more_than_one_in_the_text(store: Store) -> None:
    entries = {
        "a-text": entry("a-text", "the pier", text="A bell hangs here."),
        "b-alias": entry("b-alias", "the old one", aliases=("the bell",)),
        "c-name": entry("c-name", "the bell"),
        "d-neither": entry("d-neither", "the goat"),
    }

    assert ask(store, indexed(store, entries), "bell") == ["b-alias", "c-name", "a-text"]


def test_a_rare_word_weighs_more_than_a_common_one(store: Store) -> None:
    entries = {f"bell-{n}": entry(f"bell-{n}", "it", text="A bell.") for n in range(5)} | {
        "z-goat": entry("z-goat", "it", text="A goat.")
    }

    assert ask(store, indexed(store, entries), "bell goat")[0] == "z-goat"


def test_a_limit_keeps_the_best(store: Store, pack: Pack) -> None:
    index = indexed(store, pack.lore)
    everything = ask(store, index, "the bell of the harbour", limit=len(pack.lore))

    assert len(everything) > 20
    for limit in (0, 1, 5, 20):
        assert ask(store, index, "the bell of the harbour", limit=limit) == everything[:limit]


def test_the_index_is_made_anew_when_the_pack_is_another_and_only_then(store: Store) -> None:
    indexed(store, {"bell": entry("bell", "the bell")}, "1")

    same = indexed(store, {"goat": entry("goat", "the goat")}, "1")
    assert ask(store, same, "bell") == ["bell"]

    other = indexed(store, {"goat": entry("goat", "the goat")}, "2")
    assert ask(store, other, "bell") == []
    assert ask(store, other, "goat") == ["goat"]


# The databases may stay: every example is another pack.
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(max_size=40), min_size=1, max_size=6), question=st.text(max_size=40))
def test_any_texts_and_any_question_give_the_same_on_both(stores: Stores, texts: list[str], question: str) -> None:
    entries = {f"e-{n}": entry(f"e-{n}", f"it {text}") for n, text in enumerate(texts)}
    digest = str(next(PACKS))

    found = []
    for store in stores:
        index = indexed(store, entries, digest)
        with store.read() as connection:
            found.append(index.search(connection, f"{question} {texts[0]}"))

    assert found[0] == found[1]
    if tokens(texts[0]):
        assert "e-0" in {hit.entry for hit in found[0]}
