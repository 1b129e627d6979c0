"""The live feed: everything that is public, once, in order, to everybody who keeps up."""

import asyncio
import json
import random
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import select, text
from structlog.testing import capture_logs
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from longwave.api.errors import ServerFailed
from longwave.api.feed import Feed, Patience
from longwave.api.server import listen, serve
from longwave.ledger.errors import StoreUnavailable
from longwave.ledger.ledger import Ledger
from unit.api.surface import UNLIMITED, Surface, receive, served, shown, toy_app, with_tokens
from unit.ledger.toy import count, tallies

Event = dict[str, Any]  # Any: JSON.


NAMES = ("kittiwake", "herring", "secret cove", "lamp")


async def follow_a_busy_world(ledger: Ledger, rounds: int) -> list[Event]:
    """Follow while others append, leave at any moment, come back with the last number; return what came in all."""
    chance = random.Random(1931)
    received: list[Event] = []
    appended = 0
    async with served(ledger) as surface:
        for left in range(rounds, -1, -1):
            batch = chance.choices(NAMES, k=chance.randrange(1, 5))
            appended += sum(not name.startswith("secret") for name in batch)
            appending = asyncio.create_task(surface.append(*batch))
            async with surface.follow(f"?after={received[-1]['seq'] if received else 0}") as connection:
                await receive(connection)
                missing = appended - len(received)
                wanted = chance.randint(0, missing) if left else missing
                received += [await receive(connection) for _ in range(wanted)]
                connection.transport.abort()
            await appending
    return received


@pytest.mark.soak
def test_whoever_comes_back_with_the_last_number_misses_nothing_and_gets_nothing_twice(
    ledger_of_either_kind: Ledger, *, soak: bool
) -> None:
    ledger = with_tokens(ledger_of_either_kind)

    received = asyncio.run(follow_a_busy_world(ledger, rounds=1000 if soak else 40))

    log = {event.seq: event.event.model_dump() for event in ledger.read()}
    public = [seq for seq, data in log.items() if not data["name"].startswith("secret")]
    assert [event["seq"] for event in received] == public
    assert [event["data"] for event in received] == [log[seq] for seq in public]


def test_folding_the_feed_gives_what_a_fresh_fetch_gives(ledger: Ledger) -> None:
    received = asyncio.run(follow_a_busy_world(ledger, rounds=10))

    totals: Counter[str] = Counter()
    for event in received:
        totals[event["data"]["name"]] += event["data"]["by"]
    with ledger.store.read() as connection:
        fetched = {row.name: row.total for row in connection.execute(select(tallies))}
    fetched.pop("secret cove", None)
    assert totals == fetched


def test_without_a_number_the_feed_begins_now(ledger: Ledger) -> None:
    async def follow() -> tuple[Event, Event]:
        async with served(ledger) as surface:
            await surface.append("before", "before")
            await until_seen(surface, 2)
            async with surface.follow() as connection:
                hello = await receive(connection)
                await surface.append("after")
                return hello, await receive(connection)

    hello, event = asyncio.run(follow())

    assert hello == {"kind": "hello", "seq": 2}
    assert event == {
        "seq": 3,
        "kind": "counted",
        "at": "1931-03-02T06:00:00.000000Z",
        "actor": "wren",
        "subject": "quay",
        "data": {"name": "after", "by": 1, "said": ""},
    }


async def until_seen(surface: Surface, seq: int) -> None:
    """Wait until the feed has come to a public event."""
    async with surface.follow(f"?after={seq - 1}") as connection:
        while (await receive(connection))["seq"] != seq:
            pass


def test_an_event_that_is_appended_unannounced_is_found(ledger: Ledger) -> None:
    async def follow() -> Event:
        async with served(ledger) as surface, surface.follow() as connection:
            await receive(connection)
            await asyncio.to_thread(count, ledger, "lamp")
            return await receive(connection)

    assert asyncio.run(follow())["data"]["name"] == "lamp"


def test_a_log_of_many_pages_is_replayed_in_order(ledger: Ledger) -> None:
    count(ledger, *["lamp"] * 950)

    async def follow() -> list[int]:
        async with served(ledger) as surface, surface.follow("?after=7") as connection:
            await receive(connection)
            return [(await receive(connection))["seq"] for _ in range(943)]

    assert asyncio.run(follow()) == list(range(8, 951))


@pytest.mark.parametrize("after", ["-1", "1.5", "x", "", "4", "9" * 40, "٣"])
def test_a_number_that_no_event_has_is_refused_with_the_reason(ledger: Ledger, after: str) -> None:
    count(ledger, "lamp", "lamp", "lamp")

    async def follow() -> tuple[int, str]:
        async with served(ledger) as surface, surface.follow(f"?after={after}") as connection:
            with pytest.raises(ConnectionClosed) as closed:
                await connection.recv()
        frame = closed.value.rcvd
        assert frame is not None
        return frame.code, frame.reason

    code, reason = asyncio.run(follow())

    assert code == 1008
    assert reason in {"after is the number of an event, or 0", "there is no event 4: the log ends at 3"}


def test_an_event_that_cannot_be_shown_hides_no_other(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    async def follow() -> list[int]:
        async with served(ledger) as surface, surface.follow() as connection:
            shown = surface.feed._shown
            monkeypatch.setattr(surface.feed, "_shown", lambda each: shown(each) if each.seq != 2 else 1 // 0)
            await receive(connection)
            await surface.append("lamp", "lamp", "lamp")
            return [(await receive(connection))["seq"] for _ in range(2)]

    assert asyncio.run(follow()) == [1, 3]


def test_a_log_that_cannot_be_read_for_a_while_holds_the_feed_up_and_no_longer(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def follow() -> list[int]:
        async with served(ledger) as surface, surface.follow() as connection:
            await receive(connection)
            faults = [StoreUnavailable("world.db is locked") for _ in range(3)]
            page = surface.feed._page

            def faulty(after: int) -> object:
                if faults:
                    raise faults.pop()
                return page(after)

            monkeypatch.setattr(surface.feed, "_page", faulty)
            await surface.append("lamp", "lamp")
            return [(await receive(connection))["seq"] for _ in range(2)]

    with capture_logs() as logs:
        seqs = asyncio.run(follow())

    assert seqs == [1, 2]
    assert [(entry["event"], entry["after"]) for entry in logs] == [("feed.stalled", 0)]


def test_a_silent_feed_says_that_it_is_alive(ledger: Ledger) -> None:
    async def follow() -> Event:
        async with served(ledger, patience=Patience(ping_s=0.0)) as surface, surface.follow() as connection:
            await connection.recv()
            message: Event = json.loads(await connection.recv())
            return message

    assert asyncio.run(follow()) == {"kind": "ping", "seq": 0}


def test_what_a_client_says_is_ignored(ledger: Ledger) -> None:
    async def follow() -> Event:
        async with served(ledger) as surface, surface.follow() as connection:
            await receive(connection)
            for _ in range(50):
                await connection.send("is anybody there?")
            await surface.append("lamp")
            return await receive(connection)

    assert asyncio.run(follow())["seq"] == 1


@asynccontextmanager
async def deaf_client(surface: Surface) -> AsyncIterator[ClientConnection]:
    """Connect somebody who reads the first message and then nothing, and has little room for what is sent."""
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    narrow.setblocking(False)
    await asyncio.get_running_loop().sock_connect(narrow, ("127.0.0.1", surface.port))
    async with surface.follow(sock=narrow, max_queue=1, max_size=None) as connection:
        await receive(connection)
        yield connection


async def last_word_to(connection: ClientConnection) -> int | None:
    """Read all that was sent; return the code of the end, or None where it ended without one."""
    try:
        while True:
            await connection.recv()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


def test_a_client_that_never_reads_is_dropped_and_the_others_get_everything(ledger: Ledger) -> None:
    async def follow() -> tuple[int | None, list[list[int]], int]:
        seqs: list[list[int]] = [[], [], []]
        patience = Patience(max_waiting=8, send_s=3600)
        async with (
            served(ledger, patience=patience) as surface,
            surface.follow(max_size=None) as one,
            surface.follow(max_size=None) as two,
            surface.follow(max_size=None) as three,
            deaf_client(surface) as deaf,
        ):
            healthy = (one, two, three)
            await asyncio.gather(*map(receive, healthy))
            while surface.feed.follower_count == 4:
                await surface.append("lamp", said="x" * 200_000)
                for of_one, event in zip(seqs, await asyncio.gather(*map(receive, healthy)), strict=True):
                    of_one.append(event["seq"])
            return await last_word_to(deaf), seqs, ledger.head()[0]

    code, seqs, last = asyncio.run(follow())

    assert code == 1013
    assert seqs == [list(range(1, last + 1))] * 3


def test_a_client_to_whom_one_message_takes_too_long_is_dropped(ledger: Ledger) -> None:
    async def follow() -> int | None:
        patience = Patience(max_waiting=10**6, send_s=0.0)
        async with served(ledger, patience=patience) as surface, deaf_client(surface) as deaf:
            while surface.feed.follower_count:
                await surface.append("lamp", said="x" * 1_000_000)
            return await last_word_to(deaf)

    assert asyncio.run(follow()) == 1013


def test_a_client_that_never_reads_is_gone_even_if_it_never_takes_its_leave(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("longwave.api.server.ABORT_S", 0.0)

    async def follow() -> int | None:
        async with served(ledger, patience=Patience(send_s=0.0)) as surface, deaf_client(surface) as deaf:
            while surface.feed.follower_count:
                await surface.append("lamp", said="x" * 1_000_000)
            return await last_word_to(deaf)

    assert asyncio.run(follow()) is None


def test_a_server_that_stops_says_so_to_everybody(ledger: Ledger) -> None:
    async def follow() -> list[int | None]:
        async with served(ledger) as surface, surface.follow() as one, surface.follow("?after=0") as two:
            await asyncio.gather(receive(one), receive(two))
            surface.stop.set()
            return list(await asyncio.gather(last_word_to(one), last_word_to(two)))

    assert asyncio.run(follow()) == [1001, 1001]


def test_a_server_whose_work_is_cancelled_takes_its_leave_too(ledger: Ledger) -> None:
    async def follow() -> int | None:
        feed = Feed(ledger, shown)
        app, _ = toy_app(ledger, UNLIMITED, feed)
        listener = listen("127.0.0.1", 0)
        serving = asyncio.create_task(serve(app, listener, asyncio.Event()))
        address = f"ws://127.0.0.1:{listener.getsockname()[1]}/ws/activity"
        async with connect(address, proxy=None) as connection:
            await receive(connection)
            serving.cancel()
            code = await last_word_to(connection)
        with pytest.raises(asyncio.CancelledError):
            await serving
        return code

    assert asyncio.run(follow()) == 1001


def test_a_server_whose_application_does_not_start_is_an_error_and_not_the_end_of_the_process(ledger: Ledger) -> None:
    app, _ = toy_app(ledger, UNLIMITED)
    with ledger.store.write() as connection:
        connection.execute(text("DROP TABLE events"))

    with pytest.raises(ServerFailed):
        asyncio.run(serve(app, listen("127.0.0.1", 0), asyncio.Event()))
