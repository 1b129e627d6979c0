"""Writes the page of events."""

from docs.reference.markdown import described
from docs.reference.types import fields_table, models_in
from longwave import bootstrap
from longwave.ledger.tables import events as log


def page() -> str:
    """Return the page: every kind of event, with its version and fields, and the models that they hold."""
    intro = (
        "A fact, appended to the ledger for good. Each row of the log holds"
        f" {', '.join(f'`{column.name}`' for column in log.columns)}; `data` is the event itself, in canonical JSON."
    )
    kinds = [
        f"## {event.kind}\nVersion {event.version}. {described(event).prose}\n\n{fields_table(event)}"
        for event in bootstrap.EVENTS
    ]
    held = dict.fromkeys(model for event in bootstrap.EVENTS for model in models_in(event))
    models = [f"### {model.__name__}\n{described(model).prose}\n\n{fields_table(model)}" for model in held]
    return "\n".join([intro + "\n", *kinds, "## What they hold\n", *models])
