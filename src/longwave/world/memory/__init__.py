"""Memory: what a persona keeps warm, what of it fades into summaries, and what comes to mind again."""
