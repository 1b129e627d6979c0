"""The double as fixtures. The tests' conftest.py takes them in, so that every test has them."""

from collections.abc import Iterator

import pytest

from double import guard
from double.server import Double


@pytest.fixture(scope="session", autouse=True)
def no_paid_model() -> Iterator[None]:
    """Neither keys nor network, for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        guard.install(patch)
        yield


@pytest.fixture
def double() -> Iterator[Double]:
    """A provider that writes well until its script is set."""
    with Double() as double:
        yield double
