"""Who may do what: from where, with which token, through whose page."""

import asyncio
import json
from typing import Any

import httpx2
import pytest
from websockets.exceptions import InvalidStatus

from longwave.access.tables import access_tokens
from longwave.access.tokens import Tokens
from longwave.api.access import Access, refuse_binding
from longwave.api.errors import AddressTaken, BindingRefused
from longwave.api.limits import MAX_BUCKETS, Buckets
from longwave.api.server import listen
from longwave.ledger.ledger import Ledger
from unit.api.surface import UNLIMITED, receive, served, toy_app
from unit.ledger.toy import START, contents

LOOPBACK, ELSEWHERE = "127.0.0.1", "203.0.113.9"
READ, SECRET, WRITE = ("GET", "/health"), ("GET", "/api/tallies"), ("POST", "/api/tallies")
BODY = {"name": "lamp", "by": 1}


async def ask(
    ledger: Ledger, what: tuple[str, str], *, peer: str = LOOPBACK, access: Access = UNLIMITED, **headers: str
) -> httpx2.Response:
    """Send one request from an address; the header `token` is replaced by the right one, or is the wrong one itself."""
    app, right = toy_app(ledger, access)
    sent = {"host": "localhost:8000", **headers}
    if "token" in sent:
        sent["authorization"] = f"Bearer {sent.pop('token') or right}"
    transport = httpx2.ASGITransport(app=app, client=(peer, 4000))
    async with httpx2.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        return await client.request(*what, headers=sent, json=BODY if what == WRITE else None)


@pytest.mark.parametrize(
    ("what", "peer", "is_public", "headers", "status"),
    [
        (READ, LOOPBACK, False, {}, 200),
        (READ, "::1", False, {}, 200),
        (READ, "::ffff:127.0.0.1", False, {}, 200),
        (READ, LOOPBACK, False, {"token": ""}, 200),
        (READ, LOOPBACK, False, {"token": "wrong"}, 401),
        (READ, LOOPBACK, False, {"authorization": "Basic d3JlbjpsYW1w"}, 401),
        (READ, ELSEWHERE, False, {}, 401),
        (READ, ELSEWHERE, False, {"token": ""}, 200),
        (READ, ELSEWHERE, True, {}, 200),
        (READ, LOOPBACK, False, {"host": "longwave.example"}, 401),  # A proxy here, a stranger behind it.
        (READ, LOOPBACK, False, {"host": "evil.example"}, 403),
        (READ, LOOPBACK, False, {"host": ""}, 403),
        (READ, LOOPBACK, False, {"host": "localhost@evil.example"}, 403),
        (READ, LOOPBACK, False, {"host": "[::1]:8000"}, 200),
        (READ, LOOPBACK, False, {"origin": "https://evil.example"}, 200),  # It cannot see the answer.
        (SECRET, LOOPBACK, True, {}, 401),
        (SECRET, LOOPBACK, False, {"token": ""}, 200),
        (WRITE, LOOPBACK, True, {}, 401),
        (WRITE, LOOPBACK, False, {"token": "wrong"}, 401),
        (WRITE, LOOPBACK, False, {"token": ""}, 201),
        (WRITE, ELSEWHERE, False, {"token": ""}, 201),
        (WRITE, LOOPBACK, False, {"token": "", "origin": "http://localhost:8000"}, 201),
        (WRITE, LOOPBACK, False, {"token": "", "origin": "https://studio.example"}, 201),
        (WRITE, LOOPBACK, False, {"token": "", "origin": "http://localhost:9000"}, 403),
        (WRITE, LOOPBACK, False, {"token": "", "origin": "https://evil.example"}, 403),
        (WRITE, LOOPBACK, False, {"token": "", "origin": "null"}, 403),
        (WRITE, LOOPBACK, False, {"token": "", "host": "evil.example"}, 403),
    ],
)
def test_reading_is_free_on_this_machine_and_changing_needs_the_token_everywhere(
    ledger: Ledger, what: tuple[str, str], peer: str, is_public: bool, headers: dict[str, str], status: int
) -> None:
    access = Access(is_public=is_public, hosts=("longwave.example",), origins=("https://studio.example",))

    response = asyncio.run(ask(ledger, what, peer=peer, access=access, **headers))

    assert response.status_code == status
    assert ledger.head()[0] == (1 if status == 201 else 0)
    assert status < 400 or set(response.json()) == {"error", "hint"}
    assert (response.headers.get("www-authenticate") == "Bearer") == (status == 401)


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"origin": "https://evil.example"}, 403), ({"host": "evil.example"}, 403), ({"authorization": "Bearer x"}, 401)],
)
def test_the_feed_is_closed_to_strangers(ledger: Ledger, headers: dict[str, str], status: int) -> None:
    async def follow() -> tuple[int, dict[str, Any]]:  # Any: JSON.
        async with served(ledger) as surface:
            raw = f"GET /ws/activity HTTP/1.1\r\n{handshake(surface.port, headers)}\r\n".encode()
            reader, writer = await asyncio.open_connection("127.0.0.1", surface.port)
            writer.write(raw)
            answer = (await reader.read()).decode()
            writer.close()
        return int(answer.split()[1]), json.loads(answer.partition("\r\n\r\n")[2])

    found, problem = asyncio.run(follow())

    assert found == status
    assert problem["hint"]


def handshake(port: int, headers: dict[str, str]) -> str:
    usual = {
        "host": f"127.0.0.1:{port}",
        "connection": "Upgrade",
        "upgrade": "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    return "".join(f"{name}: {value}\r\n" for name, value in (usual | headers).items())


def test_a_page_may_give_its_token_to_the_feed_as_a_subprotocol(ledger: Ledger) -> None:
    async def follow() -> tuple[str | None, str]:
        async with served(ledger) as surface:
            with pytest.raises(InvalidStatus):
                async with surface.follow(subprotocols=["longwave", "bearer.wrong"]):
                    pass
            async with surface.follow(subprotocols=["longwave", f"bearer.{surface.token}"]) as connection:
                return connection.subprotocol, (await receive(connection))["kind"]

    assert asyncio.run(follow()) == ("longwave", "hello")


def test_whoever_changes_too_much_too_quickly_is_told_when_to_come_back(ledger: Ledger) -> None:
    async def write() -> list[httpx2.Response]:
        access = Access(write_burst=3, writes_per_s=0.001)
        async with served(ledger, access) as surface:
            return [await surface.http.post("/api/tallies", json=BODY, headers=surface.bearer) for _ in range(4)] + [
                await surface.http.get("/health")
            ]

    *writes, refused, read = asyncio.run(write())

    assert [response.status_code for response in writes] == [201, 201, 201]
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 1000
    assert read.status_code == 200


def test_a_bucket_fills_again_with_time_and_never_over_its_brim() -> None:
    now = [0.0]
    buckets = Buckets(burst=2, per_s=0.5, now_s=lambda: now[0])

    taken = [buckets.take("a") for _ in range(3)]
    now[0] = 1000.0
    later = [buckets.take("a") for _ in range(3)]

    assert taken == later == [None, None, 2]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("10.0.0.1", "10.0.0.2", False),
        ("10.0.0.1", "::ffff:10.0.0.1", True),
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
    ],
)
def test_an_address_has_a_bucket_and_a_whole_network_of_ipv6_one(one: str, other: str, is_same: bool) -> None:
    buckets = Buckets(burst=1, per_s=1.0, now_s=lambda: 0.0)

    buckets.take(one)

    assert (buckets.take(other) is not None) == is_same


def test_any_number_of_addresses_takes_no_more_room() -> None:
    buckets = Buckets(burst=1, per_s=1.0, now_s=lambda: 0.0)

    for number in range(MAX_BUCKETS + 500):
        buckets.take(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")

    assert len(buckets) == MAX_BUCKETS


def test_the_token_is_shown_once_and_only_its_hash_is_kept(ledger: Ledger) -> None:
    tokens = Tokens(ledger.store)

    before, first, again = tokens.exists(), tokens.make(START), tokens.make(START)

    assert not before
    assert tokens.exists()
    assert first is not None
    assert len(first) >= 40
    assert again is None
    assert tokens.holder(first) == "admin"
    assert tokens.holder(first[:-1]) is None
    assert tokens.holder("") is None
    assert first not in str(contents(ledger, [access_tokens]))


def test_a_rotated_token_opens_nothing(ledger: Ledger) -> None:
    tokens = Tokens(ledger.store)
    first = tokens.make(START) or ""

    second = tokens.rotate(START)

    assert tokens.holder(second) == "admin"
    assert tokens.holder(first) is None


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "longwave.example"])  # noqa: S104 - what is refused
def test_a_server_beyond_this_machine_needs_a_token_or_to_be_public(host: str) -> None:
    refuse_binding(host, Access(), has_token=True)
    refuse_binding(host, Access(is_public=True), has_token=False)

    with pytest.raises(BindingRefused, match="beyond this machine") as refusal:
        refuse_binding(host, Access(), has_token=False)

    assert "127.0.0.1" in str(refusal.value.hint)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.53", "::1", "localhost"])
def test_a_server_on_the_loopback_needs_nothing(host: str) -> None:
    refuse_binding(host, Access(), has_token=False)


def test_a_port_that_is_taken_is_a_refusal_with_a_cure() -> None:
    with listen("127.0.0.1", 0) as taken, pytest.raises(AddressTaken, match="cannot be listened on") as refusal:
        listen("127.0.0.1", taken.getsockname()[1])

    assert refusal.value.hint
