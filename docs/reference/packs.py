"""Writes the page of the world pack's files."""

from docs.reference.markdown import code, described, table
from docs.reference.types import fields_table, models_in
from longwave.world.canon import VOCABULARY
from longwave.world.draft import SUBJECTS
from longwave.world.fields import Part

ID = "An id is lower-case letters, digits and single hyphens, up to 80 characters (`needle-stair`)."


def page() -> str:
    """Return the page: every file of a pack, with its fields and the models that they hold."""
    files: dict[type[Part], list[str]] = {}
    for subject in SUBJECTS:
        files.setdefault(subject.model, []).append(code(subject.pattern) + (" (a list)" if subject.is_list else ""))
    roots = [_root(model, of_model) for model, of_model in files.items()]
    held = dict.fromkeys(inner for model in files for inner in models_in(model) if inner not in files)
    models = [f"### {model.__name__}\n{described(model).prose}\n\n{fields_table(model)}" for model in held]
    intro = (
        "The files of a pack and their fields. [Write a world](../howto/write-a-world.md) shows them in use and says"
        f" what must fit together. {ID}\n"
    )
    return "\n".join([intro, *roots, "## What they hold\n", *models, _canon()])


def _canon() -> str:
    """Return the keys of a lore entry's `canon`, by what they hold."""
    keys: dict[str, list[str]] = {}
    for key, holds in VOCABULARY.items():
        keys.setdefault(holds.value, []).append(code(key))
    rows = [(", ".join(of_kind), holds) for holds, of_kind in keys.items()]
    text = "The keys of `canon` that hold no number of things. Any other key holds a number."
    return f"### canon\n{text}\n\n{table(('keys', 'each holds'), rows)}"


def _root(model: type[Part], files: list[str]) -> str:
    prose = described(model).prose.removeprefix(f"{files[0]}: ")
    return f"## {model.__name__}\n{', '.join(files)}: {prose[0].lower()}{prose[1:]}\n\n{fields_table(model)}"
