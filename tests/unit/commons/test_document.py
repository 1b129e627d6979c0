"""That the OpenAPI document of the whole forum tells the truth."""

import pytest

from unit.api.documented import failures
from unit.commons.surface import Surface, read_only, surface

__all__ = ["read_only", "surface"]

EXAMPLES, EXAMPLES_SOAK = 2, 200


@pytest.mark.soak
@pytest.mark.parametrize("is_admin", [True, False])
def test_whatever_is_asked_the_answer_is_one_that_the_document_declares(
    surface: Surface, is_admin: bool, soak: bool
) -> None:
    if not (soak or is_admin):
        pytest.skip("whoever has the token is enough for the small count")
    token, examples = surface.token if is_admin else "", EXAMPLES_SOAK if soak else EXAMPLES
    assert failures(surface.app, token, examples=examples, checks=5_000) == []
