"""Writes the page of settings."""

from docs.reference.markdown import code, described, table
from docs.reference.types import in_words
from longwave.settings import Settings


def page() -> str:
    """Return the page: every setting, as its environment variable."""
    said = described(Settings)
    rows = [
        (
            code(f"LONGWAVE_{name.upper()}"),
            in_words(field.annotation, field.metadata).removesuffix(" or `null`"),
            "" if field.default in (None, "") else code(field.default),
            said.attributes[name],
        )
        for name, field in Settings.model_fields.items()
    ]
    return (
        f"{said.prose} Settings are environment variables, read once at the start. An option of a command goes before"
        f" its setting.\n\n{table(('variable', 'type', 'default', 'meaning'), rows)}"
    )
