"""What the narrator refuses.

LongwaveError
└── NarratorError
    ├── TemplateInvalid          a line of a phrasebook cannot be read
    ├── CannotCompose            no plan of the phrasebook gives a text within the limits
    ├── ModelUnusable            a model cannot be asked as things are set
    │   ├── ModelUnknown         its name says no provider that is known
    │   ├── KeyMissing           its provider wants a key
    │   ├── PriceUnknown         nobody knows what it costs
    │   └── ProviderUnreachable  its provider does not answer, or refuses the key or the model
    ├── ReplyUnusable            a model answered, and the answer is no text
    ├── NarratorUnavailable      a text cannot be had from this narrator
    │   ├── BudgetSpent          a cap is reached
    │   ├── RequestRejected      the provider will not write this
    │   └── ProviderDown         the provider is down, and it was waited for long enough
    ├── ProviderOutage           the provider is down, and is waited for
    └── CallMissing              a replay has no record of a request
"""

from longwave.kernel.errors import LongwaveError
from longwave.narrator.spend import NOTHING, Spend


class NarratorError(LongwaveError):
    """The narrator cannot write this."""


class TemplateInvalid(NarratorError):
    """A line of a phrasebook cannot be read."""


class CannotCompose(NarratorError):
    """No plan of the phrasebook gives a text within the limits."""

    hint = "give the phrasebook shorter lines or a plan with fewer parts for this form"

    def __init__(self, persona: str, form: str, max_chars: int) -> None:
        super().__init__(f"the phrasebook of {persona!r} has no plan for {str(form)!r} within {max_chars} characters")


class ModelUnusable(NarratorError):
    """A model cannot be asked as things are set."""


class ModelUnknown(ModelUnusable):
    """A model's name says no provider that is known."""

    hint = "write provider:model, such as anthropic:claude-haiku-4-5, openai:gpt-5-mini or ollama:llama3.2, or offline"

    def __init__(self, model: str) -> None:
        super().__init__(f"no provider is known for the model {model!r}")


class KeyMissing(ModelUnusable):
    """A provider wants a key."""

    def __init__(self, model: str, variable: str) -> None:
        super().__init__(f"{model} needs a key, and {variable} is not set")
        self.hint = f"set {variable}, or choose another model, or offline"


class PriceUnknown(ModelUnusable):
    """Nobody knows what a model costs, so no budget can be kept."""

    def __init__(self, model: str) -> None:
        super().__init__(f"the price of {model} is not known")
        self.hint = f"add it to world.yaml: prices: {{'{model}': {{input: …, output: …}}}}, in USD for a million tokens"


class ProviderUnreachable(ModelUnusable):
    """A provider does not answer, or refuses the key or the model."""

    def __init__(self, model: str, reason: str, hint: str) -> None:
        super().__init__(f"{model} cannot be asked: {reason}")
        self.hint = hint


class ReplyUnusable(NarratorError):
    """A model answered, and the answer is no text; it is paid for all the same."""

    def __init__(self, reason: str, spent: Spend) -> None:
        super().__init__(reason)
        self.spent = spent


class NarratorUnavailable(NarratorError):
    """A text cannot be had from this narrator, so another one writes it."""


class BudgetSpent(NarratorUnavailable):
    """A cap is reached.

    Attributes:
        scope: what is capped ("persona:wren/1931-03-02").
        is_soft: whether only optional texts are kept back.
    """

    def __init__(self, scope: str, *, is_soft: bool) -> None:
        kept = "keeps what is left for what is needed" if is_soft else "has no room for one more text"
        super().__init__(f"the budget of {scope} {kept}")
        self.scope, self.is_soft = scope, is_soft


class RequestRejected(NarratorUnavailable):
    """The provider will not write this; where it began to, it is paid for all the same."""

    def __init__(self, reason: str, spent: Spend = NOTHING) -> None:
        super().__init__(reason)
        self.spent = spent


class ProviderDown(NarratorUnavailable):
    """The provider is down, and it was waited for long enough."""


class ProviderOutage(NarratorError):
    """The provider is down, and is waited for."""


class CallMissing(NarratorError):
    """A replay has no record of a request."""

    hint = "replay with the same pack, persona, start, hours, seed and narrator as the recorded run"

    def __init__(self, key: str) -> None:
        super().__init__(f"no call is recorded for {key}")
