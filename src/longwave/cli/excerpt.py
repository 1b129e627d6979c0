"""What `make run` ends with: two segments of the day to read, and where to look on."""

import json
import shutil
import sys
import textwrap
from pathlib import Path

import typer

# One small thing and one long one; a day has every form.
SHOWN = ("gossip", "story")
MAX_WIDTH = 88


def excerpt(out: Path) -> str:
    """Return two segments of a run's first day, wrapped, and what to look at next."""
    day = min((out / "segments").iterdir())
    segments = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(day.glob("*.json"))]
    first = {segment["form"]: segment for segment in reversed(segments)}
    shown = [segment for segment in segments if segment["form"] in SHOWN and segment is first[segment["form"]]]
    return "\n\n".join([*map(_segment, shown), _onward(out, day.name)])


def _segment(segment: dict[str, str]) -> str:
    width = min(MAX_WIDTH, shutil.get_terminal_size().columns)
    text = textwrap.fill(segment["text"], width, initial_indent="  ", subsequent_indent="  ")
    return f"{segment['slot'].replace('/', ' ')}  {segment['form']}\n{text}"


def _onward(out: Path, day: str) -> str:
    longwave = Path(sys.executable).with_name("longwave")
    if longwave.is_relative_to(Path.cwd()):
        longwave = longwave.relative_to(Path.cwd())
    return (
        f"read the day   {(out / f'{day}.html').resolve().as_uri()}\n"
        f"how it stands  {out / 'LIVE_STATUS.json'}\n"
        f"try next       {longwave} ledger verify -d {out}\n"
        f"               {longwave} doctor -d {out}"
    )


if __name__ == "__main__":
    typer.echo(f"\n{excerpt(Path(sys.argv[1]))}")
