"""That the OpenAPI document of the whole forum tells the truth."""

import pytest
import schemathesis
from schemathesis.config import (
    ChecksConfig,
    GenerationConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
    SimpleCheckConfig,
)
from schemathesis.engine import events, from_schema
from schemathesis.python.asgi import shutdown_lifespans

from unit.commons.surface import Surface, read_only, surface

__all__ = ["read_only", "surface"]

EXAMPLES, EXAMPLES_SOAK = 5, 200


def failures(surface: Surface, examples: int, *, is_admin: bool) -> list[str]:
    """Send the application what schemathesis makes of its document, with every check it has; return what failed."""
    headers = {"Authorization": f"Bearer {surface.token}"} if is_admin else {}
    generation = GenerationConfig(max_examples=examples, deterministic=True, database="none")
    # Whoever has no token is told so before anything is looked at, even whether a path has the method.
    checks = ChecksConfig(unsupported_method=SimpleCheckConfig(enabled=is_admin))
    project = ProjectConfig(headers=headers, generation=generation, checks=checks, continue_on_failure=True)
    config = SchemathesisConfig(projects=ProjectsConfig(default=project))
    try:
        document = schemathesis.openapi.from_asgi("/openapi.json", surface.app, config=config, headers=headers)
        happened = list(from_schema(document).execute())
    finally:
        shutdown_lifespans()
    scenarios = [each.recorder for each in happened if isinstance(each, events.ScenarioFinished)]
    made = [check for scenario in scenarios for of_case in scenario.checks.values() for check in of_case]
    assert len(made) > 10_000
    errors = [str(vars(each)) for each in happened if isinstance(each, events.NonFatalError | events.FatalError)]
    return errors + [str(check.failure_info.failure) for check in made if check.failure_info]


@pytest.mark.soak
@pytest.mark.parametrize("is_admin", [True, False])
def test_whatever_is_asked_the_answer_is_one_that_the_document_declares(
    surface: Surface, is_admin: bool, soak: bool
) -> None:
    if not (soak or is_admin):
        pytest.skip("whoever has the token is enough for the small count")
    assert failures(surface, EXAMPLES_SOAK if soak else EXAMPLES, is_admin=is_admin) == []
