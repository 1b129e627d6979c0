import pytest

from longwave import bootstrap
from longwave.settings import Settings
from longwave.world import new
from longwave.world.loader import load
from longwave.world.pack import Pack


@pytest.fixture(scope="session")
def saltmere() -> Pack:
    return bootstrap.load_pack("saltmere", Settings())


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return load(new.create(tmp_path_factory.mktemp("tiny") / "pack", "The Long Shoal"))
