"""How a scholar speaks: the persona that the press, and whoever else lets them speak, writes for."""

from longwave.modules.academy.academy import Academy
from longwave.modules.academy.scholars.roster import Scholar
from longwave.world.persona import Knowledge, Persona, Role, Tier, Voice


def persona_of(academy: Academy, scholar: Scholar) -> Persona:
    """Return a scholar as a persona: their own history, and the voice of their character."""
    sheet, regions = scholar.sheet, [region.id for region in academy.pack.card.regions]
    archetype = next((each for each in academy.game.generation.archetypes if each.id == sheet.archetype), None)
    sayings = sheet.sayings or (archetype.sayings if archetype else ())
    character = f"A {archetype.name}" if archetype else "A scholar"
    return Persona(
        id=sheet.id,
        name=sheet.name,
        role=Role.SCHOLAR,
        born=sheet.born,
        home=sheet.home,
        history=sheet.history,
        knowledge=Knowledge(regions=dict.fromkeys(regions, Tier.COMMON), circles=("public", sheet.faction)),
        voice=Voice(
            summary=f"{character} who wants {sheet.drive}, known for {sheet.virtue} and for {sheet.vice}.",
            traits=(sheet.virtue, sheet.vice),
            do=(f"Speak of the method: {sheet.method}.",),
            dont=(f"Break your own rule: {sheet.taboo}.",),
            catchphrases=tuple(saying.rstrip(".!?") for saying in sayings),
        ),
    )
