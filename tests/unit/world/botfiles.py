"""Forum bots for tests, and a world for them to come to."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from longwave import bootstrap
from longwave.world import locate
from longwave.world.card import WorldCard
from longwave.world.imports.bot_persona import Home
from longwave.world.imports.bot_report import BotReport
from longwave.world.imports.bots import import_bots
from longwave.world.imports.vocabulary import flat
from longwave.world.loader import load
from longwave.world.persona import Persona

MIRA = """
name: Mira Vex
identity:
  pronouns: she/her
  age: 29
  background: Grew up above a <b>radio</b> shop and [[took|took]] things apart.
  origin_story: Came for a week.
personality:
  traits: [curious, blunt]
  creativity_level: 80
  leadership_tendency: 30
  skepticism: 95
  aggression: 20
  shyness: 10
  engagement_style: proactive
  zodiac: leo
  quirks: [Counts stairs]
  interests: [old radios, Tides, astrology, {topic: "fish, fried"}]
communication_style: {style: short sentences, tone: dry, catchphrases: [Show me], vocabulary: [solder, hum]}
model: {provider: OpenAI, name: gpt-4o-mini, temperature: 0.7, max_tokens: 300}
"""
SAYS_NOTHING = "name: Tom\n"


CARD = WorldCard.model_validate(
    yaml.safe_load((locate.bundled_worlds() / "_template" / "world.yaml").read_text("utf-8")) | {"start": "1950-01-02"}
)
HOME = Home(card=CARD, region="town", topics=flat(()), regions=flat(()))


@pytest.fixture
def bots(tmp_path: Path) -> Path:
    folder = tmp_path / "bots"
    folder.mkdir()
    (folder / "mira.yaml").write_text(MIRA, "utf-8")
    (folder / "tom.yml").write_text(SAYS_NOTHING, "utf-8")
    return folder


def taken(tmp_path: Path, pack: Path, text: str | bytes) -> tuple[Persona | None, BotReport]:
    """Import one file; return the resident that it became, if it did."""
    file = tmp_path / "bot.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = import_bots(file, pack)
    residents = load(pack, check_template=bootstrap.template_fault).residents if report.taken else {}
    return next((residents[name] for name in report.taken), None), report


def everything_in(folder: Path) -> Mapping[Path, bytes]:
    return {file: file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
