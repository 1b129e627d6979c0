"""Forum bots of other programs become residents, whatever their files look like."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from longwave import bootstrap
from longwave.cli.world import app
from longwave.modules.commons.events import HeartbeatEnded, ReplyPosted, ThreadOpened
from longwave.settings import Settings
from longwave.world import locate
from longwave.world.card import Named
from longwave.world.errors import FileNotOurs, NoBots, NoWorld, RegionUnknown, SourceMissing
from longwave.world.imports.bot_persona import Home, newcomer
from longwave.world.imports.bot_report import BotReport
from longwave.world.imports.bot_sheet import bot_words, read_sheet
from longwave.world.imports.bots import holds_bots, import_bots
from longwave.world.imports.markdown import import_markdown
from longwave.world.imports.options import ImportOptions
from longwave.world.imports.vocabulary import flat
from longwave.world.loader import load
from longwave.world.persona import Role, Tier
from longwave.world.temper import Engagement
from unit.commons.society import founded, lived
from unit.world.botfiles import CARD, HOME, MIRA, SAYS_NOTHING, bots, everything_in, taken

__all__ = ["bots"]


def tempers(text: str) -> dict[str, int]:
    found = newcomer(read_sheet("bot.yaml", f"name: Bo\n{text}".encode()), HOME, bot_words())
    assert found is not None
    assert found.persona.temper is not None
    whole = found.persona.temper.model_dump()
    return {name: value for name, value in whole.items() if isinstance(value, int)}


def test_what_a_bot_is_becomes_what_a_resident_is(tmp_path: Path, pack: Path) -> None:
    mira, report = taken(tmp_path, pack, MIRA)

    assert mira is not None
    assert mira.temper is not None
    assert (mira.id, mira.name, mira.role, mira.born, mira.home) == (
        "mira-vex",
        "Mira Vex",
        Role.RESIDENT,
        1950 - 29,
        "town",
    )
    assert mira.history == "Grew up above a radio shop and took things apart. Came for a week."
    assert mira.knowledge.regions == {"town": Tier.COMMON, "harbour": Tier.COMMON}
    assert (mira.knowledge.circles, mira.knowledge.cutoff_year) == (("public",), None)
    assert mira.voice.summary == "Mira Vex (she/her). short sentences. Tone: dry."
    assert (mira.voice.traits, mira.voice.catchphrases) == (("curious", "blunt"), ("Show me",))
    assert mira.voice.do == ("Words such as: solder, hum.",)
    assert (mira.temper.skepticism, mira.temper.engagement_style) == (95, Engagement.ACTIVE)
    assert (mira.temper.interests, mira.temper.quirks) == (("radio", "tides", "fish"), ("Counts stairs",))
    assert mira.writing.model_dump(exclude_none=True) == {
        "model": "openai:gpt-4o-mini",
        "temperature": 0.7,
        "max_tokens": 300,
    }
    assert report.unknown_keys == ["bot.yaml: personality.zodiac"]
    assert report.unknown_interests == ["bot.yaml: astrology"]
    assert report.faults == []


def test_what_a_bot_does_not_say_is_in_the_middle_and_offline(tmp_path: Path, pack: Path) -> None:
    tom, report = taken(tmp_path, pack, SAYS_NOTHING)

    assert tom is not None
    assert tom.temper is not None
    assert tempers("") == dict.fromkeys(tempers(""), 50)
    assert (tom.temper.engagement_style, tom.temper.interests) == (Engagement.REACTIVE, ())
    assert tom.writing.model_dump(exclude_none=True) == {"model": "offline"}
    assert (report.faults, report.unknown_keys) == ([], [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sliders: {creativity: 80, shyness: 5, aggression: 30}", (80, 30, 5)),
        ("personality: {creativity-level: 0.8, Aggressiveness: 0.25, introversion: 1}", (80, 25, 100)),
        ("personality: {sliders: {creativityLevel: 8, hostility: 0, shy: 10}}", (80, 0, 100)),
        ("personality: {traits: {creativity: 7.5, aggression: 3}}", (75, 30, 50)),
        ("creativity: high\naggression: 20%\nshyness: 3/10", (75, 20, 30)),
        ("creativity: 9\naggression: 20%", (90, 20, 50)),
        ("extraversion: 80\nagreeableness: 90", (50, 10, 20)),
        ("extraversion: 80\nshyness: 70", (50, 50, 70)),
        ("creativity: 150\naggression: -4\nshyness: 1e80", (100, 0, 100)),
        ("creativity: yes please\naggression: true\nshyness: [1]", (50, 50, 50)),
    ],
)
def test_sliders_are_read_in_every_usual_scale_and_spelling(text: str, expected: tuple[int, int, int]) -> None:
    found = tempers(text)

    assert (found["creativity_level"], found["aggression"], found["shyness"]) == expected
    assert (found["leadership_tendency"], found["skepticism"]) == (50, 50)


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("model: claude-sonnet-4-5", "anthropic:claude-sonnet-4-5"),
        ("model: ollama:qwen3:8b", "ollama:qwen3:8b"),
        ("llm: {vendor: Claude, model_name: claude-haiku}", "anthropic:claude-haiku"),
        ("model: {provider: local, name: 'hf.co/some/model:Q4'}", "ollama:hf.co/some/model:Q4"),
        ("model: {name: gpt-4o, temperature: 1.9}", "openai:gpt-4o"),
        ("model: none", "offline"),
        ("model: {provider: mock, name: gpt-4o}", "offline"),
        ("model: {provider: skynet, name: t-800}", "offline"),
        ("model: {provider: openai}", "offline"),
        ("model: {provider: openai, name: 'x; rm -rf /'}", "offline"),
        ("model: {provider: [openai], name: {a: b}}", "offline"),
    ],
)
def test_a_model_is_named_as_longwave_names_it_or_is_offline(
    tmp_path: Path, pack: Path, model: str, expected: str
) -> None:
    bot, _ = taken(tmp_path, pack, f"name: Bo\n{model}\n")

    assert bot is not None
    assert bot.writing.model == expected
    assert bot.writing.temperature in (None, 1.0)


@pytest.mark.parametrize("key", ["bot", "agent", "resident"])
def test_a_bot_may_stand_under_a_key_that_says_so(tmp_path: Path, pack: Path, key: str) -> None:
    bot, _ = taken(tmp_path, pack, f"{key}:\n  identity: {{display_name: Bo}}\n  persona: {{shyness: 71}}\n")

    assert bot is not None
    assert bot.temper is not None
    assert (bot.name, bot.temper.shyness) == ("Bo", 71)


def test_a_pack_without_a_forum_gets_a_board_and_a_phrasebook_and_passes_its_check(bots: Path, pack: Path) -> None:
    report = import_bots(bots, pack)

    world = load(pack, check_template=bootstrap.template_fault)
    assert world.board is not None
    assert (world.board.name, list(world.residents)) == ("the board of The Test World", ["mira-vex", "tom"])
    assert (world.residents["mira-vex"].phrasebook, world.residents["tom"].phrasebook) == (None, "mira-vex")
    assert (report.files, report.is_board_new, report.files_written) == (2, True, 4)


def test_residents_that_were_imported_live(bots: Path, pack: Path, tmp_path: Path) -> None:
    (bots / "mira.yaml").write_text(MIRA.replace("provider: OpenAI", "provider: offline"), "utf-8")
    import_bots(bots, pack)

    with founded(str(tmp_path / "world.db"), world=str(pack)) as society:
        lived(society, hours=30)
        events = [recorded.event for recorded in society.ledger.read()]

    ended = [event.resident for event in events if isinstance(event, HeartbeatEnded)]
    assert min(ended.count("mira-vex"), ended.count("tom")) >= 29
    assert any(isinstance(event, ThreadOpened) for event in events)
    assert any(isinstance(event, ReplyPosted) for event in events)


@pytest.mark.parametrize(
    ("temper", "expected"),
    [
        ("{skepticism: 96, creativity: 20, shyness: 30, engagement_style: reactive}", "averil"),
        ("{shyness: 95, aggression: 0, leadership: 0, engagement_style: lurker}", "ivo"),
        ("{leadership: 95, aggression: 85, shyness: 0, engagement_style: active}", "thirza"),
    ],
)
def test_whoever_is_most_like_them_lends_them_a_phrasebook(tmp_path: Path, temper: str, expected: str) -> None:
    saltmere = tmp_path / "saltmere"
    for file, raw in everything_in(locate.bundled_worlds() / "saltmere").items():
        copy = saltmere / file.relative_to(locate.bundled_worlds() / "saltmere")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(raw)
    before = everything_in(saltmere)

    bot, report = taken(tmp_path, saltmere, f"name: Bo\npersonality: {temper}\n")

    assert bot is not None
    assert (bot.phrasebook, report.is_board_new) == (expected, False)
    assert {file: raw for file, raw in everything_in(saltmere).items() if file in before} == before


def test_a_second_import_writes_the_same_bytes_and_takes_away_who_is_gone(bots: Path, pack: Path) -> None:
    import_bots(bots, pack)
    before = everything_in(pack)

    again = import_bots(bots, pack)

    assert (again.files_written, again.files_unchanged, everything_in(pack)) == (0, 4, before)
    (bots / "tom.yml").unlink()
    assert import_bots(bots, pack).files_removed == 1
    assert list(load(pack).residents) == ["mira-vex"]


def test_a_source_of_which_nothing_can_be_taken_takes_nothing_away(bots: Path, pack: Path) -> None:
    import_bots(bots, pack)
    before = everything_in(pack)
    for file in bots.iterdir():
        file.write_text("name: [")

    report = import_bots(bots, pack)

    assert (report.taken, len(report.faults), everything_in(pack)) == ({}, 2, before)


def test_markdown_of_the_same_name_leaves_the_bots_alone(bots: Path, pack: Path) -> None:
    import_bots(bots, pack)
    before = everything_in(pack)
    (bots / "page.md").write_text("# Some page\n\nWords that would be enough for one page of lore.", "utf-8")

    import_markdown(bots, pack, ImportOptions(min_chars=20))

    assert {file: raw for file, raw in everything_in(pack).items() if file in before} == before


@pytest.mark.parametrize("file", ["personas/mira-vex.yaml", "forum/board.yaml", "phrasebook/mira-vex.yaml"])
def test_what_somebody_edited_is_never_overwritten(bots: Path, pack: Path, file: str) -> None:
    import_bots(bots, pack)
    edited = pack / file
    edited.write_text(edited.read_text("utf-8") + "# mine\n", "utf-8")
    before = everything_in(pack)

    if file.startswith("personas/"):
        with pytest.raises(FileNotOurs):
            import_bots(bots, pack)
    else:
        import_bots(bots, pack)

    assert everything_in(pack) == before
    assert len(load(pack).residents) == 2


def test_somebody_elses_file_is_never_overwritten_and_stops_it_all(bots: Path, pack: Path) -> None:
    (bots / "ada.yaml").write_text("name: Ada\n", "utf-8")
    before = everything_in(pack)

    with pytest.raises(FileNotOurs, match=r"ada\.yaml"):
        import_bots(bots, pack)

    assert everything_in(pack) == before


@pytest.mark.parametrize("name", ["Public", "Council", "Town", "Bells"])
def test_a_bot_named_like_a_circle_or_a_place_does_not_become_it(tmp_path: Path, pack: Path, name: str) -> None:
    bot, _ = taken(tmp_path, pack, f"name: {name}\n")

    assert bot is not None
    assert bot.name == name
    assert bot.id.startswith(f"{name.lower()}-")


def test_two_bots_of_one_name_are_two_residents(bots: Path, pack: Path) -> None:
    (bots / "other.yaml").write_text("name: Tom\nshyness: 80\n", "utf-8")

    report = import_bots(bots, pack)

    assert len(report.taken) == len(load(pack).residents) == 3


def test_the_callers_words_lead_interests_and_homes_to_the_world(tmp_path: Path, pack: Path) -> None:
    mapping, file = tmp_path / "mapping.yaml", tmp_path / "bot.yaml"
    mapping.write_text("topics: {weather: [meteorology]}\nregions: {harbour: [the quays]}\n")
    file.write_text("name: Bo\nlocation: the quays\ninterests: meteorology; bread\n")

    report = import_bots(file, pack, ImportOptions(mapping=mapping))

    bot = load(pack).residents["bo"]
    assert bot.temper is not None
    assert (bot.home, bot.temper.interests, report.unknown_interests) == ("harbour", ("weather", "bread"), [])


@pytest.mark.parametrize(
    ("make", "refusal"),
    [
        (lambda bots, pack: import_bots(bots / "none.yaml", pack), SourceMissing),
        (lambda bots, pack: import_bots(bots / "empty", pack), NoBots),
        (lambda bots, _: import_bots(bots, bots / "empty"), NoWorld),
        (lambda bots, pack: import_bots(bots, pack, ImportOptions(region="moon")), RegionUnknown),
    ],
)
def test_an_import_that_cannot_begin_is_refused_with_a_cure(
    bots: Path, pack: Path, make: Callable[[Path, Path], BotReport], refusal: type[SourceMissing]
) -> None:
    (bots / "empty").mkdir()
    before = everything_in(pack)

    with pytest.raises(refusal) as caught:
        make(bots, pack)

    assert caught.value.hint
    assert everything_in(pack) == before


def test_a_folder_of_bots_is_told_from_a_folder_of_markdown(bots: Path, tmp_path: Path) -> None:
    (bots / "README.md").write_text("# Bots")
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "mkdocs.yml").write_text("name: x")
    (notes / "page.md").write_text("# Page")

    told = [holds_bots(path) for path in (bots, bots / "mira.yaml", notes, tmp_path / "dump.xml", notes / "page.md")]

    assert told == [True, True, False, False, False]


def test_the_command_imports_bots_and_says_what_it_did(bots: Path, pack: Path) -> None:
    result = CliRunner().invoke(app, ["import", str(bots / "mira.yaml"), "--into", str(pack), "--json"])

    report = json.loads(result.stdout)
    assert (report["files"], report["taken"]) == (1, {"mira-vex": "mira-vex"})
    assert bootstrap.load_pack(str(pack), Settings()).residents["mira-vex"].name == "Mira Vex"


def test_a_world_without_names_for_its_regions_is_a_home_all_the_same() -> None:
    bare = CARD.model_copy(update={"regions": (Named(id="r", name="R"),), "topics": ()})
    home = Home(card=bare, region="r", topics=flat(()), regions=flat(()))

    found = newcomer(read_sheet("bot.yaml", b"name: Bo\nhome: Mars\ninterests: [x]\n"), home, bot_words())

    assert found is not None
    assert (found.persona.home, found.unknown_interests) == ("r", ("x",))
