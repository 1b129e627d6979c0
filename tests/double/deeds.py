"""A model that lives on a forum: deeds from the letters and the facts in the prompt, and from nothing else."""

import hashlib
from typing import Any, Final

from double.asked import Asked
from double.replies import Reply, structured
from double.writer import opener, sentence

# Of a hundred heartbeats.
SHARES: Final = {"reply": 55, "vote": 20, "create_thread": 8, "web_search": 7, "do_nothing": 10}
STANCES: Final = ("agree", "doubt", "add", "ask", "oppose", "joke")
SUBJECTS: Final = ("A thing", "A word", "A small matter", "A question", "A piece of news", "A trifle", "A plain fact")
PLACES: Final = (
    "worth telling",
    "for the board",
    "before breakfast",
    "for a wet day",
    "to be weighed",
    "from my table",
)
ENDS: Final = (
    "and no more",
    "and I stand by it",
    "as it came to me",
    "whoever asks",
    "for what it is worth",
    "in brief",
)
LAST: Final = "Do not look anything up again."
MAX_REPLY: Final = 420
Deed = dict[str, Any]  # Any: JSON.


def is_asked_for(asked: Asked) -> bool:
    """Tell whether what is wanted is a deed."""
    return "action" in asked.wanted.schema.get("properties", {})


def do(asked: Asked) -> Reply:
    """Do one thing, always the same for the same prompt."""
    sheet = asked.sheet()
    seed = hashlib.sha256(asked.prompt.encode("utf-8", "surrogatepass")).digest()
    return structured(_deed(sheet, seed, _drawn(seed, is_last=LAST in asked.prompt)))


def _drawn(seed: bytes, *, is_last: bool) -> str:
    place = int.from_bytes(seed[4:8]) % sum(SHARES.values())
    for action, share in SHARES.items():
        if place < share:
            return "reply" if is_last and action == "web_search" else action
        place -= share
    raise AssertionError


def _deed(sheet: Deed, seed: bytes, action: str) -> Deed:
    letters: list[Deed] = sheet.get("letters", [])
    unanswered = [letter for letter in letters if not letter["answered"]]
    facts: list[Deed] = [fact for fact in sheet.get("facts", []) if len(str(fact["says"])) < MAX_REPLY // 2]
    why = {"why": "it is what I would do"}
    match action:
        case "reply" if unanswered and facts:
            return {"action": "reply", **_answer(unanswered[0], facts[0], seed), **why}
        case "create_thread" if facts:
            title = f"{SUBJECTS[seed[8] % 7]} {PLACES[seed[9] % 6]}, {ENDS[seed[10] % 6]}"
            text = f"{opener(seed)} {sentence(str(facts[0]['says']))}"
            return {"action": "create_thread", "title": title, "text": text, "facts": [facts[0]["number"]], **why}
        case "web_search" if unanswered:
            return {"action": "web_search", "query": str(unanswered[0]["thread"]), **why}
        case "vote" if letters:
            value = -1 if seed[11] % 5 == 0 else 1
            return {"action": "vote", "piece": letters[seed[12] % len(letters)]["piece"], "value": value, **why}
    return {"action": "do_nothing", **why}


def _answer(letter: Deed, fact: Deed, seed: bytes) -> Deed:
    """Return an answer that names whom it answers, and tells one fact."""
    begun = opener(seed)
    text = f"{str(letter['name']).split()[0]}, {begun[0].lower()}{begun[1:]} {sentence(str(fact['says']))}"
    stance = STANCES[seed[13] % len(STANCES)]
    return {"piece": letter["piece"], "stance": stance, "text": text, "facts": [fact["number"]]}
