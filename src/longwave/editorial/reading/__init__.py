"""Reading: what a text says, sentence by sentence: which things of the world it names, and which numbers."""
