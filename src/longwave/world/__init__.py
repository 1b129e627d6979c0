"""World packs: their schema, their loading and checking, the lore index, the tides and the weather."""
