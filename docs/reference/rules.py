"""Writes the page of gate rules."""

from docs.reference.markdown import code, table
from longwave.editorial.gate import MEMORY_RULES, RULES
from longwave.editorial.rule import Rule
from longwave.editorial.rules.variety import MemoryRule


def page() -> str:
    """Return the page: every rule of the gate."""
    rows = [*map(_row, RULES), *map(_row, MEMORY_RULES)]
    return (
        "What the gate asks of every text. A `critical` finding never airs, a `doubtful` one not before a person has"
        " looked at the text. A `major` one asks for another attempt, and is let pass only when no attempt is left. A"
        " `minor` one is recorded.\n\n"
        f"{table(('code', 'severity', 'version', 'a good text'), rows)}"
    )


def _row(rule: Rule | MemoryRule) -> tuple[str, str, str, str]:
    return code(rule.code), rule.severity.value, str(rule.version), rule.title
