"""What a start costs before the first segment: what `longwave station produce` imports, against the libraries."""

import resource
import subprocess
import sys
import time
from functools import partial

from figures import Took, best_of, milliseconds, ratio, say

ROUNDS = 5
OURS = "import longwave.cli.main, longwave.bootstrap, longwave.modules.station.production"
LIBRARIES = "import asyncio, jinja2, pydantic_settings, sqlalchemy.dialects.sqlite, structlog, typer, yaml"


def start(code: str) -> Took:
    """Return what a new Python takes to run some code."""
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(cpu_s=cpu_s, wall_s=time.perf_counter() - wall)


def main() -> None:
    ours, libraries, bare = best_of(ROUNDS, partial(start, OURS), partial(start, LIBRARIES), partial(start, "pass"))
    say("start of the producing program", milliseconds(ours.cpu_s), beside=ratio(ours, libraries, "libraries"))
    say("start of its libraries alone", milliseconds(libraries.cpu_s), beside=ratio(libraries, bare, "Python"))


if __name__ == "__main__":
    main()
