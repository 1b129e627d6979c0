"""Scripts are deterministic, the writer writes well, and the counts are right under load and from afar."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from double import replies
from double.asked import Api, Asked, Shape, Wanted, read
from double.scripts import WAYS, by_content, in_turn, noise, parse
from double.serve import served
from double.server import Double
from double.writer import write

FACTS = [{"number": number, "says": f"Boat {number} came in with the tide"} for number in range(1, 9)]
SPOKEN = Wanted(
    shape=Shape.TOOL,
    tool="final_result",
    schema={
        "properties": {"text": {"type": "string"}, "facts": {"type": "array", "items": {"type": "integer"}}},
        "required": ["text", "facts"],
    },
)


def asked(number: int = 0, **sheet: object) -> Asked:
    sheet = {"max_chars": 400, "must_say": [], "facts": []} | sheet
    prompt = f"Write.\n<<<FACTS\n{json.dumps(sheet)}\nFACTS>>>"
    return read(number, Api.CHAT, {}, {"model": "gpt", "messages": [{"role": "user", "content": prompt}]})


def post(address: str, key: str) -> int:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    body = {"model": "gpt", "messages": [{"role": "user", "content": key}]}
    connection.request("POST", Api.CHAT, json.dumps(body), {"Idempotency-Key": key})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def test_64_at_once_are_counted_one_by_one(double: Double) -> None:
    double.play([replies.status(500)] * 32)

    with ThreadPoolExecutor(64) as pool:
        statuses = Counter(pool.map(lambda number: post(double.url, f"k{number % 16}"), range(256)))

    counts = double.books.counts()
    assert statuses == {500: 32, 200: 224}
    assert [asked.number for asked in double.requests] == list(range(256))
    assert len(double.billed) == counts["billed"] == 224
    assert counts["requests_by_key"] == {f"k{number}": 16 for number in range(16)}
    assert counts["by_kind"] == {"status 500": 32, "ok": 224}


def test_a_process_of_its_own_counts_too() -> None:
    with served("status:503") as double:
        assert post(double.url, "a") == 503
        assert double.counts()["requests_by_key"] == {"a": 1}
        assert double.counts()["billed"] == 0

    assert double.process.returncode == 0


@pytest.mark.parametrize(
    ("script", "kind"),
    [("good", "ok"), ("status:429", "status 429"), ("late:0", "ok"), ("silent", "silent"), ("noise:7:0", "ok")],
)
def test_a_script_has_a_name(script: str, kind: str) -> None:
    assert parse(script)(asked()).kind == kind


@pytest.mark.parametrize("seed", [0, 7])
def test_noise_is_bad_once_in_a_period_and_in_every_way(seed: int) -> None:
    script, other = noise(seed, 0.1), noise(seed, 0.1)
    requests = [replace(asked(number), wanted=SPOKEN) for number in range(10 * len(WAYS))]

    made = [script(request) for request in requests]

    good = write(requests[0])
    bad = [sum(reply != good for reply in made[start : start + 10]) for start in range(0, len(made), 10)]
    assert bad == [1] * len(WAYS)
    assert Counter(reply.kind for reply in made if reply != good) == Counter(way(requests[0]).kind for way in WAYS)
    assert made == [other(request) for request in reversed(requests)][::-1]


def test_noise_by_content_does_not_depend_on_the_order() -> None:
    script = noise(7, 0.1, number=by_content)
    requests = [asked(number, max_chars=200 + number) for number in range(200)]

    made = [script(request) for request in requests]

    assert made == [script(replace(request, number=0)) for request in requests]
    assert 5 < sum(reply.kind != "ok" for reply in made) < 50


def test_a_list_is_followed_by_good_replies() -> None:
    script = in_turn([replies.status(500), replies.plain("")])

    assert [script(asked(number)).kind for number in range(4)] == ["status 500", "plain", "ok", "ok"]


def test_the_writer_says_what_must_be_said_and_facts_within_the_limit() -> None:
    said = write(asked(must_say=["This is Wren.", "Mind the rocks"], facts=FACTS, max_chars=160))

    assert "This is Wren. Mind the rocks. Boat 1 came in with the tide." in said.text
    assert said.facts == tuple(range(1, 1 + said.text.count("Boat")))
    assert len(said.text) <= 160
    assert said.text.endswith(".")


def test_the_writer_says_what_must_be_said_even_without_room() -> None:
    assert write(asked(must_say=["This is Wren."], facts=FACTS, max_chars=5)).text == "This is Wren."


@pytest.mark.parametrize(
    ("says", "spoken"),
    [
        ("The stair is old (the stair is a way down.)", "The stair is old. The stair is a way down."),
        ("The stair is old.", "The stair is old."),
        ("it is six in the morning", "And it is six in the morning."),
    ],
)
def test_the_writer_speaks_in_whole_sentences(says: str, spoken: str) -> None:
    assert write(asked(facts=[{"number": 1, "says": says}])).text.endswith(spoken)


def test_the_writer_opens_otherwise_for_other_facts() -> None:
    openers = {write(asked(facts=[fact])).text.partition(" Boat")[0] for fact in FACTS}

    assert len(openers) == len(FACTS)


def test_a_rule_that_speaks_of_the_fence_is_no_sheet() -> None:
    rule = "State only what stands between <<<FACTS and FACTS>>>: nothing else."

    assert replace(asked(must_say=["This is Wren."]), system=rule).sheet()["must_say"] == ["This is Wren."]
    assert replace(asked(), system=rule, messages=()).sheet() == {}


def test_the_writer_writes_without_a_sheet() -> None:
    bare = replace(asked(), messages=())

    assert write(bare).text.endswith(".")
