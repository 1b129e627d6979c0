"""Reading aired segments again: whether what stands in the ledger is what may air."""

from longwave.editorial.gate import Gate
from longwave.editorial.rule import Finding, Severity
from longwave.modules.station.handlers import assignment_of
from longwave.modules.station.views import SlotState
from longwave.narrator.assignment import Draft


def examine(gate: Gate, state: SlotState) -> list[Finding]:
    """Return what is critical in an aired segment, judged anew from what the ledger has of it."""
    if state.text is None:
        return []
    persona = gate.canon.pack.personas[state.channel.partition(":")[2]]
    draft = Draft(text=state.text, tells=state.tells, used=(), narrator=state.narrator or "")
    verdict = gate.review(draft, assignment_of(persona, state.date, state.slot))
    return [finding for finding in verdict.findings if finding.severity is Severity.CRITICAL]
