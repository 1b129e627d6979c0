"""The society of a world's forum: residents who wake, read, act, remember and change their minds."""
