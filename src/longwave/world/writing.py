"""Who writes for a persona or a world, and what it may cost."""

from decimal import Decimal

from pydantic import Field

from longwave.world.fields import Part, Text, Texts


class Writing(Part):
    """Which model writes, and how. What is left out is the world's to say, then the settings'.

    Attributes:
        model: `anthropic:…`, `openai:…`, `ollama:…`, or `offline`.
        fallback: models that are asked in turn where the first is down or out of reach; the offline narrator is the
            last in any case.
        max_tokens: of one reply.
        timeout_s: for one reply.
    """

    model: Text | None = None
    fallback: Texts | None = None
    temperature: float | None = Field(default=None, ge=0, le=2)
    max_tokens: int | None = Field(default=None, ge=64, le=100_000)
    timeout_s: float | None = Field(default=None, gt=0, le=3600)

    def over(self, base: "Writing") -> "Writing":
        """Return this with what it leaves out taken from another."""
        return base.model_copy(update={name: value for name, value in self if value is not None})


class Budget(Part):
    """What a world day may cost; None leaves it to the default."""

    tokens: int | None = Field(default=None, ge=0)
    usd: Decimal | None = Field(default=None, ge=0)


class Price(Part):
    """What a model costs, in USD for a million tokens."""

    input: Decimal = Field(ge=0)
    output: Decimal = Field(ge=0)
