"""One file a subject: each yields the faults that it finds across a pack's files."""
