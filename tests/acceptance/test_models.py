"""Days written by models: the real command, the real client libraries, and a provider that answers well or badly."""

import json
import re
import signal
import time
from pathlib import Path

import pytest

from acceptance.terminal import Said, assert_refused, end, hash_of, longwave, start, wait_for
from double import replies
from double.asked import Asked
from double.replies import Reply
from double.scripts import WAYS, always, in_turn, noise
from double.server import Double
from double.writer import write

PROVIDERS = ["openai", "anthropic", "ollama"]
# What no listener may ever hear: markup, mentions, placeholders, prompts, errors, fences.
PLUMBING = re.compile(
    r"[{}<>\[\]*`|#]|https?:|@everyone|FACTS|language model|I'm sorry|previous instructions|[A-Z]\w+Error|undefined"
    r"|Good news from the harbour|goes out\. The tide comes in|[^\x20-\u024f\u2010-\u2026\u20ac\u2153\u2154]"
)


@pytest.fixture
def provider(double: Double, monkeypatch: pytest.MonkeyPatch) -> Double:
    """A provider that the program's own settings lead to."""
    for name, url in {"OPENAI": double.openai, "OLLAMA": double.openai, "ANTHROPIC": double.anthropic}.items():
        monkeypatch.setenv(f"{name}_BASE_URL", url)
        monkeypatch.setenv(f"{name}_API_KEY", "k")
    return double


def produce(out: Path, *options: str | Path, hours: int = 16, model: str = "openai:double-1") -> Said:
    run = ("--persona", "wren", "--seed", "7", "--hours", str(hours), "--narrator", model, "-o", out)
    return longwave("station", "produce", *run, *options)


def status(out: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((out / "LIVE_STATUS.json").read_text(encoding="utf-8"))
    return found


def segments(out: Path) -> list[dict[str, object]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(out.glob("segments/*/*.json"))]


def because(out: Path) -> set[str]:
    """Return why the offline narrator had to write, for every segment in which it had to."""
    found = (segment["provenance"] for segment in segments(out))
    return {str(each["because"]) for each in found if isinstance(each, dict) and each["because"]}


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_day_is_written_through_each_api(provider: Double, tmp_path: Path, name: str) -> None:
    said = produce(tmp_path, model=f"{name}:double-1")

    assert said.code == 0, said.err
    by_model = [s for s in segments(tmp_path) if s["provenance"]["narrator"] == f"{name}:double-1"]  # type: ignore[index]
    assert len(segments(tmp_path)) == 16
    assert len(by_model) >= 14
    assert not [s["text"] for s in segments(tmp_path) if PLUMBING.search(str(s["text"]))]
    assert status(tmp_path)["tokens"] == sum(s["provenance"]["tokens"] for s in segments(tmp_path))  # type: ignore[index]
    assert longwave("doctor", "-d", tmp_path).code == 0
    assert len(provider.billed) == len(provider.requests)


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_day_of_which_one_reply_in_ten_is_bad_is_filled_and_clean(
    provider: Double, tmp_path: Path, name: str
) -> None:
    provider.play(noise(7, 0.1))

    said = produce(tmp_path, hours=32, model=f"{name}:double-1")

    assert said.code == 0, said.err
    assert len(segments(tmp_path)) == 32
    assert not [s["text"] for s in segments(tmp_path) if PLUMBING.search(str(s["text"]))]
    assert longwave("doctor", "-d", tmp_path).code == 0


@pytest.mark.soak
def test_of_replies_that_are_all_bad_nothing_is_ever_heard(
    provider: Double, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, soak: bool
) -> None:
    monkeypatch.setenv("LONGWAVE_OUTAGE_PATIENCE_S", "0")
    monkeypatch.setenv("LONGWAVE_PERSONA_TOKENS_A_DAY", "1000000000")
    # Those that come back whole; what an outage does is another test.
    answered = [way for way in WAYS if (reply := way(_example())).is_billed and reply.raw is None]
    provider.play(lambda asked: answered[asked.number % len(answered)](asked))

    said = produce(tmp_path, hours=7600 if soak else 48)

    assert said.code == 0, said.err
    assert len(provider.requests) >= (20_000 if soak else 120)
    assert not [s["text"] for s in segments(tmp_path) if PLUMBING.search(str(s["text"]))]


def test_a_provider_that_is_dead_for_good_costs_a_day_seconds_and_the_day_says_so(
    provider: Double, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LONGWAVE_OUTAGE_PATIENCE_S", "0")
    served = [0]

    def dies(_asked: Asked) -> Reply:
        served[0] += 1
        return replies.status(503)

    provider.play(dies)

    said = produce(tmp_path)

    assert said.code == 0, said.err
    assert status(tmp_path)["segments"] == {"planned": 16, "done": 16, "fallback": 16, "refused": 0}
    assert all("the provider is down" in why for why in because(tmp_path))
    assert served[0] < 16


@pytest.mark.soak
def test_a_run_waits_for_its_provider_and_goes_on_by_itself(provider: Double, tmp_path: Path, *, soak: bool) -> None:
    if not soak:
        pytest.skip("it takes as long as an outage takes")
    # The one test of an outage in real time: the process is another one, so there is nothing to wait on but the clock.
    started = start("station", "produce", "--persona", "wren", "--hours", "64", "--narrator", "openai:double-1",
                    "-o", tmp_path)  # fmt: skip
    try:
        while len(provider.requests) < 20:
            time.sleep(0.05)
        provider.play(always(replies.status(503)))
        died = time.monotonic()
        assert "503" in wait_for(started, "paused: ")
        while status(tmp_path)["state"] != "paused":
            assert time.monotonic() - died < 60
            time.sleep(0.1)
        time.sleep(12)  # Until the first probe has found the provider still down.

        provider.play(write)
        revived = time.monotonic()
        while status(tmp_path)["state"] == "paused":
            assert time.monotonic() - revived < 60
            time.sleep(0.1)
        said = end(started)
    finally:
        started.kill()

    assert said.code == 0, said
    assert not [why for why in because(tmp_path) if "down" in why]


def test_a_replay_asks_nobody_and_has_the_same_history(provider: Double, tmp_path: Path) -> None:
    provider.play(in_turn([replies.refused_to_write()], noise(3, 0.2)))
    first = produce(tmp_path / "first", hours=32)
    asked = len(provider.requests)

    again = produce(tmp_path / "again", "--replay", tmp_path / "first", hours=32)

    assert (first.code, again.code) == (0, 0), (first.err, again.err)
    assert len(provider.requests) == asked
    assert hash_of(tmp_path / "again") == hash_of(tmp_path / "first")


@pytest.mark.usefixtures("provider")
def test_a_replay_of_another_run_ends_and_names_what_is_missing(tmp_path: Path) -> None:
    produce(tmp_path / "first")

    said = longwave("station", "produce", "--persona", "wren", "--seed", "8", "--hours", "2", "--narrator",
                    "openai:double-1", "--replay", tmp_path / "first", "-o", tmp_path / "again")  # fmt: skip

    assert said.code == 1
    assert "no call is recorded for" in said.err


@pytest.mark.usefixtures("provider")
def test_resuming_with_another_narrator_says_so(tmp_path: Path) -> None:
    produce(tmp_path, hours=2)

    said = longwave("station", "produce", "-o", tmp_path, "--resume")

    assert said.code == 0, said.err
    assert "so far openai:double-1 wrote, and now the offline narrator does" in said.err


@pytest.mark.usefixtures("provider")
def test_a_budget_that_is_spent_leaves_the_rest_to_the_offline_narrator_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LONGWAVE_PERSONA_TOKENS_A_DAY", "20000")

    said = produce(tmp_path)

    day = "persona:wren/1931-03-02"
    assert said.code == 0, said.err
    assert status(tmp_path)["budgets_reached"] == [f"{day} at four fifths", day]
    assert 0 < int(str(status(tmp_path)["tokens"])) <= 20_000
    assert f"the budget of {day} has no room for one more text" in because(tmp_path)
    [account] = [a for a in longwave("narrator", "budget", "-d", tmp_path, "--json").json if a["scope"] == day]
    assert account["tokens"] <= 20_000
    assert account["reserved_tokens"] == 0
    assert longwave("doctor", "-d", tmp_path).code == 0


def test_a_run_that_may_cost_nothing_is_written_offline(provider: Double, tmp_path: Path) -> None:
    said = produce(tmp_path, "--max-tokens", "0", hours=3)

    assert said.code == 0, said.err
    assert provider.requests == ()
    assert because(tmp_path) == {"the budget of run has no room for one more text"}


@pytest.mark.parametrize(
    ("model", "saying", "cure"),
    [
        ("openai:no-such-model", "there is no such model", "double-1"),
        ("openia:double-1", "no provider is known", "provider:model"),
        ("openai:", "no provider is known", "provider:model"),
    ],
)
def test_a_model_that_cannot_be_asked_is_refused_before_anything_is_begun(
    provider: Double, tmp_path: Path, model: str, saying: str, cure: str
) -> None:
    provider.models = ("double-1", "double-2")
    if "no-such" in model:
        provider.play(always(replies.status(404)))

    said = produce(tmp_path / "out", model=model)

    assert_refused(said, saying=saying, cure=cure)
    assert not (tmp_path / "out" / "LIVE_STATUS.json").exists()


def test_a_missing_key_and_an_unknown_price_are_refused_with_their_cures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANTHROPIC_BASE_URL", raising=False)
    no_key = produce(tmp_path, model="anthropic:claude-haiku-4-5")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "k")
    no_price = produce(tmp_path, model="anthropic:no-such-model")

    assert_refused(no_key, saying="needs a key", cure="ANTHROPIC_API_KEY")
    assert_refused(no_price, saying="the price of anthropic:no-such-model is not known", cure="prices:")


def test_a_provider_that_is_not_there_is_refused_with_its_address(provider: Double, tmp_path: Path) -> None:
    provider.close()

    said = produce(tmp_path)

    assert_refused(said, saying=provider.openai, cure="OPENAI_BASE_URL")


def test_a_run_is_paused_and_resumed_from_another_terminal(tmp_path: Path, undisturbed_day: Path) -> None:
    (tmp_path / "PAUSE").write_text("until the other pause is laid")
    started = start("station", "produce", "--persona", "wren", "--hours", "16", "--seed", "7", "-o", tmp_path)
    try:
        wait_for(started, "paused by")
        asked = longwave("pause", "-d", tmp_path, "--reason", "the microphone hums", "--request-id", "p-1")
        (tmp_path / "PAUSE").unlink()
        held = wait_for(started, "the microphone hums")
        resumed = longwave("resume", "-d", tmp_path)
        late = longwave("pause", "-d", tmp_path, "--request-id", "p-1")
        said = end(started)
    finally:
        if started.poll() is None:
            started.send_signal(signal.SIGKILL)

    assert "the microphone hums" in asked.out
    assert "paused by operator" in held
    assert resumed.out == late.out == "narrative goes on\n"
    assert said.code == 0, said
    assert hash_of(tmp_path) == hash_of(undisturbed_day)


def test_a_model_is_tried_with_one_segment_and_what_it_costs(provider: Double) -> None:
    tried = longwave("narrator", "test", "--model", "openai:double-1", "--form", "weather", "--json")

    assert tried.code == 0, tried.err
    assert tried.json["narrator"] == "openai:double-1"
    assert tried.json["findings"] == []
    assert tried.json["tokens"] > 0
    assert len(provider.billed) == 1


def test_an_estimate_names_calls_tokens_and_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTHROPIC_BASE_URL", raising=False)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "k")

    said = longwave("narrator", "estimate", "--model", "anthropic:claude-haiku-4-5", "--hours", "480", "--json")

    assert said.code == 0, said.err
    assert 480 <= said.json["calls"] < said.json["most_calls"] == 3 * 480
    assert 0 < said.json["cost_usd"] < said.json["most_cost_usd"]
    assert longwave("narrator", "estimate", "--model", "offline").out.startswith("the offline narrator writes")


def _example() -> Asked:
    """Return a request for a structured reply, to ask the ways of being bad about themselves."""
    from double.asked import Api, Shape, Wanted

    schema = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}
    return Asked(
        number=0, api=Api.CHAT, model="m", system="s", messages=(), wanted=Wanted(shape=Shape.JSON, schema=schema),
        temperature=None, max_tokens=None, headers={}, key="", body={},
    )  # fmt: skip
