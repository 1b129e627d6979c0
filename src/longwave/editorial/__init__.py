"""The gate that every text passes before anybody hears or reads it, and the memory of the pieces that have passed."""
