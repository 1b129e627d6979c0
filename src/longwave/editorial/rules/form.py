"""Format and safety: the text is of its length, and is a text."""

import re
from collections.abc import Iterator

from longwave.editorial.rule import Fault, Manuscript, Rule, Severity

MIN_WORDS = 8
_PLUMBING = re.compile(
    r"""[{}<>]|\[[^\]]*\]|\\[nu"]|```|https?://            # markup, placeholders, escapes
      |\b(?-i:null|undefined|NaN|TypeError|Traceback|JSON|YAML|HTTP\s?\d{3})\b
      |(?<=[\w,]\s)(?-i:None|Exception)\b              # "none" and "None were needed" are English
      |\bas\ an?\ (?:AI|assistant|language\ model)\b|\b(?:system|user)\ prompt\b|\blorem\ ipsum\b|\bTODO\b
      |\bI(?:'m|’m|\ am)\ (?:sorry,\ but|unable\ to\ (?:help|comply)|not\ able\ to\ (?:help|comply))
      |\bfact\ sheet\b|\bmax_chars\b|\w+_\w+|^\s*["']?\w+["']?\s*:\s*["'{\[]""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]")


def _too_long(manuscript: Manuscript) -> Iterator[Fault]:
    limit, length = manuscript.assignment.max_chars, len(manuscript.text)
    if length > limit:
        yield Fault(manuscript.text[limit:], f"the text has {length} characters, and at most {limit} are allowed")


def _too_short(manuscript: Manuscript) -> Iterator[Fault]:
    words = len(manuscript.text.split())
    if words < MIN_WORDS:
        yield Fault(manuscript.text, f"the text has {words} words, and at least {MIN_WORDS} are needed")


def _plumbing(manuscript: Manuscript) -> Iterator[Fault]:
    for pattern in (_PLUMBING, _CONTROL):
        for match in pattern.finditer(manuscript.text):
            yield Fault(match.group(), "this is no part of a text to be heard: write only what is said")


def _unfinished(manuscript: Manuscript) -> Iterator[Fault]:
    text = manuscript.text.rstrip()
    if text and text[-1] not in ".!?…”’\"'":
        yield Fault(text[-40:], "the last sentence does not end")


RULES = (
    Rule("FORM001", Severity.MAJOR, 1, "keeps to the length of its form", _too_long),
    Rule("FORM002", Severity.CRITICAL, 1, "says something", _too_short),
    Rule("FORM003", Severity.MAJOR, 1, "ends its last sentence", _unfinished),
    Rule(
        "SAFE001",
        Severity.CRITICAL,
        2,
        "shows nothing of the plumbing: placeholders, errors, prompts, markup",
        _plumbing,
    ),
)
