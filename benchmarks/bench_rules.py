"""What the lore rules find in a labelled set of contradictions, what they find in clean texts, and what they cost.

A contradiction counts as found only if a finding cites the entry that it contradicts. See `contradictions.py` for where
the texts come from.
"""

from collections.abc import Sequence

from contradictions import BY_HAND, Example, examples, judge
from figures import Took, at_least, at_most, best_of, milliseconds, say, stopwatch
from longwave import bootstrap
from longwave.editorial.canon import Canon
from longwave.editorial.gate import LORE_RULES
from longwave.settings import Settings

ROUNDS, TEXT_CHARS = 3, 500


def found(canon: Canon, examples: Sequence[Example]) -> tuple[int, int, int, int]:
    """Return how many contradictions were found, of how many, and how many clean texts were faulted, of how many."""
    wrong = [example for example in examples if example.cites]
    clean = [example for example in examples if not example.cites]
    hits = sum(any(each.cites in finding.cites for finding in judge(canon, each.text)) for each in wrong)
    faulted = sum(bool(judge(canon, each.text)) for each in clean)
    return hits, len(wrong), faulted, len(clean)


def say_found(name: str, counts: tuple[int, int, int, int], *, is_bound: bool = False) -> None:
    hits, wrong, faulted, clean = counts
    if wrong:
        say(
            f"{name}: contradictions found",
            f"{hits} of {wrong}",
            beside=f"{hits / wrong:.1%}",
            target=at_least(100 * hits / wrong, 95, " %") if is_bound else None,
        )
    if clean:
        say(
            f"{name}: clean texts faulted",
            f"{faulted} of {clean}",
            beside=f"{faulted / clean:.1%}",
            target=at_most(100 * faulted / clean, 3, " %") if is_bound else None,
        )


def cost(canon: Canon, texts: Sequence[str]) -> Took:
    with stopwatch() as took:
        for text in texts:
            judge(canon, text)
    return took


def main() -> None:
    canon = Canon(bootstrap.load_pack("saltmere", Settings()))
    labelled = examples(canon.pack)
    for rule in LORE_RULES:
        if of_rule := [example for example in labelled if example.code == rule.code]:
            say_found(f"{rule.code}, made", found(canon, of_rule))
    for part in (*BY_HAND, "aired", "made"):
        say_found(part.replace("_", " "), found(canon, [example for example in labelled if example.part == part]))
    say_found("all", found(canon, labelled), is_bound=True)
    aired = [example.text for example in labelled if example.part == "aired"]
    [took] = best_of(ROUNDS, lambda: cost(canon, aired))
    chars = sum(map(len, aired))
    a_text = took.cpu_s / chars * TEXT_CHARS
    say(
        f"all {len(LORE_RULES)} lore rules, a text of {TEXT_CHARS} characters",
        milliseconds(a_text),
        beside=f"{len(aired)} segments that were on air",
        target=at_most(a_text * 1000, 1, " ms"),
    )


if __name__ == "__main__":
    main()
