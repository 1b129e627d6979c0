"""Whether a provider can be reached: every refusal names what is wrong and its cure, and costs nothing."""

import asyncio
import gc
from collections.abc import Iterator
from dataclasses import replace

import pytest

from double.server import Double
from longwave.narrator import reach
from longwave.narrator.errors import ProviderUnreachable
from longwave.narrator.models import ModelRef
from unit.narrator import asking

every_provider = pytest.mark.parametrize("provider", asking.MODELS)


@pytest.fixture(scope="module", autouse=True)
def nothing_left_open() -> Iterator[None]:
    """A connection that is left open warns when it is collected, and a warning fails a test."""
    yield
    gc.collect()


def refusal(ref: ModelRef) -> ProviderUnreachable:
    with pytest.raises(ProviderUnreachable) as refused:
        asyncio.run(reach.check(ref))
    assert asking.KEY not in f"{refused.value} {refused.value.hint}"
    return refused.value


@pytest.mark.parametrize("name", ["double-1", "claude-haiku-4-5", "llama3.2"])
@every_provider
def test_a_model_that_its_provider_lists_is_in_reach_and_nothing_is_paid_for(
    double: Double, provider: str, name: str
) -> None:
    double.models = (name, "another")

    asyncio.run(reach.check(replace(asking.ref(double, provider), model=name)))

    assert double.requests == ()


@every_provider
def test_a_model_that_has_another_name_in_the_list_is_in_reach(double: Double, provider: str) -> None:
    double.pages["/v1/models/latest"] = (200, b'{"id": "double-1", "object": "model", "type": "model"}')

    asyncio.run(reach.check(replace(asking.ref(double, provider), model="latest")))


@every_provider
def test_an_unknown_model_is_refused_with_the_names_that_are_near(double: Double, provider: str) -> None:
    double.models = ("double-1", "double-2", "triple-1", "unlike")
    ref = replace(asking.ref(double, provider), model="duoble-1")

    refused = refusal(ref)

    assert str(refused) == f"{provider}:duoble-1 cannot be asked: there is no such model"
    assert str(refused.hint).startswith("it has double-1, ")
    assert "unlike" not in str(refused.hint)


def test_where_no_name_is_near_some_are_told(double: Double) -> None:
    double.models = ("b", "a", "d", "c")

    assert refusal(replace(asking.ref(double), model="xyz")).hint == "it has a, b, c"


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize(
    ("provider", "cure"),
    [
        ("openai", "see that OPENAI_API_KEY is right and may use this model"),
        ("anthropic", "see that ANTHROPIC_API_KEY is right and may use this model"),
        ("ollama", "see that the key is right and may use this model"),
    ],
)
def test_a_wrong_key_is_refused(double: Double, provider: str, cure: str, status: int) -> None:
    double.pages["/v1/models"] = (status, f'{{"error": {{"message": "no such key: {asking.KEY}"}}}}'.encode())
    ref = asking.ref(double, provider)

    refused = refusal(ref)

    assert str(refused) == f"{ref.name} cannot be asked: {ref.url} refuses the key ({status})"
    assert refused.hint == cure


@pytest.mark.parametrize(
    ("provider", "path", "cure"),
    [
        ("openai", "", "see that OPENAI_BASE_URL is its address, with /v1"),
        ("ollama", "", "see that OLLAMA_BASE_URL is its address, with /v1"),
        ("anthropic", "/v1", "see that ANTHROPIC_BASE_URL is its address, without /v1"),
    ],
)
def test_a_wrong_address_is_refused(double: Double, provider: str, path: str, cure: str) -> None:
    ref = replace(asking.ref(double, provider), url=f"{double.url}{path}")

    refused = refusal(ref)

    assert str(refused) == f"{ref.name} cannot be asked: {ref.url} is no provider's address"
    assert refused.hint == cure


@pytest.mark.parametrize("status", [429, 500, 503, 529])
@every_provider
def test_a_provider_in_trouble_is_refused(double: Double, provider: str, status: int) -> None:
    double.pages["/v1/models"] = (status, b"{}")
    ref = asking.ref(double, provider)

    refused = refusal(ref)

    assert str(refused) == f"{ref.name} cannot be asked: {ref.url} answers {status}"
    assert refused.hint == "try again later, or write with --narrator offline"


@every_provider
def test_where_nobody_answers_the_server_is_to_be_seen_to(double: Double, provider: str) -> None:
    ref = asking.ref(double, provider)

    with double.down():
        refused = refusal(ref)

    assert str(refused) == f"{ref.name} cannot be asked: {ref.url} does not answer as a provider"
    assert str(refused.hint).startswith(
        f"see that the server runs and that {provider.upper()}_BASE_URL is its address, with"
    )


@pytest.mark.parametrize(
    "page", [b"<html>Welcome to nginx!</html>", b"[]", b'{"data": null}', b"", b'{"data": [null]}']
)
@every_provider
def test_what_answers_as_no_provider_does_is_refused(double: Double, provider: str, page: bytes) -> None:
    double.pages["/v1/models"] = (200, page)
    ref = asking.ref(double, provider)

    assert isinstance(refusal(ref), ProviderUnreachable)


@every_provider
def test_a_provider_answers_as_long_as_it_is_not_in_trouble(double: Double, provider: str) -> None:
    ref = asking.ref(double, provider)
    answered = {}
    for status in (200, 401, 404, 429, 500, 503):
        double.pages["/v1/models"] = (status, b'{"data": []}')
        answered[status] = asyncio.run(reach.answers(ref))
    with double.down():
        is_answered_by_nobody = asyncio.run(reach.answers(ref))

    assert answered == {200: True, 401: True, 404: True, 429: False, 500: False, 503: False}
    assert not is_answered_by_nobody
