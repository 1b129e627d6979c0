"""Ways of saying something of a thing, and the claims that a text makes in those ways.

A frame is a pattern over a sentence whose names and numbers are signs (`longwave.editorial.reading.reader`). It may use
these short words:

    <X>   the thing that something is said of        <Xs>  the same with 's
    <Y>   a second thing                             <Z>   a third
    <N>   a count      <NTH> an ordinal     <YEAR> a year      <IN>  "in" or "as early as" a year
    <F>   up to three words                          <A>   where it is, an apposition, "which": or nothing
    <IS>  a form of "to be", perhaps with an adverb  <WHO> a thing or a name that the world does not know
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from longwave.editorial.reading.figures import Figure
from longwave.editorial.reading.known import Known
from longwave.editorial.reading.lexicon import Thing
from longwave.editorial.reading.reader import Reading, Sentence
from longwave.editorial.rule import Fault, Manuscript, Rule, Severity
from longwave.world.lore import LoreEntry

_SHORT = {
    "<X>": r"@(?P<x>\d+)(?!['\d])",
    "<Xs>": r"@(?P<x>\d+)'s",
    "<Y>": r"@(?P<y>\d+)(?!['\d])",
    "<Ys>": r"@(?P<y>\d+)'s",
    "<Z>": r"@(?P<z>\d+)(?!['\d])",
    "<N>": r"#(?P<n>\d+)",
    "<NTH>": r"\^(?P<n>\d+)",
    "<YEAR>": r"%(?P<n>\d+)",
    "<IN>": r"(?:\b[Ii]n|\b[Bb]ack in|\b[Aa]s (?:long ago|early|late|far back) as) %(?P<n>\d+)",
    "<F>": r"(?:[a-z][\w'-]* ){0,3}?",
    "<A>": (
        r"(?: (?:in|on|at|of|from|aboard) (?:@\d+|(?:the |our |this )?[a-z]+))?"
        r"(?:, (?:(?:who|which|whose|of|from|on|in|at|near) [^,.]{1,60}|[^,@#%^.]{1,60}),)?(?:,? (?:which|who|that))?,?"
    ),
    "<IS>": r"(?:is|are|was|were|has been|have been|had been|remains?)(?: (?:now|still|also|always|only|just|\w+ly))?",
    "<WHO>": r"(?:@(?P<y>\d+)(?!['\d])|(?P<who>[A-Z][a-z]+(?: [A-Z][a-z]+)+))",
}
# What is denied, asked, dreamt or only told is no claim.
_DENIED = re.compile(
    r"\b(?:not?|never|nor|neither|nobody|none|nothing|nowhere|hardly|scarcely|barely|without|instead of|rather than"
    r"|cannot|unlike)\b|n't\b"
)
_HEDGED = re.compile(
    r"\bmay\b|(?i:\b(?:(?:would|could|might|should)(?! (?:tell|say|swear|show)\b)|perhaps|maybe|supposedly"
    r"|allegedly|as though"
    r"|as if|imagin\w+|suppose[sd]?|pretend\w*|wish\w*|dream\w*|wonder\w*|believe[sd]?|thinks?|thought|claim(?:s"
    r"|ed|ing)?"
    r"|swears?(?! by)|swore|guess\w*|(?:nobody|no one|never) (?:says|said|told|claims)|not true|bets?"
    r"|wrong(?:ly)?|mistake\w*"
    r"|rumou?r\w*|legends?|story goes|said to (?:be|have)|(?:some|they|people) say(?! nothing| little)|it is said"
    r"|proposed?|proposal|wants? to|hopes? to|plans? to|jok(?:es?|ed|ing)|fals(?:e|ely)|untrue)\b)"
)
_CONDITION = re.compile(r"\b(?:if|whether|unless|until)\b")
_TOLD_AFTER = re.compile(r", (?:they|some|people) (?:say|said)\b|, or so\b|, I (?:think|believe|suppose|dreamt)\b")
_REACH = 16
_PREPOSITION = re.compile(r"\b(?:of|in|from|for|with|to|on|at|into|about) $")
_VERB_NEXT = re.compile(r"@\d+ (?!(?:on|at|in|of|from)\b)[a-z]")


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What a sentence says of a thing.

    Attributes:
        entry: the lore on what it is said of.
        other: the second thing, if the frame has one.
        figure: the number, if the frame has one.
    """

    manuscript: Manuscript
    sentence: Sentence
    match: re.Match[str]
    thing: Thing
    entry: LoreEntry
    other: Thing | None
    figure: Figure | None

    @property
    def known(self) -> Known:
        return self.manuscript.canon.known

    @property
    def value(self) -> float:
        """The number that is said."""
        return self.figure.value if self.figure else 0.0

    def word(self, group: str) -> str:
        """Return what a group of the frame took in, in lower case."""
        groups = self.match.groupdict()
        return (groups.get(group) or "").strip().lower()

    def third(self) -> Thing | None:
        """Return the third thing, if the frame has one."""
        return _thing(self.manuscript.reading, self.match, "z")

    def name(self) -> str:
        """Return the name that the second place of a frame has, known or not."""
        return self.other.name if self.other else self.match.groupdict().get("who") or ""

    def fault(self, lore_says: str) -> Fault:
        """Return the fault that the lore says something else."""
        return self.fault_of(self.entry, lore_says)

    def fault_of(self, entry: LoreEntry, lore_says: str) -> Fault:
        """Return the fault that the lore says something else of another entry."""
        passage = self.manuscript.reading.passage(self.sentence, *self.match.span())
        cites = dict.fromkeys((entry.id, self.entry.id))
        return Fault(passage, f"the lore says of {entry.title}: {lore_says}", cites=tuple(cites))


class Frames:
    """A set of frames that one rule looks for."""

    def __init__(self, *frames: str, cues: Iterable[str] = (), of_feasts: bool = False) -> None:
        """Compile frames.

        Args:
            cues: words in lower case; a sentence with none of them is passed over.
            of_feasts: whether the frames say something of a feast, and not of what its name comes from.
        """
        self.cues = frozenset(cues)
        self.of_feasts = of_feasts
        self.patterns = tuple((_signs_in(frame), re.compile(_written_out(frame))) for frame in frames)
        # As many as there are ways in which signs stand together.
        self._fitting: dict[frozenset[str], list[re.Pattern[str]]] = {}

    def claims(self, manuscript: Manuscript) -> Iterator[Claim]:
        """Yield what a text claims in these frames, of things that the lore knows."""
        for sentence in manuscript.reading.sentences:
            if sentence.is_question or (self.cues and self.cues.isdisjoint(sentence.words)):
                continue
            for pattern in self._that_may_fit(sentence.signs):
                for match in pattern.finditer(sentence.written):
                    claim = _claim(manuscript, sentence, match)
                    is_ours = claim is not None and (self.of_feasts or claim.thing.feast is None)
                    if claim is not None and is_ours and _is_claimed(sentence.written, match):
                        yield claim

    def _that_may_fit(self, signs: frozenset[str]) -> Sequence[re.Pattern[str]]:
        """Return the patterns that a sentence with these signs may fit; most have no year, number or second name."""
        if signs not in self._fitting:
            self._fitting[signs] = [pattern for needed, pattern in self.patterns if needed <= signs]
        return self._fitting[signs]


def lore_rule(
    code: str, severity: Severity, title: str, check: Callable[[Manuscript], Iterable[Fault]], *, version: int = 1
) -> Rule:
    """Return a rule that finds nothing in what the fact sheet says in the same words, and nothing twice.

    The frames are English; a pack in another language is spared.
    """

    def unless_on_sheet(manuscript: Manuscript) -> Iterator[Fault]:
        if not manuscript.canon.pack.card.language.startswith("en"):
            return
        # Two frames that fit the same words find the same fault.
        faults = list({(fault.why, fault.cites): fault for fault in check(manuscript)}.values())
        if not faults:
            return
        sheet = _folded(" ".join(manuscript.assignment.sheet.texts()))
        yield from (fault for fault in faults if _folded(fault.passage) not in sheet)

    return Rule(code, severity, version, title, unless_on_sheet)


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def _signs_in(frame: str) -> frozenset[str]:
    """Return the signs without which a frame cannot fit; "@@" is a second name."""
    signs = {sign for sign, short in {"#": "<N>", "^": "<NTH>", "%": "<YEAR>"}.items() if short in frame}
    if "<IN>" in frame:
        signs.add("%")
    signs |= {sign for sign in "#%" if f"{sign}(?P<n>" in frame and f"|{sign})(?P<n>" not in frame}
    optional = frame.replace("(?: of <Y>)?", "")
    return frozenset(signs | ({"@@"} if "<Y>" in optional or "<Ys>" in optional else set()))


def _written_out(frame: str) -> str:
    for short, pattern in _SHORT.items():
        frame = frame.replace(short, pattern)
    return frame


def _claim(manuscript: Manuscript, sentence: Sentence, match: re.Match[str]) -> Claim | None:
    reading = manuscript.reading
    thing = _thing(reading, match, "x")
    if thing is None or thing.entry is None:
        return None
    groups = match.groupdict()
    figure = reading.figures[int(groups["n"])] if groups.get("n") else None
    return Claim(
        manuscript=manuscript,
        sentence=sentence,
        match=match,
        thing=thing,
        entry=thing.entry,
        other=_thing(reading, match, "y"),
        figure=figure,
    )


def _thing(reading: Reading, match: re.Match[str], group: str) -> Thing | None:
    index = match.groupdict().get(group)
    return reading.things[int(index)] if index else None


def _is_claimed(written: str, match: re.Match[str]) -> bool:
    reach = max(0, match.start() - _REACH)
    # The denial of an earlier clause is not this one's.
    before = max(written.rfind(mark, reach, match.start()) for mark in ",;:")
    if _VERB_NEXT.match(written, match.start()) and _PREPOSITION.search(written, 0, match.start()):
        return False  # "The rye in tar-bread comes from Ostermark" says nothing of tar-bread.
    lower = written.lower()
    if _DENIED.search(lower, max(reach, before), match.end()) or _HEDGED.search(written, 0, match.end()):
        return False
    if _CONDITION.search(lower, written.rfind(",", 0, match.start()) + 1, match.end()):
        return False
    return _TOLD_AFTER.search(written, match.end()) is None


def _folded(text: str) -> str:
    return " ".join(text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
