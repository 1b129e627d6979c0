"""Runs the real `longwave` command in a process that kills itself, with SIGKILL, at a chosen point of its life.

usage: mortal.py POINT NUMBER TAIL ARGUMENTS...

POINT is what is counted (see `POINTS`), NUMBER which one kills; with NUMBER 0 nothing does, and how often each point
was passed is written to the file TAIL. Else TAIL is the beginning of the SQL that counts as a statement, or empty.
"""

import json
import os
import signal
import sys
import threading
from collections import Counter
from pathlib import Path

POINTS = ("import", "file", "statement", "answer", "commit", "in commit", "return", "open", "rename")
# A commit takes some tenths of a millisecond; the timer's own start takes about as long.
IN_COMMIT_S = 0.0001


class Fate:
    """Counts what a process passes, and ends it at the chosen point."""

    def __init__(self, point: str, number: int, beginning: str) -> None:
        self.point, self.number, self.beginning = point, number, beginning
        self.passed: Counter[str] = Counter()

    def passes(self, point: str) -> None:
        self.passed[point] += 1
        if point != self.point or self.passed[point] != self.number:
            return
        if point == "in commit":
            threading.Timer(IN_COMMIT_S * (self.number % 7), _die).start()
        else:
            _die()

    def on_audit(self, event: str, arguments: tuple[object, ...]) -> None:
        """Take what the interpreter reports of itself: imports, databases opened, files written and renamed."""
        if event == "import":
            self.passes("import")
        elif event == "sqlite3.connect":
            self.passes("file")
        elif event == "open" and str(arguments[1]).startswith(("w", "a")):
            self.passes("open")
        elif event == "os.rename":
            self.passes("rename")

    def watch_databases(self) -> None:
        from sqlalchemy import event
        from sqlalchemy.engine import Engine
        from sqlalchemy.pool import Pool

        def asked(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if statement.startswith(self.beginning):
                self.passes("statement")

        def answered(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if statement.startswith(self.beginning):
                self.passes("answer")

        def commits(_connection: object) -> None:
            self.passes("commit")
            self.passes("in commit")

        def returned(_connection: object, _entry: object) -> None:
            self.passes("return")

        event.listen(Engine, "before_cursor_execute", asked)
        event.listen(Engine, "after_cursor_execute", answered)
        event.listen(Engine, "commit", commits)
        event.listen(Pool, "checkin", returned)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    point, number, tail, *arguments = sys.argv[1:]
    fate = Fate(point, int(number), tail if int(number) else "")
    sys.addaudithook(fate.on_audit)
    fate.watch_databases()
    from longwave.cli.main import main as longwave

    sys.argv = ["longwave", *arguments]
    try:
        longwave()
    finally:
        if fate.number == 0:
            Path(tail).write_text(json.dumps(fate.passed), encoding="utf-8")


if __name__ == "__main__":
    main()
