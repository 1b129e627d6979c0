"""Writes the page of the game: all that players and the host may ask."""

from collections.abc import Iterator

from docs.reference.markdown import code, table
from longwave.cli.play_help import every_request
from longwave.commands.command import Audience, Command, Request
from longwave.commands.fields import Field, fields_of, help_of, spelled, usage

INTRO = """\
What may be asked of [The Great Work](../explanation/the-great-work.md). A command changes the world, a query does not.

In a terminal each is typed as it stands here: in `longwave play`, or behind it. Required fields stand in their order,
those that may be left out go by their names. Over HTTP, with a token, a command is `POST /api/commands/submit_theory`
with its fields as JSON, and a query is `GET /api/commands/expedition_odds` with its fields in the address. What is
chosen from what exists has a kind, and `GET /api/commands/choices/free_scholars` lists up to 25 of it.
"""
_SECTIONS = ("What players do", "What players look up", "What the host does", "What the host looks up")


def requests() -> dict[str, list[type[Request]]]:
    """Return all that may be asked, by who asks and what for, each by name."""
    found: dict[str, list[type[Request]]] = {title: [] for title in _SECTIONS}
    for request in sorted(every_request(), key=lambda each: each.name):
        found[_section(request)].append(request)
    return found


def page() -> str:
    """Return the page: every command and query, its fields and examples."""
    sections = ("\n".join([f"## {title}", *map(_entry, asked)]) for title, asked in requests().items())
    return "\n".join([INTRO, *sections])


def _section(request: type[Request]) -> str:
    is_host, is_query = request.audience is Audience.ADMIN, not issubclass(request, Command)
    return _SECTIONS[2 * is_host + is_query]


def _entry(request: type[Request]) -> str:
    return f"### {spelled(request.name)}\n{' '.join(help_of(request).split())}\n{''.join(_details(request))}"


def _details(request: type[Request]) -> Iterator[str]:
    yield f"\n```\n{usage(request)}\n```\n"
    if fields_of(request):
        yield f"\n{table(('field', 'takes', 'if left out', 'kind', 'meaning'), map(_row, fields_of(request)))}"
    if any(request.examples):
        shown = "\n".join(f"{spelled(request.name)} {example}".rstrip() for example in request.examples)
        yield f"\nAs in\n```\n{shown}\n```\n"


def _row(field: Field) -> tuple[str, str, str, str, str]:
    left_out = "required" if field.is_required else code(field.default) if field.default else ""
    return code(field.name), field.takes, left_out, code(field.chosen) if field.chosen else "", field.about
