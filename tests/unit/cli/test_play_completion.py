"""TAB offers what may stand where the cursor is."""

import re
from collections.abc import Sequence

import pytest

from longwave.cli.play_completion import DELIMITERS, Completion
from longwave.cli.play_lines import insertions
from longwave.cli.play_seat import Seat
from longwave.commands.fields import fields_of
from unit.commands.harbour import Sail


def offered(seat: Seat, line: str) -> list[str]:
    """Return what TAB offers at the end of a line."""
    stem = re.split(f"[{re.escape(DELIMITERS)}]", line)[-1]
    found = Completion(seat=seat).line(line[: len(line) - len(stem)], stem)
    return [each.value for each in found]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("", ["help", "log", "news", "odds", "promise", "quit", "sail", "sail-odds"]),
        ("s", ["sail", "sail-odds"]),
        ("sail_o", ["sail-odds"]),
        ("dds", ["odds", "sail-odds"]),
        ("close", []),
        ("help pro", ["promise"]),
        ("xyz", []),
        ("sail ", ["rowing-boat", "tall-ship"]),
        ("sail boat", ["rowing-boat"]),
        ("sail tall-ship osk", ["port-osk"]),
        ("sail tall-ship fog", ["port-osk"]),
        ('sail tall-ship oxmouth "To see the ', []),
        ("sail tall-ship oxmouth whales ", ["ada-quill", "jonas-reed", "mirabel-osk"]),
        ("sail tall-ship oxmouth whales REED", ["jonas-reed"]),
        ("sail tall-ship oxmouth whales ada-quill,", ["jonas-reed", "mirabel-osk"]),
        ("sail tall-ship oxmouth whales ada-quill,mir", ["mirabel-osk"]),
        ("sail tall-ship oxmouth whales ada-quill 3 4 ", ["yes", "no"]),
        ("sail tall-ship oxmouth whales ada-quill 3 4 yes ", []),
        ("sail --", [f"--{name}" for name in ("ship", "port", "aim", "crew", "berths", "knots", "is-secret")]),
        ("sail --crew ada-quill --c", ["--crew"]),
        ("sail --port oxmouth --p", []),
        ("sail --port osk", ["port-osk"]),
        ("sail --port=osk", ["port-osk"]),
        ("sail --crew=ada-quill,", ["jonas-reed", "mirabel-osk"]),
        ("sail --port oxmouth ", ["rowing-boat", "tall-ship"]),
        ("sail --nonsense x", []),
        ("promise 'a new coat' ", ["rowing-boat", "tall-ship"]),
        ("nonsense ", []),
        ("sail \x1b", []),
        ('"sail', []),
    ],
)
def test_tab_offers_what_may_stand_there(seat: Seat, line: str, values: list[str]) -> None:
    assert offered(seat, line) == values


def test_the_host_is_offered_what_is_the_hosts(hosts_seat: Seat) -> None:
    assert offered(hosts_seat, "cl") == ["close-harbour"]
    assert offered(hosts_seat, "close-harbour bea") == ["12"]


def test_an_answer_is_completed_like_the_field_it_is_for(seat: Seat) -> None:
    crew = next(of for of in fields_of(Sail) if of.name == "crew")

    complete = Completion(seat=seat).answer(Sail, crew)

    assert [each.value for each in complete("ada-quill, ", "e")] == ["jonas-reed", "mirabel-osk"]


@pytest.mark.parametrize(
    ("stem", "values", "told"),
    [
        ("x", [], []),
        ("osk", ["mirabel-osk"], ["mirabel-osk "]),
        ("mi", ["mirabel-osk", "mirabel-reed"], ["mirabel-osk", "mirabel-reed"]),
        ("mirabel-", ["mirabel-osk", "mirabel-reed"], ["mirabel-a", "mirabel-b"]),
        ("e", ["mirabel-osk", "mirabel-reed"], ["ea", "eb"]),
        ("", ["ada", "bo"], ["a", "b"]),
    ],
)
def test_readline_never_takes_back_what_was_typed(stem: str, values: Sequence[str], told: list[str]) -> None:
    assert insertions(stem, values) == told
