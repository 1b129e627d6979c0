"""All configuration, read once at the start, from the environment (prefix LONGWAVE_)."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Key = SecretStr | None


def _is_address(url: str) -> str:
    if not re.match(r"https?://[^\s/]", url):
        raise ValueError("write an address that begins with http:// or https://")
    return url


Url = Annotated[str, AfterValidator(_is_address)] | None


def _listed(value: Any) -> Any:  # Any: the environment, before validation.
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


def _aliases(name: str) -> AliasChoices:
    return AliasChoices(f"longwave_{name}", name)


class Settings(BaseSettings):
    """How Longwave runs on this machine.

    Attributes:
        database: where the world is kept, a path or URL; empty means a file in the output folder.
        worlds: a folder with world packs, besides the bundled ones.
        concurrency: how many texts are written at once.
        busy_timeout_s: how long to wait for another program that locks the database.
        model: who writes where neither the persona nor the world says; `offline`, or a model as in `openai:gpt-5-mini`.
        judge: a model that reads what the gate accepted and notes what it finds; empty for none.
        library: where residents look things up: in the world's `lore`, or in the `wikipedia` of its language.
        anthropic_api_key, openai_api_key: also read without the prefix, as the providers name them.
        anthropic_base_url, openai_base_url, ollama_base_url: where the provider is: a server of one's own, or a proxy.
        persona_tokens_a_day, persona_usd_a_day: what a persona's texts of a world day may cost where it does not say.
        outage_patience_s: how long a provider that is down is waited for before the offline narrator goes on alone.
        base_url: where output folders are reached by players and podcast apps; empty where they are not.
        public: whether everybody may read the API, from wherever.
        hosts: names that the API goes by besides this machine's own, with commas between them.
        origins: pages (`https://example.org`) that may change things and follow the feed, with commas between them.
        min_free_mb: how much room the disk of the output folder must have for a run to go on.
        keep_prompts_days: how long prompts are kept in the call ledger; 0 keeps none.
        log_level: the least that is logged, to stderr.
        log_format: `text` for people, `json` for programs.
    """

    model_config = SettingsConfigDict(env_prefix="LONGWAVE_", env_ignore_empty=True, frozen=True)

    database: str = ""
    worlds: Path | None = None
    concurrency: int = Field(default=8, ge=1, le=1024)
    busy_timeout_s: float = Field(default=30.0, ge=0, le=3600)
    model: str = "offline"
    judge: str = ""
    library: Literal["lore", "wikipedia"] = "lore"
    anthropic_api_key: Key = Field(default=None, validation_alias=_aliases("anthropic_api_key"))
    openai_api_key: Key = Field(default=None, validation_alias=_aliases("openai_api_key"))
    anthropic_base_url: Url = Field(default=None, validation_alias=_aliases("anthropic_base_url"))
    openai_base_url: Url = Field(default=None, validation_alias=_aliases("openai_base_url"))
    ollama_base_url: Url = Field(default=None, validation_alias=_aliases("ollama_base_url"))
    persona_tokens_a_day: int = Field(default=100_000, ge=0)
    persona_usd_a_day: Decimal = Field(default=Decimal("1.00"), ge=0)
    outage_patience_s: float = Field(default=3600.0, ge=0)
    base_url: Url = None
    public: bool = False
    hosts: Listed = ()
    origins: Listed = ()
    min_free_mb: int = Field(default=200, ge=0)
    keep_prompts_days: int = Field(default=30, ge=0, le=3650)
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    log_format: Literal["text", "json"] = "text"

    def keys(self) -> dict[str, str]:
        """Return the providers' keys that are set."""
        found = {"anthropic": self.anthropic_api_key, "openai": self.openai_api_key}
        return {provider: key.get_secret_value() for provider, key in found.items() if key}

    def urls(self) -> dict[str, str]:
        """Return the providers' addresses that are set."""
        found = {
            "anthropic": self.anthropic_base_url,
            "openai": self.openai_base_url,
            "ollama": self.ollama_base_url,
        }
        return {provider: url for provider, url in found.items() if url}
