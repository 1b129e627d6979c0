"""The narrator: every word a persona says is written here, from a fact sheet, and every request is on record."""
