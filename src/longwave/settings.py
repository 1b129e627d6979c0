"""All configuration, read once at the start, from the environment (prefix LONGWAVE_)."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """How Longwave runs on this machine.

    Attributes:
        database: where the world is kept, a path or URL; empty means a file in the output folder.
        worlds: a folder with world packs, besides the bundled ones.
        concurrency: how many texts are written at once.
        busy_timeout_s: how long to wait for another program that locks the database.
        log_level: the least that is logged, to stderr.
        log_format: `text` for people, `json` for programs.
    """

    model_config = SettingsConfigDict(env_prefix="LONGWAVE_", frozen=True)

    database: str = ""
    worlds: Path | None = None
    concurrency: int = Field(default=8, ge=1, le=1024)
    busy_timeout_s: float = Field(default=30.0, ge=0, le=3600)
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    log_format: Literal["text", "json"] = "text"
