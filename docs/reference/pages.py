"""All pages of the reference."""

from collections.abc import Callable
from pathlib import Path

from docs.reference import cases, commands, events, exits, game, orders, packs, rules, settings, status

FOLDER = Path(__file__).parent
NOTICE = "<!-- Generated from the code by `make docs`; do not edit. -->"
PAGES: dict[str, tuple[str, Callable[[], str]]] = {
    "commands.md": ("Commands", commands.page),
    "game.md": ("The game", game.page),
    "cases.md": ("Rule cases of the game", cases.page),
    "settings.md": ("Settings", settings.page),
    "exits.md": ("Exit codes and refusals", exits.page),
    "status.md": ("LIVE_STATUS.json", status.page),
    "packs.md": ("World packs", packs.page),
    "events.md": ("Events", events.page),
    "orders.md": ("Orders", orders.page),
    "rules.md": ("Gate rules", rules.page),
}


def pages() -> dict[str, str]:
    """Return the text of every page by the name of its file."""
    contents = "\n".join(f"- [{title}]({name})" for name, (title, _) in PAGES.items())
    texts = {"README.md": ("Reference", f"What there is, generated from the code.\n\n{contents}")}
    texts |= {name: (title, write()) for name, (title, write) in PAGES.items()}
    return {name: f"{NOTICE}\n# {title}\n\n{text.strip()}\n" for name, (title, text) in texts.items()}
