"""Cards are readable in any terminal, and steer none."""

import io
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from longwave.cli import cards
from longwave.commands.card import Card, Grid

TABLE = Grid(columns=("Place", "Player", "Reputation"), rows=(("1", "Ada", "+12"), ("2", "Bo", "-3")))


def drawn(card: Card, *, width: int = 80, color: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=color, highlight=False, emoji=False, markup=False)
    console.print(cards.drawn(card))
    return out.getvalue()


def test_a_card_shows_all_that_is_on_it_in_order() -> None:
    card = Card(title="The table", text="Two sit here.", fields=(("Page", "1 of 1"),), grid=TABLE, hint="`status`")

    shown = [line.rstrip() for line in drawn(card).splitlines()]

    assert shown == [
        "The table",
        "",
        "Two sit here.",
        "",
        "Page  1 of 1",
        "",
        "Place  Player  Reputation",
        "─────────────────────────",
        "    1  Ada            +12",
        "    2  Bo              -3",
        "",
        "hint: `status`",
    ]


def test_what_a_row_is_known_by_is_never_broken_where_there_is_little_room() -> None:
    words = "an expedition of three who meant to be back by the evening digest"
    grid = Grid(columns=("code", "what", "end"), rows=(("tidal-stair-below", words, words),))

    assert "tidal-stair-below" in drawn(Card(title="Sites", grid=grid), width=50)


def test_a_card_without_anything_is_its_title() -> None:
    assert drawn(Card(title="Done")) == "Done\n"


def test_fields_are_aligned() -> None:
    shown = drawn(Card(title="Ada", fields=(("Cap", "6"), ("Reputation", "0"))))

    assert [line.rstrip() for line in shown.splitlines()[2:]] == ["Cap         6", "Reputation  0"]


@pytest.mark.parametrize("text", ["[bold]loud[/bold]", "[/]", "[link=file:///etc/passwd]x[/link]", ":smile:", "[red"])
def test_markup_of_a_player_is_shown_as_it_was_written(text: str) -> None:
    card = Card(title=text, text=text, fields=((text, text),), grid=Grid(columns=(text,), rows=((text,),)), hint=text)

    assert drawn(card).count(text) == 7


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "�[31mred"),
        ("\x1b]0;title\x07", "�]0;title�"),
        ("back\x08\x08\x7f", "back���"),
        ("\x9b2J", "�2J"),
        ("over\rwritten", "over�written"),
        ("\u202etxt.exe", "�txt.exe"),
        ("\u2066isolated\u2069", "�isolated�"),
        ("half \ud800 of one", "half � of one"),
        ("zero\u200bwidth", "zero�width"),
        ("line\u2028separator", "line�separator"),
    ],
)
def test_what_steers_a_terminal_or_turns_the_reading_round_is_not_shown(text: str, shown: str) -> None:
    assert cards.safe(text) == shown


@pytest.mark.parametrize("text", ["Zoë", "שלום", "👩\u200d🚀", "日本語", "a\nb", "a\xa0b", "e\u0301"])
def test_writing_of_all_kinds_is_shown_as_it_is(text: str) -> None:
    assert cards.safe(text) == text


texts = st.text(st.characters(), max_size=120)
grids = st.integers(1, 8).flatmap(
    lambda width: st.builds(
        Grid,
        columns=st.tuples(*[texts] * width),
        rows=st.lists(st.tuples(*[texts] * width), max_size=3).map(tuple),
    )
)
any_card = st.builds(
    Card,
    title=texts,
    text=texts,
    fields=st.lists(st.tuples(texts, texts), max_size=3).map(tuple),
    grid=st.none() | grids,
    hint=texts,
)


def steering(text: str) -> set[str]:
    return {char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}


@settings(max_examples=60)
@given(any_card)
def test_any_card_fits_80_columns_and_holds_nothing_but_writing(card: Card) -> None:
    shown = drawn(card)

    assert steering(shown) <= {"\n", "\u200c", "\u200d"}
    assert max(map(cell_len, shown.split("\n"))) <= 80


@settings(max_examples=60)
@given(any_card)
def test_in_colour_it_is_the_same_but_for_the_colours(card: Card) -> None:
    without_colours = re.sub(r"\x1b\[[0-9;]*m", "", drawn(card, color=True))

    assert without_colours == drawn(card)
