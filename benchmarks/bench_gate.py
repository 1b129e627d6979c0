"""What the gate costs a text, rule by rule: texts that were aired, each judged on its own.

The first rule that asks for something about a text (its times, its numbers) pays for those that ask for it later.
"""

import json
import statistics
import time
from collections import defaultdict
from pathlib import Path

from figures import at_most, milliseconds, say
from longwave import bootstrap
from longwave.editorial.canon import Canon
from longwave.editorial.gate import RULES
from longwave.editorial.rule import Manuscript
from longwave.narrator.assignment import Assignment, FactSheet
from longwave.settings import Settings

AIRED = Path(__file__).parents[1] / "tests" / "unit" / "editorial" / "aired.json"
ROUNDS, CHARS, MAX_MS = 20, 500, 1.0
OF_TEXTS = ("SAFE", "FACT", "PERS")


def manuscripts() -> list[Manuscript]:
    """Return the aired texts as the gate gets them."""
    pack = bootstrap.load_pack("saltmere", Settings())
    canon = Canon(pack)
    return [
        Manuscript(
            text=entry["text"],
            assignment=Assignment(
                key=entry["key"],
                persona=pack.personas[entry["persona"]],
                form=entry["form"],
                sheet=FactSheet.model_validate(entry["sheet"]),
                max_chars=entry["max_chars"],
                turn=0,
                form_turn=0,
            ),
            canon=canon,
        )
        for entry in json.loads(AIRED.read_text(encoding="utf-8"))
    ]


def judge(fresh: list[Manuscript]) -> dict[str, float]:
    """Return the seconds that each subject's rules take for all texts."""
    took: defaultdict[str, float] = defaultdict(float)
    for manuscript in fresh:
        for rule in RULES:
            begun = time.process_time()
            rule.findings(manuscript)
            took[rule.code[:4]] += time.process_time() - begun
    return took


def main() -> None:
    """Print the milliseconds that a text of 500 characters takes, by subject, and hold them to their limit."""
    texts = manuscripts()
    chars = sum(len(text.text) for text in texts)
    # The first round learns the world.
    rounds = [judge([replaced(text) for text in texts]) for _ in range(ROUNDS + 1)][1:]
    for subject in sorted(rounds[0]):
        took_s = statistics.median(taken[subject] for taken in rounds) / chars * CHARS
        say(f"gate, {subject}, {CHARS} characters", milliseconds(took_s))
    own_s = statistics.median(sum(taken[subject] for subject in OF_TEXTS) for taken in rounds) / chars * CHARS
    say(f"gate, {' + '.join(OF_TEXTS)}", milliseconds(own_s), target=at_most(own_s * 1000, MAX_MS, " ms"))


def replaced(manuscript: Manuscript) -> Manuscript:
    """Return the same manuscript, of which nothing has been worked out yet."""
    return Manuscript(text=manuscript.text, assignment=manuscript.assignment, canon=manuscript.canon)


if __name__ == "__main__":
    main()
