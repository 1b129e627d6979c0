"""Puts a segment of the day that `make run` makes into the README, so that what it quotes is what one gets."""

import json
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
README, MAKEFILE = ROOT / "README.md", ROOT / "Makefile"
_RUN = re.compile(r"^\t\$\(BIN\)/longwave (station produce .*) --output ", re.MULTILINE)
_QUOTE = re.compile(r"(<!-- The day's (\d\d:\d\d), put here by `make docs`. -->\n)> .*\n")


def quoted(readme: str, out: Path) -> str:
    """Return the README with the segment that it asks for, from the folder of a run."""
    match = _QUOTE.search(readme)
    if match is None:
        raise ValueError("the README asks for no segment")
    [path] = (out / "segments").glob(f"*/{match[2].replace(':', '')}.json")
    return _QUOTE.sub(lambda found: f"{found[1]}> {json.loads(path.read_text('utf-8'))['text']}\n", readme, count=1)


def make_run(out: Path) -> None:
    """Produce the day that `make run` makes."""
    [arguments] = _RUN.findall(MAKEFILE.read_text(encoding="utf-8"))
    longwave = Path(sys.executable).with_name("longwave")
    subprocess.run([longwave, *arguments.split(), "--output", out], check=True, capture_output=True)


def main() -> None:
    """Bring the README's quotation up to date."""
    with TemporaryDirectory() as folder:
        make_run(Path(folder) / "day")
        README.write_text(quoted(README.read_text(encoding="utf-8"), Path(folder) / "day"), encoding="utf-8")


if __name__ == "__main__":
    main()
