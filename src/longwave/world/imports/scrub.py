"""Removing what broken markup leaves behind, and gathering lines into paragraphs."""

import html
import re
import unicodedata

# Applied in this order, again and again until nothing changes: removing one mark can join the halves of another.
MARKS = tuple(
    (re.compile(pattern, re.MULTILINE | re.IGNORECASE), replacement)
    for pattern, replacement in (
        (r"<!--[\s\S]*?(?:-->|\Z)", ""),
        (r"<(ref|gallery|math|timeline|score)\b[^>]*>[^\n]*?(?:</\1\s*>|$)", ""),
        (r"</?[^\W\d_][^<>\n]*>", ""),
        (r"<(?=[/!a-z])", ""),
        (r"\[\[\s*:?\w+:[^\n\[\]]*(?:\]\]|$)", ""),
        (r"\[\[[^\[\]|\n]*\|", ""),
        (r"\[\[|\]\]", ""),
        (r"\{\{[^{}\n]*(?:\}\}|$)", ""),
        (r"[{}]{2,}", ""),
        (r"\[(?:[a-z]+:)?//[^\s\]]*\s*([^\]\n]*)\]", r"\1"),
        (r"(?:https?|ftp)://[^\s)\]]*", ""),
        (r"'{2,}", ""),
        (r"__[^\W\d_]+__", ""),
        (r"-\{|\}-", ""),
        (r"~{3,5}", ""),
        (r"\{\||\|\}", ""),
        (r"\[[^\[\]|\n]*\|([^\[\]|\n]*)\]", r"\1"),
        (r"\[[\w-]*\|", ""),
        (r"\|", " "),
        (r"&\s?(#?\w{2,8});", r" "),
    )
)
TABLE = re.compile(r"^[ \t]*\{\|(?:(?!^[ \t]*\{\|)[\s\S])*?^[ \t]*\|\}", re.MULTILINE)
TABLE_LINE = re.compile(r"^[ \t]*(?:\{\||[|!]).*$|^.*(?:\|\||</?t[dhr]\b).*$", re.MULTILINE)
RULES = re.compile(r"^\s*(?:-{4,}|=+|=.*=)\s*$", re.MULTILINE)
SPACED_ENTITY = re.compile(r"&\s(?=(?:nbsp|amp|lt|gt|quot|ndash|mdash|thinsp);)")

COSMETICS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[ \t]+", " "),
        (r"[(\[\uff08][\s,;:/\u2013\u2014-]*[)\]\uff09]", ""),
        (r"([(\[\uff08])[\s,;:]+", r"\1"),
        (r"[\s,;:]+([)\uff09])", r"\1"),
        (r"\s+([,.;)\u3002\uff0c])", r"\1"),
        (r",(?:\s*,)+", ","),
        (r",+([.;])", r"\1"),
        (r"\b\.\.(?!\.)", "."),
        (r" {2,}", " "),
    )
)
SENTENCE_ENDS = (".", "!", "?", "\u2026", '"', "\u201d", "\u3002")
SIGNS = "*#:;|!= "
ITEM = re.compile(r"^\s*([*#:;]+)\s*")
KEPT = {"\n", "\u200c", "\u200d"}  # Joiners spell words in Persian and the scripts of India.
UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def scrub(text: str) -> str:
    """Return one run of text without any mark of wikitext or HTML, with tidy spaces and brackets."""
    text = _visible(text)
    while True:
        # Tidying can join the halves of a mark, as unmarking can.
        tidy = _unmarked(text)
        for pattern, replacement in COSMETICS:
            tidy = pattern.sub(replacement, tidy)
        if tidy == text:
            return text.strip()
        text = tidy


def paragraphs(text: str, heading: str) -> list[str]:
    """Return the paragraphs of a section; a list is one of them, after the words that lead to it or its heading."""
    gathered = _Gathering(heading)
    for line in _unmarked(_without_tables(_visible(text))).split("\n"):
        gathered.take(line)
    return gathered.done()


class _Gathering:
    """Lines on their way to paragraphs."""

    def __init__(self, heading: str) -> None:
        self._heading = heading
        self._prose: list[str] = []
        self._items: list[str] = []
        self._done: list[str] = []

    def take(self, line: str) -> None:
        marker = ITEM.match(line)
        words = scrub(line[marker.end() :] if marker else line).strip(SIGNS)
        if marker and marker[1][-1] in "*#":
            self._end_prose()
            self._items += [words] if words else []
            return
        if marker or not words:
            self._end_prose()
        if words and not (marker and self._is_note_above()):
            self._end_items()
            self._prose.append(words)

    def _is_note_above(self) -> bool:
        # An indented line above a page's first words says what the page is not about.
        return not (self._heading or self._done or self._prose or self._items)

    def done(self) -> list[str]:
        self._end_prose()
        self._end_items()
        return self._done

    def _end_prose(self) -> None:
        if self._prose:
            self._add(" ".join(self._prose))
            self._prose = []

    def _end_items(self) -> None:
        items, self._items = self._items, []
        if not items:
            return
        listed = _listed(items)
        if self._done and not self._done[-1].endswith(SENTENCE_ENDS):
            self._done[-1] = f"{self._done[-1].rstrip(': ')}: {listed}"
            return
        self._add(f"{self._heading}: {listed}" if self._heading and not self._done else listed)

    def _add(self, text: str) -> None:
        tidy = scrub(text).lstrip(SIGNS + "-,.\u2013\u2014").strip()
        if any(map(str.isalnum, tidy)):
            self._done.append(tidy)


def _listed(items: list[str]) -> str:
    if any(item.endswith((".", "!", "?")) for item in items):
        return " ".join(item if item.endswith((".", "!", "?")) else f"{item.rstrip(';,')}." for item in items)
    return "; ".join(item.rstrip(";,") for item in items) + "."


def _visible(text: str) -> str:
    text = html.unescape(SPACED_ENTITY.sub("&", text)).replace("\xa0", " ").replace("\t", " ").replace("\r", "")
    text = unicodedata.normalize("NFC", text)
    return "".join(char for char in text if char in KEPT or unicodedata.category(char) not in UNSEEN)


def _without_tables(text: str) -> str:
    """Remove tables that the parser did not take for tables, innermost first."""
    while True:
        rest = TABLE.sub("", text)
        if rest == text:
            return TABLE_LINE.sub("", text)
        text = rest


def _unmarked(text: str) -> str:
    while True:
        clean = RULES.sub("", text)
        for pattern, replacement in MARKS:
            clean = pattern.sub(replacement, clean)
        if clean == text:
            return text
        text = clean
