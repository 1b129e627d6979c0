"""Requests are read from what people type, and what is wrong is said in words."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longwave.cli.play_help import every_request
from longwave.commands import typed
from longwave.commands.command import Request
from longwave.commands.fields import fields_of, spelled
from longwave.commands.typed import Mistyped
from unit.commands.harbour import CloseHarbour, Log, News, Promise, Sail, Ship

WHALES = "To see the whales"
SAIL = ["tall-ship", "oxmouth", WHALES, "ada-quill"]


def read(words: Sequence[str]) -> Sail:
    return typed.made(Sail, typed.split(Sail, words))


def refusal(words: Sequence[str], request: type[Request] = Sail) -> Mistyped:
    with pytest.raises(Mistyped) as refused:
        typed.made(request, typed.split(request, words))
    return refused.value


def without(*names: str) -> list[str]:
    places = dict(zip(("ship", "port", "aim", "crew"), SAIL, strict=True))
    return [word for name, word in places.items() if name not in names]


def test_required_fields_stand_in_their_order() -> None:
    assert read(SAIL) == Sail(ship=Ship.TALL_SHIP, port="oxmouth", aim=WHALES, crew=("ada-quill",))


def test_what_may_be_left_out_may_follow_them() -> None:
    assert read([*SAIL, "3", "7", "yes"]) == read([*SAIL, "--berths", "3", "--knots", "7", "--is-secret"])


@pytest.mark.parametrize("options", [["--knots", "7"], ["--knots=7"]])
def test_an_option_takes_its_value_either_way_wherever_it_stands(options: list[str]) -> None:
    assert read([*SAIL, *options]) == read([*options, *SAIL])
    assert read([*SAIL, *options]).knots == 7


def test_a_required_field_may_be_an_option_and_leaves_its_place_to_the_next() -> None:
    assert read([*without("port"), "--port", "oxmouth"]) == read(SAIL)


@pytest.mark.parametrize("crew", [["--crew", "ada-quill,mirabel-osk"], ["--crew", "ada-quill", "--crew=mirabel-osk"]])
def test_many_are_given_with_commas_or_one_after_the_other(crew: list[str]) -> None:
    assert read([*without("crew"), *crew]).crew == ("ada-quill", "mirabel-osk")


@pytest.mark.parametrize("ship", ["tall_ship", "tall-ship", "Tall ship", " TALL-SHIP "])
def test_a_value_is_known_however_its_words_are_joined(ship: str) -> None:
    assert read([ship, *SAIL[1:]]).ship is Ship.TALL_SHIP


@pytest.mark.parametrize(
    ("words", "is_mine"),
    [
        ([], False),
        (["--is-mine"], True),
        (["--is-mine", "--page", "2"], True),
        (["--is-mine", "no"], False),
        (["--is_mine=true"], True),
        (["--is-mine", "2"], True),
    ],
)
def test_an_option_of_yes_or_no_needs_no_value(words: list[str], is_mine: bool) -> None:
    assert typed.made(Log, typed.split(Log, words)).is_mine is is_mine


def test_words_of_which_only_one_fits_a_field_may_stand_in_any_order() -> None:
    promised = Promise(says="a new coat", ship=Ship.TALL_SHIP)

    assert typed.made(Promise, typed.split(Promise, ["a new coat", "tall-ship"])) == promised
    assert typed.made(Promise, typed.split(Promise, ["tall-ship", "a new coat"])) == promised
    assert typed.made(Promise, typed.split(Promise, ["tall-ship"])).says == "nothing at all"


def test_a_word_that_fits_nothing_is_blamed_in_its_own_place() -> None:
    assert "ship should be one of rowing-boat, tall-ship, not 'tal'" in str(refusal(["tal", *SAIL[1:]]))


def test_what_follows_two_hyphens_is_no_option() -> None:
    dashed = "--knots are a sailor's lot"

    assert read([*SAIL[:2], "--crew", "ada-quill", "--", dashed]).aim == dashed


@pytest.mark.parametrize(
    ("words", "says", "hint"),
    [
        ([], "ship is missing; port is missing; aim is missing; crew is missing", None),
        (SAIL[:3], "crew is missing", None),
        ([*SAIL, "--knots"], "--knots needs a value", None),
        ([*SAIL, "--knots", "--berths", "2"], "--knots needs a value", None),
        ([*SAIL, "--knot", "2"], "sail has no option '--knot'", "did you mean `--knots`?"),
        ([*SAIL, "--knots", "2", "--knots", "3"], "--knots is there twice", None),
        ([*SAIL, "1", "2", "yes", "over"], "'over' is more than sail takes", "double quotes"),
        (["To", "see", *SAIL, "1", "2"], "2 is more than sail takes", "double quotes"),
        ([*SAIL, "--knots", "fast"], "knots should be a whole number, not 'fast'", None),
        ([*SAIL, "--knots", "1.5"], "knots should be a whole number, not '1.5'", None),
        ([*SAIL, "--knots", "9" * 5000], "knots should be a whole number, not '999", None),
        ([*SAIL, "--berths", "0"], "berths should be 1 at least, not 0", None),
        ([*SAIL, "--berths", "10"], "berths should be 9 at most, not 10", None),
        ([*SAIL, "--berths", "-2"], "berths should be 1 at least, not -2", None),
        ([*SAIL, "--is-secret=perhaps"], "is-secret should be yes or no, not 'perhaps'", None),
        (["yacht", *SAIL[1:]], "ship should be one of rowing-boat, tall-ship, not 'yacht'", None),
        (["tall-shop", *SAIL[1:]], "did you mean `tall-ship`?", None),
        (["", *SAIL[1:]], "ship should be one of rowing-boat, tall-ship, not ''", None),
        ([SAIL[0], "Ox mouth", *SAIL[2:]], "port should be one of the ports, not 'Ox mouth'", None),
        ([*SAIL[:2], "whales", SAIL[3]], "aim should have 8 characters at least, and has 6", None),
        ([*SAIL[:2], "", SAIL[3]], "aim is empty", None),
        ([*SAIL[:2], "  ", SAIL[3]], "aim is empty", None),
        ([*SAIL[:2], "w" * 1_000_000, SAIL[3]], "aim should have 240 characters at most, and has 1000000", None),
        ([*SAIL[:2], "1234567890", SAIL[3]], "aim cannot be used: it has no words", None),
        ([*SAIL[:2], f"{WHALES}\0", SAIL[3]], "aim holds what is no text", None),
        ([*SAIL[:2], f"{WHALES}\ud800", SAIL[3]], "aim holds what is no text", None),
        ([*SAIL[:3], ""], "crew needs 1 at least, and has 0", None),
        ([*SAIL[:3], "a,b,c"], "crew takes 2 at most, and has 3", None),
        ([*SAIL[:3], "a,B"], "crew should be one or more, with commas between, of your own sailors, not 'B'", None),
    ],
)
def test_what_is_wrong_is_said_in_words_with_the_field(words: list[str], says: str, hint: str | None) -> None:
    refused = refusal(words)

    assert says in str(refused)
    assert refused.hint == hint if hint is None else hint in str(refused.hint)
    assert refused.request == "sail"


@pytest.mark.parametrize(
    ("says", "wrong"),
    [
        ("o", "says should have 2 characters at least, and has 1"),
        ("o" * 21, "says should have 20 characters at most, and has 21"),
    ],
)
def test_a_text_that_is_looked_at_before_it_is_measured_is_measured_in_characters_too(says: str, wrong: str) -> None:
    assert str(refusal(["tall-ship", says], Promise)) == wrong


def test_a_line_that_nobody_types_is_not_even_read() -> None:
    assert typed.words("x" * 20_000) == ["x" * 20_000]
    with pytest.raises(Mistyped) as refused:
        typed.words("x" * 20_001)

    assert "this has 20001" in str(refused.value)


def test_all_that_is_wrong_is_said_at_once() -> None:
    refused = refusal(["yacht", "Ox", WHALES, "ada-quill", "--berths", "0"])

    assert re.findall(r"\b(ship|port|aim|crew|berths) should", str(refused)) == ["ship", "port", "berths"]


def test_a_message_shows_nothing_that_steers_a_terminal_and_no_long_text() -> None:
    said = str(refusal([f"\x1b[2J\u202e{'x' * 9000}", *SAIL[1:]]))

    assert said.isprintable()
    assert len(said) < 200


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ([], "ship"),
        (["tall-ship"], "port"),
        (SAIL[:3], "crew"),
        (SAIL, "berths"),
        ([*SAIL, "--berths", "3"], "knots"),
        (["--knots"], "knots"),
        (["--crew", "ada-quill", *SAIL[:2]], "aim"),
        ([*SAIL, "1", "2", "yes"], None),
    ],
)
def test_the_field_that_the_next_word_is_for_is_known(words: list[str], name: str | None) -> None:
    found = typed.awaited(Sail, words)

    assert (found.name if found else None) == name


def test_after_a_text_comes_what_the_text_could_not_be() -> None:
    found = typed.awaited(Promise, ["a new coat"])

    assert found is not None
    assert found.name == "ship"


@pytest.mark.parametrize("line", ['promise "a new coat', "promise it's", "promise \\"])
def test_a_quotation_that_does_not_end_is_refused_with_what_to_do(line: str) -> None:
    with pytest.raises(Mistyped) as refused:
        typed.words(line)

    assert "quotation" in str(refused.value)
    assert "double quotes" in str(refused.value.hint)


ids = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9})?", fullmatch=True)
aims = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=8, max_size=60).filter(
    lambda text: len(text.strip()) >= 8 and any(map(str.isalpha, text))
)


@given(st.sampled_from(Ship), ids, aims, st.lists(ids, min_size=1, max_size=2), st.none() | st.integers(1, 9))
def test_the_line_of_a_request_gives_it_once_more(
    ship: Ship, port: str, aim: str, crew: list[str], berths: int | None
) -> None:
    given: typed.Given = {"ship": ship.value, "port": port, "aim": aim, "crew": crew, "is_secret": "yes"}
    given = given if berths is None else {**given, "berths": str(berths)}

    name, *words = typed.words(typed.line(Sail, given))

    assert name == "sail"
    assert read(words) == typed.made(Sail, given)


anything = st.text(st.characters(), max_size=12) | st.sampled_from(
    [
        "--",
        "-",
        "--page",
        "--claim=",
        "--terms",
        ",",
        "''",
        "9" * 400,
        "yes",
        "certain",
        "academic",
        "\0",
        "\ud800",
        "-1",
    ]
)


@settings(max_examples=500)
@given(st.sampled_from([*every_request(), Sail, Promise, Log, News, CloseHarbour]), st.lists(anything, max_size=8))
def test_whatever_is_typed_is_a_request_or_is_refused_in_words(request: type[Request], words: list[str]) -> None:
    refused = None

    try:
        typed.made(request, typed.split(request, words))
    except Mistyped as error:
        refused = error

    assert refused is None or (str(refused).isprintable() and refused.request == spelled(request.name))


@pytest.mark.parametrize("request_", every_request(), ids=lambda request: request.name)
def test_every_example_of_the_game_can_be_typed(request_: type[Request]) -> None:
    for example in request_.examples:
        assert isinstance(typed.made(request_, typed.split(request_, typed.words(example))), request_)


@pytest.mark.parametrize("request_", every_request(), ids=lambda request: request.name)
def test_every_field_of_the_game_says_what_it_takes(request_: type[Request]) -> None:
    assert all(each.takes for each in fields_of(request_))
