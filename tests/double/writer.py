"""A model that writes well: radio texts from the fact sheet in the prompt, and from nothing else."""

import hashlib
from typing import Final

from double.asked import Asked
from double.replies import Reply, say

# An opener says nothing that could be false: no name, no hour, no weather.
CALLS: Final = (
    "Stay a while", "Lend me your ear", "Here we are", "Well now", "Come in and sit", "Listen to this",
    "Let me tell you", "A word with you", "Pull up a chair", "Turn it up a touch", "Bear with me", "Draw closer",
)  # fmt: skip
TURNS: Final = (
    "there is something worth telling", "I have kept this for you", "this one is short and true", "it goes like this",
    "I will not keep you long", "this came my way", "you may want to hear this", "I wrote it down so as not to lose it",
    "it deserves a quiet minute", "I like this one", "here is what I know", "it is better told than left",
)  # fmt: skip
ENDS: Final = (
    "and no hurry about it", "and it stays between us", "if you have a minute", "and then I will let you go",
    "as plainly as I can", "and it is worth the sitting", "for whoever is still up for it", "and I have checked it",
    "for the ones who asked", "and nothing added", "in the order it came", "while the kettle boils",
)  # fmt: skip
MOST_FACTS: Final = 4


def write(asked: Asked) -> Reply:
    """Return what is asked for: a deed on a forum, or a text."""
    from double import deeds  # It writes as this module does.

    return deeds.do(asked) if deeds.is_asked_for(asked) else _text(asked)


def _text(asked: Asked) -> Reply:
    """Return a text of a few sentences, within the sheet's `max_chars`, that opens otherwise for every other prompt.

    What must be said is said first and whole, even where that is more than `max_chars`; facts and the opener
    are left out if there is no room.
    """
    sheet = asked.sheet()
    seed = hashlib.sha256(asked.prompt.encode("utf-8", "surrogatepass")).digest()
    max_chars = int(sheet.get("max_chars", asked.max_tokens or 400))
    sentences = [sentence(text) for text in sheet.get("must_say", [])]
    used: list[int] = []
    for fact in sheet.get("facts", []):
        told = tale(str(fact["says"]))
        if len(used) < MOST_FACTS and _length([*sentences, told]) <= max_chars:
            sentences.append(told)
            used.append(int(fact["number"]))
    begun, answered = opener(seed), str(sheet.get("about", {}).get("to", ""))
    if answered:
        begun = f"{answered.split(maxsplit=1)[0]}, {begun[0].lower()}{begun[1:]}"
    opened = [begun, *sentences]
    spoken = opened if _length(opened) <= max_chars or not sentences else sentences
    return say(" ".join(spoken), *used)


def opener(seed: bytes) -> str:
    """Return one of 1,728 openers."""
    return f"{CALLS[seed[0] % len(CALLS)]}: {TURNS[seed[1] % len(TURNS)]}, {ENDS[seed[2] % len(ENDS)]}."


def sentence(text: str) -> str:
    """Return a sentence that has a text in it as it stands."""
    text = text.strip()
    begun = f"And {text}" if text[:1].islower() else text
    return begun if begun.endswith((".", "!", "?", ".”", '."')) else f"{begun}."


def tale(says: str) -> str:
    """Return a fact as it is spoken: a gloss in brackets at its end becomes a sentence."""
    told, _, gloss = says.rpartition(" (")
    if not told or not says.endswith(".)"):
        return sentence(says)
    return f"{sentence(told)} {gloss[0].upper()}{gloss[1:-1]}"


def _length(sentences: list[str]) -> int:
    return len(" ".join(sentences))
