"""Rules that hold a text against the lore: each finds one kind of statement that an entry's `canon` contradicts."""
