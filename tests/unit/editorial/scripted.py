"""A narrator that says what it is told."""

from dataclasses import dataclass, field

from longwave.narrator.assignment import Assignment, Draft


@dataclass(kw_only=True)
class Scripted:
    """A narrator that hands in the texts it was given, the last one again and again."""

    texts: list[str]
    name: str = "scripted"
    asked: list[Assignment] = field(default_factory=list)

    async def write(self, assignment: Assignment) -> Draft:
        self.asked.append(assignment)
        text = self.texts[min(len(self.asked), len(self.texts)) - 1]
        return Draft(text=text, tells=("needle-stair", "radio-saltmere"), used=("fact:x",), narrator=self.name)
