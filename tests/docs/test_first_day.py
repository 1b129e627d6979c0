"""What `make run` makes is what the README quotes, and what its last words show."""

import json
import re
from pathlib import Path
from urllib.request import url2pathname

import pytest

from docs import readme
from longwave.cli.excerpt import SHOWN, excerpt


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the day that `make run` makes."""
    out = tmp_path_factory.mktemp("run") / "first-day"
    readme.make_run(out)
    return out


def texts(day: Path) -> list[tuple[str, str]]:
    segments = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(day.glob("segments/*/*.json"))]
    return [(segment["form"], segment["text"]) for segment in segments]


def test_the_readme_quotes_the_day_that_make_run_makes(day: Path) -> None:
    page = readme.README.read_text(encoding="utf-8")

    quoted = readme.quoted(page, day)

    assert page == quoted, "the README quotes another day; run `make docs`"


def test_the_excerpt_shows_two_whole_segments_with_their_time_and_form(day: Path) -> None:
    first = {form: text for form, text in reversed(texts(day)) if form in SHOWN}

    shown = " ".join(excerpt(day).split())

    assert len(first) == 2
    for form, text in first.items():
        assert re.search(rf"1931-03-02 \d\d:00 {form} {re.escape(' '.join(text.split()))}", shown)


def test_the_excerpt_leads_to_a_page_that_is_there_and_holds_the_day(day: Path) -> None:
    [address] = re.findall(r"file://(\S+)", excerpt(day))

    page = Path(url2pathname(address)).read_text(encoding="utf-8")

    assert page.count("<article") == len(texts(day))


def test_the_excerpt_names_the_status_and_two_commands_to_try(day: Path) -> None:
    shown = excerpt(day)

    assert str(day / "LIVE_STATUS.json") in shown
    assert re.findall(r"longwave (.*) -d (.*)", shown) == [("ledger verify", str(day)), ("doctor", str(day))]
