"""Format and safety: the text is of its length, and is a text."""

import re
from collections.abc import Iterator

from longwave.editorial.rule import Fault, Manuscript, Rule, Severity

MIN_WORDS = 8
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
# Words of English that programs use too ("none", "an exception", "I'm sorry, but") count only where no English sentence
# has them.
_PLUMBING = re.compile(
    r"""[{}<>\[\]*`|\\^]|~~|https?://|&\#?\w+;|%[sd]\b            # markup, placeholders, escapes, entities, formats
      |^\s*(?:\#|[-•]\s|(?i:assistant|system|user|output|text|draft|narrator|script)\s*:)|["']\w+["']\s*:
      |\b(?:www\.|\w+_\w+|undefined\b(?<!\ban\ undefined)(?<!\bthe\ undefined)|null\b(?!\ and\ void)|NaN\b
        |None\b(?<=[\w,]\sNone)|[A-Z]\w+(?:Error|Exception)\b|Exception\b(?<=[\w,]\sException)|(?i:Traceback)\b
        |(?:JSON|YAML|TODO|HTTP\s?\d{3})\b
        |(?i:as\ an\ AI|as\ a(?:\ large)?\ language\ model|as\ an\ assistant,?\ I)\b
        |(?i:(?:system|user)\ prompt|lorem\ ipsum|fact\ sheet)\b
        |I(?:\ can(?:no|['’])t|['’]m\ (?:unable|not\ able)\ to|\ am\ (?:unable|not\ able)\ to|\ won['’]t)
         \ (?:assist|comply|fulfil\w*|(?:help\ (?:you\ )?with|write|create|generate|provide)\ (?:that|this|your))\b
        |(?i:here(?:['’]s|\ is)\ (?:the|a|your)\ (?:revised|requested|segment|text|draft|script|rewrite))\b)""",
    re.VERBOSE | re.MULTILINE,
)
# Tabs and line ends are none of them: a model may write in paragraphs.
_CONTROL = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u00ad\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ud800-\\udfff\\ue000-\\uf8ff"
    "\\ufeff\\ufff9-\\uffff]"
)
# A sentence ends with its mark, and perhaps with the quotation that the mark belongs to.
_END = re.compile(r"[.!?…][”’\"')]*$")


def _too_long(manuscript: Manuscript) -> Iterator[Fault]:
    limit, length = manuscript.assignment.max_chars, len(manuscript.text)
    if length > limit:
        yield Fault(manuscript.text[limit:], f"the text has {length} characters, and at most {limit} are allowed")


def _too_short(manuscript: Manuscript) -> Iterator[Fault]:
    words = len(_WORD.findall(manuscript.text))
    if words < MIN_WORDS:
        yield Fault(manuscript.text, f"the text has {words} words, and at least {MIN_WORDS} are needed")


def _plumbing(manuscript: Manuscript) -> Iterator[Fault]:
    for pattern in (_PLUMBING, _CONTROL):
        for match in pattern.finditer(manuscript.text):
            yield Fault(match.group(), "this is no part of a text to be heard: write only what is said")


def _unfinished(manuscript: Manuscript) -> Iterator[Fault]:
    text = manuscript.text.rstrip()
    if text and not _END.search(text):
        yield Fault(text[-40:], "the last sentence does not end")


RULES = (
    Rule("FORM001", Severity.MAJOR, 1, "keeps to the length of its form", _too_long),
    Rule("FORM002", Severity.CRITICAL, 2, "says something", _too_short),
    Rule("FORM003", Severity.MAJOR, 2, "ends its last sentence", _unfinished),
    Rule(
        "SAFE001",
        Severity.CRITICAL,
        3,
        "shows nothing of the plumbing: placeholders, errors, prompts, markup",
        _plumbing,
    ),
)
