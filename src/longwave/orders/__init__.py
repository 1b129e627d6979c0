"""Orders: actions due at a time, the book that keeps them, and the engine that carries them out."""
