"""Whatever a word is disguised as, it is read; and no harmless word is taken for it."""

# ruff: noqa: RUF001 - look-alikes are the subject

import itertools
import string
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from longwave.editorial import disguise
from longwave.editorial.blocklist import Ban, blocklist
from longwave.world.card import Safety

LIST = blocklist(Safety())
WORDS = sorted({entry.says for entry in LIST.entries if entry.says.isascii() and entry.says.isalpha()})
PHRASES = sorted({entry.says for entry in LIST.entries})
CHARACTERS = st.characters(exclude_categories=[]) | st.characters(categories=["Cs", "Mn", "Cf", "Lo", "So"])
TEXTS = st.text(CHARACTERS, max_size=80)
# For a letter, what people write instead.
INSTEAD = {"a": "4@аα", "b": "8в", "c": "сⅽ", "e": "3еé", "g": "9", "i": "1!іí", "k": "кκ", "l": "1|ⅼ", "o": "0оοö"}
INSTEAD |= {"p": "рρ", "s": "5$ѕ", "t": "7+т", "u": "υü", "x": "х", "y": "у"}
INNOCENT = (
    "therapeutic grape skilled Scunthorpe assassin-bug Essex Sussex cocktail analysis analyst skill killick overkill "
    "Penistone shitake grapeshot drapery scraped analogue peacock cockle rapped annals title button massage bass class "
    "classic passion embassy assume raccoon document circumstance basement Dickens Hancock shuttlecock hello shell "
    "who're he'll she'll we're sextant sexton methane method scrap arsenal parse hearse lynchpin bumper nipplewort"
).split()


def said(text: str) -> set[str]:
    return {hit.entry.says for hit in LIST.hits(text)}


@given(text=TEXTS)
@example(text="\ud800k\udfffill")
@example(text="İı\u0345ßﬁ")
def test_reading_a_text_again_changes_nothing(text: str) -> None:
    once = disguise.fold(text)

    assert disguise.fold(once) == once


@given(text=TEXTS)
@example(text="\ud800")
@example(text="1" * 80)
@example(text="!" * 80)
@example(text="k.i.l.l")
def test_any_text_can_be_searched_and_every_hit_stands_in_it(text: str) -> None:
    for hit in LIST.hits(text):
        assert hit.passage in text
        assert hit.passage


@given(word=st.sampled_from(WORDS), data=st.data())
def test_a_listed_word_is_found_with_look_alikes_for_its_letters(word: str, data: st.DataObject) -> None:
    spelled = "".join(data.draw(st.sampled_from([letter, letter.upper(), *INSTEAD.get(letter, "")])) for letter in word)

    assert word in said(f"It is seven, {spelled} they say.") or not any(map(str.isalpha, spelled))


@given(word=st.sampled_from(WORDS), gap=st.sampled_from([".", "-", "_", " ", ". ", "*", "·"]))
def test_a_listed_word_is_found_letter_by_letter(word: str, gap: str) -> None:
    assert word in said(f"It is seven, {gap.join(word)}, they say.")


@given(word=st.sampled_from(WORDS), hidden=st.sampled_from("\u200b\u200d\u2060\ufeff\u00ad\u0301\u034f\ufe0f"))
def test_a_listed_word_is_found_with_nothing_visible_in_it(word: str, hidden: str) -> None:
    assert word in said(f"It is seven, {hidden.join(word)}, they say.")


@given(word=st.sampled_from(WORDS), times=st.integers(3, 9), data=st.data())
def test_a_listed_word_is_found_with_a_letter_drawn_out(word: str, times: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))

    assert word in said(f"It is seven, {word[:at]}{word[at] * times}{word[at:]} they say.")


@given(word=st.sampled_from(WORDS), a=st.sampled_from([0xFF41, 0x1D41A, 0x1D586, 0x24D0, 0x1F130, 0x1F170, 0x1F1E6]))
def test_a_listed_word_is_found_in_wide_bold_black_and_framed_letters(word: str, a: int) -> None:
    assert word in said("".join(chr(a + ord(letter) - ord("a")) for letter in word))


@pytest.mark.parametrize("phrase", PHRASES)
def test_every_phrase_of_the_list_is_found_as_it_stands(phrase: str) -> None:
    assert any(len(hit.passage) >= len(phrase) for hit in LIST.hits(f"It is seven, {phrase} they say."))


@given(
    word=st.sampled_from(WORDS),
    before=st.text(string.ascii_lowercase, max_size=3),
    after=st.text(string.ascii_lowercase, max_size=3),
)
def test_a_listed_word_inside_a_longer_one_is_not_found(word: str, before: str, after: str) -> None:
    longer = f"{before}{word}{after}"
    letters = [letter for letter, _ in itertools.groupby(longer)]
    alike = {known for known in WORDS if [letter for letter, _ in itertools.groupby(known)] == letters}

    assert said(f"It is seven, {longer} they say.") <= alike


@pytest.mark.parametrize("word", INNOCENT)
def test_a_harmless_word_is_left_alone(word: str) -> None:
    assert said(f"It is seven o'clock, and {word}, {word.upper()} or {word.title()} it is.") == set()


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("so he k1ll\u200bs it", "k1ll\u200bs"),
        ("so he, a\u0301h, K.I.L.L.S it", "K.I.L.L.S"),
        ("“ｋｉｌｌ”, he said", "ｋｉｌｌ"),
        ("would you kill\n yourself for a bun", "kill\n yourself"),
    ],
)
def test_a_hit_quotes_the_text_as_it_is_written(text: str, passage: str) -> None:
    [hit] = LIST.hits(text)

    assert hit.passage == passage


def test_a_pack_adds_words_with_their_endings_and_exempts_some_with_theirs() -> None:
    own = blocklist(Safety(block=("marsh-rat/s",), review=("lamp tax",), allow=("kill", "Shit")))

    found = {hit.entry.says: hit.entry.ban for hit in own.hits("marsh rats pay no Lamp Tax; shitty killers murder")}

    assert found == {"marsh-rats": Ban.BLOCK, "lamp tax": Ban.REVIEW, "murder": Ban.REVIEW}


def test_a_pack_may_be_stricter_about_a_word_of_the_list() -> None:
    own = blocklist(Safety(block=("kill",)))

    assert {hit.entry.ban for hit in own.hits("kill")} == {Ban.BLOCK}


def test_no_word_of_the_list_stands_there_twice() -> None:
    listed = [entry.says for entry in LIST.entries]

    assert len(listed) == len(set(listed))


def test_look_alikes_stand_for_one_letter_each() -> None:
    path = Path(disguise.__file__).parent / "confusables.yaml"

    listed = yaml.safe_load(path.read_text(encoding="utf-8"))

    chars = [char for alike in listed.values() for char in alike]
    assert set(listed) <= set(string.ascii_lowercase)
    assert len(chars) == len(set(chars))
    assert all(not char.isascii() for char in chars)
