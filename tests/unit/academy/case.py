"""A named case of a rule: docs/reference/cases.md is made of all of them, and each is a test."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case of a rule.

    Attributes:
        rule: the rule, as the reference names it ("recruiting: chance").
        says: what holds, as a sentence.
        given: the values it is tried with, in words.
        then: what must come out; an error's class where it is refused.
        of: works it out.
    """

    rule: str
    says: str
    given: str
    then: object
    of: Callable[[], object]

    def holds(self) -> bool:
        """Tell whether it comes out so."""
        if isinstance(self.then, type) and issubclass(self.then, Exception):
            try:
                self.of()
            except self.then:
                return True
            return False
        return self.of() == self.then
