"""What acceptance tests may ask for: the bundled world, and runs that nothing happened to."""

import shutil
from pathlib import Path

import pytest

from acceptance.terminal import hash_of, longwave
from longwave import bootstrap
from longwave.settings import Settings
from longwave.world.pack import Pack

HOURS_A_DAY = 16


@pytest.fixture(scope="session")
def saltmere() -> Pack:
    return bootstrap.load_pack("saltmere", Settings())


def _produce(folder: Path, hours: int) -> Path:
    said = longwave("station", "produce", "--persona", "wren", "--hours", str(hours), "--seed", "7", "-o", folder)
    assert said.code == 0, said
    return folder


@pytest.fixture(scope="session")
def undisturbed_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a day by wren with seed 7 that nothing happened to; tests read it and change nothing."""
    return _produce(tmp_path_factory.mktemp("day") / "run", HOURS_A_DAY)


@pytest.fixture(scope="session")
def undisturbed_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of three such days."""
    return _produce(tmp_path_factory.mktemp("days") / "run", 3 * HOURS_A_DAY)


@pytest.fixture(scope="session")
def hash_of_three_hours(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The hash of a run of three hours by wren with seed 7 that nothing happened to."""
    return hash_of(_produce(tmp_path_factory.mktemp("hours") / "run", 3))


@pytest.fixture
def day(undisturbed_day: Path, tmp_path: Path) -> Path:
    """A copy of the undisturbed day, to do with what one likes."""
    return shutil.copytree(undisturbed_day, tmp_path / "day")


@pytest.fixture
def own_world(tmp_path: Path) -> Path:
    """The folder of a new small world whose presenter is ada."""
    said = longwave("world", "new", tmp_path / "island", "--name", "The Island")
    assert said.code == 0, said
    return tmp_path / "island"
