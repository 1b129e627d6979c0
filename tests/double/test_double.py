"""The double speaks each API well enough for the real clients, and each fault is what its name says."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic_ai import Agent, NativeOutput, PromptedOutput
from pydantic_ai.exceptions import (
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelNotFoundError,
    ModelOverloadedError,
    ModelRateLimitError,
    ModelRequestRejectedError,
    ModelServerError,
    ModelTimeoutError,
    ModelUnavailableError,
    UnexpectedModelBehavior,
)
from pydantic_ai.models import Model
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.ollama import OllamaModel
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.providers.ollama import OllamaProvider
from pydantic_ai.providers.openai import OpenAIProvider
from pydantic_ai.settings import ModelSettings

from double import replies
from double.asked import Asked
from double.replies import Reply, Usage
from double.server import Double

SHEET = {"max_chars": 300, "must_say": ["Wren is in."], "facts": [{"number": 3, "says": "The tide is at its height"}]}
PROMPT = f"Write a text.\n<<<FACTS\n{json.dumps(SHEET, indent=1)}\nFACTS>>>\nThank you."


class Spoken(BaseModel):
    """What is spoken."""

    text: str
    facts: list[int]
    mood: str | None = None


MODELS: dict[str, Callable[[Double], Model]] = {
    "chat": lambda double: OpenAIChatModel("gpt", provider=OpenAIProvider(base_url=double.openai, api_key="k")),
    "responses": lambda double: OpenAIResponsesModel(
        "gpt", provider=OpenAIProvider(base_url=double.openai, api_key="k")
    ),
    "anthropic": lambda double: AnthropicModel(
        "claude-haiku-4-5", provider=AnthropicProvider(base_url=double.anthropic, api_key="k")
    ),
    "ollama": lambda double: OllamaModel("llama3.2", provider=OllamaProvider(base_url=double.openai)),
}
SHAPES: dict[str, Any] = {  # Any: pydantic-ai's output types have no common one.
    "tool": Spoken,
    "native": NativeOutput(Spoken),
    "prompted": PromptedOutput(Spoken),
}
every_api = pytest.mark.parametrize("api", MODELS)
"""Each API, by the model class that speaks it."""


def ask(double: Double, api: str, output: Any = str, **settings: Any) -> Any:  # Any: as in SHAPES.
    return asyncio.run(asking(double, api, output, **settings))


async def asking(double: Double, api: str, output: Any, **settings: Any) -> Any:
    chosen = ModelSettings(**{"max_retries": 0, "timeout": 10, "max_tokens": 500} | settings)  # type: ignore[typeddict-item] # a test's own
    model = MODELS[api](double)
    async with model:
        agent = Agent(model, output_type=output, instructions="You are Wren.", retries=0)
        return await agent.run(PROMPT, model_settings=chosen)


@every_api
def test_a_text_is_written_from_the_fact_sheet(double: Double, api: str) -> None:
    said = ask(double, api)

    assert "Wren is in. The tide is at its height." in said.output
    assert len(said.output) <= 300
    assert said.usage.input_tokens > 40
    assert said.usage.output_tokens == len(said.output) // 4


@every_api
@pytest.mark.parametrize("shape", SHAPES)
def test_a_structured_answer_has_the_text_and_the_facts(double: Double, api: str, shape: str) -> None:
    said = ask(double, api, SHAPES[shape])

    assert said.output.text.endswith("The tide is at its height.")
    assert said.output.facts == [3]


@every_api
def test_a_request_is_read_whole(double: Double, api: str) -> None:
    ask(double, api, Spoken, extra_headers={"Idempotency-Key": "o-41"})

    [asked] = double.requests
    assert double.billed == (asked,)
    assert asked.model in ("gpt", "claude-haiku-4-5", "llama3.2")
    assert asked.system == "You are Wren."
    assert [(message.role, message.text) for message in asked.messages] == [("user", PROMPT)]
    assert set(asked.wanted.schema["properties"]) == {"text", "facts", "mood"}
    assert asked.max_tokens == 500
    assert asked.key == "o-41"


@every_api
@pytest.mark.parametrize("kind", sorted(replies.BAD_TEXTS.keys() - {"lone surrogate", "empty", "whitespace"}))
def test_a_bad_text_arrives_as_it_was_sent(double: Double, api: str, kind: str) -> None:
    double.play([replies.bad_text(kind)])

    assert ask(double, api).output == replies.BAD_TEXTS[kind]


@every_api
@pytest.mark.parametrize("kind", ["empty", "whitespace"])
def test_a_structure_may_say_nothing(double: Double, api: str, kind: str) -> None:
    double.play([replies.bad_text(kind)])

    assert ask(double, api, Spoken).output.text.strip() == ""


@every_api
def test_half_a_character_can_reach_a_text(double: Double, api: str) -> None:
    double.play([replies.bad_text("lone surrogate")])

    assert ask(double, api).output.endswith("\ud83d.")


@every_api
def test_the_system_prompt_leaks(double: Double, api: str) -> None:
    double.play(replies.leak)

    assert ask(double, api).output == "You are Wren."


@every_api
@pytest.mark.parametrize("shape", SHAPES)
def test_every_wrong_type_is_refused_by_pydantic(double: Double, api: str, shape: str) -> None:
    kinds = []

    def wrong(asked: Asked) -> Reply:
        [*ways] = [way for way in replies.wrong_types(asked) if not way.kind.endswith(("extra", "mood=missing"))]
        kinds.append(ways[asked.number % len(ways)].kind)
        return ways[asked.number % len(ways)]

    double.play(wrong)

    for _ in range(10):
        with pytest.raises(UnexpectedModelBehavior, match="maximum output retries"):
            ask(double, api, SHAPES[shape])

    assert {"wrong type text=null", "wrong type text=list", "wrong type facts=string"} < set(kinds)
    assert len(double.billed) == 10


@every_api
@pytest.mark.parametrize(
    ("code", "error"),
    [
        (400, ModelRequestRejectedError),
        (401, ModelAuthenticationError),
        (404, ModelNotFoundError),
        (429, ModelRateLimitError),
        (500, ModelServerError),
        (503, ModelUnavailableError),
        (529, ModelOverloadedError),
    ],
)
def test_a_status_is_the_error_of_its_name(double: Double, api: str, code: int, error: type[ModelAPIError]) -> None:
    double.play([replies.status(code)])

    with pytest.raises(error):
        ask(double, api)

    assert (len(double.requests), len(double.billed)) == (1, 0)


@every_api
def test_a_rate_limit_says_when_to_come_back(double: Double, api: str) -> None:
    double.play([replies.rate_limited(7)])

    with pytest.raises(ModelRateLimitError) as refusal:
        ask(double, api)

    assert refusal.value.retry_after == 7


@every_api
@pytest.mark.parametrize("fault", [replies.cut_off(), replies.reset(), replies.reset(at_once=True)])
def test_a_broken_connection_is_an_error_of_reading(double: Double, api: str, fault: Reply) -> None:
    double.play([fault])

    with pytest.raises(ModelConnectionError) as broken:
        ask(double, api)

    assert broken.value.phase == "read"
    assert double.billed == ()


@every_api
def test_a_provider_that_is_down_comes_back(double: Double, api: str) -> None:
    with double.down(), pytest.raises(ModelConnectionError) as refused:
        ask(double, api)

    assert refused.value.phase == "connect"
    assert ask(double, api).output
    assert len(double.requests) == 1


@every_api
def test_silence_is_a_time_out(double: Double, api: str) -> None:
    double.play([replies.silent()])

    with pytest.raises(ModelTimeoutError):
        ask(double, api, timeout=0.2)


@every_api
@pytest.mark.parametrize("kind", ["half of JSON", "no body", "HTML as JSON", "not UTF-8"])
def test_a_body_that_is_no_json_is_an_error_of_the_api(double: Double, api: str, kind: str) -> None:
    double.play([replies.bad_body(kind)])

    with pytest.raises(ModelAPIError, match="Failed to decode"):
        ask(double, api)


@every_api
def test_usage_may_be_absurd(double: Double, api: str) -> None:
    double.play([replies.say("Hello.").using(Usage(input_tokens=10**12, output_tokens=10**12))])

    assert ask(double, api).usage.total_tokens == 2 * 10**12
