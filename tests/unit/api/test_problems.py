"""How a refusal reads, and that the OpenAPI document tells the truth."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from fastapi import APIRouter
from structlog.testing import capture_logs

from longwave.api.problems import MAX_BODY_BYTES
from longwave.ledger.errors import StoreUnavailable
from longwave.ledger.ledger import Ledger
from unit.api.documented import failures
from unit.api.surface import UNLIMITED, served, shown, toy_app
from unit.ledger.toy import count

Answer = tuple[int, Any, httpx2.Headers]  # Any: JSON.


def broken_router() -> APIRouter:
    router = APIRouter(prefix="/api/broken")

    @router.get("/bug")
    def bug() -> int:
        return int("the password is swordfish")

    @router.get("/store")
    def store() -> int:
        raise StoreUnavailable("world.db is locked")

    return router


def ask(ledger: Ledger, method: str, path: str, **request: Any) -> Answer:  # Any: whatever the client takes.
    async def run() -> Answer:
        async with served(ledger, routers=[broken_router()]) as surface:
            headers = surface.bearer | request.pop("headers", {})
            response = await surface.http.request(method, path, headers=headers, **request)
        return response.status_code, response.json(), response.headers

    return asyncio.run(run())


def test_a_missing_thing_and_a_refusal_say_what_would_help(ledger: Ledger) -> None:
    missing = ask(ledger, "GET", "/api/tallies/lamp")
    refused = ask(ledger, "POST", "/api/tallies", json={"name": "lamp", "by": 13})

    assert missing[:2] == (404, {"error": "Nothing of that name was counted", "hint": None})
    assert refused[:2] == (409, {"error": "Thirteen is not counted here", "hint": "count twelve and one"})


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        (b'{"name": "LAMP", "by": -1}', 422, "name: String should match pattern '^[a-z]{1,20}$'; by: Input should be"),
        (b'{"name": "lamp"}', 422, "by: Field required"),
        (b'{"name": "lamp", "by": 1, "\\ud800": 1}', 422, "unable to parse raw data as a unicode string"),
        (b'{"name": "lamp", "by": NaN}', 422, "by: Input should be a valid integer"),
        (b'{"name": "lamp",', 422, "JSON decode error"),
        (b'{"name": "\xff", "by": 1}', 400, "there was an error parsing the body"),
        (b"[" * 200_000, 400, "there was an error parsing the body"),
        (b"", 422, "body: Field required"),
    ],
)
def test_a_body_that_says_something_that_cannot_be_is_refused_with_every_fault(
    ledger: Ledger, body: bytes, status: int, error: str
) -> None:
    found, problem, _ = ask(ledger, "POST", "/api/tallies", content=body, headers={"content-type": "application/json"})

    assert found == status
    assert error in problem["error"]
    assert ledger.head()[0] == 0


async def endless() -> AsyncIterator[bytes]:
    for _ in range(200):
        yield b" " * 10_000


@pytest.mark.parametrize("path", ["/api/tallies", "/nowhere"])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(ledger: Ledger, path: str) -> None:
    status, problem, headers = ask(ledger, "POST", path, content=b" " * (MAX_BODY_BYTES + 1))

    assert status == 413
    assert problem == {"error": "the body is larger than 1000000 bytes", "hint": "send less at once"}
    assert headers["x-content-type-options"] == "nosniff"


def test_a_body_that_does_not_say_its_size_is_cut_off_where_it_is_too_large(ledger: Ledger) -> None:
    status, problem, _ = ask(
        ledger, "POST", "/api/tallies", content=endless(), headers={"content-type": "application/json"}
    )

    assert status == 413
    assert problem["error"] == "the body is larger than 1000000 bytes"


def test_a_failure_of_our_own_shows_nothing_and_is_logged_once(ledger: Ledger) -> None:
    with capture_logs() as logs:
        status, problem, headers = ask(ledger, "GET", "/api/broken/bug")

    assert status == 500
    assert problem == {"error": "this failed inside Longwave; its log says how", "hint": None}
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert [(entry["event"], entry["path"]) for entry in logs] == [("request.failed", "/api/broken/bug")]


def test_a_database_that_does_not_answer_is_no_refusal(ledger: Ledger) -> None:
    with capture_logs() as logs:
        status, problem, _ = ask(ledger, "GET", "/api/broken/store")

    assert status == 503
    assert problem["error"] == "world.db is locked"
    assert logs[0]["event"] == "request.failed"


def test_a_method_that_a_path_does_not_have_is_answered_with_those_that_it_has(ledger: Ledger) -> None:
    status, problem, headers = ask(ledger, "DELETE", "/api/tallies")

    assert status == 405
    assert headers["allow"] == "GET, POST"
    assert problem == {"error": "DELETE is not possible here", "hint": "use GET, POST"}


def test_every_answer_tells_browsers_to_be_careful(ledger: Ledger) -> None:
    answers = [ask(ledger, "GET", path) for path in ("/health", "/nowhere", "/openapi.json", "/health/")]

    assert [status for status, _, _ in answers] == [200, 404, 200, 404]
    for _, _, headers in answers:
        assert headers["content-security-policy"] == "default-src 'self'; frame-ancestors 'none'"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("query", "seqs", "after"),
    [
        ("", [1, 3, 4, 6], 6),
        ("?limit=2", [4, 6], 6),
        ("?after=1&limit=1", [3], 3),
        ("?after=4", [6], 6),
        ("?after=9", [], 9),
    ],
)
def test_what_happened_reads_as_in_the_feed(ledger: Ledger, query: str, seqs: list[int], after: int) -> None:
    count(ledger, "lamp", "secret", "lamp", "lamp", "secret", "lamp")

    _, activity, _ = ask(ledger, "GET", f"/api/activity{query}")

    messages = {recorded.seq: shown(recorded) for recorded in ledger.read()}
    assert activity == {"events": [messages[seq] for seq in seqs], "after": after}


def test_the_last_events_are_found_behind_any_number_that_nobody_may_see(ledger: Ledger) -> None:
    count(ledger, "lamp", *["secret"] * 400, "lamp", *["secret"] * 400)

    _, activity, _ = ask(ledger, "GET", "/api/activity?limit=2")

    assert [event["seq"] for event in activity["events"]] == [1, 402]
    assert activity["after"] == 802


def test_whatever_is_asked_the_answer_is_one_that_the_document_declares(ledger: Ledger) -> None:
    assert failures(*toy_app(ledger, UNLIMITED), examples=20, checks=500) == []


def test_an_answer_that_the_document_does_not_declare_is_found(ledger: Ledger) -> None:
    app, token = toy_app(ledger, UNLIMITED)
    del app.openapi()["paths"]["/api/tallies"]["post"]["responses"]["422"]

    found = failures(app, token, examples=20, checks=500)

    assert any("Undocumented status code" in failure and "Received: 422" in failure for failure in found)


def test_the_document_says_of_every_route_what_it_is_for_and_what_it_refuses(ledger: Ledger) -> None:
    app, _ = toy_app(ledger, UNLIMITED)

    operations = [(path, *each) for path, item in app.openapi()["paths"].items() for each in item.items()]

    assert {(method, path) for path, method, _ in operations} == {
        ("get", "/health"),
        ("get", "/api/activity"),
        ("get", "/api/tallies/{name}"),
        ("get", "/api/tallies"),
        ("post", "/api/tallies"),
    }
    for path, method, operation in operations:
        refusals = {"401", "403", "503"} | ({"400", "409", "413", "422", "429"} if method == "post" else set())
        assert operation["tags"]
        assert operation["summary"]
        assert operation["description"]
        assert set(operation["responses"]) >= refusals | ({"404"} if "{" in path else set())
        assert ("security" in operation) == (path == "/api/tallies")
    assert "HTTPValidationError" not in json.dumps(app.openapi())
