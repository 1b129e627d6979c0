"""Whether an application does what its OpenAPI document says."""

import schemathesis
from fastapi import FastAPI
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


def failures(app: FastAPI, token: str, *, examples: int, checks: int) -> list[str]:
    """Send an application what schemathesis makes of its document, with every check it has; return what failed.

    Args:
        token: of whoever asks; empty for somebody who holds none.
        checks: how many there must have been at least.
    """
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    generation = GenerationConfig(max_examples=examples, deterministic=True, database="none")
    # Whoever has no token is told so before anything is looked at, even whether a path has the method.
    wanted = ChecksConfig(unsupported_method=SimpleCheckConfig(enabled=bool(token)))
    project = ProjectConfig(headers=headers, generation=generation, checks=wanted, continue_on_failure=True)
    config = SchemathesisConfig(projects=ProjectsConfig(default=project))
    try:
        document = schemathesis.openapi.from_asgi("/openapi.json", app, config=config, headers=headers)
        happened = list(from_schema(document).execute())
    finally:
        shutdown_lifespans()
    scenarios = [each.recorder for each in happened if isinstance(each, events.ScenarioFinished)]
    made = [check for scenario in scenarios for of_case in scenario.checks.values() for check in of_case]
    assert len(made) > checks, len(made)
    errors = [str(vars(each)) for each in happened if isinstance(each, events.NonFatalError | events.FatalError)]
    return errors + [str(check.failure_info.failure) for check in made if check.failure_info]
