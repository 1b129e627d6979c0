"""What a start costs before the first segment: the imports of `longwave station produce`, against the libraries alone."""

import subprocess
import sys
import time
from functools import partial

from figures import best_of, milliseconds, say

ROUNDS = 5
OURS = "import longwave.cli.main, longwave.bootstrap, longwave.modules.station.production"
LIBRARIES = "import asyncio, jinja2, pydantic_settings, sqlalchemy.dialects.sqlite, structlog, typer, yaml"


def start(code: str) -> float:
    """Return how long a new Python takes to run some code."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - begun


def main() -> None:
    ours, libraries, bare = best_of(ROUNDS, partial(start, OURS), partial(start, LIBRARIES), partial(start, "pass"))
    say("start of the producing program", milliseconds(ours), ratio=f"{ours / libraries:.2f} x libraries")
    say("start of its libraries alone", milliseconds(libraries), ratio=f"{libraries / bare:.1f} x Python")


if __name__ == "__main__":
    main()
