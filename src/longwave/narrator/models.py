"""Models: what their names mean, what they need, what they cost, and how they are reached."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from longwave.narrator.errors import KeyMissing, ModelUnknown, PriceUnknown
from longwave.narrator.spend import MICRO, Spend
from longwave.world.writing import Price

if TYPE_CHECKING:
    from pydantic_ai.models import Model

OFFLINE = "offline"
# What a provider's client library uses where nothing else is set.
BASE_URLS: Mapping[str, str] = {
    "anthropic": "https://api.anthropic.com",
    "openai": "https://api.openai.com/v1",
    "ollama": "http://127.0.0.1:11434/v1",
}
KEYS: Mapping[str, str] = {"anthropic": "ANTHROPIC_API_KEY", "openai": "OPENAI_API_KEY"}


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """What a reply was counted as.

    Attributes:
        input: of the prompt, cached ones included.
        cached: those of the prompt that the provider read from its own cache.
    """

    input: int
    output: int
    cached: int = 0


@dataclass(frozen=True, kw_only=True)
class Access:
    """How providers are reached.

    Attributes:
        keys, urls: by provider; what is missing is its default.
        is_needed: whether they will be reached at all, and not only named.
    """

    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    urls: Mapping[str, str] = field(default_factory=dict)
    is_needed: bool = True


@dataclass(frozen=True, kw_only=True)
class ModelRef:
    """A model of a provider, and how it is reached.

    Attributes:
        provider: `anthropic`, `openai` or `ollama`.
        price: what the world says it costs; None leaves it to the published prices.
    """

    provider: str
    model: str
    url: str
    key: str = field(default="", repr=False)
    price: Price | None = None

    @property
    def name(self) -> str:
        """The model as it is written in files and options."""
        return f"{self.provider}:{self.model}"

    @property
    def place(self) -> str:
        """The provider and its address."""
        return f"{self.provider} at {self.url}"

    @property
    def is_own(self) -> bool:
        """Whether it runs on a machine of ours, so that nobody sends a bill."""
        return self.provider == "ollama" or _is_private(urlsplit(self.url).hostname or "")

    def cost(self, tokens: Tokens) -> Spend:
        """Return what some tokens cost, rounded up to a millionth of a dollar.

        Raises:
            PriceUnknown: nobody knows.
        """
        return Spend(tokens.input + tokens.output, math.ceil(self._usd(tokens) * MICRO))

    def build(self) -> "Model":
        """Return the model as pydantic-ai knows it."""
        from pydantic_ai.models.anthropic import AnthropicModel
        from pydantic_ai.models.ollama import OllamaModel
        from pydantic_ai.models.openai import OpenAIChatModel
        from pydantic_ai.providers.anthropic import AnthropicProvider
        from pydantic_ai.providers.ollama import OllamaProvider
        from pydantic_ai.providers.openai import OpenAIProvider

        if self.provider == "anthropic":
            return AnthropicModel(self.model, provider=AnthropicProvider(api_key=self.key, base_url=self.url))
        if self.provider == "ollama":
            return OllamaModel(self.model, provider=OllamaProvider(base_url=self.url, api_key=self.key or "none"))
        # Every server that calls itself OpenAI-compatible has chat completions; few have the newer API, and not all
        # know the JSON mode.
        return OpenAIChatModel(
            self.model,
            provider=OpenAIProvider(base_url=self.url, api_key=self.key or "none"),
            profile=None if self.url == BASE_URLS["openai"] else {"supports_json_object_output": False},
        )

    def _usd(self, tokens: Tokens) -> Decimal:
        if self.price is not None:
            return (tokens.input * self.price.input + tokens.output * self.price.output) / MICRO
        if self.provider == "ollama":
            return Decimal(0)
        from genai_prices import Usage, calc_price

        usage = Usage(
            input_tokens=tokens.input, cache_read_tokens=min(tokens.cached, tokens.input), output_tokens=tokens.output
        )
        try:
            return Decimal(calc_price(usage, self.model, provider_id=self.provider).total_price)
        except LookupError:
            if self.is_own:  # A proxy would pass on a model of a known price.
                return Decimal(0)
            raise PriceUnknown(self.name) from None


def model_ref(name: str, access: Access, prices: Mapping[str, Price]) -> ModelRef:
    """Read a model's name.

    Raises:
        ModelUnknown: it names no provider that is known.
        KeyMissing: its provider wants a key, and there is none.
        PriceUnknown: nobody knows what it costs.
    """
    provider, _, model = name.partition(":")
    if provider not in BASE_URLS or not model:
        raise ModelUnknown(name)
    ref = ModelRef(
        provider=provider,
        model=model,
        url=access.urls.get(provider) or BASE_URLS[provider],
        key=access.keys.get(provider, ""),
        price=prices.get(name),
    )
    if access.is_needed and provider in KEYS and not ref.key and not ref.is_own:
        raise KeyMissing(name, KEYS[provider])
    if access.is_needed:
        ref.cost(Tokens(input=1, output=1))
    return ref


def _is_private(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host  # A name of the local network.
