"""The double in a process of its own, so that it outlives what a test kills.

usage: python -m double.serve [--port 0]
    [--script good|noise:SEED:SHARE[:content]|status:CODE|late:SECONDS|read:SECONDS:FILE|silent]

Prints its port. GET /_counts has the counts. Ends when its input ends or on a signal.
"""

import argparse
import contextlib
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from double.scripts import parse
from double.server import Double
from double.shapes import Json


@dataclass(frozen=True)
class Served:
    """A double that runs elsewhere."""

    url: str
    process: subprocess.Popen[str]

    def counts(self) -> Json:
        """Ask it what it was asked."""
        with urllib.request.urlopen(f"{self.url}/_counts", timeout=10) as answer:  # noqa: S310 - loopback
            counts: Json = json.load(answer)
        return counts


@contextlib.contextmanager
def served(script: str = "good") -> Iterator[Served]:
    """Run a double in a process of its own."""
    command = [sys.executable, "-m", "double.serve", "--script", script]
    tests = Path(__file__).parents[1]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=tests) as process:
        assert process.stdin
        assert process.stdout
        port = int(process.stdout.readline())
        try:
            yield Served(f"http://127.0.0.1:{port}", process)
        finally:
            process.stdin.close()


def main() -> None:
    """Serve until the input ends."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--script", type=parse, default="good")
    arguments = parser.parse_args()
    with Double(arguments.script, port=arguments.port) as double:
        sys.stdout.write(f"{double.port}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
