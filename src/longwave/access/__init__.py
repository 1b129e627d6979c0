"""Access: the tokens that let somebody change the world from outside; only their hashes are kept."""
