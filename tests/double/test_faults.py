"""Each reply is, on the wire, what its name says."""

import datetime as dt
import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse

import pytest

from double import replies
from double.asked import Api
from double.handler import Streaming
from double.replies import Reply
from double.server import Double

ASKED = {"model": "gpt", "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello"}]}
every_path = pytest.mark.parametrize("path", list(Api))


@contextmanager
def answered(double: Double, path: str = Api.CHAT, **headers: str) -> Iterator[HTTPResponse]:
    connection = HTTPConnection("127.0.0.1", double.port, timeout=10)
    try:
        connection.request("POST", path, json.dumps(ASKED), headers)
        yield connection.getresponse()
    finally:
        connection.close()


@pytest.mark.parametrize("code", [400, 401, 404, 429, 500, 503, 529])
@every_path
def test_a_status_comes_with_the_apis_own_error(double: Double, path: str, code: int) -> None:
    double.play([replies.status(code, x_should_retry="false")])

    with answered(double, path) as answer:
        said = json.load(answer)

    assert answer.status == code
    assert answer.headers["x-should-retry"] == "false"
    assert said["error"]["type"]
    assert said["error"]["message"]
    assert double.billed == ()


def test_retry_after_is_a_date_too(double: Double) -> None:
    double.play([replies.rate_limited(dt.datetime(2031, 5, 6, 7, 8, 9, tzinfo=dt.UTC))])

    with answered(double) as answer:
        assert answer.headers["retry-after"] == "Tue, 06 May 2031 07:08:09 GMT"


def test_an_own_body_is_sent_as_it_is(double: Double) -> None:
    double.play([replies.status(404, {"error": "model 'gpt' not found"})])

    with answered(double) as answer:
        assert json.load(answer) == {"error": "model 'gpt' not found"}


@pytest.mark.parametrize("kind", replies.BAD_BODIES)
@every_path
def test_a_bad_body_is_whole(double: Double, path: str, kind: str) -> None:
    double.play([replies.bad_body(kind)])

    with answered(double, path) as answer:
        assert (answer.headers["content-type"], answer.read()) == replies.BAD_BODIES[kind]

    assert len(double.billed) == 1


@every_path
def test_a_cut_reply_promises_more_than_it_sends(double: Double, path: str) -> None:
    double.play([replies.cut_off()])

    with answered(double, path) as answer, pytest.raises(http.client.IncompleteRead):
        answer.read()


@pytest.mark.parametrize("at_once", [False, True])
def test_a_reset_is_no_orderly_end(double: Double, at_once: bool) -> None:
    double.play([replies.reset(at_once=at_once)])

    with pytest.raises(ConnectionResetError), answered(double) as answer:
        answer.read()


def test_an_over_long_text_has_100_000_characters(double: Double) -> None:
    double.play([replies.bad_text("over-long")])

    with answered(double) as answer:
        assert len(json.load(answer)["choices"][0]["message"]["content"]) == 100_000


def test_a_silent_provider_answers_when_released(double: Double) -> None:
    double.play([replies.silent()])
    threading.Timer(0.05, double.release).start()

    with answered(double) as answer:
        assert json.load(answer)["choices"][0]["message"]["content"] == "Here at last."

    assert len(double.billed) == 1


@pytest.mark.parametrize("reply", [replies.silent(), replies.say("Hello.").after(60)], ids=["silent", "late"])
def test_nobody_is_billed_before_the_answer(double: Double, reply: Reply) -> None:
    double.play([reply])
    connection = HTTPConnection("127.0.0.1", double.port, timeout=0.1)
    connection.request("POST", Api.CHAT, json.dumps(ASKED))

    with pytest.raises(TimeoutError):
        connection.getresponse()

    connection.close()
    assert [asked.model for asked in double.requests] == ["gpt"]
    assert double.billed == ()


@pytest.mark.parametrize("usage", replies.BAD_USAGES.values(), ids=list(replies.BAD_USAGES))
@every_path
def test_usage_is_what_the_script_says(double: Double, path: str, usage: replies.Usage | None) -> None:
    double.play([replies.say("Hello.").using(usage)])

    with answered(double, path) as answer:
        said = json.load(answer).get("usage")

    if usage is None:
        assert said is None
    else:
        assert usage.input_tokens in said.values()
        assert usage.output_tokens in said.values()


def test_a_key_is_found_in_the_header(double: Double) -> None:
    with answered(double, Api.CHAT, **{"Idempotency-Key": "a"}), answered(double):
        pass

    assert double.books.counts()["requests_by_key"] == {"a": 1, "": 1}


@pytest.mark.parametrize(
    ("path", "headers", "names"),
    [
        ("/v1/models", {}, ["double-1"]),
        ("/v1/models", {"anthropic-version": "2023-06-01"}, ["double-1"]),
        ("/api/tags", {}, ["double-1"]),
    ],
)
def test_liveness_lists_the_models(double: Double, path: str, headers: dict[str, str], names: list[str]) -> None:
    connection = HTTPConnection("127.0.0.1", double.port, timeout=10)
    connection.request("GET", path, headers=headers)
    said = json.load(connection.getresponse())
    connection.close()

    assert [model.get("id") or model["name"] for model in said.get("data") or said["models"]] == names
    assert double.requests == ()


def test_a_script_that_fails_fails_the_test() -> None:
    def broken(_asked: object) -> Reply:
        raise ValueError

    double = Double(broken)
    with pytest.raises(http.client.RemoteDisconnected), answered(double):
        pass

    with pytest.raises(ExceptionGroup, match="script failed"):
        double.__exit__()


def test_a_stream_fails_the_test() -> None:
    double = Double()
    connection = HTTPConnection("127.0.0.1", double.port, timeout=10)
    connection.request("POST", Api.CHAT, json.dumps(ASKED | {"stream": True}))

    with pytest.raises(http.client.RemoteDisconnected):
        connection.getresponse()

    connection.close()
    with pytest.raises(ExceptionGroup) as failed:
        double.__exit__()
    assert failed.group_contains(Streaming, match="does not stream")
