"""Persona: whoever speaks is who their card says, and somebody of this world."""

import re
from collections.abc import Iterator

from longwave.editorial.reading.figures import Sort
from longwave.editorial.rule import Fault, Manuscript, Rule, Severity
from longwave.editorial.vocabulary import bare, numbers_in
from longwave.world.persona import Persona

MAX_CATCHPHRASES = 1
_NUMBER = r"(?P<number>[\w-]+(?:\s+hundred)?(?:\s+and\s+[\w-]+)?)"
_AGE = re.compile(
    rf"""\b(?:I(?:\s+am|['’]m|\s+was|\s+turned|\s+turn)\s+(?:only\s+|just\s+|now\s+|nearly\s+|about\s+)?{_NUMBER}\s+years?\s+(?:old|of\s+age)
      |I\s+(?:have\s+)?(?:just\s+)?turn(?:ed)?\s+(?P<turned>[\w-]+)(?=[.,;!?]|\s+(?:today|this|last)\b)
      |(?:at\s+my\s+age\s+of|at\s+the\s+age\s+of|aged)\s+(?P<aged>[\w-]+),?\s+I\s+(?:am|have|still)\b
      |my\s+(?P<birthday>[\w-]+)\s+birthday\s+(?:is\s+)?today\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_BORN_IN_YEAR = re.compile(r"\bI\s+was\s+born\b(?:(?![.!?;]).){0,60}", re.IGNORECASE)
_PLACE = r"(?:the\s+)?(?P<place>[A-Z][\w’']*(?:[\s-][A-Z][\w’']*)*)"
_HOME = re.compile(
    rf"""\b(?:I\s+was\s+(?:born|raised|brought\s+up)(?:\s+and\s+(?:bred|raised))?\s+(?:in|on|at|over)
      |I\s+(?:grew\s+up|was\s+a\s+(?:child|girl|boy))\s+(?:in|on|at)
      |I\s+(?:come|hail)\s+from|my\s+(?:home|birthplace)\s+is|I['’]m\s+from|I\s+am\s+from|I\s+am\s+a\s+native\s+of)\s+{_PLACE}""",
    re.VERBOSE,
)
# Years may have been counted before or after this year's birthday.
_LEEWAY = 1
_OUT_OF_WORLD = re.compile(
    r"""\b(?:I(?:['’]m|\s+am)\s+(?:only\s+|just\s+|merely\s+)?(?:an?\s+)?(?:AI|A\.I\.|artificial\s+intelligence|bot|chatbot
        |(?:large\s+)?language\s+model|(?:virtual|digital|AI)\s+(?:assistant|presenter|host|voice)|computer\s+program
        |simulation|fictional\s+\w+|made-up\s+\w+|text\s+generator|neural\s+network)
      |(?:my|the)\s+(?:training\s+data|programmers?\b|developers\s+who|context\s+window|knowledge\s+cut-?off|token\s+limit)
      |I\s+(?:was|am|have\s+been)\s+(?:trained|programmed|generated|fine-tuned)\b
      |(?:this|the|our)\s+(?:fictional|imaginary|invented|made-up)\s+(?:world|city|town|station|setting|universe|archipelago)
      |(?:this|the)\s+(?:role-?play|lorebook|world\s?building|writing\s+prompt|worldbuilding)
      |(?:in|of)\s+the\s+real\s+world\b|(?:stay|remain|break|step\s+out\s+of)\s+(?:in\s+)?character\b
      |as\s+(?:a|the)\s+(?:fictional\s+)?(?:character|narrator)\s+(?:in|of)\s+(?:this|the)\s+(?:story|world|game)
      |artificial\s+intelligence|large\s+language\s+model)""",
    re.IGNORECASE | re.VERBOSE,
)


def _wrong_age(manuscript: Manuscript) -> Iterator[Fault]:
    persona, year = manuscript.assignment.persona, manuscript.assignment.sheet.at.year
    why = f"{persona.name} was born in {persona.born}, and it is {year}"
    for match in _AGE.finditer(manuscript.text) if "I" in manuscript.text or "birthday" in manuscript.text else ():
        said = next((words for words in match.groupdict().values() if words), "")
        for number in numbers_in(said):
            # "When I was ten years old" is of another year.
            is_then = re.search(r"\bwas\b", match.group()) is not None
            if abs(year - persona.born - number.value) > _LEEWAY and not is_then:
                yield Fault(match.group(), why)
    for born in _BORN_IN_YEAR.finditer(manuscript.text):
        for number in numbers_in(born.group()):
            if number.figure.sort is Sort.YEAR and number.value != persona.born:
                yield Fault(born.group(), why)


def _wrong_home(manuscript: Manuscript) -> Iterator[Fault]:
    persona = manuscript.assignment.persona
    for match in _HOME.finditer(manuscript.text):
        said = {bare(word) for word in re.findall(r"[\w’']+", match["place"])}
        if not said <= _own_places(manuscript, persona):
            yield Fault(match.group(), f"{persona.name} is from elsewhere: {persona.history.partition('. ')[0]}")


def _own_places(manuscript: Manuscript, persona: Persona) -> frozenset[str]:
    """Return the words of the places that a persona's card names, and of those they lie in."""
    pack = manuscript.canon.pack
    home = pack.lore.get(persona.home)
    regions = {persona.home, *(home.regions if home else ())}
    texts = [persona.history, *(region.name for region in pack.card.regions if region.id in regions), pack.card.title]
    if home is not None:
        texts += [home.title, *home.aliases]
    return frozenset(bare(word) for text in texts for word in re.findall(r"[\w’']+", text))


def _never_says(manuscript: Manuscript) -> Iterator[Fault]:
    persona = manuscript.assignment.persona
    unsaid = manuscript.canon.unsaid.get(persona.id)
    for match in unsaid.finditer(manuscript.text) if unsaid else ():
        yield Fault(match.group(), f"{persona.name} never says this: put it in other words, or leave it out")


def _catchphrases(manuscript: Manuscript) -> Iterator[Fault]:
    phrases = manuscript.canon.catchphrases.get(manuscript.assignment.persona.id)
    # A catchphrase may be the name of something: then the sheet says it too.
    given = " ".join(manuscript.assignment.sheet.texts()).casefold() if phrases else ""
    said = [said for said in phrases.findall(manuscript.text) if said.casefold() not in given] if phrases else []
    if len(said) > MAX_CATCHPHRASES:
        yield Fault("; ".join(said), "one catchphrase is enough: keep the first, and put the others in other words")


def _out_of_world(manuscript: Manuscript) -> Iterator[Fault]:
    for match in _OUT_OF_WORLD.finditer(manuscript.text):
        name = manuscript.assignment.persona.name
        yield Fault(match.group(), f"{name} is somebody of this world, and knows of no other: speak as {name}")


RULES = (
    Rule("PERS001", Severity.CRITICAL, 1, "gives its speaker the age that the card gives", _wrong_age),
    Rule("PERS002", Severity.CRITICAL, 1, "gives its speaker the home that the card gives", _wrong_home),
    Rule("PERS003", Severity.MAJOR, 1, "says nothing that its speaker never says", _never_says),
    Rule("PERS004", Severity.MAJOR, 1, "uses one catchphrase at the most", _catchphrases),
    Rule("PERS005", Severity.CRITICAL, 1, "is spoken by somebody of this world", _out_of_world),
)
