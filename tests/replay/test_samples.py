"""Every version of every event that was ever written can still be read.

`samples/<kind>/v<version>.json` holds an event as it was stored; a sample is never changed. A new kind or version takes
an example in `examples.py`, and a test here then tells what to store.
"""

from pathlib import Path

import pytest

from longwave import bootstrap
from longwave.ledger.events import Event, Registry
from longwave.settings import Settings
from replay.examples import EXAMPLES

SAMPLES = Path(__file__).parent / "samples"
KINDS = {event.kind: event for event in bootstrap.EVENTS}
VERSIONS = [(kind, version) for kind, event in KINDS.items() for version in range(1, event.version + 1)]


def stored(kind: str, version: int) -> str:
    return (SAMPLES / kind / f"v{version}.json").read_text(encoding="utf-8").removesuffix("\n")


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """What the program itself reads events with, upcasters included."""
    place = str(tmp_path_factory.mktemp("world"))
    with bootstrap.open_ledger(place, Settings(), create=True) as ledger:
        return ledger.registry


def test_every_kind_of_event_has_one_example() -> None:
    assert sorted(example.kind for example in EXAMPLES) == sorted(KINDS)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.kind)
def test_an_event_as_it_is_written_now_is_in_the_samples(example: Event) -> None:
    path = SAMPLES / example.kind / f"v{example.version}.json"

    now = example.to_text()

    assert path.exists(), f"a new event or version: store this as {path}\n{now}"
    assert stored(example.kind, example.version) == now, f"{path} was written otherwise; give the event a new version"


@pytest.mark.parametrize(("kind", "version"), VERSIONS)
def test_every_version_has_a_sample_that_loads(registry: Registry, kind: str, version: int) -> None:
    event = registry.load(kind, version, stored(kind, version))

    assert type(event) is KINDS[kind]
    assert registry.load(kind, event.version, event.to_text()) == event


@pytest.mark.parametrize("kind", KINDS)
def test_a_sample_of_the_present_version_is_written_back_byte_for_byte(registry: Registry, kind: str) -> None:
    text = stored(kind, KINDS[kind].version)

    assert registry.load(kind, KINDS[kind].version, text).to_text() == text


def test_no_sample_is_of_an_event_that_the_program_does_not_know() -> None:
    found = {(path.parent.name, path.stem) for path in SAMPLES.rglob("*.json")}

    assert found == {(kind, f"v{version}") for kind, version in VERSIONS}
