"""Standing: who plays, what they are thought of, and what influence they hold."""
