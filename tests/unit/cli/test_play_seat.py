"""A seat asks as the account of who sits in it, and never as anybody else."""

import pytest

from longwave.cli.play_seat import HostOnly, NoName, NoSuchRequest, Seat, account
from unit.cli.tavern import counted
from unit.commands.harbour import CloseHarbour, News, Promise, Sail, Ship
from unit.ledger.toy import START

PROMISE = Promise(says="a new coat", ship=Ship.TALL_SHIP)


def test_a_command_is_carried_out_as_the_account_at_the_worlds_present(seat: Seat) -> None:
    carried = seat.ask(PROMISE)

    assert counted(seat) == ["local:ada promise"]
    assert [each.at for each in carried.recorded] == [START]


def test_a_question_leaves_nothing_in_the_log(seat: Seat) -> None:
    before = seat.ledger.head()

    carried = seat.ask(News())

    assert carried.card is not None
    assert "local:ada" in carried.card.text
    assert seat.ledger.head() == before


def test_the_host_asks_as_the_host_what_is_the_hosts_and_plays_as_anybody(hosts_seat: Seat) -> None:
    hosts_seat.ask(CloseHarbour(storm=4, is_total=True))
    hosts_seat.ask(PROMISE)

    assert counted(hosts_seat) == ["host close_harbour", "local:ada promise"]


def test_what_is_the_hosts_is_refused_to_others(seat: Seat) -> None:
    with pytest.raises(HostOnly) as refused:
        seat.named("close-harbour")

    assert "--host" in str(refused.value.hint)
    assert CloseHarbour not in seat.requests


@pytest.mark.parametrize("name", ["sail", "SAIL", "sail-odds", "sail_odds"])
def test_a_request_goes_by_its_name_however_it_is_spelled(seat: Seat, name: str) -> None:
    assert seat.named(name).name == name.lower().replace("-", "_")


@pytest.mark.parametrize(
    ("name", "hint"), [("sial", "did you mean `sail`?"), ("Oods", "did you mean `odds`?"), ("qqq", None), ("", None)]
)
def test_what_nothing_is_called_is_refused_with_what_is_near(seat: Seat, name: str, hint: str | None) -> None:
    with pytest.raises(NoSuchRequest) as refused:
        seat.named(name)

    assert refused.value.hint == hint
    assert seat.find(name) is None


@pytest.mark.parametrize(
    ("typed", "port"),
    [
        ("oxmouth", "oxmouth"),
        ("Oxmouth", "oxmouth"),
        ("PORT OSK", "port-osk"),
        ("Port Osk, in the fog", "port-osk"),
        ("Whitby", "whitby"),
        ("osk", "osk"),
        ("nowhere", "nowhere"),
        ("\x1b[2J", "\x1b[2J"),
        ("x" * 100_000, "x" * 100_000),
    ],
)
def test_a_thing_may_be_called_by_its_whole_name(seat: Seat, typed: str, port: str) -> None:
    assert seat.meant(Sail, {"port": typed}) == {"port": port}


def test_many_things_are_each_called_by_name(seat: Seat) -> None:
    assert seat.meant(Sail, {"crew": ["Ada Quill", "jonas-reed"]}) == {"crew": ["ada-quill", "jonas-reed"]}


@pytest.mark.parametrize(
    ("typed", "name"),
    [("ada", "ada"), (" Ada ", "ada"), ("ada.q-1", "ada.q-1"), ("Zoe\u0308", "zoë"), ("a" * 40, "a" * 40)],
)
def test_an_account_is_the_same_however_its_name_is_typed(typed: str, name: str) -> None:
    assert account(typed) == name


@pytest.mark.parametrize(
    "typed", ["", " ", "a b", "../etc", "a\nb", "a:b", "a" * 41, "\x1b", "\ud800", "-a", "ada\u202e"]
)
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(NoName) as refused:
        account(typed)

    assert str(refused.value).isprintable()
