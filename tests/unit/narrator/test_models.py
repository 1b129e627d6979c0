"""Models: what their names mean, what they need and what they cost."""

import pytest

from longwave.narrator.errors import KeyMissing, ModelUnknown, PriceUnknown
from longwave.narrator.models import Access, ModelRef, Tokens, model_ref
from longwave.narrator.spend import Spend
from longwave.world.writing import Price

KEYS = Access(keys={"anthropic": "sk-a", "openai": "sk-o"})
MILLION = 1_000_000
PRICE = Price.model_validate({"input": "0.25", "output": "2"})


def at(url: str, provider: str = "openai") -> Access:
    return Access(keys={}, urls={provider: url})


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("anthropic:claude-haiku-4-5", "https://api.anthropic.com"),
        ("openai:gpt-5-mini", "https://api.openai.com/v1"),
        ("ollama:llama3.2:3b", "http://127.0.0.1:11434/v1"),
    ],
)
def test_a_model_is_named_by_its_provider_and_asked_there(name: str, url: str) -> None:
    ref = model_ref(name, KEYS, {})

    assert (ref.name, ref.url) == (name, url)


@pytest.mark.parametrize("name", ["", "gpt-5-mini", "openai:", ":gpt-5-mini", "google:gemini", "OpenAI:gpt-5-mini"])
def test_a_name_without_a_known_provider_is_refused(name: str) -> None:
    with pytest.raises(ModelUnknown, match="no provider is known for the model") as refusal:
        model_ref(name, KEYS, {})

    assert repr(name) in str(refusal.value)
    assert "openai:gpt-5-mini" in str(refusal.value.hint)


@pytest.mark.parametrize(
    ("name", "variable"), [("anthropic:claude-haiku-4-5", "ANTHROPIC_API_KEY"), ("openai:gpt-5-mini", "OPENAI_API_KEY")]
)
def test_a_provider_that_wants_a_key_is_refused_without_one(name: str, variable: str) -> None:
    with pytest.raises(KeyMissing, match=f"^{name} needs a key, and {variable} is not set$") as refusal:
        model_ref(name, Access(), {})

    assert str(refusal.value.hint).startswith(f"set {variable}, or ")
    assert model_ref(name, Access(is_needed=False), {}).key == ""


def test_a_server_of_one_s_own_wants_no_key() -> None:
    assert model_ref("ollama:llama3.2", Access(), {}).key == ""
    assert model_ref("openai:any", at("http://127.0.0.1:8000/v1"), {}).key == ""


def test_a_key_is_never_shown() -> None:
    ref = model_ref("openai:gpt-5-mini", KEYS, {})

    assert "sk-o" not in repr(ref) + str(ref) + repr(KEYS)


@pytest.mark.parametrize(
    ("name", "usd_in", "usd_out"),
    [
        ("anthropic:claude-haiku-4-5", 1, 5),
        ("anthropic:claude-sonnet-4-5", 3, 15),
        ("openai:gpt-5-mini", 0.25, 2),
        ("openai:gpt-4o-mini", 0.15, 0.6),
    ],
)
def test_the_published_price_of_a_known_model_holds(name: str, usd_in: float, usd_out: float) -> None:
    ref = model_ref(name, KEYS, {})

    assert ref.cost(Tokens(input=100_000, output=0)) == Spend(100_000, round(usd_in * 100_000))
    assert ref.cost(Tokens(input=0, output=100_000)) == Spend(100_000, round(usd_out * 100_000))


def test_what_a_provider_read_from_its_cache_costs_less_and_counts_as_tokens_all_the_same() -> None:
    ref = model_ref("anthropic:claude-haiku-4-5", KEYS, {})

    cached = ref.cost(Tokens(input=10_000, output=0, cached=9_000))

    assert cached == Spend(10_000, 1_000 + 900)
    assert ref.cost(Tokens(input=10_000, output=0, cached=50_000)) == Spend(10_000, 1_000)


def test_the_world_s_own_price_comes_before_the_published_one() -> None:
    ref = model_ref("openai:gpt-5-mini", KEYS, {"openai:gpt-5-mini": PRICE, "openai:other": PRICE})

    assert ref.cost(Tokens(input=4 * MILLION, output=MILLION)) == Spend(5 * MILLION, 3 * MILLION)


def test_a_cost_is_rounded_up() -> None:
    ref = model_ref("openai:any", KEYS, {"openai:any": PRICE})

    assert ref.cost(Tokens(input=1, output=0)) == Spend(1, 1)
    assert ref.cost(Tokens(input=4, output=1)) == Spend(5, 3)
    assert ref.cost(Tokens(input=5, output=1)) == Spend(6, 4)
    assert ref.cost(Tokens(input=0, output=0)) == Spend(0, 0)


def test_a_model_whose_price_nobody_knows_is_refused_with_how_to_say_it() -> None:
    with pytest.raises(PriceUnknown, match=r"^the price of openai:gpt-99-unheard is not known$") as refusal:
        model_ref("openai:gpt-99-unheard", KEYS, {})

    assert "prices: {'openai:gpt-99-unheard': {input: …, output: …}}" in str(refusal.value.hint)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8000/v1",
        "http://127.0.0.1/v1",
        "http://[::1]:8000/v1",
        "http://192.168.1.7/v1",
        "http://10.0.0.1/v1",
        "http://[fd00::7]/v1",
        "http://workshop:8000/v1",
    ],
)
def test_a_server_of_one_s_own_sends_no_bill(url: str) -> None:
    ref = model_ref("openai:any", at(url), {})

    assert ref.is_own
    assert ref.cost(Tokens(input=MILLION, output=MILLION)) == Spend(2 * MILLION, 0)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.openai.com/v1",
        "https://8.8.8.8/v1",
        "http://[2001:4860:4860::8888]/v1",
        "https://llm.example.org/v1",
    ],
)
def test_a_server_on_the_internet_is_not_one_s_own(url: str) -> None:
    assert not ModelRef(provider="openai", model="any", url=url).is_own
    with pytest.raises(KeyMissing):
        model_ref("openai:gpt-5-mini", at(url), {})


def test_ollama_is_one_s_own_wherever_it_is() -> None:
    assert model_ref("ollama:llama3.2", at("https://ollama.example.org/v1", "ollama"), {}).is_own
